/* Measures of shares, specialisation, agglomeration, growth and inequality, against values that were worked
 * out elsewhere: documentation and tests of other tools, and R (see tests/reference/measures.R). */
#include <math.h>

#include "stats/numeric/agglomeration.h"
#include "stats/numeric/inequality.h"
#include "stats/numeric/proportion.h"
#include "stats/numeric/quantile.h"
#include "stats/numeric/relatedness.h"
#include "stats/numeric/shiftdraws.h"
#include "stats/numeric/shiftshare.h"
#include "stats/numeric/specialisation.h"
#include "stats/numeric/standardise.h"
#include "stats/numeric/trend.h"
#include "tests/unit/support.h"

/* ---- shares ---------------------------------------------------------------------- */

START_TEST(exact_and_bayesian_shares)
{
    expect_interval(proportion_clopper_pearson(81, 263, 0.95), .2527367456, .3676219226, 5e-11);
    expect_interval(proportion_clopper_pearson(0, 20, 0.95), 0, .1684334710, 5e-11);
    expect_interval(proportion_clopper_pearson(1, 29, 0.95), .0008726469, .1776442955, 5e-11);
    expect_interval(proportion_clopper_pearson(20, 20, 0.95), 1 - .1684334710, 1, 5e-11);
    expect_interval(proportion_jeffreys(81, 263, 0.95), .2545219350, .3656474992, 5e-11);
    expect_interval(proportion_jeffreys(0, 20, 0.95), 0, .1166389829, 5e-11);
    expect_interval(proportion_jeffreys(1, 29, 0.95), .0037461736, .1500776860, 5e-11);
    expect_interval(proportion_agresti_coull(81, 263, 0.95), .2552206652, .3662774317, 5e-11);
    ck_assert(proportion_agresti_coull(0, 20, 0.95).low == 0);
}
END_TEST

START_TEST(differences_of_shares)
{
    expect_interval(proportion_newcombe(56, 70, 48, 80, 0.95), .0524314724024, .333872654037, 5e-11);
}
END_TEST

START_TEST(quotients_by_fieller)
{
    double p_i = 1714.0 / 79006, p = 879213.0 / 15593224, weight = 79006.0 / 15593224;
    double var_i = p_i * (1 - p_i) / 79006, var = p * (1 - p) / 15593224;
    struct interval fieller = proportion_lq_fieller(p_i, var_i, p, var, weight, 0.95);
    double lq = p_i / p, half = 1.959963984540054 * interval_lq_se(p_i, var_i, p, var, weight);

    /* the same as the log-delta interval to second order (Beyene and Moineddin 2005) */
    expect_near(fieller.low, lq * exp(-half), 2e-3, 0);
    expect_near(fieller.high, lq * exp(half), 2e-3, 0);
    /* its ends solve the equation that defines them */
    double t = fieller.low, gap = p_i - t * p, v = var_i - 2 * t * weight * var_i + t * t * var;
    expect_near(gap * gap / v, 1.959963984540054 * 1.959963984540054, 1e-9, 0);
    ck_assert(isnan(proportion_lq_fieller(0.2, 0.01, 0.1, 0.01, 0.1, 0.95).low));
}
END_TEST

START_TEST(standardised_rates)
{
    static const double events[] = {30, 25, 25, 15}, people[] = {1000, 1000, 1100, 900},
                        standard[] = {1000, 900, 1000, 900};
    static const double area[] = {100, 100, 110, 90};
    static const double rates[] = {100. / 1000, 45. / 900, 120. / 1000, 100. / 900};
    struct standardised s;
    struct err err = {0};

    expect_ok(standardise_direct(&s, events, people, standard, 4, 0.95, &err), &err);
    expect_near(s.value, 0.02374401914, 0, 5e-12);
    expect_interval(s.interval, 0.01920490732, 0.02904847846, 5e-11);
    expect_ok(standardise_indirect(&s, 95, area, rates, 4, 0.95, &err), &err);
    expect_near(s.value, 2.48691099476, 0, 5e-12);
    ck_assert(s.interval.low < s.value && s.value < s.interval.high);
    expect_interval(poisson_exact(10, 0.95), 4.79538869613, 18.39035604202, 5e-11);
    expect_interval(poisson_exact(0, 0.95), 0, 3.68887945411, 5e-11);
}
END_TEST

START_TEST(ranks_against_a_reference)
{
    static const double reference[] = {30, 20, 40, 10}, same[] = {3, 2, 4, 1}, top[] = {0, 0, 0, 5};

    expect_near(standardise_ridit(same, reference, 4), 0.5, 1e-14, 0);
    expect_near(standardise_ridit(top, reference, 4), 0.95, 1e-14, 0);
}
END_TEST

/* ---- specialisation ----------------------------------------------------------------- */

static const double goettingen[] = {45,   466,  7874, 1334, 7051, 2481,  2251, 2032,
                                    1739, 7915, 4875, 3936, 7488, 16896, 900};
static const double germany[] = {248052, 538768,  6797172, 1798954, 4380223, 1713157, 1062982, 1027486,
                                 975126, 2397099, 2357313, 1762308, 1249260, 4676036, 1181037};

static double gini_quotients(const double *local, const double *reference, size_t num)
{
    struct err err = {0};
    double gini;

    expect_ok(concentration_gini_quotients(local, reference, num, &gini, &err), &err);
    return gini;
}

START_TEST(sectors_of_goettingen)
{
    expect_near(specialisation_krugman(goettingen, germany, 15), 0.4508468784, 0, 5e-11);
    expect_near(gini_quotients(goettingen, germany, 15), 0.3598520295, 0, 5e-11);
}
END_TEST

START_TEST(ginis_of_quotients)
{
    static const double a[] = {700, 600, 500, 10000, 40000}, b[] = {30000, 15000, 10000, 60000, 50000};
    static const double c[] = {500, 500, 1000, 7000, 1000}, d[] = {20000, 15000, 20000, 40000, 5000};

    expect_near(gini_quotients(a, b, 5), 0.6222222222, 0, 5e-11);
    expect_near(gini_quotients(c, d, 5), 0.4068965517, 0, 5e-11);
}
END_TEST

START_TEST(krugman_against_others)
{
    static const double opposite[2][5] = {{20, 10, 70, 0, 0}, {0, 0, 0, 60, 40}};
    static const double sweden[] = {45000, 15000, 32000, 10000, 30000};
    static const double others[4][5] = {{35000, 12000, 30000, 8000, 22000},
                                        {40000, 10000, 25000, 9000, 18000},
                                        {30000, 11000, 18000, 3000, 13000},
                                        {40000, 6000, 11000, 2000, 12000}};

    expect_near(specialisation_krugman(opposite[0], opposite[1], 5), 2, 1e-14, 0);
    expect_near(specialisation_krugman_mean(sweden, others[0], 4, 5), 0.1595017923, 0, 5e-11);
}
END_TEST

START_TEST(concentration_of_four)
{
    static const double values[] = {20, 50, 20, 10};
    double gini;
    struct err err = {0};

    expect_ok(concentration_gini(values, 4, &gini, &err), &err);
    expect_near(gini, 0.3, 1e-12, 0);
    expect_near(gini * 4 / 3, 0.4, 1e-12, 0);
    expect_near(concentration_hhi(values, 4), 0.34, 1e-12, 0);
    expect_near(concentration_hhi_normalised(values, 4), 0.12, 1e-12, 0);
    expect_near(1 / concentration_hhi(values, 4), 2.941176471, 0, 5e-10);
}
END_TEST

START_TEST(five_territories)
{
    static const double rows[5][5] = {
        {100, 0, 0, 0, 0}, {0, 15, 5, 70, 10}, {0, 20, 10, 20, 50}, {0, 25, 30, 5, 40}, {0, 40, 55, 5, 0}};
    static const double krugman[] = {1.6, 1, 0.6, 0.7, 1.1}, hhi[] = {1, 0.525, 0.34, 0.315, 0.465};
    static const double hachman[] = {0.2, 0.380952381, 0.5882352941, 0.6349206349, 0.4301075269};
    static const double entropy[] = {0, 1.319, 1.761, 1.766, 1.219}; /* in bits */
    static const double area[] = {0.40, 0.18, 0.27, 0.31, 0.28};     /* of columns, 0 to 1/2 */
    double whole[5] = {0}, territories[5] = {100, 100, 100, 100, 100};
    struct err err = {0};

    for (int i = 0; i < 5; i++)
        for (int j = 0; j < 5; j++)
            whole[j] += rows[i][j];
    for (int i = 0; i < 5; i++) {
        double column[5], gini;
        expect_near(specialisation_krugman(rows[i], whole, 5), krugman[i], 1e-12, 0);
        expect_near(specialisation_hachman(rows[i], whole, 5), hachman[i], 0, 5e-10);
        expect_near(concentration_hhi(rows[i], 5), hhi[i], 1e-12, 0);
        expect_near(concentration_entropy(rows[i], 5) / log(2), entropy[i], 0, 5e-4);
        for (int k = 0; k < 5; k++)
            column[k] = rows[k][i];
        expect_ok(concentration_locational_gini(column, territories, 5, &gini, &err), &err);
        expect_near(gini / 2, area[i], 0, 5e-13);
    }
}
END_TEST

START_TEST(hoover_and_its_gini)
{
    static const double values[] = {0, 10, 10, 30, 50}, reference[] = {10, 15, 20, 25, 30};
    double gini;
    struct err err = {0};

    expect_near(concentration_hoover(values, reference, 5), 0.25, 1e-12, 0);
    expect_ok(concentration_locational_gini(values, reference, 5, &gini, &err), &err);
    expect_near(gini, 0.31, 1e-12, 0);
    expect_ok(concentration_gini(values, 5, &gini, &err), &err);
    expect_near(gini, 0.48, 1e-12, 0);
}
END_TEST

START_TEST(plants_that_agglomerate)
{
    static const double jobs[] = {200, 650, 12000, 100, 50, 16000, 13000, 1500, 1500, 25000};
    static const size_t places[] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 2};
    static const double shares[] = {.5, .4, .1};
    struct plants plants = {jobs, places, 10};
    struct agglomeration a;
    struct err err = {0};

    expect_ok(agglomeration_of(&a, &plants, shares, 3, &err), &err);
    expect_near(a.g, 0.1681632653, 0, 5e-11);
    expect_near(a.h, 0.2446887755, 0, 5e-11);
    expect_near(a.gamma, 0.05990628412, 0, 5e-12);
    ck_assert_int_eq(agglomeration_of(&a, &plants, (double[]){.5, .4, .2}, 3, &err), ERR_DATA);
}
END_TEST

/* The definition leaves of a pair only the cross product of its two gaps:
 * (G - sum of w² G_i) / ((1 - sum of x²) (1 - sum of w²)). */
START_TEST(industries_that_coagglomerate)
{
    static const double jobs[2][3] = {{60, 30, 10}, {20, 50, 80}}, shares[] = {.3, .3, .4};
    static const size_t places[] = {0, 1, 2};
    struct plants pair[2] = {{jobs[0], places, 3}, {jobs[1], places, 3}};
    double gamma, cross = 0, x2 = 0, w[] = {100.0 / 250, 150.0 / 250};
    struct err err = {0};

    for (int j = 0; j < 3; j++) {
        cross += (jobs[0][j] / 100 - shares[j]) * (jobs[1][j] / 150 - shares[j]);
        x2 += shares[j] * shares[j];
    }
    expect_ok(coagglomeration_of(&gamma, pair, 2, shares, 3, &err), &err);
    expect_near(gamma, 2 * w[0] * w[1] * cross / (1 - x2) / (1 - w[0] * w[0] - w[1] * w[1]), 1e-12, 0);
}
END_TEST

/* tests/reference/measures.R, from the definition and from all placements. */
START_TEST(sectors_that_go_together)
{
    static const bool specialised[] = {1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0,
                                       1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0};
    static const double density[5][5] = {{NAN, 0, 0, 0, 0},
                                         {NAN, 0.2, 0, 0, 0.3},
                                         {NAN, 0.6, 1, 1, 0.7},
                                         {NAN, 0.8, 1, 1, 0.7},
                                         {NAN, 0.4, 0.571428571429, 0.4, 0.7}};
    double proximity[25];

    relatedness_proximity(specialised, 5, 5, proximity);
    expect_near(proximity[5 + 2], 2.0 / 3, 1e-15, 0);
    expect_near(proximity[3 * 5 + 1], 1.0 / 3, 1e-15, 0);
    expect_near(proximity[4 * 5 + 3], 0.5, 1e-15, 0);
    ck_assert(proximity[0] == 0 && proximity[1] == 0 && proximity[12] == 0);
    for (size_t t = 0; t < 5; t++)
        for (size_t s = 0; s < 5; s++) {
            double actual = relatedness_density(specialised + 5 * t, proximity, 5, s).density;
            if (isnan(density[t][s]))
                ck_assert(isnan(actual));
            else
                expect_near(actual, density[t][s], 0, 5e-13);
        }
    struct relatedness r = relatedness_density(specialised + 20, proximity, 5, 1);
    expect_near(r.expected, 0.25, 1e-15, 0);
    expect_near(r.sd, 0.165831239518, 0, 5e-13);
}
END_TEST

/* ---- growth --------------------------------------------------------------------------- */

static const double region[3][4] = {{90, 20, 10, 60}, {100, 40, 10, 55}, {105, 45, 15, 60}};
static const double nation[3][4] = {{400, 150, 150, 400}, {440, 210, 135, 480}, {460, 230, 155, 500}};
static const struct shift_table growth = {region[0], region[1], nation[0], nation[1], 4};

START_TEST(dunn_components)
{
    static const double competitive[] = {1, 12, 1, -17};
    struct shift_share s = shift_share_dunn(&growth);

    expect_near(s.change, 25, 1e-13, 0);
    expect_near(s.national, 27, 1e-12, 0);
    expect_near(s.structural, 1, 1e-12, 0);
    expect_near(s.regional, -3, 1e-12, 0);
    expect_near(s.national + s.structural + s.regional, s.change, 1e-14, 0);
    for (size_t i = 0; i < 4; i++)
        expect_near(shift_share_sector(&growth, i).regional, competitive[i], 1e-12, 0);
}
END_TEST

START_TEST(shift_share_extensions)
{
    struct shift_split split = shift_share_esteban(&growth);
    struct shift_arcelus a = shift_share_arcelus(&growth);

    expect_near(split.competitive, -0.6363636364, 0, 5e-11);
    expect_near(split.allocation, -2.3636363636, 0, 5e-11);
    expect_near(a.national.expected, 27, 1e-12, 0);
    expect_near(a.national.differential, 0, 0, 1e-12);
    expect_near(a.structural.expected, 0, 0, 1e-12);
    expect_near(a.structural.differential, 1, 1e-12, 0);
    expect_near(a.regional.expected, -2, 1e-12, 0);
    expect_near(a.regional.differential, 0, 0, 1e-12);
    expect_near(a.industry.expected, 1.3636363636, 0, 5e-11);
    expect_near(a.industry.differential, -2.3636363636, 0, 5e-11);
}
END_TEST

START_TEST(shift_share_year_by_year)
{
    struct shift_share s = shift_share_dynamic(region[0], nation[0], 3, 4);

    expect_near(s.change, 45, 1e-13, 0);
    expect_near(s.national, 39.9644268775, 0, 5e-11);
    expect_near(s.structural, 0.1636996257, 0, 5e-11);
    expect_near(s.regional, 4.8718734969, 0, 5e-11);
}
END_TEST

/* tests/reference/shiftshare.R */
START_TEST(shift_share_by_sector)
{
    static const double expected[5][14] = {
        {10, 13.5, -4.5, 1, 0.727272727273, 0.272727272727, 9.81818181818, 3.681818181818, -3.27272727273,
         -1.227272727273, -0.727272727273, -0.2727272727273, 1.45454545455, 0.545454545455},
        {20, 3, 5, 12, 14.727272727273, -2.727272727273, 3.68181818182, -0.681818181818, 6.13636363636,
         -1.136363636364, -0.272727272727, 0.0505050505051, 15, -2.777777777778},
        {0, 1.5, -2.5, 1, 2.454545454545, -1.454545454545, 3.68181818182, -2.181818181818, -6.13636363636,
         3.636363636364, -0.272727272727, 0.1616161616162, 2.72727272727, -1.616161616162},
        {-5, 9, 3, -17, -18.545454545455, 1.545454545455, 9.81818181818, -0.818181818182, 3.27272727273,
         -0.272727272727, -0.727272727273, 0.0606060606061, -17.81818181818, 1.484848484848},
        {25, 27, 1, -3, -0.636363636364, -2.363636363636, 27, 0, 0, 1, -2, 0, 1.36363636364,
         -2.363636363636}};
    double c[5][NUM_SHIFT_COMPONENTS];

    shift_share_components(growth.local_start, growth.country_start, 2, 4, c);
    for (int i = 0; i < 5; i++)
        for (int k = 0; k < 14; k++)
            expect_near(c[i][k], expected[i][k], 0, 1e-11);
}
END_TEST

/* Every year counts: neither is the first taken twice nor the last left out. */
START_TEST(shift_share_of_every_year)
{
    static const double expected[5][3] = {{19.82411067194, -6.278656126482, 1.45454545455},
                                          {5.52964426877, 6.279879540749, 13.19047619048},
                                          {2.13241106719, -1.650929585712, 4.51851851852},
                                          {12.47826086957, 1.813405797101, -14.29166666667},
                                          {39.96442687747, 0.163699625656, 4.87187349687}};
    double c[5][NUM_SHIFT_COMPONENTS];

    shift_share_components(region[0], nation[0], 3, 4, c);
    for (int i = 0; i < 5; i++)
        for (int k = 0; k < 3; k++)
            expect_near(c[i][SHIFT_DYNAMIC_NATIONAL + k], expected[i][k], 0, 1e-11);
    expect_near(c[4][SHIFT_CHANGE], 45, 1e-15, 0);
    expect_near(c[4][SHIFT_NATIONAL], 40.0909090909, 0, 5e-11);
    expect_near(c[4][SHIFT_STRUCTURAL], -0.590909090909, 0, 5e-13);
    expect_near(c[4][SHIFT_REGIONAL], 5.5, 1e-12, 0);
}
END_TEST

/* The components of a method add up to the change, whatever the table: sectors that
 * appear, vanish, or that only the country has. */
START_TEST(shift_share_adds_up)
{
    static const enum shift_component ends[][2] = {{SHIFT_NATIONAL, SHIFT_REGIONAL},
                                                   {SHIFT_NATIONAL_EXPECTED, SHIFT_INDUSTRY_DIFFERENTIAL},
                                                   {SHIFT_DYNAMIC_NATIONAL, SHIFT_DYNAMIC_REGIONAL}};
    struct stream stream = stream_make(1, "shift-share adds up");
    double local[60], country[60], c[21][NUM_SHIFT_COMPONENTS];

    for (uint32_t draw = 0; draw < 200; draw++) {
        for (uint32_t i = 0; i < 60; i++) {
            double u = stream_unit(&stream, draw, i), v = stream_unit(&stream, draw, 100 + i);
            local[i] = u < 0.15 ? 0 : floor(exp(12 * u));
            country[i] = local[i] + (v < 0.1 ? 0 : floor(exp(14 * v)));
        }
        shift_share_components(local, country, 3, 20, c);
        for (int i = 0; i < 21; i++) {
            double split = c[i][SHIFT_NATIONAL] + c[i][SHIFT_STRUCTURAL] + c[i][SHIFT_HOMOTHETIC] +
                           c[i][SHIFT_ALLOCATION];
            double scale = fabs(c[i][SHIFT_HOMOTHETIC]) + fabs(c[i][SHIFT_INDUSTRY_EXPECTED]) + 1e6;
            expect_near(split, c[i][SHIFT_CHANGE], 0, 1e-14 * scale);
            for (int m = 0; m < 3; m++) {
                double sum = 0;
                for (int k = (int)ends[m][0]; k <= (int)ends[m][1]; k++)
                    sum += c[i][k];
                expect_near(sum, c[i][SHIFT_CHANGE], 0, 1e-14 * scale);
            }
        }
    }
}
END_TEST

START_TEST(shift_share_intervals)
{
    static const double local[] = {1000, 50, 0, 1100, 0, 0}, country[] = {1000, 5000, 900, 1200, 5100, 950};
    static const double local_se[] = {20, 5, 0, 20, 0, 0}, country_se[] = {20, 40, 10, 30, 40, 10};
    struct shift_counts counts = {local, country, NULL, NULL, 2, 3, true};
    struct stream stream = stream_make(1, "test");
    struct interval a[4][NUM_SHIFT_COMPONENTS], b[4][NUM_SHIFT_COMPONENTS];
    struct err err = {0};

    expect_ok(shift_draws_intervals(&counts, &stream, 4000, 0.95, false, a, &err), &err);
    expect_ok(shift_draws_intervals(&counts, &stream, 4000, 0.95, true, b, &err), &err);
    ck_assert(memcmp(a[3], b[3], sizeof a[3]) == 0);
    /* the change of a sector: two Poisson counts; 4 % for the quantiles of 4,000 draws */
    expect_near(a[0][SHIFT_CHANGE].high - a[0][SHIFT_CHANGE].low, 2 * 1.959964 * sqrt(1000 + 1100), 0.04, 0);
    /* a sector that the territory holds alone at the start: what varies is what comes */
    ck_assert(a[0][SHIFT_REGIONAL].low < 0 && a[0][SHIFT_REGIONAL].high < 60);
    ck_assert(a[2][SHIFT_CHANGE].low == 0 && a[2][SHIFT_CHANGE].high == 0);
    counts.local_se = local_se;
    counts.country_se = country_se;
    expect_ok(shift_draws_intervals(&counts, &stream, 4000, 0.95, false, a, &err), &err);
    expect_near(a[0][SHIFT_CHANGE].high - a[0][SHIFT_CHANGE].low, 2 * 1.959964 * sqrt(800), 0.04, 0);
}
END_TEST

START_TEST(sectors_that_appear)
{
    static const double from[] = {100, 0}, to[] = {90, 20}, all[] = {1000, 0}, later[] = {1100, 50};
    struct shift_table table = {from, to, all, later, 2};
    struct shift_share s = shift_share_dunn(&table);
    struct shift_split split = shift_share_esteban(&table);

    expect_near(s.national + s.structural + s.regional, 10, 1e-13, 0);
    expect_near(split.competitive + split.allocation, s.regional, 1e-13, 0);
    expect_near(shift_share_sector(&table, 1).regional, 20, 1e-13, 0);
}
END_TEST

/* ---- inequality -------------------------------------------------------------------------- */

static const double gdp[] = {460.69, 549.19, 124.16, 65.29, 31.59,  109.27, 263.44, 39.87,
                             258.53, 645.59, 131.95, 35.03, 112.66, 56.22,  85.61,  56.81};
static const double people[] = {10879618, 12843514, 3520031, 2484826, 671489,  1787408, 6176172, 1612362,
                                7926599,  17865516, 4052803, 995597,  4084851, 2245470, 2858714, 2170714};

START_TEST(german_states)
{
    double per_head[16], gini;
    size_t east[16] = {0};
    struct err err = {0};

    east[2] = east[3] = east[7] = east[12] = east[13] = east[15] = 1;
    for (int i = 0; i < 16; i++)
        per_head[i] = gdp[i] / people[i];
    expect_near(inequality_theil_t(per_head, people, 16), 0.01732108794, 0, 5e-12);
    struct theil_parts parts;
    expect_ok(inequality_theil_parts(&parts, per_head, people, east, 16, 2, &err), &err);
    expect_near(parts.between, 0.00709172563, 0, 5e-12);
    expect_near(parts.within, 0.01022936231, 0, 5e-12);
    expect_near(inequality_theil_l(per_head, people, 16), 0.01744518737, 0, 5e-12);
    expect_near(inequality_williamson(per_head, people, 16), 0.1873096594, 0, 5e-11);
    expect_ok(concentration_gini_weighted(per_head, people, 16, &gini, &err), &err);
    expect_near(gini, 0.09993514037, 0, 5e-12);
    expect_ok(concentration_gini(gdp, 16, &gini, &err), &err);
    expect_near(gini, 0.5009348458, 0, 5e-11);
    expect_near(gini * 16 / 15, 0.5343305022, 0, 5e-11);
    expect_near(concentration_hhi(gdp, 16), 0.1251762991, 0, 5e-11);
    expect_near(concentration_hoover(gdp, people, 16), 0.07358990889, 0, 5e-12);
}
END_TEST

/* The order of the rows must not matter: elsewhere it does. */
START_TEST(weighted_gini_in_any_order)
{
    static const double x[] = {500, 1500, 2500, 4000, 7500, 15000}, w[] = {1000, 1200, 1600, 400, 200, 600};
    double backwards_x[6], backwards_w[6], gini;
    struct err err = {0};

    expect_ok(concentration_gini_weighted(x, w, 6, &gini, &err), &err);
    expect_near(gini, 0.527826087, 0, 5e-10);
    for (int i = 0; i < 6; i++) {
        backwards_x[i] = x[5 - i];
        backwards_w[i] = w[5 - i];
    }
    expect_ok(concentration_gini_weighted(backwards_x, backwards_w, 6, &gini, &err), &err);
    expect_near(gini, 0.527826087, 0, 5e-10);
}
END_TEST

START_TEST(inequality_of_equal_heads)
{
    static const double five[] = {10, 10, 10, 20, 50}, steps[] = {10, 20, 30, 40, 50};

    expect_near(inequality_theil_l(five, NULL, 5), 0.232630162, 0, 5e-10);
    expect_near(inequality_theil_t(five, NULL, 5), 0.2502012118, 0, 5e-11);
    expect_near(inequality_atkinson(five, NULL, 5, 0.5), 0.1154751088, 0, 5e-11);
    expect_near(inequality_atkinson(steps, NULL, 5, 0.5), 0.0631533923, 0, 1e-10);
    expect_near(30 * (1 - inequality_atkinson(steps, NULL, 5, 0.5)), 28.105398233, 0, 5e-10);
    expect_near(inequality_atkinson(steps, NULL, 5, 1), 0.1316096384, 0, 5e-11);
}
END_TEST

START_TEST(mexican_states)
{
    static const double income[] = {10384, 22361, 9573, 3758, 2934, 8578, 8537, 6909, 17816, 12132, 4359,
                                    2181,  4414,  5309, 3408, 3327, 6936, 4836, 9073, 1892,  3569,  11016,
                                    21965, 4372,  4840, 6399, 2459, 7508, 3605, 5203, 7990,  3734};
    static const size_t regime[] = {2, 1, 2, 5, 5, 1, 1, 3, 4, 2, 3, 5, 3, 3, 4, 3,
                                    3, 2, 1, 5, 3, 3, 5, 2, 2, 1, 5, 1, 3, 3, 5, 2};
    double gini;
    struct theil_parts parts;
    struct err err = {0};

    expect_near(inequality_theil_t(income, NULL, 32), 0.2089434423, 0, 5e-11);
    expect_ok(inequality_theil_parts(&parts, income, NULL, regime, 32, 6, &err), &err);
    expect_near(parts.between, 0.0345889001, 0, 1e-10);
    expect_ok(concentration_gini(income, 32, &gini, &err), &err);
    expect_near(gini, 0.3537237117, 0, 5e-11);
}
END_TEST

/* Of the 20 ways to split six places into two groups of three, two have as much between
 * (tests/reference/measures.R enumerates them). */
START_TEST(groups_by_permutation)
{
    static const double values[] = {1, 2, 4, 8, 16, 3}, heads[] = {5, 3, 2, 1, 1, 4};
    static const size_t groups[] = {0, 0, 1, 1, 1, 0};
    double p, again, alike;
    struct theil_parts parts;
    struct err err = {0};

    expect_ok(inequality_theil_parts(&parts, values, heads, groups, 6, 2, &err), &err);
    expect_near(parts.between, 0.2471763252801, 0, 5e-13);
    expect_ok(inequality_between_p(values, heads, groups, 6, 2, 40000, 1, &p, &err), &err);
    expect_near(p, 0.1, 0, 4 * sqrt(0.1 * 0.9 / 40000));
    expect_ok(inequality_between_p(values, heads, groups, 6, 2, 40000, 1, &again, &err), &err);
    ck_assert(p == again);
    /* one group, or places that are alike: any grouping has as much */
    expect_ok(inequality_between_p(values, heads, (size_t[6]){0}, 6, 1, 99, 1, &alike, &err), &err);
    ck_assert(alike == 1);
}
END_TEST

START_TEST(convergence)
{
    static const double start[] = {1, 2, 4, 8}, end[] = {4, 6, 9, 14};
    struct convergence c = convergence_beta(start, end, 4, 10);

    expect_near(convergence_speed(-0.008070533, 1), 0.00810327604, 0, 5e-12);
    expect_near(log(2) / convergence_speed(-0.008070533, 1), 85.53912975, 0, 5e-8);
    expect_near(c.beta, -0.0399297273311, 0, 5e-14);
    expect_near(c.intercept, 0.1379020832286, 0, 5e-14);
    expect_near(c.se, 0.000908762369987, 0, 5e-15);
    expect_near(c.se_robust, 0.000858928681727, 0, 5e-15);
    expect_near(c.half_life, log(2) / c.lambda, 1e-14, 0);
    expect_near(convergence_sigma(start, 4), 0.89484916226, 0, 5e-12);
}
END_TEST

START_TEST(trends)
{
    static const double years[] = {2003, 2004, 2005, 2006, 2007, 2008, 2009, 2011, 2012, 2013, 2014};
    static const double rates[] = {8.1, 8.4, 8.2, 8.2, 7.4, 7.9, 9.8, 9.6, 10.2, 10.6, 10.4};
    struct trend trend;
    struct err err = {0};

    expect_ok(trend_of(&trend, years, rates, 11, 0.95, &err), &err);
    expect_near(trend.slope, 0.244444444444, 0, 5e-13);
    expect_near(trend.interval.low, 0.0491684517683, 0, 5e-13);
    expect_near(trend.interval.high, 0.400831548232, 0, 5e-13);
    expect_near(trend.s, 30, 0, 0);
    expect_near(trend.variance, 164, 1e-14, 0);
    expect_near(trend.p, 0.0235421788849, 0, 5e-14);
    ck_assert_int_eq(trend_of(&trend, years, rates, 3, 0.95, &err), ERR_DATA);
    /* tests/reference/shiftshare.R */
    expect_ok(trend_of_series(&trend, years, rates, 11, 0.95, &err), &err);
    expect_near(trend.slope, 0.244444444444, 0, 5e-13);
    expect_near(trend.autocorrelation, 0.885630698662, 0, 5e-12);
    expect_near(trend.interval.low, -0.46849899938, 0, 5e-11);
    expect_near(trend.interval.high, 0.957387888269, 0, 5e-11);
    expect_near(trend.variance, 164 * 4.07172466717, 1e-11, 0);
    expect_near(trend.p, 0.290805465273, 0, 5e-12);
    ck_assert_int_eq(trend_of_series(&trend, years, rates, 3, 0.95, &err), ERR_DATA);
}
END_TEST

START_TEST(trends_without_residuals)
{
    static const double times[] = {1, 2, 3, 4, 5}, line[] = {2, 4, 6, 8, 10}, flat[] = {3, 3, 3, 3, 3};
    struct trend trend;
    struct err err = {0};

    expect_ok(trend_of_series(&trend, times, line, 5, 0.95, &err), &err);
    expect_near(trend.slope, 2, 0, 0);
    expect_near(trend.interval.high - trend.interval.low, 0, 0, 1e-12);
    expect_ok(trend_of_series(&trend, times, flat, 5, 0.95, &err), &err);
    expect_near(trend.slope, 0, 0, 0);
    expect_near(trend.p, 1, 0, 0);
}
END_TEST

START_TEST(quantiles_between_values)
{
    double values[] = {9, 1, 4, 3};
    struct interval middle = quantile_interval(values, 4, 0.4); /* 0.3 and 0.7: places 0.9 and 2.1 */

    expect_near(middle.low, 1 + 0.9 * 2, 1e-14, 0);
    expect_near(middle.high, 4 + 0.1 * 5, 1e-14, 0);
    expect_near(quantile_of(values, 4, 1), 9, 0, 0);
    expect_near(quantile_of(values, 1, 0.3), 1, 0, 0);
}
END_TEST

/* tests/reference/shiftshare.R; without dependence the closed form. */
START_TEST(variance_of_dependent_series)
{
    static const double ten[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, gaps[] = {1, 2, 4, 8, 9};
    struct err err = {0};
    double variance;

    expect_ok(trend_variance(ten, 10, 0, &variance, &err), &err);
    expect_near(variance, 125, 1e-15, 0);
    expect_ok(trend_variance(ten, 10, 1e-12, &variance, &err), &err);
    expect_near(variance, 125, 1e-9, 0);
    expect_ok(trend_variance(ten, 10, 0.5, &variance, &err), &err);
    expect_near(variance, 249.242442187, 0, 5e-10);
    expect_ok(trend_variance(ten, 10, 0.9, &variance, &err), &err);
    expect_near(variance, 485.755298214, 0, 5e-10);
    expect_ok(trend_variance(gaps, 5, 0.7, &variance, &err), &err);
    expect_near(variance, 28.1262062262, 0, 5e-11);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, exact_and_bayesian_shares);
    tcase_add_test(tests, differences_of_shares);
    tcase_add_test(tests, quotients_by_fieller);
    tcase_add_test(tests, standardised_rates);
    tcase_add_test(tests, ranks_against_a_reference);
    tcase_add_test(tests, sectors_of_goettingen);
    tcase_add_test(tests, ginis_of_quotients);
    tcase_add_test(tests, krugman_against_others);
    tcase_add_test(tests, concentration_of_four);
    tcase_add_test(tests, five_territories);
    tcase_add_test(tests, hoover_and_its_gini);
    tcase_add_test(tests, sectors_that_go_together);
    tcase_add_test(tests, plants_that_agglomerate);
    tcase_add_test(tests, industries_that_coagglomerate);
    tcase_add_test(tests, dunn_components);
    tcase_add_test(tests, shift_share_by_sector);
    tcase_add_test(tests, shift_share_of_every_year);
    tcase_add_test(tests, shift_share_adds_up);
    tcase_add_test(tests, shift_share_intervals);
    tcase_add_test(tests, shift_share_extensions);
    tcase_add_test(tests, shift_share_year_by_year);
    tcase_add_test(tests, sectors_that_appear);
    tcase_add_test(tests, german_states);
    tcase_add_test(tests, weighted_gini_in_any_order);
    tcase_add_test(tests, inequality_of_equal_heads);
    tcase_add_test(tests, mexican_states);
    tcase_add_test(tests, groups_by_permutation);
    tcase_add_test(tests, convergence);
    tcase_add_test(tests, trends);
    tcase_add_test(tests, trends_without_residuals);
    tcase_add_test(tests, variance_of_dependent_series);
    tcase_add_test(tests, quantiles_between_values);
}

int main(void)
{
    return test_main("measures", add);
}
