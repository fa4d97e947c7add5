#include <math.h>

#include "sim/model/stock.h"

const struct stock_indicator_spec stock_indicator_specs[NUM_STOCK_INDICATORS] = {
    [STOCK_WORKING_AGE] = {"people_1564", "persons", "Habitants de 15 à 64 ans", "Residents aged 15-64"},
    [STOCK_EMPLOYED] = {"employed_1564", "persons", "Habitants de 15 à 64 ans en emploi",
                        "Residents aged 15-64 in employment"},
    [STOCK_ACTIVITY_RATE] = {"activity_rate", "share", "Taux d’activité des 15-64 ans",
                             "Activity rate, 15-64"},
    [STOCK_UNEMPLOYMENT_RATE] = {"unemployment_rate", "share",
                                 "Part de chômeurs parmi les actifs de 15-64 ans",
                                 "Unemployed among the active, 15-64"},
    [STOCK_INDUSTRY_SHARE] = {"industry_share", "share", "Part de l’industrie dans l’emploi des habitants",
                              "Share of industry in the employment of residents"},
    [STOCK_BELOW_BAC_SHARE] = {"below_bac_share", "share",
                               "Part sans baccalauréat parmi les non-scolarisés de 15 ans ou plus",
                               "Share below baccalauréat of those not in education aged 15 and over"},
    [STOCK_YOUTH_STAY_RATE] = {"youth_stay_rate", "share", "Part des 20-29 ans restés sur un an",
                               "Share of those aged 20-29 who stay over a year"},
};

static double ratio(double a, double b)
{
    return b > 0 ? a / b : (double)NAN;
}

struct stock_counts stock_counts_of(const struct stock_year *y, int i)
{
    return (struct stock_counts){y->working_age[i],      y->employed[i],  y->industry[i], y->unemployed[i],
                                 y->not_in_education[i], y->below_bac[i], y->young[i],    y->young_left[i]};
}

double stock_indicator(const struct stock_counts *c, enum stock_indicator indicator)
{
    switch (indicator) {
    case STOCK_WORKING_AGE:
        return c->working_age;
    case STOCK_EMPLOYED:
        return c->employed;
    case STOCK_ACTIVITY_RATE:
        return ratio(c->employed + c->unemployed, c->working_age);
    case STOCK_UNEMPLOYMENT_RATE:
        return ratio(c->unemployed, c->employed + c->unemployed);
    case STOCK_INDUSTRY_SHARE:
        return ratio(c->industry, c->employed);
    case STOCK_BELOW_BAC_SHARE:
        return ratio(c->below_bac, c->not_in_education);
    case STOCK_YOUTH_STAY_RATE:
        return ratio(c->young - c->young_left, c->young);
    default:
        return (double)NAN;
    }
}
