#include "stats/numeric/secrecy_cycle.h"

#include <glpk.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"

/* How a state was reached: through which cell, from which state, moved by how much. */
struct step {
    size_t cell, from;
    double move;
};

struct waiting {
    double distance;
    size_t state;
};

/* Zero-cost ways are preferred short. */
static const double STEP_COST = 1e-6;

void cycle_free(struct cycle *self)
{
    free(self->cells);
    free(self->steps);
    *self = (struct cycle){0};
}

/* ---- relations of each cell ------------------------------------------------------------ */

static void list_ends(struct cycle_search *self)
{
    const struct secrecy_table *t = self->table;

    for (size_t k = 0; k < t->first[t->num_relations]; k++)
        self->starts[t->members[k] + 2]++;
    for (size_t i = 0; i <= t->num_cells; i++)
        self->starts[i + 1] += self->starts[i];
    for (size_t r = 0; r < t->num_relations; r++)
        for (size_t k = t->first[r]; k < t->first[r + 1]; k++)
            self->ends[self->starts[t->members[k] + 1]++] = (struct end){r, k == t->first[r] ? -1 : 1};
    for (size_t i = 0; i < t->num_cells; i++)
        if (self->starts[i + 1] - self->starts[i] == 1)
            self->single[self->num_single++] = i;
}

int cycle_search_init(struct cycle_search *self, const struct secrecy_table *table,
                      const struct secrecy_cell *status, struct err *err)
{
    size_t states = 2 * table->num_relations + 1;

    *self = (struct cycle_search){.table = table, .status = status, .forbidden = table->num_cells};
    self->starts = mem_alloc(table->num_cells + 2, sizeof *self->starts, err);
    self->ends = mem_alloc(table->first[table->num_relations], sizeof *self->ends, err);
    self->single = mem_alloc(table->num_cells, sizeof *self->single, err);
    self->distance = mem_alloc(states, sizeof *self->distance, err);
    self->steps = mem_alloc(states, sizeof *self->steps, err);
    self->reached = mem_alloc(states, sizeof *self->reached, err);
    self->rows = mem_alloc(table->num_relations, sizeof *self->rows, err);
    self->columns = mem_alloc(table->num_cells, sizeof *self->columns, err);
    if (!self->starts || !self->ends || !self->single || !self->distance || !self->steps || !self->reached ||
        !self->rows || !self->columns)
        return ERR_LIMIT;
    for (size_t s = 0; s < states; s++)
        self->distance[s] = INFINITY;
    list_ends(self);
    return ERR_OK;
}

void cycle_search_free(struct cycle_search *self)
{
    free(self->starts);
    free(self->ends);
    free(self->single);
    free(self->distance);
    free(self->steps);
    free(self->reached);
    free(self->heap);
    free(self->rows);
    free(self->columns);
    *self = (struct cycle_search){0};
}

static size_t num_ends(const struct cycle_search *self, size_t cell)
{
    return self->starts[cell + 1] - self->starts[cell];
}

/* Whether a cell may count on the moving of another. */
static bool is_open(const struct cycle_search *self, size_t cell, size_t other)
{
    return self->lone == NULL || self->lone[other] == 0 || self->lone[other] == self->lone[cell];
}

/* What it costs to move a cell; infinite if it may not. */
static double cost_of(const struct cycle_search *self, size_t cell, bool may_leave_out)
{
    if (!is_open(self, self->quest, cell))
        return INFINITY;
    if (self->status[cell].status != SECRECY_PUBLISHED)
        return STEP_COST;
    if (!may_leave_out || cell == self->forbidden || !(self->table->values[cell] > 0))
        return INFINITY;
    return STEP_COST + self->table->costs[cell];
}

/* ---- cycles as shortest paths ------------------------------------------------------------ */

/* A cell in two relations is an edge between them: its move leaves one and enters the other.
 * State 2 r: relation r is 1 too high and waits for a cell to take it back; 2 r + 1: it is 1
 * too low. The last state is outside: a cell in one relation only leads there and back. */
static size_t outside(const struct cycle_search *self)
{
    return 2 * self->table->num_relations;
}

static size_t state_of(size_t relation, double excess)
{
    return 2 * relation + (excess < 0);
}

static int push(struct cycle_search *self, double distance, size_t state, struct err *err)
{
    int status = mem_grow(&self->heap, &self->heap_capacity, self->num_waiting + 1, sizeof *self->heap, err);
    size_t at = self->num_waiting;

    if (status != ERR_OK)
        return status;
    self->num_waiting++;
    while (at > 0) {
        size_t above = (at - 1) / 2;
        const struct waiting *w = &self->heap[above];
        if (w->distance < distance || (w->distance == distance && w->state <= state))
            break;
        self->heap[at] = *w;
        at = above;
    }
    self->heap[at] = (struct waiting){distance, state};
    return ERR_OK;
}

static bool is_before(const struct waiting *a, const struct waiting *b)
{
    return a->distance < b->distance || (a->distance == b->distance && a->state < b->state);
}

static struct waiting pop(struct cycle_search *self)
{
    struct waiting top = self->heap[0], last = self->heap[--self->num_waiting];
    size_t at = 0;

    for (;;) {
        size_t below = 2 * at + 1;
        if (below >= self->num_waiting)
            break;
        if (below + 1 < self->num_waiting && is_before(&self->heap[below + 1], &self->heap[below]))
            below++;
        if (is_before(&last, &self->heap[below]))
            break;
        self->heap[at] = self->heap[below];
        at = below;
    }
    self->heap[at] = last;
    return top;
}

static int reach_state(struct cycle_search *self, size_t state, double distance, struct step step,
                       struct err *err)
{
    /* farther than a way to the end that is known already: no use */
    if (distance >= self->distance[state] || distance >= self->distance[self->target])
        return ERR_OK;
    if (isinf(self->distance[state]))
        self->reached[self->num_reached++] = state;
    self->distance[state] = distance;
    self->steps[state] = step;
    return push(self, distance, state, err);
}

struct quest {
    size_t cell;
    double need;
    bool may_leave_out;
};

/* From a state over one end of a cell, by a move that takes the excess back. */
static int follow(struct cycle_search *self, const struct quest *quest, size_t from, size_t cell, size_t end,
                  double move, struct err *err)
{
    double cost = cost_of(self, cell, quest->may_leave_out);
    size_t to = outside(self);

    if (cell == quest->cell || num_ends(self, cell) > 2 || isinf(cost) ||
        self->table->values[cell] < quest->need)
        return ERR_OK;
    if (num_ends(self, cell) == 2) {
        const struct end *other = &self->ends[self->starts[cell] + !end];
        to = state_of(other->relation, other->sign * move);
    }
    return reach_state(self, to, self->distance[from] + cost, (struct step){cell, from, move}, err);
}

static int leave_relation(struct cycle_search *self, const struct quest *quest, size_t state, struct err *err)
{
    const struct secrecy_table *t = self->table;
    size_t relation = state / 2;
    double excess = state % 2 ? -1 : 1;
    int status = ERR_OK;

    for (size_t k = t->first[relation]; k < t->first[relation + 1] && status == ERR_OK; k++) {
        size_t cell = t->members[k];
        size_t end = self->ends[self->starts[cell]].relation == relation ? 0 : 1;
        double sign = k == t->first[relation] ? -1 : 1;
        status = follow(self, quest, state, cell, end, -excess / sign, err);
    }
    return status;
}

static int come_back(struct cycle_search *self, const struct quest *quest, size_t state, struct err *err)
{
    int status = ERR_OK;

    for (size_t k = 0; k < self->num_single && status == ERR_OK; k++) {
        size_t cell = self->single[k];
        const struct end *end = &self->ends[self->starts[cell]];
        double cost = cost_of(self, cell, quest->may_leave_out);
        if (cell == quest->cell || isinf(cost) || self->table->values[cell] < quest->need)
            continue;
        for (double move = 1; move >= -1 && status == ERR_OK; move -= 2)
            status = reach_state(self, state_of(end->relation, end->sign * move),
                                 self->distance[state] + cost, (struct step){cell, state, move}, err);
    }
    return status;
}

static int add_to_cycle(struct cycle *cycle, size_t *capacity, size_t cell, double move, struct err *err)
{
    size_t steps_capacity = *capacity;
    int status = ERR_OK;

    for (size_t k = 0; k < cycle->num; k++)
        if (cycle->cells[k] == cell) {
            cycle->steps[k] += move;
            return ERR_OK;
        }
    status = mem_grow(&cycle->cells, capacity, cycle->num + 1, sizeof *cycle->cells, err);
    if (status == ERR_OK)
        status = mem_grow(&cycle->steps, &steps_capacity, cycle->num + 1, sizeof *cycle->steps, err);
    if (status != ERR_OK)
        return status;
    cycle->cells[cycle->num] = cell;
    cycle->steps[cycle->num++] = move;
    return ERR_OK;
}

static void find_reach(struct cycle *cycle, const double *values)
{
    cycle->reach[FORWARDS] = cycle->reach[BACKWARDS] = INFINITY;
    for (size_t k = 0; k < cycle->num; k++) {
        double *reach = &cycle->reach[cycle->steps[k] < 0 ? FORWARDS : BACKWARDS];
        if (cycle->steps[k] != 0)
            *reach = fmin(*reach, values[cycle->cells[k]] / fabs(cycle->steps[k]));
    }
}

/* The cycle that leads to a state, after the cell itself. */
static int trace(const struct cycle_search *self, size_t cell, size_t start, size_t state,
                 struct cycle *cycle, struct err *err)
{
    size_t capacity = 0;
    int status = add_to_cycle(cycle, &capacity, cell, 1, err);

    while (state != start && status == ERR_OK) {
        const struct step *step = &self->steps[state];
        status = add_to_cycle(cycle, &capacity, step->cell, step->move, err);
        state = step->from;
    }
    find_reach(cycle, self->table->values);
    return status;
}

static void clear_search(struct cycle_search *self)
{
    for (size_t k = 0; k < self->num_reached; k++)
        self->distance[self->reached[k]] = INFINITY;
    self->num_reached = self->num_waiting = 0;
}

/* A closed path through the cell, for cells in one or two relations. */
static int find_path(struct cycle_search *self, const struct quest *quest, struct cycle *cycle,
                     struct err *err)
{
    const struct end *ends = &self->ends[self->starts[quest->cell]];
    size_t num = num_ends(self, quest->cell), start = state_of(ends[0].relation, ends[0].sign);
    size_t target = num == 2 ? state_of(ends[1].relation, -ends[1].sign) : outside(self);
    bool found = false;

    self->target = target;
    int status = reach_state(self, start, 0, (struct step){quest->cell, start, 1}, err);

    while (status == ERR_OK && self->num_waiting > 0 && !found) {
        struct waiting next = pop(self);
        found = next.state == target;
        if (found || next.distance > self->distance[next.state])
            continue;
        status = next.state == outside(self) ? come_back(self, quest, next.state, err)
                                             : leave_relation(self, quest, next.state, err);
    }
    if (status == ERR_OK && found)
        status = trace(self, quest->cell, start, target, cycle, err);
    clear_search(self);
    return status;
}

/* ---- cycles as linear programmes ----------------------------------------------------------- */

/* Cells near to one, their relations, and the programme: least cost of moves that keep every
 * relation, the first cell moving by 1. Columns 2 k - 1 and 2 k are rises and falls of cell k. */
struct local {
    size_t *cells, *relations;
    size_t num_cells, num_relations, limit;
    bool is_whole; /* no cell was left aside for the limit */
};

static void take_relation(struct cycle_search *self, struct local *local, size_t relation)
{
    if (self->rows[relation] == 0) {
        local->relations[local->num_relations++] = relation;
        self->rows[relation] = local->num_relations;
    }
}

static void take_members(struct cycle_search *self, struct local *local, size_t relation, bool may_leave_out)
{
    const struct secrecy_table *t = self->table;

    for (size_t k = t->first[relation]; k < t->first[relation + 1]; k++) {
        size_t cell = t->members[k];
        if (self->columns[cell] != 0 || isinf(cost_of(self, cell, may_leave_out)))
            continue;
        if (local->num_cells == local->limit) {
            local->is_whole = false;
            return;
        }
        local->cells[local->num_cells++] = cell;
        self->columns[cell] = local->num_cells;
    }
}

static void gather(struct cycle_search *self, struct local *local, const struct quest *quest)
{
    local->is_whole = true;
    local->cells[local->num_cells++] = quest->cell;
    self->columns[quest->cell] = 1;
    for (size_t k = 0; k < local->num_cells; k++)
        for (size_t e = self->starts[local->cells[k]]; e < self->starts[local->cells[k] + 1]; e++) {
            if (self->rows[self->ends[e].relation] != 0)
                continue;
            take_relation(self, local, self->ends[e].relation);
            take_members(self, local, self->ends[e].relation, quest->may_leave_out);
        }
}

static void set_column(const struct cycle_search *self, glp_prob *problem, size_t cell, int column,
                       double sign)
{
    int rows[16] = {0};
    double signs[16] = {0};
    int num = 0;

    for (size_t e = self->starts[cell]; e < self->starts[cell + 1] && num < 15; e++) {
        rows[++num] = (int)self->rows[self->ends[e].relation];
        signs[num] = sign * self->ends[e].sign;
    }
    glp_set_mat_col(problem, column, num, rows, signs);
}

static glp_prob *make_programme(const struct cycle_search *self, const struct local *local,
                                const struct quest *quest, int direction)
{
    glp_prob *problem = glp_create_prob();

    if (local->num_relations > 0)
        glp_add_rows(problem, (int)local->num_relations);
    for (size_t r = 0; r < local->num_relations; r++)
        glp_set_row_bnds(problem, (int)r + 1, GLP_FX, 0, 0);
    glp_add_cols(problem, 2 * (int)local->num_cells);
    for (size_t k = 0; k < local->num_cells; k++) {
        int rise = 2 * (int)k + 1, fall = rise + 1;
        double most = self->table->values[local->cells[k]] / quest->need;
        double cost = k == 0 ? 0 : cost_of(self, local->cells[k], quest->may_leave_out);
        set_column(self, problem, local->cells[k], rise, 1);
        set_column(self, problem, local->cells[k], fall, -1);
        glp_set_col_bnds(problem, rise, GLP_LO, 0, 0);
        glp_set_col_bnds(problem, fall, most > 0 ? GLP_DB : GLP_FX, 0, most);
        glp_set_obj_coef(problem, rise, cost);
        glp_set_obj_coef(problem, fall, cost);
    }
    glp_set_col_bnds(problem, 1, GLP_FX, direction == FORWARDS, direction == FORWARDS);
    glp_set_col_bnds(problem, 2, GLP_FX, direction == BACKWARDS, direction == BACKWARDS);
    return problem;
}

static int read_solution(const struct cycle_search *self, glp_prob *problem, const struct local *local,
                         struct cycle *cycle, struct err *err)
{
    size_t capacity = 0;
    int status = ERR_OK;

    for (size_t k = 0; k < local->num_cells && status == ERR_OK; k++) {
        double move = glp_get_col_prim(problem, 2 * (int)k + 1) - glp_get_col_prim(problem, 2 * (int)k + 2);
        if (fabs(move) > 1e-9)
            status = add_to_cycle(cycle, &capacity, local->cells[k], move, err);
    }
    find_reach(cycle, self->table->values);
    return status;
}

static int solve_programme(const struct cycle_search *self, const struct local *local,
                           const struct quest *quest, int direction, struct cycle *cycle, struct err *err)
{
    glp_prob *problem;
    glp_smcp parameters;
    int status = ERR_OK;

    glp_term_out(GLP_OFF);
    glp_init_smcp(&parameters);
    parameters.msg_lev = GLP_MSG_OFF;
    problem = make_programme(self, local, quest, direction);
    if (glp_simplex(problem, &parameters) == 0 && glp_get_status(problem) == GLP_OPT)
        status = read_solution(self, problem, local, cycle, err);
    glp_delete_prob(problem);
    return status;
}

/* In growing neighbourhoods of the cell; only in the first when the cycle is not needed at all costs. */
static int find_by_programme(struct cycle_search *self, const struct quest *quest, int direction,
                             struct cycle *cycle, struct err *err)
{
    struct local local = {.cells = mem_alloc(self->table->num_cells, sizeof *local.cells, err),
                          .relations = mem_alloc(self->table->num_relations, sizeof *local.relations, err)};
    int status = local.cells && local.relations ? ERR_OK : ERR_LIMIT;

    for (local.limit = 400; status == ERR_OK && cycle->num == 0 && !local.is_whole; local.limit *= 8) {
        local.num_cells = local.num_relations = 0;
        gather(self, &local, quest);
        status = solve_programme(self, &local, quest, direction, cycle, err);
        for (size_t k = 0; k < local.num_cells; k++)
            self->columns[local.cells[k]] = 0;
        for (size_t k = 0; k < local.num_relations; k++)
            self->rows[local.relations[k]] = 0;
        local.is_whole |= !quest->may_leave_out;
    }
    free(local.cells);
    free(local.relations);
    return status;
}

/* ---- what the others call --------------------------------------------------------------------- */

/* Every relation of a cell that moves must stay true. */
static bool keeps_relations(const struct cycle *self, const struct cycle_search *search)
{
    bool holds = true;

    for (size_t k = 0; k < self->num && holds; k++)
        for (size_t e = search->starts[self->cells[k]]; e < search->starts[self->cells[k] + 1] && holds;
             e++) {
            size_t relation = search->ends[e].relation;
            double sum = 0, size = 0;
            for (size_t j = 0; j < self->num; j++)
                for (size_t f = search->starts[self->cells[j]]; f < search->starts[self->cells[j] + 1]; f++)
                    if (search->ends[f].relation == relation) {
                        sum += search->ends[f].sign * self->steps[j];
                        size += fabs(self->steps[j]);
                    }
            holds = fabs(sum) <= 1e-9 * size;
        }
    return holds;
}

double cycle_reach(const struct cycle *self, size_t cell, int direction)
{
    for (size_t k = 0; k < self->num; k++)
        if (self->cells[k] == cell && self->steps[k] != 0)
            return fabs(self->steps[k]) * self->reach[(self->steps[k] < 0) != (direction == BACKWARDS)];
    return 0;
}

bool cycle_serves(const struct cycle *self, const struct cycle_search *search, size_t cell)
{
    for (size_t k = 0; k < self->num; k++)
        if (!is_open(search, cell, self->cells[k]))
            return false;
    return true;
}

bool cycle_proves(const struct cycle *self, const struct cycle_search *search, size_t cell, double need,
                  int direction)
{
    for (size_t k = 0; k < self->num; k++)
        if (search->status[self->cells[k]].status == SECRECY_PUBLISHED)
            return false;
    return cycle_serves(self, search, cell) && cycle_reach(self, cell, direction) >= need * (1 - 1e-9) &&
           keeps_relations(self, search);
}

int cycle_find(struct cycle_search *self, size_t cell, double need, int direction, bool may_leave_out,
               struct cycle *cycle, struct err *err)
{
    struct quest quest = {cell, need, may_leave_out};
    size_t num = num_ends(self, cell);
    int status = ERR_OK;

    *cycle = (struct cycle){0};
    self->quest = cell;
    if (num == 1 || num == 2)
        status = find_path(self, &quest, cycle, err);
    /* a path that meets itself may go too far */
    if (status == ERR_OK && cycle->num > 0 &&
        (cycle_reach(cycle, cell, direction) < need || !keeps_relations(cycle, self)))
        cycle_free(cycle);
    if (status == ERR_OK && cycle->num == 0)
        status = find_by_programme(self, &quest, direction, cycle, err);
    if (status == ERR_OK && cycle->num > 0 &&
        (cycle_reach(cycle, cell, direction) < need * (1 - 1e-9) || !keeps_relations(cycle, self)))
        cycle_free(cycle);
    return status;
}
