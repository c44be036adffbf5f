#!/bin/sh
# Runs every fuzz target, or those named, for some seconds each; what is found stays in .build/fuzz/findings.
# Usage: Tests/Fuzzing/fuzz.sh SECONDS [TARGET…]
# FUZZ_SEED, where it is set, makes libFuzzer's choices repeat.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
out="$root/.build/fuzz"
seconds=$1
shift
[ $# -gt 0 ] || set -- zip sheet strings styles workbook values csv
mkdir -p "$out/findings"
swift build --package-path "$here" --scratch-path "$out/build" -c release --sanitize fuzzer --sanitize address --product Fuzz \
  > "$out/build.log" 2>&1 || { grep -E "error" "$out/build.log" || tail -20 "$out/build.log"; exit 1; }
python3 "$here/make_seeds.py" "$out/seeds"
for target in "$@"; do
  mkdir -p "$out/corpus/$target"
  # Without the next line a crash starts swift-backtrace, which does not end.
  SWIFT_BACKTRACE=enable=no NTM_FUZZ=$target ASAN_OPTIONS=detect_leaks=0 "$out/build/release/Fuzz" \
    -max_total_time="$seconds" ${FUZZ_SEED:+-seed=$FUZZ_SEED} -timeout=10 -rss_limit_mb=1024 -max_len=16384 -print_final_stats=1 \
    -dict="$here/words.dict" -artifact_prefix="$out/findings/$target-" "$out/corpus/$target" "$out/seeds/$target" \
    > "$out/$target.log" 2>&1 || { tail -40 "$out/$target.log"; echo "fuzzing $target: see $out/findings" >&2; exit 1; }
  echo "$target: $(grep -o 'stat::number_of_executed_units: .*' "$out/$target.log" | tr -s ' ')"
done
