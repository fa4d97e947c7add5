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

double stock_indicator(const struct stock_year *y, enum stock_indicator indicator, int i)
{
    double active = (double)y->employed[i] + y->unemployed[i];

    switch (indicator) {
    case STOCK_WORKING_AGE:
        return y->working_age[i];
    case STOCK_EMPLOYED:
        return y->employed[i];
    case STOCK_ACTIVITY_RATE:
        return ratio(active, y->working_age[i]);
    case STOCK_UNEMPLOYMENT_RATE:
        return ratio(y->unemployed[i], active);
    case STOCK_INDUSTRY_SHARE:
        return ratio(y->industry[i], y->employed[i]);
    case STOCK_BELOW_BAC_SHARE:
        return ratio(y->below_bac[i], y->not_in_education[i]);
    case STOCK_YOUTH_STAY_RATE:
        return ratio((double)y->young[i] - y->young_left[i], y->young[i]);
    default:
        return (double)NAN;
    }
}
