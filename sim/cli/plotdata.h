/* Results read back for figures. */
#ifndef SIM_CLI_PLOTDATA_H
#define SIM_CLI_PLOTDATA_H

#include "sim/cli/opts.h"
#include "sim/model/counted.h"
#include "stats/data/level.h"
#include "stats/data/table.h"
#include "stats/output/figure.h"

/* What all kinds of figure share. */
struct plot_context {
    const struct opts *opts;
    const char *language;
    struct figure *figure;
    struct problems *problems;
    enum counted counted; /* what the rows that are drawn count, for the labels of metrics */
};

/* Each draws one kind from the files of the command line. */
int plot_fan(struct plot_context *self, struct err *err);
int plot_scenarios(struct plot_context *self, struct err *err);
int plot_territory(struct plot_context *self, struct err *err);
int plot_profile(struct plot_context *self, struct err *err);
int plot_shiftshare(struct plot_context *self, struct err *err);
int plot_tornado(struct plot_context *self, struct err *err);
int plot_waterfall(struct plot_context *self, struct err *err);
int plot_ramp(struct plot_context *self, struct err *err);
int plot_funnel(struct plot_context *self, struct err *err);
int plot_map(struct plot_context *self, struct err *err);
int plot_trend(struct plot_context *self, struct err *err);
int plot_scatter(struct plot_context *self, struct err *err);

bool plot_is_french(const struct plot_context *self);

/* Rows that a figure shows unless the user chooses: most, but six on a slide. */
int plot_most_rows(const struct plot_context *self, int most);

/* The label of a scenario, from scenarios.csv beside a result file; its name when
 * there is none. Appended to out. */
void plot_scenario_label(const struct plot_context *self, const char *result_path, const char *scenario,
                         struct strbuf *out);

/* What a scenario counts: column counts of scenarios.csv beside a result file. */
enum counted plot_counted(const char *result_path, const char *scenario);

/* Label of a metric or of a series of costs, for what self->counted says; its name if unknown. */
const char *plot_metric_label(const struct plot_context *self, const char *metric);

/* The same; of a total that of what it adds up: "Leavers employed in industry, in all" is "Leavers
 * employed in industry". */
const char *plot_flow_label(const struct plot_context *self, const char *metric);

/* The same within a sentence: with a small first letter. Appended. */
void plot_add_metric(const struct plot_context *self, const char *metric, struct strbuf *out);

/* Whether a metric is a total since the beginning. */
bool plot_is_total(const char *metric);

/* An audience and a territory by their names for people (of the table of territories shipped); any
 * other scope as it is. Appended to out. */
void plot_add_scope(const struct plot_context *self, const char *scope, struct strbuf *out);

/* Unit of the axis, "" where the label of the metric says it: large sums of money
 * are shown in thousands or millions, shares in per cent, their differences in points.
 * *divisor is what values are divided by. */
const char *plot_unit(const struct plot_context *self, const char *unit, double largest, double *divisor);

/* Whether a result file holds differences from the reference scenario: differences.csv. */
bool plot_is_difference(const char *path);

/* Adds a source to the source line, once: "INSEE, Flores (...)" by its publisher and
 * first words. start is where the sources begin. */
void plot_add_source(struct plot_context *self, size_t start, const char *source);

/* Replaces what --title, --subtitle and --source give. */
void plot_override_texts(struct plot_context *self);

/* --parents: levels, at most `most` of them, ze, reg and fr unless given. */
int plot_read_parents(const struct plot_context *self, int most, enum level *levels, int *num,
                      struct err *err);

/* Reads a table of results; its problems become an error. */
int plot_read_table(const struct plot_context *self, const char *path, const char *schema,
                    struct table *table, struct err *err);

/* projection.csv; a file of differences is refused. */
int plot_read_projection(const struct plot_context *self, const char *path, struct table *table,
                         struct err *err);

/* value / divisor with the decimals that its size asks for; "12 to 17". Appended. */
void plot_add_value(struct strbuf *out, double value, double divisor, const char *language);
void plot_add_range(struct strbuf *out, double low, double high, double divisor, const char *language);

/* "Source: bassin projection, 10,000 draws; assumptions ... " and what is said of the signs. */
void plot_add_projection_source(struct plot_context *self, double draws, const char *signs);

/* A text column of a row equals text. */
bool plot_row_is(const struct table *table, size_t row, const char *column, const char *text);
double plot_number(const struct table *table, size_t row, const char *column);
const char *plot_text(const struct table *table, size_t row, const char *column);

#endif
