/* Records of a file read by several threads. Pieces of the text are read in batches: the figures of
 * each record to numbers, the few fields that say whose they are to texts. Beside the reading of one
 * batch the one before is taken, in the order of the file. A piece that has any problem is read
 * again in that order, with all that follows it, so that problems are those of one thread. */
#include "stats/data/importer.h"

#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/parallel.h"
#include "stats/data/csvstream.h"

enum { BATCH_PIECES = 16, PIECE_BYTES = 1 << 18 };

struct ready_row {
    long line;
    size_t texts; /* where its texts begin */
    bool is_skipped;
};

/* A piece and what was read of it. */
struct ready_piece {
    struct csv_piece piece;
    struct cell_reader cells;
    struct problems problems;
    struct ready_row *rows;
    double *numbers; /* [rows][values of the binding] */
    bool *are_empty; /* likewise */
    struct strbuf texts;
    size_t num_rows, rows_capacity, numbers_capacity, empty_capacity;
    const struct row_reading *reading;
};

struct row_reading {
    struct importer *importer;
    const struct csv_options *options;
    size_t num_fields;
    size_t *texts, num_texts;   /* fields that say whose the figures are */
    size_t *wanted, num_wanted; /* those, and the fields with figures and conditions */
    bool *is_listed;            /* [num_fields] workspace */
    const char **fields;        /* [num_fields] of the record that is taken */
    size_t *lengths;
    const char *next, *end; /* what is not cut into pieces yet */
    long lines;             /* before next */
    char line_end;
    struct ready_piece pieces[2][BATCH_PIECES];
    size_t num_pieces[2], step;
    size_t *num_records;
    const struct csv_piece *again; /* the first with a problem; NULL: none */
};

/* ---- fields -------------------------------------------------------------------------------- */

static void list_field(struct row_reading *self, size_t field, size_t *list, size_t *num)
{
    if (field == NO_FIELD || self->is_listed[field])
        return;
    self->is_listed[field] = true;
    list[(*num)++] = field;
}

static void list_conditions(struct row_reading *self, const struct conditions *conditions, size_t *list,
                            size_t *num)
{
    for (size_t k = 0; k < conditions->num_items; k++)
        list_field(self, conditions->items[k].field, list, num);
}

static void list_texts(struct row_reading *self)
{
    const struct importer *importer = self->importer;
    const struct binding *b = &importer->binding;
    const size_t fields[] = {b->code_field, b->level_field, b->year_field};

    for (size_t i = 0; i < 3; i++)
        list_field(self, fields[i], self->texts, &self->num_texts);
    for (size_t i = 0; i < importer->num_identity; i++)
        list_field(self, importer->identity[i], self->texts, &self->num_texts);
    for (size_t i = 0; i < b->num_recodes; i++)
        list_conditions(self, &b->recodes[i].conditions, self->texts, &self->num_texts);
    for (size_t i = 0; i < b->num_values; i++)
        list_conditions(self, &b->values[i].conditions, self->texts, &self->num_texts);
}

static void list_wanted(struct row_reading *self)
{
    const struct binding *b = &self->importer->binding;

    memcpy(self->wanted, self->texts, self->num_texts * sizeof *self->texts);
    self->num_wanted = self->num_texts;
    for (size_t i = 0; i < b->num_values; i++)
        list_field(self, b->values[i].field, self->wanted, &self->num_wanted);
    for (size_t i = 0; i < b->num_named; i++)
        list_field(self, b->named[i].field, self->wanted, &self->num_wanted);
    for (size_t i = 0; i < b->num_skips; i++)
        list_conditions(self, &b->skips[i], self->wanted, &self->num_wanted);
    for (size_t i = 0; i < b->num_keeps; i++)
        list_conditions(self, &b->keeps[i], self->wanted, &self->num_wanted);
}

static int list_fields(struct row_reading *self, struct err *err)
{
    self->is_listed = mem_alloc(self->num_fields, sizeof *self->is_listed, err);
    self->texts = mem_alloc(self->num_fields, sizeof *self->texts, err);
    self->wanted = mem_alloc(self->num_fields, sizeof *self->wanted, err);
    self->fields = mem_alloc(self->num_fields, sizeof *self->fields, err);
    self->lengths = mem_alloc(self->num_fields, sizeof *self->lengths, err);
    if (!self->is_listed || !self->texts || !self->wanted || !self->fields || !self->lengths)
        return ERR_LIMIT;
    list_texts(self);
    list_wanted(self);
    return ERR_OK;
}

/* ---- reading a piece ----------------------------------------------------------------------- */

static int grow(struct ready_piece *self, size_t num_values, struct err *err)
{
    size_t rows = self->num_rows + 1;
    int status = mem_grow_raw(&self->rows, &self->rows_capacity, rows, sizeof *self->rows, err);

    if (status == ERR_OK)
        status = mem_grow_raw(&self->numbers, &self->numbers_capacity, rows * num_values,
                              sizeof *self->numbers, err);
    if (status == ERR_OK)
        status = mem_grow_raw(&self->are_empty, &self->empty_capacity, rows * num_values,
                              sizeof *self->are_empty, err);
    return status;
}

static void read_figures(struct ready_piece *self, const struct csv_row *row)
{
    const struct binding *b = self->cells.binding;
    double *numbers = self->numbers + self->num_rows * b->num_values;
    bool *are_empty = self->are_empty + self->num_rows * b->num_values;

    for (size_t i = 0; i < b->num_values; i++) {
        const struct value_binding *value = &b->values[i];
        if (value->conditions.num_items > 0 && !conditions_hold(&value->conditions, row))
            continue;
        numbers[i] = cell_reader_read(&self->cells, row, value);
        are_empty[i] = row->lengths[value->field] == 0;
    }
}

static int read_record(const struct csv_row *row, void *context, struct err *err)
{
    struct ready_piece *self = context;
    const struct row_reading *reading = self->reading;

    if (self->problems.num_items > 0)
        return ERR_OK; /* it will be read again */
    if (grow(self, self->cells.binding->num_values, err) != ERR_OK)
        return ERR_LIMIT;
    struct ready_row *out = &self->rows[self->num_rows];
    *out = (struct ready_row){row->line, self->texts.length, importer_is_skipped(self->cells.binding, row)};
    for (size_t i = 0; i < reading->num_texts && !out->is_skipped; i++)
        strbuf_add_bytes(&self->texts, row->fields[reading->texts[i]], row->lengths[reading->texts[i]] + 1);
    if (!out->is_skipped)
        read_figures(self, row);
    self->num_rows++;
    return strbuf_status(&self->texts, err);
}

static int read_ready_piece(struct ready_piece *self, struct err *err)
{
    const struct row_reading *reading = self->reading;
    struct csv_handler handler = {
        .record = read_record, .context = self, .wanted = reading->wanted, .num_wanted = reading->num_wanted};

    self->cells.problems = &self->problems;
    self->num_rows = 0;
    strbuf_clear(&self->texts);
    return csvin_read_piece(&self->piece, reading->num_fields, reading->options, &handler, &self->problems,
                            err);
}

/* ---- taking it ----------------------------------------------------------------------------- */

static int take_ready_row(struct row_reading *self, const struct ready_piece *piece, size_t i,
                          struct err *err)
{
    const struct ready_row *ready = &piece->rows[i];
    struct importer *importer = self->importer;
    size_t num_values = importer->binding.num_values;
    const char *text = piece->texts.text + ready->texts;
    struct csv_row row = {self->fields, self->lengths, self->num_fields, ready->line};

    for (size_t k = 0; k < self->num_texts && !ready->is_skipped; k++) {
        self->fields[self->texts[k]] = text;
        self->lengths[self->texts[k]] = strlen(text);
        text += self->lengths[self->texts[k]] + 1;
    }
    importer->ready =
        (struct ready_figures){piece->numbers + i * num_values, piece->are_empty + i * num_values};
    int status = importer_take_row(importer, &row, ready->is_skipped, err);
    importer->ready = (struct ready_figures){NULL, NULL};
    return status;
}

static int take_batch(struct row_reading *self, size_t batch, struct err *err)
{
    int status = ERR_OK;

    for (size_t p = 0; p < self->num_pieces[batch]; p++) {
        const struct ready_piece *piece = &self->pieces[batch][p];
        for (size_t i = 0; i < piece->num_rows && status == ERR_OK; i++)
            status = take_ready_row(self, piece, i, err);
        *self->num_records += piece->num_rows;
    }
    return status;
}

/* ---- batches ------------------------------------------------------------------------------- */

/* The next whole records of the text, about PIECE_BYTES of them. */
static struct csv_piece cut_piece(struct row_reading *self)
{
    size_t rest = (size_t)(self->end - self->next), whole = 0;

    for (size_t size = PIECE_BYTES; size < rest && whole == 0; size *= 2)
        whole = csv_whole_records(self->next, size, self->line_end);
    struct csv_piece piece = {self->importer->file, self->next, whole ? whole : rest, self->lines, NULL};
    self->lines += csv_count_lines(piece.text, piece.length);
    self->next += piece.length;
    return piece;
}

static void cut_batch(struct row_reading *self, size_t batch)
{
    size_t *num = &self->num_pieces[batch];

    for (*num = 0; *num < BATCH_PIECES && self->next < self->end && self->again == NULL; ++*num) {
        struct ready_piece *ready = &self->pieces[batch][*num];
        ready->piece = cut_piece(self);
        ready->reading = self;
        ready->cells.binding = &self->importer->binding;
        ready->cells.file = self->importer->file;
        ready->cells.decimal = self->importer->cells.decimal;
        ready->cells.named_line = 0;
    }
}

static int run_task(size_t index, int worker, void *context, struct err *err)
{
    struct row_reading *self = context;
    size_t batch = self->step % 2;

    (void)worker;
    if (index == 0)
        return take_batch(self, 1 - batch, err);
    return index <= self->num_pieces[batch] ? read_ready_piece(&self->pieces[batch][index - 1], err) : ERR_OK;
}

/* Whether one thread would have read a piece so: "1,234" and another mark need what is before it. */
static bool is_sound(const struct ready_piece *piece, const struct decimal *before)
{
    const struct decimal *found = &piece->cells.decimal;

    return piece->problems.num_items == 0 && !piece->problems.failed &&
           (found->mark == 0 || before->mark == 0 || found->mark == before->mark) &&
           (found->ambiguous.line == 0 || before->mark != 0);
}

/* Keeps the pieces up to the first with a problem, and the decimal mark that they show. */
static void collect(struct row_reading *self, size_t batch)
{
    struct decimal *decimal = &self->importer->cells.decimal;

    for (size_t i = 0; i < self->num_pieces[batch]; i++) {
        const struct ready_piece *piece = &self->pieces[batch][i];
        if (!is_sound(piece, decimal)) {
            self->again = &piece->piece;
            self->num_pieces[batch] = i;
            return;
        }
        decimal_merge(decimal, &piece->cells.decimal, self->importer->problems);
    }
}

static int next_step(void *context, bool *again, struct err *err)
{
    struct row_reading *self = context;
    size_t batch = self->step % 2;

    (void)err;
    collect(self, batch);
    *again = self->num_pieces[batch] > 0;
    cut_batch(self, 1 - batch);
    self->step++;
    return ERR_OK;
}

/* The rest of the text from a piece on, record by record. */
static int count_record(const struct csv_row *row, void *context, struct err *err)
{
    struct row_reading *self = context;

    ++*self->num_records;
    return importer_take_record(row, self->importer, err);
}

static int read_again(struct row_reading *self, struct csv_piece piece, struct err *err)
{
    struct csv_handler handler = {.record = count_record, .context = self};

    piece.length = (size_t)(self->end - piece.text);
    return csvin_read_piece(&piece, self->num_fields, self->options, &handler, self->importer->problems, err);
}

static void free_reading(struct row_reading *self)
{
    for (size_t b = 0; b < 2; b++)
        for (size_t i = 0; i < BATCH_PIECES; i++) {
            struct ready_piece *piece = &self->pieces[b][i];
            problems_free(&piece->problems);
            strbuf_free(&piece->texts);
            free(piece->rows);
            free(piece->numbers);
            free(piece->are_empty);
        }
    free(self->texts);
    free(self->wanted);
    free(self->is_listed);
    free(self->fields);
    free(self->lengths);
    free(self);
}

static int read_batches(struct row_reading *self, struct err *err)
{
    int threads = self->importer->options->threads, status = list_fields(self, err);

    cut_batch(self, 0);
    if (status == ERR_OK)
        status = parallel_steps(BATCH_PIECES + 1, threads > 0 ? threads : 1, run_task, next_step, self, err);
    return status == ERR_OK && self->again != NULL ? read_again(self, *self->again, err) : status;
}

int importer_take_rest(const struct csv_piece *rest, size_t num_fields, const struct csv_options *options,
                       size_t *num_records, void *context, struct err *err)
{
    struct importer *importer = context;
    struct row_reading *self = mem_alloc(1, sizeof *self, err);

    if (self == NULL)
        return ERR_LIMIT;
    *self = (struct row_reading){.importer = importer,
                                 .options = options,
                                 .num_fields = num_fields,
                                 .next = rest->text,
                                 .end = rest->text + rest->length,
                                 .lines = rest->lines_before,
                                 .num_records = num_records};
    self->line_end = memchr(rest->text, '\n', rest->length) != NULL ? '\n' : '\r';
    int status = importer->usable && !importer->binding.is_records ? read_batches(self, err)
                                                                   : read_again(self, *rest, err);
    free_reading(self);
    return status;
}
