#!/usr/bin/env python3
"""Takes the seeds of the fuzz targets out of the fixtures: python3 Tests/Fuzzing/make_seeds.py FOLDER"""
import glob, os, sys, zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VALUES = ["dd/mm/yyyy", "[$-42A]d mmmm yyyy;@", "[h]:mm", '"x"0\\d_d*-', "A1:XFD1048576", "$B$5", "2025-03-07T08:30:00.5Z", "PT36H5M1.5S", "08:30", "45000.5", "-1E-3",
          "SUM($A1:B$2,'Hộ khác'!C3:C9,LOG10(A1),A:A,1:1)", "_x000D_a_x005F_", "&lt;&#x1ED9;", "ộ\u0323"]


def write(folder, name, data):
    os.makedirs(folder, exist_ok=True)
    if len(data) <= 16384: open(os.path.join(folder, name), "wb").write(data)


def main(out):
    for path in sorted(glob.glob(ROOT + "/fixtures/compatibility/*.xlsx") + glob.glob(ROOT + "/fixtures/reading/*.xlsx") + glob.glob(ROOT + "/fixtures/container/*.zip")):
        name = os.path.basename(path)
        write(out + "/zip", name, open(path, "rb").read())
        try:
            with zipfile.ZipFile(path) as archive:
                parts = {n: archive.read(n) for n in archive.namelist()}
        except Exception:
            continue
        for part, data in parts.items():
            kind = "sheet" if "worksheets/sheet" in part else "strings" if "sharedStrings" in part else "styles" if "styles" in part else None
            if kind: write(f"{out}/{kind}", name + "-" + os.path.basename(part), data)
        wanted = ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "_rels/.rels"]
        if all(p in parts for p in wanted): write(out + "/workbook", name, b"\0".join(parts[p] for p in wanted))
    for index, text in enumerate(VALUES): write(out + "/values", f"{index}", text.encode())
    for path in glob.glob(ROOT + "/fixtures/**/*.csv", recursive=True) + glob.glob(ROOT + "/fixtures/kinds/csv*.data"): write(out + "/csv", os.path.basename(path), open(path, "rb").read())


main(sys.argv[1])
