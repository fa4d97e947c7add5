/* Names for people of what result files name by words of the tables: measures, by the labels of the
 * pack where it is at hand, and assumptions. */
#ifndef SIM_CLI_PLOTNAMES_H
#define SIM_CLI_PLOTNAMES_H

#include "sim/cli/plotdata.h"

struct plot_names {
    const struct plot_context *context;
    struct table measures; /* measures.csv of the pack of the run */
    bool has_measures;
};

/* Looks for the pack of the results that result_path belongs to; there may be none. */
void plot_names_init(struct plot_names *self, const struct plot_context *context, const char *result_path);
void plot_names_free(struct plot_names *self);

/* A scope; "measure:NAME" by the label of the measure, or by what the labels of its parts begin with.
 * Appended to out. */
void plot_names_add_scope(const struct plot_names *self, const char *scope, struct strbuf *out);

/* "part des places libres ...", the parameter of a driver ("all fill 2016"), and whose it is: its scope
 * and first year. Appended. */
void plot_names_add_driver(const struct plot_names *self, const char *driver, struct strbuf *parameter,
                           struct strbuf *whose);

#endif
