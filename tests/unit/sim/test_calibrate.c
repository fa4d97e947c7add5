/* Learning from counts, against R (tests/reference/calibration.R). */
#include <math.h>
#include <string.h>

#include "sim/model/posterior.h"
#include "stats/numeric/predictive.h"
#include "tests/unit/sim/run_pack.h"

static const char values_schema[] =
    "{\"fields\": [{\"name\": \"family\", \"type\": \"string\"}, {\"name\": \"value\", \"type\": \"number\"},"
    "{\"name\": \"n\", \"type\": \"number\"}, {\"name\": \"sd\", \"type\": \"number\"},"
    "{\"name\": \"min\", \"type\": \"number\"}, {\"name\": \"max\", \"type\": \"number\"},"
    "{\"name\": \"count\", \"type\": \"number\"}, {\"name\": \"of\", \"type\": \"number\"},"
    "{\"name\": \"mean\", \"type\": \"number\"}, {\"name\": \"low\", \"type\": \"number\"},"
    "{\"name\": \"high\", \"type\": \"number\"}, {\"name\": \"p\", \"type\": \"number\"}]}";

/* A row of the reference; a class of a dirichlet has its total in the column value. */
static struct dist prior_of(const struct table *t, size_t row, double *total)
{
    struct dist dist = {.family = dist_family_find(table_text(t, row, 0)),
                        .value = table_number(t, row, 1),
                        .n = table_number(t, row, 2),
                        .sd = table_number(t, row, 3),
                        .min = table_number(t, row, 4),
                        .max = table_number(t, row, 5)};

    *total = dist.value;
    if (dist.family == DIST_DIRICHLET)
        dist.value = NAN;
    ck_assert_str_eq(dist_check(&dist), "");
    return dist;
}

/* Conjugate rows to rounding; weighted ones as near as 65,536 quantiles bring them. */
static void check_row(const struct table *t, size_t row)
{
    double total;
    struct dist prior = prior_of(t, row, &total);
    struct posterior post;
    struct err err = {0};
    bool exact = prior.family == DIST_BETA || prior.family == DIST_DIRICHLET || prior.family == DIST_FIXED;
    double near = exact ? 1e-9 : 1e-5;

    expect_ok(posterior_learn(&post, &prior, total, (int64_t)table_number(t, row, 6),
                              (int64_t)table_number(t, row, 7), &err),
              &err);
    expect_near(post.after.mean, table_number(t, row, 8), near, 0);
    expect_near(post.after.interval.low, table_number(t, row, 9), near, 0);
    expect_near(post.after.interval.high, table_number(t, row, 10), near, 0);
    expect_near(post.p, table_number(t, row, 11), near, 1e-12);
    ck_assert_int_eq(post.learning == LEARN_WEIGHTED, !exact);
}

START_TEST(posteriors_are_those_of_r)
{
    struct source source;
    struct schema schema;
    struct table t;
    struct problems problems = {0};
    struct err err = {0};

    expect_ok(source_read(&source, "tests/reference/calibration.csv", 0, &err), &err);
    expect_ok(schema_from_json(&schema, "calibration", values_schema, &err), &err);
    expect_ok(table_read(&t, &source, &schema, &(struct csv_options){0}, &problems, &err), &err);
    ck_assert_msg(problems.num_errors == 0, "%s", problems_text(&problems));
    ck_assert_uint_eq(t.num_rows, 66);
    for (size_t r = 0; r < t.num_rows; r++)
        check_row(&t, r);
    table_free(&t);
    schema_free(&schema);
    source_free(&source);
}
END_TEST

static struct dist dist_of(enum dist_family family, double value, double n, double sd, double min, double max)
{
    return (struct dist){.family = family, .value = value, .n = n, .sd = sd, .min = min, .max = max};
}

START_TEST(a_beta_gains_the_counts)
{
    struct dist prior = dist_of(DIST_BETA, 0.8, 20, NAN, NAN, NAN);
    struct posterior post;
    struct err err = {0};

    expect_ok(posterior_learn(&post, &prior, NAN, 30, 40, &err), &err); /* Beta(16, 4) to Beta(46, 14) */
    expect_near(post.dist.value * post.dist.n, 46, 1e-15, 0);
    expect_near(post.dist.n, 60, 0, 0);
    expect_ok(posterior_learn(&post, &post.dist, NAN, 0, 10, &err), &err); /* one year after the other */
    expect_near(post.dist.value * post.dist.n, 46, 1e-15, 0);
    expect_near(post.dist.n, 70, 0, 0);
}
END_TEST

START_TEST(a_fixed_value_learns_nothing)
{
    struct dist prior = dist_of(DIST_FIXED, 1, NAN, NAN, NAN, NAN);
    struct posterior post;
    struct err err = {0};

    expect_ok(posterior_learn(&post, &prior, NAN, 5, 5, &err), &err);
    ck_assert_int_eq(post.learning, LEARN_NOTHING);
    ck_assert(dist_equal(&post.dist, &prior));
    expect_near(post.p, 1, 0, 0);
    expect_ok(posterior_learn(&post, &prior, NAN, 4, 5, &err), &err); /* impossible */
    expect_near(post.p, 0, 0, 0);
}
END_TEST

/* Mean and variance of what is written are those of the posterior, and the loss is below
 * the limit: a logit-normal is near enough to a beta, an uniform cut by its limit is not. */
START_TEST(what_is_written_back)
{
    struct dist smooth = dist_of(DIST_LOGITNORMAL, 0.65, NAN, 0.3, NAN, NAN);
    struct dist cut = dist_of(DIST_UNIFORM, NAN, NAN, NAN, 0.5, 0.9);
    struct posterior post;
    struct err err = {0};

    expect_ok(posterior_learn(&post, &smooth, NAN, 30, 60, &err), &err);
    ck_assert_int_eq(post.dist.family, DIST_BETA);
    expect_near(post.dist.value, post.after.mean, 1e-14, 0);
    ck_assert(post.loss > 0 && post.loss <= POSTERIOR_LOSS);
    expect_ok(posterior_learn(&post, &cut, NAN, 40, 100, &err), &err);
    ck_assert_int_eq(post.dist.family, DIST_EMPIRICAL);
    ck_assert_int_eq(post.dist.num_values, DIST_MAX_VALUES);
    ck_assert(post.dist.values[0] >= 0.5 && post.dist.values[DIST_MAX_VALUES - 1] <= 0.9);
    expect_near(post.loss, 0.5 / DIST_MAX_VALUES, 0, 1e-3); /* half a step */
    expect_near(dist_mean(&post.dist), post.after.mean, 0, 1e-3);
}
END_TEST

/* Two values, equally likely: by Bayes' rule 0.2 has 0.2^3 0.8 / (0.2^3 0.8 + 0.6^3 0.4). */
START_TEST(an_empirical_prior_keeps_its_values)
{
    struct dist prior = dist_of(DIST_EMPIRICAL, NAN, NAN, NAN, NAN, NAN);
    struct posterior post;
    struct err err = {0};
    double first = 0.0064 / (0.0064 + 0.0864);

    prior.num_values = 2;
    prior.values[0] = 0.6;
    prior.values[1] = 0.2;
    expect_ok(posterior_learn(&post, &prior, NAN, 3, 4, &err), &err);
    expect_near(post.after.mean, 0.2 * first + 0.6 * (1 - first), 1e-9, 0);
    ck_assert_int_eq(post.dist.family, DIST_EMPIRICAL);
    for (int i = 0; i < post.dist.num_values; i++) /* 4.41 of 64 are the first */
        expect_near(post.dist.values[i], i < 4 ? 0.2 : 0.6, 1e-12, 0);
}
END_TEST

START_TEST(a_prior_that_excludes_the_count)
{
    struct dist narrow = dist_of(DIST_PERT, 0.7, NAN, NAN, 0.6, 0.8);
    struct dist zero = dist_of(DIST_EMPIRICAL, NAN, NAN, NAN, NAN, NAN);
    struct posterior post;
    struct err err = {0};

    ck_assert_int_eq(posterior_learn(&post, &narrow, NAN, 300, 3000, &err), ERR_DATA);
    expect_contains(err.message, "carry the weight");
    zero.num_values = 2;
    zero.values[0] = 0;
    zero.values[1] = 1;
    err = (struct err){0};
    ck_assert_int_eq(posterior_learn(&post, &zero, NAN, 3, 4, &err), ERR_DATA);
}
END_TEST

/* Where the term of the count itself is no number any more. */
START_TEST(tails_far_out)
{
    struct tails tails = predictive_beta(8e6, 2e6, 0, 1000000);

    expect_near(tails.lower, 0, 0, 1e-300);
    expect_near(tails.upper, 1, 1e-12, 0);
    tails = predictive_beta(2e6, 8e6, 1000000, 1000000);
    expect_near(tails.upper, 0, 0, 1e-300);
    expect_near(tails.lower, 1, 1e-12, 0);
}
END_TEST

/* chisq.test(cbind(k, n - k), correct = FALSE) of R 4.2. */
START_TEST(lines_of_one_share)
{
    expect_near(predictive_same_share(19.0 * 19 / 22 + 18.0 * 18 / 24, 37, 46, 2), 0.331802280954743, 1e-12,
                0);
    expect_near(predictive_same_share(30 + 20.0 * 20 / 30 + 25.0 * 25 / 40, 75, 100, 3), 0.000730177996864797,
                1e-12, 0);
    ck_assert(isnan(predictive_same_share(16.0 * 16 / 19, 16, 19, 1)));
    ck_assert(isnan(predictive_same_share(0, 0, 19, 2)));
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, posteriors_are_those_of_r);
    tcase_add_test(tests, a_beta_gains_the_counts);
    tcase_add_test(tests, a_fixed_value_learns_nothing);
    tcase_add_test(tests, what_is_written_back);
    tcase_add_test(tests, an_empirical_prior_keeps_its_values);
    tcase_add_test(tests, a_prior_that_excludes_the_count);
    tcase_add_test(tests, tails_far_out);
    tcase_add_test(tests, lines_of_one_share);
}

int main(void)
{
    return test_main("calibrate", add);
}
