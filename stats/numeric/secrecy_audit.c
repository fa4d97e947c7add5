/* What an attacker can work out: least and greatest value of each cell that is left out. */
#include <glpk.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "stats/base/mem.h"
#include "stats/base/parallel.h"
#include "stats/numeric/secrecy.h"

/* Cells that no relation connects are worked out apart; within such a component the
 * programme of a chunk of cells goes from one bound to the next. Neither depends on threads. */
enum { CHUNK = 128 };

struct chunk {
    size_t component, begin, end; /* cells of the component */
};

struct audit {
    const struct secrecy_table *table;
    struct secrecy_cell *cells;
    size_t *leaders; /* [num_cells] of the unknown cells, union-find */
    size_t *order;   /* unknown cells, those of a component together */
    size_t *starts;  /* [num_components + 1] in order */
    size_t num_components;
    size_t *places;    /* [num_cells] place of an unknown cell in its component, from 1 */
    size_t *relations; /* those with an unknown cell, by component */
    size_t *relation_starts;
    struct chunk *chunks;
    size_t num_chunks;
};

static bool is_unknown(const struct audit *self, size_t cell)
{
    return self->cells[cell].status != SECRECY_PUBLISHED;
}

/* ---- components ------------------------------------------------------------------------- */

static size_t leader(struct audit *self, size_t cell)
{
    while (self->leaders[cell] != cell)
        cell = self->leaders[cell] = self->leaders[self->leaders[cell]];
    return cell;
}

/* The smaller index leads, so that components come in the order of their first cells. */
static void join(struct audit *self, size_t a, size_t b)
{
    a = leader(self, a);
    b = leader(self, b);
    self->leaders[a > b ? a : b] = a < b ? a : b;
}

/* The first unknown cell of a relation; num_cells if there is none. */
static size_t first_unknown(const struct audit *self, size_t relation)
{
    const struct secrecy_table *t = self->table;

    for (size_t k = t->first[relation]; k < t->first[relation + 1]; k++)
        if (is_unknown(self, t->members[k]))
            return t->members[k];
    return t->num_cells;
}

static void connect(struct audit *self)
{
    const struct secrecy_table *t = self->table;

    for (size_t i = 0; i < t->num_cells; i++)
        self->leaders[i] = i;
    for (size_t r = 0; r < t->num_relations; r++) {
        size_t first = first_unknown(self, r);
        for (size_t k = t->first[r]; k < t->first[r + 1]; k++)
            if (is_unknown(self, t->members[k]))
                join(self, first, t->members[k]);
    }
}

/* Counts, then places: numbers[leader] is the component of a leader. */
static void sort_cells(struct audit *self, size_t *numbers)
{
    size_t num = self->table->num_cells;

    for (size_t i = 0; i < num; i++)
        if (is_unknown(self, i)) {
            if (leader(self, i) == i)
                numbers[i] = self->num_components++;
            self->starts[numbers[leader(self, i)] + 1]++;
        }
    for (size_t c = 0; c < self->num_components; c++)
        self->starts[c + 1] += self->starts[c];
    for (size_t i = 0; i < num; i++)
        if (is_unknown(self, i)) {
            size_t component = numbers[leader(self, i)];
            size_t place = self->places[leader(self, i)]++;
            self->order[self->starts[component] + place] = i;
        }
    for (size_t c = 0; c < self->num_components; c++)
        for (size_t k = self->starts[c]; k < self->starts[c + 1]; k++)
            self->places[self->order[k]] = k - self->starts[c] + 1;
}

static void sort_relations(struct audit *self, const size_t *numbers, size_t *filled)
{
    size_t num = self->table->num_relations;

    for (size_t r = 0; r < num; r++) {
        size_t cell = first_unknown(self, r);
        if (cell < self->table->num_cells)
            self->relation_starts[numbers[leader(self, cell)] + 1]++;
    }
    for (size_t c = 0; c < self->num_components; c++)
        self->relation_starts[c + 1] += self->relation_starts[c];
    for (size_t r = 0; r < num; r++) {
        size_t cell = first_unknown(self, r);
        if (cell == self->table->num_cells)
            continue;
        size_t component = numbers[leader(self, cell)];
        self->relations[self->relation_starts[component] + filled[component]++] = r;
    }
}

static void list_chunks(struct audit *self)
{
    for (size_t c = 0; c < self->num_components; c++)
        for (size_t at = self->starts[c]; at < self->starts[c + 1]; at += CHUNK) {
            size_t end = at + CHUNK < self->starts[c + 1] ? at + CHUNK : self->starts[c + 1];
            self->chunks[self->num_chunks++] = (struct chunk){c, at, end};
        }
}

static void audit_free(struct audit *self)
{
    free(self->leaders);
    free(self->order);
    free(self->starts);
    free(self->places);
    free(self->relations);
    free(self->relation_starts);
    free(self->chunks);
}

static int audit_init(struct audit *self, const struct secrecy_table *t, struct secrecy_cell *cells,
                      struct err *err)
{
    size_t num = t->num_cells;
    size_t *numbers = mem_alloc(num, sizeof *numbers, err), *filled = mem_alloc(num, sizeof *filled, err);

    *self = (struct audit){.table = t,
                           .cells = cells,
                           .leaders = mem_alloc(num, sizeof *self->leaders, err),
                           .order = mem_alloc(num, sizeof *self->order, err),
                           .starts = mem_alloc(num + 1, sizeof *self->starts, err),
                           .places = mem_alloc(num, sizeof *self->places, err),
                           .relations = mem_alloc(t->num_relations, sizeof *self->relations, err),
                           .relation_starts = mem_alloc(num + 1, sizeof *self->relation_starts, err),
                           .chunks = mem_alloc(num, sizeof *self->chunks, err)};
    bool has_all = numbers && filled && self->leaders && self->order && self->starts && self->places &&
                   self->relations && self->relation_starts && self->chunks;
    if (has_all) {
        connect(self);
        sort_cells(self, numbers);
        sort_relations(self, numbers, filled);
        list_chunks(self);
    }
    free(numbers);
    free(filled);
    return has_all ? ERR_OK : ERR_LIMIT;
}

/* ---- the linear programme of a component --------------------------------------------------- */

/* Unknowns are distances from the true values, or from 0 where nobody here knows these. */
struct programme {
    const struct audit *audit;
    const size_t *cells;
    size_t num_cells;
    glp_prob *problem;
    double *bounds; /* [4 * num_cells] of each unknown: least, most possible; least, most seen */
};

static double base_of(const struct audit *self, size_t cell)
{
    return isnan(self->table->values[cell]) ? 0 : self->table->values[cell];
}

/* What the unknown distances of a relation add up to: 0 when all values are known here. */
static double right_side(const struct audit *self, size_t relation)
{
    const struct secrecy_table *t = self->table;
    double sum = 0;
    bool is_guess = false;

    for (size_t k = t->first[relation]; k < t->first[relation + 1]; k++) {
        double base = base_of(self, t->members[k]);
        is_guess |= isnan(t->values[t->members[k]]);
        sum += k == t->first[relation] ? base : -base;
    }
    return is_guess ? sum : 0;
}

static int set_relation(struct programme *self, size_t relation, int row, int *columns, double *signs)
{
    const struct secrecy_table *t = self->audit->table;
    double side = right_side(self->audit, relation);
    int num = 0;

    for (size_t k = t->first[relation]; k < t->first[relation + 1]; k++)
        if (is_unknown(self->audit, t->members[k])) {
            columns[++num] = (int)self->audit->places[t->members[k]];
            signs[num] = k == t->first[relation] ? -1 : 1;
        }
    glp_set_mat_row(self->problem, row, num, columns, signs);
    glp_set_row_bnds(self->problem, row, GLP_FX, side, side);
    return num;
}

/* No part is more than its total less the least of the other parts. */
static void tighten(struct programme *self, size_t relation)
{
    const struct secrecy_table *t = self->audit->table;
    double most = right_side(self->audit, relation);

    if (is_unknown(self->audit, t->members[t->first[relation]]))
        return;
    for (size_t k = t->first[relation] + 1; k < t->first[relation + 1]; k++)
        if (is_unknown(self->audit, t->members[k]))
            most -= self->bounds[4 * (self->audit->places[t->members[k]] - 1)];
    for (size_t k = t->first[relation] + 1; k < t->first[relation + 1]; k++)
        if (is_unknown(self->audit, t->members[k])) {
            double *bounds = &self->bounds[4 * (self->audit->places[t->members[k]] - 1)];
            bounds[1] = fmin(bounds[1], most + bounds[0]);
        }
}

static void set_columns(struct programme *self)
{
    const struct secrecy_table *t = self->audit->table;

    for (size_t k = 0; k < self->num_cells; k++) {
        size_t cell = self->cells[k];
        double base = base_of(self->audit, cell), *bounds = &self->bounds[4 * k];
        double most = t->upper ? t->upper[cell] - base : INFINITY;
        bounds[0] = (t->lower ? t->lower[cell] : 0) - base;
        bounds[1] = most;
        bounds[2] = INFINITY;
        bounds[3] = -INFINITY;
        int kind = isinf(most) ? GLP_LO : most > bounds[0] ? GLP_DB : GLP_FX;
        glp_set_col_bnds(self->problem, (int)k + 1, kind, bounds[0], isinf(most) ? 0 : most);
    }
}

static int programme_open(struct programme *self, const struct audit *audit, size_t component,
                          struct err *err)
{
    size_t num = audit->starts[component + 1] - audit->starts[component];
    const size_t *relations = audit->relations + audit->relation_starts[component];
    size_t num_relations = audit->relation_starts[component + 1] - audit->relation_starts[component];
    int *columns = mem_alloc(num + 1, sizeof *columns, err);
    double *signs = mem_alloc(num + 1, sizeof *signs, err);

    *self = (struct programme){.audit = audit,
                               .cells = audit->order + audit->starts[component],
                               .num_cells = num,
                               .bounds = mem_alloc(4 * num, sizeof *self->bounds, err)};
    if (columns && signs && self->bounds) {
        glp_term_out(GLP_OFF);
        self->problem = glp_create_prob();
        glp_add_cols(self->problem, (int)num);
        set_columns(self);
        if (num_relations > 0)
            glp_add_rows(self->problem, (int)num_relations);
        for (size_t k = 0; k < num_relations; k++)
            set_relation(self, relations[k], (int)k + 1, columns, signs);
        for (size_t k = 0; k < num_relations; k++)
            tighten(self, relations[k]);
    }
    free(columns);
    free(signs);
    return self->problem ? ERR_OK : ERR_LIMIT;
}

static void programme_close(struct programme *self)
{
    if (self->problem != NULL)
        glp_delete_prob(self->problem);
    free(self->bounds);
}

/* Every solution shows values that are possible. */
static void note_solution(struct programme *self)
{
    for (size_t k = 0; k < self->num_cells; k++) {
        double value = glp_get_col_prim(self->problem, (int)k + 1), *bounds = &self->bounds[4 * k];
        bounds[2] = fmin(bounds[2], value);
        bounds[3] = fmax(bounds[3], value);
    }
}

/* *value is infinite without a limit, NaN when no value fits. */
static int optimise(struct programme *self, size_t place, int direction, double *value, struct err *err)
{
    glp_smcp parameters;
    int failed, state;

    glp_init_smcp(&parameters);
    parameters.msg_lev = GLP_MSG_OFF;
    glp_set_obj_dir(self->problem, direction);
    glp_set_obj_coef(self->problem, (int)place + 1, 1);
    failed = glp_simplex(self->problem, &parameters);
    glp_set_obj_coef(self->problem, (int)place + 1, 0);
    state = glp_get_status(self->problem);
    if (failed != 0 || (state != GLP_OPT && state != GLP_UNBND && state != GLP_NOFEAS))
        return err_set(err, ERR_INTERNAL, "the linear programme of the audit failed (status %d, %d)", failed,
                       state);
    if (state == GLP_OPT) {
        *value = glp_get_col_prim(self->problem, (int)place + 1);
        note_solution(self);
    } else {
        *value = state == GLP_UNBND ? (double)INFINITY : (double)NAN;
    }
    return ERR_OK;
}

static bool is_same(double a, double b, double scale)
{
    return fabs(a - b) <= 1e-9 * (1 + scale);
}

/* Rounding must not hide that a bound is the limit, or the value itself. */
static double settle(double bound, double base, double limit)
{
    if (is_same(bound, 0, base))
        return base;
    if (is_same(bound, limit, base))
        return base + limit;
    return base + bound;
}

/* A bound that a solution has already reached needs no programme. */
static int find_bounds(struct programme *self, size_t place, struct secrecy_cell *cell, struct err *err)
{
    double *bounds = &self->bounds[4 * place], base = base_of(self->audit, self->cells[place]);
    double low = bounds[0], high = bounds[1];
    int status = ERR_OK;

    if (!is_same(bounds[2], low, base))
        status = optimise(self, place, GLP_MIN, &low, err);
    if (status == ERR_OK && !is_same(bounds[3], high, base))
        status = optimise(self, place, GLP_MAX, &high, err);
    cell->low = isnan(low) || isnan(high) ? (double)NAN : settle(low, base, bounds[0]);
    cell->high = isnan(cell->low) ? (double)NAN : settle(high, base, bounds[1]);
    return status;
}

static int audit_chunk(size_t index, int worker, void *context, struct err *err)
{
    struct audit *self = context;
    const struct chunk *chunk = &self->chunks[index];
    struct programme programme;
    int status = programme_open(&programme, self, chunk->component, err);

    (void)worker;
    for (size_t k = chunk->begin; k < chunk->end && status == ERR_OK; k++)
        status =
            find_bounds(&programme, k - self->starts[chunk->component], &self->cells[self->order[k]], err);
    programme_close(&programme);
    return status;
}

int secrecy_audit(struct secrecy_cell *cells, const struct secrecy_table *table, int threads, struct err *err)
{
    struct audit audit;
    int status = audit_init(&audit, table, cells, err);

    for (size_t i = 0; i < table->num_cells; i++)
        cells[i].low = cells[i].high = table->values[i];
    if (status == ERR_OK)
        status = parallel_for(audit.num_chunks, glp_config("TLS") ? threads : 1, audit_chunk, &audit, err);
    audit_free(&audit);
    return status;
}
