#include <stdlib.h>

#include "stats/base/parallel.h"
#include "tests/unit/support.h"

enum { NUM = 2000 };

struct marks {
    int count[NUM];
    long per_worker[8]; /* would race if two indices shared a worker */
};

static int mark(size_t index, int worker, void *context, struct err *err)
{
    struct marks *marks = context;

    (void)err;
    marks->count[index]++;
    marks->per_worker[worker]++;
    return ERR_OK;
}

START_TEST(every_index_once)
{
    for (int threads = 1; threads <= 8; threads++) {
        struct marks marks = {0};
        struct err err = {0};
        long sum = 0;
        expect_ok(parallel_for(NUM, threads, mark, &marks, &err), &err);
        for (int i = 0; i < NUM; i++)
            ck_assert_int_eq(marks.count[i], 1);
        for (int w = 0; w < 8; w++)
            sum += marks.per_worker[w];
        ck_assert_int_eq(sum, NUM);
    }
}
END_TEST

static int fail_at_some(size_t index, int worker, void *context, struct err *err)
{
    (void)worker;
    (void)context;
    return index % 700 == 37 ? err_set(err, ERR_DATA, "index %zu", index) : ERR_OK;
}

START_TEST(the_lowest_error_wins)
{
    for (int threads = 1; threads <= 8; threads++) {
        struct err err = {0};
        ck_assert_int_eq(parallel_for(NUM, threads, fail_at_some, NULL, &err), ERR_DATA);
        ck_assert_str_eq(err.message, "index 37");
    }
}
END_TEST

START_TEST(nothing_to_do)
{
    struct err err = {0};

    expect_ok(parallel_for(0, 4, fail_at_some, NULL, &err), &err);
    ck_assert_int_ge(parallel_num_processors(), 1);
}
END_TEST

struct steps {
    struct marks marks;
    int num_done;
    int fail_at; /* the step; -1 for none */
};

static int mark_step(size_t index, int worker, void *context, struct err *err)
{
    struct steps *steps = context;

    if (steps->num_done == steps->fail_at && index % 5 == 3)
        return err_set(err, ERR_DATA, "index %zu", index);
    return mark(index, worker, &steps->marks, err);
}

/* Sees every index of the step done, once more than in the step before. */
static int check_step(void *context, bool *again, struct err *err)
{
    struct steps *steps = context;

    (void)err;
    steps->num_done++;
    for (int i = 0; i < NUM; i++)
        ck_assert_int_eq(steps->marks.count[i], steps->num_done);
    *again = steps->num_done < 25;
    return ERR_OK;
}

START_TEST(steps_follow_each_other)
{
    for (int threads = 1; threads <= 8; threads++) {
        struct steps steps = {.fail_at = -1};
        struct err err = {0};
        expect_ok(parallel_steps(NUM, threads, mark_step, check_step, &steps, &err), &err);
        ck_assert_int_eq(steps.num_done, 25);
    }
}
END_TEST

START_TEST(a_step_that_fails_is_the_last)
{
    for (int threads = 1; threads <= 8; threads++) {
        struct steps steps = {.fail_at = 7};
        struct err err = {0};
        ck_assert_int_eq(parallel_steps(NUM, threads, mark_step, check_step, &steps, &err), ERR_DATA);
        ck_assert_str_eq(err.message, "index 3");
        ck_assert_int_eq(steps.num_done, 7);
    }
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, steps_follow_each_other);
    tcase_add_test(tests, a_step_that_fails_is_the_last);
    tcase_add_test(tests, every_index_once);
    tcase_add_test(tests, the_lowest_error_wins);
    tcase_add_test(tests, nothing_to_do);
}

int main(void)
{
    return test_main("parallel", add);
}
