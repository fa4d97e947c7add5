#!/usr/bin/env python3
"""The panels of training outcomes, recruitment and population change, worked out from the
published files without bassin, cell by cell.
usage: tests/reference/outcomes.py RAW PANELS   (the folder of published files; datasets/panels)"""
import collections
import csv
import gzip
import math
import statistics
import sys

RAW, PANELS = sys.argv[1], sys.argv[2]

REGION_OF_ACADEMY = {
    "Paris": "11", "Créteil": "11", "Versailles": "11", "Orléans-Tours": "24", "Besançon": "27",
    "Dijon": "27", "Caen": "28", "Rouen": "28", "Lille": "32", "Amiens": "32", "Nancy-Metz": "44",
    "Strasbourg": "44", "Reims": "44", "Nantes": "52", "Rennes": "53", "Bordeaux": "75",
    "Limoges": "75", "Poitiers": "75", "Toulouse": "76", "Montpellier": "76", "Lyon": "84",
    "Grenoble": "84", "Clermont-Ferrand": "84", "Aix-Marseille": "93", "Nice": "93", "Corse": "94",
    "Guadeloupe": "01", "Guyane": "03", "La Réunion": "04"}


def published(name, delimiter=";"):
    with gzip.open(f"{RAW}/{name}", "rt", encoding="utf-8-sig", newline="") as f:
        yield from csv.DictReader(f, delimiter=delimiter)


def panel(name):
    """{(level, code, year, column): value} of the cells that are not empty."""
    cells = {}
    with open(f"{PANELS}/{name}.csv", encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            key = row["level"], row["code"], int(row["year"])
            for column, text in row.items():
                if column not in ("level", "code", "name", "year") and text != "":
                    cells[key + (column,)] = float(text)
    return cells


def compare(name, expected, columns=lambda column: True):
    found = {k: v for k, v in panel(name).items() if columns(k[3])}
    expected = {k: v for k, v in expected.items() if columns(k[3]) and not math.isnan(v)}
    wrong = [k for k in expected
             if k not in found or abs(found[k] - expected[k]) > 2e-5 * max(1e-3, abs(expected[k]))]
    wrong += [k for k in found if k not in expected]
    for k in wrong[:5]:
        print(f"{name} {k}: found {found.get(k)}, expected {expected.get(k)}")
    print(f"{name}: {len(expected)} cells expected, {len(wrong)} wrong")
    return not wrong and len(expected) > 0


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def graduates():
    totals, hidden = collections.defaultdict(float), collections.defaultdict(int)
    files = (("master", "fr-esr-insertion_professionnelle-master.csv.gz"),
             ("lp", "fr-esr-insertion_professionnelle-lp.csv.gz"))
    for item, name in files:
        for row in published("mesr-insertion/" + name):
            (year, diploma, university) = list(row.values())[:3]
            columns = {}
            for column, text in row.items():
                plain = column.lower().replace("_", " ").replace("’", "").replace("'", "")
                columns[plain] = text
            year, academy = int(year), columns.get("académie", columns.get("academie"))
            domain = columns["code du domaine"].lower()
            # the total of a domain, or its only discipline
            if columns["code de la discipline"] not in ("disc01", "disc06", "disc07", "disc12"):
                continue
            if diploma == "MASTER ENS" or academy == "Polynésie Française":
                continue
            place = ("fr", "FR") if university == "UNIV" else ("reg", REGION_OF_ACADEMY[academy])
            months = columns["situation"][:2]
            answers = number(columns.get("nombre de réponses", columns.get("nombre de reponses")))
            rate = number(columns.get("taux dinsertion"))
            outside = number(next(t for c, t in columns.items() if "rieurs" in c))
            for group in (item, f"{item}_{domain}"):
                def add(variable, value):
                    key = place + (year, f"sies{months}_{variable}_{group}")
                    if value is None:
                        hidden[key] += 1
                    else:
                        totals[key] += value
                known = rate is not None and answers is not None
                add("ans", answers if known else None)
                add("emp", answers * rate / 100 if known else None)
                if months == "30" and year >= 2013:
                    # 100 % of La Réunion, the Antilles and Toulon: 2 to 38 % in other years
                    known = known and outside is not None and outside != 100
                    jobs = answers * rate / 100 if known else None
                    add("job", jobs)
                    add("out", jobs * outside / 100 if known else None)
    expected = dict(totals)
    for key, count in hidden.items():
        if key in totals:
            expected[key[:3] + (key[3] + "__missing",)] = count
    return compare("graduates", expected)


def recruitment():
    totals, hidden = collections.defaultdict(float), collections.defaultdict(int)
    given, rows = set(), list(published("france-travail/bmo_2024.csv.gz"))
    # a basin across two régions has one REG: a département lies where most of its rows do
    regions = collections.defaultdict(collections.Counter)
    for row in rows:
        regions[row["Dept"]][row["REG"]] += 1
    for row in rows:
        department = "971" if row["Dept"] == "978" else row["Dept"]
        region = regions[row["Dept"]].most_common(1)[0][0]
        for group in ("all", row["Famille_met"].lower()):
            for column, variable in (("met", "projects"), ("xmet", "difficult"), ("smet", "seasonal")):
                for place in (("dep", department), ("reg", region), ("fr", "FR")):
                    key = place + (2024, f"bmo_{variable}_{group}")
                    if row[column] == "*":
                        hidden[key] += 1
                    else:
                        totals[key] += int(row[column])
                        given.add(key)
    expected = {k: totals[k] for k in given}
    for key, count in hidden.items():
        if key in given:
            expected[key[:3] + (key[3] + "__missing",)] = count
    return compare("bmo", expected)


def population():
    expected, rates_agree = {}, True
    at = panel("histodemo")
    for row in published("anct/migrations_rp2015/indics_TERR_histodemo.csv.gz", ","):
        year, years = int(row["periode"][-4:]), int(row["periode_nb_annees"])
        if year < 1999:
            continue
        place = (row["NIV_TERR"].lower(), row["TERR"], year)
        start, end = float(row["POPULATION_debut"]), float(row["POPULATION_fin"])
        values = {"pop_start": start, "pop_end": end, "births": float(row["NAISSANCES"]),
                  "deaths": float(row["DECES"]), "py_start": start * years / 2, "py_end": end * years / 2}
        if place + ("demo_pop_end",) not in at:
            continue  # an intercommunalité that the geography of 2022 does not have
        for name, value in values.items():
            expected[place + ("demo_" + name,)] = value
        # the published balances are what the counts give
        balance = end - start - values["births"] + values["deaths"]
        rates_agree &= abs(balance - float(row["EVOL_DEMO_SMA"])) < 1e-6
    print("histodemo: balances agree with the published ones:", rates_agree)
    return compare("histodemo", expected) and rates_agree


def apprentices():
    expected, values = {}, collections.defaultdict(list)
    code = {}
    with open(f"{PANELS}/inserjeunes-cfa.csv", encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            code[row["name"]] = row["code"]
    import unicodedata

    def plain(text):
        text = unicodedata.normalize("NFD", text.lower())
        return "".join(c for c in text if c.isalpha() and not unicodedata.combining(c))
    code = {plain(name): c for name, c in code.items()}
    for row in published("menj-insertion/fr-en-inserjeunes-cfa.csv.gz"):
        for column, variable in (("Taux emploi 6 mois attendu", "cfa_attendu6"), ("VA emploi 6 mois", "cfa_va6")):
            if row[column] != "":
                key = ("reg", code[plain(row["Région"])], int(row["Année"][-4:]), variable)
                values[key].append(float(row[column]) / 100)
    for key, list_ in values.items():
        expected[key] = statistics.fmean(list_)
        expected[key[:3] + (key[3] + "__n",)] = len(list_)
        if len(list_) > 1:
            expected[key[:3] + (key[3] + "__sd",)] = statistics.stdev(list_)
    return compare("inserjeunes-cfa", expected, lambda c: c.startswith(("cfa_attendu6", "cfa_va6")))


results = [graduates(), recruitment(), population(), apprentices()]
sys.exit(not all(results))
