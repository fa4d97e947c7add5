/* What 'bassin protect' writes and says. */
#include <math.h>
#include <string.h>

#include "sim/cli/message.h"
#include "sim/cli/protect.h"
#include "stats/base/catalogue.h"
#include "stats/data/csvout.h"

enum finding { HIDDEN, NARROW, EXACT, CONTRADICTION, NUM_FINDINGS };

/* Too narrow: all that is possible lies within the protection of its middle. */
static enum finding find_finding(const struct protect_job *self, const struct secrecy_cell *cell)
{
    double low = cell->low, high = cell->high;

    if (isnan(low) || isnan(high))
        return CONTRADICTION;
    if (high - low <= 1e-7 * (1 + low))
        return EXACT;
    return high - low < self->rules.protection * (high + low) * (1 - 1e-9) ? NARROW : HIDDEN;
}

/* ---- writing --------------------------------------------------------------------------------- */

static void write_names(const struct protect_job *self, size_t table, struct csvout *out,
                        const char *const *more)
{
    const struct crosstab_source *source = &self->tables.sources[table];
    bool is_joint = table == 0 && self->tables.num_tables > 1 && strcmp(more[0], "status") != 0;

    if (is_joint)
        csvout_text(out, "table");
    csvout_text(out, is_joint ? "row" : source->rows.column);
    csvout_text(out, is_joint ? "column" : source->columns.column);
    csvout_text(out, source->value);
    for (; *more != NULL; more++)
        csvout_text(out, *more);
    csvout_end(out);
}

static const struct secrecy_cell *cell_of(const struct protect_job *self, size_t table, size_t i)
{
    return &self->tables.status[self->tables.cells_of[table][i]];
}

static void write_public_cell(const struct protect_job *self, size_t table, size_t i, struct csvout *out)
{
    const struct crosstab *t = &self->tables.tables[table];
    bool is_published = cell_of(self, table, i)->status == SECRECY_PUBLISHED;

    csvout_text(out, crosstab_row(t, i));
    csvout_text(out, crosstab_column(t, i));
    csvout_number(out, is_published ? t->values[i] : (double)NAN, 0);
    csvout_text(out, !is_published ? "secret" : crosstab_is_inside(t, i) ? "published" : "margin");
    csvout_end(out);
}

/* For everybody: why a cell is left out is not told, it would say how small it is. Cells
 * inside come first. */
static void write_public(const struct protect_job *self, size_t table, struct csvout *out)
{
    static const char *const more[] = {"status", NULL};
    const struct crosstab *t = &self->tables.tables[table];

    write_names(self, table, out, more);
    for (size_t i = 0; i < t->num_cells; i++)
        if (crosstab_is_inside(t, i))
            write_public_cell(self, table, i, out);
    for (size_t i = 0; i < t->num_cells; i++)
        if (!crosstab_is_inside(t, i))
            write_public_cell(self, table, i, out);
}

static void write_bound(struct csvout *out, double bound)
{
    csvout_number(out, isinf(bound) ? (double)NAN : bound, 10);
}

static void write_audited(const struct protect_job *self, size_t table, size_t i, const char *text,
                          struct csvout *out)
{
    const struct crosstab *t = &self->tables.tables[table];
    const struct secrecy_cell *cell = cell_of(self, table, i);

    if (self->tables.num_tables > 1)
        csvout_text(out, self->tables.sources[table].path);
    csvout_text(out, crosstab_row(t, i));
    csvout_text(out, crosstab_column(t, i));
    csvout_number(out, t->values[i], 0);
    csvout_text(out, text);
    write_bound(out, cell->low);
    write_bound(out, cell->high);
    csvout_end(out);
}

/* For those who publish: what was left out, why, and what can be worked out of it. */
static void write_audit(const struct protect_job *self, struct csvout *out)
{
    static const char *const reasons[] = {"published", "by the rules", "to protect others"};
    static const char *const more[] = {"reason", "can_be_worked_out_from", "to", NULL};

    write_names(self, 0, out, more);
    for (size_t table = 0; table < self->tables.num_tables; table++)
        for (size_t i = 0; i < self->tables.tables[table].num_cells; i++)
            if (cell_of(self, table, i)->status != SECRECY_PUBLISHED)
                write_audited(self, table, i, reasons[cell_of(self, table, i)->status], out);
}

static void write_findings(const struct protect_job *self, struct csvout *out)
{
    static const char *const findings[] = {"hidden", "too narrowly", "exactly", "contradiction"};
    static const char *const more[] = {"known", "can_be_worked_out_from", "to", NULL};

    write_names(self, 0, out, more);
    for (size_t table = 0; table < self->tables.num_tables; table++)
        for (size_t i = 0; i < self->tables.tables[table].num_cells; i++)
            if (cell_of(self, table, i)->status == SECRECY_PRIMARY)
                write_audited(self, table, i, findings[find_finding(self, cell_of(self, table, i))], out);
}

static void say_findings(const struct protect_job *self)
{
    size_t counts[NUM_FINDINGS] = {0}, num = 0;

    for (size_t i = 0; i < self->tables.all.num_cells; i++)
        if (self->tables.status[i].status == SECRECY_PRIMARY) {
            counts[find_finding(self, &self->tables.status[i])]++;
            num++;
        }
    message_note(
        translate_count("%zu cell left out; worked out exactly: %zu, too narrowly: %zu, hidden: %zu",
                        "%zu cells left out; worked out exactly: %zu, too narrowly: %zu, hidden: %zu", num),
        num, counts[EXACT], counts[NARROW], counts[HIDDEN]);
    if (counts[CONTRADICTION] > 0)
        message_note(
            translate_count(
                "%zu cell that no value fits: published figures, or --marked-range, contradict one another",
                "%zu cells that no value fits: published figures, or --marked-range, contradict one another",
                counts[CONTRADICTION]),
            counts[CONTRADICTION]);
}

static void say_counts(const struct protect_job *self)
{
    size_t counts[2][3] = {{0}}, num = 0;
    const struct linked_tables *t = &self->tables;

    for (size_t i = 0; i < t->all.num_cells; i++) {
        counts[t->is_total[i]][t->status[i].status]++;
        num += !t->is_total[i];
    }
    message_note(translate_count("%zu cell: %zu published, %zu secret, %zu left out to protect them",
                                 "%zu cells: %zu published, %zu secret, %zu left out to protect them", num),
                 num, counts[0][SECRECY_PUBLISHED], counts[0][SECRECY_PRIMARY], counts[0][SECRECY_SECONDARY]);
    if (counts[1][SECRECY_PRIMARY] + counts[1][SECRECY_SECONDARY] > 0)
        message_note("totals: %zu published, %zu secret, %zu left out", counts[1][SECRECY_PUBLISHED],
                     counts[1][SECRECY_PRIMARY], counts[1][SECRECY_SECONDARY]);
    for (size_t k = 0; k < t->num_tables && k < 1; k++)
        if (t->tables[k].rows.num_straddling > 0)
            message_note(
                translate_count(
                    "%zu row lies in more than one territory: it counts whole in the one that holds most "
                    "of its people, so that its total is not the official one",
                    "%zu rows lie in more than one territory: they count whole in the one that holds most "
                    "of their people, so that its total is not the official one",
                    t->tables[k].rows.num_straddling),
                t->tables[k].rows.num_straddling);
}

void protect_say(const struct protect_job *self)
{
    if (opts_has(self->opts, "audit-only"))
        say_findings(self);
    else
        say_counts(self);
}

/* ---- files ----------------------------------------------------------------------------------- */

/* The path of the output of a table: the options -o in their order. */
static const char *output_path(const struct opts *opts, size_t table)
{
    size_t seen = 0;

    for (size_t k = 0; k < opts->num_items; k++)
        if (strcmp(opts->items[k].spec->name, "output") == 0 && seen++ == table)
            return opts->items[k].value;
    return table == 0 ? "-" : NULL;
}

size_t protect_num_outputs(const struct opts *opts)
{
    size_t num = 0;

    while (num <= opts->num_items && output_path(opts, num) != NULL)
        num++;
    return num;
}

/* One file: a table, the audit (table = num_tables), or the findings. */
static int write_file(const struct protect_job *self, struct outfile *file, const char *path, size_t table,
                      struct err *err)
{
    struct csvout out;
    int status = outfile_open(file, path, opts_has(self->opts, "force"), err);

    if (status != ERR_OK)
        return status;
    csvout_init(&out, file, (enum csv_style)self->style);
    if (opts_has(self->opts, "audit-only"))
        write_findings(self, &out);
    else if (table < self->tables.num_tables)
        write_public(self, table, &out);
    else
        write_audit(self, &out);
    csvout_free(&out);
    return ERR_OK;
}

int protect_write(const struct protect_job *self, struct outfile *files, struct err *err)
{
    size_t num = opts_has(self->opts, "audit-only") ? 1 : self->tables.num_tables;
    const char *audit = opts_has(self->opts, "audit-only") ? NULL : opts_text(self->opts, "audit", NULL);
    int status = ERR_OK;

    for (size_t k = 0; k < num && status == ERR_OK; k++)
        status = write_file(self, &files[k], output_path(self->opts, k), k, err);
    if (status == ERR_OK && audit != NULL)
        status = write_file(self, &files[num], audit, self->tables.num_tables, err);
    return status == ERR_OK ? outfile_commit_all(files, num + (audit != NULL), err) : status;
}
