/* The pieces of the model against closed forms and R. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/model/coupling.h"
#include "sim/model/cycle.h"
#include "sim/model/dist.h"
#include "sim/model/money.h"
#include "sim/model/moves.h"
#include "sim/model/param.h"
#include "sim/model/seats.h"
#include "stats/base/processor.h"
#include "stats/data/table.h"
#include "stats/numeric/normal.h"
#include "tests/unit/support.h"

static const char distributions_schema[] =
    "{\"fields\": [{\"name\": \"family\", \"type\": \"string\"},"
    "{\"name\": \"value\", \"type\": \"number\"}, {\"name\": \"n\", \"type\": \"number\"},"
    "{\"name\": \"sd\", \"type\": \"number\"}, {\"name\": \"min\", \"type\": \"number\"},"
    "{\"name\": \"max\", \"type\": \"number\"}, {\"name\": \"p\", \"type\": \"number\"},"
    "{\"name\": \"quantile\", \"type\": \"number\"}]}";

static double sd_of(const struct dist *dist)
{
    double mean = 0, square = 0;
    struct sampler sampler;
    struct err err = {0};
    int num = 2000;

    expect_ok(sampler_init(&sampler, dist, &err), &err);
    for (int i = 0; i < num; i++) {
        double x = sampler_value(&sampler, normal_quantile((i + 0.5) / num));
        mean += x / num;
        square += x * x / num;
    }
    return sqrt(fmax(square - mean * mean, 1e-300));
}

/* tests/reference/distributions.csv, made by R: 450 quantiles of 50 laws. */
START_TEST(quantiles_are_those_of_r)
{
    struct source source;
    struct schema schema;
    struct table t;
    struct problems problems = {0};
    struct err err = {0};

    expect_ok(source_read(&source, "tests/reference/distributions.csv", 0, &err), &err);
    expect_ok(schema_from_json(&schema, "distributions", distributions_schema, &err), &err);
    expect_ok(table_read(&t, &source, &schema, &(struct csv_options){0}, &problems, &err), &err);
    ck_assert_msg(problems.num_errors == 0, "%s", problems_text(&problems));
    ck_assert_uint_eq(t.num_rows, 450);
    for (size_t r = 0; r < t.num_rows; r++) {
        struct dist dist = {dist_family_find(table_text(&t, r, 0)),
                            table_number(&t, r, 1),
                            table_number(&t, r, 2),
                            table_number(&t, r, 3),
                            table_number(&t, r, 4),
                            table_number(&t, r, 5),
                            {0},
                            0};
        struct sampler sampler;
        double p = table_number(&t, r, 6), expected = table_number(&t, r, 7), actual;
        ck_assert_int_ne(dist.family, NUM_DIST_FAMILIES);
        ck_assert_msg(dist_check(&dist)[0] == '\0', "line %ld: %s", t.lines[r], dist_check(&dist));
        expect_ok(sampler_init(&sampler, &dist, &err), &err);
        actual = sampler_value(&sampler, normal_quantile(p));
        /* the promise of qtable.h: 1e-7 of the standard deviation */
        ck_assert_msg(fabs(actual - expected) <= 1e-7 * sd_of(&dist) + 1e-12 * fabs(expected),
                      "line %ld: %.15g instead of %.15g", t.lines[r], actual, expected);
    }
    table_free(&t);
    schema_free(&schema);
    source_free(&source);
}
END_TEST

START_TEST(arguments_are_checked)
{
    static const struct dist bad[] = {
        {DIST_BETA, 1.2, 10, NAN, NAN, NAN, {0}, 0},     {DIST_BETA, 0.5, 0, NAN, NAN, NAN, {0}, 0},
        {DIST_PERT, 0.5, NAN, NAN, 0.6, 0.9, {0}, 0},    {DIST_TRIANGULAR, 0.5, NAN, NAN, 0.9, 0.1, {0}, 0},
        {DIST_UNIFORM, NAN, NAN, NAN, 1, 0, {0}, 0},     {DIST_GAMMA, -1, NAN, 1, NAN, NAN, {0}, 0},
        {DIST_LOGNORMAL, 0, NAN, 1, NAN, NAN, {0}, 0},   {DIST_NORMAL, 0, NAN, -1, NAN, NAN, {0}, 0},
        {DIST_LOGITNORMAL, 1, NAN, 1, NAN, NAN, {0}, 0}, {DIST_EMPIRICAL, NAN, NAN, NAN, NAN, NAN, {0}, 0},
        {DIST_FIXED, NAN, NAN, NAN, NAN, NAN, {0}, 0},
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(dist_check(&bad[i])[0] != '\0', "case %zu is accepted", i);
}
END_TEST

START_TEST(means_agree_with_quantiles)
{
    static const struct dist laws[] = {
        {DIST_BETA, 0.3, 20, NAN, NAN, NAN, {0}, 0},
        {DIST_PERT, 0.2, NAN, NAN, 0.1, 0.9, {0}, 0},
        {DIST_TRIANGULAR, 3, NAN, NAN, 1, 9, {0}, 0},
        {DIST_UNIFORM, NAN, NAN, NAN, 2, 5, {0}, 0},
        {DIST_GAMMA, 0.5, NAN, 0.3, NAN, NAN, {0}, 0},
        {DIST_LOGNORMAL, 4000, NAN, 0.45, NAN, NAN, {0}, 0},
        {DIST_LOGITNORMAL, 0.65, NAN, 0.5, NAN, NAN, {0}, 0},
        {DIST_EMPIRICAL, NAN, NAN, NAN, NAN, NAN, {1, 2, 6}, 3},
    };
    int num = 200000;

    for (size_t i = 0; i < sizeof laws / sizeof laws[0]; i++) {
        struct sampler sampler;
        struct err err = {0};
        double mean = 0;
        expect_ok(sampler_init(&sampler, &laws[i], &err), &err);
        for (int k = 0; k < num; k++)
            mean += sampler_value(&sampler, normal_quantile((k + 0.5) / num)) / num;
        expect_near(mean, dist_mean(&laws[i]), 2e-4, 0);
    }
}
END_TEST

/* E[logistic(logit(.65) + sigma Z)], oracle 9, by tests/reference/logistic_normal.R */
START_TEST(oracle_9_logistic_normal_mean)
{
    static const double sigma[] = {0.3, 0.5, 1},
                        expected[] = {0.647042456348, 0.642277490929, 0.625487447528};

    for (int i = 0; i < 3; i++) {
        struct dist dist = {DIST_LOGITNORMAL, 0.65, NAN, sigma[i], NAN, NAN, {0}, 0};
        expect_near(dist_mean(&dist), expected[i], 0, 1e-9);
    }
    struct dist dist = {DIST_LOGITNORMAL, 0.65, NAN, 0.3, NAN, NAN, {0}, 0};
    expect_near(sd_of(&dist), 0.067282, 1e-3, 0);
}
END_TEST

/* The correction makes the mean what the median was. */
START_TEST(cycle_keeps_the_mean)
{
    for (double p = 0.05; p < 1; p += 0.1)
        for (double sd = 0; sd <= 1; sd += 0.25) {
            double c = cycle_mean_correction(p, sd), mean = 0;
            int num = 20000;
            for (int k = 0; k < num; k++)
                mean += 1 / (1 + exp(-(log(p / (1 - p)) + c + sd * normal_quantile((k + 0.5) / num)))) / num;
            expect_near(mean, p, 0, 2e-5);
        }
}
END_TEST

/* AR(1) with phi .7 and innovations of s.d. .25, from 0: s.d. .25, .328833,
 * .349930 after 1, 3, 10 steps, limit .350070 (oracle 13). The step of cycle.h is
 * linear, so variances follow from its two coefficients. */
START_TEST(oracle_13_spread_of_the_cycle)
{
    double stationary = 0.25 / sqrt(1 - 0.49);
    double keeps = cycle_next(1, 0.7, stationary, 0), adds = cycle_next(0, 0.7, stationary, 1);
    double variance = 0;

    expect_near(keeps, 0.7, 1e-15, 0);
    expect_near(adds, 0.25, 1e-12, 0);
    for (int step = 1; step <= 200; step++) {
        variance = keeps * keeps * variance + adds * adds;
        if (step == 1)
            expect_near(sqrt(variance), 0.25, 0, 5e-7);
        if (step == 3)
            expect_near(sqrt(variance), 0.328833, 0, 5e-7);
        if (step == 10)
            expect_near(sqrt(variance), 0.349930, 0, 5e-7);
    }
    expect_near(sqrt(variance), 0.350070, 0, 5e-7);
}
END_TEST

static const struct move_rates example = {.leave = 0.05129329438755058, /* -ln(1 - .05) ... */
                                          .comeback = 0.02020270731751945,
                                          .loss = 0.22314355131420976,
                                          .find = 0.5108256237659907,
                                          .exit = 0.06187540371808753,
                                          .entry = 0.030459207484708574,
                                          .rehire = 0.55};

/* tests/reference/moves.R */
START_TEST(moves_are_the_matrix_exponential)
{
    static const double expected[4][4] = {
        {0.85197991460561917, 0.03179709705526097, 0.091029335406624001, 0.0251936529324960},
        {0.01953291929600792, 0.86424409236487232, 0.091029335406624057, 0.0251936529324959},
        {0.11360925138641793, 0.09489003962909677, 0.766307056051989344, 0.0251936529324959},
        {0.00514177664195553, 0.00429073882866741, 0.000490418950565591, 0.9900770655788115}};
    struct move_matrix m;

    expect_near(hazard_of(0.05), example.leave, 1e-14, 0);
    expect_near(hazard_of(0.4), example.find, 1e-14, 0);
    moves_over(&example, 0.5, &m);
    for (int a = 0; a < NUM_STATES; a++)
        for (int b = 0; b < NUM_STATES; b++)
            expect_near(m.p[a][b], expected[a][b], 0, 1e-13);
}
END_TEST

START_TEST(moves_compose)
{
    struct move_matrix month, year, twelve;

    moves_over(&example, 1.0 / 12, &month);
    moves_over(&example, 1, &year);
    twelve = month;
    for (int k = 1; k < 12; k++)
        twelve = moves_then(&twelve, &month);
    for (int a = 0; a < NUM_STATES; a++) {
        double row = 0;
        for (int b = 0; b < NUM_STATES; b++) {
            expect_near(twelve.p[a][b], year.p[a][b], 0, 1e-13);
            row += year.p[a][b];
        }
        expect_near(row, 1, 0, 1e-14);
    }
}
END_TEST

/* Only leaving: a yearly probability of .05 leaves .95 after a year. */
START_TEST(one_move_alone)
{
    struct move_rates rates = {.leave = hazard_of(0.05)};
    struct move_matrix m;

    moves_over(&rates, 1, &m);
    expect_near(m.p[STATE_I][STATE_I], 0.95, 1e-14, 0);
    moves_over(&rates, 0.25, &m);
    expect_near(m.p[STATE_I][STATE_I], pow(0.95, 0.25), 1e-14, 0);
}
END_TEST

static double employed_after(const struct move_rates *rates, double from, double dt)
{
    struct move_matrix m;
    double in_job, out_of_job;

    moves_over(rates, dt, &m);
    in_job = from * (m.p[STATE_I][STATE_I] + m.p[STATE_I][STATE_O]) +
             (1 - from) * (m.p[STATE_U][STATE_I] + m.p[STATE_U][STATE_O]);
    out_of_job = from * m.p[STATE_I][STATE_U] + (1 - from) * m.p[STATE_U][STATE_U];
    return in_job / (in_job + out_of_job);
}

START_TEST(calibration_reaches_its_points)
{
    static const double points[][2] = {{0.67, 0.70}, {0.70, 0.73}, {0.41, 0.61}, {0.9, 0.5}, {0.5, 0.5}};

    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        struct move_rates rates = {.leave = 0.03, .loss = 0.25, .rehire = 0.5};
        moves_calibrate(&rates, points[i][0], points[i][1], 0.5);
        ck_assert(rates.find >= 0 && rates.loss >= 0);
        expect_near(employed_after(&rates, points[i][0], 0.5), points[i][1], 0, 1e-9);
    }
}
END_TEST

/* Rates of all kinds side by side, none and very large ones too: the matrices of single
 * draws, to the last bit, on every instruction set. */
START_TEST(moves_of_lanes_are_those_of_single_draws)
{
    struct move_rates_lanes rates;
    static struct move_lanes out;

    for (int i = 0; i < LANES; i++) {
        double x = i == 0 ? 0 : i == 1 ? 50 : 0.01 * i;
        rates.leave[i] = x;
        rates.comeback[i] = i % 3 ? 0.02 * x : 0;
        rates.loss[i] = 0.3 * x;
        rates.find[i] = i % 2 ? 0.7 * x : 0;
        rates.exit[i] = 0.1 * x;
        rates.entry[i] = i % 5 ? 0.05 * x : 0;
        rates.rehire[i] = 0.4;
    }
    for (int processor = 0; processor < NUM_PROCESSORS; processor++) {
        processor_limit((enum processor)processor);
        moves_over_lanes(&rates, 0.25, LANES, &out);
        for (int i = 0; i < LANES; i++) {
            struct move_rates one = {rates.leave[i], rates.comeback[i], rates.loss[i],  rates.find[i],
                                     rates.exit[i],  rates.entry[i],    rates.rehire[i]};
            struct move_matrix m;
            moves_over(&one, 0.25, &m);
            for (int a = 0; a < 4; a++)
                for (int b = 0; b < 4; b++)
                    ck_assert_msg(m.p[a][b] == out.p[a][b][i], "lane %d, %d to %d: %.17g and %.17g", i, a, b,
                                  m.p[a][b], out.p[a][b][i]);
        }
    }
}
END_TEST

/* Halves away from zero, as llround. */
START_TEST(cents_are_rounded_as_llround_does)
{
    double cents[LANES];
    int64_t out[LANES];

    for (int i = 0; i < LANES; i++)
        cents[i] = (i % 2 ? -1 : 1) * (i < 8    ? i + 0.5
                                       : i < 16 ? nextafter(i + 0.5, 0)
                                                : ldexp(i / 63.0, i % 51));
    for (int processor = 0; processor < NUM_PROCESSORS; processor++) {
        processor_limit((enum processor)processor);
        money_round(cents, out);
        for (int i = 0; i < LANES; i++)
            ck_assert_msg(out[i] == llround(cents[i]), "%.17g gives %lld", cents[i], (long long)out[i]);
    }
}
END_TEST

/* The coupling of one pair of laws, as the lane in the middle of others. */
static void couple(const double p[4], const double q[4], double joint[4][4])
{
    double lanes_p[4][LANES], lanes_q[4][LANES], lanes_joint[16][LANES];

    for (int a = 0; a < 4; a++)
        for (int i = 0; i < LANES; i++) {
            lanes_p[a][i] = i == 5 ? p[a] : 0.25;
            lanes_q[a][i] = i == 5 ? q[a] : a == 0;
        }
    coupling_maximal((const double(*)[LANES])lanes_p, (const double(*)[LANES])lanes_q, lanes_joint);
    for (int a = 0; a < 4; a++)
        for (int b = 0; b < 4; b++)
            joint[a][b] = lanes_joint[4 * a + b][5];
}

START_TEST(coupling_keeps_both_laws)
{
    static const double p[4] = {0.5, 0.2, 0.2, 0.1}, q[4] = {0.3, 0.25, 0.35, 0.1};
    double joint[4][4], agree = 0, expected = 0;

    couple(p, q, joint);
    for (int a = 0; a < 4; a++) {
        double row = 0, column = 0;
        for (int b = 0; b < 4; b++) {
            ck_assert(joint[a][b] >= 0);
            row += joint[a][b];
            column += joint[b][a];
        }
        expect_near(row, p[a], 0, 1e-15);
        expect_near(column, q[a], 0, 1e-15);
        agree += joint[a][a];
        expected += fmin(p[a], q[a]);
    }
    expect_near(agree, expected, 0, 1e-15); /* as often as two laws can agree */
}
END_TEST

/* Two outcomes: always = min(p0, p1), additional = p1 - p0. */
START_TEST(coupling_is_the_split_of_additionality)
{
    double p1[4] = {0.6, 0, 0.4, 0}, p0[4] = {0.45, 0, 0.55, 0}, joint[4][4];

    couple(p1, p0, joint);
    expect_near(joint[STATE_I][STATE_I], 0.45, 0, 1e-15);
    expect_near(joint[STATE_I][STATE_U], 0.15, 0, 1e-15);
    expect_near(joint[STATE_U][STATE_I], 0, 0, 1e-15);
}
END_TEST

/* 24 places, ramp .25 / .6 / 1 with stages of 1 and 2 years: 6, 14, 19, 24 */
START_TEST(two_stage_ramp)
{
    expect_near(ramp_share(-0.1, 0.25, 0.6, 1, 2), 0, 0, 0);
    expect_near(floor(24 * ramp_share(0, 0.25, 0.6, 1, 2)), 6, 0, 0);
    expect_near(floor(24 * ramp_share(1, 0.25, 0.6, 1, 2)), 14, 0, 0);
    expect_near(floor(24 * ramp_share(2, 0.25, 0.6, 1, 2)), 19, 0, 0);
    expect_near(floor(24 * ramp_share(3, 0.25, 0.6, 1, 2)), 24, 0, 0);
    expect_near(ramp_share(0.5, 0.25, 0.6, 1, 2), 0.425, 1e-15, 0);
    expect_near(ramp_share(10, 0.25, 0.6, 1, 2), 1, 0, 0);
    expect_near(ramp_share(0, 0.25, 0.6, 0, 0), 1, 0, 0);
}
END_TEST

/* September in quarters lies in the third; a step without intake, or an audience without a
 * calendar, counts from its beginning. */
START_TEST(intakes_follow_the_calendar)
{
    struct pack pack = {0};
    struct intake intake;

    pack.intake_months[AUDIENCE_APPRENTICES] = 1u << 8 | 1u << 1;
    intake = intake_of(&pack, AUDIENCE_APPRENTICES, 4, 6);
    expect_near(intake.from, 1 + 8.0 / 12, 1e-15, 0);
    expect_near(intake.to, 1.75, 1e-15, 0);
    intake = intake_of(&pack, AUDIENCE_APPRENTICES, 4, 5);
    expect_near(intake.from, 1.25, 0, 0);
    expect_near(intake.to, 1.25, 0, 0);
    expect_near(intake_of(&pack, AUDIENCE_APPRENTICES, 1, 2).from, 2 + 8.0 / 12, 1e-15, 0);
    expect_near(intake_of(&pack, AUDIENCE_EMPLOYEES, 4, 6).to, 1.5, 0, 0);
}
END_TEST

/* 24 places that open during a year, in quarters, intake in September: all of them are there in
 * the step of that year's September if they open before October, else a year later. */
static int first_step_open(double opening)
{
    struct pack pack = {0};
    struct scenario scenario = {.steps_per_year = 4, .num_steps = 12};
    struct pack_measure measure = {.name = "centre"};
    struct site_group site = {&measure, 24, 1, opening, INFINITY};
    struct cohort cohort = {.audience = AUDIENCE_APPRENTICES, .sites = &site, .num_sites = 1};
    struct segment at[NUM_PARAMS];
    double values[NUM_PARAMS * LANES] = {0};
    struct block block = {0, 1};
    struct seats seats;
    struct err err = {0};
    int first = -1;

    pack.intake_months[AUDIENCE_APPRENTICES] = 1u << 8;
    for (size_t p = 0; p < NUM_PARAMS; p++) {
        at[p] = (struct segment){0, p};
        cohort.params[p] = (struct binding_of_param){&at[p], 1, 1};
    }
    values[PARAM_RAMP_START * LANES] = values[PARAM_RAMP_MIDDLE * LANES] = 1;
    values[PARAM_RENEWAL * LANES] = 1;
    ck_assert_int_eq(seats_init(&seats, scenario.num_steps, &err), ERR_OK);
    seats_fill(&seats, &pack, &scenario, &cohort, values, 1, &block);
    for (int t = scenario.num_steps - 1; t >= 0; t--)
        if (seats.open[(size_t)t * LANES] == 24)
            first = t;
    seats_free(&seats);
    return first;
}

START_TEST(places_are_there_for_the_intake_of_their_month)
{
    ck_assert_int_eq(first_step_open(0.67), 2);
    ck_assert_int_eq(first_step_open(0.74), 2);
    ck_assert_int_eq(first_step_open(0.75), 3);
    ck_assert_int_eq(first_step_open(0.5), 2);
    ck_assert_int_eq(first_step_open(-0.2), 0);
}
END_TEST

/* Sites open in each step and draw: five centres, one in two of which closes in a year. */
static void fill_sites(struct seats *seats, enum audience audience, const struct block *block)
{
    struct pack pack = {0};
    struct scenario scenario = {.steps_per_year = 4, .num_steps = 12};
    struct pack_measure measure = {.name = "centre"};
    struct site_group site = {&measure, 24, 5, 0.2, INFINITY};
    struct cohort cohort = {.audience = audience, .sites = &site, .num_sites = 1};
    struct segment at[NUM_PARAMS];
    double values[NUM_PARAMS * LANES] = {0};
    struct err err = {0};

    pack.intake_months[AUDIENCE_JOBSEEKERS] = 1u << 2;
    for (size_t p = 0; p < NUM_PARAMS; p++) {
        at[p] = (struct segment){0, p};
        cohort.params[p] = (struct binding_of_param){&at[p], 1, 1};
    }
    for (int i = 0; i < block->num; i++)
        values[PARAM_CLOSURE_HAZARD * LANES + i] = log(2);
    ck_assert_int_eq(seats_init(seats, scenario.num_steps, &err), ERR_OK);
    seats_fill(seats, &pack, &scenario, &cohort, values, 1, block);
}

/* A centre closes for all its audiences, whatever their intakes: that of the job seekers is in
 * March, when the centre opens; employees come from April on. */
START_TEST(a_centre_closes_for_all_its_audiences)
{
    struct block block = {0, LANES};
    struct seats jobseekers, employees;
    int closed = 0;

    fill_sites(&jobseekers, AUDIENCE_JOBSEEKERS, &block);
    fill_sites(&employees, AUDIENCE_EMPLOYEES, &block);
    ck_assert_int_eq(jobseekers.sites[0], 5);
    ck_assert_int_eq(employees.sites[0], 0);
    for (size_t cell = LANES; cell < 12 * LANES; cell++) {
        ck_assert_int_eq(jobseekers.sites[cell], employees.sites[cell]);
        closed += jobseekers.sites[cell] < 5;
    }
    ck_assert_int_gt(closed, 0);
    seats_free(&jobseekers);
    seats_free(&employees);
}
END_TEST

START_TEST(units_are_converted)
{
    const struct param_spec *share = &param_specs[param_find("fill")];
    const struct param_spec *years = &param_specs[param_find("opening_delay")];

    expect_near(param_unit_scale(share, "%"), 0.01, 0, 0);
    expect_near(param_unit_scale(years, "months"), 1.0 / 12, 0, 0);
    expect_near(param_unit_scale(share, "EUR"), 0, 0, 0);
    ck_assert_int_eq(param_find("nothing"), NUM_PARAMS);
    ck_assert_str_eq(param_nearest("completoin"), "completion");
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, quantiles_are_those_of_r);
    tcase_add_test(tests, arguments_are_checked);
    tcase_add_test(tests, means_agree_with_quantiles);
    tcase_add_test(tests, oracle_9_logistic_normal_mean);
    tcase_add_test(tests, cycle_keeps_the_mean);
    tcase_add_test(tests, oracle_13_spread_of_the_cycle);
    tcase_add_test(tests, moves_are_the_matrix_exponential);
    tcase_add_test(tests, moves_compose);
    tcase_add_test(tests, one_move_alone);
    tcase_add_test(tests, calibration_reaches_its_points);
    tcase_add_test(tests, moves_of_lanes_are_those_of_single_draws);
    tcase_add_test(tests, cents_are_rounded_as_llround_does);
    tcase_add_test(tests, coupling_keeps_both_laws);
    tcase_add_test(tests, coupling_is_the_split_of_additionality);
    tcase_add_test(tests, two_stage_ramp);
    tcase_add_test(tests, intakes_follow_the_calendar);
    tcase_add_test(tests, places_are_there_for_the_intake_of_their_month);
    tcase_add_test(tests, a_centre_closes_for_all_its_audiences);
    tcase_add_test(tests, units_are_converted);
}

int main(void)
{
    return test_main("model", add);
}
