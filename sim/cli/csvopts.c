#include "sim/cli/csvopts.h"

#include <string.h>

static int read_delimiter(const struct opts *opts, char *delimiter, struct err *err)
{
    const char *text = opts_text(opts, "delimiter", NULL);

    if (text == NULL)
        return ERR_OK;
    if (strcmp(text, "tab") == 0 || strcmp(text, "\\t") == 0)
        text = "\t";
    if (strlen(text) != 1 || strchr("\"\r\n", text[0]) != NULL)
        return err_set(err, ERR_USAGE, "--delimiter is '%s', expected one character, or tab", text);
    *delimiter = text[0];
    return ERR_OK;
}

static int read_limit(const struct opts *opts, const char *name, size_t *value, struct err *err)
{
    int64_t number;
    int status = opts_integer(opts, name, 0, 1, INT64_C(1) << 32, &number, err);

    *value = (size_t)number;
    return status;
}

static int read_lines(const struct opts *opts, const char *name, long *value, struct err *err)
{
    int64_t number;
    int status = opts_integer(opts, name, 0, 0, 1000000, &number, err);

    *value = (long)number;
    return status;
}

int csvopts_read(const struct opts *opts, struct csv_options *csv, char *decimal, struct err *err)
{
    static const char *const encodings[] = {"utf-8", "cp1252", NULL};
    static const char *const marks[] = {".", ",", NULL};
    int encoding, mark;
    int status = read_delimiter(opts, &csv->delimiter, err);

    if (status == ERR_OK)
        status = opts_choice(opts, "encoding", encodings, -1, &encoding, err);
    if (status == ERR_OK)
        status = opts_choice(opts, "decimal", marks, -1, &mark, err);
    if (status != ERR_OK)
        return status;
    csv->encoding = encoding < 0    ? CSV_ENCODING_DETECT
                    : encoding == 0 ? CSV_ENCODING_UTF8
                                    : CSV_ENCODING_CP1252;
    *decimal = mark < 0 ? 0 : marks[mark][0];
    status = read_lines(opts, "skip", &csv->skip, err);
    if (status == ERR_OK)
        status = read_lines(opts, "footer", &csv->footer, err);
    if (status == ERR_OK)
        status = read_limit(opts, "max-field", &csv->max_field, err);
    if (status == ERR_OK)
        status = read_limit(opts, "max-line", &csv->max_line, err);
    if (status == ERR_OK)
        status = read_limit(opts, "max-columns", &csv->max_columns, err);
    return status;
}
