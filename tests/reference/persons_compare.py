#!/usr/bin/env python3
"""The engine beside the person-by-person simulator: the same laws, within Monte-Carlo error.

usage: persons_compare.py BASSIN [--full] [--jobs N] [--table FILE] [CASE...]

Every case is a pack and scenario that 'bassin project' and persons.py both simulate, with random
numbers that have nothing in common. Compared are all metrics in all years:

  means       in the scope all and in every audience, territory and measure, in standard errors
  variances   scope all: difference of logarithms in standard errors, from the kurtosis of both samples
              together; left out where that error is above 15 % (rare events, few draws)
  quantiles   scope all, 0.1, 0.5 and 0.9: how many of one sample lie at or below the quantile of both
              together is hypergeometric if both have one law, ties or not; the p-value is exact

Means of rare events (fewer than 25 draws that are not the commonest value) are left to the quantiles.
The limit of a case is Bonferroni's: all its comparisons together fail by chance in one case of
1,000. Every number is keyed by a seed: the same program gives the same result again.

Not compared: who pays (paid_by_...). Where openings are limited, variances and quantiles of
differences between the worlds: the rules say who is hired in each world with what probability, not
how the luck of one world goes with that of the other.

Summaries in projection.csv and costs.csv are computed again from the draws. A case of two scenarios must
differ: it shows that the comparison can fail.
"""
import argparse
import array
import collections
import csv
import math
import multiprocessing
import os
import subprocess
import sys
import tempfile

import persons
from persons_packs import write_random_pack

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
FAMILY = 1e-3
ORDERS = (0.1, 0.5, 0.9)

# draws: of persons.py, in short (0: not at all) and in full; other: the scenario that persons.py
# simulates instead
Case = collections.namedtuple("Case", "name pack scenario draws full why other", defaults=("",))
CASES = [
    Case("template", "datasets/scenarios/template", "programme", 250, 4000, "calendar, delay, ramp, cycle"),
    Case("limits", "tests/data/packs/limits", "limits", 400, 4000,
         "two centres and a pool that binds, closures, renewals"),
    Case("branch", "datasets/scenarios/cnam-montbeliard", "doubled-openings", 150, 4000, "openings that run out"),
    Case("openings", "tests/data/packs/vacancies", "effect", 400, 4000, "openings that run out, every quarter"),
    Case("one-centre", "datasets/scenarios/one-centre", "one-centre", 0, 4000, "yearly steps"),
    Case("reference", "datasets/scenarios/reference-w1", "reference", 0, 4000, "measures drawn together"),
    Case("causal", "tests/data/packs/causal", "large", 0, 4000, "profile of employment, correlations"),
    Case("pool", "tests/data/packs/pool", "two-centres", 0, 4000, "one pool for two centres"),
    Case("closures", "tests/data/packs/limits", "closures", 0, 4000, "closures without a pool"),
    Case("open", "tests/data/packs/limits", "open", 0, 4000, "a pool without closures"),
    Case("schools", "datasets/scenarios/ecoles-de-production", "announced", 0, 2000, "many sites, closures"),
    Case("branches", "datasets/scenarios/cnam-coeur-des-territoires", "second-call", 0, 4000,
         "centres with two audiences, closures"),
    Case("label", "datasets/scenarios/cmq-design-industrie", "renewal-uncertain", 0, 2000, "a label renewed or not"),
    Case("odds", "tests/data/packs/vacancies", "odds", 0, 4000, "openings with a preference"),
    Case("kept", "tests/data/packs/vacancies", "kept", 0, 4000, "employees who keep their job"),
    Case("parts", "tests/data/packs/vacancies", "parts", 0, 4000, "parts of openings"),
]
CASES += [Case("random-%d" % k, k, "s", 150 if k <= 3 else 0, 800, "pack at random") for k in range(1, 41)]
CASES += [
    Case("places differ", "tests/data/packs/pool", "two-centres", 150, 400, "must be seen", "doubled"),
    Case("closures differ", "tests/data/packs/limits", "open", 150, 400, "must be seen", "limits"),
]
ENGINE_RATIO = 4  # draws of the engine for one of persons.py


# ---- the two samples ------------------------------------------------------------------------------


def unit_of(metric, steps):
    """How many whole units there are in one of what bassin prints."""
    if metric == "industry_net":
        return 1000
    if "job_years" in metric or metric == "trainee_years":
        return steps
    is_money = any(word in metric for word in ("cost", "investment", "operation", "allowances", "income",
                                               "balance", "fiscal"))
    return 100 if is_money else 1


class Engine:
    """Draws of the scope all, and summaries of all scopes, in whole units."""

    def __init__(self, program, case, folder_of_pack, draws, steps):
        self.draws, self.summaries = {}, {}
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([program, "project", folder_of_pack, "--scenario", case.scenario,
                            "--draws", str(draws), "--save-draws", "-o", folder, "--force", "-q"], check=True)
            with open(os.path.join(folder, "draws.csv"), encoding="utf-8") as file:
                next(file)
                for line in file:
                    _, scenario, _, year, metric, value = line.rstrip("\n").split(",")
                    if scenario == case.scenario and not metric.startswith("paid_by_"):
                        key = "all", metric, int(year)
                        if key not in self.draws:
                            self.draws[key] = array.array("q")
                        self.draws[key].append(round(float(value) * unit_of(metric, steps)))
            for name in ("projection.csv", "costs.csv"):
                for row in persons.read_table(folder, name):
                    values = [row[c] for c in ("mean", "mc_se", "sd", "q10", "q50", "q90")]
                    if row["scenario"] == case.scenario and all(values):  # a ratio may lack some
                        unit = unit_of(row["metric"], steps)
                        self.summaries[row["scope"], row["metric"], int(row["year"])] = [
                            float(v) * unit for v in values]


def run_persons(job):
    folder, scenario_name, first, last = job
    scenario = persons.Scenario(persons.Pack(folder, persons.default_assumptions()), scenario_name)
    out = {}
    for draw in range(first, last):
        for scope, sums in persons.simulate_draw(scenario, draw, 1).items():
            for metric, values in sums.items():
                for year, value in enumerate(values):
                    key = scope, metric, scenario.first_year + year
                    if key not in out:
                        out[key] = array.array("q")
                    out[key].append(int(value))
    return out


def all_persons(case, folder, draws, jobs):
    step = -(-draws // (jobs * 4))
    work = [(folder, case.other or case.scenario, first, min(first + step, draws))
            for first in range(0, draws, step)]
    out = {}
    with multiprocessing.Pool(jobs) as pool:
        for part in pool.imap(run_persons, work):
            for key, values in part.items():
                out.setdefault(key, array.array("q")).extend(values)
    return out


# ---- comparisons ------------------------------------------------------------------------------------


def moments(x):
    mean = sum(x) / len(x)
    return mean, [v - mean for v in x]


def z_of_means(x, y):
    (mx, dx), (my, dy) = moments(x), moments(y)
    variance = sum(d * d for d in dx) / (len(x) - 1) / len(x) + sum(d * d for d in dy) / (len(y) - 1) / len(y)
    return (mx - my) / math.sqrt(variance)


def z_of_variances(x, y):
    """None where the error is too large for a normal law."""
    dx, dy = moments(x)[1], moments(y)[1]
    sx, sy = sum(d * d for d in dx) / (len(x) - 1), sum(d * d for d in dy) / (len(y) - 1)
    if sx == 0 or sy == 0:
        return None
    both = dx + dy
    second = sum(d * d for d in both) / len(both)
    kurtosis = sum(d ** 4 for d in both) / len(both) / second ** 2
    if (kurtosis - 1) / min(len(x), len(y)) > 0.15 ** 2:
        return None
    return (math.log(sx) - math.log(sy)) / math.sqrt((kurtosis - 1) * (1 / len(x) + 1 / len(y)))


def hypergeometric_tails(k, marked, others, drawn):
    """P(X <= k) and P(X >= k), X the marked ones among those drawn."""

    def log_choose(n, r):
        return math.lgamma(n + 1) - math.lgamma(r + 1) - math.lgamma(n - r + 1)

    low, high = max(0, drawn - others), min(marked, drawn)
    total = log_choose(marked + others, drawn)
    p = [math.exp(log_choose(marked, j) + log_choose(others, drawn - j) - total) for j in range(low, high + 1)]
    return sum(p[:k - low + 1]), sum(p[k - low:])


def z_of_quantile(x, y, both, order):
    cut = both[min(int(order * len(both)), len(both) - 1)]
    in_x = sum(v <= cut for v in x)
    marked = in_x + sum(v <= cut for v in y)
    if marked == len(both):  # everybody at the cut: look below it
        return None
    lower, upper = hypergeometric_tails(in_x, marked, len(both) - marked, len(x))
    p = min(1, 2 * min(lower, upper))
    return 0.0 if p >= 1 else -persons.NORMAL.inv_cdf(max(p, 1e-300) / 2) * (1 if lower > upper else -1)


def num_uncommon(x):
    return len(x) - collections.Counter(x).most_common(1)[0][1]


def is_difference(metric):
    """Whether a metric sets the two worlds against each other person by person, or is made of such a one."""
    return metric.startswith(("displaced", "fiscal", "net_cost", "present_net_cost")) or "additional" in metric or \
        "always" in metric


def compare_draws(x, y, only_means):
    """Kind -> z scores of two samples of one metric and year."""
    if min(x) == max(x) == min(y) == max(y):
        return {"constants": [0.0]}
    if min(x) == max(x) and min(y) == max(y):
        return {"constants": [math.inf]}
    both, out = sorted(x + y), {}
    if min(num_uncommon(x), num_uncommon(y)) >= 25:
        out["means"] = [z_of_means(x, y)]
        z = None if only_means else z_of_variances(x, y)
        out["variances"] = [] if z is None else [z]
    if only_means:
        return out
    out["quantiles"] = [z for z in (z_of_quantile(x, y, both, order) for order in ORDERS) if z is not None]
    return out


def z_of_summary(summary, y):
    mean, se = summary[:2]
    my, dy = moments(y)
    if num_uncommon(y) < 25:
        return None
    return (mean - my) / math.sqrt(se ** 2 + sum(d * d for d in dy) / (len(y) - 1) / len(y))


def recomputed(summary, x):
    """Whether a summary is that of its draws: mean and sd to rounding, quantiles to the width of a bin."""
    mean, deviations = moments(x)
    sd = math.sqrt(sum(d * d for d in deviations) / (len(x) - 1))
    x = sorted(x)
    bin_width = 0 if x[-1] - x[0] < 4096 else (x[-1] - x[0]) / 2048
    near = abs(summary[0] - mean) <= 1e-6 * (1 + abs(mean)) and abs(summary[2] - sd) <= 1e-4 * (1 + sd)
    for order, value in zip(ORDERS, summary[3:]):
        place = order * (len(x) - 1)
        k = min(int(place), len(x) - 2)
        near &= abs(x[k] + (place - k) * (x[k + 1] - x[k]) - value) <= bin_width + 1e-6 * (1 + abs(value))
    return near


class Report:
    def __init__(self):
        self.scores = []  # (|z|, z, kind, key)
        self.wrong_summaries = []

    def add(self, kind, key, z):
        self.scores.append((abs(z), z, kind, key))

    def limit(self):
        return -persons.NORMAL.inv_cdf(FAMILY / len(self.scores) / 2)

    def failures(self):
        return sorted((s for s in self.scores if s[0] > self.limit()), key=lambda s: -s[0])

    def holds(self):
        return not self.failures() and not self.wrong_summaries

    def text(self):
        kinds = collections.Counter(s[2] for s in self.scores)
        worst = max(self.scores, key=lambda s: s[0])
        return "%s; largest z %.2f (%s of %s, %s, %d), limit %.2f" % (
            ", ".join("%d %s" % (n, kind) for kind, n in sorted(kinds.items())), worst[1], worst[2],
            worst[3][1], worst[3][0], worst[3][2], self.limit())


def compare(engine, people):
    report = Report()
    has_openings = any(metric == "displaced" for _, metric, _ in engine.draws)
    for key, draws in engine.draws.items():
        only_means = has_openings and is_difference(key[1])
        for kind, scores in compare_draws(draws, people[key], only_means).items():
            for z in scores:
                report.add(kind, key, z)
        if not recomputed(engine.summaries[key], draws):
            report.wrong_summaries.append(key)
    for key, summary in engine.summaries.items():
        if key[0] == "all" or key not in people:
            continue
        z = z_of_summary(summary, people[key])
        if z is not None:
            report.add("means by scope", key, z)
    return report


# ---- output -----------------------------------------------------------------------------------------------

SHOWN = ("enrolled_total unfilled certified_total placed_total industry_stock industry_additional "
         "territory_additional refused_total displaced_total cost_total").split()


def quantiles(x):
    x = sorted(x)
    return " ".join("%g" % x[min(int(order * len(x)), len(x) - 1)] for order in ORDERS)


def write_table(out, case, engine, people):
    last = max(key[2] for key in engine.draws)
    for metric in SHOWN:
        key = "all", metric, last
        if key not in engine.draws:
            continue
        for name, x in (("bassin", engine.draws[key]), ("persons", people[key])):
            mean, deviations = moments(x)
            sd = math.sqrt(sum(d * d for d in deviations) / (len(x) - 1))
            out.writerow([case.name, metric, last, name, len(x), "%.6g" % mean,
                          "%.3g" % (sd / math.sqrt(len(x))), "%.5g" % sd, *quantiles(x).split()])


def run_case(program, case, options, out):
    draws = case.full if options.full else case.draws
    with tempfile.TemporaryDirectory() as folder:
        if isinstance(case.pack, int):
            write_random_pack(case.pack, folder)
        else:
            folder = os.path.join(ROOT, case.pack)
        scenario = persons.Scenario(persons.Pack(folder, persons.default_assumptions()), case.scenario)
        engine = Engine(program, case, folder, ENGINE_RATIO * draws, scenario.steps_per_year)
        people = all_persons(case, folder, draws, options.jobs)
    report = compare(engine, people)
    if out:
        write_table(out, case, engine, people)
    return report


def verdict(case, report):
    """Whether the case is as it must be."""
    if case.other:
        good = len(report.failures()) > 0 and not report.wrong_summaries
        text = "%d comparisons beyond the limit" % len(report.failures())
    else:
        good, text = report.holds(), report.text()
    print("%s verify_persons: %s (%s): %s" % ("ok" if good else "not ok", case.name, case.why, text), flush=True)
    if not good:
        for _, z, kind, key in report.failures()[:12]:
            print("    z %.2f: %s of %s, %s, %d" % (z, kind, key[1], key[0], key[2]))
        for key in report.wrong_summaries[:12]:
            print("    the summary is not that of the draws: %s, %s, %d" % (key[1], key[0], key[2]))
    return good


def main():
    parser = argparse.ArgumentParser(description="The engine beside the person-by-person simulator.")
    parser.add_argument("program")
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--table")
    options = parser.parse_intermixed_args()
    chosen = [case for case in CASES if (case.full if options.full else case.draws) > 0 and
              (not options.cases or case.name in options.cases)]
    file = open(options.table, "w", encoding="utf-8", newline="") if options.table else None
    out = csv.writer(file, lineterminator="\n") if file else None
    if out:
        out.writerow("case metric year simulator draws mean se sd q10 q50 q90".split())
    good = [verdict(case, run_case(options.program, case, options, out)) for case in chosen]
    sys.exit(0 if good and all(good) else 1)


if __name__ == "__main__":
    main()
