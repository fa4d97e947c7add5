#!/usr/bin/env python3
"""The projection model, person by person.

An independent reading of the model (README.md, sim/model/*.h, the schemas of the packs): it reads
the tables of a pack by itself, draws the parameters with the generators of Python, and follows
every person, place and centre as an object. It shares no code with bassin and is slow; persons_compare.py
sets the two side by side.

usage: persons.py PACK SCENARIO [--draws N] [--seed S] [--defaults FILE] [-o draws.csv]

Standard library only. The result has the columns of draws.csv of 'bassin project --save-draws', with
one scope more per measure: draw, scenario, scope, year, metric, value (whole numbers: people, places, steps, cents,
thousandths).
"""
import argparse
import csv
import math
import os
import random
import sys
from bisect import bisect_right
from statistics import NormalDist

NORMAL = NormalDist()
EPSILON = 1e-9  # 60 x 0.2 is 12 places

# ---- the tables of a pack ---------------------------------------------------------------------

SHARES = ("renewal ramp_start ramp_middle fill completion certification further_study employment_6m "
          "employment_12m employment_18m employment_24m uncertified_ratio industry local stay_territory "
          "return_territory job_loss job_finding industry_exit industry_entry industry_rehire "
          "industry_without local_without deadweight displacement substitution macro_persistence "
          "entry_level_none entry_level_cap entry_level_bac entry_level_bac2 entry_level_bac3 "
          "vacancy_rate").split()
EFFECTS = ["effect_6m", "effect_12m", "effect_18m", "effect_24m"]
EMPLOYMENT = ["employment_6m", "employment_12m", "employment_18m", "employment_24m"]
ENTRY_LEVELS = ["entry_level_none", "entry_level_cap", "entry_level_bac", "entry_level_bac2",
                "entry_level_bac3"]  # levels 2 to 6
NEUTRAL = {"renewal": 1, "ramp_start": 1, "ramp_middle": 1, "multiplier": 1, "macro_loading": 1,
           "preference_odds": 1}
ABSENT = EMPLOYMENT[1:] + EFFECTS + ENTRY_LEVELS + [
    "eligible", "application", "industry_rehire", "industry_without", "local_without", "deadweight",
    "displacement", "substitution", "fiscal_return", "industry_jobs", "industry_replacement", "vacancy_rate",
    "other_seekers"]
BOUNDS = {**{p: (0, 1) for p in SHARES}, **{p: (-1, 1) for p in EFFECTS},
          "discount_rate": (-0.5, 1), "macro_loading": (-10, 10), "closure_hazard": (0, 10),
          "opening_delay": (0, 50), "funding_term": (0, 50), "ramp_stage1_years": (0, 50),
          "ramp_stage2_years": (0, 50), "placement_delay": (0, 50), "eligible_exit": (0, 50),
          "application": (0, 1000), "eligible": (0, 1e8), "eligible_inflow": (0, 1e8),
          "multiplier": (0, 10), "macro_sd": (0, 5), "industry_growth": (-1, 1),
          "industry_replacement": (0, 10), "preference_odds": (1e-3, 1e3)}
UNITS = {"%": 0.01, "percent": 0.01, "points": 0.01, "months": 1 / 12, "kEUR": 1000, "kEUR/year": 1000}


def read_table(folder, name):
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(row, column, absent=None):
    text = (row.get(column) or "").strip()
    return float(text) if text else absent


def in_unit_of_parameter(row):
    """The arguments of the distribution, without the sd of a logit or logarithm."""
    scale = UNITS.get(row["unit"], 1)
    row["values"] = [float(v) * scale for v in (row.get("values") or "").split()]
    for column in ("value", "min", "max", "sd", "n"):
        row[column] = number(row, column)
    for column in ("value", "min", "max", "sd"):
        if row[column] is not None and not (column == "sd" and row["distribution"].startswith("log")):
            row[column] *= scale


class Pack:
    def __init__(self, folder, defaults):
        self.scenarios = {r["scenario"]: r for r in read_table(folder, "scenarios.csv")}
        self.measures = read_table(folder, "measures.csv")
        self.assumptions = read_table(folder, "assumptions.csv")
        self.correlations = read_table(folder, "correlations.csv")
        self.calendar = {}
        for row in read_table(folder, "calendar.csv"):
            self.calendar.setdefault(row["audience"], set()).add(int(row["month"]) - 1)
        for row in self.assumptions:
            row["is_default"] = False
        for row in read_table(os.path.dirname(defaults), os.path.basename(defaults)):
            row["is_default"] = True
            self.assumptions.append(row)
        for row in self.assumptions:
            row["scope"] = row.get("scope") or "all"
            row["from"] = number(row, "from_year", -math.inf)
            in_unit_of_parameter(row)

    def chain(self, scenario):
        """A scenario and those that it extends, the nearest first."""
        names = []
        while scenario in self.scenarios:
            names.append(scenario)
            scenario = self.scenarios[scenario].get("extends") or ""
        return names + ([scenario] if scenario == "defaults" else [])

    def setting(self, scenario, column, absent=""):
        for name in self.chain(scenario):
            text = (self.scenarios.get(name, {}).get(column) or "").strip()
            if text:
                return text
        return absent

    def measures_of(self, scenario):
        found = {}
        for name in reversed(self.chain(scenario)):
            for row in self.measures:
                if row["scenario"] == name:
                    found[row["measure"], row["audience"]] = row
        return [row for row in self.measures if found.get((row["measure"], row["audience"])) is row and
                number(row, "places") > 0]

    def rows_of(self, scenario):
        """Assumptions of a scenario: own and inherited ones that no nearer scenario restates."""
        found = {}
        for name in reversed(self.chain(scenario)):
            for row in self.assumptions:
                if row["is_default"] == (name == "defaults") and (row["is_default"] or row["scenario"] == name):
                    found[row["scope"], row["parameter"], row["from"], row["is_default"]] = row
        return list(found.values())


def narrowness(scope, measure):
    """How narrow a scope is that holds the measure; None when it does not hold it."""
    kind, _, rest = scope.partition(":")
    if kind == "all":
        return 0
    if measure is None:
        return None
    if kind == "audience":
        return 1 if rest == measure["audience"] else None
    if kind == "territory":
        return 2 if rest == measure["territory"] else None
    name, _, audience = rest.partition("/")
    if name != measure["measure"] or audience not in ("", measure["audience"]):
        return None
    return 4 if audience else 3


# ---- distributions -----------------------------------------------------------------------------


def incomplete_gamma(a, x):
    """Regularised lower incomplete gamma function, by series or continued fraction."""
    if x <= 0:
        return 0.0
    front = math.exp(-x + a * math.log(x) - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        n = a
        while term > total * 1e-15:
            n += 1
            term *= x / n
            total += term
        return total * front
    b, c = x + 1 - a, 1e300
    d = h = 1 / b
    for i in range(1, 500):
        an = -i * (i - a)
        b += 2
        d = 1 / (an * d + b)
        c = b + an / c
        h *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return 1 - front * h


def incomplete_beta(a, b, x):
    """Regularised incomplete beta function, by continued fraction."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) +
                     b * math.log1p(-x)) / a
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    h = d
    for m in range(1, 1000):
        for top in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                    -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 / (1 + top * d)
            c = 1 + top / c
            h *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * h


def root(function, low, high, steps=60):
    """Where an increasing function becomes positive."""
    for _ in range(steps):
        middle = (low + high) / 2
        if function(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta_shapes(row):
    if row["distribution"] == "beta":
        return row["value"] * row["n"], (1 - row["value"]) * row["n"], 0, 1
    low, mode, high = row["min"], row["value"], row["max"]
    return 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low), low, high - low


def gamma_shapes(row):
    if row["distribution"] == "dirichlet":
        return row["n"], 1, 0
    shift, mean, sd = row["min"] or 0, row["value"], row["sd"]
    return (mean - shift) ** 2 / sd ** 2, sd ** 2 / (mean - shift), shift


def draw_value(row, rng, z=None):
    """One value of a row. z: a standard normal score of a copula, or None."""
    family, value, sd = row["distribution"], row["value"], row["sd"]
    if family == "fixed":
        return value
    if family in ("beta", "pert"):
        a, b, low, width = beta_shapes(row)
        if z is None:
            return low + width * rng.betavariate(a, b)
        p = NORMAL.cdf(z)
        return low + width * root(lambda x: incomplete_beta(a, b, x) - p, 0, 1)
    if family in ("gamma", "dirichlet"):
        a, scale, shift = gamma_shapes(row)
        if z is None:
            return shift + rng.gammavariate(a, scale)
        p = NORMAL.cdf(z)
        return shift + scale * root(lambda x: incomplete_gamma(a, x) - p, 0, a + 40 * math.sqrt(a) + 40)
    z = rng.gauss(0, 1) if z is None else z
    u = NORMAL.cdf(z)
    if family == "normal":
        return value + sd * z
    if family == "lognormal":
        return value * math.exp(sd * z)
    if family == "logitnormal":
        return logistic(logit(value) + sd * z)
    if family == "empirical":
        return row["values"][min(int(u * len(row["values"])), len(row["values"]) - 1)]
    low, high = row["min"], row["max"]
    if family == "uniform":
        return low + (high - low) * u
    assert family == "triangular", family
    left = (value - low) / (high - low)
    if u < left:
        return low + math.sqrt(u * (high - low) * (value - low))
    return high - math.sqrt((1 - u) * (high - low) * (high - value))


def logit(p):
    return math.log(p / (1 - p))


def logistic(y):
    return 1 / (1 + math.exp(-y))


def cholesky(m):
    n = len(m)
    factor = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1):
            rest = m[i][j] - sum(factor[i][k] * factor[j][k] for k in range(j))
            factor[i][j] = math.sqrt(rest) if i == j else rest / factor[j][j]
    return factor


# ---- one scenario ---------------------------------------------------------------------------------


class Cohort:
    """A measure and audience: its row, and the row of assumptions behind each parameter and year."""

    def __init__(self, scenario, row):
        self.row, self.measure, self.audience = row, row["measure"], row["audience"]
        self.territory, self.level = row["territory"], int(row["level"])
        self.places, self.num_sites = int(row["places"]), int(number(row, "sites", 1))
        self.opening = number(row, "opening") - scenario.first_year
        self.closing = number(row, "closing", math.inf) - scenario.first_year
        self.course_steps = max(1, round(number(row, "course_years") * scenario.steps_per_year))
        self.rows = [scenario.bind(row, scenario.first_year + y) for y in range(scenario.num_years)]


class Scenario:
    def __init__(self, pack, name):
        self.pack, self.name = pack, name
        self.first_year = int(pack.setting(name, "first_year"))
        self.num_years = int(pack.setting(name, "last_year")) - self.first_year + 1
        self.steps_per_year = int(pack.setting(name, "steps_per_year"))
        self.is_causal = pack.setting(name, "additionality") == "causal"
        self.keeps_mean = pack.setting(name, "macro_mean") == "mean"
        self.timing = {"start": 0, "end": 1}.get(pack.setting(name, "payment_timing"), 0.5)
        self.assumptions = pack.rows_of(name)
        self.parameters = sorted({row["parameter"] for row in self.assumptions})
        self.run_rows = self.bind(None, self.first_year)
        self.cohorts = [Cohort(self, row) for row in pack.measures_of(name)]
        self.copula()

    def bind(self, measure, year):
        """Parameter -> row: rows of the pack before the defaults, then the narrowest scope, then the
        latest year."""
        best = {}
        for row in self.assumptions:
            width = narrowness(row["scope"], measure)
            if width is None or row["from"] > year:
                continue
            rank = (not row["is_default"], width, row["from"])
            if row["parameter"] not in best or rank > best[row["parameter"]][0]:
                best[row["parameter"]] = (rank, row)
        return {parameter: row for parameter, (_, row) in best.items()}

    def copula(self):
        used = {id(r): r for r in self.run_rows.values()}
        for cohort in self.cohorts:
            for rows in cohort.rows:
                used.update({id(r): r for r in rows.values()})
        self.rows = list(used.values())
        names = {(r["scope"], r["parameter"]): i for i, r in enumerate(self.rows)
                 if r["from"] == -math.inf and r["distribution"] != "fixed"}
        pairs = []
        for c in self.pack.correlations:
            keys = [(c["scope_%d" % k] or "all", c["parameter_%d" % k]) for k in (1, 2)]
            if keys[0] in names and keys[1] in names:
                pairs.append((names[keys[0]], names[keys[1]], 2 * math.sin(math.pi / 6 * float(c["spearman"]))))
        self.correlated = sorted({i for pair in pairs for i in pair[:2]})
        place = {i: k for k, i in enumerate(self.correlated)}
        matrix = [[float(i == j) for j in self.correlated] for i in self.correlated]
        for i, j, r in pairs:
            matrix[place[i]][place[j]] = matrix[place[j]][place[i]] = r
        self.factor = cholesky(matrix)

    def draw_parameters(self, rng):
        """id of row -> value in the unit of the parameter."""
        z = [rng.gauss(0, 1) for _ in self.correlated]
        scores = {i: sum(f * s for f, s in zip(self.factor[k], z)) for k, i in enumerate(self.correlated)}
        values = {}
        for i, row in enumerate(self.rows):
            value = draw_value(row, rng, scores.get(i))
            if row["distribution"] != "dirichlet":
                low, high = BOUNDS.get(row["parameter"], (0, 1e12))
                value = min(max(value, low), high)
            values[id(row)] = value
        return values


class Values:
    """Parameters of a cohort in one draw and year."""

    def __init__(self, rows, values):
        self.given = {parameter: values[id(row)] for parameter, row in rows.items()}

    def __getitem__(self, parameter):
        if parameter in self.given:
            return self.given[parameter]
        return None if parameter in ABSENT else NEUTRAL.get(parameter, 0)

    def get(self, parameter, absent):
        value = self[parameter]
        return absent if value is None else value


# ---- moves between states ---------------------------------------------------------------------------

INDUSTRY, OTHER, NO_JOB, ELSEWHERE = range(4)
NOT_FOLLOWED = -1  # without the programme, in a gross scenario


def hazard(yearly_probability):
    return -math.log(max(1 - yearly_probability, 1e-12))


def product(a, b):
    return [[sum(x * b[k][j] for k, x in enumerate(row)) for j in range(4)] for row in a]


def exponential(q):
    """exp of a generator: Taylor's series of q / 2^10, squared ten times."""
    small = [[x / 1024 for x in row] for row in q]
    term = out = [[float(i == j) for j in range(4)] for i in range(4)]
    for k in range(1, 9):
        term = [[x / k for x in row] for row in product(term, small)]
        out = [[x + y for x, y in zip(r, s)] for r, s in zip(out, term)]
    for _ in range(10):
        out = product(out, out)
    return out


def move_matrix(h, dt):
    """Probabilities of being in each state after dt years, for the hazards of h."""
    q = [[0.0] * 4 for _ in range(4)]
    for state in (INDUSTRY, OTHER):
        q[state][NO_JOB] = h["loss"]
    q[INDUSTRY][OTHER], q[OTHER][INDUSTRY] = h["exit"], h["entry"]
    for state in (INDUSTRY, OTHER, NO_JOB):
        q[state][ELSEWHERE] = h["leave"]
    for state, rate in ((NO_JOB, h["find"]), (ELSEWHERE, h["return"])):
        q[state][INDUSTRY], q[state][OTHER] = rate * h["rehire"], rate * (1 - h["rehire"])
    for state in range(4):
        q[state][state] = -sum(q[state])
    return exponential([[x * dt for x in row] for row in q])


def calibrated(h, start, end, years):
    """The hazard of finding a job that takes the employed share of those present from start to end.
    If people would have to lose jobs faster than they do, nobody finds one and losses rise."""

    def employed(find):
        rate = h["loss"] + find
        if rate == 0:
            return start
        return find / rate + (start - find / rate) * math.exp(-rate * years)

    end = min(end, 1 - 1e-9)
    if end > employed(0):
        high = 1.0
        while employed(high) < end and high < 1e6:
            high *= 2
        return {**h, "find": root(lambda find: employed(find) - end, 0, high)}
    loss = h["loss"] if start == 0 else math.log(start / end) / years if end > 0 else hazard(1) / years
    return {**h, "find": 0, "loss": loss}


class Coupling:
    """Two laws on the same luck: whoever draws c in the first world has the same c in the other as
    often as the second law allows, else draws from what is left of it."""

    def __init__(self, p, q):
        self.first = cumulated(p)
        self.keep = [min(1, y / x) if x > 0 else 1 for x, y in zip(p, q)]
        self.rest = cumulated([max(y - x, 0) for x, y in zip(p, q)])

    def second(self, c, rng):
        if self.keep[c] >= 1 or rng() < self.keep[c]:
            return c
        return bisect_right(self.rest, rng() * self.rest[3], 0, 3)


def cumulated(p):
    sums, total = [], 0
    for x in p:
        total += x
        sums.append(total)
    return sums


class Rates:
    """Everything that is derived from the parameters of a cohort in one draw and year."""

    def __init__(self, v, scenario, course_steps, cohort_level):
        self.v = v
        self.stays = v["completion"] ** (1 / course_steps)
        c, ratio = v["certification"], v["uncertified_ratio"]
        self.completers = c + (1 - c) * ratio
        self.employed = (v["employment_6m"] * ratio, v["employment_6m"])  # without, with certificate
        self.employed_without = self.without(0)
        self.industry_without = v.get("industry_without", v["industry"])
        self.local_without = v.get("local_without", v["local"])
        if v["entry_level_none"] is not None:
            self.entry = cumulated([v[p] for p in ENTRY_LEVELS])
        self.make_moves(scenario)

    def without(self, k):
        """Employment of the same people without the programme, 6 + 6 k months after."""
        employed = self.v[EMPLOYMENT[k]] * self.completers - self.v.get(EFFECTS[k], 0)
        return min(max(employed, 0), 1)

    def make_moves(self, scenario):
        v, steps = self.v, scenario.steps_per_year
        slow = {"leave": hazard(1 - v["stay_territory"]), "return": hazard(v["return_territory"]),
                "loss": hazard(v["job_loss"]), "find": hazard(v["job_finding"]),
                "exit": hazard(v["industry_exit"]), "entry": hazard(v["industry_entry"])}
        with_ = self.path(slow, v.get("industry_rehire", v["industry"]), lambda k: v[EMPLOYMENT[k]], steps)
        without = with_
        if scenario.is_causal:
            without = self.path(slow, v.get("industry_rehire", self.industry_without), self.without, steps)
        self.moves = [[[Coupling(p[a], q[b]) for b in range(4)] for a in range(4)]
                      for p, q in zip(with_, without)]

    def path(self, slow, rehire, employed, steps):
        """Matrices of the steps after the first observation, the last for all later ones."""
        slow = {**slow, "rehire": rehire}
        if self.v[EMPLOYMENT[1]] is None:
            return [move_matrix(slow, 1 / steps)]
        phases = [slow if self.v[EMPLOYMENT[k + 1]] is None else
                  calibrated(slow, employed(k), employed(k + 1), 0.5) for k in range(3)] + [slow]
        if steps == 1:
            halves = [move_matrix(h, 0.5) for h in phases]
            return [product(halves[0], halves[1]), product(halves[2], halves[3]), move_matrix(slow, 1)]
        matrices = [move_matrix(h, 1 / steps) for h in phases]
        return [matrices[k // (steps // 2)] for k in range(3 * steps // 2)] + [matrices[3]]


# ---- people, places, centres ---------------------------------------------------------------------------


class Person:
    __slots__ = ("home", "steps_left", "certified", "with_", "without", "steps_since")

    def state(self, world):
        return self.without if world else self.with_

    def seeks_opening(self):
        """Employees who are in industry in both worlds keep the job that they have."""
        scenario = self.home.scenario
        keeps = scenario.is_causal and self.home.cohort.audience == "employees"
        return not (keeps and self.with_ == self.without == INDUSTRY)

    def refuse(self, world):
        if world:
            self.without = NO_JOB
            return
        self.with_ = NO_JOB
        self.home.count("refused")
        for metric in ("placed", "placed_industry", "placed_industry_local"):
            self.home.count(metric, -1)


class Site:
    """One of the like centres of a cohort."""
    __slots__ = ("number", "has_begun", "has_closed", "is_open", "places")

    def __init__(self, number):
        self.number, self.has_begun, self.has_closed, self.is_open = number, False, False, False
        self.places = 0


class Pool:
    """Eligible people of an audience in a territory: all its courses recruit from them."""

    def __init__(self, v):
        self.people = [object() for _ in range(int(math.floor(v["eligible"] + 0.5)))]
        self.application, self.exit, self.inflow = v["application"], v["eligible_exit"], v["eligible_inflow"]


class Market:
    """The industrial openings of a territory, in the world with the programme and in that without it.
    All who seek one of them race for it; a person, trained or not, runs equally fast in both worlds,
    but for the preference that those trained have in the first."""

    def __init__(self, group, world):
        self.group, self.world, self.jobs = group, world, group.first["industry_jobs"]
        vacant = self.whole(group.first["vacancy_rate"] * self.jobs)
        self.openings = [vacant, vacant]
        self.counts = {m: [0] * len(group.rates) for m in ("displaced", "industry_hires_net", "openings_unfilled")}

    def whole(self, number):
        """A number of posts: the fraction of one by lot, never below 0."""
        return max(int(math.floor(number)) + (self.world.random.random() < number % 1), 0)

    def hire(self, people, ends_year):
        v, year, dt = self.group.now.v, self.group.year, 1 / self.world.scenario.steps_per_year
        opened = self.whole((v["industry_growth"] + v["industry_replacement"]) * self.jobs * dt)
        self.jobs *= 1 + v["industry_growth"] * dt
        clock = self.world.random.expovariate
        others = [clock(1) for _ in range(int(math.floor(v["other_seekers"] + 0.5)))]
        seekers = [(clock(1), person) for person in people if person.seeks_opening()]
        hired_others = []
        for world, odds in enumerate((v["preference_odds"], 1)):
            self.openings[world] += opened
            race = [(time, None) for time in others]
            race += [(time / odds, person) for time, person in seekers if person.state(world) == INDUSTRY]
            race.sort(key=lambda runner: runner[0])
            for _, person in race[self.openings[world]:]:
                if person is not None:
                    person.refuse(world)
            hired = race[:self.openings[world]]
            self.openings[world] -= len(hired)
            hired_others.append((len(hired), sum(person is None for _, person in hired)))
        self.counts["industry_hires_net"][year] += hired_others[0][0] - hired_others[1][0]
        self.counts["displaced"][year] += hired_others[1][1] - hired_others[0][1]
        if ends_year:
            self.counts["openings_unfilled"][year] = self.openings[0]


def ramp(age, v):
    stage1, stage2 = v["ramp_stage1_years"], v["ramp_stage2_years"]
    if age < stage1:
        return v["ramp_start"] + (v["ramp_middle"] - v["ramp_start"]) * age / stage1
    if age < stage1 + stage2:
        return v["ramp_middle"] + (1 - v["ramp_middle"]) * (age - stage1) / stage2
    return 1


FLOWS = ("enrolled unfilled dropouts completed certified raised out_of_below_bac further_study placed "
         "placed_industry placed_industry_local trainee_years industry_job_years "
         "additional_industry_job_years investment operation allowances cost present_cost income "
         "operating_balance fiscal_return net_cost present_net_cost without_applicants refused displaced "
         "industry_hires_net").split()
STOCKS = ("seats trainees industry_stock employed_stock territory_stock elsewhere_stock "
          "industry_stock_without employed_stock_without territory_stock_without industry_stock_always "
          "industry_additional employed_additional territory_additional industry_net openings_unfilled").split()
TOTALS = ("enrolled completed certified raised out_of_below_bac placed placed_industry placed_industry_local "
          "industry_job_years additional_industry_job_years cost present_cost net_cost "
          "present_net_cost refused displaced industry_hires_net").split()


class Group:
    """The people of one cohort in one draw."""

    def __init__(self, cohort, scenario, values, world):
        self.cohort, self.scenario, self.world = cohort, scenario, world
        self.random = world.random.random
        cache = {}
        self.rates = []
        for rows in cohort.rows:
            key = tuple(sorted((p, id(r)) for p, r in rows.items()))
            if key not in cache:
                cache[key] = Rates(Values(rows, values), scenario, cohort.course_steps, cohort.level)
            self.rates.append(cache[key])
        self.first = self.rates[0].v
        self.wait = int(self.first["placement_delay"] * scenario.steps_per_year + EPSILON)
        self.opening = cohort.opening + self.first["opening_delay"]
        self.first_whole_step = max(math.ceil(self.opening * scenario.steps_per_year - EPSILON), 0)
        self.funded_until = self.opening + self.funding_age()
        self.sites = [Site(k) for k in range(cohort.num_sites)]
        self.training, self.waiting, self.placed = [], [], []
        self.counts = {m: [0] * scenario.num_years for m in FLOWS + STOCKS}

    def funding_age(self):
        term, renewal = self.first["funding_term"], self.first["renewal"]
        age = term
        while term > 0 and age <= self.scenario.num_years:
            if self.world.luck("renewal", self.cohort.measure, round(age / term)) >= renewal:
                return age
            age += term
        return math.inf

    def count(self, metric, number=1):
        self.counts[metric][self.year] += number

    # -- a step, in the order in which things happen

    def move(self):
        moves, last, rng = self.now.moves, len(self.now.moves) - 1, self.random
        for person in self.placed:
            coupling = moves[min(person.steps_since, last)][person.with_][person.without]
            person.with_ = bisect_right(coupling.first, rng(), 0, 3)
            if self.scenario.is_causal:
                person.without = coupling.second(person.with_, rng)
            person.steps_since += 1

    def intake_moment(self, step):
        """Whether the step takes people in, and the days in between which a centre must open to take
        part: the last month of intake of the step; the beginning of the step if there is none."""
        steps = self.scenario.steps_per_year
        months = self.scenario.pack.calendar.get(self.cohort.audience)
        first = step % steps * (12 // steps)
        here = [m for m in range(first, first + 12 // steps) if months and m in months]
        year = step // steps
        if here:
            return True, year + here[-1] / 12, year + (here[-1] + 1) / 12
        return not months, step / steps, step / steps

    def open_places(self, step):
        self.has_intake, begin, end = self.intake_moment(step)
        is_due = self.opening <= begin + EPSILON or self.opening < end - EPSILON
        is_over = begin >= self.cohort.closing - EPSILON or begin >= self.funded_until - EPSILON
        share = ramp(max(begin - self.opening, 0), self.first)
        survives = math.exp(-self.first["closure_hazard"] / self.scenario.steps_per_year)
        self.sites_begun = 0
        for site in self.sites:
            if step > self.first_whole_step:
                site.has_closed |= self.world.luck("closure", self.cohort.measure, site.number, step) >= survives
            site.is_open = is_due and not is_over and not site.has_closed
            if site.is_open and not site.has_begun:
                site.has_begun = True
                self.sites_begun += self.opening > -EPSILON
            site.places = int(self.cohort.places * share + EPSILON) if site.is_open else 0

    def offers(self):
        """Free places that somebody would take, if there is anybody. Those in training in a centre
        that closed go on in the others of the measure and take places there."""
        self.enrolled = 0
        if not self.has_intake:
            return []
        free = max(sum(site.places for site in self.sites) - len(self.training), 0)
        self.count("unfilled", free)
        return [self for _ in range(free) if self.random() < self.now.v["fill"]]

    def enrol(self):
        person = Person()
        person.home, person.steps_left = self, self.cohort.course_steps
        self.training.append(person)
        self.enrolled += 1
        self.count("enrolled")
        self.count("unfilled", -1)

    def train(self):
        present, self.training = self.training, []
        self.present = len(present)
        self.count("trainee_years", len(present))
        for person in present:
            if self.random() >= self.now.stays:
                self.count("dropouts")
                continue
            person.steps_left -= 1
            if person.steps_left > 0:
                self.training.append(person)
            else:
                self.complete(person)

    def complete(self, person):
        rng, now = self.random, self.now
        self.count("completed")
        person.certified = rng() < now.v["certification"]
        if person.certified:
            self.count("certified")
            if now.v["entry_level_none"] is not None:
                entry = 2 + bisect_right(now.entry, rng() * now.entry[4], 0, 4)
                self.count("raised", entry < self.cohort.level)
                self.count("out_of_below_bac", entry < 4 <= self.cohort.level)
            if rng() < now.v["further_study"]:
                self.count("further_study")
                return
        person.steps_since = -self.wait
        self.waiting.append(person)

    def place(self, level):
        waiting, self.waiting, self.arriving = self.waiting, [], []
        laws = {}
        for person in waiting:
            if person.steps_since < 0:
                person.steps_since += 1
                self.waiting.append(person)
                continue
            if person.certified not in laws:
                laws[person.certified] = self.first_law(person.certified, level)
            self.observe(person, *laws[person.certified])

    def first_law(self, certified, level):
        v, now = self.now.v, self.now
        shifted = [self.world.in_cycle(p, v["macro_loading"], level)
                   for p in (now.employed[certified], now.employed_without)]
        p = states(shifted[0], v["industry"], v["local"])
        q = states(shifted[1], now.industry_without, now.local_without)
        return shifted[0], Coupling(p, q)

    def observe(self, person, employed, coupling):
        rng, v = self.random, self.now.v
        has_job = rng() < employed
        in_industry = has_job and rng() < v["industry"]
        is_local = rng() < v["local"]
        self.count("placed", has_job)
        self.count("placed_industry", in_industry)
        self.count("placed_industry_local", in_industry and is_local)
        person.with_ = (ELSEWHERE if not is_local else INDUSTRY if in_industry else OTHER if has_job else NO_JOB)
        person.without = coupling.second(person.with_, rng) if self.scenario.is_causal else NOT_FOLLOWED
        self.arriving.append(person)

    def look(self, ends_year):
        """Counts those placed at the end of the step."""
        self.placed += self.arriving
        causal, pairs = self.scenario.is_causal, {}
        for person in self.placed:
            pair = person.with_, person.without
            pairs[pair] = pairs.get(pair, 0) + 1
        self.additional = 0
        for (with_, without), n in pairs.items():
            self.count("industry_job_years", n * (with_ == INDUSTRY))
            if causal:
                self.count("additional_industry_job_years", n * ((with_ == INDUSTRY) - (without == INDUSTRY)))
                self.additional += n * ((with_ <= OTHER) - (without <= OTHER))
            if ends_year:
                self.count_stocks(with_, without, n)
        if ends_year:
            self.count("seats", sum(site.places for site in self.sites))
            self.count("trainees", len(self.training))

    def count_stocks(self, with_, without, n):
        for name, last in (("industry", INDUSTRY), ("employed", OTHER), ("territory", NO_JOB)):
            self.count(name + "_stock", n * (with_ <= last))
            if self.scenario.is_causal:
                self.count(name + "_stock_without", n * (without <= last))
                self.count(name + "_additional", n * ((with_ <= last) - (without <= last)))
        self.count("elsewhere_stock", n * (with_ == ELSEWHERE))
        if self.scenario.is_causal:
            self.count("industry_stock_always", n * (with_ == without == INDUSTRY))

    def pay(self, step):
        v, dt = self.now.v, 1 / self.scenario.steps_per_year
        num_open = sum(site.is_open for site in self.sites)
        places = sum(site.places for site in self.sites)
        cents = {
            "investment": self.investment(step),
            "operation": v["opening_cost"] * self.sites_begun + v["enrolment_cost"] * self.enrolled +
            dt * (v["site_cost"] * num_open + v["seat_cost"] * places + v["trainee_cost"] * self.present),
            "allowances": dt * v["allowance"] * self.present,
            "income": v["enrolment_income"] * self.enrolled + dt * v["trainee_income"] * self.present,
            "fiscal_return": dt * v.get("fiscal_return", 0) * self.additional}
        cents = {name: round(100 * amount) for name, amount in cents.items()}
        cents["cost"] = cents["investment"] + cents["operation"] + cents["allowances"]
        cents["net_cost"] = cents["cost"] - cents["income"] - cents["fiscal_return"]
        cents["operating_balance"] = cents["income"] - cents["operation"]
        factor = (1 + self.world.discount_rate) ** (-(step + self.scenario.timing) * dt)
        cents["present_cost"] = round(cents["cost"] * factor)
        cents["present_net_cost"] = round(cents["net_cost"] * factor)
        for name, amount in cents.items():
            self.count(name, amount)

    def investment(self, step):
        row, first_year = self.cohort.row, self.scenario.first_year
        grant = number(row, "grant_eur", 0)
        begin = number(row, "grant_from", math.floor(number(row, "opening")))
        end = number(row, "grant_to", begin)
        if not begin <= first_year + step // self.scenario.steps_per_year <= end:
            return 0
        return grant / number(row, "public_share", 1) / ((end - begin + 1) * self.scenario.steps_per_year)

    def finish(self):
        v = self.first
        factor = v["multiplier"]
        for share in ("deadweight", "displacement", "substitution"):
            factor *= 1 - v.get(share, 0)
        base = self.counts["industry_additional" if self.scenario.is_causal else "industry_stock"]
        self.counts["industry_net"] = [round(1000 * factor * n) for n in base]


def states(employed, industry, local):
    return [employed * industry * local, employed * (1 - industry) * local, (1 - employed) * local, 1 - local]


class World:
    """One draw of a scenario."""

    def __init__(self, scenario, seed):
        self.scenario, self.random, self.lots, self.shifts = scenario, random.Random(seed), {}, {}
        values = scenario.draw_parameters(self.random)
        run = Values(scenario.run_rows, values)
        self.discount_rate = run["discount_rate"]
        self.macro_sd, self.persistence = run["macro_sd"], run["macro_persistence"]
        self.groups = [Group(cohort, scenario, values, self) for cohort in scenario.cohorts]
        self.pools = {}
        for group in self.groups:
            if group.first["eligible"] is not None:
                key = group.cohort.audience, group.cohort.territory
                self.pools.setdefault(key, Pool(group.first))
        self.markets = {}
        for group in self.groups:
            if group.first["industry_jobs"] is not None and group.cohort.territory not in self.markets:
                self.markets[group.cohort.territory] = Market(group, self)

    def luck(self, *what):
        """One number for all who ask about the same thing."""
        if what not in self.lots:
            self.lots[what] = self.random.random()
        return self.lots[what]

    def in_cycle(self, p, loading, level):
        """A share of first employment at a level of the business cycle."""
        if self.macro_sd == 0 or not 0 < p < 1:
            return p
        key = p, abs(loading) * self.macro_sd
        if self.scenario.keeps_mean and key not in self.shifts:
            self.shifts[key] = centring(*key)
        return logistic(logit(p) + loading * level + self.shifts.get(key, 0))

    def recruit(self):
        offered = {}
        for group in self.groups:
            key = group.cohort.audience, group.cohort.territory
            offered.setdefault(key if key in self.pools else None, []).extend(group.offers())
        for group in offered.pop(None, []):
            group.enrol()
        for key, pool in self.pools.items():
            self.admit(pool, offered.get(key, []))

    def admit(self, pool, offers):
        """Who is eligible applies or not; applicants and places meet at random; some of the others
        leave the pool; new ones come in (the fraction of a person by lot)."""
        rng, dt = self.random.random, 1 / self.scenario.steps_per_year
        applies, leaves = 1 - math.exp(-pool.application * dt), 1 - math.exp(-pool.exit * dt)
        applicants, others = [], []
        for person in pool.people:
            (applicants if rng() < applies else others).append(person)
        self.random.shuffle(applicants)
        self.random.shuffle(offers)
        admitted = min(len(applicants), len(offers))
        for group in offers[:admitted]:
            group.enrol()
        for group in offers[admitted:]:
            group.count("without_applicants")
        pool.people = [p for p in applicants[admitted:] + others if rng() >= leaves]
        arrivals = pool.inflow * dt
        pool.people += [object() for _ in range(int(arrivals) + (rng() < arrivals - int(arrivals)))]

    def run(self):
        steps, level = self.scenario.steps_per_year, 0.0
        phi = self.persistence ** (1 / steps)
        for step in range(self.scenario.num_years * steps):
            shock = self.macro_sd * self.random.gauss(0, 1)
            level = shock if step == 0 else phi * level + math.sqrt(1 - phi * phi) * shock
            for group in self.groups:
                group.year = step // steps
                group.now = group.rates[group.year]
                group.move()
                group.open_places(step)
            self.recruit()
            for group in self.groups:
                group.train()
                group.place(level)
            for territory, market in self.markets.items():
                groups = [group for group in self.groups if group.cohort.territory == territory]
                market.hire([p for group in groups for p in group.arriving], step % steps == steps - 1)
            for group in self.groups:
                group.look(step % steps == steps - 1)
                group.pay(step)
        for group in self.groups:
            group.finish()


def centring(p, sd):
    """The shift of the logit that keeps the mean of the share: trapezoidal rule over the normal law."""
    grid = [(z / 4, math.exp(-(z / 4) ** 2 / 2)) for z in range(-32, 33)]
    total = sum(w for _, w in grid)
    return root(lambda c: sum(w * logistic(logit(p) + sd * z + c) for z, w in grid) / total - p, -10, 10, 45)


def results(world):
    """{scope: {metric: [value of each year]}}, totals included."""
    scenario, out = world.scenario, {}
    for group in world.groups:
        scopes = {"all", "audience:" + group.cohort.audience, "territory:" + group.cohort.territory,
                  "measure:" + group.cohort.measure}
        for scope in scopes:
            sums = out.setdefault(scope, {m: [0] * scenario.num_years for m in FLOWS + STOCKS})
            for metric, counts in group.counts.items():
                sums[metric] = [a + b for a, b in zip(sums[metric], counts)]
    for territory, market in world.markets.items():
        for scope in ("all", "territory:" + territory):
            for metric, counts in market.counts.items():
                out[scope][metric] = [a + b for a, b in zip(out[scope][metric], counts)]
    for sums in out.values():
        for metric in TOTALS:
            sums[metric + "_total"] = cumulated(sums[metric])
    return out


def simulate_draw(scenario, draw, seed):
    world = World(scenario, "%d/%s/%d" % (seed, scenario.name, draw))
    world.run()
    return results(world)


def default_assumptions():
    here = os.path.dirname(os.path.abspath(__file__))
    return os.path.join(here, "..", "..", "datasets", "scenarios", "defaults", "assumptions.csv")


def main():
    parser = argparse.ArgumentParser(description="The projection model, person by person.")
    parser.add_argument("pack")
    parser.add_argument("scenario")
    parser.add_argument("--draws", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--defaults", default=default_assumptions())
    parser.add_argument("-o", "--output", default="-")
    options = parser.parse_args()
    scenario = Scenario(Pack(options.pack, options.defaults), options.scenario)
    file = sys.stdout if options.output == "-" else open(options.output, "w", encoding="utf-8", newline="")
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["draw", "scenario", "scope", "year", "metric", "value"])
    for draw in range(options.draws):
        for scope, sums in simulate_draw(scenario, draw, options.seed).items():
            for metric, values in sums.items():
                for year, value in enumerate(values):
                    out.writerow([draw, scenario.name, scope, scenario.first_year + year, metric, int(value)])


if __name__ == "__main__":
    main()
