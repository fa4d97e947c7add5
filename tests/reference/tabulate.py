#!/usr/bin/env python3
"""Makes tests/data/tabulate: a small file of people with weights (invented), the same in zip
archives, and the cross-tables that bassin tabulate must make of it, worked out here.

usage: tabulate.py OUT
"""
import collections
import csv
import math
import os
import random
import sys
import zipfile

out = sys.argv[1]
random.seed(20)
DESIGN = 1.3
NAMES = {"25": "Doubs", "2A": "Corse; du \"Sud\"", "57": "Moselle", "90": "Territoire, de Belfort", "972": "Île"}


def person():
    dept = random.choice(list(NAMES))
    pay = random.choice(["", "ZZ", "%.2f" % random.uniform(900, 4000), str(random.randrange(900, 4000))])
    return {"DEPT": dept, "LIBELLE": NAMES[dept], "SEXE": random.choice("12"), "DIPL": random.choice("ABCD"),
            "AGED": "%03d" % random.randrange(15, 90), "SALAIRE": pay, "IPONDI": repr(random.uniform(0.7, 6))}


people = [person() for _ in range(300)]
text = "DEPT;LIBELLE;SEXE;DIPL;AGED;SALAIRE;IPONDI\n"
for p in people:
    name = p["LIBELLE"]
    if any(c in name for c in ';"'):
        name = '"' + name.replace('"', '""') + '"'
    text += ";".join([p["DEPT"], name] + [p[k] for k in ("SEXE", "DIPL", "AGED", "SALAIRE", "IPONDI")]) + "\n"
data = text.encode()
os.makedirs(out, exist_ok=True)
with open(os.path.join(out, "people.csv"), "wb") as file:
    file.write(data)


def archive(name, method, members):
    with zipfile.ZipFile(os.path.join(out, name), "w", method) as file:
        for member, content, long in members:
            info = zipfile.ZipInfo(member, (2020, 1, 1, 0, 0, 0))
            info.compress_type = method
            with file.open(info, "w", force_zip64=long) as stream:
                stream.write(content)


archive("people.zip", zipfile.ZIP_DEFLATED,
        [("data/FD_people.csv", data, False), ("data/Varmod_people.csv", b"COD_VAR;LIB\n", False)])
archive("people64.zip", zipfile.ZIP_STORED, [("FD_people.csv", data, True)])
archive("several.zip", zipfile.ZIP_DEFLATED, [("a.csv", b"x\n1\n", False), ("b.csv", b"x\n2\n", False)])
archive("book.xlsx", zipfile.ZIP_DEFLATED, [("[Content_Types].xml", b"<Types/>", False)])


def number(value, digits=12):
    return "" if value is None or math.isnan(value) else "%.*g" % (digits, value)


def write(name, header, rows):
    with open(os.path.join(out, name), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def group(by, records):
    groups = collections.defaultdict(list)
    for p in records:
        groups[tuple(p[k] for k in by)].append(p)
    return [(key, groups[key]) for key in sorted(groups, key=lambda k: [t.encode() for t in k])]


def values(members, column):
    """(weight, value) of the records that have one, and how many have none."""
    known = [(float(p["IPONDI"]), float(p[column])) for p in members if p[column] not in ("", "ZZ")]
    return known, len(members) - len(known)


rows = []
tables = group(["DEPT", "DIPL"], people)
for key, members in tables:
    w = [float(p["IPONDI"]) for p in members]
    count, squares = sum(w), sum(x * x for x in w)
    whole = sum(sum(float(p["IPONDI"]) for p in m) for k, m in tables if k[0] == key[0])
    size = count * count / (DESIGN * squares)
    pay, no_pay = values(members, "SALAIRE")
    ages, no_age = values(members, "AGED")
    rows.append([*key, len(w), number(count), number(math.sqrt(DESIGN * sum(max(0, x * (x - 1)) for x in w)), 6),
                 number(size, 6), number(len(w) / size, 6), number(count / whole),
                 number(sum(x * y for x, y in pay)) if pay else "",
                 number(sum(x * y for x, y in pay) / sum(x for x, _ in pay)) if pay else "",
                 number(sum(x * y for x, y in ages) / sum(x for x, _ in ages)), no_pay, no_age])
write("dept_dipl.csv", ["DEPT", "DIPL", "records", "weighted", "weighted__se", "effective_n", "design_effect",
                        "share", "SALAIRE__sum", "SALAIRE__mean", "AGED__mean", "SALAIRE__missing", "AGED__missing"],
      rows)

chosen = [p for p in people if p["SEXE"] == "1" and 30 <= int(p["AGED"]) <= 60 and p["DIPL"] not in "AB"]
rows = []
for key, members in group(["LIBELLE"], chosen):
    pay = [float(p["SALAIRE"]) for p in members if p["SALAIRE"] not in ("", "ZZ")]
    rows.append([*key, len(members), number(len(members) / len(chosen)), number(sum(pay) if pay else None),
                 len(members) - len(pay)])
write("men.csv", ["LIBELLE", "records", "share", "SALAIRE__sum", "SALAIRE__missing"], rows)
