#include "stats/numeric/secrecy.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/interrupt.h"
#include "stats/base/mem.h"
#include "stats/numeric/secrecy_cycle.h"

/* ---- secret by the rules ------------------------------------------------------------------ */

static bool is_concentrated(const struct secrecy_table *t, const struct secrecy_rules *rules, size_t i)
{
    double first = t->largest[i], second = t->second ? t->second[i] : 0, value = t->values[i];

    if (rules->dominance < 1 && first > rules->dominance * value)
        return true;
    if (t->second == NULL)
        return false;
    return (rules->dominance2 < 1 && first + second > rules->dominance2 * value) ||
           (rules->p > 0 && value - first - second < rules->p * first);
}

static bool is_secret(const struct secrecy_table *t, const struct secrecy_rules *rules, size_t i)
{
    double units = t->contributors ? t->contributors[i] : t->values[i];

    if (!(t->values[i] > 0))
        return false;
    if ((units > 0 && units < rules->threshold) || t->values[i] < rules->least)
        return true;
    return t->largest != NULL && is_concentrated(t, rules, i);
}

/* ---- choosing cells ------------------------------------------------------------------------- */

/* Cycles that hold a cell, as a list. */
struct use {
    size_t cycle, next; /* next: 0 at the end, else 1 + place of the next */
};

struct plan {
    const struct secrecy_table *table;
    struct secrecy_cell *cells;
    double *needs;     /* [num_cells] how far a secret cell must be able to move; 0: not secret */
    size_t *proofs[2]; /* [num_cells] 1 + the cycle that lets a secret cell move that way, 0: none */
    size_t *primary;   /* secret cells in the order of treatment */
    size_t num_primary;
    struct cycle *cycles;
    size_t num_cycles, cycles_capacity;
    struct use *uses;
    size_t num_uses, uses_capacity;
    size_t *used; /* [num_cells] 1 + place of the first use, 0: none */
    size_t *lone; /* [num_cells] contributors who are alone; NULL unless the rules care */
    struct cycle_search search;
};

static void plan_free(struct plan *self)
{
    for (size_t k = 0; k < self->num_cycles; k++)
        cycle_free(&self->cycles[k]);
    free(self->cycles);
    free(self->needs);
    free(self->proofs[FORWARDS]);
    free(self->proofs[BACKWARDS]);
    free(self->primary);
    free(self->uses);
    free(self->used);
    free(self->lone);
    cycle_search_free(&self->search);
}

/* A cell must not be known exactly even when no protection is asked for. */
static double need_of(double value, const struct secrecy_rules *rules)
{
    return fmax(rules->protection, 1e-6) * value;
}

/* The one contributor of a total is the one of its part: the smallest number stands for both. */
static bool merge_lone(struct plan *self, size_t relation)
{
    const struct secrecy_table *t = self->table;
    size_t *of_total = &self->lone[t->members[t->first[relation]]], before = *of_total;
    bool changed = false;

    if (*of_total == 0)
        return false;
    for (size_t k = t->first[relation]; k < t->first[relation + 1]; k++)
        if (self->lone[t->members[k]] != 0 && self->lone[t->members[k]] < *of_total)
            *of_total = self->lone[t->members[k]];
    for (size_t k = t->first[relation]; k < t->first[relation + 1]; k++)
        if (self->lone[t->members[k]] > *of_total) {
            self->lone[t->members[k]] = *of_total;
            changed = true;
        }
    return changed || *of_total != before;
}

static int mark_lone(struct plan *self, struct err *err)
{
    const struct secrecy_table *t = self->table;
    bool changed;

    self->lone = mem_alloc(t->num_cells, sizeof *self->lone, err);
    if (self->lone == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < t->num_cells; i++)
        if (self->needs[i] > 0 && (t->contributors ? t->contributors[i] : t->values[i]) == 1)
            self->lone[i] = i + 1;
    do {
        changed = false;
        for (size_t r = 0; r < t->num_relations; r++)
            changed |= merge_lone(self, r);
    } while (changed);
    self->search.lone = self->lone;
    return ERR_OK;
}

static int plan_init(struct plan *self, struct secrecy_cell *cells, const struct secrecy_table *t,
                     const struct secrecy_rules *rules, struct err *err)
{
    size_t num = t->num_cells;

    *self = (struct plan){.table = t, .cells = cells};
    self->needs = mem_alloc(num, sizeof *self->needs, err);
    self->primary = mem_alloc(num, sizeof *self->primary, err);
    self->used = mem_alloc(num, sizeof *self->used, err);
    for (int d = FORWARDS; d <= BACKWARDS; d++)
        self->proofs[d] = mem_alloc(num, sizeof *self->proofs[d], err);
    if (!self->needs || !self->primary || !self->used || !self->proofs[FORWARDS] || !self->proofs[BACKWARDS])
        return ERR_LIMIT;
    for (size_t i = 0; i < num; i++)
        if (is_secret(t, rules, i)) {
            self->needs[i] = need_of(t->values[i], rules);
            self->primary[self->num_primary++] = i;
        }
    int status = cycle_search_init(&self->search, t, cells, err);
    return status == ERR_OK && rules->lone_contributors ? mark_lone(self, err) : status;
}

/* Back to the secret cells alone. */
static void restart(struct plan *self)
{
    for (size_t k = 0; k < self->num_cycles; k++)
        cycle_free(&self->cycles[k]);
    self->num_cycles = self->num_uses = 0;
    for (size_t i = 0; i < self->table->num_cells; i++) {
        self->cells[i].status = self->needs[i] > 0 ? SECRECY_PRIMARY : SECRECY_PUBLISHED;
        self->proofs[FORWARDS][i] = self->proofs[BACKWARDS][i] = self->used[i] = 0;
    }
}

static int note_use(struct plan *self, size_t cell, size_t cycle, struct err *err)
{
    int status = mem_grow(&self->uses, &self->uses_capacity, self->num_uses + 1, sizeof *self->uses, err);

    if (status != ERR_OK)
        return status;
    self->uses[self->num_uses] = (struct use){cycle, self->used[cell]};
    self->used[cell] = ++self->num_uses;
    return ERR_OK;
}

/* Leaves the cells of a cycle out; it serves every secret cell that it moves far enough. The
 * plan owns the cycle from then on. */
static int adopt(struct plan *self, struct cycle *cycle, struct err *err)
{
    size_t index = self->num_cycles;
    int status = mem_grow(&self->cycles, &self->cycles_capacity, index + 1, sizeof *self->cycles, err);

    if (status != ERR_OK) {
        cycle_free(cycle);
        return status;
    }
    self->cycles[self->num_cycles++] = *cycle;
    for (size_t k = 0; k < cycle->num && status == ERR_OK; k++) {
        size_t cell = cycle->cells[k];
        if (self->cells[cell].status == SECRECY_PUBLISHED)
            self->cells[cell].status = SECRECY_SECONDARY;
        for (int d = FORWARDS; d <= BACKWARDS; d++)
            if (self->needs[cell] > 0 && self->proofs[d][cell] == 0 &&
                cycle_serves(cycle, &self->search, cell) &&
                cycle_reach(cycle, cell, d) >= self->needs[cell] * (1 - 1e-9))
                self->proofs[d][cell] = index + 1;
        status = note_use(self, cell, index, err);
    }
    return status;
}

/* Cycles for the directions in which a secret cell has none yet. */
static int prove(struct plan *self, size_t cell, bool may_leave_out, struct err *err)
{
    int status = ERR_OK;

    for (int d = FORWARDS; d <= BACKWARDS && status == ERR_OK; d++) {
        struct cycle cycle;
        if (self->proofs[d][cell] != 0)
            continue;
        status = interrupt_check(err);
        if (status != ERR_OK)
            return status;
        status = cycle_find(&self->search, cell, self->needs[cell], d, may_leave_out, &cycle, err);
        if (status == ERR_OK && cycle.num > 0)
            status = adopt(self, &cycle, err);
    }
    return status;
}

/* ---- publishing again what is needless --------------------------------------------------------- */

/* A proof that was taken back. */
struct lost {
    size_t cell, proof;
    int direction;
};

/* Secret cells whose proof holds a cell lose it. */
static size_t drop_proofs(struct plan *self, size_t cell, struct lost *lost)
{
    size_t num = 0;

    for (size_t u = self->used[cell]; u != 0; u = self->uses[u - 1].next) {
        size_t index = self->uses[u - 1].cycle;
        const struct cycle *cycle = &self->cycles[index];
        for (size_t k = 0; k < cycle->num; k++)
            for (int d = FORWARDS; d <= BACKWARDS; d++)
                if (self->proofs[d][cycle->cells[k]] == index + 1) {
                    lost[num++] = (struct lost){cycle->cells[k], index + 1, d};
                    self->proofs[d][cycle->cells[k]] = 0;
                }
    }
    return num;
}

/* Publishes a cell if all can be proved without it. */
static int try_to_publish(struct plan *self, size_t cell, struct lost *lost, struct err *err)
{
    size_t num = drop_proofs(self, cell, lost);
    bool all = true;
    int status = ERR_OK;

    self->cells[cell].status = SECRECY_PUBLISHED;
    for (size_t k = 0; k < num && all && status == ERR_OK; k++) {
        status = prove(self, lost[k].cell, false, err);
        all = self->proofs[lost[k].direction][lost[k].cell] != 0;
    }
    if (all)
        return status;
    self->cells[cell].status = SECRECY_SECONDARY;
    for (size_t k = 0; k < num; k++)
        self->proofs[lost[k].direction][lost[k].cell] = lost[k].proof;
    return status;
}

struct ranked {
    double key;
    size_t cell;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->cell > y->cell) - (x->cell < y->cell);
}

/* The dearest first. */
static size_t list_secondary(const struct plan *self, struct ranked *list)
{
    size_t num = 0;

    for (size_t i = 0; i < self->table->num_cells; i++)
        if (self->cells[i].status == SECRECY_SECONDARY)
            list[num++] = (struct ranked){-self->table->costs[i], i};
    qsort(list, num, sizeof *list, compare_ranked);
    return num;
}

static int publish_needless(struct plan *self, struct err *err)
{
    struct ranked *list = mem_alloc(self->table->num_cells, sizeof *list, err);
    struct lost *lost = mem_alloc(2 * self->num_primary, sizeof *lost, err);
    int status = list && lost ? ERR_OK : ERR_LIMIT;
    size_t num = status == ERR_OK ? list_secondary(self, list) : 0;

    for (size_t k = 0; k < num && status == ERR_OK; k++)
        status = try_to_publish(self, list[k].cell, lost, err);
    free(list);
    free(lost);
    return status;
}

/* ---- doing without the dearest -------------------------------------------------------------- */

static double cost_of_plan(const struct plan *self)
{
    double cost = 0;

    for (size_t i = 0; i < self->table->num_cells; i++)
        if (self->cells[i].status == SECRECY_SECONDARY)
            cost += self->table->costs[i];
    return cost;
}

/* A state of the plan; the cycles themselves stay. */
struct saved {
    struct secrecy_cell *cells;
    size_t *proofs[2];
};

static void save(const struct plan *self, struct saved *saved)
{
    size_t num = self->table->num_cells;

    memcpy(saved->cells, self->cells, num * sizeof *saved->cells);
    for (int d = FORWARDS; d <= BACKWARDS; d++)
        memcpy(saved->proofs[d], self->proofs[d], num * sizeof *saved->proofs[d]);
}

static void restore(struct plan *self, const struct saved *saved)
{
    size_t num = self->table->num_cells;

    memcpy(self->cells, saved->cells, num * sizeof *saved->cells);
    for (int d = FORWARDS; d <= BACKWARDS; d++)
        memcpy(self->proofs[d], saved->proofs[d], num * sizeof *saved->proofs[d]);
}

/* Protects anew what a cell has protected, by others; *is_better if that is cheaper. */
static int do_without(struct plan *self, size_t cell, struct lost *lost, bool *is_better, struct err *err)
{
    double before = cost_of_plan(self);
    size_t num = drop_proofs(self, cell, lost);
    bool all = true;
    int status = ERR_OK;

    self->cells[cell].status = SECRECY_PUBLISHED;
    self->search.forbidden = cell;
    for (size_t k = 0; k < num && all && status == ERR_OK; k++) {
        status = prove(self, lost[k].cell, true, err);
        all = self->proofs[lost[k].direction][lost[k].cell] != 0;
    }
    if (status == ERR_OK && all)
        status = publish_needless(self, err);
    self->search.forbidden = self->table->num_cells;
    *is_better = all && cost_of_plan(self) < before * (1 - 1e-9);
    return status;
}

static int improve_once(struct plan *self, struct saved *saved, struct ranked *list, struct lost *lost,
                        bool *improved, struct err *err)
{
    size_t num = list_secondary(self, list);
    int status = ERR_OK;

    *improved = false;
    for (size_t k = 0; k < num && status == ERR_OK; k++) {
        bool is_better = false;
        if (self->cells[list[k].cell].status != SECRECY_SECONDARY)
            continue;
        save(self, saved);
        status = do_without(self, list[k].cell, lost, &is_better, err);
        if (!is_better)
            restore(self, saved);
        *improved |= is_better;
    }
    return status;
}

static int improve(struct plan *self, struct err *err)
{
    size_t num = self->table->num_cells;
    struct saved saved = {mem_alloc(num, sizeof *saved.cells, err),
                          {mem_alloc(num, sizeof(size_t), err), mem_alloc(num, sizeof(size_t), err)}};
    struct ranked *list = mem_alloc(num, sizeof *list, err);
    struct lost *lost = mem_alloc(2 * self->num_primary, sizeof *lost, err);
    bool has_all = saved.cells && saved.proofs[0] && saved.proofs[1] && list && lost, goes_on = has_all;
    int status = has_all ? ERR_OK : ERR_LIMIT;

    for (int pass = 0; pass < 4 && goes_on && status == ERR_OK; pass++)
        status = improve_once(self, &saved, list, lost, &goes_on, err);
    free(saved.cells);
    free(saved.proofs[0]);
    free(saved.proofs[1]);
    free(list);
    free(lost);
    return status;
}

/* ---- orders ------------------------------------------------------------------------------------- */

/* Small tables are treated in many orders and improved cell by cell, large ones not: the work
 * stays bounded. The size is that of the work of one order, about. */
static double size_of(const struct plan *self)
{
    return (double)self->num_primary * (double)self->table->num_cells;
}

static int num_orders(const struct plan *self)
{
    return size_of(self) <= 2e4 ? 24 : size_of(self) <= 5e6 ? 4 : 1;
}

static bool is_improved(const struct plan *self)
{
    return size_of(self) <= 1e5;
}

/* Bits that look unordered (SplitMix64): orders that follow from nothing but their number. */
static uint64_t scramble(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static double order_key(const struct plan *self, size_t cell, int order)
{
    switch (order) {
    case 0:
        return -self->needs[cell];
    case 1:
        return self->needs[cell];
    case 2:
        return (double)cell;
    case 3:
        return -(double)cell;
    default:
        return (double)(scramble(cell * 64 + (uint64_t)order) >> 11);
    }
}

static int sort_primary(struct plan *self, int order, struct err *err)
{
    struct ranked *list = mem_alloc(self->num_primary, sizeof *list, err);

    if (list == NULL)
        return ERR_LIMIT;
    for (size_t k = 0; k < self->num_primary; k++)
        list[k] = (struct ranked){order_key(self, self->primary[k], order), self->primary[k]};
    qsort(list, self->num_primary, sizeof *list, compare_ranked);
    for (size_t k = 0; k < self->num_primary; k++)
        self->primary[k] = list[k].cell;
    free(list);
    return ERR_OK;
}

/* Nothing is taken on trust: every cycle that counts as proof is gone through again. */
static void check_proofs(const struct plan *self, struct secrecy_result *result)
{
    *result = (struct secrecy_result){.is_protected = true, .exposed = SIZE_MAX};
    for (size_t i = 0; i < self->table->num_cells; i++) {
        if (self->cells[i].status == SECRECY_SECONDARY)
            result->cost += self->table->costs[i];
        for (int d = FORWARDS; d <= BACKWARDS && self->needs[i] > 0 && result->is_protected; d++)
            if (self->proofs[d][i] == 0 ||
                !cycle_proves(&self->cycles[self->proofs[d][i] - 1], &self->search, i, self->needs[i], d)) {
                result->is_protected = false;
                result->exposed = i;
            }
    }
}

static int protect_in_order(struct plan *self, int order, struct secrecy_result *result, struct err *err)
{
    int status;

    restart(self);
    status = sort_primary(self, order, err);
    for (size_t k = 0; k < self->num_primary && status == ERR_OK; k++)
        status = prove(self, self->primary[k], true, err);
    if (status == ERR_OK)
        status = publish_needless(self, err);
    if (status == ERR_OK && is_improved(self))
        status = improve(self, err);
    if (status == ERR_OK)
        check_proofs(self, result);
    return status;
}

static bool is_better(const struct secrecy_result *a, const struct secrecy_result *b)
{
    if (a->is_protected != b->is_protected)
        return a->is_protected;
    return a->cost < b->cost;
}

static int protect_best(struct plan *self, struct secrecy_result *result, struct err *err)
{
    size_t num = self->table->num_cells;
    struct secrecy_cell *best = mem_alloc(num, sizeof *best, err);
    int status = best ? ERR_OK : ERR_LIMIT;

    for (int order = 0; order < num_orders(self) && status == ERR_OK; order++) {
        struct secrecy_result now;
        status = protect_in_order(self, order, &now, err);
        if (status != ERR_OK || (order > 0 && !is_better(&now, result)))
            continue;
        *result = now;
        memcpy(best, self->cells, num * sizeof *best);
    }
    if (status == ERR_OK)
        memcpy(self->cells, best, num * sizeof *best);
    free(best);
    return status;
}

static int check_table(const struct secrecy_table *t, struct err *err)
{
    for (size_t i = 0; i < t->num_cells; i++)
        if (!(t->values[i] >= 0) || !isfinite(t->values[i]))
            return err_set(err, ERR_DATA, "cell %zu: a value of 0 or more was expected", i + 1);
    return t->num_cells > 0 ? ERR_OK : err_set(err, ERR_DATA, "the table has no cell");
}

int secrecy_protect(struct secrecy_cell *cells, const struct secrecy_table *table,
                    const struct secrecy_rules *rules, struct secrecy_result *result, struct err *err)
{
    struct plan plan = {0};
    int status = check_table(table, err);

    if (status != ERR_OK)
        return status;
    status = plan_init(&plan, cells, table, rules, err);
    if (status == ERR_OK)
        status = protect_best(&plan, result, err);
    plan_free(&plan);
    return status;
}
