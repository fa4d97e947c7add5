#include "stats/base/catalogue.h"
#include "stats/data/workbook.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/source.h"
#include "stats/base/tempfolder.h"
#include "stats/base/text.h"
#include "stats/data/schemamatch.h"
#include "stats/data/workbookcheck.h"
#include "stats/data/xlsxlibrary.h"

enum { MAX_SHEETS = 32, MAX_WIDTH = 60, MIN_WIDTH = 6 };

struct sheet {
    lxw_worksheet *worksheet;
    lxw_format *bold;
    char name[SHEET_NAME_SIZE];
    char **columns; /* names, owned */
    size_t *widths; /* characters of the longest cell */
    size_t num_columns, columns_capacity, widths_capacity;
    uint64_t row, column; /* of the next cell, from 0 */
    struct sheet_size size;
    bool has_cell; /* the row has one */
    lxw_error error;
    bool failed; /* memory ran out */
};

struct workbook {
    struct tempfolder folder;
    char *path;
    lxw_workbook *book;
    lxw_format *bold;
    struct sheet sheets[MAX_SHEETS];
    size_t num_sheets;
};

static lxw_workbook *open_book(struct workbook *self)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = self->folder.path};
    lxw_doc_properties properties = {.created = 315532800}; /* 1980-01-01, as the entries of the zip */

    self->book = xlsx.workbook_new_opt(self->path, &options);
    if (self->book == NULL)
        return NULL;
    self->bold = xlsx.workbook_add_format(self->book);
    if (self->bold == NULL || xlsx.workbook_set_properties(self->book, &properties) != LXW_NO_ERROR)
        return NULL;
    xlsx.format_set_bold(self->bold);
    return self->book;
}

struct workbook *workbook_make(struct err *err)
{
    struct workbook *self = mem_alloc(1, sizeof *self, err);

    if (self == NULL || xlsx_library_load(err) != ERR_OK || tempfolder_make(&self->folder, err) != ERR_OK) {
        free(self);
        return NULL;
    }
    self->path = outfile_join(self->folder.path, "workbook.xlsx", err);
    if (self->path != NULL && open_book(self) == NULL)
        err_set(err, ERR_LIMIT, "not enough memory for a workbook");
    else if (self->path != NULL)
        return self;
    workbook_remove(self);
    return NULL;
}

static void free_sheet(struct sheet *self)
{
    for (size_t i = 0; i < self->num_columns; i++)
        free(self->columns[i]);
    free(self->columns);
    free(self->widths);
}

void workbook_remove(struct workbook *self)
{
    if (self == NULL)
        return;
    if (self->book != NULL)
        xlsx.lxw_workbook_free(self->book);
    for (size_t i = 0; i < self->num_sheets; i++)
        free_sheet(&self->sheets[i]);
    tempfolder_remove(&self->folder);
    free(self->path);
    free(self);
}

struct sheet *workbook_add_sheet(struct workbook *self, const char *name, struct err *err)
{
    struct sheet *sheet = &self->sheets[self->num_sheets];

    if (self->num_sheets == MAX_SHEETS || strlen(name) >= SHEET_NAME_SIZE) {
        err_set(err, ERR_LIMIT, "a workbook holds at most %d tables, with names of %d characters", MAX_SHEETS,
                SHEET_NAME_SIZE - 1);
        return NULL;
    }
    *sheet = (struct sheet){.bold = self->bold};
    memcpy(sheet->name, name, strlen(name) + 1);
    sheet->worksheet = xlsx.workbook_add_worksheet(self->book, name);
    if (sheet->worksheet == NULL) {
        err_set(err, ERR_LIMIT, "not enough memory for the sheet '%s'", name);
        return NULL;
    }
    xlsx.worksheet_freeze_panes(sheet->worksheet, 1, 0);
    self->num_sheets++;
    return sheet;
}

/* ---- cells ----------------------------------------------------------------------------------- */

static void keep_name(struct sheet *self, const char *name)
{
    char *copy = mem_copy_text(name, strlen(name), NULL);

    if (copy == NULL || mem_grow(&self->columns, &self->columns_capacity, self->num_columns + 1,
                                 sizeof *self->columns, NULL) != ERR_OK) {
        free(copy);
        self->failed = true;
        return;
    }
    self->columns[self->num_columns++] = copy;
}

static void note_width(struct sheet *self, size_t width)
{
    size_t column = (size_t)self->column;

    if (mem_grow(&self->widths, &self->widths_capacity, column + 1, sizeof *self->widths, NULL) != ERR_OK)
        self->failed = true;
    else if (width > self->widths[column])
        self->widths[column] = width;
}

/* Whether there is room for a cell, and nothing has gone wrong yet. */
static bool takes_cell(const struct sheet *self)
{
    return !self->failed && self->error == LXW_NO_ERROR && self->row < SHEET_MAX_ROWS &&
           self->column < SHEET_MAX_COLUMNS;
}

static void count_cell(struct sheet *self, lxw_error error)
{
    self->error = error;
    self->size.cells++;
    self->has_cell = true;
}

void sheet_add_text(struct sheet *self, const char *text)
{
    if (takes_cell(self)) {
        lxw_format *format = self->row == 0 ? self->bold : NULL;
        if (self->row == 0)
            keep_name(self, text);
        note_width(self, text_num_characters(text));
        if (text[0] != '\0')
            count_cell(self, xlsx.worksheet_write_string(self->worksheet, (lxw_row_t)self->row,
                                                         (lxw_col_t)self->column, text, format));
    }
    self->column++;
}

void sheet_add_number(struct sheet *self, double value)
{
    if (takes_cell(self) && !isnan(value)) {
        note_width(self, 12);
        count_cell(self, xlsx.worksheet_write_number(self->worksheet, (lxw_row_t)self->row,
                                                     (lxw_col_t)self->column, value, NULL));
    }
    self->column++;
}

void sheet_end_row(struct sheet *self)
{
    self->size.rows += self->has_cell; /* a row without cells is not written */
    self->has_cell = false;
    self->row++;
    self->size.columns = self->column > self->size.columns ? self->column : self->size.columns;
    self->column = 0;
}

/* ---- meanings -------------------------------------------------------------------------------- */

static const char *kind_text(enum field_kind kind)
{
    static const char *const texts[] = {"text", "number", "integer", "true or false"};

    return texts[kind];
}

static void describe_column(struct sheet *out, const struct sheet *sheet, const char *column,
                            const struct schema *schema)
{
    size_t index = schema_find(schema, column);
    bool is_known = index < schema->num_fields;

    sheet_add_text(out, sheet->name);
    sheet_add_text(out, column);
    sheet_add_text(out, is_known ? kind_text(schema->fields[index].kind) : "");
    sheet_add_text(out, is_known ? schema->fields[index].description : "");
    sheet_end_row(out);
}

static int add_meanings(struct workbook *self, struct err *err)
{
    static const char *const header[] = {"table", "column", "kind", "meaning"};
    size_t num = self->num_sheets;
    struct sheet *out = workbook_add_sheet(self, "columns", err);

    if (out == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < 4; i++)
        sheet_add_text(out, header[i]);
    sheet_end_row(out);
    for (size_t i = 0; i < num; i++) {
        const struct sheet *sheet = &self->sheets[i];
        struct schema schema;
        schema_match(&schema, (const char *const *)sheet->columns, sheet->num_columns);
        for (size_t k = 0; k < sheet->num_columns; k++)
            describe_column(out, sheet, sheet->columns[k], &schema);
        schema_free(&schema);
    }
    return ERR_OK;
}

/* ---- the file -------------------------------------------------------------------------------- */

static void set_widths(struct sheet *self)
{
    for (size_t i = 0; i < self->widths_capacity && i < self->size.columns; i++) {
        size_t width = self->widths[i] > MAX_WIDTH ? MAX_WIDTH : self->widths[i];
        width = width < MIN_WIDTH ? MIN_WIDTH : width;
        xlsx.worksheet_set_column(self->worksheet, (lxw_col_t)i, (lxw_col_t)i, (double)width + 1, NULL);
    }
}

static int check_sheet(const struct sheet *self, struct err *err)
{
    if (self->row > SHEET_MAX_ROWS)
        return err_set(err, ERR_LIMIT,
                       "the table '%s' has %llu rows, a sheet holds %d with the header: write it as CSV",
                       self->name, (unsigned long long)self->row, SHEET_MAX_ROWS);
    if (self->size.columns > SHEET_MAX_COLUMNS)
        return err_set(err, ERR_LIMIT, "the table '%s' has %llu columns, a sheet holds %d: write it as CSV",
                       self->name, (unsigned long long)self->size.columns, SHEET_MAX_COLUMNS);
    if (self->error == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
        return err_set(err, ERR_LIMIT,
                       "the table '%s' has a text of more than 32767 characters, which no cell of a workbook "
                       "holds: write it as CSV",
                       self->name);
    if (self->failed || self->error != LXW_NO_ERROR)
        return err_set(err, ERR_LIMIT, "the sheet '%s': %s", self->name,
                       self->failed ? _("not enough memory") : xlsx.lxw_strerror(self->error));
    return ERR_OK;
}

static int close_book(struct workbook *self, struct err *err)
{
    errno = 0;
    lxw_error error = xlsx.workbook_close(self->book); /* frees it, whatever comes of it */
    self->book = NULL;
    if (error == LXW_NO_ERROR)
        return ERR_OK;
    if (errno != 0)
        return err_errno(err, "cannot write the temporary workbook", self->path);
    return err_set(err, ERR_IO, "cannot write the temporary workbook '%s': %s", self->path,
                   xlsx.lxw_strerror(error));
}

static int copy_to(struct workbook *self, struct outfile *file, struct err *err)
{
    struct sheet_size sizes[MAX_SHEETS];
    char *bytes;
    size_t length;
    int status = source_read_bytes(self->path, &bytes, &length, err);

    if (status != ERR_OK)
        return status;
    for (size_t i = 0; i < self->num_sheets; i++)
        sizes[i] = self->sheets[i].size;
    status = workbook_check(bytes, length, sizes, self->num_sheets, err);
    if (status == ERR_OK)
        outfile_write(file, bytes, length);
    free(bytes);
    return status;
}

int workbook_save(struct workbook *self, struct outfile *file, struct err *err)
{
    int status = ERR_OK;

    for (size_t i = 0; i < self->num_sheets && status == ERR_OK; i++)
        status = check_sheet(&self->sheets[i], err);
    if (status == ERR_OK)
        status = add_meanings(self, err);
    for (size_t i = 0; i < self->num_sheets && status == ERR_OK; i++)
        set_widths(&self->sheets[i]);
    if (status == ERR_OK)
        status = close_book(self, err);
    return status == ERR_OK ? copy_to(self, file, err) : status;
}
