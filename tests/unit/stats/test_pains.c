/* What users of other tools report, and does not happen here. Each test names the reports
 * (section 3 of the catalogue of indicators; tests/reference/README.md says which test
 * covers which). Values come from closed forms and enumeration. */
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/numeric/betabinomial.h"
#include "stats/numeric/design.h"
#include "stats/numeric/inequality.h"
#include "stats/numeric/interval.h"
#include "stats/numeric/proportion.h"
#include "stats/numeric/random.h"
#include "stats/numeric/smallarea.h"
#include "stats/numeric/spatial.h"
#include "stats/numeric/specialisation.h"
#include "stats/numeric/standardise.h"
#include "stats/numeric/trend.h"
#include "tests/unit/support.h"

static double uniform(uint64_t draw, uint32_t site)
{
    struct stream stream = stream_make(1, "pains");

    return stream_unit(&stream, draw, site);
}

/* A ring: every unit has the two beside it, and the one opposite when it says so. */
static struct weights ring(size_t num, bool opposite)
{
    struct weight_pair *pairs = calloc(3 * num, sizeof *pairs);
    struct weights w;
    struct err err = {0};
    size_t k = 0;

    ck_assert_ptr_nonnull(pairs);
    for (size_t i = 0; i < num; i++) {
        pairs[k++] = (struct weight_pair){i, (i + 1) % num};
        pairs[k++] = (struct weight_pair){i, (i + num - 1) % num};
        if (opposite)
            pairs[k++] = (struct weight_pair){i, (i + num / 2) % num};
    }
    expect_ok(weights_from_pairs(&w, num, pairs, k, &err), &err);
    free(pairs);
    return w;
}

/* ---- p-values: esda #199, PR281, PR514, #486; spdep #172 ------------------------------- */

/* In (0, 1], twice the directed one, never 0 however extreme, never halved. */
START_TEST(p_values_are_probabilities)
{
    enum { NUM = 40, DRAWS = 99 };
    struct weights w = ring(NUM, true);
    struct local_result out[NUM];
    struct local_options options = {.permutations = DRAWS, .threads = 1};
    double values[NUM], p;
    struct err err = {0};

    for (uint64_t map = 0; map < 60; map++) {
        for (size_t i = 0; i < NUM; i++) /* few distinct values: many ties */
            values[i] = floor(4 * uniform(map, (uint32_t)i)) + (map % 3 == 0 && i == 0 ? 1e6 : 0);
        options.kind = (enum local_kind)(map % 3);
        expect_ok(spatial_local(out, values, &w, &options, &err), &err);
        for (size_t i = 0; i < NUM; i++) {
            ck_assert(out[i].p > 0 && out[i].p <= 1 && out[i].p_directed > 0 && out[i].p_directed <= 1);
            ck_assert(out[i].is_exact || out[i].p_directed >= 1.0 / (DRAWS + 1) - 1e-15);
            expect_near(out[i].p, fmin(1, 2 * out[i].p_directed), 1e-15, 0);
            ck_assert(out[i].p_fdr >= out[i].p - 1e-15 && out[i].p_fdr <= 1);
        }
        expect_ok(spatial_moran_p(values, &w, DRAWS, map, 1, &p, &err), &err);
        ck_assert(p >= 1.0 / (DRAWS + 1) - 1e-15 && p <= 1);
    }
    weights_free(&w);
}
END_TEST

/* On random maps the two-sided p is uniform at most: 5 % of them below 5 %, not 10 % as when
 * the directed p is given out for it. */
START_TEST(p_values_are_not_halved)
{
    enum { NUM = 30, MAPS = 300 };
    struct weights w = ring(NUM, false);
    struct local_result out[NUM];
    struct local_options options = {.permutations = 199, .threads = 1};
    double values[NUM];
    struct err err = {0};
    int below = 0;

    for (uint64_t map = 0; map < MAPS; map++) {
        for (size_t i = 0; i < NUM; i++)
            values[i] = uniform(1000 + map, (uint32_t)i);
        expect_ok(spatial_local(out, values, &w, &options, &err), &err);
        for (size_t i = 0; i < NUM; i++)
            below += out[i].p <= 0.05;
    }
    /* 4 standard errors, were the units of a map independent, and half as much again */
    expect_near(below / (double)(MAPS * NUM), 0.05, 0, 6 * sqrt(0.05 * 0.95 / (MAPS * NUM)));
    weights_free(&w);
}
END_TEST

/* A map that does not vary has no statistic, whatever rounding leaves of 0.1 - mean, and its
 * p-values are 1 (elsewhere up to 1.95). */
START_TEST(maps_that_do_not_vary)
{
    enum { NUM = 7 };
    struct weights w = ring(NUM, false);
    struct local_result out[NUM];
    struct local_options options = {.permutations = 99, .threads = 1};
    double values[NUM], p;
    struct err err = {0};

    for (size_t i = 0; i < NUM; i++)
        values[i] = 0.1;
    ck_assert(isnan(spatial_moran(values, &w).value) && isnan(spatial_geary(values, &w).value));
    expect_ok(spatial_moran_p(values, &w, 99, 1, 1, &p, &err), &err);
    ck_assert(p == 1);
    for (int kind = LOCAL_MORAN; kind <= LOCAL_G_STAR; kind++) {
        options.kind = (enum local_kind)kind;
        expect_ok(spatial_local(out, values, &w, &options, &err), &err);
        for (size_t i = 0; i < NUM; i++)
            ck_assert(isnan(out[i].value) && out[i].p == 1 && out[i].p_directed == 1);
    }
    weights_free(&w);
}
END_TEST

/* ---- draws: spdep #124; geoda #1403 ---------------------------------------------------------- */

/* Neighbours drawn without replacement: with 4 neighbours among 5 others there are 5 choices
 * only, with replacement there would be 625 and lags far beyond them. */
START_TEST(neighbours_are_drawn_without_replacement)
{
    enum { NUM = 6, DRAWS = 20000 };
    static const double values[NUM] = {1, 2, 4, 8, 16, 33};
    struct weight_pair pairs[4] = {{0, 1}, {0, 2}, {0, 3}, {0, 4}};
    struct weights exact, drawn;
    struct local_result a[NUM], b[NUM];
    struct local_options options = {.permutations = DRAWS, .threads = 1};
    struct err err = {0};

    expect_ok(weights_from_pairs(&exact, NUM, pairs, 4, &err), &err);
    expect_ok(weights_from_pairs(&drawn, NUM, pairs, 4, &err), &err);
    drawn.values[0] += 1e-15; /* not quite equal: drawn, not enumerated */
    expect_ok(spatial_local(a, values, &exact, &options, &err), &err);
    expect_ok(spatial_local(b, values, &drawn, &options, &err), &err);
    ck_assert(a[0].is_exact && !b[0].is_exact);
    expect_near(a[0].p_directed, 0.2, 1e-14, 0); /* of the five choices none has a smaller sum */
    expect_near(b[0].p_directed, 0.2, 0, 4.5 * sqrt(0.2 * 0.8 / DRAWS));
    weights_free(&exact);
    weights_free(&drawn);
}
END_TEST

START_TEST(threads_change_nothing)
{
    enum { NUM = 500 };
    struct weights w = ring(NUM, true);
    struct local_result *one = calloc(NUM, sizeof *one), *other = calloc(NUM, sizeof *other);
    struct local_options options = {.permutations = 199, .seed = 4, .threads = 1};
    double values[NUM], p[2];
    struct err err = {0};

    ck_assert(one != NULL && other != NULL);
    for (size_t i = 0; i < NUM; i++)
        values[i] = uniform(9, (uint32_t)i);
    expect_ok(spatial_local(one, values, &w, &options, &err), &err);
    expect_ok(spatial_moran_p(values, &w, 199, 4, 1, &p[0], &err), &err);
    for (int threads = 2; threads <= 7; threads += 5) {
        options.threads = threads;
        expect_ok(spatial_local(other, values, &w, &options, &err), &err);
        for (size_t i = 0; i < NUM; i++)
            ck_assert(one[i].p == other[i].p && one[i].value == other[i].value);
        expect_ok(spatial_moran_p(values, &w, 199, 4, threads, &p[1], &err), &err);
        ck_assert(p[0] == p[1]);
    }
    free(one);
    free(other);
    weights_free(&w);
}
END_TEST

/* ---- islands: esda #167, #171, #204; geoda #1654 ------------------------------------------------ */

/* An island changes no other unit's value but through mean and n, and is never significant. */
START_TEST(islands_stay_out_of_it)
{
    enum { NUM = 6 };
    static const double values[NUM] = {3, 9, 4, 1, 7, 8};
    struct weight_pair pairs[] = {{0, 1}, {1, 0}, {1, 2}, {2, 1}, {3, 4}, {4, 3}};
    struct weights w;
    struct local_result out[NUM];
    struct err err = {0};

    expect_ok(weights_from_pairs(&w, NUM, pairs, 6, &err), &err);
    weights_standardise(&w);
    for (int kind = LOCAL_MORAN; kind <= LOCAL_G; kind++) {
        struct local_options options = {.kind = (enum local_kind)kind, .permutations = 99, .threads = 1};
        expect_ok(spatial_local(out, values, &w, &options, &err), &err);
        ck_assert(out[5].value == 0 && out[5].p == 1 && out[5].p_fdr == 1);
        for (size_t i = 0; i < NUM; i++)
            ck_assert(isfinite(out[i].value) && isfinite(out[i].p));
    }
    ck_assert(isfinite(spatial_moran(values, &w).variance_random));
    ck_assert(isfinite(spatial_geary(values, &w).variance_random));
    weights_free(&w);
}
END_TEST

/* ---- order of rows: REAT gini(weighting =); measures that contradict each other: inequality #68 ---- */

START_TEST(row_order_does_not_matter)
{
    enum { NUM = 12 };
    double x[NUM], w[NUM], y[NUM], v[NUM], gini[2], location[2];
    size_t g[NUM], h[NUM];
    struct theil_parts parts[2];
    struct err err = {0};

    for (size_t i = 0; i < NUM; i++) {
        x[i] = 1 + 9 * uniform(70, (uint32_t)i);
        w[i] = 1 + 99 * uniform(71, (uint32_t)i);
        g[i] = i % 3;
    }
    for (size_t turn = 1; turn < NUM; turn++) {
        for (size_t i = 0; i < NUM; i++) {
            size_t from = (i * 5 + turn) % NUM;
            y[i] = x[from];
            v[i] = w[from];
            h[i] = g[from];
        }
        expect_ok(concentration_gini_weighted(x, w, NUM, &gini[0], &err), &err);
        expect_ok(concentration_gini_weighted(y, v, NUM, &gini[1], &err), &err);
        expect_near(gini[1], gini[0], 1e-13, 0);
        expect_ok(concentration_locational_gini(x, w, NUM, &location[0], &err), &err);
        expect_ok(concentration_locational_gini(y, v, NUM, &location[1], &err), &err);
        expect_near(location[1], location[0], 1e-13, 0);
        expect_ok(inequality_theil_parts(&parts[0], x, w, g, NUM, 3, &err), &err);
        expect_ok(inequality_theil_parts(&parts[1], y, v, h, NUM, 3, &err), &err);
        expect_near(parts[1].between, parts[0].between, 1e-12, 0);
        expect_near(parts[0].between + parts[0].within, inequality_theil_t(x, w, NUM), 1e-12, 0);
        expect_near(inequality_williamson(y, v, NUM), inequality_williamson(x, w, NUM), 1e-13, 0);
        expect_near(inequality_atkinson(y, v, NUM, 0.5), inequality_atkinson(x, w, NUM, 0.5), 1e-12, 0);
        expect_near(specialisation_krugman(y, v, NUM), specialisation_krugman(x, w, NUM), 1e-13, 0);
    }
}
END_TEST

/* REAT theil: a weight of 3 is three people, and Theil is never below 0; REAT williamson: the
 * mean is the weighted one; sigmaconv: the logarithms are asked for by name. */
START_TEST(a_weight_is_that_many_people)
{
    static const double x[] = {2, 5, 11}, w[] = {3, 1, 2}, each[] = {2, 2, 2, 5, 11, 11};
    double one, other;
    struct err err = {0};

    expect_near(inequality_theil_t(x, w, 3), inequality_theil_t(each, NULL, 6), 1e-14, 0);
    expect_near(inequality_theil_l(x, w, 3), inequality_theil_l(each, NULL, 6), 1e-14, 0);
    expect_near(inequality_atkinson(x, w, 3, 1), inequality_atkinson(each, NULL, 6, 1), 1e-13, 0);
    expect_near(inequality_williamson(x, w, 3), inequality_williamson(each, NULL, 6), 1e-14, 0);
    expect_ok(concentration_gini_weighted(x, w, 3, &one, &err), &err);
    expect_ok(concentration_gini(each, 6, &other, &err), &err);
    expect_near(one, other, 1e-14, 0);
    ck_assert(inequality_theil_t(x, w, 3) > 0 && inequality_theil_l(x, w, 3) > 0);
}
END_TEST

/* ---- nobody: segregation #179, PR195; momepy PR77 ------------------------------------------------------ */

START_TEST(territories_without_people)
{
    static const double events[] = {5, 0, 2, 40, 7, 0, 9}, people[] = {200, 0, 150, 400, 180, 90, 350};
    static const double some_events[] = {5, 2, 40, 7, 0, 9}, some[] = {200, 150, 400, 180, 90, 350};
    double with[7], without[6];
    struct eb_rates a = smallarea_marshall(events, people, 7, with),
                    b = smallarea_marshall(some_events, some, 6, without);
    struct standardised s;
    struct err err = {0};

    ck_assert(a.a == b.a && a.b == b.b);
    expect_near(with[1], a.b, 0, 0); /* nothing is known of it but the overall rate */
    ck_assert(with[0] == without[0] && with[6] == without[5]);
    ck_assert_int_eq(standardise_direct(&s, events, people, people, 7, 0.95, &err), ERR_DATA);
    expect_contains(err.message, "stratum 2");
    err = (struct err){0};
    ck_assert_int_eq(standardise_indirect(&s, 3, people + 1, events, 1, 0.95, &err), ERR_DATA);
}
END_TEST

/* ---- widths: svy #96, PR175; srvyr #58, PR208; gtsummary #1187 --------------------------------------- */

/* No interval of a share has no width, at 0 and at 1 neither; all stay in [0, 1]. */
START_TEST(intervals_have_a_width)
{
    static const double sizes[] = {1, 2, 5, 20, 1000, 1e7};

    for (size_t k = 0; k < 6; k++)
        for (int all = 0; all < 2; all++) {
            double n = sizes[k], x = all ? n : 0;
            struct interval made[] = {interval_wilson(all, n, 0.95), proportion_clopper_pearson(x, n, 0.95),
                                      proportion_jeffreys(x, n, 0.95), proportion_agresti_coull(x, n, 0.95)};
            for (size_t i = 0; i < 4; i++) {
                ck_assert(made[i].low >= 0 && made[i].high <= 1 && made[i].high - made[i].low > 1 / (n + 4));
                ck_assert(all ? made[i].high == 1 : made[i].low == 0);
            }
        }
    struct interval gap = proportion_newcombe(0, 20, 0, 30, 0.95);
    ck_assert(gap.low < -0.1 && gap.high > 0.1);
}
END_TEST

/* A domain in which everybody answers alike, and one with too few clusters. */
START_TEST(samples_in_small_domains)
{
    static const size_t strata[] = {0, 0, 0, 0}, clusters[] = {0, 0, 1, 1}, single[] = {0, 0, 0, 0};
    static const double w[] = {3, 3, 3, 3}, none[] = {0, 0, 0, 0}, every[] = {1, 1, 1, 1};
    struct design_sample sample = {strata, clusters, w, 4}, lone = {strata, single, w, 4};
    struct design_estimate e;
    struct interval i;
    struct err err = {0};

    expect_ok(design_mean(&e, &sample, none, &err), &err);
    ck_assert(e.value == 0 && e.se == 0 && e.df == 1 && isnan(design_logit(&e, 0.95).low));
    i = design_beta(&e, 4, 0.95);
    ck_assert(i.low == 0 && i.high > 0.5 && i.high <= 1);
    expect_ok(design_mean(&e, &sample, every, &err), &err);
    i = design_beta(&e, 4, 0.95);
    ck_assert(i.high == 1 && i.low < 0.5 && i.low >= 0);
    /* no degree of freedom: as survey with its default, an error and no number */
    ck_assert_int_eq(design_mean(&e, &lone, none, &err), ERR_DATA);
    expect_contains(err.message, "single cluster");
}
END_TEST

/* Territories that differ by no more than chance share a rate; its interval is that of all of
 * them together, not a point. */
START_TEST(a_common_rate_has_an_interval)
{
    static const double events[] = {10, 11, 9}, people[] = {100, 100, 100};
    struct beta_binomial fit;
    struct beta_posterior post;
    struct err err = {0};

    expect_ok(beta_binomial_fit(&fit, events, people, 3, &err), &err);
    ck_assert(fit.no_spread);
    post = beta_binomial_posterior(&fit, 10, 100, 0.95);
    struct interval whole = interval_wilson(0.1, 300, 0.95);
    expect_interval(post.interval, whole.low, whole.high, 1e-14);
    expect_near(post.sd, sqrt(0.1 * 0.9 / 300), 1e-14, 0);
}
END_TEST

/* ---- small areas: samplics #43; emdi PR60, #76; statsmodels #3202 ----------------------------------------
 */

/* Whatever the data, the variance is found or the reason is said: estimates between direct and
 * synthetic values, errors above 0 and, on average, below the direct ones. */
START_TEST(small_areas_settle_or_say_why)
{
    enum { NUM = 12, COLUMNS = 2, MAPS = 400 };
    double y[NUM], psi[NUM], x[NUM * COLUMNS], estimates[NUM], mse[NUM];
    struct fay_herriot_data data = {y, psi, x, NUM, COLUMNS};
    int at_zero = 0, refused = 0;

    for (uint64_t map = 0; map < MAPS; map++)
        for (int method = 0; method < 3; method++) {
            struct fay_herriot fit;
            struct err err = {0};
            double size = pow(10, 12 * uniform(map, 200) - 6); /* a millionth to a million */
            for (uint32_t i = 0; i < NUM; i++) {
                x[COLUMNS * i] = 1;
                x[COLUMNS * i + 1] = uniform(map, i);
                psi[i] = pow(10, 4 * uniform(map, 50 + i) - 2);
                y[i] = size * (uniform(map, 100 + i) - 0.5) + x[COLUMNS * i + 1];
            }
            int status = fay_herriot_fit(&fit, &data, (enum fay_herriot_method)method, &err);
            refused += status != ERR_OK;
            if (status != ERR_OK) {
                ck_assert(status == ERR_DATA && err.message[0] != '\0');
                continue;
            }
            at_zero += fit.a == 0;
            fay_herriot_predict(&fit, &data, estimates, mse);
            for (size_t i = 0; i < NUM; i++) {
                double synthetic = fit.beta[0] + fit.beta[1] * x[COLUMNS * i + 1], slack = 1e-9 * (1 + size);
                ck_assert(isfinite(estimates[i]) && mse[i] > 0);
                ck_assert(estimates[i] <= fmax(y[i], synthetic) + slack &&
                          estimates[i] >= fmin(y[i], synthetic) - slack);
            }
            fay_herriot_free(&fit);
        }
    ck_assert_int_gt(at_zero, 10);
    ck_assert_msg(refused == 0, "%d of %d did not settle", refused, MAPS * 3);
}
END_TEST

/* ---- scale of G: spdep #124 ------------------------------------------------------------------------------
 */

/* z-scores of G and G*: over all placements of the other values their mean is 0 and their
 * variance 1, exactly. */
START_TEST(g_is_scaled_by_its_own_variance)
{
    enum { NUM = 6 };
    double values[NUM] = {3, 9, 4, 1, 7, 8.5};
    struct weights w = ring(NUM, false);
    struct local_result out[NUM];
    struct local_options options = {.kind = LOCAL_G};
    double sum = 0, squares = 0;
    struct err err = {0};
    int num = 0;

    for (int a = 1; a < NUM; a++) /* which values come to stand beside unit 0 */
        for (int b = 1; b < NUM; b++) {
            double placed[NUM], rest[NUM];
            int k = 0;
            if (a == b)
                continue;
            for (int i = 1; i < NUM; i++)
                if (i != a && i != b)
                    rest[k++] = values[i];
            placed[0] = values[0];
            placed[1] = values[a];
            placed[5] = values[b];
            memcpy(placed + 2, rest, 3 * sizeof *rest);
            expect_ok(spatial_local(out, placed, &w, &options, &err), &err);
            sum += out[0].value;
            squares += out[0].value * out[0].value;
            num++;
        }
    expect_near(sum / num, 0, 0, 1e-13);
    expect_near(squares / num, 1, 1e-12, 0);
    weights_free(&w);
}
END_TEST

static void add(TCase *tests)
{
    gsl_set_error_handler_off();
    tcase_add_test(tests, p_values_are_probabilities);
    tcase_add_test(tests, p_values_are_not_halved);
    tcase_add_test(tests, maps_that_do_not_vary);
    tcase_add_test(tests, neighbours_are_drawn_without_replacement);
    tcase_add_test(tests, threads_change_nothing);
    tcase_add_test(tests, islands_stay_out_of_it);
    tcase_add_test(tests, row_order_does_not_matter);
    tcase_add_test(tests, a_weight_is_that_many_people);
    tcase_add_test(tests, territories_without_people);
    tcase_add_test(tests, intervals_have_a_width);
    tcase_add_test(tests, samples_in_small_domains);
    tcase_add_test(tests, a_common_rate_has_an_interval);
    tcase_add_test(tests, small_areas_settle_or_say_why);
    tcase_add_test(tests, g_is_scaled_by_its_own_variance);
}

int main(void)
{
    return test_main("pains", add);
}
