#!/usr/bin/env python3
"""Makes tests/data/base-cc from the official files: tables with the column names
of the complete base-cc files of the census of 2017 (from the published dictionary
of each), with the published values of the communes of one intercommunality in the
columns that the extracts have, and every other column empty. sums.csv holds the
sums of these values, made here and not by bassin.

usage: base_cc.py RAW GEOGRAPHY.csv OUT
"""
import csv
import gzip
import math
import os
import sys

raw, geography, out = sys.argv[1:]
EPCI = "200065647"
FILES = {
    "base-cc-emploi-pop-active-2017": "rp2017_emploi_pop_active_extrait",
    "base-cc-diplomes-formation-2017": "rp2017_scolarisation_extrait",
    "base-cc-evol-struct-pop-2017": "rp2017_population_extrait",
}


def rows(name):
    with gzip.open(os.path.join(raw, "insee-rp", name + ".csv.gz"), "rt", encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


with open(geography, encoding="utf-8", newline="") as file:
    members = {r["code"] for r in csv.DictReader(file) if r["level"] == "com" and r["epci"] == EPCI}

sums = {}
for name, extract in FILES.items():
    columns = ["CODGEO"]
    for row in rows("meta_" + name):
        if row["COD_VAR"] == "CODGEO":
            break
        columns.append(row["COD_VAR"])
    with open(os.path.join(out, name + ".csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", delimiter=";", lineterminator="\n")
        writer.writeheader()
        for row in rows(extract):
            if row["CODGEO"] in members:
                writer.writerow(row)
                for column, value in row.items():
                    if column != "CODGEO":
                        sums.setdefault(column, []).append(float(value))

with open(os.path.join(out, "sums.csv"), "w", encoding="utf-8") as file:
    file.write("column,communes,sum\n")
    for column, values in sums.items():
        file.write(f"{column},{len(values)},{math.fsum(values):.6f}\n")
