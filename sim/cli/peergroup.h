/* The peers of a territory: those nearest to it on some indicators. */
#ifndef SIM_CLI_PEERGROUP_H
#define SIM_CLI_PEERGROUP_H

#include "sim/cli/territoryopts.h"
#include "stats/indicators/values.h"
#include "stats/numeric/neighbours.h"

enum { PEER_MAX_CRITERIA = 64 };

/* An indicator that makes territories alike. */
struct criterion {
    const char *name;
    struct indicator_values field; /* sizes as logarithms */
};

struct peer_group {
    struct criterion criteria[PEER_MAX_CRITERIA];
    size_t num_criteria;
    size_t *zones; /* [num_rows] territories that have all of them */
    size_t num_rows;
    double *values, *se;     /* [num_rows * num_criteria] */
    size_t target;           /* row of the territory itself */
    struct neighbour *peers; /* [num_peers] rows, nearest first */
    size_t num_peers;
};

/* What to compare by and how many to find. */
struct peer_choice {
    const char *const *names; /* indicators; none: the default ones that the level has */
    size_t num_names, num_peers;
    enum neighbour_metric metric;
    int replicates;
};

int peer_group_find(struct peer_group *self, struct data_context *data, enum level level, size_t zone,
                    const struct peer_choice *choice, struct err *err);
void peer_group_free(struct peer_group *self);

#endif
