# The packs of announced programmes have a title and French for every source that a report shows.
cat >untranslated.py <<'END'
import csv
import glob
import os
import sys


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


packs = "datasets/scenarios/"
shared = {row["en"] for row in rows(packs + "defaults/translations.csv")}
missing = unused = num = 0
for path in sorted(glob.glob(packs + "*/README.md")):
    folder = os.path.dirname(path)
    own = {row["en"]: row["fr"] for row in rows(folder + "/translations.csv")}
    shown = {row["source"] for table in ("measures", "assumptions") for row in rows(f"{folder}/{table}.csv")}
    num += len(own)
    if not any(row["section"] == "title" for row in rows(folder + "/notes.csv")):
        missing += 1
        print(f"no title in {folder}/notes.csv")
    for text in sorted(shown - shared - set(own)):
        missing += 1
        print(f"no French in {folder}: {text}")
    for text in sorted(set(own) - shown):
        unused += 1
        print(f"not in a table of {folder}: {text}")
    for text, french in own.items():
        if french == text:
            missing += 1
            print(f"the same in both languages in {folder}: {text}")
print(num, "texts of packs in French")
sys.exit(missing + unused > 0)
END
run python3 untranslated.py
