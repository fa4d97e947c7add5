/* Chains of cells that can move together while every relation stays true: what hides a
 * secret cell. Used by secrecy.c. */
#ifndef STATS_NUMERIC_SECRECY_CHAIN_H
#define STATS_NUMERIC_SECRECY_CHAIN_H

#include "stats/numeric/secrecy.h"

enum { FORWARDS, BACKWARDS };

/* cells[k] moves by steps[k] times the length of the move. The values allow a move of at
 * most reach[FORWARDS], or of reach[BACKWARDS] with all steps turned round. */
struct chain {
    size_t num;
    size_t *cells;
    double *steps;
    double reach[2];
};
void chain_free(struct chain *self);

/* Which relations a cell is in: ends[starts[cell]] to ends[starts[cell + 1] - 1]. */
struct end {
    size_t relation;
    double sign; /* 1 for a part, -1 for the total */
};

struct chain_search {
    const struct secrecy_table *table;
    const struct secrecy_cell *status; /* which cells are left out already; borrowed */
    size_t *starts;                    /* [num_cells + 1] */
    struct end *ends;
    size_t *single; /* cells in one relation only: they can absorb any move of it */
    size_t num_single;
    double *distance;     /* [2 * num_relations + 1], infinite where the search has not been */
    struct step *steps;   /* the same: how the search came there */
    size_t *reached;      /* states to clear after a search */
    size_t num_reached;
    struct waiting *heap; /* states not yet settled */
    size_t num_waiting, heap_capacity;
    size_t *rows, *columns; /* of linear programmes: 0 or 1 + place of relations, of cells */
};

int chain_search_init(struct chain_search *self, const struct secrecy_table *table,
                      const struct secrecy_cell *status, struct err *err);
void chain_search_free(struct chain_search *self);

/* The cheapest chain in which the cell rises by 1 a step (falls, if direction is BACKWARDS)
 * and that reaches need; one that also reaches need the other way round is preferred. Only
 * cells that are left out already unless may_leave_out. An empty chain: there is none. */
int chain_find(struct chain_search *self, size_t cell, double need, int direction, bool may_leave_out,
               struct chain *chain, struct err *err);

/* Whether the chain changes no relation, moves no cell that is published, and reaches need
 * at the cell in the direction. Nothing is taken from the search that found it. */
bool chain_proves(const struct chain *self, const struct chain_search *search, size_t cell, double need,
                  int direction);

/* How far the cell goes up (FORWARDS) or down along the chain, which must hold it. */
double chain_reach(const struct chain *self, size_t cell, int direction);

#endif
