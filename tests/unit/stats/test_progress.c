/* What a listener is told of pieces of work. */
#include <string.h>

#include "stats/base/parallel.h"
#include "stats/base/progress.h"
#include "tests/unit/support.h"

static struct {
    int num_calls, num_ends;
    struct progress_state last;
} heard;

static void hear(const struct progress_state *state)
{
    heard.num_calls++;
    heard.num_ends += state->is_over;
    heard.last = *state;
}

static void listen(double period)
{
    memset(&heard, 0, sizeof heard);
    progress_listen(hear, period);
}

START_TEST(nobody_listens)
{
    struct progress p;

    progress_listen(NULL, 0);
    progress_begin(&p, "draws", 10);
    ck_assert(!p.is_told);
    progress_add(&p, 10);
    progress_end(&p);
}
END_TEST

START_TEST(only_the_outermost_is_told)
{
    struct progress outer, inner;

    listen(0);
    progress_begin(&outer, "draws", 10);
    progress_begin(&inner, "lines", 1000);
    progress_add(&inner, 500);
    ck_assert_int_eq(heard.num_calls, 0);
    progress_end(&inner);
    progress_add(&outer, 4);
    ck_assert_str_eq(heard.last.unit, "draws");
    ck_assert_uint_eq(heard.last.done, 4);
    ck_assert_uint_eq(heard.last.total, 10);
    progress_expect(&outer, 20);
    progress_set(&outer, 15);
    ck_assert_uint_eq(heard.last.done, 15);
    ck_assert_uint_eq(heard.last.total, 20);
    ck_assert_int_eq(heard.num_ends, 0);
    progress_end(&outer);
    ck_assert_int_eq(heard.num_ends, 1);
    progress_begin(&inner, "lines", 2);
    ck_assert(inner.is_told);
    progress_end(&inner);
}
END_TEST

START_TEST(not_more_often_than_the_period)
{
    struct progress p;

    listen(3600);
    progress_begin(&p, "draws", 1000);
    for (int i = 0; i < 1000; i++)
        progress_add(&p, 1);
    ck_assert_int_eq(heard.num_calls, 0);
    progress_end(&p);
    ck_assert_int_eq(heard.num_calls, 1);
    ck_assert_uint_eq(heard.last.done, 1000);
}
END_TEST

static int work(size_t index, int worker, void *context, struct err *err)
{
    struct progress inner;

    (void)index, (void)worker, (void)context, (void)err;
    progress_begin(&inner, "inner", 1);
    progress_add(&inner, 1);
    progress_end(&inner);
    return ERR_OK;
}

START_TEST(a_parallel_loop_counts_its_indices)
{
    for (int threads = 1; threads <= 4; threads++) {
        struct err err = {0};
        listen(0);
        expect_ok(parallel_for(500, threads, work, NULL, &err), &err);
        ck_assert_int_eq(heard.num_ends, 1);
        ck_assert_uint_eq(heard.last.done, 500);
        ck_assert_uint_eq(heard.last.total, 500);
        ck_assert_str_eq(heard.last.unit, "");
    }
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, nobody_listens);
    tcase_add_test(tests, only_the_outermost_is_told);
    tcase_add_test(tests, not_more_often_than_the_period);
    tcase_add_test(tests, a_parallel_loop_counts_its_indices);
}

int main(void)
{
    return test_main("progress", add);
}
