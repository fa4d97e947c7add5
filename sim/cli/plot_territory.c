/* Figure of a diagnosis: a territory beside its parents. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/plotdata.h"
#include "stats/base/mem.h"
#include "stats/base/text.h"
#include "stats/data/level.h"
#include "stats/output/charts.h"
#include "stats/output/label.h"

enum { MAX_ROWS = 14 };

struct diagnosis_plot {
    const char *path;
    struct table table;
    const char *level, *code; /* of the territory */
    enum level parents[TERRITORY_MAX_SERIES];
    int num_parents;
    struct strbuf names[TERRITORY_MAX_SERIES]; /* of the series */
    struct territory_row rows[MAX_ROWS];
    struct strbuf notes[MAX_ROWS];
    const char *indicators[MAX_ROWS];
    int num_rows;
};

/* Whether a row is of the territory itself, or of one of its parents. */
static bool is_own(const struct diagnosis_plot *self, size_t row)
{
    return plot_row_is(&self->table, row, "relation", "territory") &&
           plot_row_is(&self->table, row, "level", self->level) &&
           plot_row_is(&self->table, row, "code", self->code);
}

static bool is_parent(const struct diagnosis_plot *self, size_t row, enum level level)
{
    return plot_row_is(&self->table, row, "relation", "parent") &&
           plot_row_is(&self->table, row, "of_level", self->level) &&
           plot_row_is(&self->table, row, "of_code", self->code) &&
           plot_row_is(&self->table, row, "level", level_name(level));
}

static int choose_territory(struct diagnosis_plot *self, const struct opts *opts, struct err *err)
{
    self->code = opts_text(opts, "territory", NULL);
    for (size_t row = 0; row < self->table.num_rows; row++) {
        if (!plot_row_is(&self->table, row, "relation", "territory") ||
            (self->code != NULL && !plot_row_is(&self->table, row, "code", self->code)))
            continue;
        self->code = plot_text(&self->table, row, "code");
        self->level = plot_text(&self->table, row, "level");
        return ERR_OK;
    }
    return err_set(err, ERR_DATA, "'%s' has no row of the territory %s", self->path,
                   self->code ? self->code : "");
}

static struct territory_point point_of(const struct table *t, size_t row)
{
    return (struct territory_point){plot_number(t, row, "value"), plot_number(t, row, "low"),
                                    plot_number(t, row, "high")};
}

/* Where the région has no figure, its employment zones may (level rze). */
static bool fits_series(const struct diagnosis_plot *self, size_t row, enum level level,
                        const struct territory_point *found)
{
    return is_parent(self, row, level) ||
           (level == LEVEL_REG && isnan(found->value) && is_parent(self, row, LEVEL_RZE));
}

/* Takes the values of one indicator; year and universe become the note. */
static void fill_row(struct diagnosis_plot *self, const char *indicator, struct territory_row *row,
                     struct strbuf *note, size_t first, bool french)
{
    const struct table *t = &self->table;
    double year = NAN;
    const char *universe = "";
    bool from_zones = false;

    for (int k = 0; k < TERRITORY_MAX_SERIES; k++)
        row->points[k] = (struct territory_point){NAN, NAN, NAN};
    for (size_t r = first; r < t->num_rows; r++) {
        if (!plot_row_is(t, r, "indicator", indicator) || isnan(plot_number(t, r, "value")))
            continue;
        if (is_own(self, r))
            row->points[0] = point_of(t, r);
        for (int k = 0; k < self->num_parents; k++)
            if (fits_series(self, r, self->parents[k], &row->points[k + 1])) {
                row->points[k + 1] = point_of(t, r);
                if (self->parents[k] == LEVEL_REG)
                    from_zones = !is_parent(self, r, LEVEL_REG);
            }
        if (isnan(year) && (is_own(self, r) || plot_row_is(t, r, "of_code", self->code))) {
            year = plot_number(t, r, "year");
            universe = plot_text(t, r, "universe");
        }
    }
    strbuf_addf(note, "%.0f, %s", year, universe);
    if (from_zones)
        strbuf_add(note, french ? " (région : ses zones d’emploi)" : " (région: its employment zones)");
    row->note = strbuf_text(note);
}

static bool is_listed(const struct text_list *list, const char *name)
{
    for (size_t i = 0; i < list->num_items; i++)
        if (strcmp(list->items[i], name) == 0)
            return true;
    return list->num_items == 0;
}

static bool is_taken(const struct diagnosis_plot *self, const char *name)
{
    for (int i = 0; i < self->num_rows; i++)
        if (strcmp(self->indicators[i], name) == 0)
            return true;
    return false;
}

static int collect(struct diagnosis_plot *self, const struct plot_context *c, struct err *err)
{
    const struct table *t = &self->table;
    struct text_list wanted;
    int status = opts_list(c->opts, "indicator", &wanted, err), most = plot_most_rows(c, MAX_ROWS);

    for (size_t row = 0; row < t->num_rows && status == ERR_OK && self->num_rows < most; row++) {
        const char *name = plot_text(t, row, "indicator");
        if (!is_own(self, row) || !is_listed(&wanted, name) || is_taken(self, name) ||
            !plot_row_is(t, row, "unit", "share"))
            continue;
        struct territory_row *item = &self->rows[self->num_rows];
        item->label = plot_text(t, row, "label");
        fill_row(self, name, item, &self->notes[self->num_rows], row, plot_is_french(c));
        self->indicators[self->num_rows++] = name;
    }
    text_list_free(&wanted);
    if (status == ERR_OK && self->num_rows == 0)
        status = err_set(err, ERR_DATA, "'%s' has no share of that territory to show", self->path);
    return status;
}

static void name_series(struct diagnosis_plot *self, const char *language)
{
    const struct table *t = &self->table;

    for (size_t row = 0; row < t->num_rows; row++) {
        if (is_own(self, row) && self->names[0].length == 0)
            strbuf_add(&self->names[0], plot_text(t, row, "name"));
        for (int k = 0; k < self->num_parents; k++)
            if (is_parent(self, row, self->parents[k]) && self->names[k + 1].length == 0) {
                if (self->parents[k] == LEVEL_ZE)
                    strbuf_add(&self->names[k + 1], "ZE ");
                strbuf_add(&self->names[k + 1], plot_text(t, row, "name"));
            }
    }
    for (int k = 0; k < self->num_parents; k++)
        if (self->names[k + 1].length == 0)
            strbuf_add(&self->names[k + 1], level_label(self->parents[k], language));
}

/* The headline: the largest gap to France that the intervals bear out, or that
 * there is. */
static void add_finding(struct plot_context *c, const struct diagnosis_plot *self)
{
    struct strbuf *h = &c->figure->headline;
    const struct territory_row *best = NULL;
    int last = self->num_parents;
    double most = -1;

    for (int i = 0; i < self->num_rows; i++) {
        const struct territory_point *own = &self->rows[i].points[0], *other = &self->rows[i].points[last];
        bool apart = own->low > other->high || own->high < other->low;
        double gap = fabs(own->value - other->value) + (apart ? 1 : 0);
        if (!isnan(own->value) && !isnan(other->value) && gap > most) {
            most = gap;
            best = &self->rows[i];
        }
    }
    if (best == NULL) {
        strbuf_add(h, strbuf_text(&self->names[0]));
        return;
    }
    strbuf_addf(h, plot_is_french(c) ? "%s\xC2\xA0: " : "%s: ", best->label);
    label_percent(h, best->points[0].value, 1, c->language);
    strbuf_add(h, plot_is_french(c) ? " contre " : " against ");
    label_percent(h, best->points[last].value, 1, c->language);
    strbuf_addf(h, " (%s)", strbuf_text(&self->names[last]));
}

static void add_sources(struct plot_context *c, const struct diagnosis_plot *self)
{
    struct strbuf *s = &c->figure->source;
    const struct table *t = &self->table;
    size_t start;

    strbuf_add(s, plot_is_french(c) ? "Sources : " : "Sources: ");
    start = s->length;
    for (size_t row = 0; row < t->num_rows; row++) {
        const char *source = plot_text(t, row, "source");
        if (source[0] == '\0' || !is_taken(self, plot_text(t, row, "indicator")))
            continue;
        plot_add_source(c, start, source);
    }
    strbuf_add(s, plot_is_french(c) ? ". Traits : intervalles à 95\xC2\xA0% quand la source en permet un."
                                    : ". Lines: 95% intervals where the source allows one.");
}

static void describe(struct plot_context *c, const struct diagnosis_plot *self)
{
    struct figure *f = c->figure;
    bool french = plot_is_french(c);

    add_finding(c, self);
    strbuf_addf(&f->subtitle,
                french ? "%s et les territoires qui la contiennent"
                       : "%s and the territories that contain it",
                strbuf_text(&self->names[0]));
    add_sources(c, self);
    plot_override_texts(c);
    strbuf_addf(&f->description, "%s. %s.\n", strbuf_text(&f->headline), strbuf_text(&f->subtitle));
    for (int i = 0; i < self->num_rows; i++) {
        strbuf_addf(&f->description, french ? "%s (%s) :" : "%s (%s):", self->rows[i].label,
                    self->rows[i].note);
        for (int k = 0; k <= self->num_parents; k++) {
            const struct territory_point *p = &self->rows[i].points[k];
            if (isnan(p->value))
                continue;
            strbuf_addf(&f->description, " %s ", strbuf_text(&self->names[k]));
            label_percent(&f->description, p->value, 1, c->language);
            strbuf_add(&f->description, french ? "\xC2\xA0;" : ";");
        }
        strbuf_add_char(&f->description, '\n');
    }
    strbuf_addf(&f->description, "%s\n", strbuf_text(&f->source));
}

static int draw(struct plot_context *c, struct diagnosis_plot *self, struct err *err)
{
    struct territory_chart chart = {
        .rows = self->rows, .num_rows = self->num_rows, .num_series = self->num_parents + 1};

    name_series(self, c->language);
    for (int k = 0; k < chart.num_series; k++)
        chart.series[k] = strbuf_text(&self->names[k]);
    describe(c, self);
    return chart_territory(c->figure, &chart, err);
}

int plot_territory(struct plot_context *c, struct err *err)
{
    struct diagnosis_plot *self = mem_alloc(1, sizeof *self, err);
    int status;

    if (self == NULL)
        return ERR_LIMIT;
    self->path = c->opts->arguments[1];
    status = table_read_file(&self->table, self->path, "indicators", c->problems, err);
    if (status == ERR_OK)
        status = problems_status(c->problems, self->path, err);
    if (status == ERR_OK)
        status = plot_read_parents(c, TERRITORY_MAX_SERIES - 1, self->parents, &self->num_parents, err);
    if (status == ERR_OK)
        status = choose_territory(self, c->opts, err);
    if (status == ERR_OK)
        status = collect(self, c, err);
    if (status == ERR_OK)
        status = draw(c, self, err);
    for (int k = 0; k < TERRITORY_MAX_SERIES; k++)
        strbuf_free(&self->names[k]);
    for (int i = 0; i < MAX_ROWS; i++)
        strbuf_free(&self->notes[i]);
    table_free(&self->table);
    free(self);
    return status;
}
