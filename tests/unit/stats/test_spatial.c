/* Spatial autocorrelation: a lattice of three by three whose values are known exactly
 * (full enumeration) or from spdep and esda. */
#include <math.h>
#include <stdlib.h>

#include "stats/numeric/spatial.h"
#include "tests/unit/support.h"

static const double nine[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};

/* Rook contiguity of a lattice; row-standardised when asked for. */
static struct weights lattice(size_t side, bool standardised)
{
    struct weight_pair *pairs = calloc(4 * side * side, sizeof *pairs);
    struct weights w;
    struct err err = {0};
    size_t num = 0;

    ck_assert_ptr_nonnull(pairs);
    for (size_t i = 0; i < side * side; i++) {
        if (i % side + 1 < side) {
            pairs[num++] = (struct weight_pair){i, i + 1};
            pairs[num++] = (struct weight_pair){i + 1, i};
        }
        if (i + side < side * side) {
            pairs[num++] = (struct weight_pair){i, i + side};
            pairs[num++] = (struct weight_pair){i + side, i};
        }
    }
    expect_ok(weights_from_pairs(&w, side * side, pairs, num, &err), &err);
    if (standardised)
        weights_standardise(&w);
    free(pairs);
    return w;
}

START_TEST(moran_and_its_moments)
{
    struct weights w = lattice(3, false);
    struct spatial_statistic m = spatial_moran(nine, &w);

    expect_near(m.value, 0.5, 1e-14, 0);
    expect_near(m.expected, -0.125, 1e-14, 0);
    expect_near(m.variance_random, 0.0596875, 1e-13, 0);
    expect_near(m.variance_normal, 0.053125, 1e-13, 0);
    weights_free(&w);
    w = lattice(3, true);
    m = spatial_moran(nine, &w);
    expect_near(m.value, 0.5555555556, 0, 5e-11);
    expect_near(m.variance_random, 0.0646566358, 0, 5e-11);
    expect_near(m.variance_normal, 0.0572145062, 0, 5e-11);
    weights_free(&w);
}
END_TEST

START_TEST(geary_and_getis_ord)
{
    struct weights w = lattice(3, false);
    struct spatial_statistic g = spatial_geary(nine, &w);

    expect_near(g.value, 0.3333333333, 0, 5e-11);
    expect_near(g.variance_random, 0.05462962963, 0, 5e-12);
    expect_near(spatial_getis_ord(nine, &w), 0.390804597701, 0, 5e-13);
    weights_free(&w);
}
END_TEST

START_TEST(moran_over_all_orders)
{
    struct weights w = lattice(3, false), large = lattice(4, false);
    double p, variance;
    struct err err = {0};

    expect_ok(spatial_moran_exact(nine, &w, &p, &variance, &err), &err);
    expect_near(p, 240.0 / 362880, 1e-12, 0);
    expect_near(variance, 0.0596875, 1e-10, 0);
    ck_assert_int_eq(spatial_moran_exact(nine, &large, &p, &variance, &err), ERR_LIMIT);
    weights_free(&w);
    weights_free(&large);
}
END_TEST

/* Between the expectation and 0 a map is still more alike than chance: both ways of
 * finding p look above. */
START_TEST(sides_are_those_of_the_expectation)
{
    static const double values[] = {1, 5, 9, 3, 8, 2, 6, 9, 2};
    struct weights w = lattice(3, false);
    struct spatial_statistic m = spatial_moran(values, &w);
    double exact, drawn, variance;
    struct err err = {0};

    ck_assert(m.value < 0);
    expect_ok(spatial_moran_exact(values, &w, &exact, &variance, &err), &err);
    expect_ok(spatial_moran_p(values, &w, 100000, 5, 2, &drawn, &err), &err);
    expect_near(drawn, exact, 0, 4 * sqrt(exact * (1 - exact) / 100000) + 1e-5);
    expect_near(variance, m.variance_random, 1e-9, 0);
    weights_free(&w);
}
END_TEST

START_TEST(moran_by_permutations)
{
    struct weights w = lattice(3, false);
    double p[3];
    int threads[] = {1, 2, 5};
    struct err err = {0};

    for (int k = 0; k < 3; k++)
        expect_ok(spatial_moran_p(nine, &w, 200000, 7, threads[k], &p[k], &err), &err);
    ck_assert(p[0] == p[1] && p[0] == p[2]);
    /* 240 of 362,880; 4 standard errors of 200,000 draws */
    expect_near(p[0], 240.0 / 362880, 0, 4 * sqrt(240.0 / 362880 / 200000));
    weights_free(&w);
}
END_TEST

START_TEST(local_moran_in_both_scales)
{
    static const double expected[] = {1.2, .9, .3, .1, 0, .1, .3, .9, 1.2};
    struct weights w = lattice(3, true);
    struct local_result out[9];
    struct local_options options = {.kind = LOCAL_MORAN, .permutations = 99, .seed = 1, .threads = 2};
    struct err err = {0};

    expect_ok(spatial_local(out, nine, &w, &options, &err), &err);
    for (int i = 0; i < 9; i++)
        expect_near(out[i].value, expected[i], 1e-12, 1e-14);
    ck_assert(out[0].is_exact);
    expect_near(out[0].p_directed, 2.0 / 28, 1e-13, 0);
    expect_near(out[1].p_directed, 2.0 / 56, 1e-13, 0);
    expect_near(out[4].p, 1, 0, 0); /* on the mean: nothing to test, and never above 1 */
    for (int i = 0; i < 9; i++)
        ck_assert(out[i].p <= 1 && out[i].p_fdr >= out[i].p - 1e-15);
    options.scale = LOCAL_SCALE_N_MINUS_1;
    expect_ok(spatial_local(out, nine, &w, &options, &err), &err);
    expect_near(out[0].value, 1.0666667, 0, 5e-8);
    weights_free(&w);
}
END_TEST

START_TEST(local_g_and_g_star)
{
    static const double g[] = {-1.6666667, -1.9493589, -.7249314, -.5980625, 0};
    static const double star[] = {-2.0655911, -2.2045408, -1.0327956, -.7348469, 0};
    struct weights w = lattice(3, false);
    struct local_result out[9];
    struct local_options options = {.kind = LOCAL_G};
    struct err err = {0};

    expect_ok(spatial_local(out, nine, &w, &options, &err), &err);
    for (int i = 0; i < 5; i++) {
        expect_near(out[i].value, g[i], 0, 5e-8);
        expect_near(out[8 - i].value, -g[i], 0, 5e-8);
        ck_assert(isnan(out[i].p));
    }
    options.kind = LOCAL_G_STAR;
    for (int standardised = 0; standardised < 2; standardised++) { /* the scale of a row is nothing */
        weights_free(&w);
        w = lattice(3, standardised);
        expect_ok(spatial_local(out, nine, &w, &options, &err), &err);
        for (int i = 0; i < 5; i++) {
            expect_near(out[i].value, star[i], 0, 5e-8);
            expect_near(out[8 - i].value, -star[i], 0, 5e-8);
        }
    }
    weights_free(&w);
}
END_TEST

/* Drawn and enumerated p-values of a larger lattice agree; threads change nothing. */
START_TEST(conditional_permutations)
{
    enum { SIDE = 12, NUM = SIDE * SIDE };
    struct weights equal = lattice(SIDE, false), unequal = lattice(SIDE, false);
    struct local_result drawn[NUM], exact[NUM], again[NUM];
    struct local_options options = {.kind = LOCAL_MORAN, .permutations = 20000, .seed = 3, .threads = 1};
    double values[NUM];
    struct err err = {0};
    int num_exact = 0;

    for (int i = 0; i < NUM; i++)
        values[i] = sin(i * 0.37) + cos(i * i * 0.11) + (i % SIDE) * 0.1;
    for (size_t k = 0; k < unequal.starts[NUM]; k++)
        unequal.values[k] *= 1 + 1e-9 * (double)k; /* too little to matter, enough to draw */
    expect_ok(spatial_local(exact, values, &equal, &options, &err), &err);
    expect_ok(spatial_local(drawn, values, &unequal, &options, &err), &err);
    options.threads = 3;
    expect_ok(spatial_local(again, values, &unequal, &options, &err), &err);
    for (int i = 0; i < NUM; i++) {
        ck_assert(!drawn[i].is_exact);
        ck_assert(drawn[i].p == again[i].p && drawn[i].p_fdr == again[i].p_fdr);
        if (!exact[i].is_exact)
            continue;
        double p = exact[i].p_directed;
        num_exact++;
        expect_near(drawn[i].p_directed, p, 0, 4.5 * sqrt(p * (1 - p) / 20000) + 2.0 / 20000);
    }
    ck_assert_int_eq(num_exact, 4); /* the corners: C(143, 2); sides have C(143, 3) choices */
    weights_free(&equal);
    weights_free(&unequal);
}
END_TEST

START_TEST(islands_are_counted_and_harm_nothing)
{
    struct weight_pair pairs[] = {{0, 1}, {1, 0}, {1, 2}, {2, 1}, {1, 1}, {0, 1}};
    double values[] = {1, 2, 4, 8, 3};
    struct weights w;
    struct local_result out[5];
    struct local_options options = {.kind = LOCAL_MORAN, .permutations = 99, .threads = 1};
    struct err err = {0};

    expect_ok(weights_from_pairs(&w, 5, pairs, 6, &err), &err);
    ck_assert_uint_eq(w.starts[5], 4); /* the loop and the repetition are gone */
    ck_assert_uint_eq(weights_num_islands(&w), 2);
    weights_standardise(&w);
    expect_near(weights_get(&w, 1, 2), 0.5, 1e-14, 0);
    expect_ok(spatial_local(out, values, &w, &options, &err), &err);
    ck_assert(out[3].value == 0 && out[3].p == 1);
    ck_assert(isfinite(spatial_moran(values, &w).value));
    weights_free(&w);
}
END_TEST

START_TEST(neighbours_by_distance)
{
    static const double x[] = {0, 1, 3, 10}, y[] = {0, 0, 0, 0};
    struct weights w;
    struct err err = {0};

    expect_ok(weights_nearest(&w, x, y, 4, 2, &err), &err);
    expect_near(weights_get(&w, 3, 2), 1, 0, 0);
    expect_near(weights_get(&w, 2, 3), 0, 0, 0); /* the nearest are not mutual */
    weights_free(&w);
    expect_ok(weights_within(&w, x, y, 4, 2, &err), &err);
    ck_assert_uint_eq(weights_degree(&w, 1), 2);
    ck_assert_uint_eq(weights_num_islands(&w), 1);
    weights_free(&w);
    ck_assert_int_eq(weights_nearest(&w, x, y, 4, 4, &err), ERR_DATA);
}
END_TEST

/* tests/reference/spatial.R: spdep on a lattice of 12 by 12. */
enum { LARGE = 12 };

static void wave(double values[LARGE * LARGE], double added)
{
    for (int i = 0; i < LARGE * LARGE; i++)
        values[i] = sin(i * 0.37) + cos(i * i * 0.11) + (i % LARGE) * 0.1 + added;
}

START_TEST(the_same_as_spdep)
{
    static const int cells[] = {0, 1, 13, 143};
    static const double moran[] = {-0.2537439408178, 0.2077639580665, 0.366749899218, 0.5332359391798};
    static const double g[] = {-1.089320289911, 0.5045730359703, -1.516879110431, 0.4607760090369};
    static const double star[] = {-0.7069530540085, 0.8003546957173, -1.581022908495, 1.359771266456};
    struct weights rows = lattice(LARGE, true), binary = lattice(LARGE, false);
    double values[LARGE * LARGE];
    struct local_result out[LARGE * LARGE];
    struct local_options options = {.kind = LOCAL_MORAN};
    struct err err = {0};

    wave(values, 0);
    struct spatial_statistic m = spatial_moran(values, &rows), c = spatial_geary(values, &rows);
    expect_near(m.value, 0.2464610051218, 0, 5e-13);
    expect_near(m.variance_random, 0.003787663787061, 0, 5e-15);
    expect_near(m.variance_normal, 0.003768765392128, 0, 5e-15);
    expect_near(c.value, 0.7474759606902, 0, 5e-13);
    expect_near(c.variance_random, 0.003751629001138, 0, 5e-15);
    expect_near(c.variance_normal, 0.003742052986495, 0, 5e-15);
    expect_ok(spatial_local(out, values, &rows, &options, &err), &err);
    for (int k = 0; k < 4; k++)
        expect_near(out[cells[k]].value, moran[k], 0, 5e-13);
    wave(values, 5);
    options.kind = LOCAL_G;
    expect_ok(spatial_local(out, values, &binary, &options, &err), &err);
    for (int k = 0; k < 4; k++)
        expect_near(out[cells[k]].value, g[k], 0, 5e-12);
    options.kind = LOCAL_G_STAR;
    expect_ok(spatial_local(out, values, &binary, &options, &err), &err);
    for (int k = 0; k < 4; k++)
        expect_near(out[cells[k]].value, star[k], 0, 5e-12);
    weights_free(&rows);
    weights_free(&binary);
}
END_TEST

START_TEST(one_sided_weights_as_spdep)
{
    double values[LARGE * LARGE], x[LARGE * LARGE], y[LARGE * LARGE];
    struct weights w;
    struct err err = {0};

    wave(values, 0);
    for (int i = 0; i < LARGE * LARGE; i++) {
        x[i] = i % LARGE + 0.01 * i;
        y[i] = i / LARGE + 0.003 * pow(i, 1.1);
    }
    expect_ok(weights_nearest(&w, x, y, LARGE * LARGE, 3, &err), &err);
    weights_standardise(&w);
    struct spatial_statistic m = spatial_moran(values, &w), c = spatial_geary(values, &w);
    expect_near(m.value, 0.3017614750834, 0, 5e-13);
    expect_near(m.variance_random, 0.003994159769018, 0, 5e-15);
    expect_near(c.value, 0.6846057379091, 0, 5e-13);
    expect_near(c.variance_random, 0.003994082980833, 0, 5e-15);
    weights_free(&w);
}
END_TEST

/* R: p.adjust(p, "BH") */
START_TEST(false_discovery_rate)
{
    static const double p[] = {0.01, 0.04, 0.03, 0.005, 0.5}, expected[] = {0.025, 0.05, 0.05, 0.025, 0.5};
    double adjusted[5];
    struct err err = {0};

    expect_ok(spatial_fdr(p, adjusted, 5, &err), &err);
    for (int i = 0; i < 5; i++)
        expect_near(adjusted[i], expected[i], 1e-13, 0);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, moran_and_its_moments);
    tcase_add_test(tests, geary_and_getis_ord);
    tcase_add_test(tests, moran_over_all_orders);
    tcase_add_test(tests, sides_are_those_of_the_expectation);
    tcase_add_test(tests, moran_by_permutations);
    tcase_add_test(tests, local_moran_in_both_scales);
    tcase_add_test(tests, local_g_and_g_star);
    tcase_add_test(tests, conditional_permutations);
    tcase_add_test(tests, islands_are_counted_and_harm_nothing);
    tcase_add_test(tests, neighbours_by_distance);
    tcase_add_test(tests, the_same_as_spdep);
    tcase_add_test(tests, one_sided_weights_as_spdep);
    tcase_add_test(tests, false_discovery_rate);
}

int main(void)
{
    return test_main("spatial", add);
}
