#include <stdlib.h>

#include "stats/base/mem.h"
#include "stats/base/parallel.h"
#include "stats/base/progress.h"
#include "stats/data/header.h"
#include "stats/data/tabulator.h"

enum { BATCH_PIECES = 48, FIRST_BATCH = 4 };

/* Batches of pieces go through three stages, each batch one stage behind the next: its text is
 * read from the file, its records into buffers, its buffers into the groups. All stages of a step
 * run at once, so that decompressing one batch goes on beside the work on those before it. */
struct pipeline {
    struct tabulation *table;
    struct csv_stream stream;
    struct tabulator_fields fields;
    struct problems *problems; /* of the file; only the stage that reads it writes to it */
    struct csv_buffer texts[2][BATCH_PIECES];
    struct tabulator pieces[2][BATCH_PIECES];
    size_t num_texts[2], num_pieces[2];
    struct decimal decimal; /* of the file so far */
    size_t step, num_idle;  /* steps that found no more text */
    struct progress progress;
};

enum { TASK_READ, TASK_PARSE, TASK_ADD = TASK_PARSE + BATCH_PIECES, NUM_TASKS = TASK_ADD + GROUP_SHARES };

static int read_batch(struct pipeline *self, struct err *err)
{
    size_t batch = self->step % 2, *num = &self->num_texts[batch];
    size_t most =
        self->step < 4 ? (size_t)FIRST_BATCH << self->step : BATCH_PIECES; /* soon work for all threads */
    uint64_t done, total;
    int status = ERR_OK;

    most = most < BATCH_PIECES ? most : BATCH_PIECES;
    for (*num = 0; *num < most && status == ERR_OK; ++*num) {
        struct csv_buffer *text = &self->texts[batch][*num];
        status = csv_stream_next(&self->stream, text, err);
        if (status == ERR_OK && text->piece.length == 0)
            break;
    }
    bytestream_measure(&self->stream.bytes, &done, &total);
    progress_expect(&self->progress, total);
    progress_set(&self->progress, done);
    return status;
}

static int parse_piece(struct pipeline *self, size_t i, struct err *err)
{
    size_t batch = (self->step + 1) % 2;

    if (i >= self->num_texts[batch])
        return ERR_OK;
    return tabulator_read(&self->pieces[batch][i], &self->texts[batch][i].piece, self->stream.num_fields,
                          &self->stream.options, err);
}

static int add_share(struct pipeline *self, size_t share, struct err *err)
{
    size_t batch = self->step % 2;
    int status = ERR_OK;

    for (size_t i = 0; i < self->num_pieces[batch] && status == ERR_OK; i++)
        status = group_share_add(&self->table->shares[share], &self->pieces[batch][i].shares[share], err);
    return status;
}

static int run_task(size_t index, int worker, void *context, struct err *err)
{
    struct pipeline *self = context;

    (void)worker;
    if (index == TASK_READ)
        return read_batch(self, err);
    if (index < TASK_ADD)
        return parse_piece(self, index - TASK_PARSE, err);
    return add_share(self, index - TASK_ADD, err);
}

/* What the pieces parsed in this step tell, in file order. */
static void collect(struct pipeline *self)
{
    size_t batch = (self->step + 1) % 2;

    self->num_pieces[batch] = self->num_texts[batch];
    for (size_t i = 0; i < self->num_pieces[batch]; i++) {
        struct tabulator *piece = &self->pieces[batch][i];
        self->table->num_records += piece->num_records;
        self->table->num_kept += piece->num_kept;
        problems_take(self->problems, &piece->problems);
        decimal_merge(&self->decimal, &piece->decimal, self->problems);
    }
    for (size_t i = 0; i < BATCH_PIECES; i++)
        self->pieces[0][i].decimal = self->pieces[1][i].decimal = self->decimal;
}

/* After the step that finds no more text, which parses the last batch, another adds it. */
static int next_step(void *context, bool *again, struct err *err)
{
    struct pipeline *self = context;

    (void)err;
    collect(self);
    self->num_idle += self->num_texts[self->step % 2] == 0;
    *again = self->num_idle < 2;
    self->step++;
    return ERR_OK;
}

static int run_pipeline(struct pipeline *self, struct err *err)
{
    for (size_t b = 0; b < 2; b++)
        for (size_t i = 0; i < BATCH_PIECES; i++) {
            self->pieces[b][i].options = self->table->options;
            self->pieces[b][i].fields = &self->fields;
            self->pieces[b][i].decimal = self->decimal;
        }
    progress_begin(&self->progress, "", 0);
    int status = parallel_steps(NUM_TASKS, self->table->options->threads, run_task, next_step, self, err);
    progress_end(&self->progress);
    return status;
}

static int take_header(const struct csv_row *row, void *context, struct err *err)
{
    struct pipeline *self = context;

    header_check(row, self->stream.bytes.name, self->problems);
    return tabulator_fields_find(&self->fields, self->table->options, row, self->stream.bytes.name,
                                 self->problems, err);
}

static int read_file(struct pipeline *self, const char *path, struct err *err)
{
    const struct tabulation_options *options = self->table->options;
    struct csv_handler handler = {.header = take_header, .context = self};
    uint64_t before = self->table->num_records;
    size_t errors = self->problems->num_errors;
    int status =
        csv_stream_open(&self->stream, path, options->member, &options->csv, &handler, self->problems, err);

    if (status != ERR_OK || self->stream.num_fields == 0)
        return status;
    self->decimal.mark = options->decimal;
    status = run_pipeline(self, err);
    if (status != ERR_OK)
        return status;
    decimal_finish(&self->decimal, self->problems);
    if (self->table->num_records == before && self->problems->num_errors == errors)
        problem_error(self->problems, ((struct place){self->stream.bytes.name, 0, 0}), NULL,
                      "the file has a header but no data");
    return ERR_OK;
}

static void free_pipeline(struct pipeline *self)
{
    for (size_t b = 0; b < 2; b++)
        for (size_t i = 0; i < BATCH_PIECES; i++) {
            csv_buffer_free(&self->texts[b][i]);
            tabulator_free(&self->pieces[b][i]);
        }
    tabulator_fields_free(&self->fields);
    csv_stream_free(&self->stream);
    free(self);
}

int tabulation_add_file(struct tabulation *self, const char *path, struct problems *problems, struct err *err)
{
    struct pipeline *pipeline = mem_alloc(1, sizeof *pipeline, err);

    if (pipeline == NULL)
        return ERR_LIMIT;
    pipeline->table = self;
    pipeline->problems = problems;
    int status = read_file(pipeline, path, err);
    free_pipeline(pipeline);
    return status;
}

void tabulation_free(struct tabulation *self)
{
    for (size_t i = 0; i < GROUP_SHARES; i++)
        group_share_free(&self->shares[i]);
    *self = (struct tabulation){0};
}
