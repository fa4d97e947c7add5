/* Figure of a profile: a territory beside comparable ones, its région and France. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/plotdata.h"
#include "stats/base/mem.h"
#include "stats/output/charts.h"
#include "stats/output/label.h"

enum { MAX_ROWS = 14, OWN = 0, PEERS = 1, REGION = 2, FRANCE = 3, NUM_SERIES = 4 };

struct profile_plot {
    const char *path, *code;
    struct table table;
    struct territory_row rows[MAX_ROWS];
    struct strbuf notes[MAX_ROWS];
    size_t lines[MAX_ROWS]; /* of the table */
    int num_rows;
};

static bool is_listed(const struct text_list *list, const char *name)
{
    for (size_t i = 0; i < list->num_items; i++)
        if (strcmp(list->items[i], name) == 0)
            return true;
    return list->num_items == 0;
}

static struct territory_point point_at(const struct table *t, size_t row, const char *value, const char *low,
                                       const char *high)
{
    return (struct territory_point){plot_number(t, row, value), low ? plot_number(t, row, low) : (double)NAN,
                                    high ? plot_number(t, row, high) : (double)NAN};
}

/* "2018; rank 154 of 1,250; -0.3 points since 2012" */
static void add_note(const struct plot_context *c, const struct table *t, size_t row, struct strbuf *note)
{
    bool french = plot_is_french(c);
    double change = plot_number(t, row, "change");

    strbuf_addf(note, french ? "%.0f ; rang " : "%.0f; rank ", plot_number(t, row, "year"));
    label_number(note, plot_number(t, row, "rank"), 0, c->language);
    strbuf_add(note, french ? " sur " : " of ");
    label_number(note, plot_number(t, row, "among"), 0, c->language);
    if (isnan(change))
        return;
    strbuf_add(note, french ? " ; " : "; ");
    if (change >= 0)
        strbuf_add_char(note, '+');
    label_number(note, 100 * change, 1, c->language);
    strbuf_addf(note,
                !french                     ? " points since %.0f"
                : fabs(100 * change) < 1.95 ? " point depuis %.0f"
                                            : " points depuis %.0f",
                plot_number(t, row, "since"));
}

static void add_row(struct profile_plot *self, const struct plot_context *c, size_t row)
{
    const struct table *t = &self->table;
    struct territory_row *item = &self->rows[self->num_rows];

    for (int k = 0; k < TERRITORY_MAX_SERIES; k++)
        item->points[k] = (struct territory_point){NAN, NAN, NAN};
    item->label = plot_text(t, row, "label");
    item->points[OWN] = point_at(t, row, "value", "low", "high");
    item->points[PEERS] = point_at(t, row, "peers_median", "peers_q25", "peers_q75");
    item->points[REGION] = point_at(t, row, "reg", NULL, NULL);
    item->points[FRANCE] = point_at(t, row, "fr", NULL, NULL);
    add_note(c, t, row, &self->notes[self->num_rows]);
    item->note = strbuf_text(&self->notes[self->num_rows]);
    self->lines[self->num_rows++] = row;
}

/* The shares of the territory asked for, or of the first. */
static int collect(struct profile_plot *self, const struct plot_context *c, struct err *err)
{
    const struct table *t = &self->table;
    struct text_list wanted;
    int status = opts_list(c->opts, "indicator", &wanted, err), most = plot_most_rows(c, MAX_ROWS);

    self->code = opts_text(c->opts, "territory", t->num_rows ? plot_text(t, 0, "code") : "");
    for (size_t row = 0; row < t->num_rows && status == ERR_OK && self->num_rows < most; row++)
        if (plot_row_is(t, row, "code", self->code) && plot_row_is(t, row, "unit", "share") &&
            !isnan(plot_number(t, row, "value")) && is_listed(&wanted, plot_text(t, row, "indicator")))
            add_row(self, c, row);
    text_list_free(&wanted);
    if (status == ERR_OK && self->num_rows == 0)
        status =
            err_set(err, ERR_DATA, "'%s' has no share of the territory '%s' to show", self->path, self->code);
    return status;
}

/* The headline: where the territory lies farthest from its peers' quartiles. */
static void add_finding(struct plot_context *c, const struct profile_plot *self)
{
    struct strbuf *h = &c->figure->headline;
    const struct territory_row *best = NULL;
    double most = 0;

    for (int i = 0; i < self->num_rows; i++) {
        const struct territory_point *own = &self->rows[i].points[OWN], *peers = &self->rows[i].points[PEERS];
        double nearest = own->value > peers->high ? (isnan(own->low) ? own->value : own->low) - peers->high
                                                  : peers->low - (isnan(own->high) ? own->value : own->high);
        if (nearest > most) {
            most = nearest;
            best = &self->rows[i];
        }
    }
    if (best == NULL) {
        strbuf_add(h, plot_text(&self->table, self->lines[0], "name"));
        return;
    }
    strbuf_addf(h, plot_is_french(c) ? "%s\xC2\xA0: " : "%s: ", best->label);
    label_percent(h, best->points[OWN].value, 1, c->language);
    strbuf_add(h, plot_is_french(c) ? " contre " : " against ");
    label_percent(h, best->points[PEERS].value, 1, c->language);
    strbuf_add(h, plot_is_french(c) ? " dans les territoires comparables" : " in comparable territories");
}

static void describe(struct plot_context *c, const struct profile_plot *self, const char *const *series)
{
    struct figure *f = c->figure;
    bool french = plot_is_french(c);
    size_t start;

    add_finding(c, self);
    strbuf_addf(&f->subtitle,
                french ? "%s et dix territoires comparables" : "%s and ten comparable territories",
                series[OWN]);
    strbuf_add(&f->source, french ? "Sources : " : "Sources: ");
    start = f->source.length;
    for (int i = 0; i < self->num_rows; i++)
        plot_add_source(c, start, plot_text(&self->table, self->lines[i], "source"));
    strbuf_add(&f->source, french ? ". Traits : intervalle à 95\xC2\xA0% du territoire, quartiles des "
                                    "territoires comparables. Rang 1 : la valeur la plus "
                                    "forte."
                                  : ". Lines: 95% interval of the territory, quartiles of the comparable "
                                    "ones. Rank 1: the highest value.");
    plot_override_texts(c);
    strbuf_addf(&f->description, "%s. %s.\n", strbuf_text(&f->headline), strbuf_text(&f->subtitle));
    for (int i = 0; i < self->num_rows; i++) {
        strbuf_addf(&f->description, french ? "%s (%s) :" : "%s (%s):", self->rows[i].label,
                    self->rows[i].note);
        for (int k = 0; k < NUM_SERIES; k++) {
            if (isnan(self->rows[i].points[k].value))
                continue;
            strbuf_addf(&f->description, " %s ", series[k]);
            label_percent(&f->description, self->rows[i].points[k].value, 1, c->language);
            strbuf_add(&f->description, french ? "\xC2\xA0;" : ";");
        }
        strbuf_add_char(&f->description, '\n');
    }
    strbuf_addf(&f->description, "%s\n", strbuf_text(&f->source));
}

static int draw(struct plot_context *c, struct profile_plot *self, struct err *err)
{
    bool french = plot_is_french(c);
    struct territory_chart chart = {
        .rows = self->rows,
        .num_rows = self->num_rows,
        .num_series = NUM_SERIES,
        .series = {plot_text(&self->table, self->lines[0], "name"),
                   french ? "Territoires comparables (médiane)" : "Comparable territories (median)", "Région",
                   "France"}};

    describe(c, self, chart.series);
    return chart_territory(c->figure, &chart, err);
}

int plot_profile(struct plot_context *c, struct err *err)
{
    struct profile_plot *self = mem_alloc(1, sizeof *self, err);
    int status;

    if (self == NULL)
        return ERR_LIMIT;
    self->path = c->opts->arguments[1];
    status = table_read_file(&self->table, self->path, "profile", c->problems, err);
    if (status == ERR_OK)
        status = problems_status(c->problems, self->path, err);
    if (status == ERR_OK)
        status = collect(self, c, err);
    if (status == ERR_OK)
        status = draw(c, self, err);
    for (int i = 0; i < MAX_ROWS; i++)
        strbuf_free(&self->notes[i]);
    table_free(&self->table);
    free(self);
    return status;
}
