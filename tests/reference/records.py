#!/usr/bin/env python3
"""Makes tests/data/records: small files with the columns of INSEE's census records (moves,
commuting, individuals), people and weights invented, and sums.csv, what bassin must make of
them, worked out here: for each level moves are counted between territories of that level.

usage: records.py GEOGRAPHY.csv OUT
"""
import collections
import csv
import os
import random
import sys

geography, out = sys.argv[1:]
EPCI = ["200065647", "200067502", "242504181"]
LEVELS = ["com", "epci", "dep", "reg", "fr"]
DESIGN = 1.3

with open(geography, encoding="utf-8", newline="") as file:
    communes = {r["code"]: r for r in csv.DictReader(file) if r["level"] == "com"}
random.seed(7)
homes = [c for c, r in communes.items() if r["epci"] in EPCI][::6]
away = ["75056", "69123", "2A004", "90010", "67482"]


def zone(code, level):
    if level == "fr":
        return "FR"
    return code if level == "com" else communes[code][level]


def weight():
    return random.choice([1.0, 2.5, 3.98812, 4.0, 4.12345])


def other(home):
    return random.choice([home] * 5 + homes + away)


sums = collections.defaultdict(lambda: [0.0, 0.0])
seen = collections.defaultdict(set)


def add(level, code, variable, w):
    cell = sums[level, code, variable]
    cell[0] += w
    cell[1] += DESIGN * max(0, w * (w - 1))


def see(home):
    for level in LEVELS:
        seen[level].add(zone(home, level))


def move(home, partner, w, both, at_home, at_partner):
    """partner None: abroad, counted as elsewhere."""
    for level in LEVELS:
        here, there = zone(home, level), partner and zone(partner, level)
        if here == there:
            add(level, here, both, w)
        else:
            add(level, here, at_home, w)
            if there:
                add(level, there, at_partner, w)


def write(name, header, records):
    with open(os.path.join(out, name), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(header)
        writer.writerows(records)


# commuting: two in forty work abroad, some in an arrondissement of Paris
records = []
for k in range(400):
    home, work, w = random.choice(homes), None, weight()
    code = "99999"
    if k % 20:
        work = other(home)
        code = "75112" if work == "75056" else work
    records.append([home, "ZZZZZ", code, random.choice("123456"), w])
    move(home, work, w, "work_stay", "work_leave", "work_arrive")
    see(home)
write("FD_MOBPRO_2017.csv", ["COMMUNE", "ARM", "DCLT", "CS1", "IPONDI"], records)

# moves: those abroad a year before (IRAN 8, 9), under one year (Z) and in COM (7) do not count
classes = {"lt20": range(0, 20, 5), "2029": (20, 25), "3039": (30, 35), "4049": (40, 45),
           "5064": (50, 55, 60), "ge65": range(65, 125, 5)}
records = []
for k in range(400):
    home, w, age = random.choice(homes), weight(), random.choice(range(0, 100, 5))
    before, iran = other(home), "3"
    if k % 25 == 0:
        before, iran = "99999", random.choice("789")
    if k % 40 == 1:
        before, iran = "ZZZZZ", "Z"
    records.append([home, "ZZZZZ", before, f"{age:03d}", iran, w])
    if iran in "789Z":
        continue
    name = next(n for n, ages in classes.items() if age in ages)
    move(home, before, w, "mig_iso_" + name, "mig_entr_" + name, "mig_sort_" + name)
    see(home)
write("FD_MIGCOM_2017.csv", ["COMMUNE", "ARM", "DCRAN", "AGEREVQ", "IRAN", "IPONDI"], records)

# individuals: no communes, only départements
records = []
ind = collections.defaultdict(lambda: [0.0, 0.0])
regions = {"25": "27", "90": "27", "57": "44"}
for _ in range(600):
    dep = random.choice(list(regions))
    w, age, etud = weight(), random.choice(range(15, 70, 5)), random.choice("122")
    tact = random.choice(["11", "11", "12", "21", "22", "24", "25"])
    dipl = random.choice(["01", "03", "11", "13", "14", "15", "16", "17", "18", "19"])
    cs1 = random.choice("123456") if tact in ("11", "12") else "8"
    records.append([dep + "99", f"{age:03d}", dep, dipl, etud, tact, cs1, w])
    facts = {"ind_pop1524": age < 25, "ind_neet1524": age < 25 and etud == "2" and tact not in ("11", "22")}
    # a student by occupation (22) who is not enrolled is neither in employment nor in education
    facts["ind_neet1524"] = age < 25 and etud == "2" and tact != "11"
    left = tact == "11" and etud == "2"
    for suffix, young in (("", True), ("_1529", age < 30)):
        facts["ind_sup" + suffix] = left and young and dipl >= "16"
        facts["ind_sup_low" + suffix] = left and young and dipl >= "16" and cs1 in "56"
        facts["ind_high" + suffix] = left and young and cs1 in "34"
        facts["ind_high_low" + suffix] = left and young and cs1 in "34" and dipl < "16"
    for name, holds in facts.items():
        for level, code in (("dep", dep), ("reg", regions[dep]), ("fr", "FR")):
            ind[level, code, name][0] += w if holds else 0
            ind[level, code, name][1] += DESIGN * max(0, w * (w - 1)) if holds else 0
write("FD_INDCVI_2017.csv", ["CANTVILLE", "AGEREVQ", "DEPT", "DIPL", "ETUD", "TACT", "CS1", "IPONDI"], records)

with open(os.path.join(out, "sums.csv"), "w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["level", "code", "variable", "value", "se"])
    for (level, code, variable), (value, variance) in sorted(sums.items()):
        if code in seen[level]:
            writer.writerow([level, code, variable, f"{value:.10g}", f"{variance ** 0.5:.6g}"])
    for (level, code, variable), (value, variance) in sorted(ind.items()):
        writer.writerow([level, code, variable, f"{value:.10g}", f"{variance ** 0.5:.6g}"])
