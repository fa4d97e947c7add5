/* The report: what the commands project, indicators and plot write, on one page for
 * people. Nothing is computed here: every number is read from a table that a command
 * wrote. Each part of the page has its own file. */
#ifndef SIM_CLI_REPORT_H
#define SIM_CLI_REPORT_H

#include "sim/cli/opts.h"
#include "sim/cli/resultset.h"
#include "sim/model/metric.h"
#include "sim/model/scenario.h"
#include "stats/base/tempfolder.h"
#include "stats/data/tableorder.h"
#include "stats/output/runrecord.h"

struct report {
    const struct opts *opts;
    const char *language; /* "fr" or "en" */
    bool french;
    struct problems problems;
    struct strbuf html;
    struct tempfolder temp; /* holds what the commands wrote */

    /* diagnosis; has_profile is false without a territory */
    const char *level, *code; /* of the territory */
    const char *territory;    /* its name */
    char *profile_path;
    struct table profile, peers, claims;
    bool has_profile, has_peers, has_claims;

    /* projection; has_results is false without a pack */
    bool has_results;
    char *folder; /* of the results */
    struct result_set results;
    struct table_order orders[NUM_RESULT_KINDS]; /* by series and year, of tables of means and quantiles */
    struct run_record *record;
    const char *focus; /* the scenario that the report is about; borrowed from the results */

    /* the pack as it stands, where it is at hand and the one that was run */
    char *pack_folder;
    bool has_pack, has_notes;
    struct pack pack;
    struct model model;
    struct table notes;
    struct table translations[2]; /* of the pack, of the defaults */
    bool has_translations[2];

    int num_figures;
};

/* The parts, in the order of the page. */
void report_header(struct report *self);
void report_findings(struct report *self);
int report_diagnosis(struct report *self, struct err *err);
int report_scenarios(struct report *self, struct err *err);
int report_objectives(struct report *self, struct err *err);
int report_costs(struct report *self, struct err *err);
void report_method(struct report *self);
/* Places of all measures of a scenario, *grants their grants in euros (NaN: none); 0 where the pack is
 * not at hand. */
double report_places(const struct report *self, const char *scenario, double *grants);
void report_limits(struct report *self);
/* Annexes: what stands behind, for those who check it. */
void report_indicators(struct report *self);
void report_measures(struct report *self);
void report_territory(struct report *self);
bool report_has_territory(const struct report *self); /* the people of a territory are in the results */
void report_assumptions(struct report *self);
void report_all_results(struct report *self);
void report_reproduction(struct report *self);

/* ---- figures (report_figure.c) -------------------------------------------------------------- */

enum report_figure {
    REPORT_FAN,
    REPORT_COMPARISON,
    REPORT_PROFILE,
    REPORT_FUNNEL,
    REPORT_WATERFALL,
    REPORT_TORNADO,
    NUM_REPORT_FIGURES
};

/* What to draw, as the options of bassin plot; NULL for none. path is a result file,
 * targets the second one of a comparison. */
struct report_figure_choice {
    enum report_figure kind;
    const char *path, *targets;
    const char *metric, *scope, *scenario, *indicators;
    int year;         /* 0 for none */
    bool is_optional; /* left out where the results do not have what it shows */
};
int report_add_figure(struct report *self, const struct report_figure_choice *choice, struct err *err);

/* A figure of a file of the results about the scenario in focus; all but a fan are optional. */
int report_add_focus_figure(struct report *self, enum report_figure kind, const char *file,
                            const char *metric, struct err *err);

/* ---- tables of results (report_results.c) --------------------------------------------------- */

/* Whether any scenario has more than zeros to show. */
bool report_says_something(const struct report *self, const char *scope, const char *metric);

/* A scenario in which nothing happens needs no column beside others. */
bool report_is_shown(const struct report *self, const char *scenario);

enum { REPORT_COLUMNS = 4 }; /* scenarios side by side in one table */

/* The scenarios that are shown, from *next on, at most REPORT_COLUMNS; moves *next. They are rows of
 * scenarios.csv. */
size_t report_next_scenarios(const struct report *self, size_t *next, size_t shown[REPORT_COLUMNS]);

/* Begins a table with a column for what rows are about, further ones (NULL for none) and one for each
 * of these scenarios. */
void report_scenario_columns(struct report *self, const char *caption, const char *first, const char *second,
                             const size_t *shown, size_t num);

/* The last year, where all scenarios have the same; else 0. */
int report_common_year(const struct report *self);

/* A cell with median and interval of the last year, "–" where there is no such row. counted: what
 * the label of the row says; a cell of something else adds its noun. */
void report_result_cell(struct report *self, const char *scenario, const char *scope, const char *metric,
                        enum counted counted);

/* Metrics (ends with NULL) of all scenarios. */
void report_metric_tables(struct report *self, const char *caption, const char *scope,
                          const char *const *metrics);

/* ---- texts and numbers (report_text.c) ------------------------------------------------------ */

/* One of the two texts, by the language. A macro, so that the compiler checks formats. */
#define report_say(self, in_french, in_english) ((self)->french ? (in_french) : (in_english))

/* A text of the page, escaped; in French with no-break spaces where they belong. */
void report_escape(struct report *self, const char *text);
void report_element(struct report *self, const char *name, const char *class, const char *text);

/* Opens <section id> with a heading, opens <h3>, closes the section. */
void report_section(struct report *self, const char *id, const char *heading);
void report_heading(struct report *self, const char *heading);
void report_end_section(struct report *self);

/* A line that sends the reader to an annex: "TEXT: annex". */
void report_see(struct report *self, const char *id, const char *text);

/* A paragraph of a class (NULL for none), escaped. */
void report_paragraph(struct report *self, const char *class, const char *text);

/* Begins a table that scrolls by itself: caption, then columns (ends with NULL; one that
 * begins with '>' is of numbers). Cells are added with report_cell. */
void report_table(struct report *self, const char *caption, const char *const *columns);
/* The same whose intervals are never broken over lines. */
void report_table_of_numbers(struct report *self, const char *caption, const char *const *columns);
void report_end_table(struct report *self);
void report_begin_row(struct report *self, const char *text, const char *small);
void report_end_row(struct report *self);
/* small is a second line, smaller; both may be NULL. */
void report_cell(struct report *self, const char *class, const char *text, const char *small);

/* "63,5 %", "6,4 M€", "421": a value in a unit of the results or of the diagnosis;
 * an em dash for NaN. Appended. */
void report_value(const struct report *self, struct strbuf *out, double value, const char *unit);

/* "348 à 486", or nothing when there is no interval. Appended. */
void report_range(const struct report *self, struct strbuf *out, double low, double high, const char *unit);

/* "62 %", "> 99 %": a probability of draws. */
void report_chance(const struct report *self, struct strbuf *out, double probability);

/* Names for people. */
const char *report_metric(const struct report *self, const char *metric);
/* The same for what the unit of a row counts: people or firms. */
const char *report_metric_of(const struct report *self, const char *metric, const char *unit);
const char *report_scenario(const struct report *self, const char *scenario);
const char *report_parameter(const struct report *self, const char *parameter, const char *meaning);
const char *report_status(const struct report *self, const char *status);
const char *report_unit(const struct report *self, const char *unit);

/* The law of an assumption as assumptions.csv has it. Appended. */
void report_law(const struct report *self, const char *law, struct strbuf *out);

/* "apprentis", the label of a measure, the name of a territory ... Appended. */
void report_scope(const struct report *self, const char *scope, struct strbuf *out);

/* Whether a scope is the territory that the report is about. */
bool report_is_own_scope(const struct report *self, const char *scope);

/* A text of the pack in the language of the report, where a translation is at hand. */
const char *report_translate(const struct report *self, const char *text);

/* Whether any scenario compares with what would have happened without the programme. */
bool report_is_causal(const struct report *self);

/* What the scenario that the report is about counts. */
enum counted report_counts(const struct report *self);

/* Row of a series of one table of results in a year (0: the last); num_rows when there is none. */
size_t report_row(const struct report *self, enum result_kind kind, const char *scenario, const char *scope,
                  int year, const char *metric);

/* Row of a series of projection.csv or costs.csv in a year (0: the last); *table is the
 * one that has it, NULL when none has. */
size_t report_find(const struct report *self, const char *scenario, const char *scope, int year,
                   const char *metric, const struct table **table);

#endif
