#!/usr/bin/env python3
"""Expected people of a territory, year by year, by the linear recursion of the expectations.

usage: stock_expected.py FACTS.csv STOCK.csv YEARS

FACTS.csv and STOCK.csv as written by `bassin territory --show facts` and `--show stock`. Where
nothing is uncertain but the people themselves (all standard deviations 0, no drift of industry) the
numbers of people of every cell are sums of independent choices, so that their expectations obey
a linear recursion: leave, die, arrive, grow older, change diploma and activity, turn 15. Written from
the description in sim/README.md with nothing but the two tables. Prints a CSV: year, people_1564,
employed_1564, industry, unemployed, below_bac, not_in_education.
"""
import csv
import math
import sys

LEVELS = ["none", "cap", "bac", "higher"]
ACTIVITIES = ["industry", "other", "unemployed", "in_education", "inactive"]


def number(text):
    return float(text) if text else None


class Facts:
    def __init__(self, path):
        with open(path, encoding="utf-8") as f:
            self.rows = list(csv.DictReader(f))

    def at(self, quantity, age):
        for r in self.rows:
            low, high = number(r["from_age"]), number(r["to_age"])
            if r["quantity"] == quantity and not r["level"] and low is not None:
                if low <= age and (high is None or age <= high):
                    return float(r["value"])
        raise KeyError((quantity, age))

    def single(self, quantity):
        for r in self.rows:
            if r["quantity"] == quantity and not r["from_age"] and not r["level"]:
                return float(r["value"])
        raise KeyError(quantity)


def logit_shift(p, by):
    return p if p <= 0 or p >= 1 else 1 / (1 + math.exp(-(math.log(p / (1 - p)) + by)))


def structure(base, industry, activity):
    """Shares by activity after the trends; base maps activity -> share."""
    employed = base["industry"] + base["other"]
    active = employed + base["unemployed"]
    moved = logit_shift(active, activity)
    jobless = base["unemployed"] / active if active > 0 else 0
    share = min(1, base["industry"] / employed * math.exp(industry)) if employed > 0 else 0
    idle = 1 - active
    scale = (1 - moved) / idle if idle > 0 else 0
    return {
        "industry": moved * (1 - jobless) * share,
        "other": moved * (1 - jobless) * (1 - share),
        "unemployed": moved * jobless,
        "in_education": base["in_education"] * scale,
        "inactive": base["inactive"] * scale,
    }


def passage(people, before, after, mobility):
    """Fewest changes that lead from the shares before to after, and a redraw with mobility."""
    gain = {k: max(0, after[k] - before[k]) for k in after}
    total = sum(gain.values())
    out = {k: 0.0 for k in after}
    for k, n in people.items():
        keep = min(1, after[k] / before[k]) if before[k] > 0 else 0
        for d in after:
            own = (keep if d == k else 0) + ((1 - keep) * gain[d] / total if total > 0 else 0)
            out[d] += n * (mobility * after[d] + (1 - mobility) * own)
    return out


def main(facts_path, stock_path, years):
    facts = Facts(facts_path)
    people = {}
    with open(stock_path, encoding="utf-8") as f:
        for r in csv.DictReader(f):
            people[int(r["from_age"]), r["level"], r["activity"]] = float(r["people"])
    ages = sorted({a for a, _, _ in people})
    width = {a: (b - a) for a, b in zip(ages, ages[1:])}
    base, levels = {}, {}
    for a in ages:
        of_age = sum(people[a, q, s] for q in LEVELS for s in ACTIVITIES)
        levels[a] = {q: sum(people[a, q, s] for s in ACTIVITIES) / of_age for q in LEVELS}
        for q in LEVELS:
            total = sum(people[a, q, s] for s in ACTIVITIES)
            base[a, q] = {
                s: people[a, q, s] / total if total > 0 else float(s == "inactive") for s in ACTIVITIES
            }
    entrants = sum(people[ages[0], q, s] for q in LEVELS for s in ACTIVITIES)
    shape = dict(base)
    growth, drift = facts.single("entrants_growth"), facts.single("industry_drift")
    print("year,people_1564,employed_1564,industry,unemployed,below_bac,not_in_education")
    for year in range(years + 1):
        if year > 0:
            now = {
                (a, q): structure(base[a, q], year * drift, year * facts.at("activity_drift", a))
                for a in ages
                for q in LEVELS
            }
            entrants *= math.exp(growth)
            for a, q, s in people:
                n = people[a, q, s] * (1 - facts.at("leave_rate", a)) * (1 - facts.at("death_rate", a))
                people[a, q, s] = n + people[a, q, s] * facts.at("arrival_rate", a)
            fresh = {key: 0.0 for key in people}
            for a in ages:
                older = 1 / width[a] if a in width else 0
                mobility = facts.at("mobility", a)
                for q in LEVELS:
                    stay = {s: people[a, q, s] * (1 - older) for s in ACTIVITIES}
                    for s, n in passage(stay, shape[a, q], now[a, q], mobility).items():
                        fresh[a, q, s] += n
                if older == 0:
                    continue
                b = ages[ages.index(a) + 1]
                moving = {(q, s): people[a, q, s] * older for q in LEVELS for s in ACTIVITIES}
                if b <= 30:
                    for s in ACTIVITIES:
                        gained = passage({q: moving[q, s] for q in LEVELS}, levels[a], levels[b], 0)
                        for q in LEVELS:
                            moving[q, s] = gained[q]
                for q in LEVELS:
                    part = {s: moving[q, s] for s in ACTIVITIES}
                    for s, n in passage(part, shape[a, q], now[b, q], mobility).items():
                        fresh[b, q, s] += n
            for s in ACTIVITIES:
                fresh[ages[0], "none", s] += entrants * now[ages[0], "none"][s]
            people, shape = fresh, now

        def count(test):
            return sum(n for (a, q, s), n in people.items() if test(a, q, s))

        row = [
            count(lambda a, q, s: a < 65),
            count(lambda a, q, s: a < 65 and s in ("industry", "other")),
            count(lambda a, q, s: a < 65 and s == "industry"),
            count(lambda a, q, s: a < 65 and s == "unemployed"),
            count(lambda a, q, s: s != "in_education" and q in ("none", "cap")),
            count(lambda a, q, s: s != "in_education"),
        ]
        print(year, *(f"{x:.4f}" for x in row), sep=",")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
