/* The parameters of the projection model: one const descriptor each. */
#ifndef SIM_MODEL_PARAM_H
#define SIM_MODEL_PARAM_H

#include <stdbool.h>
#include <stddef.h>

enum param {
    /* seats and enrolment */
    PARAM_OPENING_DELAY,
    PARAM_CLOSURE_HAZARD,
    PARAM_FUNDING_TERM,
    PARAM_RENEWAL,
    PARAM_RAMP_START,
    PARAM_RAMP_MIDDLE,
    PARAM_RAMP_STAGE1,
    PARAM_RAMP_STAGE2,
    PARAM_FILL,
    PARAM_ELIGIBLE,
    PARAM_ELIGIBLE_INFLOW,
    PARAM_ELIGIBLE_EXIT,
    PARAM_APPLICATION,
    /* training */
    PARAM_COMPLETION,
    PARAM_CERTIFICATION,
    PARAM_FURTHER_STUDY,
    PARAM_ENTRY_NONE,
    PARAM_ENTRY_CAP,
    PARAM_ENTRY_BAC,
    PARAM_ENTRY_BAC2,
    PARAM_ENTRY_BAC3,
    /* placement */
    PARAM_PLACEMENT_DELAY,
    PARAM_EMPLOYMENT_6,
    PARAM_EMPLOYMENT_12,
    PARAM_EMPLOYMENT_18,
    PARAM_EMPLOYMENT_24,
    PARAM_UNCERTIFIED_RATIO,
    PARAM_INDUSTRY,
    PARAM_LOCAL,
    /* moves, year by year */
    PARAM_STAY,
    PARAM_RETURN,
    PARAM_JOB_LOSS,
    PARAM_JOB_FINDING,
    PARAM_INDUSTRY_EXIT,
    PARAM_INDUSTRY_ENTRY,
    PARAM_INDUSTRY_REHIRE,
    /* industrial openings of the territory */
    PARAM_INDUSTRY_JOBS,
    PARAM_INDUSTRY_GROWTH,
    PARAM_INDUSTRY_REPLACEMENT,
    PARAM_VACANCY_RATE,
    PARAM_OTHER_SEEKERS,
    PARAM_PREFERENCE_ODDS,
    /* what the same people would have done without the programme */
    PARAM_EFFECT_6,
    PARAM_EFFECT_12,
    PARAM_EFFECT_18,
    PARAM_EFFECT_24,
    PARAM_INDUSTRY_WITHOUT,
    PARAM_LOCAL_WITHOUT,
    /* business cycle */
    PARAM_DEADWEIGHT,
    PARAM_DISPLACEMENT,
    PARAM_SUBSTITUTION,
    PARAM_MULTIPLIER,
    PARAM_MACRO_SD,
    PARAM_MACRO_PERSISTENCE,
    PARAM_MACRO_LOADING,
    /* money */
    PARAM_OPENING_COST,
    PARAM_SITE_COST,
    PARAM_SEAT_COST,
    PARAM_ENROLMENT_COST,
    PARAM_TRAINEE_COST,
    PARAM_ALLOWANCE,
    PARAM_ENROLMENT_INCOME,
    PARAM_TRAINEE_INCOME,
    PARAM_FISCAL_RETURN,
    PARAM_DISCOUNT_RATE,
    NUM_PARAMS
};

/* Whether a value must be given. */
enum param_need {
    NEED_ALWAYS,
    NEED_CAUSAL,   /* in causal mode; refused in gross mode */
    NEED_OPTIONAL, /* absent means that the mechanism is not used */
    NEED_NEUTRAL   /* absent means the neutral value */
};

struct param_spec {
    const char *name;
    const char *unit; /* share, years, 1/year, EUR, EUR/year ... */
    enum param_need need;
    double neutral;          /* when need is NEED_NEUTRAL */
    double minimum, maximum; /* of the values it may take */
    bool may_change;         /* may differ from one calendar year to the next */
    bool per_run;            /* one value for the whole scenario: scope all only */
    bool per_territory;      /* one value a territory: scopes all and territory only */
    const char *meaning;     /* for people: what it is, and of whom */
};

extern const struct param_spec param_specs[NUM_PARAMS];

/* NUM_PARAMS when there is none of that name. */
enum param param_find(const char *name);

/* The name nearest to a misspelt one, or NULL. */
const char *param_nearest(const char *name);

/* How many units of the parameter one unit of the text is: "%" and "points" for a
 * share are 0.01, "kEUR" for EUR is 1000; 0 when the unit does not fit. */
double param_unit_scale(const struct param_spec *spec, const char *unit);

#endif
