"""Kills `ntm validate --resume` at random moments, again and again, and compares what comes out in the end.

    python3 Tests/Faults/kill_and_resume.py PROGRAM [KILLS] [SEED]

Villages are made in a temporary folder. A journal lives through ten kills; then the run is let finish, its report
is compared with that of a run that nobody stopped, and another journal begins. After each kill the report is either
not there or whole, and nothing else is left beside it. Ends with status 1 at the first difference, and with 2 where
the program cannot be run at all, such as without its definitions.
"""

import os
import random
import subprocess
import sys
import tempfile
import time

KILLS_OF_A_JOURNAL = 10


def make_villages(folder: str, count: int, rows: int, chance: random.Random) -> None:
    os.makedirs(folder)
    for village in range(count):
        lines = ["TT,Họ và tên chủ hộ,Thôn,Số nhân khẩu,Thu nhập (1.000 đồng)"]
        for row in range(1, rows + 1):
            income = chance.choice(["mười", "-3", ""]) if chance.random() < 0.05 else str(10_000 + row)
            lines.append(f"{row},Hộ số {village} {row},Thôn {village},4,{income}")
        lines.append(f"{rows + 1},Lê Văn Chung,Làng Mài,5,20000")
        with open(f"{folder}/thon-{village:04}.csv", "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")


def main() -> int:
    program = os.path.abspath(sys.argv[1])
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    with tempfile.TemporaryDirectory() as top:
        villages = f"{top}/villages"
        make_villages(villages, 300, 120, chance)
        begin = time.monotonic()
        first = subprocess.run([program, "validate", villages, "--format", "json"], capture_output=True, check=False)
        whole, span = first.stdout, time.monotonic() - begin
        # The villages have mistakes; anything else, such as definitions that are not found, leaves nothing to compare.
        if first.returncode != 1:
            print(f"{program} validate: status {first.returncode} instead of 1\n{first.stderr.decode(errors='replace')}", file=sys.stderr)
            return 2
        report, journal = f"{top}/r.json", f"{top}/r.json.journal"
        command = [program, "validate", villages, "--output", f"json={report}", "--resume", "--quiet"]
        hit = 0
        for kill in range(kills):
            if kill % KILLS_OF_A_JOURNAL == 0:
                for path in (report, journal):
                    if os.path.exists(path):
                        os.unlink(path)
            # Early kills of a journal leave the later ones something to do.
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(timeout=chance.uniform(0, span if kill % 3 else span / 3))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                hit += 1
            if os.path.exists(report) and open(report, "rb").read() != whole:
                print(f"kill {kill}: a report that is not whole")
                return 1
            if kill % KILLS_OF_A_JOURNAL == KILLS_OF_A_JOURNAL - 1 or kill == kills - 1:
                subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
                if open(report, "rb").read() != whole:
                    print(f"kill {kill}: the resumed report is another")
                    return 1
                left = sorted(set(os.listdir(top)) - {"villages", "r.json", "r.json.journal"})
                if left:
                    print(f"kill {kill}: left behind: {left}")
                    return 1
        print(f"{kills} runs, {hit} of them killed at work: every resumed report is that of a whole run")
    return 0


if __name__ == "__main__":
    sys.exit(main())
