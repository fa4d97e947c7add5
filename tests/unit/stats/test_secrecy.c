/* Secrecy: bounds of an attacker against all tables of whole numbers that have the same totals
 * and published cells, counted one by one; choices against the best of all choices. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/numeric/crosstable.h"
#include "stats/numeric/secrecy.h"
#include "tests/unit/support.h"

enum { MOST = 64 };

/* ---- tables ---------------------------------------------------------------------------- */

/* A cross-table with all its totals; cells are numbered as they are in values. */
struct made {
    struct hierarchy rows, columns;
    double values[MOST], costs[MOST], units[MOST], largest[MOST], second[MOST];
    size_t identity[MOST];
    struct relations relations;
    struct secrecy_table table;
    struct secrecy_cell cells[MOST];
};

static const size_t flat3[] = {3, 3, 3, 0}, flat4[] = {4, 4, 4, 4, 0}, flat2[] = {2, 2, 0}, flat1[] = {1, 0};
static const size_t flat5[] = {5, 5, 5, 5, 5, 0};
static const struct hierarchy five = {6, 5, flat5}, three = {4, 3, flat3}, four = {5, 4, flat4},
                              two = {3, 2, flat2}, one = {2, 1, flat1};

/* leaves[rows * columns] without totals. */
static void spread(double *all, const double *leaves, const struct made *m)
{
    for (size_t r = 0; r < m->rows.num_leaves; r++)
        for (size_t c = 0; c < m->columns.num_leaves; c++)
            all[r * m->columns.num_nodes + c] = leaves[r * m->columns.num_leaves + c];
}

static void make(struct made *m, const struct hierarchy *rows, const struct hierarchy *columns,
                 const double *leaves)
{
    struct err err = {0};
    size_t num = rows->num_nodes * columns->num_nodes;

    *m = (struct made){.rows = *rows, .columns = *columns};
    spread(m->values, leaves, m);
    crosstable_sum(m->values, rows, columns);
    crosstable_costs(m->costs, m->values, rows, columns);
    for (size_t i = 0; i < num; i++)
        m->identity[i] = i;
    expect_ok(relations_add_table(&m->relations, rows, columns, m->identity, &err), &err);
    m->table = (struct secrecy_table){.num_cells = num,
                                      .num_relations = m->relations.num,
                                      .values = m->values,
                                      .costs = m->costs,
                                      .first = m->relations.first,
                                      .members = m->relations.members};
}

static bool is_inside(const struct made *m, size_t i)
{
    return i / m->columns.num_nodes < m->rows.num_leaves && i % m->columns.num_nodes < m->columns.num_leaves;
}

static void keep_totals(struct made *m)
{
    for (size_t i = 0; i < m->table.num_cells; i++)
        if (!is_inside(m, i))
            m->costs[i] = INFINITY;
}

static const struct secrecy_rules usual = {
    .threshold = 5, .dominance = 1, .dominance2 = 1, .protection = 0.5};

static struct secrecy_result protect(struct made *m, const struct secrecy_rules *rules)
{
    struct secrecy_result result;
    struct err err = {0};

    expect_ok(secrecy_protect(m->cells, &m->table, rules, &result, &err), &err);
    expect_ok(secrecy_audit(m->cells, &m->table, 2, &err), &err);
    return result;
}

static bool is_covered(const struct made *m, size_t i, double protection)
{
    double x = m->values[i], slack = 1e-9 * (1 + x);

    return m->cells[i].low <= (1 - protection) * x + slack &&
           m->cells[i].high >= (1 + protection) * x - slack;
}

static void expect_covered(const struct made *m, double protection)
{
    for (size_t i = 0; i < m->table.num_cells; i++) {
        if (m->cells[i].status == SECRECY_PRIMARY)
            ck_assert(is_covered(m, i, protection));
        if (m->cells[i].status == SECRECY_PUBLISHED)
            ck_assert(m->cells[i].low == m->values[i] && m->cells[i].high == m->values[i]);
    }
}

/* ---- bounds against enumeration ----------------------------------------------------------- */

/* All fillings of the cells inside a table whose published cells and totals hold. */
struct search {
    const struct made *m;
    double filled[MOST], low[MOST], high[MOST], limit;
    long num;
};

static void note_filling(struct search *s)
{
    double all[MOST];

    memcpy(all, s->filled, sizeof all);
    crosstable_sum(all, &s->m->rows, &s->m->columns);
    for (size_t i = 0; i < s->m->table.num_cells; i++)
        if (s->m->cells[i].status == SECRECY_PUBLISHED && all[i] != s->m->values[i])
            return;
    for (size_t i = 0; i < s->m->table.num_cells; i++) {
        s->low[i] = s->num == 0 ? all[i] : fmin(s->low[i], all[i]);
        s->high[i] = s->num == 0 ? all[i] : fmax(s->high[i], all[i]);
    }
    s->num++;
}

/* What published totals of its row and column leave for a cell; the limit without them. */
static double room(const struct search *s, size_t i)
{
    const struct made *m = s->m;
    size_t width = m->columns.num_nodes, row = i / width, column = i % width;
    size_t across = row * width + width - 1, down = (m->rows.num_nodes - 1) * width + column;
    double left = s->limit, sum_across = 0, sum_down = 0;

    for (size_t c = 0; c < column; c++)
        sum_across += c < m->columns.num_leaves ? s->filled[row * width + c] : 0;
    for (size_t r = 0; r < row; r++)
        sum_down += r < m->rows.num_leaves ? s->filled[r * width + column] : 0;
    if (m->cells[across].status == SECRECY_PUBLISHED)
        left = fmin(left, m->values[across] - sum_across);
    if (m->cells[down].status == SECRECY_PUBLISHED)
        left = fmin(left, m->values[down] - sum_down);
    return left;
}

static void search(struct search *s, size_t i)
{
    const struct made *m = s->m;

    if (i == m->table.num_cells) {
        note_filling(s);
        return;
    }
    if (!is_inside(m, i)) {
        search(s, i + 1);
        return;
    }
    bool known = m->cells[i].status == SECRECY_PUBLISHED;
    double most = known ? m->values[i] : room(s, i);
    for (double x = known ? m->values[i] : 0; x <= most; x++) {
        s->filled[i] = x;
        search(s, i + 1);
    }
}

/* limit: more than any unknown cell can be. */
static void expect_bounds_of_enumeration(const struct made *m, double limit)
{
    struct search s = {.m = m, .limit = limit};

    search(&s, 0);
    ck_assert_int_gt(s.num, 0);
    for (size_t i = 0; i < m->table.num_cells; i++) {
        expect_near(m->cells[i].low, s.low[i], 0, 1e-9);
        expect_near(m->cells[i].high, s.high[i], 0, 1e-9);
    }
}

START_TEST(bounds_are_those_of_enumeration)
{
    static const double tables[][9] = {
        {3, 12, 5, 7, 2, 9, 11, 4, 6}, {1, 0, 8, 0, 6, 2, 5, 7, 3}, {9, 1, 1, 1, 8, 1, 1, 1, 7}};
    struct made m;

    for (int t = 0; t < 3; t++) {
        make(&m, &three, &three, tables[t]);
        keep_totals(&m);
        ck_assert(protect(&m, &usual).is_protected);
        expect_covered(&m, 0.5);
        expect_bounds_of_enumeration(&m, 30);
        for (size_t i = 0; i < m.table.num_cells; i++)
            ck_assert_int_eq(m.cells[i].status == SECRECY_PRIMARY, m.values[i] > 0 && m.values[i] < 5);
        relations_free(&m.relations);
    }
}
END_TEST

/* ---- the best of all choices ----------------------------------------------------------------- */

struct best {
    struct made *m;
    size_t candidates[MOST], num;
    double cost, protection;
};

static bool has_lonely_cell(const struct made *m)
{
    for (size_t r = 0; r < m->relations.num; r++) {
        size_t num = 0;
        for (size_t k = m->relations.first[r]; k < m->relations.first[r + 1]; k++)
            num += m->cells[m->relations.members[k]].status != SECRECY_PUBLISHED;
        if (num == 1)
            return true;
    }
    return false;
}

static void try_choice(struct best *b, double cost)
{
    struct err err = {0};

    if (has_lonely_cell(b->m))
        return;
    expect_ok(secrecy_audit(b->m->cells, &b->m->table, 1, &err), &err);
    for (size_t i = 0; i < b->m->table.num_cells; i++)
        if (b->m->cells[i].status == SECRECY_PRIMARY && !is_covered(b->m, i, b->protection))
            return;
    b->cost = cost;
}

static void try_choices(struct best *b, size_t k, double cost)
{
    if (cost >= b->cost - 1e-9)
        return;
    if (k == b->num) {
        try_choice(b, cost);
        return;
    }
    try_choices(b, k + 1, cost);
    b->m->cells[b->candidates[k]].status = SECRECY_SECONDARY;
    try_choices(b, k + 1, cost + b->m->costs[b->candidates[k]]);
    b->m->cells[b->candidates[k]].status = SECRECY_PUBLISHED;
}

/* The least cost of all choices of cells; not over the given cost. */
static double best_cost(struct made *m, double cost, double protection)
{
    struct best b = {.m = m, .cost = cost, .protection = protection};

    for (size_t i = 0; i < m->table.num_cells; i++) {
        m->cells[i].status = m->cells[i].status == SECRECY_PRIMARY ? SECRECY_PRIMARY : SECRECY_PUBLISHED;
        if (m->cells[i].status == SECRECY_PUBLISHED && m->values[i] > 0 && !isinf(m->costs[i]))
            b.candidates[b.num++] = i;
    }
    try_choices(&b, 0, 0);
    return b.cost;
}

/* A cell of a table by number (SplitMix64): 0 to 59, the small ones more often. */
static double random_value(uint64_t table, uint64_t cell)
{
    uint64_t x = (table * 64 + cell + 1) * 0x9e3779b97f4a7c15u;

    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    x ^= x >> 31;
    return floor(60 * pow((double)(x >> 11) / 9007199254740992.0, 1.5));
}

START_TEST(choices_are_near_to_the_best)
{
    double sum = 0, worst = 0;
    int num = 0, best = 0;

    for (uint64_t t = 0; t < 100; t++) {
        double leaves[25];
        struct made m;
        for (uint64_t i = 0; i < 25; i++)
            leaves[i] = random_value(t, i);
        make(&m, t % 3 ? &four : &five, t % 2 ? &four : &five, leaves);
        keep_totals(&m);
        struct secrecy_result result = protect(&m, &usual);
        if (result.is_protected) {
            expect_covered(&m, 0.5);
            double least = best_cost(&m, result.cost + 1e-6, 0.5);
            ck_assert(result.cost >= least - 1e-5);
            if (least > 0) {
                double ratio = result.cost / least;
                sum += ratio;
                worst = fmax(worst, ratio);
                best += ratio < 1 + 1e-6;
                num++;
            }
        }
        relations_free(&m.relations);
    }
    fprintf(stderr, "%d tables, %d best, mean %.5f, worst %.5f\n", num, best, sum / num, worst);
    ck_assert_int_gt(num, 80);
    ck_assert(sum / num < 1.02 && worst < 1.5);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, bounds_are_those_of_enumeration);
    tcase_add_test(tests, choices_are_near_to_the_best);
}

int main(void)
{
    return test_main("secrecy", add);
}
