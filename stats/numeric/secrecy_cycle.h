/* Cycles of cells that can move together while every relation stays true: what hides a
 * secret cell. Used by secrecy.c. */
#ifndef STATS_NUMERIC_SECRECY_CYCLE_H
#define STATS_NUMERIC_SECRECY_CYCLE_H

#include "stats/numeric/secrecy.h"

enum { FORWARDS, BACKWARDS };

/* cells[k] moves by steps[k] times the length of the move. The values allow a move of at
 * most reach[FORWARDS], or of reach[BACKWARDS] with all steps turned round. */
struct cycle {
    size_t num;
    size_t *cells;
    double *steps;
    double reach[2];
};
void cycle_free(struct cycle *self);

/* Which relations a cell is in: ends[starts[cell]] to ends[starts[cell + 1] - 1]. */
struct end {
    size_t relation;
    double sign; /* 1 for a part, -1 for the total */
};

struct cycle_search {
    const struct secrecy_table *table;
    const struct secrecy_cell *status; /* which cells are left out already; borrowed */
    const size_t *lone;                /* number of the one contributor of a cell, who knows it: no cell of
                                          others may count on its moving; 0: several; NULL: no care; borrowed */
    size_t quest;                      /* the cell that a cycle is looked for */
    size_t forbidden;                  /* a published cell that must stay so; num_cells: none */
    size_t *starts;                    /* [num_cells + 1] */
    struct end *ends;
    size_t *single; /* cells in one relation only: they can absorb any move of it */
    size_t num_single;
    double *distance;   /* [2 * num_relations + 1], infinite where the search has not been */
    struct step *steps; /* the same: how the search came there */
    size_t target;      /* the state that closes the cycle */
    size_t *reached;    /* states to clear after a search */
    size_t num_reached;
    struct waiting *heap; /* states not yet settled */
    size_t num_waiting, heap_capacity;
    size_t *rows, *columns; /* of linear programmes: 0 or 1 + place of relations, of cells */
};

int cycle_search_init(struct cycle_search *self, const struct secrecy_table *table,
                      const struct secrecy_cell *status, struct err *err);
void cycle_search_free(struct cycle_search *self);

/* The cheapest cycle in which the cell rises by 1 a step (falls, if direction is BACKWARDS)
 * and that reaches need; one that also reaches need the other way round is preferred. Only
 * cells that are left out already unless may_leave_out. An empty cycle: there is none. */
int cycle_find(struct cycle_search *self, size_t cell, double need, int direction, bool may_leave_out,
               struct cycle *cycle, struct err *err);

/* Whether the cycle changes no relation, moves no cell that is published, and reaches need
 * at the cell in the direction. Nothing is taken from the search that found it. */
bool cycle_proves(const struct cycle *self, const struct cycle_search *search, size_t cell, double need,
                  int direction);

/* Whether the cycle hides the cell from single contributors who know theirs. */
bool cycle_serves(const struct cycle *self, const struct cycle_search *search, size_t cell);

/* How far the cell goes up (FORWARDS) or down along the cycle, which must hold it. */
double cycle_reach(const struct cycle *self, size_t cell, int direction);

#endif
