#include "sim/cli/resulttable.h"

int result_table_open(struct result_table *self, const struct opts *opts, int style, struct err *err)
{
    int status = outfile_open(&self->file, opts_text(opts, "output", "-"), opts_has(opts, "force"), err);

    if (status == ERR_OK)
        csvout_init(&self->csv, &self->file, (enum csv_style)style);
    return status;
}

int result_table_close(struct result_table *self, int status, struct err *err)
{
    csvout_free(&self->csv);
    return status == ERR_OK ? outfile_commit(&self->file, err) : status;
}

void result_table_free(struct result_table *self)
{
    outfile_free(&self->file);
}
