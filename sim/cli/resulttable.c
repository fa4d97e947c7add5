#include "sim/cli/resulttable.h"

#include <string.h>

#include "stats/base/text.h"

bool result_table_is_workbook(const char *path)
{
    return text_ends_with(path, ".xlsx");
}

/* The table as the first sheet of a workbook, named after the command. */
static int open_workbook(struct result_table *self, const char *command, struct err *err)
{
    struct sheet *sheet;

    self->workbook = workbook_make(err);
    if (self->workbook == NULL)
        return ERR_IO;
    sheet = workbook_add_sheet(self->workbook, command, err);
    if (sheet == NULL)
        return ERR_LIMIT;
    csvout_init_sheet(&self->csv, sheet);
    return ERR_OK;
}

/* The command, or what it lists. */
static const char *name_of(const struct opts *opts)
{
    bool lists = strcmp(opts->argv[0], "list") == 0 && opts->num_arguments > 0;

    return lists ? opts->arguments[0] : opts->argv[0];
}

int result_table_open(struct result_table *self, const struct opts *opts, int style, struct err *err)
{
    const char *path = opts_text(opts, "output", "-");
    int status = outfile_open(&self->file, path, opts_has(opts, "force"), err);

    if (status == ERR_OK && result_table_is_workbook(path))
        return open_workbook(self, name_of(opts), err);
    if (status == ERR_OK)
        csvout_init(&self->csv, &self->file, (enum csv_style)style);
    return status;
}

int result_table_close(struct result_table *self, int status, struct err *err)
{
    csvout_free(&self->csv);
    if (status == ERR_OK && self->workbook != NULL)
        status = workbook_save(self->workbook, &self->file, err);
    return status == ERR_OK ? outfile_commit(&self->file, err) : status;
}

void result_table_free(struct result_table *self)
{
    workbook_remove(self->workbook);
    self->workbook = NULL;
    outfile_free(&self->file);
}
