/* Options of commands that read CSV files of unknown make. */
#ifndef SIM_CLI_CSVOPTS_H
#define SIM_CLI_CSVOPTS_H

#include "sim/cli/opts.h"
#include "stats/data/csvin.h"

/* Entries of an option table. */
#define CSV_OPTION_SPECS                                                                                     \
    CSV_MARK_OPTION_SPECS, {0, "encoding", "utf-8|cp1252", "utf-8 or cp1252 (default: detected)"},           \
        {0, "skip", "N", "lines above the header to pass over"},                                             \
        {0, "footer", "N", "lines below the table to pass over"}, CSV_LIMIT_OPTION_SPECS

/* Of commands that read a file once, without knowing its end (csvstream.h). */
#define CSV_STREAM_OPTION_SPECS                                                                              \
    CSV_MARK_OPTION_SPECS, {0, "encoding", "utf-8|cp1252", "utf-8 (default) or cp1252"},                     \
        {0, "skip", "N", "lines above the header to pass over"}, CSV_LIMIT_OPTION_SPECS

#define CSV_MARK_OPTION_SPECS                                                                                \
    {0, "delimiter", "CHAR", "field delimiter (default: detected among ; , tab |)"},                         \
    {                                                                                                        \
        0, "decimal", "CHAR", "decimal mark, '.' or ',' (default: detected)"                                 \
    }
#define CSV_LIMIT_OPTION_SPECS                                                                               \
    {0, "max-field", "BYTES", "longest field (default 65536)"},                                              \
        {0, "max-line", "BYTES", "longest line (default 1048576)"},                                          \
    {                                                                                                        \
        0, "max-columns", "N", "most columns (default 4096)"                                                 \
    }

/* decimal is 0 when it is to be detected. */
int csvopts_read(const struct opts *opts, struct csv_options *csv, char *decimal, struct err *err);

#endif
