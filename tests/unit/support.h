/* What the unit tests share: a main, sources and tables from text, comparisons. */
#ifndef TESTS_UNIT_SUPPORT_H
#define TESTS_UNIT_SUPPORT_H

#include <check.h>

#include "stats/base/problem.h"
#include "stats/data/table.h"
#include "stats/numeric/interval.h"

/* Runs the tests that add() puts into a case; the return value of main. */
int test_main(const char *name, void (*add)(TCase *tests));

/* Fails unless status is ERR_OK; the message of err is shown. */
void expect_ok(int status, const struct err *err);

/* A source from text; fails the test when memory runs out. */
struct source source_of(const char *text);

/* A table from CSV text under a built-in schema; problems are collected. */
void table_of(struct table *table, const char *schema, const char *csv, struct problems *problems);

/* All problems as one text, valid until the next call. */
const char *problems_text(const struct problems *problems);

/* Fails unless the text contains the part. */
void expect_contains(const char *text, const char *part);

/* |actual - expected| <= relative * |expected| + absolute, and not NaN. */
void expect_near(double actual, double expected, double relative, double absolute);

/* Both limits, each within an absolute tolerance. */
void expect_interval(struct interval actual, double low, double high, double tolerance);

#endif
