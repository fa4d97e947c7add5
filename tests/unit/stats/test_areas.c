/* Comparable territories, samples and small areas, against values that were worked out
 * elsewhere: R (see tests/reference/measures.R), and published examples. */
#include <gsl/gsl_errno.h>
#include <math.h>

#include "stats/numeric/betabinomial.h"
#include "stats/numeric/design.h"
#include "stats/numeric/neighbours.h"
#include "stats/numeric/smallarea.h"
#include "tests/unit/support.h"

/* ---- peers -------------------------------------------------------------------------- */

static const double points[6][3] = {{1, 10, 4}, {2, 9, 4}, {3, 7, 5}, {5, 8, 6}, {8, 3, 5}, {13, 1, 9}};

START_TEST(nearest_rows)
{
    static const size_t order[2][5] = {{0, 2, 3, 4, 5}, {0, 3, 4, 2, 5}};
    static const double distance[2][5] = {
        {0.206792547967, 0.46577743779, 0.745180841283, 1.27855847713, 2.46075079726},
        {0.302644373057, 0.834400305928, 1.21798170494, 1.40019746223, 1.57472878141}};
    struct neighbour_table table = {points[0], NULL, 6, 3};
    struct neighbour peers[5];
    struct err err = {0};

    for (int m = 0; m < 2; m++) {
        expect_ok(neighbours_of(peers, 5, &table, 1, (enum neighbour_metric)m, 50, &err), &err);
        for (int k = 0; k < 5; k++) {
            ck_assert_uint_eq(peers[k].row, order[m][k]);
            expect_near(peers[k].distance, distance[m][k], 0, 5e-12);
            expect_near(peers[k].sampling, 1, 1e-12, 0); /* all rows, no errors */
        }
    }
}
END_TEST

START_TEST(how_sure_the_nearest_are)
{
    double se[18] = {0};
    struct neighbour_table table = {points[0], se, 6, 3};
    struct neighbour peers[2], again[2];
    struct err err = {0};

    expect_ok(neighbours_of(peers, 2, &table, 1, NEIGHBOUR_EUCLID, 400, &err), &err);
    expect_near(peers[0].sampling, 1, 1e-12, 0);
    ck_assert(peers[1].choice < 1 && peers[1].choice > 0.3);
    for (int i = 0; i < 18; i++)
        se[i] = 50; /* nothing is known any more: two of five at random */
    expect_ok(neighbours_of(peers, 2, &table, 1, NEIGHBOUR_EUCLID, 4000, &err), &err);
    expect_near(peers[0].sampling, 0.4, 0, 0.035); /* 4 sd of a frequency of 4,000 */
    expect_ok(neighbours_of(again, 2, &table, 1, NEIGHBOUR_EUCLID, 4000, &err), &err);
    ck_assert(peers[0].sampling == again[0].sampling && peers[1].choice == again[1].choice);
}
END_TEST

START_TEST(rows_that_cannot_be_compared)
{
    double same[12] = {1, 5, 2, 5, 3, 5, 4, 5, 5, 5, 6, 5},
           linear[12] = {1, 2, 2, 4, 3, 6, 4, 8, 5, 10, 6, 12};
    struct neighbour_table table = {same, NULL, 6, 2};
    struct neighbour peers[2];
    struct err err = {0};

    ck_assert_int_eq(neighbours_of(peers, 2, &table, 0, NEIGHBOUR_EUCLID, 10, &err), ERR_DATA);
    expect_contains(err.message, "column 2");
    err = (struct err){0};
    table.values = linear;
    ck_assert_int_eq(neighbours_of(peers, 2, &table, 0, NEIGHBOUR_MAHALANOBIS, 10, &err), ERR_DATA);
    err = (struct err){0};
    ck_assert_int_eq(neighbours_of(peers, 6, &table, 0, NEIGHBOUR_EUCLID, 10, &err), ERR_DATA);
}
END_TEST

/* ---- samples ---------------------------------------------------------------------------- */

/* Two strata of four clusters of two; values by the R package survey. */
START_TEST(estimates_from_a_sample)
{
    static const double w[] = {10, 10, 12, 12, 8, 8, 15, 15, 20, 20, 18, 18, 25, 25, 22, 22};
    static const double y[] = {1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0};
    static const double x[] = {3, 5, 2, 4, 6, 1, 2, 2, 8, 3, 4, 4, 5, 7, 1, 2};
    size_t strata[16], clusters[16];
    struct design_sample sample = {strata, clusters, w, 16};
    struct design_estimate e;
    struct err err = {0};

    for (size_t i = 0; i < 16; i++) {
        strata[i] = i / 8;
        clusters[i] = i / 2;
    }
    expect_ok(design_mean(&e, &sample, y, &err), &err);
    expect_near(e.value, 0.3538461538, 0, 5e-11);
    expect_near(e.se, 0.1155556, 0, 5e-8);
    expect_near(e.deff, 0.93348, 0, 5e-6);
    ck_assert_int_eq(e.df, 6);
    expect_interval(design_logit(&e, 0.95), .1371861879, .6535111780, 5e-11);
    expect_interval(design_beta(&e, 16, 0.95), .1186954660, .6570193065, 5e-11);
    expect_ok(design_total(&e, &sample, y, &err), &err);
    expect_near(e.value, 92, 1e-14, 0);
    expect_near(e.se, 32.4037, 0, 5e-5);
    expect_ok(design_ratio(&e, &sample, y, x, &err), &err);
    expect_near(e.value, 0.09218436874, 0, 5e-12);
    expect_near(e.se, 0.02851170899, 0, 5e-12);
    strata[15] = 9;
    ck_assert_int_eq(design_mean(&e, &sample, y, &err), ERR_DATA);
    expect_contains(err.message, "record 16");
}
END_TEST

/* ---- small areas ------------------------------------------------------------------------------ */

START_TEST(empirical_bayes_rates)
{
    static const double events[] = {5, 2, 40, 7, 0, 9}, population[] = {200, 150, 400, 180, 90, 350};
    static const double expected[] = {.02867791153, .02054233829, .09481206805,
                                      .04024442337, .01475022491, .02790928450};
    double estimates[6];
    struct eb_rates eb = smallarea_marshall(events, population, 6, estimates);

    expect_near(eb.b, .04598540146, 0, 5e-12);
    expect_near(eb.a, .001081988876, 0, 5e-13);
    for (int i = 0; i < 6; i++)
        expect_near(estimates[i], expected[i], 0, 5e-12);
    /* no more spread than chance: everybody gets the overall rate */
    eb = smallarea_marshall((double[]){10, 11, 9}, (double[]){100, 100, 100}, 3, estimates);
    ck_assert(eb.a == 0);
    expect_near(estimates[1], 0.1, 1e-14, 0);
}
END_TEST

/* Values of R: optim on the likelihood, then Newton; qbeta (tests/reference/measures.R). */
START_TEST(beta_binomial_rates)
{
    static const double events[] = {5, 2, 40, 7, 0, 9}, people[] = {200, 150, 400, 180, 90, 350};
    static const double expected[] = {0.0269707255326, 0.0184328553353, 0.0937365825843,
                                      0.0383364171919, 0.0117324008953, 0.0268547988009};
    struct beta_binomial fit;
    struct err err = {0};

    expect_ok(beta_binomial_fit(&fit, events, people, 6, &err), &err);
    expect_near(fit.alpha, 1.565431565604, 1e-9, 0);
    expect_near(fit.beta, 41.862634826845, 1e-9, 0);
    for (int i = 0; i < 6; i++)
        expect_near(beta_binomial_posterior(&fit, events[i], people[i], 0.95).mean, expected[i], 0, 5e-12);
    struct beta_posterior fifth = beta_binomial_posterior(&fit, 0, 90, 0.95);
    expect_near(fifth.sd, 0.00928722034969, 0, 5e-12);
    expect_interval(fifth.interval, 0.000929037682761, 0.035639946041317, 5e-11);
}
END_TEST

START_TEST(beta_binomial_at_its_limits)
{
    static const double people[] = {100, 100, 100};
    struct beta_binomial fit;
    struct err err = {0};

    /* no more spread than chance: everybody gets the overall rate */
    expect_ok(beta_binomial_fit(&fit, (double[]){10, 11, 9}, people, 3, &err), &err);
    ck_assert(fit.no_spread);
    expect_near(beta_binomial_posterior(&fit, 10, 100, 0.95).mean, 0.1, 1e-14, 0);
    /* rates that share nothing: a beta with most of its weight at both ends */
    expect_ok(beta_binomial_fit(&fit, (double[]){0, 100, 50}, people, 3, &err), &err);
    ck_assert(fit.alpha < 1 && fit.beta < 1);
    expect_near(fit.alpha, fit.beta, 1e-9, 0);
    /* a region of millions: the interval is that of the count */
    fit = (struct beta_binomial){.alpha = 20, .beta = 180, .rate = 0.1};
    struct beta_posterior large = beta_binomial_posterior(&fit, 1e6, 8e6, 0.95);
    expect_near(large.interval.high - large.interval.low, 2 * 1.959964 * sqrt(0.125 * 0.875 / 8e6), 1e-4, 0);
    ck_assert_int_eq(beta_binomial_fit(&fit, (double[]){0, 0, 0}, people, 3, &err), ERR_DATA);
    ck_assert_int_eq(beta_binomial_fit(&fit, people, people, 3, &err), ERR_DATA);
    ck_assert_int_eq(beta_binomial_fit(&fit, (double[]){5}, people, 1, &err), ERR_DATA);
}
END_TEST

/* Expenditure on fresh milk in 43 areas (You and Chapman 2006; Arora and Lahiri 1997). */
static const double milk[] = {1.099, 1.075, 1.105, .628,  .753,  .981,  1.257, 1.095, 1.405, 1.356, .615,
                              1.46,  1.338, .854,  1.176, 1.111, 1.257, 1.43,  1.278, 1.292, 1.002, 1.183,
                              1.044, 1.267, 1.193, .791,  .795,  .759,  .796,  .565,  .886,  .952,  .807,
                              .582,  .684,  .787,  .44,   .759,  .77,   .8,    .756,  .865,  .64};
static const double milk_sd[] = {.163, .08,  .083, .109, .119, .141, .202, .127, .168, .178, .1,
                                 .201, .148, .143, .149, .145, .135, .172, .137, .163, .125, .247,
                                 .14,  .171, .106, .121, .121, .259, .106, .089, .225, .205, .119,
                                 .067, .106, .126, .092, .132, .1,   .113, .083, .121, .129};

static struct fay_herriot_data milk_data(double x[43][4], double psi[43])
{
    for (int i = 0; i < 43; i++) {
        int major = i < 7 ? 0 : i < 14 ? 1 : i < 25 ? 2 : 3;
        psi[i] = milk_sd[i] * milk_sd[i];
        for (int j = 0; j < 4; j++)
            x[i][j] = j == 0 || j == major;
    }
    return (struct fay_herriot_data){milk, psi, x[0], 43, 4};
}

START_TEST(fay_herriot_by_restricted_likelihood)
{
    static const double beta[] = {0.968188986975, 0.132780305457, 0.226946224521, -0.241301039945};
    static const double eblup[] = {1.02197054415, 1.04760195144, 1.0679514263, 0.760816565089,
                                   0.846157043779};
    static const double expected_mse[] = {0.0134602564596, 0.00537287973294, 0.00570199471705,
                                          0.00854175201865, 0.00957960971366};
    double x[43][4], psi[43], estimates[43], mse[43];
    struct fay_herriot_data data = milk_data(x, psi);
    struct fay_herriot fit;
    struct err err = {0};

    expect_ok(fay_herriot_fit(&fit, &data, FAY_HERRIOT_REML, &err), &err);
    expect_near(fit.a, 0.0185503347628, 0, 5e-12);
    expect_near(fit.a, .01855022232, 0, 2e-7); /* printed elsewhere, after four steps */
    fay_herriot_predict(&fit, &data, estimates, mse);
    for (int j = 0; j < 4; j++)
        expect_near(fit.beta[j], beta[j], 0, 5e-11);
    for (int i = 0; i < 5; i++) {
        expect_near(estimates[i], eblup[i], 0, 5e-11);
        expect_near(mse[i], expected_mse[i], 0, 5e-13);
    }
    double outside, outside_mse;
    fay_herriot_outside(&fit, x[0], &outside, &outside_mse);
    expect_near(outside, beta[0], 0, 5e-11);
    ck_assert(outside_mse > fit.a);
    fay_herriot_free(&fit);
}
END_TEST

START_TEST(fay_herriot_by_likelihood_and_moments)
{
    double x[43][4], psi[43];
    struct fay_herriot_data data = milk_data(x, psi);
    struct fay_herriot fit;
    struct err err = {0};

    expect_ok(fay_herriot_fit(&fit, &data, FAY_HERRIOT_ML, &err), &err);
    expect_near(fit.a, 0.0155175087124, 0, 5e-12);
    expect_near(fit.a, .01551755026, 0, 2e-7);
    fay_herriot_free(&fit);
    expect_ok(fay_herriot_fit(&fit, &data, FAY_HERRIOT_MOMENT, &err), &err);
    expect_near(fit.a, 0.0164202636541, 0, 5e-12);
    expect_near(fit.a, .01642027038, 0, 2e-7);
    fay_herriot_free(&fit);
}
END_TEST

START_TEST(fay_herriot_refuses)
{
    double x[43][4], psi[43];
    struct fay_herriot_data data = milk_data(x, psi);
    struct fay_herriot fit;
    struct err err = {0};

    for (int i = 0; i < 43; i++)
        x[i][3] = x[i][0];
    ck_assert_int_eq(fay_herriot_fit(&fit, &data, FAY_HERRIOT_REML, &err), ERR_DATA);
    expect_contains(err.message, "collinear");
    err = (struct err){0};
    data = milk_data(x, psi);
    psi[7] = 0;
    ck_assert_int_eq(fay_herriot_fit(&fit, &data, FAY_HERRIOT_REML, &err), ERR_DATA);
    expect_contains(err.message, "area 8");
    err = (struct err){0};
    data.num = 4;
    ck_assert_int_eq(fay_herriot_fit(&fit, &data, FAY_HERRIOT_REML, &err), ERR_DATA);
}
END_TEST

START_TEST(benchmarking_to_the_parent)
{
    double estimates[] = {1, 2, 3};

    expect_near(smallarea_benchmark(estimates, (double[]){10, 10, 10}, 3, 66), 1.1, 1e-14, 0);
    expect_near(estimates[2], 3.3, 1e-14, 0);
}
END_TEST

static void add(TCase *tests)
{
    gsl_set_error_handler_off();
    tcase_add_test(tests, nearest_rows);
    tcase_add_test(tests, how_sure_the_nearest_are);
    tcase_add_test(tests, rows_that_cannot_be_compared);
    tcase_add_test(tests, estimates_from_a_sample);
    tcase_add_test(tests, empirical_bayes_rates);
    tcase_add_test(tests, beta_binomial_rates);
    tcase_add_test(tests, beta_binomial_at_its_limits);
    tcase_add_test(tests, fay_herriot_by_restricted_likelihood);
    tcase_add_test(tests, fay_herriot_by_likelihood_and_moments);
    tcase_add_test(tests, fay_herriot_refuses);
    tcase_add_test(tests, benchmarking_to_the_parent);
}

int main(void)
{
    return test_main("areas", add);
}
