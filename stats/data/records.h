/* Weighted records of people, as census files give them: one record a person, with the
 * number of people it stands for, and for moves and commuting a second commune.
 *
 * A figure is the sum of the weights w of its records; its variance 1.3 times the sum of
 * w (w - 1): a person is in the sample with the probability 1/w, and those of a household
 * answer together (the design effect of census.h). Sums over communes are not what moves
 * need, since who goes from one commune to another may stay within an agglomeration: they
 * are counted at every level on its own. */
#ifndef STATS_DATA_RECORDS_H
#define STATS_DATA_RECORDS_H

#include "stats/data/binding.h"
#include "stats/data/codes.h"

struct records {
    struct grid *grid;             /* borrowed, as all that follows */
    const struct binding *binding; /* with is_records */
    const bool *levels;            /* [NUM_LEVELS] levels of moves */
    const char *owner;
    size_t *planes;         /* [num_values * NUM_LEVELS] SIZE_MAX until one is used */
    int *years;             /* the same: year of the plane */
    bool *seen[NUM_LEVELS]; /* [zones] somebody of the file lives there */
    size_t *num_communes_seen[NUM_LEVELS];
};

/* The other commune of a record. */
struct partner {
    bool applies;   /* false: the record says nothing of moves */
    size_t commune; /* NO_ZONE: abroad */
};

int records_init(struct records *self, struct grid *grid, const struct binding *binding, const bool *levels,
                 const char *owner, struct err *err);
void records_free(struct records *self);

/* Somebody lives in a territory. */
void records_see(struct records *self, const struct territory *own);

/* Adds the weight of a record to value binding `value`. */
int records_add(struct records *self, size_t value, const struct territory *own,
                const struct partner *partner, int year, double weight, struct err *err);

/* Where people of the file live a figure without a record is 0; elsewhere moves are
 * unknown, and in part unknown where communes are not in the file. */
void records_finish(struct records *self);

#endif
