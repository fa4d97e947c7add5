#include "sim/model/param.h"

#include <math.h>
#include <string.h>

#include "stats/base/text.h"

#define SHARE .unit = "share", .minimum = 0, .maximum = 1
#define DIFFERENCE .unit = "share", .minimum = -1, .maximum = 1
#define YEARS .unit = "years", .minimum = 0, .maximum = 50
#define MONEY(u) .unit = u, .minimum = 0, .maximum = 1e12
#define NEUTRAL(value) .need = NEED_NEUTRAL, .neutral = value

const struct param_spec param_specs[NUM_PARAMS] = {
    [PARAM_OPENING_DELAY] = {"opening_delay", YEARS, NEUTRAL(0),
                             .meaning = "delay of the opening on the date planned"},
    [PARAM_CLOSURE_HAZARD] = {"closure_hazard", .unit = "1/year", .minimum = 0, .maximum = 10, NEUTRAL(0),
                              .meaning = "hazard that a centre closes for good, for all its audiences; those "
                                         "in training go on in the other sites of the measure"},
    [PARAM_FUNDING_TERM] = {"funding_term", YEARS, NEUTRAL(0),
                            .meaning = "years from the opening for which a label or grant runs, and each "
                                       "renewal of it; 0: without term"},
    [PARAM_RENEWAL] = {"renewal", SHARE, NEUTRAL(1),
                       .meaning = "probability that it is renewed when a term ends; else the measure takes "
                                  "nobody in any more"},
    [PARAM_RAMP_START] = {"ramp_start", SHARE, NEUTRAL(1),
                          .meaning = "share of the places open at the opening"},
    [PARAM_RAMP_MIDDLE] = {"ramp_middle", SHARE, NEUTRAL(1),
                           .meaning = "share of the places open at the end of the first stage"},
    [PARAM_RAMP_STAGE1] = {"ramp_stage1_years", YEARS, NEUTRAL(0), .meaning = "length of the first stage"},
    [PARAM_RAMP_STAGE2] = {"ramp_stage2_years", YEARS, NEUTRAL(0), .meaning = "length of the second stage"},
    [PARAM_FILL] = {"fill", SHARE, .need = NEED_ALWAYS, .may_change = true,
                    .meaning = "share of the free places that are filled at an intake"},
    [PARAM_ELIGIBLE] = {"eligible", .unit = "persons", .minimum = 0, .maximum = 1e8, .need = NEED_OPTIONAL,
                        .meaning = "eligible people of the audience in the territory at the beginning, from "
                                   "whom all its measures recruit"},
    [PARAM_ELIGIBLE_INFLOW] = {"eligible_inflow", .unit = "persons/year", .minimum = 0, .maximum = 1e8,
                               NEUTRAL(0), .meaning = "people who become eligible, a year"},
    [PARAM_ELIGIBLE_EXIT] = {"eligible_exit", .unit = "1/year", .minimum = 0, .maximum = 50, NEUTRAL(0),
                             .meaning = "hazard that an eligible person grows too old, moves or finds "
                                        "something else"},
    [PARAM_APPLICATION] = {"application", .unit = "1/year", .minimum = 0, .maximum = 1000,
                           .need = NEED_OPTIONAL,
                           .meaning = "hazard that an eligible person applies; needed with eligible"},
    [PARAM_COMPLETION] = {"completion", SHARE, .need = NEED_ALWAYS, .may_change = true,
                          .meaning = "share of the enrolled who complete the course"},
    [PARAM_CERTIFICATION] = {"certification", SHARE, .need = NEED_ALWAYS, .may_change = true,
                             .meaning = "share of those who complete who are certified"},
    [PARAM_FURTHER_STUDY] = {"further_study", SHARE, NEUTRAL(0), .may_change = true,
                             .meaning = "share of the certified who go on studying"},
    [PARAM_ENTRY_NONE] = {"entry_level_none", SHARE, .need = NEED_OPTIONAL,
                          .meaning = "share of entrants with no diploma, CEP or brevet"},
    [PARAM_ENTRY_CAP] = {"entry_level_cap", SHARE, .need = NEED_OPTIONAL,
                         .meaning = "share of entrants with a CAP or BEP (level 3)"},
    [PARAM_ENTRY_BAC] = {"entry_level_bac", SHARE, .need = NEED_OPTIONAL,
                         .meaning = "share of entrants with a baccalauréat (level 4)"},
    [PARAM_ENTRY_BAC2] = {"entry_level_bac2", SHARE, .need = NEED_OPTIONAL,
                          .meaning = "share of entrants with two years of higher education (level 5)"},
    [PARAM_ENTRY_BAC3] = {"entry_level_bac3", SHARE, .need = NEED_OPTIONAL,
                          .meaning = "share of entrants with three years or more (level 6 and above)"},
    [PARAM_PLACEMENT_DELAY] = {"placement_delay", YEARS, NEUTRAL(0),
                               .meaning = "time from the end of the course to the first observation "
                                          "(whole steps are kept; with yearly steps, none)"},
    [PARAM_EMPLOYMENT_6] = {"employment_6m", SHARE, .need = NEED_ALWAYS, .may_change = true,
                            .meaning = "share of the certified leavers employed at the first observation, "
                                       "6 months after leaving"},
    [PARAM_EMPLOYMENT_12] = {"employment_12m", SHARE, .need = NEED_OPTIONAL, .may_change = true,
                             .meaning = "the same 12 months after leaving"},
    [PARAM_EMPLOYMENT_18] = {"employment_18m", SHARE, .need = NEED_OPTIONAL, .may_change = true,
                             .meaning = "the same 18 months after leaving"},
    [PARAM_EMPLOYMENT_24] = {"employment_24m", SHARE, .need = NEED_OPTIONAL, .may_change = true,
                             .meaning = "the same 24 months after leaving"},
    [PARAM_UNCERTIFIED_RATIO] = {"uncertified_ratio", SHARE, .need = NEED_ALWAYS, .may_change = true,
                                 .meaning = "employment of those who complete without certificate, relative "
                                            "to the certified"},
    [PARAM_INDUSTRY] = {"industry", SHARE, .need = NEED_ALWAYS, .may_change = true,
                        .meaning = "share of the first jobs that are in industry"},
    [PARAM_LOCAL] = {"local", SHARE, .need = NEED_ALWAYS, .may_change = true,
                     .meaning = "share of leavers who are in the territory at the first observation"},
    [PARAM_STAY] = {"stay_territory", SHARE, .need = NEED_ALWAYS, .may_change = true,
                    .meaning = "probability of still being in the territory one year later"},
    [PARAM_RETURN] = {"return_territory", SHARE, NEUTRAL(0), .may_change = true,
                      .meaning = "yearly probability that one who left comes back, to a job"},
    [PARAM_JOB_LOSS] = {"job_loss", SHARE, NEUTRAL(0), .may_change = true,
                        .meaning = "yearly probability that a job ends in no job"},
    [PARAM_JOB_FINDING] = {"job_finding", SHARE, NEUTRAL(0), .may_change = true,
                           .meaning = "yearly probability that one without a job finds one, in the long run"},
    [PARAM_INDUSTRY_EXIT] = {"industry_exit", SHARE, NEUTRAL(0), .may_change = true,
                             .meaning = "yearly probability of moving from industry to another sector"},
    [PARAM_INDUSTRY_ENTRY] = {"industry_entry", SHARE, NEUTRAL(0), .may_change = true,
                              .meaning = "yearly probability of moving from another sector to industry"},
    [PARAM_INDUSTRY_REHIRE] = {"industry_rehire", SHARE, .need = NEED_OPTIONAL, .may_change = true,
                               .meaning =
                                   "share of later jobs that are in industry (as the first jobs if absent)"},
    [PARAM_INDUSTRY_JOBS] = {"industry_jobs", .unit = "jobs", .minimum = 0, .maximum = 1e8,
                             .need = NEED_OPTIONAL, .per_territory = true,
                             .meaning =
                                 "industrial jobs of the territory at the beginning, filled or vacant; "
                                 "first industrial jobs there are then limited by its openings"},
    [PARAM_INDUSTRY_GROWTH] = {"industry_growth", .unit = "1/year", .minimum = -1, .maximum = 1, NEUTRAL(0),
                               .may_change = true, .per_territory = true,
                               .meaning = "yearly growth of the industrial jobs of the territory"},
    [PARAM_INDUSTRY_REPLACEMENT] =
        {"industry_replacement", .unit = "1/year", .minimum = 0, .maximum = 10, .need = NEED_OPTIONAL,
         .may_change = true, .per_territory = true,
         .meaning =
             "share of the industrial jobs of the territory that open again in a year because somebody "
             "leaves industry for good; needed with industry_jobs"},
    [PARAM_VACANCY_RATE] =
        {"vacancy_rate", SHARE, .need = NEED_OPTIONAL, .per_territory = true,
         .meaning =
             "share of the industrial jobs of the territory that are vacant at the beginning; needed with "
             "industry_jobs"},
    [PARAM_OTHER_SEEKERS] = {"other_seekers", .unit = "persons", .minimum = 0, .maximum = 1e8,
                             .need = NEED_OPTIONAL, .may_change = true, .per_territory = true,
                             .meaning = "other people fit for these openings who seek them in each step; "
                                        "needed with industry_jobs"},
    [PARAM_PREFERENCE_ODDS] = {"preference_odds", .unit = "ratio", .minimum = 1e-3, .maximum = 1e3,
                               NEUTRAL(1), .per_territory = true,
                               .meaning = "odds that an opening goes to one who was trained rather than to "
                                          "one of the other seekers; 1: no preference"},
    [PARAM_EFFECT_6] = {"effect_6m", DIFFERENCE, .need = NEED_CAUSAL, .may_change = true,
                        .meaning = "employment of those who complete, minus that of the same people without "
                                   "the programme, 6 months after"},
    [PARAM_EFFECT_12] = {"effect_12m", DIFFERENCE, .need = NEED_OPTIONAL, .may_change = true,
                         .meaning = "the same 12 months after"},
    [PARAM_EFFECT_18] = {"effect_18m", DIFFERENCE, .need = NEED_OPTIONAL, .may_change = true,
                         .meaning = "the same 18 months after"},
    [PARAM_EFFECT_24] = {"effect_24m", DIFFERENCE, .need = NEED_OPTIONAL, .may_change = true,
                         .meaning = "the same 24 months after"},
    [PARAM_INDUSTRY_WITHOUT] = {"industry_without", SHARE, .need = NEED_CAUSAL, .may_change = true,
                                .meaning = "share of the first jobs that would be in industry without the "
                                           "programme"},
    [PARAM_LOCAL_WITHOUT] = {"local_without", SHARE, .need = NEED_CAUSAL, .may_change = true,
                             .meaning = "share who would be in the territory without the programme"},
    [PARAM_DEADWEIGHT] = {"deadweight", SHARE, .need = NEED_OPTIONAL,
                          .meaning = "share of the industrial jobs that would be there anyway; for gross "
                                     "scenarios, whose industry_net is a cross-check"},
    [PARAM_DISPLACEMENT] = {"displacement", SHARE, .need = NEED_OPTIONAL,
                            .meaning = "share of the industrial jobs taken from other employers or job "
                                       "seekers of the territory"},
    [PARAM_SUBSTITUTION] = {"substitution", SHARE, .need = NEED_OPTIONAL,
                            .meaning = "share of the industrial jobs in which an employer replaces somebody "
                                       "by a former trainee"},
    [PARAM_MULTIPLIER] = {"multiplier", .unit = "ratio", .minimum = 0, .maximum = 10, NEUTRAL(1),
                          .meaning =
                              "further jobs of suppliers and of spending, as a factor of the net jobs"},
    [PARAM_MACRO_SD] = {"macro_sd", .unit = "logit", .minimum = 0, .maximum = 5, NEUTRAL(0), .per_run = true,
                        .meaning = "standard deviation of the business cycle on the logit of employment"},
    [PARAM_MACRO_PERSISTENCE] = {"macro_persistence", SHARE, NEUTRAL(0), .per_run = true,
                                 .meaning = "correlation of the cycle from one year to the next"},
    [PARAM_MACRO_LOADING] = {"macro_loading", .unit = "ratio", .minimum = -10, .maximum = 10, NEUTRAL(1),
                             .meaning = "how strongly the first employment follows the cycle"},
    [PARAM_OPENING_COST] = {"opening_cost", MONEY("EUR"), NEUTRAL(0),
                            .meaning = "paid once, at the opening, a site"},
    [PARAM_SITE_COST] = {"site_cost", MONEY("EUR/year"), NEUTRAL(0), .may_change = true,
                         .meaning = "fixed cost of an open site"},
    [PARAM_SEAT_COST] = {"seat_cost", MONEY("EUR/year"), NEUTRAL(0), .may_change = true,
                         .meaning = "fixed cost of an open place"},
    [PARAM_ENROLMENT_COST] = {"enrolment_cost", MONEY("EUR"), NEUTRAL(0), .may_change = true,
                              .meaning = "paid once for each person enrolled"},
    [PARAM_TRAINEE_COST] = {"trainee_cost", MONEY("EUR/year"), NEUTRAL(0), .may_change = true,
                            .meaning = "cost of a trainee for a full year of presence"},
    [PARAM_ALLOWANCE] = {"allowance", MONEY("EUR/year"), NEUTRAL(0), .may_change = true,
                         .meaning = "allowance of a trainee for a full year of presence"},
    [PARAM_ENROLMENT_INCOME] = {"enrolment_income", MONEY("EUR"), NEUTRAL(0), .may_change = true,
                                .meaning = "received by the centre once for each person enrolled (fees, "
                                           "contracts)"},
    [PARAM_TRAINEE_INCOME] = {"trainee_income", MONEY("EUR/year"), NEUTRAL(0), .may_change = true,
                              .meaning = "received by the centre for a trainee's full year of presence "
                                         "(apprenticeship funding, firms)"},
    [PARAM_FISCAL_RETURN] = {"fiscal_return", MONEY("EUR/year"), .need = NEED_OPTIONAL, .may_change = true,
                             .meaning = "received or saved by public finances for a year of each additional "
                                        "job in the territory; for causal scenarios"},
    [PARAM_DISCOUNT_RATE] = {"discount_rate", .unit = "share", .minimum = -0.5, .maximum = 1, NEUTRAL(0),
                             .per_run = true, .meaning = "real discount rate, per year"},
};

enum param param_find(const char *name)
{
    int p = 0;

    while (p < NUM_PARAMS && strcmp(param_specs[p].name, name) != 0)
        p++;
    return (enum param)p;
}

const char *param_nearest(const char *name)
{
    const char *names[NUM_PARAMS];

    for (int p = 0; p < NUM_PARAMS; p++)
        names[p] = param_specs[p].name;
    return text_nearest(name, names, NUM_PARAMS);
}

double param_unit_scale(const struct param_spec *spec, const char *unit)
{
    bool is_share = strcmp(spec->unit, "share") == 0;

    if (strcmp(unit, spec->unit) == 0)
        return 1;
    if (is_share && (strcmp(unit, "%") == 0 || strcmp(unit, "percent") == 0 || strcmp(unit, "points") == 0))
        return 0.01;
    if (strcmp(spec->unit, "years") == 0 && strcmp(unit, "months") == 0)
        return 1.0 / 12;
    if (strcmp(spec->unit, "EUR") == 0 && strcmp(unit, "kEUR") == 0)
        return 1000;
    if (strcmp(spec->unit, "EUR/year") == 0 && strcmp(unit, "kEUR/year") == 0)
        return 1000;
    return 0;
}
