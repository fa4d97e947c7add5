/* Concentration of sectors and plants, against tests/reference/concentration.R. */
#include <math.h>
#include <string.h>

#include "stats/data/plantlist.h"
#include "stats/data/sizeband.h"
#include "stats/numeric/agglomeration.h"
#include "stats/numeric/localisation.h"
#include "stats/numeric/multinomial.h"
#include "stats/numeric/quantile.h"
#include "tests/unit/support.h"

static const double eg5[5][5] = {
    {100, 0, 0, 0, 0}, {0, 15, 20, 25, 40}, {0, 5, 10, 30, 55}, {0, 70, 20, 5, 5}, {0, 10, 50, 40, 0}};

START_TEST(measures_of_five_sectors)
{
    static const double all[] = {100, 100, 100, 100, 100};
    static const double expected[5][NUM_LOCALISATION] = {{0.8, 0.8, 1.60943791243, 0.8, 1},
                                                         {0.25, 0.36, 0.289892449185, 0.085, 0.285},
                                                         {0.45, 0.54, 0.539390597744, 0.205, 0.405},
                                                         {0.5, 0.62, 0.738304641835, 0.335, 0.535},
                                                         {0.5, 0.56, 0.666089520105, 0.22, 0.42}};
    double values[NUM_LOCALISATION];
    struct err err = {0};

    for (int s = 0; s < 5; s++) {
        expect_ok(localisation_measure(values, eg5[s], all, 5, &err), &err);
        for (int m = 0; m < NUM_LOCALISATION; m++)
            expect_near(values[m], expected[s][m], 1e-11, 0);
    }
}
END_TEST

/* Mean absolute deviation of binomial counts, and means of squares, are known exactly. */
START_TEST(chance_is_what_closed_forms_say)
{
    static const double all[] = {40, 25, 20, 10, 5}, x[] = {.4, .25, .2, .1, .05};
    static const double jobs[] = {30, 10, 0, 0, 0};
    struct localisation sector = {jobs, all, 5, 1};
    struct localisation_estimate e[NUM_LOCALISATION];
    struct stream stream = stream_make(3, "test chance");
    double hoover = 0, x2 = 0;
    struct err err = {0};

    for (int j = 0; j < 5; j++) {
        double p = pow(1 - x[j], 40);
        for (int k = 0; k <= 40; k++) {
            hoover += p * fabs(k / 40.0 - x[j]) / 2;
            p *= (40.0 - k) / (k + 1) * x[j] / (1 - x[j]);
        }
        x2 += x[j] * x[j];
    }
    expect_ok(localisation_estimate(e, &sector, &stream, 40000, 0.95, &err), &err);
    expect_near(e[LOCALISATION_HOOVER].chance, hoover, 0, 4 * 0.05 / 200);
    expect_near(e[LOCALISATION_GAP].chance, (1 - x2) / 40, 0, 4 * 0.02 / 200);
    expect_near(e[LOCALISATION_HHI].chance, x2 + (1 - x2) / 40, 0, 4 * 0.05 / 200);
}
END_TEST

/* Tests of the shape of the estimates: order, ends, and what they may not depend on. */
START_TEST(estimates_keep_their_order)
{
    static const double all[] = {400, 250, 200, 100, 50}, jobs[] = {30, 10, 3, 0, 1};
    static const double tens[] = {300, 100, 30, 0, 10};
    struct localisation sector = {jobs, all, 5, 1}, larger = {tens, all, 5, 10};
    struct localisation_estimate e[NUM_LOCALISATION], f[NUM_LOCALISATION];
    struct stream stream = stream_make(3, "test order");
    struct err err = {0};

    expect_ok(localisation_estimate(e, &sector, &stream, 500, 0.95, &err), &err);
    expect_ok(localisation_estimate(f, &larger, &stream, 500, 0.95, &err), &err);
    for (int m = 0; m < NUM_LOCALISATION; m++) {
        ck_assert_msg(e[m].low <= e[m].corrected && e[m].corrected <= e[m].high, "measure %d", m);
        ck_assert(e[m].low >= 0 && e[m].p > 0 && e[m].p <= 1);
        /* ten times as many jobs that settle by tens are the same darts */
        expect_near(f[m].low, e[m].low, 1e-12, 1e-15);
        expect_near(f[m].high, e[m].high, 1e-12, 1e-15);
        ck_assert(fabs(f[m].p - e[m].p) < 1e-15);
    }
    for (int m = 0; m < LOCALISATION_HHI; m++)
        ck_assert_msg(e[m].corrected < e[m].value, "measure %d is not lower without chance", m);
    expect_ok(localisation_estimate(e, &sector, &stream, 0, 0.95, &err), &err);
    ck_assert(e[0].value > 0 && isnan(e[0].low) && isnan(e[0].chance) && isnan(e[0].p));
}
END_TEST

/* A sector spread exactly as all jobs: nothing says that it is concentrated at all. */
START_TEST(no_concentration_is_not_excluded)
{
    static const double all[] = {400, 250, 200, 100, 50};
    struct localisation sector = {all, all, 5, 1};
    struct localisation_estimate e[NUM_LOCALISATION];
    struct stream stream = stream_make(3, "test none");
    struct err err = {0};

    expect_ok(localisation_estimate(e, &sector, &stream, 500, 0.95, &err), &err);
    for (int m = 0; m < LOCALISATION_HHI; m++) {
        expect_near(e[m].value, 0, 0, 1e-15);
        ck_assert(e[m].low == 0 && e[m].corrected == 0 && e[m].p == 1);
    }
}
END_TEST

START_TEST(multinomials_add_up)
{
    static const double weights[] = {5, 0, 3, 2};
    struct stream stream = stream_make(1, "test multinomial");
    double drawn[4 * 200], mean[4] = {0};

    multinomial_lanes(&stream, 0, 200, 1000, weights, 4, drawn);
    for (int k = 0; k < 200; k++) {
        ck_assert(drawn[k] + drawn[200 + k] + drawn[400 + k] + drawn[600 + k] == 1000);
        for (int i = 0; i < 4; i++)
            mean[i] += drawn[i * 200 + k] / 200;
    }
    ck_assert(mean[1] == 0);
    expect_near(mean[0], 500, 0, 4 * 15.9 / sqrt(200));
    expect_near(mean[3], 200, 0, 4 * 12.7 / sqrt(200));
}
END_TEST

/* R's quantile(c(1, 2, 4, 8), p), type 7, by hand: position 3 p. */
START_TEST(quantiles_of_a_sample)
{
    double values[] = {8, 1, 4, 2};

    quantile_sort(values, 4);
    ck_assert(values[0] == 1 && values[3] == 8);
    expect_near(quantile_of(values, 4, 0.5), 3, 1e-15, 0);
    expect_near(quantile_of(values, 4, 0.9), 4 + 0.7 * 4, 1e-15, 0);
    ck_assert(quantile_of(values, 4, 1) == 8 && quantile_of(values, 4, 0) == 1);
}
END_TEST

/* ---- plants ------------------------------------------------------------------------- */

static const double x3[] = {.5, .3, .2};

START_TEST(variance_of_g_is_that_of_all_throws)
{
    static const double jobs[] = {50, 30, 15, 5}, p[] = {.1, .6, .3};
    static const size_t places[4] = {0};
    struct plants plants = {jobs, places, 4};

    expect_near(agglomeration_variance(&plants, x3, x3, 3), 0.02982901, 1e-12, 0);
    expect_near(agglomeration_variance(&plants, p, x3, 3), 0.05311869, 1e-12, 0);
    expect_near(agglomeration_variance(&plants, p, (double[3]){0}, 3), 0.03902229, 1e-12, 0);
}
END_TEST

START_TEST(ten_plants_against_chance)
{
    static const double jobs[] = {200, 650, 12000, 100, 50, 16000, 13000, 1500, 1500, 25000};
    static const size_t places[] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 2};
    struct plants plants = {jobs, places, 10};
    struct agglomeration a;
    struct err err = {0};

    expect_ok(agglomeration_of(&a, &plants, (double[]){.5, .4, .1}, 3, &err), &err);
    expect_near(a.z, 0.195900197026, 1e-11, 0);
    expect_near(a.gamma_ms, -0.435762553198, 1e-11, 0);
    ck_assert(a.se > 0);
    plants.num = 1;
    expect_ok(agglomeration_of(&a, &plants, (double[]){.5, .4, .1}, 3, &err), &err);
    ck_assert(isnan(a.gamma) && isnan(a.gamma_ms) && isnan(a.se) && isnan(a.se_ms));
}
END_TEST

/* The definition of 1997 with its plants, and the error with matrices. */
START_TEST(coagglomeration_of_plants_and_of_shares)
{
    static const double jobs[3][4] = {{60, 30, 10, 5}, {20, 50, 80}, {7, 9}};
    static const size_t at[3][4] = {{0, 1, 2, 0}, {0, 1, 2}, {1, 1}}, counts[] = {4, 3, 2};
    static const struct {
        int set[3], num;
        double gamma, se;
    } cases[] = {{{0, 1}, 2, -0.127496159754, 0.286425407494},
                 {{0, 2}, 2, -0.0783410138249, 0.466322644952},
                 {{1, 2}, 2, 0.225806451613, 0.482034460844},
                 {{0, 1, 2}, 3, -0.0805719584208, 0.231780657042}};
    struct err err = {0};

    for (size_t c = 0; c < 4; c++) {
        struct plants plants[3];
        struct located located[3];
        double shares[3][3], gamma;
        for (int i = 0; i < cases[c].num; i++) {
            int k = cases[c].set[i];
            struct agglomeration a;
            plants[i] = (struct plants){jobs[k], at[k], counts[k]};
            expect_ok(agglomeration_of(&a, &plants[i], x3, 3, &err), &err);
            agglomeration_shares(&plants[i], shares[i], 3);
            located[i] = (struct located){shares[i], 0, a.h};
            for (size_t n = 0; n < counts[k]; n++)
                located[i].jobs += jobs[k][n];
        }
        size_t num = (size_t)cases[c].num;
        struct coagglomeration both;
        expect_ok(coagglomeration_of_shares(&both, located, num, x3, 3, &err), &err);
        expect_ok(coagglomeration_of(&gamma, plants, num, x3, 3, &err), &err);
        expect_near(gamma, cases[c].gamma, 1e-10, 0);
        expect_near(both.gamma, cases[c].gamma, 1e-10, 0);
        expect_near(both.se, cases[c].se, 1e-10, 0);
    }
}
END_TEST

START_TEST(size_bands)
{
    const struct size_band *band = size_band_find("12");
    struct stream stream = stream_make(1, "test bands");
    double mean = 0;

    ck_assert(band->low == 20 && band->high == 49);
    ck_assert(size_band_find("NN")->high == 0 && size_band_find("00")->high == 0);
    ck_assert(size_band_find("53")->low == 10000 && size_band_find("53")->high == SIZE_BAND_LARGEST);
    ck_assert_ptr_null(size_band_find("04"));
    ck_assert_ptr_null(size_band_find("1"));
    expect_near(size_band_mean(6, 9), 7.18452380952, 1e-11, 0);
    expect_near(size_band_mean(20, 49), 30.0488560395, 1e-11, 0);
    expect_near(size_band_mean(10000, 40000), 18483.6041242, 1e-11, 0);
    ck_assert(size_band_draw(20, 49, 1e-16) == 20 && size_band_draw(20, 49, 1 - 1e-16) == 49);
    for (int d = 0; d < 40000; d++) {
        double size = size_band_draw(20, 49, stream_unit(&stream, (uint64_t)d, 0));
        ck_assert(size >= 20 && size <= 49 && size == floor(size));
        mean += size / 40000;
    }
    expect_near(mean, 30.0488560395, 0, 4 * 8.18641525189 / 200);
}
END_TEST

/* ---- lists of plants ---------------------------------------------------------------- */

static void read_geography(struct geography *geography)
{
    struct problems problems = {0};
    struct err err = {0};

    expect_ok(geography_read(geography, "tests/data/small/geography.csv", "tests/data/small/events.csv",
                             &problems, &err),
              &err);
    problems_free(&problems);
}

/* Merged communes, arrondissements, a commune in no intercommunalité, bands without jobs. */
START_TEST(plants_are_matched_with_territories)
{
    struct geography geography;
    struct plant_list list = {0};
    struct plant_options options = {.from = LEVEL_COM, .to = LEVEL_EPCI, .bands = true, .sector_length = 2};
    struct problems problems = {0};
    struct err err = {0};

    read_geography(&geography);
    expect_ok(
        plant_list_read(&list, "tests/data/concentration/bands.csv", &options, &geography, &problems, &err),
        &err);
    ck_assert_int_eq((int)list.num_sectors, 2);
    ck_assert_str_eq(list.sectors[0], "25");
    ck_assert_str_eq(list.sectors[1], "29");
    ck_assert_int_eq((int)list.num, 5);
    ck_assert_int_eq((int)list.first[1], 3);
    ck_assert_int_eq((int)list.num_moved, 2);
    ck_assert_int_eq((int)list.num_outside, 2);
    ck_assert_int_eq((int)list.num_without_size, 1);
    ck_assert_int_eq((int)list.num_without_jobs, 2);
    ck_assert(list.items[0].low == 3 && list.items[0].high == 5);
    ck_assert_str_eq(geography.levels[LEVEL_EPCI].items[list.items[2].zone].code, "200000001");
    plant_list_free(&list);
    geography_free(&geography);
    problems_free(&problems);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, measures_of_five_sectors);
    tcase_add_test(tests, chance_is_what_closed_forms_say);
    tcase_add_test(tests, estimates_keep_their_order);
    tcase_add_test(tests, no_concentration_is_not_excluded);
    tcase_add_test(tests, multinomials_add_up);
    tcase_add_test(tests, quantiles_of_a_sample);
    tcase_add_test(tests, variance_of_g_is_that_of_all_throws);
    tcase_add_test(tests, ten_plants_against_chance);
    tcase_add_test(tests, coagglomeration_of_plants_and_of_shares);
    tcase_add_test(tests, size_bands);
    tcase_add_test(tests, plants_are_matched_with_territories);
}

int main(void)
{
    return test_main("localisation", add);
}
