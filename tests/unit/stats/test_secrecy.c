/* Secrecy: bounds of an attacker against all tables of whole numbers that have the same totals
 * and published cells, counted one by one; choices against the best of all choices. */
#include <math.h>
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

static const struct hierarchy one = {2, 1, (const size_t[]){1, 0}};
static const struct hierarchy two = {3, 2, (const size_t[]){2, 2, 0}};
static const struct hierarchy three = {4, 3, (const size_t[]){3, 3, 3, 0}};
static const struct hierarchy four = {5, 4, (const size_t[]){4, 4, 4, 4, 0}};
static const struct hierarchy five = {6, 5, (const size_t[]){5, 5, 5, 5, 5, 0}};
/* two pairs; a pair and one alone under a subtotal of its own */
static const struct hierarchy pairs = {7, 4, (const size_t[]){4, 4, 5, 5, 6, 6, 0}};
static const struct hierarchy uneven = {6, 3, (const size_t[]){3, 3, 4, 5, 5, 0}};

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
    ck_assert_int_gt(num, 90);
    ck_assert_int_ge(best, 88);
    ck_assert(sum / num < 1.003 && worst < 1.08);
}
END_TEST

/* ---- hierarchies --------------------------------------------------------------------------- */

/* Cells below 0 cannot be, cells with totals: all are held by enumeration. */
START_TEST(hierarchies_against_enumeration)
{
    static const double pairs_leaves[] = {2, 7, 6, 1, 5, 6, 8, 3}, uneven_leaves[] = {1, 6, 7, 9, 3, 5};
    struct made m;

    make(&m, &pairs, &two, pairs_leaves);
    ck_assert(protect(&m, &usual).is_protected);
    expect_covered(&m, 0.5);
    expect_bounds_of_enumeration(&m, 38);
    relations_free(&m.relations);
    make(&m, &two, &uneven, uneven_leaves);
    ck_assert(protect(&m, &usual).is_protected);
    expect_covered(&m, 0.5);
    expect_bounds_of_enumeration(&m, 31);
    relations_free(&m.relations);
}
END_TEST

/* In the table with a hierarchy on either side programmes allow fractions: bounds may be wider
 * than those of whole numbers, never narrower. */
START_TEST(two_hierarchies)
{
    int num = 0;

    for (uint64_t t = 0; t < 50; t++) {
        double leaves[16];
        struct made m;
        for (uint64_t i = 0; i < 16; i++)
            leaves[i] = random_value(1000 + t, i);
        make(&m, &pairs, t % 2 ? &pairs : &uneven, leaves);
        struct secrecy_result result = protect(&m, &usual);
        expect_covered(&m, 0.5);
        ck_assert(result.is_protected); /* totals may go too */
        num += result.cost > 0;
        relations_free(&m.relations);
    }
    ck_assert_int_gt(num, 40);
}
END_TEST

START_TEST(totals_go_last)
{
    static const double leaves[] = {3, 0, 0, 0, 20, 30, 40, 50};
    struct made m;

    /* 3 is the whole of its row: without its total there is no way */
    make(&m, &pairs, &two, leaves);
    ck_assert(protect(&m, &usual).is_protected);
    ck_assert_int_eq(m.cells[0].status, SECRECY_PRIMARY);
    ck_assert_int_eq(m.cells[2].status, SECRECY_PRIMARY); /* the total of the row is 3 as well */
    ck_assert_int_eq(m.cells[m.table.num_cells - 1].status, SECRECY_PUBLISHED);
    ck_assert_int_eq(m.cells[1].status, SECRECY_PUBLISHED); /* a 0 is never left out for others */
    expect_covered(&m, 0.5);
    relations_free(&m.relations);
    make(&m, &two, &two, (const double[]){2, 20, 30, 40});
    keep_totals(&m);
    ck_assert(protect(&m, &usual).is_protected);
    expect_near(m.cells[0].low, 0, 0, 1e-12);
    expect_near(m.cells[0].high, 22, 1e-12, 0);
    for (size_t i = 0; i < m.table.num_cells; i++)
        ck_assert_int_eq(m.cells[i].status != SECRECY_PUBLISHED, is_inside(&m, i)); /* all or none */
    relations_free(&m.relations);
}
END_TEST

START_TEST(what_no_choice_can_protect)
{
    struct secrecy_result result;
    struct err err = {0};
    struct made m;

    make(&m, &one, &three, (const double[]){3, 0, 0});
    keep_totals(&m);
    m.costs[0] = 1;
    expect_ok(secrecy_protect(m.cells, &m.table, &usual, &result, &err), &err);
    ck_assert(result.is_protected); /* the totals of 3 are secret themselves */
    m.units[0] = 3;
    m.units[1] = m.units[2] = m.units[3] = m.units[4] = m.units[5] = m.units[6] = m.units[7] = 9;
    m.table.contributors = m.units;
    expect_ok(secrecy_protect(m.cells, &m.table, &usual, &result, &err), &err);
    ck_assert(!result.is_protected);
    ck_assert_uint_eq(result.exposed, 0);
    m.values[1] = -1;
    ck_assert_int_eq(secrecy_protect(m.cells, &m.table, &usual, &result, &err), ERR_DATA);
    relations_free(&m.relations);
}
END_TEST

/* ---- linked tables -------------------------------------------------------------------------- */

/* Two territories by two sectors and by two sizes: the totals of the territories are shared. */
START_TEST(linked_tables)
{
    static const size_t sectors[] = {0, 1, 2, 3, 4, 5, 6, 7, 8}, sizes[] = {9, 10, 2, 11, 12, 5, 13, 14, 8};
    static const double values[] = {3, 30, 33, 40, 50, 90, 43, 80, 123, 13, 20, 35, 55, 48, 75};
    double costs[15];
    struct secrecy_cell cells[15];
    struct secrecy_result result;
    struct relations relations = {0};
    struct err err = {0};

    expect_ok(relations_add_table(&relations, &two, &two, sectors, &err), &err);
    expect_ok(relations_add_table(&relations, &two, &two, sizes, &err), &err);
    ck_assert_uint_eq(relations.num, 2 * 5);
    for (int i = 0; i < 15; i++)
        costs[i] = i == 0 || i == 1 || i == 3 ? 1 : i < 9 && (i % 3 == 2 || i > 5) ? 10 : 2;
    costs[4] = INFINITY; /* the sectors alone cannot hide the 3 without their totals */
    struct secrecy_table table = {.num_cells = 15,
                                  .num_relations = relations.num,
                                  .values = values,
                                  .costs = costs,
                                  .first = relations.first,
                                  .members = relations.members};
    expect_ok(secrecy_protect(cells, &table, &usual, &result, &err), &err);
    ck_assert(result.is_protected);
    expect_ok(secrecy_audit(cells, &table, 1, &err), &err);
    ck_assert(cells[0].low <= 1.5 && cells[0].high >= 4.5);
    /* a shared total that is left out is not given away by the other table */
    for (int i = 0; i < 15; i++)
        if (cells[i].status != SECRECY_PUBLISHED)
            ck_assert(cells[i].high > cells[i].low);
    relations_free(&relations);
}
END_TEST

/* ---- rules ------------------------------------------------------------------------------------ */

static bool is_secret(double value, double units, double largest, double second, struct secrecy_rules rules)
{
    static const size_t members[] = {0, 1, 2}, first[] = {0, 3};
    double values[] = {value + 1e4, value, 1e4}, costs[] = {1, 1, 1}, all[] = {1e3, units, 1e3},
           firsts[] = {1, largest, 1}, seconds[] = {1, second, 1};
    struct secrecy_table table = {3, 1, values, all, firsts, seconds, costs, NULL, NULL, first, members};
    struct secrecy_cell cells[3];
    struct secrecy_result result;
    struct err err = {0};

    expect_ok(secrecy_protect(cells, &table, &rules, &result, &err), &err);
    return cells[1].status == SECRECY_PRIMARY;
}

START_TEST(rules_of_the_field)
{
    struct secrecy_rules none = {1, 0, 1, 1, 0, 0.5, false}, r = none;

    ck_assert(!is_secret(100, 1, 100, 0, none));
    r.threshold = 3;
    ck_assert(is_secret(100, 2, 60, 40, r) && !is_secret(100, 3, 60, 30, r));
    ck_assert(!is_secret(0, 0, 0, 0, r));
    r = none;
    r.least = 5;
    ck_assert(is_secret(4, 9, 1, 1, r) && !is_secret(5, 9, 1, 1, r));
    r = none;
    r.dominance = 0.85;
    ck_assert(is_secret(100, 9, 86, 1, r) && !is_secret(100, 9, 85, 1, r));
    r = none;
    r.dominance2 = 0.9;
    ck_assert(is_secret(100, 9, 60, 31, r) && !is_secret(100, 9, 60, 30, r));
    r = none;
    r.p = 0.1; /* the second of 60 + 35 + 5 knows the first to 5 / 60: 8 % */
    ck_assert(is_secret(100, 9, 60, 35, r) && !is_secret(100, 9, 60, 34, r));
}
END_TEST

/* Whoever is alone in a cell knows it, and the totals that are his alone: the others hold. */
static void expect_hidden_from_lone(struct made *m)
{
    struct err err = {0};
    size_t width = m->columns.num_nodes;

    for (size_t i = 0; i < m->table.num_cells; i++) {
        struct secrecy_cell kept[MOST];
        if (!is_inside(m, i) || m->values[i] != 1)
            continue;
        memcpy(kept, m->cells, sizeof kept);
        for (size_t r = i / width; r < m->rows.num_nodes;
             r = r + 1 < m->rows.num_nodes ? m->rows.parents[r] : r + 1)
            for (size_t c = i % width; c < width; c = c + 1 < width ? m->columns.parents[c] : c + 1)
                if (m->values[r * width + c] == 1)
                    m->cells[r * width + c].status = SECRECY_PUBLISHED;
        expect_ok(secrecy_audit(m->cells, &m->table, 1, &err), &err);
        expect_covered(m, 0.5);
        memcpy(m->cells, kept, sizeof kept);
    }
}

START_TEST(lone_contributors)
{
    static const double leaves[] = {1, 2, 20, 30, 25, 40, 30, 45, 50};
    struct secrecy_rules rules = usual;
    struct err err = {0};
    struct made m;
    int num = 0;

    make(&m, &three, &three, leaves);
    keep_totals(&m);
    ck_assert(protect(&m, &rules).is_protected);
    m.cells[0].status = SECRECY_PUBLISHED; /* the one of the first cell finds the 2 */
    expect_ok(secrecy_audit(m.cells, &m.table, 1, &err), &err);
    ck_assert(m.cells[1].low == 2 && m.cells[1].high == 2);
    rules.lone_contributors = true;
    ck_assert(protect(&m, &rules).is_protected);
    expect_hidden_from_lone(&m);
    relations_free(&m.relations);
    for (uint64_t t = 0; t < 30; t++) {
        double more[16];
        for (uint64_t i = 0; i < 16; i++)
            more[i] = floor(random_value(2000 + t, i) / 3);
        make(&m, &pairs, &four, more);
        bool is_protected = protect(&m, &rules).is_protected;
        if (is_protected)
            expect_hidden_from_lone(&m);
        num += is_protected;
        relations_free(&m.relations);
    }
    ck_assert_int_ge(num, 27); /* in three a total of 2 is the sum of two who are alone */
}
END_TEST

START_TEST(largest_of_totals)
{
    double first[9] = {5, 9, 0, 4, 8}, second[9] = {3, 1, 0, 3.5, 7};

    memcpy(first, (double[]){5, 9, 0, 4, 8, 0, 0, 0, 0}, sizeof first);
    memcpy(second, (double[]){3, 1, 0, 3.5, 7, 0, 0, 0, 0}, sizeof second);
    crosstable_largest(first, second, &two, &two);
    ck_assert(first[2] == 9 && second[2] == 5); /* of 5 3 9 1 */
    ck_assert(first[5] == 8 && second[5] == 7); /* of 4 3.5 8 7 */
    ck_assert(first[6] == 5 && second[6] == 4); /* of 5 3 4 3.5 */
    ck_assert(first[8] == 9 && second[8] == 8);
}
END_TEST

/* ---- tables that others have protected ---------------------------------------------------------- */

START_TEST(what_a_published_table_gives_away)
{
    /* 2 x 2 with margins; the total of the first row is not published */
    double values[] = {NAN, NAN, NAN, NAN, 40, 60, 25, 50, 75};
    double lower[9] = {1, 1, 0, 1}, upper[9];
    bool absent[9] = {false, false, true};
    struct secrecy_cell cells[9] = {
        {SECRECY_PRIMARY, 0, 0}, {SECRECY_PRIMARY, 0, 0}, {SECRECY_SECONDARY, 0, 0}, {SECRECY_PRIMARY, 0, 0}};
    struct relations relations = {0};
    size_t identity[] = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    struct err err = {0};

    for (int i = 0; i < 9; i++)
        upper[i] = INFINITY;
    expect_ok(relations_add_table(&relations, &two, &two, identity, &err), &err);
    size_t num = relations.num;
    expect_ok(relations_drop_absent(&relations, absent, 9, &err), &err);
    ck_assert_uint_eq(relations.num, num); /* it is part of the total of all */
    struct secrecy_table table = {9,     relations.num,   values,           NULL, NULL, NULL, NULL, lower,
                                  upper, relations.first, relations.members};
    expect_ok(secrecy_audit(cells, &table, 2, &err), &err);
    ck_assert(cells[3].low == 20 && cells[3].high == 20); /* 60 - 40 */
    ck_assert(cells[0].low == 5 && cells[0].high == 5);   /* 25 - 20 */
    ck_assert(cells[1].low == 10 && cells[1].high == 10);
    upper[0] = 4; /* what the marker says cannot be */
    expect_ok(secrecy_audit(cells, &table, 2, &err), &err);
    ck_assert(isnan(cells[0].low) && isnan(cells[0].high));
    relations_free(&relations);
}
END_TEST

START_TEST(relations_without_a_total_tell_nothing)
{
    bool absent[9] = {false, false, true, false, false, true, false, false, true};
    size_t identity[] = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    struct relations relations = {0};
    struct err err = {0};

    expect_ok(relations_add_table(&relations, &two, &two, identity, &err), &err);
    expect_ok(relations_drop_absent(&relations, absent, 9, &err), &err);
    ck_assert_uint_eq(relations.num, 2); /* the columns; the rows and the total of all are gone */
    relations_free(&relations);
}
END_TEST

/* ---- the same whatever happens ------------------------------------------------------------------- */

START_TEST(threads_and_repetition_change_nothing)
{
    double leaves[25];
    struct made a, b;
    struct err err = {0};

    for (uint64_t i = 0; i < 25; i++)
        leaves[i] = random_value(77, i);
    make(&a, &five, &five, leaves);
    make(&b, &five, &five, leaves);
    ck_assert(protect(&a, &usual).is_protected && protect(&b, &usual).is_protected);
    expect_ok(secrecy_audit(b.cells, &b.table, 1, &err), &err);
    for (size_t i = 0; i < a.table.num_cells; i++)
        ck_assert(a.cells[i].status == b.cells[i].status && a.cells[i].low == b.cells[i].low &&
                  a.cells[i].high == b.cells[i].high);
    relations_free(&a.relations);
    relations_free(&b.relations);
}
END_TEST

START_TEST(nothing_to_hide)
{
    struct made m;

    make(&m, &two, &two, (const double[]){10, 20, 0, 40});
    ck_assert(protect(&m, &usual).is_protected);
    for (size_t i = 0; i < m.table.num_cells; i++)
        ck_assert_int_eq(m.cells[i].status, SECRECY_PUBLISHED);
    relations_free(&m.relations);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, bounds_are_those_of_enumeration);
    tcase_add_test(tests, choices_are_near_to_the_best);
    tcase_add_test(tests, hierarchies_against_enumeration);
    tcase_add_test(tests, two_hierarchies);
    tcase_add_test(tests, totals_go_last);
    tcase_add_test(tests, what_no_choice_can_protect);
    tcase_add_test(tests, linked_tables);
    tcase_add_test(tests, rules_of_the_field);
    tcase_add_test(tests, lone_contributors);
    tcase_add_test(tests, largest_of_totals);
    tcase_add_test(tests, what_a_published_table_gives_away);
    tcase_add_test(tests, relations_without_a_total_tell_nothing);
    tcase_add_test(tests, threads_and_repetition_change_nothing);
    tcase_add_test(tests, nothing_to_hide);
}

int main(void)
{
    return test_main("secrecy", add);
}
