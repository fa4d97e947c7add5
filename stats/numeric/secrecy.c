#include "stats/numeric/secrecy.h"

#include <glpk.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "stats/base/mem.h"

/* ---- what an attacker can work out -------------------------------------------------------- */

/* The linear programme of the unknown cells: their sums by row and by column are known. */
struct attack {
    glp_prob *problem;
    int *column_of; /* [cells] index of the unknown, 0 for a published cell */
    int num_unknown;
};

static size_t num_cells(const struct secrecy_table *t)
{
    return t->num_rows * t->num_columns;
}

static void attack_free(struct attack *self)
{
    if (self->problem != NULL)
        glp_delete_prob(self->problem);
    free(self->column_of);
}

static void number_unknown(struct attack *self, const struct secrecy_cell *cells, size_t num)
{
    for (size_t i = 0; i < num; i++)
        if (cells[i].status != SECRECY_PUBLISHED)
            self->column_of[i] = ++self->num_unknown;
}

/* Two constraints hold each unknown: that of its row and that of its column. */
static void set_sums(struct attack *self, const struct secrecy_table *t)
{
    size_t lines = t->num_rows + t->num_columns;

    glp_add_rows(self->problem, (int)lines);
    for (size_t line = 0; line < lines; line++) {
        double sum = 0;
        bool is_row = line < t->num_rows;
        size_t length = is_row ? t->num_columns : t->num_rows;
        for (size_t k = 0; k < length; k++) {
            size_t cell = is_row ? line * t->num_columns + k : k * t->num_columns + line - t->num_rows;
            sum += self->column_of[cell] ? t->values[cell] : 0;
        }
        glp_set_row_bnds(self->problem, (int)line + 1, GLP_FX, sum, sum);
    }
}

static int attack_init(struct attack *self, const struct secrecy_table *t, const struct secrecy_cell *cells,
                       struct err *err)
{
    size_t num = num_cells(t);

    *self = (struct attack){.column_of = mem_alloc(num, sizeof *self->column_of, err)};
    if (self->column_of == NULL)
        return ERR_LIMIT;
    number_unknown(self, cells, num);
    if (self->num_unknown == 0)
        return ERR_OK;
    glp_term_out(GLP_OFF);
    self->problem = glp_create_prob();
    set_sums(self, t);
    glp_add_cols(self->problem, self->num_unknown);
    for (size_t i = 0; i < num; i++) {
        int rows[3] = {0, (int)(i / t->num_columns) + 1, (int)(t->num_rows + i % t->num_columns) + 1};
        double ones[3] = {0, 1, 1};
        if (self->column_of[i] == 0)
            continue;
        glp_set_col_bnds(self->problem, self->column_of[i], GLP_LO, 0, 0);
        glp_set_mat_col(self->problem, self->column_of[i], 2, rows, ones);
    }
    return ERR_OK;
}

static int bound(struct attack *self, int column, int direction, double *value, struct err *err)
{
    glp_smcp parameters;

    glp_init_smcp(&parameters);
    parameters.msg_lev = GLP_MSG_OFF;
    glp_set_obj_dir(self->problem, direction);
    glp_set_obj_coef(self->problem, column, 1);
    int failed = glp_simplex(self->problem, &parameters);
    glp_set_obj_coef(self->problem, column, 0);
    if (failed != 0 || glp_get_status(self->problem) != GLP_OPT)
        return err_set(err, ERR_INTERNAL, "the linear programme of the audit failed (status %d)", failed);
    *value = glp_get_obj_val(self->problem);
    return ERR_OK;
}

/* A cell that is all that is left of a line is known exactly: rounding must not hide it. */
static double settle(double bound_of, double value)
{
    return fabs(bound_of - value) <= 1e-9 * (1 + fabs(value)) ? value : fmax(bound_of, 0);
}

int secrecy_audit(struct secrecy_cell *cells, const struct secrecy_table *table, struct err *err)
{
    struct attack attack;
    int status = attack_init(&attack, table, cells, err);

    for (size_t i = 0; i < num_cells(table) && status == ERR_OK; i++) {
        double low, high;
        cells[i].low = cells[i].high = table->values[i];
        if (cells[i].status == SECRECY_PUBLISHED)
            continue;
        status = bound(&attack, attack.column_of[i], GLP_MIN, &low, err);
        if (status == ERR_OK)
            status = bound(&attack, attack.column_of[i], GLP_MAX, &high, err);
        if (status == ERR_OK) {
            cells[i].low = settle(low, table->values[i]);
            cells[i].high = settle(high, table->values[i]);
        }
    }
    attack_free(&attack);
    return status;
}

/* ---- choosing cells ----------------------------------------------------------------------------- */

static bool is_secret(const struct secrecy_table *t, const struct secrecy_rules *rules, size_t i)
{
    double units = t->contributors ? t->contributors[i] : t->values[i];

    if (units > 0 && units < rules->threshold)
        return true;
    return t->largest != NULL && t->values[i] > 0 && t->largest[i] > rules->dominance * t->values[i];
}

/* The cells of a row, or of a column after the rows. */
struct line {
    size_t first, step, length;
};

static struct line line_at(const struct secrecy_table *t, size_t number)
{
    if (number < t->num_rows)
        return (struct line){number * t->num_columns, 1, t->num_columns};
    return (struct line){number - t->num_rows, t->num_columns, t->num_rows};
}

static size_t num_left_out(const struct secrecy_cell *cells, struct line line)
{
    size_t num = 0;

    for (size_t k = 0; k < line.length; k++)
        num += cells[line.first + k * line.step].status != SECRECY_PUBLISHED;
    return num;
}

/* Whether a is the better cell to leave out: one that is not 0, in a crossing line that
 * already has one left out, small, early. */
static bool is_better(const struct secrecy_table *t, const struct secrecy_cell *cells, size_t a, size_t b,
                      size_t line)
{
    size_t crossing_a = line < t->num_rows ? t->num_rows + a % t->num_columns : a / t->num_columns;
    size_t crossing_b = line < t->num_rows ? t->num_rows + b % t->num_columns : b / t->num_columns;
    bool open_a = num_left_out(cells, line_at(t, crossing_a)) > 0;
    bool open_b = num_left_out(cells, line_at(t, crossing_b)) > 0;

    if ((t->values[a] > 0) != (t->values[b] > 0))
        return t->values[a] > 0;
    if (open_a != open_b)
        return open_a;
    return t->values[a] != t->values[b] ? t->values[a] < t->values[b] : a < b;
}

/* Leaves out one more cell of a line; false when there is none left. */
static bool leave_out(struct secrecy_cell *cells, const struct secrecy_table *t, size_t number)
{
    struct line line = line_at(t, number);
    size_t best = SIZE_MAX;

    for (size_t k = 0; k < line.length; k++) {
        size_t i = line.first + k * line.step;
        if (cells[i].status == SECRECY_PUBLISHED &&
            (best == SIZE_MAX || is_better(t, cells, i, best, number)))
            best = i;
    }
    if (best == SIZE_MAX)
        return false;
    cells[best].status = SECRECY_SECONDARY;
    return true;
}

/* A single cell left out of a line follows from the margin: two at least. */
static void complete_lines(struct secrecy_cell *cells, const struct secrecy_table *t)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t line = 0; line < t->num_rows + t->num_columns; line++)
            if (num_left_out(cells, line_at(t, line)) == 1)
                changed |= leave_out(cells, t, line);
    }
}

static bool is_covered(const struct secrecy_table *t, const struct secrecy_rules *rules,
                       const struct secrecy_cell *cells, size_t i)
{
    double x = t->values[i], slack = 1e-9 * (1 + x);

    return cells[i].status != SECRECY_PRIMARY || (cells[i].low <= (1 - rules->protection) * x + slack &&
                                                  cells[i].high >= (1 + rules->protection) * x - slack);
}

/* More cells for the first primary one that is not covered; false when none is left. */
static bool reinforce(struct secrecy_cell *cells, const struct secrecy_table *t,
                      const struct secrecy_rules *rules)
{
    for (size_t i = 0; i < num_cells(t); i++) {
        if (is_covered(t, rules, cells, i))
            continue;
        size_t row = i / t->num_columns, column = t->num_rows + i % t->num_columns;
        /* the line with fewer left out, so that neither runs dry */
        bool row_first = num_left_out(cells, line_at(t, row)) <= num_left_out(cells, line_at(t, column));
        if (leave_out(cells, t, row_first ? row : column) || leave_out(cells, t, row_first ? column : row))
            return true;
    }
    return false;
}

static int check_table(const struct secrecy_table *t, struct err *err)
{
    for (size_t i = 0; i < num_cells(t); i++)
        if (!(t->values[i] >= 0) || !isfinite(t->values[i]))
            return err_set(err, ERR_DATA, "row %zu, column %zu: a value of 0 or more was expected",
                           i / t->num_columns + 1, i % t->num_columns + 1);
    return num_cells(t) > 0 ? ERR_OK : err_set(err, ERR_DATA, "the table has no cell");
}

static bool all_covered(const struct secrecy_table *t, const struct secrecy_rules *rules,
                        const struct secrecy_cell *cells)
{
    for (size_t i = 0; i < num_cells(t); i++)
        if (!is_covered(t, rules, cells, i))
            return false;
    return true;
}

int secrecy_protect(struct secrecy_cell *cells, const struct secrecy_table *table,
                    const struct secrecy_rules *rules, bool *is_protected, struct err *err)
{
    int status = check_table(table, err);

    for (size_t i = 0; i < num_cells(table) && status == ERR_OK; i++)
        cells[i].status = is_secret(table, rules, i) ? SECRECY_PRIMARY : SECRECY_PUBLISHED;
    for (bool goes_on = status == ERR_OK; goes_on;) {
        complete_lines(cells, table);
        status = secrecy_audit(cells, table, err);
        goes_on = status == ERR_OK && !all_covered(table, rules, cells) && reinforce(cells, table, rules);
    }
    *is_protected = status == ERR_OK && all_covered(table, rules, cells);
    return status;
}
