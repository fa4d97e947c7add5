/* bassin inspect: what a CSV file holds. */
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/csvopts.h"
#include "sim/cli/message.h"
#include "stats/data/inspect.h"

static const char *const formats[] = {"text", "json", "dictionary", NULL};

static const struct option_spec options[] = {
    {'o', "output", "FILE", "where to write (default: standard output)"},
    {0, "format", "text|json|dictionary",
     "text (default), json (Table Schema with dialect), or dictionary\n"
     "(the beginning of a dictionary for 'bassin import')"},
    {'f', "family", "NAME", "name of the family in that dictionary (default: mine)"},
    CSV_OPTION_SPECS,
    {0, NULL, NULL, NULL},
};

static int write_result(const struct opts *opts, const struct inspection *inspection,
                        const struct source *source, struct outfile *file, struct err *err)
{
    struct strbuf text = {0};
    int format, status = opts_choice(opts, "format", formats, 0, &format, err);

    if (status == ERR_OK && format == 2)
        inspection_dictionary(inspection, opts_text(opts, "family", "mine"), file);
    else if (status == ERR_OK && format == 1)
        status = inspection_schema(inspection, source, &text, err);
    else if (status == ERR_OK)
        inspection_describe(inspection, source, &text);
    outfile_text(file, strbuf_text(&text));
    strbuf_free(&text);
    return status;
}

static int inspect(const struct opts *opts, struct problems *problems, struct outfile *file, struct err *err)
{
    struct inspection inspection = {0};
    struct csv_options csv = {0};
    struct source source = {0};
    char decimal;
    int status = csvopts_read(opts, &csv, &decimal, err);

    if (status == ERR_OK)
        status = source_read_digested(&source, opts->arguments[0], 0, err);
    if (status == ERR_OK)
        status = inspect_source(&inspection, &source, &csv, problems, err);
    if (status == ERR_OK)
        status = outfile_open(file, opts_text(opts, "output", "-"), opts_has(opts, "force"), err);
    if (status == ERR_OK)
        status = write_result(opts, &inspection, &source, file, err);
    inspection_free(&inspection);
    source_free(&source);
    return status;
}

static int run(const struct opts *opts, struct err *err)
{
    struct problems problems = {0};
    struct outfile file = {0};
    int status = opts_expect_arguments(opts, 1, 1, "one file", err);

    if (status == ERR_OK)
        status = inspect(opts, &problems, &file, err);
    if (status == ERR_OK)
        status = outfile_commit(&file, err); /* what could be read is shown, whatever the problems */
    message_problems(&problems);
    if (status == ERR_OK)
        status = problems_status(&problems, opts->arguments[0], err);
    outfile_free(&file);
    problems_free(&problems);
    return status;
}

const struct command cmd_inspect = {
    .name = "inspect",
    .group = "Data",
    .summary = "show what a CSV file holds: dialect, encoding, columns, problems",
    .arguments = "[options] FILE",
    .details = "Reads the whole file (plain or gzip; '-' for standard input) and shows delimiter,\n"
               "encoding, line ends, decimal mark and, for each column, its kind, range and\n"
               "number of empty cells. Digits with a leading zero and Corsican codes are shown\n"
               "as codes: they are text. Problems are listed with line and column.\n",
    .examples = "  bassin inspect base_cc_comparateur.CSV.gz\n"
                "  bassin inspect --format dictionary --family my-file file.csv > my-dictionary.csv\n",
    .options = options,
    .run = run,
};
