#!/usr/bin/env python3
"""How far the share of a count differs from the share of the population.

usage: sharing.py RAW     (RAW: the published files, see datasets/SOURCES.md)

For every merge of communes after the date of a census file, the parts have counts of their
own in it: the share p of a count that each part holds is set against its share w of the
population, as when a commune that became several has to be shared. Under the
Dirichlet-multinomial law of stats/data/sharing.h, E (p - w)^2 = w (1 - w) (1 + (V - 1) rho) / V
where V is the count of the whole; rho follows by moments, all parts of all merges pooled:

    rho = sum ((p - w)^2 - w (1 - w) / V) / sum (w (1 - w) (1 - 1 / V))

Populations are those of 2018 whatever the year of the count, as in the geography table. One
line a variable: merges, rho, its standard error (jackknife over merges), and the share of parts whose
standardised deviation is below 2. Last, the communes that were re-established from 2012 to
2017, which no rho was fitted on: deviations in standard errors with the constants of sharing.h.
"""
import collections
import csv
import gzip
import math
import sys

raw = sys.argv[1]


def rows(path, delimiter):
    with gzip.open(raw + path, "rt", encoding="utf-8-sig") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def merges(after):
    """Groups of communes that are one commune on the last date, all in the file of `after`."""
    target = {}
    events = [r for r in rows("/insee-geographie/v_mvt_commune_2026.csv.gz", ",")
              if r["MOD"] in ("31", "32", "33", "34", "41", "50") and r["DATE_EFF"] > after
              and r["TYPECOM_AV"] == r["TYPECOM_AP"] == "COM" and r["COM_AV"] != r["COM_AP"]]
    for event in sorted(events, key=lambda r: r["DATE_EFF"], reverse=True):
        target[event["COM_AV"]] = target.get(event["COM_AP"], event["COM_AP"])
    groups = collections.defaultdict(set)
    for old, new in target.items():
        groups[new].add(old)
    return [sorted(olds | {new}) for new, olds in sorted(groups.items())]


def moments(shares):
    above = sum((p - w) ** 2 - w * (1 - w) / v for g in shares for p, w, v in g)
    below = sum(w * (1 - w) * (1 - 1 / v) for g in shares for p, w, v in g)
    return above / below


def report(name, groups, count, population):
    shares = []
    for group in groups:
        parts = [(count[c], population[c]) for c in group
                 if count.get(c) is not None and population.get(c)]
        v, n = sum(x for x, _ in parts), sum(p for _, p in parts)
        if len(parts) == len([c for c in group if c in population]) > 1 and v > 1:
            shares.append([(x / v, p / n, v) for x, p in parts])
    if len(shares) < 10:
        return
    rho = moments(shares)
    left_out = [moments(shares[:i] + shares[i + 1:]) for i in range(len(shares))]
    mean = sum(left_out) / len(left_out)
    k = len(shares)
    se = math.sqrt((k - 1) / k * sum((x - mean) ** 2 for x in left_out))
    z = [abs(p - w) / math.sqrt(w * (1 - w) * (1 + (v - 1) * max(rho, 0)) / v)
         for g in shares for p, w, v in g]
    print(f"{name},{k},{rho:.4f},{se:.4f},{sum(x < 2 for x in z) / len(z):.3f}")


SPLITS = (("52031", "52278"), ("52332", "52033", "52465"), ("52504", "52124"), ("55298", "55138"),
          ("76108", "76095"), ("76676", "76601"))


def check_splits(table, population, rho):
    print("variable,parts,within_1,within_2,most")
    for name in next(iter(table.values())):
        z = []
        for group in SPLITS:
            parts = [(number(table[c][name]) if name != "CODGEO" else None, population[c]) for c in group]
            if any(x is None for x, _ in parts):
                continue
            v, n = sum(x for x, _ in parts), sum(p for _, p in parts)
            for x, p in parts[1:]:
                w = p / n
                z.append(abs(x - v * w) / math.sqrt(v * w * (1 - w) * (1 + (v - 1) * rho)))
        if z:
            within = [sum(x < k for x in z) / len(z) for k in (1, 2)]
            print(f"{name},{len(z)},{within[0]:.2f},{within[1]:.2f},{max(z):.2f}")


def main():
    population = {r["CODGEO"]: number(r["P18_POP"])
                  for r in rows("/insee-comparateur/base_cc_comparateur.CSV.gz", ";")}
    print("variable,merges,rho,se,within_2")
    for path, delimiter, after in (
            ("/insee-rp/rp2017_population_extrait.csv.gz", ";", "2021-01-01"),
            ("/insee-rp/rp2017_emploi_pop_active_extrait.csv.gz", ";", "2021-01-01"),
            ("/insee-rp/rp2017_scolarisation_extrait.csv.gz", ";", "2021-01-01"),
            ("/insee-comparateur/base_cc_comparateur.CSV.gz", ";", "2021-01-01")):
        table = {r["CODGEO"]: r for r in rows(path, delimiter)}
        groups = merges(after)
        for name in next(iter(table.values())):
            if name in ("CODGEO", "SUPERF", "MED19", "TP6019", "PIMP19"):
                continue
            count = {c: number(r[name]) for c, r in table.items()}
            report(name, groups, count, population)
    table = {r["CODGEO"]: r for r in rows("/insee-rp/rp2017_emploi_pop_active_extrait.csv.gz", ";")}
    check_splits(table, population, 0.03)
    table = {r["CODGEO"]: {"P13_EMPLT": r["P13_EMPLT"], "P18_EMPLT": r["P18_EMPLT"]}
             for r in rows("/insee-comparateur/base_cc_comparateur.CSV.gz", ";")}
    check_splits(table, population, 0.2)


main()
