/* Where each sector is concentrated. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/concentration.h"
#include "sim/cli/message.h"
#include "sim/cli/suggest.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/parallel.h"
#include "stats/numeric/localisation.h"

/* What is printed of the measures of stats/numeric/localisation.h: themselves, or scaled. */
enum { PLAIN, HALF, NORMALISED, INVERSE };
static const struct measure {
    const char *name;
    enum localisation_measure of;
    int how;
} measures[] = {
    {"hoover", LOCALISATION_HOOVER, PLAIN}, {"gini", LOCALISATION_GINI, PLAIN},
    {"gini_area", LOCALISATION_GINI, HALF}, {"gini_normalised", LOCALISATION_GINI, NORMALISED},
    {"theil", LOCALISATION_THEIL, PLAIN},   {"eg_g", LOCALISATION_GAP, PLAIN},
    {"hhi", LOCALISATION_HHI, PLAIN},       {"equivalent", LOCALISATION_HHI, INVERSE},
};
enum { NUM_MEASURES = sizeof measures / sizeof measures[0], FEW_DARTS = 10 };

/* One sector in the territories where it and all jobs are known. */
struct sector {
    double *jobs, *all; /* [num] */
    size_t *zones;      /* [num] */
    size_t num, num_missing;
    double total, share, dart;
    double missing_share; /* of all jobs, in territories without a figure of the sector */
    bool has_interval;
    struct localisation_estimate estimates[NUM_LOCALISATION];
};

struct work {
    struct concentration *job;
    struct sector *sectors;
    bool wanted[NUM_MEASURES];
};

static const char *suggest_measure(char out[SUGGESTION_SIZE], const char *word)
{
    const char *names[NUM_MEASURES];

    for (int m = 0; m < NUM_MEASURES; m++)
        names[m] = measures[m].name;
    return suggest(out, word, names, NUM_MEASURES);
}

static int choose_measures(struct work *self, struct err *err)
{
    struct text_list list;
    char near[SUGGESTION_SIZE];
    int status = opts_list(self->job->opts, "measure", &list, err);

    for (int m = 0; m < NUM_MEASURES && list.num_items == 0; m++)
        self->wanted[m] = true;
    for (size_t i = 0; i < list.num_items && status == ERR_OK; i++) {
        int m = 0;
        while (m < NUM_MEASURES && strcmp(measures[m].name, list.items[i]) != 0)
            m++;
        if (m == NUM_MEASURES)
            status = err_set(err, ERR_USAGE,
                             "--measure: '%s' is not one of hoover, gini, gini_area, gini_normalised, theil, "
                             "eg_g, hhi, equivalent%s",
                             list.items[i], suggest_measure(near, list.items[i]));
        else
            self->wanted[m] = true;
    }
    text_list_free(&list);
    return status;
}

/* Counts of the census scatter by their sampling error too: by darts of so many more jobs. */
static void set_dart(struct sector *self, double dart, double error)
{
    self->has_interval = !isnan(error);
    self->dart = dart + (isnan(error) ? 0 : error);
}

static int collect(struct sector *self, const struct concentration *job, size_t index, struct err *err)
{
    const struct sector_table *table = &job->table;
    double all = 0, missing = 0;

    self->jobs = mem_alloc(2 * table->num_zones, sizeof *self->jobs, err);
    self->zones = mem_alloc(table->num_zones, sizeof *self->zones, err);
    if (self->jobs == NULL || self->zones == NULL)
        return ERR_LIMIT;
    self->all = self->jobs + table->num_zones;
    for (size_t z = 0; z < table->num_zones; z++) {
        double jobs = table->jobs[index * table->num_zones + z];
        if (isnan(jobs) || isnan(table->all[z])) {
            self->num_missing++;
            missing += isnan(table->all[z]) ? 0 : table->all[z];
            continue;
        }
        self->jobs[self->num] = jobs;
        self->all[self->num] = table->all[z];
        self->zones[self->num++] = z;
        self->total += jobs;
        all += table->all[z];
    }
    self->share = self->total / all;
    self->missing_share = missing / (missing + all);
    set_dart(self, job->dart, table->error[index]);
    return ERR_OK;
}

static int estimate(size_t index, int worker, void *context, struct err *err)
{
    struct work *work = context;
    struct sector *self = &work->sectors[index];
    const struct concentration *job = work->job;
    char name[128];
    int status = collect(self, job, index, err);

    (void)worker;
    if (status != ERR_OK || !(self->total > 0) || self->num < 2)
        return status;
    snprintf(name, sizeof name, "localisation %s %s %d", job->table.names[index], level_name(job->level),
             job->table.year);
    struct stream stream = stream_make(job->seed, name);
    struct localisation sector = {self->jobs, self->all, self->num, self->dart};
    return localisation_estimate(self->estimates, &sector, &stream, self->has_interval ? job->draws : 0,
                                 job->confidence, err);
}

/* ---- writing ---------------------------------------------------------------------------------- */

/* The largest locational Gini: all of the sector in the smallest territory. */
static double largest_gini(const struct sector *self)
{
    double sum = 0, least = INFINITY;

    for (size_t j = 0; j < self->num; j++) {
        sum += self->all[j];
        least = fmin(least, self->all[j]);
    }
    return 1 - least / sum;
}

static double scaled(const struct sector *self, int how, double value)
{
    switch (how) {
    case HALF:
        return value / 2;
    case NORMALISED:
        return value / largest_gini(self);
    case INVERSE:
        return 1 / value;
    default:
        return value;
    }
}

/* "1109 Roissy 0.231; ...": the territories with most of the sector. */
static void add_first(struct strbuf *out, const struct sector *self, const struct concentration *job)
{
    const struct zone *zones = job->data.geography.levels[job->level].items;
    double before = INFINITY;
    size_t last = 0;

    for (int k = 0; k < job->num_first; k++) {
        size_t best = self->num;
        for (size_t j = 0; j < self->num; j++) {
            bool is_after = self->jobs[j] < before || (self->jobs[j] == before && j > last);
            if (is_after && self->jobs[j] > 0 && (best == self->num || self->jobs[j] > self->jobs[best]))
                best = j;
        }
        if (best == self->num)
            return;
        before = self->jobs[best];
        last = best;
        strbuf_addf(out, "%s%s %s %.3f", k ? "; " : "", zones[self->zones[best]].code,
                    zones[self->zones[best]].name, before / self->total);
    }
}

static const char *note_of(const struct sector *self, const struct concentration *job)
{
    if (job->draws == 0)
        return "";
    if (!self->has_interval)
        return "no interval: precision not published";
    if (self->total / self->dart < FEW_DARTS * (double)self->num)
        return "few darts: the interval is too sure of itself";
    return self->dart > job->dart ? "census: sampling error counted" : "";
}

static void write_estimate(struct csvout *out, const struct sector *self, const struct measure *measure)
{
    const struct localisation_estimate *e = &self->estimates[measure->of];
    bool turned = measure->how == INVERSE;

    csvout_text(out, measure->name);
    csvout_number(out, scaled(self, measure->how, e->value), 10);
    csvout_number(out, scaled(self, measure->how, e->corrected), 10);
    csvout_number(out, scaled(self, measure->how, turned ? e->high : e->low), 10);
    csvout_number(out, scaled(self, measure->how, turned ? e->low : e->high), 10);
    csvout_number(out, scaled(self, measure->how, e->chance), 10);
    csvout_number(out, e->p, 10);
}

static void write_sector(const struct work *work, size_t index)
{
    struct concentration *job = work->job;
    const struct sector *self = &work->sectors[index];
    const struct panel_variable *variable = job->table.variables[index];
    bool is_french = strcmp(job->data.language, "fr") == 0;
    struct strbuf first = {0};

    add_first(&first, self, job);
    for (int m = 0; m < NUM_MEASURES; m++) {
        if (!work->wanted[m])
            continue;
        concentration_begin_row(job);
        csvout_text(job->out, sector_table_name(&job->table, index));
        csvout_text(job->out, is_french ? variable->label_fr : variable->label_en);
        csvout_number(job->out, self->total, 0);
        csvout_number(job->out, self->share, 10);
        csvout_integer(job->out, (int64_t)self->num);
        csvout_integer(job->out, (int64_t)self->num_missing);
        csvout_number(job->out, self->missing_share, 10);
        csvout_integer(job->out, (int64_t)job->table.partial[index]);
        write_estimate(job->out, self, &measures[m]);
        csvout_text(job->out, strbuf_text(&first));
        csvout_text(job->out, note_of(self, job));
        csvout_end(job->out);
    }
    strbuf_free(&first);
}

static void write_all(const struct work *work)
{
    static const char *const names[] = {"level",   "year",  "sector",    "label",         "jobs",
                                        "share",   "known", "missing",   "missing_share", "partial",
                                        "measure", "value", "corrected", "low",           "high",
                                        "chance",  "p",     "first",     "note",          NULL};
    size_t num_empty = 0;

    csvout_header(work->job->out, names);
    for (size_t s = 0; s < work->job->table.num_sectors; s++) {
        if (work->sectors[s].total > 0 && work->sectors[s].num >= 2)
            write_sector(work, s);
        else
            num_empty++;
    }
    if (num_empty > 0)
        message_note(
            translate_count("%zu sector without jobs, or known in fewer than two territories, is left out",
                            "%zu sectors without jobs, or known in fewer than two territories, are left out",
                            num_empty),
            num_empty);
}

int concentration_write_sectors(struct concentration *job, struct err *err)
{
    struct work work = {.job = job};
    int status = choose_measures(&work, err);

    work.sectors = mem_alloc(job->table.num_sectors, sizeof *work.sectors, err);
    if (status == ERR_OK && work.sectors == NULL)
        status = ERR_LIMIT;
    if (status == ERR_OK)
        status = parallel_for(job->table.num_sectors, job->threads, estimate, &work, err);
    if (status == ERR_OK)
        write_all(&work);
    for (size_t s = 0; s < job->table.num_sectors && work.sectors != NULL; s++) {
        free(work.sectors[s].jobs);
        free(work.sectors[s].zones);
    }
    free(work.sectors);
    return status;
}
