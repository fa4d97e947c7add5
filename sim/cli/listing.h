/* What 'bassin list' prints: one function a topic. */
#ifndef SIM_CLI_LISTING_H
#define SIM_CLI_LISTING_H

#include <stdbool.h>

#include "stats/base/strbuf.h"
#include "stats/data/dictionary.h"

struct listing {
    const char *language; /* "fr" or "en", for labels */
    bool is_long;
    struct dictionary dictionary; /* of the variables, when is_long */
    struct strbuf text;
};

/* The names of the topics, NULL after the last. */
const char *list_topic_name(size_t index);

/* Of the statistics. */
void list_indicators(struct listing *self);
void list_levels(struct listing *self);
void list_flags(struct listing *self);
void list_rules(struct listing *self);

/* Of the projection model. */
void list_parameters(struct listing *self);
void list_distributions(struct listing *self);
void list_metrics(struct listing *self);
void list_audiences(struct listing *self);

/* Of the files. */
void list_figures(struct listing *self);
void list_tables(struct listing *self);

/* The kinds of figure, for list_figures: "name summary"; ends with a NULL name. */
struct figure_kind {
    const char *name;
    const char *files;   /* the result files that it takes */
    const char *summary; /* what it shows */
};
extern const struct figure_kind figure_kinds[];

#endif
