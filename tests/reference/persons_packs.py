"""Packs at random, for persons_compare.py: many mechanisms at once, in combinations that nobody
would think of. Pack K is the same every time."""
import os
import random

AUDIENCES = ["jobseekers", "employees", "apprentices", "initial"]
TERRITORIES = ["ze:2714", "ze:4408"]
ASSUMPTIONS = "scenario,scope,parameter,from_year,distribution,value,n,sd,min,max,values,unit,source,status"
MEASURES = ("scenario,measure,audience,territory,level,opening,closing,places,sites,course_years,grant_eur,"
            "public_share,grant_from,grant_to,source,status")
SCENARIOS = ("scenario,first_year,last_year,steps_per_year,additionality,detail,macro_mean,payment_timing,"
             "label_fr,label_en")
FIRST_YEAR = 2020


class RandomPack:
    def __init__(self, number):
        self.r = random.Random(number)
        self.rows = []  # (scope, parameter, from_year, distribution and arguments, unit)
        self.steps = self.r.choice([1, 2, 4, 4, 12])
        self.years = 3 if self.steps == 12 else self.r.choice([4, 5, 6])
        self.is_causal = self.maybe(0.7)
        self.make_measures()
        self.make_rows()

    def maybe(self, probability):
        return self.r.random() < probability

    def make_measures(self):
        r, self.measures = self.r, []
        for name in "abc"[:r.choice([1, 2, 3])]:
            territory, sites = r.choice(TERRITORIES), r.choice([1, 1, 3])
            opening = FIRST_YEAR + r.uniform(-1.5, 2)
            for audience in r.sample(AUDIENCES, r.choice([1, 1, 2])):
                closing = "%.2f" % (opening + r.uniform(1, 4)) if self.maybe(0.3) else ""
                grant = "%d,%g,2020,2021" % (r.randint(1, 9) * 10000, r.choice([0.5, 0.8, 1]))
                self.measures.append(["s", name, audience, territory, r.choice([3, 4, 5]), "%.2f" % opening,
                                      closing, r.choice([1, 5, 12, 20]), sites,
                                      r.choice([0, 0.25, 0.5, 1, 1.3, 2]),
                                      grant if self.maybe(0.5) else ",,,", "test", "judgement"])

    def add(self, parameter, distribution, unit="share", scope="all", year=""):
        self.rows.append((scope, parameter, year, distribution, unit))

    def uniform(self, parameter, low, high, unit="share", scope="all"):
        self.add(parameter, "uniform,,,,%.4g,%.4g," % (low, high), unit, scope)

    def share(self, low, high):
        """A distribution of a share whose middle lies between low and high."""
        middle = self.r.uniform(low, high)
        family = self.r.choice(["fixed", "beta", "pert", "logitnormal", "uniform", "triangular"])
        if family == "fixed":
            return "fixed,%.3f,,,,," % middle
        if family == "beta":
            return "beta,%.3f,%d,,,," % (middle, self.r.choice([4, 20, 60]))
        if family == "logitnormal":
            return "logitnormal,%.3f,,%.2f,,," % (middle, self.r.uniform(0.1, 0.6))
        mode = "" if family == "uniform" else "%.3f" % middle
        return "%s,%s,,,%.3f,%.3f," % (family, mode, middle * 0.7, min(1, middle * 1.2))

    def make_rows(self):
        self.training()
        self.jobs()
        self.counterfactual()
        self.centres()
        self.cycle()
        if self.maybe(0.45):
            self.openings()
        elif self.maybe(0.4):
            self.guide()
        if self.maybe(0.5):
            self.pool()
        self.money()

    def training(self):
        for parameter in ["fill", "completion", "certification", "employment_6m", "industry", "local"]:
            self.add(parameter, self.share(0.3, 0.95))
            if self.maybe(0.3):
                self.add(parameter, self.share(0.3, 0.95), scope="audience:" + self.r.choice(AUDIENCES))
            if self.maybe(0.3):
                self.add(parameter, self.share(0.3, 0.95), year=FIRST_YEAR + self.r.choice([1, 2]))
        if self.maybe(0.5):
            for level, count in zip(["none", "cap", "bac", "bac2", "bac3"], [8, 12, 6, 3, 1]):
                self.add("entry_level_" + level, "dirichlet,,%d,,,," % count)

    def jobs(self):
        self.add("uncertified_ratio", self.share(0.3, 0.95))
        self.add("stay_territory", self.share(0.7, 0.98))
        self.months = ["12m", "18m", "24m"][:self.r.choice([0, 1, 2, 3])]
        for month in self.months:
            self.add("employment_" + month, self.share(0.2, 0.95))
        for parameter in ["return_territory", "job_loss", "job_finding", "industry_exit", "industry_entry",
                          "industry_rehire", "further_study"]:
            if self.maybe(0.6):
                self.add(parameter, self.share(0.05, 0.4))
        if self.maybe(0.5):
            self.uniform("placement_delay", 0, self.r.choice([0.5, 1]), "years")

    def counterfactual(self):
        if not self.is_causal:
            return
        for month in ["6m"] + self.months:
            self.uniform("effect_" + month, self.r.uniform(-0.1, 0), self.r.uniform(0.05, 0.3))
        self.add("industry_without", self.share(0.1, 0.7))
        self.add("local_without", self.share(0.3, 0.95))
        if self.maybe(0.4):
            self.add("fiscal_return", "fixed,7000,,,,,", "EUR/year")

    def centres(self):
        r = self.r
        if self.maybe(0.5):
            self.add("opening_delay", "gamma,%.2f,,%.2f,,," % (r.uniform(0.2, 1), r.uniform(0.1, 0.5)), "years")
        if self.maybe(0.4):
            self.add("opening_delay", "gamma,%.1f,,3,%s,," % (r.uniform(2, 8), r.choice(["", "1"])), "months",
                     "measure:" + r.choice(self.measures)[1])
        if self.maybe(0.4):
            self.uniform("closure_hazard", 0.1, r.uniform(0.2, 0.8), "1/year")
        if self.maybe(0.3):
            self.add("funding_term", "fixed,%g,,,,," % r.choice([1, 1.5, 2]), "years")
            self.add("renewal", self.share(0.3, 0.9))
        if self.maybe(0.6):
            start = r.uniform(0.2, 0.6)
            self.add("ramp_start", "fixed,%.2f,,,,," % start)
            self.uniform("ramp_middle", start, min(1, start + 0.3))
            self.add("ramp_stage1_years", "fixed,%g,,,,," % r.choice([0, 0.5, 1]), "years")
            self.add("ramp_stage2_years", "fixed,%g,,,,," % r.choice([0, 1, 2]), "years")

    def cycle(self):
        if self.maybe(0.5):
            self.uniform("macro_sd", 0.1, self.r.uniform(0.2, 0.7), "logit")
            self.add("macro_persistence", "fixed,%.2f,,,,," % self.r.uniform(0, 0.9))
            if self.maybe(0.5):
                self.add("macro_loading", "fixed,%.2f,,,,," % self.r.uniform(-1, 2), "ratio")

    def openings(self):
        scope = "territory:" + self.r.choice(self.measures)[3]
        self.uniform("industry_jobs", self.r.uniform(50, 200), self.r.uniform(201, 400), "jobs", scope)
        self.add("industry_replacement", self.share(0.02, 0.1), "1/year", scope)
        self.add("vacancy_rate", self.share(0.01, 0.05), "share", scope)
        self.uniform("other_seekers", 1, self.r.uniform(3, 12), "persons", scope)
        if self.maybe(0.5):
            self.uniform("preference_odds", 0.5, 4, "ratio", scope)
        if self.maybe(0.5):
            self.uniform("industry_growth", -0.05, 0.03, "1/year", scope)

    def guide(self):
        self.add("displacement", self.share(0.1, 0.5))
        self.add("multiplier", "fixed,1.3,,,,,", "ratio")
        if not self.is_causal:
            self.add("deadweight", self.share(0.1, 0.5))

    def pool(self):
        scope = "audience:" + self.r.choice(self.measures)[2]
        self.uniform("eligible", self.r.uniform(5, 20), self.r.uniform(25, 80), "persons", scope)
        self.add("application", "gamma,%.1f,,0.3,,," % self.r.uniform(0.5, 3), "1/year", scope)
        if self.maybe(0.7):
            self.uniform("eligible_inflow", 3, self.r.uniform(5, 30), "persons/year", scope)
        if self.maybe(0.5):
            self.add("eligible_exit", "lognormal,0.2,,0.4,,,", "1/year", scope)

    def money(self):
        for parameter in ["opening_cost", "enrolment_cost", "enrolment_income"]:
            if self.maybe(0.5):
                self.add(parameter, "lognormal,%d,,0.3,,," % (self.r.randint(1, 9) * 500), "EUR")
        for parameter in ["site_cost", "seat_cost", "trainee_cost", "allowance", "trainee_income"]:
            if self.maybe(0.5):
                self.add(parameter, "pert,%d,,,1,12," % self.r.randint(2, 9), "kEUR/year")
        if self.maybe(0.5):
            self.add("discount_rate", "fixed,3.2,,,,,", "%")

    def scenario(self):
        r = self.r
        return ",".join(str(x) for x in (
            "s", FIRST_YEAR, FIRST_YEAR + self.years - 1, self.steps, "causal" if self.is_causal else "gross",
            r.choice(["measure", "total"]), r.choice(["mean", "median"]), r.choice(["start", "mid", "end"]),
            "S", "S"))

    def calendar(self):
        chosen = [a for a in AUDIENCES if self.maybe(0.5)]
        return ["%s,%d" % (a, m) for a in chosen for m in sorted(self.r.sample(range(1, 13), 2))]

    def correlations(self):
        rows = [r for r in self.rows if r[2] == "" and r[3].split(",")[0] not in ("fixed", "dirichlet")]
        if len(rows) < 3:
            return []
        a, b, c = self.r.sample(rows, 3)
        return ["%s,%s,%s,%s,%.2f,test,judgement" % (a[0], a[1], other[0], other[1], self.r.uniform(-0.6, 0.6))
                for other in (b, c)]

    def write(self, folder):
        def table(name, header, lines):
            if lines:
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write("\n".join([header] + lines) + "\n")

        table("scenarios.csv", SCENARIOS, [self.scenario()])
        table("measures.csv", MEASURES, [",".join(str(x) for x in row) for row in self.measures])
        table("assumptions.csv", ASSUMPTIONS,
              ["s,%s,%s,%s,%s,%s,test,judgement" % row for row in self.rows])
        table("calendar.csv", "audience,month", self.calendar())
        table("correlations.csv", "scope_1,parameter_1,scope_2,parameter_2,spearman,source,status",
              self.correlations())


def write_random_pack(number, folder):
    RandomPack(number).write(folder)
