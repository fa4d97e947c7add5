/* Options of commands that read the datasets: panels, geography, language. */
#ifndef SIM_CLI_DATAOPTS_H
#define SIM_CLI_DATAOPTS_H

#include "sim/cli/opts.h"
#include "stats/data/dataset.h"

#define DATA_OPTION_SPECS                                                                                    \
    {0, "data", "DIR", "folder of panels, may be repeated (default: those shipped)"},                        \
        {'g', "geography", "FILE", "the table of territories (default: the one shipped)"},                   \
    {                                                                                                        \
        0, "lang", "fr|en", "language of labels (default en)"                                                \
    }

struct data_context {
    struct dataset dataset;
    struct geography geography;
    struct problems problems;
    const char *language; /* "fr" or "en" */
};

int data_context_open(struct data_context *self, const struct opts *opts, struct err *err);

/* The same with the communes that have merged or changed code, for files that may hold
 * older ones: --events if the command has it, else those shipped. */
int data_context_open_events(struct data_context *self, const struct opts *opts, struct err *err);
void data_context_free(struct data_context *self);

int dataopts_language(const struct opts *opts, const char **language, struct err *err);

/* The help of -o of commands that write tables. */
#define WHERE_TO_WRITE "where to write (default: standard output); FILE.xlsx: a workbook"

/* CSV_STYLE_FRENCH when --csv-style=fr. */
#define CSV_STYLE_OPTION_SPEC                                                                                \
    {                                                                                                        \
        0, "csv-style", "standard|fr", "standard (default) or fr: semicolon, decimal comma, BOM"             \
    }
int dataopts_csv_style(const struct opts *opts, int *style, struct err *err);

#endif
