/* Every measure against values that were worked out elsewhere: tests/reference/oracles.csv
 * holds those that papers, documentation and other tools print, at the precision printed;
 * tests/reference/crosscheck/ those that R computes from inputs drawn once (crosscheck.R). */
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdlib.h>

#include "stats/data/census.h"
#include "stats/indicators/indicator.h"
#include "stats/numeric/agglomeration.h"
#include "stats/numeric/betabinomial.h"
#include "stats/numeric/design.h"
#include "stats/numeric/inequality.h"
#include "stats/numeric/neighbours.h"
#include "stats/numeric/proportion.h"
#include "stats/numeric/relatedness.h"
#include "stats/numeric/shiftshare.h"
#include "stats/numeric/smallarea.h"
#include "stats/numeric/spatial.h"
#include "stats/numeric/specialisation.h"
#include "stats/numeric/standardise.h"
#include "stats/numeric/trend.h"
#include "tests/unit/reference.h"
#include "tests/unit/support.h"

typedef const struct reference_args *args;

static double number(args a, size_t k)
{
    ck_assert_msg(k < a->num && a->n[k] == 1, "input %zu is not one number", k + 1);
    return a->v[k][0];
}

/* Places in C: labels and ranks are whole numbers >= 0. */
static size_t *indices(args a, size_t k, size_t less)
{
    size_t *out = calloc(a->n[k], sizeof *out);

    ck_assert_ptr_nonnull(out);
    for (size_t i = 0; i < a->n[k]; i++)
        out[i] = (size_t)a->v[k][i] - less;
    return out;
}

/* NULL for the weight 1, which is that of everybody. */
static const double *heads(args a, size_t k)
{
    return a->n[k] == 1 ? NULL : a->v[k];
}

static size_t put_interval(double *out, struct interval i)
{
    out[0] = i.low;
    out[1] = i.high;
    return 2;
}

/* ---- shares ---------------------------------------------------------------------- */

static size_t wilson(args a, double *out)
{
    return put_interval(out, interval_wilson(number(a, 0) / number(a, 1), number(a, 1), number(a, 2)));
}

static size_t wilson_share(args a, double *out)
{
    return put_interval(out, interval_wilson(number(a, 0), number(a, 1) / number(a, 2), number(a, 3)));
}

static size_t clopper_pearson(args a, double *out)
{
    return put_interval(out, proportion_clopper_pearson(number(a, 0), number(a, 1), number(a, 2)));
}

static size_t jeffreys(args a, double *out)
{
    return put_interval(out, proportion_jeffreys(number(a, 0), number(a, 1), number(a, 2)));
}

static size_t agresti_coull(args a, double *out)
{
    return put_interval(out, proportion_agresti_coull(number(a, 0), number(a, 1), number(a, 2)));
}

static size_t newcombe(args a, double *out)
{
    put_interval(out + 1,
                 proportion_newcombe(number(a, 0), number(a, 1), number(a, 2), number(a, 3), number(a, 4)));
    out[0] = number(a, 0) / number(a, 1) - number(a, 2) / number(a, 3);
    return 3;
}

static size_t student(args a, double *out)
{
    return put_interval(out, interval_student(number(a, 0), number(a, 1), number(a, 2), number(a, 3)));
}

static size_t poisson(args a, double *out)
{
    return put_interval(out, poisson_exact(number(a, 0), number(a, 1)));
}

static size_t weighted_poisson(args a, double *out)
{
    return put_interval(out, poisson_weighted(a->v[0], a->v[1], a->n[0], number(a, 2)));
}

/* Jobs of a sector and all jobs, of the territory and of its parent. */
static size_t quotient(args a, double *out)
{
    double n = number(a, 1), all = number(a, 3), p_i = number(a, 0) / n, p = number(a, 2) / all;
    double var_i = p_i * (1 - p_i) / n, var = p * (1 - p) / all, z = interval_z(number(a, 4));

    out[0] = p_i / p;
    out[1] = interval_lq_se(p_i, var_i, p, var, n / all);
    out[2] = out[0] * exp(-z * out[1]);
    out[3] = out[0] * exp(z * out[1]);
    put_interval(out + 4, proportion_lq_fieller(p_i, var_i, p, var, n / all, number(a, 4)));
    return 6;
}

static size_t direct(args a, double *out)
{
    struct standardised s;
    struct err err = {0};

    expect_ok(standardise_direct(&s, a->v[0], a->v[1], a->v[2], a->n[0], number(a, 3), &err), &err);
    out[0] = s.value;
    put_interval(out + 1, s.interval);
    return 3;
}

static size_t indirect(args a, double *out)
{
    struct standardised s;
    struct err err = {0};

    expect_ok(standardise_indirect(&s, number(a, 0), a->v[1], a->v[2], a->n[1], number(a, 3), &err), &err);
    out[0] = s.value;
    put_interval(out + 1, s.interval);
    return 3;
}

static size_t ridit(args a, double *out)
{
    out[0] = standardise_ridit(a->v[0], a->v[1], a->n[0]);
    return 1;
}

/* A census share with INSEE's rules: half-width by the sum rule, by the nested one. */
static size_t census_share(args a, double *out)
{
    double x = census_cv(number(a, 0)), y = census_cv(number(a, 1)), p = number(a, 0) / number(a, 1);

    out[0] = estimate_census_multiple(0.95) * p * sqrt(x * x + y * y);
    out[1] = estimate_census_multiple(0.95) * p * sqrt(x * x - y * y);
    return 2;
}

/* ---- structure ------------------------------------------------------------------------ */

static size_t krugman(args a, double *out)
{
    out[0] = specialisation_krugman(a->v[0], a->v[1], a->n[0]);
    return 1;
}

static size_t krugman_mean(args a, double *out)
{
    out[0] = specialisation_krugman_mean(a->v[0], a->v[1], a->n[1] / a->n[0], a->n[0]);
    return 1;
}

static size_t hachman(args a, double *out)
{
    out[0] = specialisation_hachman(a->v[0], a->v[1], a->n[0]);
    return 1;
}

static size_t hhi(args a, double *out)
{
    out[0] = concentration_hhi(a->v[0], a->n[0]);
    out[1] = concentration_hhi_normalised(a->v[0], a->n[0]);
    out[2] = 1 / out[0];
    return 3;
}

static size_t entropy(args a, double *out)
{
    out[0] = concentration_entropy(a->v[0], a->n[0]);
    out[1] = out[0] / log(2);
    return 2;
}

static size_t hoover(args a, double *out)
{
    out[0] = concentration_hoover(a->v[0], a->v[1], a->n[0]);
    return 1;
}

static size_t gini(args a, double *out)
{
    double n = (double)a->n[0];
    struct err err = {0};

    expect_ok(concentration_gini(a->v[0], a->n[0], out, &err), &err);
    out[1] = out[0] * n / (n - 1);
    return 2;
}

static size_t gini_weighted(args a, double *out)
{
    struct err err = {0};

    expect_ok(concentration_gini_weighted(a->v[0], a->v[1], a->n[0], out, &err), &err);
    return 1;
}

static size_t gini_quotients(args a, double *out)
{
    struct err err = {0};

    expect_ok(concentration_gini_quotients(a->v[0], a->v[1], a->n[0], out, &err), &err);
    return 1;
}

static size_t locational_gini(args a, double *out)
{
    struct err err = {0};

    expect_ok(concentration_locational_gini(a->v[0], a->v[1], a->n[0], out, &err), &err);
    out[1] = out[0] / 2;
    return 2;
}

/* Jobs and place of each plant, shares of the places. */
static size_t ellison_glaeser(args a, double *out)
{
    size_t *places = indices(a, 1, 0);
    struct plants plants = {a->v[0], places, a->n[0]};
    struct agglomeration g;
    struct err err = {0};

    expect_ok(agglomeration_of(&g, &plants, a->v[2], a->n[2], &err), &err);
    free(places);
    out[0] = g.g;
    out[1] = g.h;
    out[2] = g.gamma;
    out[3] = g.gamma_ms;
    return 4;
}

/* Jobs, place and industry of each plant, industries together; shares of the places. */
static size_t coagglomeration(args a, double *out)
{
    size_t *places = indices(a, 1, 0), num = 0;
    struct plants industries[16];
    struct err err = {0};

    for (size_t i = 0; i < a->n[0]; i++) {
        if (i == 0 || a->v[2][i] != a->v[2][i - 1]) {
            ck_assert_uint_lt(num, 16);
            industries[num++] = (struct plants){a->v[0] + i, places + i, 0};
        }
        industries[num - 1].num++;
    }
    expect_ok(coagglomeration_of(out, industries, num, a->v[3], a->n[3], &err), &err);
    free(places);
    return 1;
}

/* The indicators of the catalogue on the sectors of tests/data/oracles: code and year. */
static size_t catalogue(args a, double *out)
{
    static const char *const folders[] = {"tests/data/oracles"};
    static const char items[] = "abcdefghijklmno";
    const struct indicator *indicator = indicator_find("location_quotient");
    struct dataset dataset;
    struct problems problems = {0};
    struct err err = {0};
    char code[16];
    size_t num = 0;

    snprintf(code, sizeof code, "%.0f", number(a, 0));
    expect_ok(dataset_open(&dataset, folders, 1, "datasets/sources.csv", &problems, &err), &err);
    for (; items[num] != '\0'; num++) {
        char item[2] = {items[num], '\0'};
        struct estimate e;
        expect_ok(indicator_evaluate(indicator, item, &dataset, LEVEL_EPCI, code, (int)number(a, 1),
                                     &estimate_defaults, &e, &err),
                  &err);
        out[num] = e.value;
    }
    dataset_free(&dataset);
    problems_free(&problems);
    return num;
}

/* Specialised or not, territory by territory, and the number of sectors: density of each
 * sector around the last territory, what would be expected, its standard deviation. */
static size_t relatedness(args a, double *out)
{
    size_t num = (size_t)number(a, 1), territories = a->n[0] / num;
    bool *specialised = calloc(a->n[0], sizeof *specialised);
    double *proximity = calloc(num * num, sizeof *proximity);

    ck_assert(specialised != NULL && proximity != NULL);
    for (size_t i = 0; i < a->n[0]; i++)
        specialised[i] = a->v[0][i] > 0;
    relatedness_proximity(specialised, territories, num, proximity);
    for (size_t s = 0; s < num; s++) {
        struct relatedness r = relatedness_density(specialised + (territories - 1) * num, proximity, num, s);
        out[3 * s] = r.density;
        out[3 * s + 1] = r.expected;
        out[3 * s + 2] = r.sd;
    }
    free(specialised);
    free(proximity);
    return 3 * num;
}

/* ---- growth ------------------------------------------------------------------------------ */

static struct shift_table growth(args a)
{
    return (struct shift_table){a->v[0], a->v[1], a->v[2], a->v[3], a->n[0]};
}

static size_t put_shift(double *out, struct shift_share s)
{
    out[0] = s.change;
    out[1] = s.national;
    out[2] = s.structural;
    out[3] = s.regional;
    return 4;
}

static size_t dunn(args a, double *out)
{
    struct shift_table table = growth(a);
    struct shift_split split = shift_share_esteban(&table);

    put_shift(out, shift_share_dunn(&table));
    out[4] = split.competitive;
    out[5] = split.allocation;
    for (size_t i = 0; i < table.num; i++)
        out[6 + i] = shift_share_sector(&table, i).regional;
    return 6 + table.num;
}

static size_t arcelus(args a, double *out)
{
    struct shift_table table = growth(a);
    struct shift_arcelus s = shift_share_arcelus(&table);
    const double values[] = {s.national.expected,       s.national.differential, s.structural.expected,
                             s.structural.differential, s.regional.expected,     s.regional.differential,
                             s.industry.expected,       s.industry.differential};

    for (size_t i = 0; i < 8; i++)
        out[i] = values[i];
    return 8;
}

/* Rows of years; the number of years. */
static size_t dynamic(args a, double *out)
{
    size_t years = (size_t)number(a, 2);

    return put_shift(out, shift_share_dynamic(a->v[0], a->v[1], years, a->n[0] / years));
}

static size_t trend(args a, double *out)
{
    struct trend t;
    struct err err = {0};

    expect_ok(trend_of(&t, a->v[0], a->v[1], a->n[0], number(a, 2), &err), &err);
    out[0] = t.slope;
    out[1] = t.interval.low;
    out[2] = t.interval.high;
    out[3] = t.s;
    out[4] = t.variance;
    out[5] = t.p;
    return 6;
}

/* ---- inequality -------------------------------------------------------------------------- */

static size_t theil(args a, double *out)
{
    out[0] = inequality_theil_t(a->v[0], heads(a, 1), a->n[0]);
    out[1] = inequality_theil_l(a->v[0], heads(a, 1), a->n[0]);
    return 2;
}

static size_t theil_parts(args a, double *out)
{
    size_t *groups = indices(a, 2, 0), most = 0;
    struct theil_parts parts;
    struct err err = {0};

    for (size_t i = 0; i < a->n[2]; i++)
        most = groups[i] > most ? groups[i] : most;
    expect_ok(inequality_theil_parts(&parts, a->v[0], heads(a, 1), groups, a->n[0], most + 1, &err), &err);
    free(groups);
    out[0] = parts.between;
    out[1] = parts.within;
    return 2;
}

static size_t atkinson(args a, double *out)
{
    double sum = 0, all = 0;

    for (size_t i = 0; i < a->n[0]; i++) {
        sum += a->v[0][i] * (heads(a, 1) ? a->v[1][i] : 1);
        all += heads(a, 1) ? a->v[1][i] : 1;
    }
    out[0] = inequality_atkinson(a->v[0], heads(a, 1), a->n[0], number(a, 2));
    out[1] = sum / all * (1 - out[0]);
    return 2;
}

static size_t williamson(args a, double *out)
{
    out[0] = inequality_williamson(a->v[0], a->v[1], a->n[0]);
    return 1;
}

static size_t sigma(args a, double *out)
{
    out[0] = convergence_sigma(a->v[0], a->n[0]);
    return 1;
}

static size_t convergence(args a, double *out)
{
    struct convergence c = convergence_beta(a->v[0], a->v[1], a->n[0], number(a, 2));

    out[0] = c.intercept;
    out[1] = c.beta;
    out[2] = c.se;
    out[3] = c.se_robust;
    out[4] = c.lambda;
    out[5] = c.half_life;
    return 6;
}

static size_t speed(args a, double *out)
{
    out[0] = convergence_speed(number(a, 0), number(a, 1));
    out[1] = log(2) / out[0];
    return 2;
}

/* ---- samples ------------------------------------------------------------------------------ */

/* Stratum, cluster and weight of each record. */
static struct design_sample sample_of(args a, size_t **strata, size_t **clusters)
{
    *strata = indices(a, 0, 0);
    *clusters = indices(a, 1, 0);
    return (struct design_sample){*strata, *clusters, a->v[2], a->n[2]};
}

static size_t put_design(double *out, const struct design_estimate *e)
{
    out[0] = e->value;
    out[1] = e->se;
    out[2] = e->df;
    out[3] = e->deff;
    return 4;
}

/* A share also has its two intervals. */
static size_t survey_mean(args a, double *out)
{
    size_t *strata, *clusters;
    struct design_sample sample = sample_of(a, &strata, &clusters);
    struct design_estimate e;
    struct err err = {0};

    expect_ok(design_mean(&e, &sample, a->v[3], &err), &err);
    put_design(out, &e);
    put_interval(out + 4, design_logit(&e, number(a, 4)));
    put_interval(out + 6, design_beta(&e, sample.num, number(a, 4)));
    free(strata);
    free(clusters);
    return 8;
}

static size_t survey_total(args a, double *out)
{
    size_t *strata, *clusters;
    struct design_sample sample = sample_of(a, &strata, &clusters);
    struct design_estimate e;
    struct err err = {0};

    expect_ok(design_total(&e, &sample, a->v[3], &err), &err);
    free(strata);
    free(clusters);
    return put_design(out, &e);
}

static size_t survey_ratio(args a, double *out)
{
    size_t *strata, *clusters;
    struct design_sample sample = sample_of(a, &strata, &clusters);
    struct design_estimate e;
    struct err err = {0};

    expect_ok(design_ratio(&e, &sample, a->v[3], a->v[4], &err), &err);
    free(strata);
    free(clusters);
    return put_design(out, &e);
}

/* ---- maps ------------------------------------------------------------------------------------ */

/* Pairs "from to from to ..." counted from 1, and whether rows are divided by their sums. */
static struct weights map_of(args a, size_t k, size_t num)
{
    size_t *ends = indices(a, k, 1), pairs = a->n[k] / 2;
    struct weight_pair *list = calloc(pairs, sizeof *list);
    struct weights w;
    struct err err = {0};

    ck_assert_ptr_nonnull(list);
    for (size_t i = 0; i < pairs; i++)
        list[i] = (struct weight_pair){ends[2 * i], ends[2 * i + 1]};
    expect_ok(weights_from_pairs(&w, num, list, pairs, &err), &err);
    if (number(a, k + 1) > 0)
        weights_standardise(&w);
    free(list);
    free(ends);
    return w;
}

static size_t put_statistic(double *out, struct spatial_statistic s)
{
    out[0] = s.value;
    out[1] = s.expected;
    out[2] = s.variance_random;
    out[3] = s.variance_normal;
    out[4] = (s.value - s.expected) / sqrt(s.variance_random);
    return 5;
}

static size_t moran(args a, double *out)
{
    struct weights w = map_of(a, 1, a->n[0]);

    put_statistic(out, spatial_moran(a->v[0], &w));
    weights_free(&w);
    return 5;
}

static size_t moran_exact(args a, double *out)
{
    struct weights w = map_of(a, 1, a->n[0]);
    struct err err = {0};

    expect_ok(spatial_moran_exact(a->v[0], &w, &out[0], &out[1], &err), &err);
    weights_free(&w);
    return 2;
}

static size_t geary(args a, double *out)
{
    struct weights w = map_of(a, 1, a->n[0]);

    put_statistic(out, spatial_geary(a->v[0], &w));
    weights_free(&w);
    return 5;
}

static size_t getis_ord(args a, double *out)
{
    struct weights w = map_of(a, 1, a->n[0]);

    out[0] = spatial_getis_ord(a->v[0], &w);
    weights_free(&w);
    return 1;
}

/* Values of all units, then their p-values on the side of the value (exact where the
 * choices of neighbours are few). */
static size_t local_of(args a, double *out, struct local_options options)
{
    size_t num = a->n[0];
    struct weights w = map_of(a, 1, num);
    struct local_result *results = calloc(num, sizeof *results);
    struct err err = {0};

    ck_assert_ptr_nonnull(results);
    expect_ok(spatial_local(results, a->v[0], &w, &options, &err), &err);
    for (size_t i = 0; i < num; i++) {
        out[i] = results[i].value;
        out[num + i] = results[i].is_exact || results[i].p_directed >= 1 ? results[i].p_directed : NAN;
    }
    weights_free(&w);
    free(results);
    return 2 * num;
}

static size_t local_moran(args a, double *out)
{
    return local_of(a, out, (struct local_options){.kind = LOCAL_MORAN, .permutations = 99, .threads = 1});
}

static size_t local_moran_geoda(args a, double *out)
{
    return local_of(a, out, (struct local_options){.kind = LOCAL_MORAN, .scale = LOCAL_SCALE_N_MINUS_1});
}

static size_t local_g(args a, double *out)
{
    return local_of(a, out, (struct local_options){.kind = LOCAL_G});
}

static size_t local_g_star(args a, double *out)
{
    return local_of(a, out, (struct local_options){.kind = LOCAL_G_STAR});
}

static size_t fdr(args a, double *out)
{
    struct err err = {0};

    expect_ok(spatial_fdr(a->v[0], out, a->n[0], &err), &err);
    return a->n[0];
}

/* ---- small areas ------------------------------------------------------------------------------- */

static size_t marshall(args a, double *out)
{
    struct eb_rates eb = smallarea_marshall(a->v[0], a->v[1], a->n[0], out + 2);

    out[0] = eb.a;
    out[1] = eb.b;
    return 2 + a->n[0];
}

/* Likelihood parameters, then mean, standard deviation and interval of each. */
static size_t beta_binomial(args a, double *out)
{
    struct beta_binomial fit;
    struct err err = {0};

    expect_ok(beta_binomial_fit(&fit, a->v[0], a->v[1], a->n[0], &err), &err);
    out[0] = fit.alpha;
    out[1] = fit.beta;
    for (size_t i = 0; i < a->n[0]; i++) {
        struct beta_posterior p = beta_binomial_posterior(&fit, a->v[0][i], a->v[1][i], number(a, 2));
        out[2 + 4 * i] = p.mean;
        out[3 + 4 * i] = p.sd;
        put_interval(out + 4 + 4 * i, p.interval);
    }
    return 2 + 4 * a->n[0];
}

/* y, standard deviations, columns of X row by row, method (0 REML, 1 ML, 2 moments): the
 * variance, the coefficients, then estimate and mean squared error of each area. */
static size_t fay_herriot(args a, double *out)
{
    size_t num = a->n[0], p = a->n[2] / num;
    double *psi = calloc(num, sizeof *psi), *found = calloc(2 * num, sizeof *found);
    struct fay_herriot_data data = {a->v[0], psi, a->v[2], num, p};
    struct fay_herriot fit;
    struct err err = {0};

    ck_assert(psi != NULL && found != NULL);
    for (size_t i = 0; i < num; i++)
        psi[i] = a->v[1][i] * a->v[1][i];
    expect_ok(fay_herriot_fit(&fit, &data, (enum fay_herriot_method)number(a, 3), &err), &err);
    fay_herriot_predict(&fit, &data, found, found + num);
    out[0] = fit.a;
    for (size_t j = 0; j < p; j++)
        out[1 + j] = fit.beta[j];
    for (size_t i = 0; i < num; i++) {
        out[1 + p + 2 * i] = found[i];
        out[2 + p + 2 * i] = found[num + i];
    }
    fay_herriot_free(&fit);
    free(psi);
    free(found);
    return 1 + p + 2 * num;
}

/* Rows, number of columns, row from 1, metric: the rows nearest first, then distances. */
static size_t nearest(args a, double *out)
{
    size_t columns = (size_t)number(a, 1), rows = a->n[0] / columns, num = rows - 1;
    struct neighbour_table table = {a->v[0], NULL, rows, columns};
    struct neighbour *peers = calloc(num, sizeof *peers);
    struct err err = {0};

    ck_assert_ptr_nonnull(peers);
    expect_ok(neighbours_of(peers, num, &table, (size_t)number(a, 2) - 1, (enum neighbour_metric)number(a, 3),
                            2, &err),
              &err);
    for (size_t i = 0; i < num; i++) {
        out[i] = (double)peers[i].row + 1;
        out[num + i] = peers[i].distance;
    }
    free(peers);
    return 2 * num;
}

static const struct reference_measure measures[] = {
    {"wilson", "low high", wilson},
    {"wilson_share", "low high", wilson_share},
    {"clopper_pearson", "low high", clopper_pearson},
    {"jeffreys", "low high", jeffreys},
    {"agresti_coull", "low high", agresti_coull},
    {"newcombe", "difference low high", newcombe},
    {"student", "low high", student},
    {"poisson", "low high", poisson},
    {"weighted_poisson", "low high", weighted_poisson},
    {"quotient", "value se low high fieller_low fieller_high", quotient},
    {"direct", "value low high", direct},
    {"indirect", "value low high", indirect},
    {"ridit", "value", ridit},
    {"census_share", "sum_rule nested", census_share},
    {"krugman", "value", krugman},
    {"krugman_mean", "value", krugman_mean},
    {"hachman", "value", hachman},
    {"hhi", "value normalised equivalent", hhi},
    {"entropy", "nats bits", entropy},
    {"hoover", "value", hoover},
    {"gini", "value normalised", gini},
    {"gini_weighted", "value", gini_weighted},
    {"gini_quotients", "value", gini_quotients},
    {"locational_gini", "value area", locational_gini},
    {"ellison_glaeser", "g h gamma gamma_ms", ellison_glaeser},
    {"coagglomeration", "gamma", coagglomeration},
    {"catalogue_quotients", "", catalogue},
    {"relatedness", "", relatedness},
    {"shift_share", "change national structural regional competitive allocation", dunn},
    {"arcelus",
     "national_expected national_differential structural_expected structural_differential "
     "regional_expected regional_differential industry_expected industry_differential",
     arcelus},
    {"dynamic_shift", "change national structural regional", dynamic},
    {"trend", "slope low high s variance p", trend},
    {"theil", "t l", theil},
    {"theil_parts", "between within", theil_parts},
    {"atkinson", "value equal", atkinson},
    {"williamson", "value", williamson},
    {"sigma", "value", sigma},
    {"convergence", "intercept beta se se_robust lambda half_life", convergence},
    {"speed", "lambda half_life", speed},
    {"survey_mean", "value se df deff logit_low logit_high beta_low beta_high", survey_mean},
    {"survey_total", "value se", survey_total},
    {"survey_ratio", "value se", survey_ratio},
    {"moran", "value expected variance_random variance_normal z", moran},
    {"moran_exact", "p variance", moran_exact},
    {"geary", "value expected variance_random variance_normal z", geary},
    {"getis_ord", "value", getis_ord},
    {"local_moran", "", local_moran},
    {"local_moran_geoda", "", local_moran_geoda},
    {"local_g", "", local_g},
    {"local_g_star", "", local_g_star},
    {"fdr", "", fdr},
    {"marshall", "a b", marshall},
    {"beta_binomial", "alpha beta", beta_binomial},
    {"fay_herriot", "a", fay_herriot},
    {"nearest", "", nearest},
    {NULL, NULL, NULL},
};

START_TEST(printed_elsewhere)
{
    size_t num =
        reference_check("tests/reference/oracles-inputs.csv", "tests/reference/oracles.csv", measures);

    ck_assert_uint_ge(num, 200);
}
END_TEST

START_TEST(computed_by_r)
{
    size_t num = reference_check("tests/reference/crosscheck/inputs.csv",
                                 "tests/reference/crosscheck/values.csv", measures);

    ck_assert_uint_ge(num, 1000);
}
END_TEST

static void add(TCase *tests)
{
    gsl_set_error_handler_off();
    tcase_add_test(tests, printed_elsewhere);
    tcase_add_test(tests, computed_by_r);
}

int main(void)
{
    return test_main("reference", add);
}
