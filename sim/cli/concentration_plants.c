/* Agglomeration and coagglomeration of a list of plants. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/concentration.h"
#include "sim/cli/message.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/parallel.h"
#include "stats/data/plantlist.h"
#include "stats/data/sizeband.h"
#include "stats/numeric/agglomeration.h"
#include "stats/numeric/interval.h"
#include "stats/numeric/random.h"

/* Mean and spread of what the draws of sizes give, and of the errors within each. */
struct spread {
    double mean, squares, variance;
    int num;
};

struct result {
    struct spread gamma, gamma_ms, g, h, z;
    int num_reached; /* draws in which plants thrown at random reach the gamma observed */
    double jobs;
};

struct work {
    struct concentration *job;
    struct plant_list list;
    double *shares;    /* x, [num_places] */
    size_t *places;    /* [num_zones] place of a zone, NO_ZONE without one */
    size_t *located;   /* [list.num] place of a plant */
    double *cumulated; /* [num_places] sums of x */
    size_t num_places, num_elsewhere;
    struct result *results; /* [list.num_sectors] */
    bool is_exact, from_plants;
};

#define MOST 0.5 /* h from which a sector is almost a single plant */

static void spread_add(struct spread *self, double value, double se)
{
    double before = self->mean;

    self->num++;
    self->mean += (value - before) / self->num;
    self->squares += (value - before) * (value - self->mean);
    self->variance += (se * se - self->variance) / self->num;
}

static double spread_sd(const struct spread *self)
{
    return self->num > 1 ? sqrt(self->squares / (self->num - 1)) : 0;
}

/* Sizes that are not known, and chance that made the plants settle where they did. */
static double spread_error(const struct spread *self)
{
    return sqrt(spread_sd(self) * spread_sd(self) + self->variance);
}

/* ---- reading -------------------------------------------------------------------------------- */

static int read_columns(const char **columns, const struct text_list *list, struct err *err)
{
    if (list->num_items != 0 && list->num_items != 3)
        return err_set(err, ERR_USAGE, "--columns takes three names: those of territory, sector and size");
    for (size_t i = 0; i < list->num_items; i++)
        columns[i] = list->items[i];
    return ERR_OK;
}

static int read_levels(const struct concentration *job, struct plant_options *options, struct err *err)
{
    const char *name = opts_text(job->opts, "plants-level", "com");

    options->to = job->level;
    options->from = level_find(name, strlen(name));
    if (options->from != LEVEL_COM && options->from != options->to)
        return err_set(err, ERR_USAGE, "--plants-level is '%s', expected com or %s, the level of --level",
                       name, level_name(job->level));
    return ERR_OK;
}

static int read_options(const struct concentration *job, struct plant_options *options,
                        const struct text_list *columns, const struct text_list *allowed, struct err *err)
{
    static const char *const kinds[] = {"heads", "bands", NULL};
    int64_t length = 0;
    int kind = -1, status = read_columns(options->columns, columns, err);

    if (status == ERR_OK)
        status = read_levels(job, options, err);
    if (status == ERR_OK)
        status = opts_choice(job->opts, "sizes", kinds, -1, &kind, err);
    if (status == ERR_OK && kind < 0)
        status = err_set(err, ERR_USAGE,
                         "--sizes is needed with --plants: heads (numbers of people) or bands (codes of the "
                         "register Sirene); 11 may be either");
    if (status == ERR_OK)
        status = opts_integer(job->opts, "sector-length", 0, 1, 100, &length, err);
    options->bands = kind == 1;
    options->sector_length = (size_t)length;
    options->allowed = allowed->items;
    options->num_allowed = allowed->num_items;
    options->allow_all = allowed->num_items == 1 && strcmp(allowed->items[0], "all") == 0;
    return status;
}

static int read_list(struct work *self, struct err *err)
{
    struct concentration *job = self->job;
    struct plant_options options = {0};
    struct text_list columns = {0}, allowed = {0};
    int status = opts_list(job->opts, "columns", &columns, err);

    if (status == ERR_OK)
        status = opts_list(job->opts, "allow-unmatched", &allowed, err);
    if (status == ERR_OK)
        status = read_options(job, &options, &columns, &allowed, err);
    if (status == ERR_OK)
        status = plant_list_read(&self->list, opts_text(job->opts, "plants", ""), &options,
                                 &job->data.geography, &job->data.problems, err);
    self->is_exact = !options.bands;
    text_list_free(&columns);
    text_list_free(&allowed);
    return status;
}

static void say_what_was_left(const struct work *self)
{
    const struct plant_list *list = &self->list;
    const struct {
        size_t num;
        const char *why;
    } left[] = {{list->num_without_size, N_("without a size")},
                {list->num_without_jobs, N_("of size 0")},
                {list->num_outside, N_("of communes in no territory of the level")},
                {list->num_unmatched, N_("with a code that matches nothing, as allowed")},
                {self->num_elsewhere, N_("in territories whose jobs are not known")}};

    message_note("%s: %zu plant%s with jobs in %zu sector%s", list->table.name, list->num,
                 list->num == 1 ? "" : "s", list->num_sectors, list->num_sectors == 1 ? "" : "s");
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++)
        if (left[i].num > 0)
            message_note("    left out: %zu %s", left[i].num, translate(left[i].why));
    if (list->num_moved > 0)
        message_note("    %zu of communes that have merged or changed code since, counted where they are now",
                     list->num_moved);
    if (self->from_plants)
        message_note("warning: x is that of the plants listed: a list of part of the economy makes its\n"
                     "own sectors look spread out, and can turn the sign of gamma");
}

/* ---- x -------------------------------------------------------------------------------------- */

static double mean_size(const struct plant_item *item)
{
    return item->low < item->high ? size_band_mean(item->low, item->high) : item->low;
}

/* All jobs of the level, or those of the plants listed; NaN where nothing is known. */
static int read_all_jobs(struct work *self, struct err *err)
{
    struct sector_table *table = &self->job->table;

    if (!self->from_plants)
        return sector_table_read(self->job, false, err);
    table->num_zones = self->job->data.geography.levels[self->job->level].num_items;
    table->year = self->job->year;
    table->all = mem_alloc(table->num_zones, sizeof *table->all, err);
    if (table->all == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < self->list.num; i++)
        table->all[self->list.items[i].zone] += mean_size(&self->list.items[i]);
    return ERR_OK;
}

static int fill_shares(struct work *self, struct err *err)
{
    const struct sector_table *table = &self->job->table;
    size_t num = table->num_zones;
    double sum = 0, before = 0;

    self->shares = mem_alloc(num, sizeof *self->shares, err);
    self->cumulated = mem_alloc(num, sizeof *self->cumulated, err);
    self->places = mem_alloc(num, sizeof *self->places, err);
    if (self->shares == NULL || self->cumulated == NULL || self->places == NULL)
        return ERR_LIMIT;
    for (size_t z = 0; z < num; z++) {
        self->places[z] = table->all[z] > 0 ? self->num_places : NO_ZONE;
        if (table->all[z] > 0)
            sum += self->shares[self->num_places++] = table->all[z];
    }
    for (size_t j = 0; j < self->num_places; j++) {
        self->shares[j] /= sum;
        before = self->cumulated[j] = before + self->shares[j];
    }
    return self->num_places >= 2 ? ERR_OK
                                 : err_set(err, ERR_DATA, "fewer than two territories of level %s have jobs",
                                           level_name(self->job->level));
}

/* Plants where the level has no jobs are left out: x would be 0 there. */
static int locate(struct work *self, struct err *err)
{
    struct plant_list *list = &self->list;
    size_t kept = 0;

    self->located = mem_alloc(list->num, sizeof *self->located, err);
    self->results = mem_alloc(list->num_sectors, sizeof *self->results, err);
    if (self->located == NULL || self->results == NULL)
        return ERR_LIMIT;
    for (size_t s = 0, i = 0; s < list->num_sectors; s++) {
        size_t end = list->first[s + 1];
        list->first[s] = kept;
        for (; i < end; i++) {
            size_t place = self->places[list->items[i].zone];
            if (place == NO_ZONE) {
                self->num_elsewhere++;
                continue;
            }
            list->items[kept] = list->items[i];
            self->located[kept++] = place;
        }
    }
    list->num = kept;
    if (list->num_sectors > 0)
        list->first[list->num_sectors] = kept;
    return kept > 0 ? ERR_OK : err_set(err, ERR_DATA, "no plant of '%s' is left", list->table.name);
}

/* ---- draws of sizes and places -------------------------------------------------------------- */

/* The first place whose sum reaches the uniform number. */
static size_t place_at(const struct work *self, double unit)
{
    size_t low = 0, high = self->num_places - 1;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (self->cumulated[middle] < unit)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct stream stream_of(const struct work *self, size_t sector)
{
    char name[160];

    snprintf(name, sizeof name, "plants %.100s %s", self->list.sectors[sector], level_name(self->job->level));
    return stream_make(self->job->seed, name);
}

/* Sizes of one draw, and where chance would put the plants (thrown may be NULL). Without
 * draws a size is the mean of its band. */
static void draw(const struct work *self, const struct stream *stream, size_t sector, int d, double *jobs,
                 size_t *thrown)
{
    const struct plant_item *items = self->list.items + self->list.first[sector];
    size_t num = self->list.first[sector + 1] - self->list.first[sector];

    for (size_t k = 0; k < num; k++) {
        uint32_t words[4];
        stream_block(stream, (uint64_t)d, (uint32_t)k, 0, words);
        double unit = random_unit(words[0], words[1]);
        if (self->job->draws == 0)
            jobs[k] = mean_size(&items[k]);
        else
            jobs[k] = items[k].low < items[k].high ? size_band_draw(items[k].low, items[k].high, unit)
                                                   : items[k].low;
        if (thrown != NULL)
            thrown[k] = place_at(self, random_unit(words[2], words[3]));
    }
}

static void take_draw(struct result *self, const struct agglomeration *a)
{
    spread_add(&self->gamma, a->gamma, a->se);
    spread_add(&self->gamma_ms, a->gamma_ms, a->se_ms);
    spread_add(&self->g, a->g, 0);
    spread_add(&self->h, a->h, 0);
    spread_add(&self->z, a->z, 0);
}

static int draw_sector(const struct work *self, size_t sector, double *jobs, size_t *thrown, struct err *err)
{
    size_t first = self->list.first[sector], num = self->list.first[sector + 1] - first;
    struct stream stream = stream_of(self, sector);
    struct result *result = &self->results[sector];
    struct agglomeration a, chance;
    int num_draws = self->job->draws > 0 ? self->job->draws : 1, status = ERR_OK;

    for (int d = 0; d < num_draws && status == ERR_OK; d++) {
        draw(self, &stream, sector, d, jobs, thrown);
        status = agglomeration_of(&a, &(struct plants){jobs, self->located + first, num}, self->shares,
                                  self->num_places, err);
        if (status == ERR_OK)
            status = agglomeration_of(&chance, &(struct plants){jobs, thrown, num}, self->shares,
                                      self->num_places, err);
        if (status != ERR_OK)
            break;
        take_draw(result, &a);
        result->num_reached += chance.gamma >= a.gamma - 1e-12;
    }
    return status;
}

static int measure_sector(size_t sector, int worker, void *context, struct err *err)
{
    const struct work *self = context;
    size_t first = self->list.first[sector], num = self->list.first[sector + 1] - first;
    double *jobs = mem_alloc(num, sizeof *jobs, err);
    size_t *thrown = mem_alloc(num, sizeof *thrown, err);
    int status = jobs && thrown ? ERR_OK : ERR_LIMIT;

    (void)worker;
    for (size_t k = 0; k < num && status == ERR_OK; k++)
        self->results[sector].jobs += mean_size(&self->list.items[first + k]);
    if (status == ERR_OK && num > 0)
        status = draw_sector(self, sector, jobs, thrown, err);
    free(jobs);
    free(thrown);
    return status;
}

/* ---- agglomeration -------------------------------------------------------------------------- */

static void write_sector(const struct work *self, size_t sector)
{
    const struct result *r = &self->results[sector];
    struct csvout *out = self->job->out;
    size_t num = self->list.first[sector + 1] - self->list.first[sector];
    double z = interval_z(self->job->confidence), half = z * spread_error(&r->gamma),
           half_ms = z * spread_error(&r->gamma_ms);
    int draws = self->job->draws;

    concentration_begin_row(self->job);
    csvout_text(out, self->list.sectors[sector]);
    csvout_integer(out, (int64_t)num);
    csvout_number(out, r->jobs, 10);
    csvout_number(out, r->g.mean < 1e-15 ? 0 : r->g.mean, 10); /* rounding is no gap */
    csvout_number(out, r->h.mean, 10);
    csvout_number(out, r->gamma.mean, 10);
    csvout_number(out, r->gamma.mean - half, 10);
    csvout_number(out, r->gamma.mean + half, 10);
    csvout_number(out, num > 1 ? spread_sd(&r->gamma) : (double)NAN, 10);
    csvout_number(out, r->gamma_ms.mean, 10);
    csvout_number(out, r->gamma_ms.mean - half_ms, 10);
    csvout_number(out, r->gamma_ms.mean + half_ms, 10);
    csvout_number(out, num > 1 ? r->z.mean : (double)NAN, 10);
    csvout_number(out, num > 1 && draws > 0 ? (1.0 + r->num_reached) / (1.0 + draws) : (double)NAN, 10);
    csvout_text(out, num == 1           ? "one plant: agglomeration has no meaning"
                     : r->h.mean > MOST ? "one plant holds most of the jobs: gamma says little"
                                        : "");
    csvout_end(out);
}

static int write_agglomeration(struct work *self, struct err *err)
{
    static const char *const names[] = {"level",  "year",    "sector", "plants", "jobs",    "g",
                                        "h",      "gamma",   "low",    "high",   "size_sd", "gamma_ms",
                                        "ms_low", "ms_high", "z",      "p",      "note",    NULL};
    int status = parallel_for(self->list.num_sectors, self->job->threads, measure_sector, self, err);

    if (status != ERR_OK)
        return status;
    csvout_header(self->job->out, names);
    for (size_t s = 0; s < self->list.num_sectors; s++)
        if (self->list.first[s + 1] > self->list.first[s])
            write_sector(self, s);
    return ERR_OK;
}

/* ---- coagglomeration ------------------------------------------------------------------------ */

/* The groups to measure: items[g * size ...], each of size sectors. */
struct groups {
    size_t *items, size, num;
    struct spread *spreads; /* [num] */
};

static int find_sector(const struct work *self, const char *name, size_t *sector, struct err *err)
{
    for (*sector = 0; *sector < self->list.num_sectors; ++*sector)
        if (strcmp(self->list.sectors[*sector], name) == 0)
            return ERR_OK;
    return err_set(err, ERR_USAGE, "--group: no plant of the list is in a sector '%s'", name);
}

static int name_group(const struct work *self, struct groups *groups, struct err *err)
{
    struct text_list list;
    int status = opts_list(self->job->opts, "group", &list, err);

    groups->size = list.num_items;
    groups->num = 1;
    groups->items = mem_alloc(list.num_items, sizeof *groups->items, err);
    if (status == ERR_OK && groups->items == NULL)
        status = ERR_LIMIT;
    for (size_t i = 0; i < list.num_items && status == ERR_OK; i++) {
        status = find_sector(self, list.items[i], &groups->items[i], err);
        for (size_t k = 0; k < i && status == ERR_OK; k++)
            if (groups->items[k] == groups->items[i])
                status = err_set(err, ERR_USAGE, "--group: '%s' comes twice", list.items[i]);
    }
    if (status == ERR_OK && groups->size < 2)
        status = err_set(err, ERR_USAGE, "--group: two sectors or more, separated by commas");
    text_list_free(&list);
    return status;
}

static int list_pairs(const struct work *self, struct groups *groups, struct err *err)
{
    size_t n = self->list.num_sectors;

    groups->size = 2;
    groups->items = mem_alloc(n * n, sizeof *groups->items, err);
    if (groups->items == NULL)
        return ERR_LIMIT;
    for (size_t a = 0; a < n; a++)
        for (size_t b = a + 1; b < n; b++) {
            groups->items[2 * groups->num] = a;
            groups->items[2 * groups->num++ + 1] = b;
        }
    return ERR_OK;
}

/* Shares of all sectors in one draw of sizes. */
static int locate_sectors(const struct work *self, int d, double *jobs, double *shares,
                          struct located *located, struct err *err)
{
    int status = ERR_OK;

    for (size_t s = 0; s < self->list.num_sectors && status == ERR_OK; s++) {
        size_t first = self->list.first[s], num = self->list.first[s + 1] - first;
        struct stream stream = stream_of(self, s);
        struct agglomeration a;
        if (num == 0)
            continue;
        draw(self, &stream, s, d, jobs, NULL);
        struct plants plants = {jobs, self->located + first, num};
        agglomeration_shares(&plants, shares + s * self->num_places, self->num_places);
        status = agglomeration_of(&a, &plants, self->shares, self->num_places, err);
        located[s] = (struct located){.shares = shares + s * self->num_places, .h = a.h};
        for (size_t k = 0; k < num; k++)
            located[s].jobs += jobs[k];
    }
    return status;
}

static bool has_plants(const struct work *self, const size_t *items, size_t num)
{
    bool has = true;

    for (size_t i = 0; i < num; i++)
        has = has && self->list.first[items[i] + 1] > self->list.first[items[i]];
    return has;
}

static int measure_groups(const struct work *self, struct groups *groups, struct err *err)
{
    int num_draws = self->is_exact || self->job->draws == 0 ? 1 : self->job->draws, status = ERR_OK;
    size_t num = self->list.num_sectors;
    double *jobs = mem_alloc(self->list.num, sizeof *jobs, err);
    double *shares = mem_alloc(num * self->num_places, sizeof *shares, err);
    struct located *located = mem_alloc(2 * num + groups->size, sizeof *located, err);

    groups->spreads = mem_alloc(groups->num, sizeof *groups->spreads, err);
    if (jobs == NULL || shares == NULL || located == NULL || groups->spreads == NULL)
        status = ERR_LIMIT;
    for (int d = 0; d < num_draws && status == ERR_OK; d++) {
        status = locate_sectors(self, d, jobs, shares, located, err);
        for (size_t g = 0; g < groups->num && status == ERR_OK; g++) {
            const size_t *items = groups->items + g * groups->size;
            if (!has_plants(self, items, groups->size))
                continue;
            for (size_t i = 0; i < groups->size; i++)
                located[num + i] = located[items[i]];
            struct coagglomeration c;
            status = coagglomeration_of_shares(&c, located + num, groups->size, self->shares,
                                               self->num_places, err);
            if (status == ERR_OK)
                spread_add(&groups->spreads[g], c.gamma, c.se);
        }
    }
    free(jobs);
    free(shares);
    free(located);
    return status;
}

static int write_groups(struct work *self, const struct groups *groups, struct err *err)
{
    struct strbuf text = {0};
    const char *const *names = (const char *const *)self->list.sectors;

    concentration_pair_header(self->job);
    for (size_t g = 0; g < groups->num; g++) {
        const size_t *items = groups->items + g * groups->size;
        double jobs = 0;
        if (!has_plants(self, items, groups->size))
            continue;
        for (size_t i = 0; i < groups->size; i++)
            for (size_t k = self->list.first[items[i]]; k < self->list.first[items[i] + 1]; k++)
                jobs += mean_size(&self->list.items[k]);
        concentration_join(&text, names, items, groups->size);
        concentration_pair_row(self->job, strbuf_text(&text), groups->size, jobs, self->num_places,
                               groups->spreads[g].mean, spread_error(&groups->spreads[g]));
    }
    int status = strbuf_status(&text, err);
    strbuf_free(&text);
    return status;
}

static int write_coagglomeration(struct work *self, struct err *err)
{
    struct groups groups = {0};
    int status = (opts_has(self->job->opts, "group") ? name_group : list_pairs)(self, &groups, err);

    if (status == ERR_OK)
        status = measure_groups(self, &groups, err);
    if (status == ERR_OK)
        status = write_groups(self, &groups, err);
    free(groups.items);
    free(groups.spreads);
    return status;
}

static int run_work(struct work *self, struct err *err)
{
    static const char *const origins[] = {"all", "plants", NULL};
    bool of_groups = opts_has(self->job->opts, "pairs") || opts_has(self->job->opts, "group");
    int origin = 0, status = opts_choice(self->job->opts, "reference", origins, 0, &origin, err);

    self->from_plants = origin == 1;
    if (status == ERR_OK)
        status = read_list(self, err);
    if (status == ERR_OK)
        status = read_all_jobs(self, err);
    if (status == ERR_OK)
        status = fill_shares(self, err);
    if (status == ERR_OK)
        status = locate(self, err);
    if (status != ERR_OK)
        return status;
    say_what_was_left(self);
    return (of_groups ? write_coagglomeration : write_agglomeration)(self, err);
}

int concentration_write_plants(struct concentration *job, struct err *err)
{
    struct work work = {.job = job};
    int status = run_work(&work, err);

    plant_list_free(&work.list);
    free(work.shares);
    free(work.cumulated);
    free(work.places);
    free(work.located);
    free(work.results);
    return status;
}
