/* Which sectors settle in the same places. */
#include <math.h>
#include <stdlib.h>

#include "sim/cli/concentration.h"
#include "sim/cli/message.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/numeric/agglomeration.h"
#include "stats/numeric/interval.h"
#include "stats/numeric/normal.h"

void concentration_begin_row(struct concentration *self)
{
    csvout_text(self->out, level_name(self->level));
    if (self->table.year != 0)
        csvout_integer(self->out, self->table.year);
    else
        csvout_text(self->out, "");
}

void concentration_pair_header(struct concentration *self)
{
    static const char *const names[] = {"level",   "year", "sectors", "num",  "jobs", "known", "missing",
                                        "gamma_c", "se",   "low",     "high", "z",    "p",     NULL};

    csvout_header(self->out, names);
}

void concentration_pair_row(struct concentration *self, const char *sectors, size_t num, double jobs,
                            size_t num_known, double gamma, double se)
{
    double half = interval_z(self->confidence) * se;
    double z = se > 0 ? gamma / se : (double)NAN;

    concentration_begin_row(self);
    csvout_text(self->out, sectors);
    csvout_integer(self->out, (int64_t)num);
    csvout_number(self->out, jobs, 10);
    csvout_integer(self->out, (int64_t)num_known);
    csvout_integer(self->out, (int64_t)(self->table.num_zones - num_known));
    csvout_number(self->out, gamma, 10);
    csvout_number(self->out, se, 10);
    csvout_number(self->out, gamma - half, 10);
    csvout_number(self->out, gamma + half, 10);
    csvout_number(self->out, z, 10);
    /* no tail is known further out */
    csvout_number(self->out, isnan(z) ? z : fmax(2 * normal_cdf(-fabs(z)), 1e-15), 10);
    csvout_end(self->out);
}

void concentration_join(struct strbuf *out, const char *const *names, const size_t *items, size_t num)
{
    strbuf_clear(out);
    for (size_t i = 0; i < num; i++)
        strbuf_addf(out, "%s%s", i ? "+" : "", names[items[i]]);
}

/* Room for the group that is measured, in the territories where all of it is known. */
struct work {
    struct concentration *job;
    const char **names; /* [num_sectors] without the prefix */
    double *shares;     /* [num_sectors * num_zones] */
    double *all;        /* [num_zones] */
    struct located *located;
    size_t num_short; /* groups in which a sector has no jobs */
};

static bool is_known(const struct sector_table *table, const size_t *items, size_t num, size_t zone)
{
    bool known = !isnan(table->all[zone]);

    for (size_t i = 0; i < num; i++)
        known = known && !isnan(table->jobs[items[i] * table->num_zones + zone]);
    return known;
}

static size_t collect(struct work *self, const size_t *items, size_t num)
{
    const struct sector_table *table = &self->job->table;
    size_t kept = 0;
    double sum = 0;

    for (size_t i = 0; i < num; i++)
        self->located[i] = (struct located){.shares = self->shares + i * table->num_zones};
    for (size_t z = 0; z < table->num_zones; z++) {
        if (!is_known(table, items, num, z))
            continue;
        for (size_t i = 0; i < num; i++) {
            double jobs = table->jobs[items[i] * table->num_zones + z];
            self->shares[i * table->num_zones + kept] = jobs;
            self->located[i].jobs += jobs;
        }
        sum += self->all[kept++] = table->all[z];
    }
    for (size_t j = 0; j < kept; j++) {
        self->all[j] /= sum;
        for (size_t i = 0; i < num; i++)
            self->shares[i * table->num_zones + j] /= self->located[i].jobs;
    }
    for (size_t i = 0; i < num; i++)
        self->located[i].h = (self->job->dart + table->error[items[i]]) / self->located[i].jobs;
    return kept;
}

static int write_group(struct work *self, const size_t *items, size_t num, struct err *err)
{
    struct strbuf text = {0};
    size_t kept = collect(self, items, num);
    double jobs = 0, least = INFINITY;
    struct coagglomeration c;
    int status;

    for (size_t i = 0; i < num; i++) {
        jobs += self->located[i].jobs;
        least = fmin(least, self->located[i].jobs);
    }
    if (!(least > 0) || kept < 2) {
        self->num_short++;
        return ERR_OK;
    }
    status = coagglomeration_of_shares(&c, self->located, num, self->all, kept, err);
    concentration_join(&text, self->names, items, num);
    if (status == ERR_OK)
        status = strbuf_status(&text, err);
    if (status == ERR_OK)
        concentration_pair_row(self->job, strbuf_text(&text), num, jobs, kept, c.gamma, c.se);
    strbuf_free(&text);
    return status;
}

/* --group A,B,C: two different sectors or more. */
static int write_named(struct work *self, struct err *err)
{
    const struct sector_table *table = &self->job->table;
    size_t *items = mem_alloc(table->num_sectors, sizeof *items, err), num = 0;
    struct text_list list;
    int status = opts_list(self->job->opts, "group", &list, err);

    if (items == NULL)
        status = ERR_LIMIT;
    for (size_t i = 0; i < list.num_items && status == ERR_OK; i++) {
        size_t sector, k = 0;
        status = sector_table_find(table, list.items[i], &sector, err);
        while (status == ERR_OK && k < num && items[k] != sector)
            k++;
        if (status == ERR_OK && k < num)
            status = err_set(err, ERR_USAGE, "--group: '%s' comes twice", list.items[i]);
        else if (status == ERR_OK)
            items[num++] = sector;
    }
    if (status == ERR_OK && num < 2)
        status = err_set(err, ERR_USAGE, "--group: two sectors or more, separated by commas");
    if (status == ERR_OK)
        status = write_group(self, items, num, err);
    text_list_free(&list);
    free(items);
    return status;
}

static int write_pairs(struct work *self, struct err *err)
{
    int status = ERR_OK;

    for (size_t a = 0; a < self->job->table.num_sectors; a++)
        for (size_t b = a + 1; b < self->job->table.num_sectors && status == ERR_OK; b++)
            status = write_group(self, (size_t[]){a, b}, 2, err);
    return status;
}

int concentration_write_pairs(struct concentration *job, struct err *err)
{
    struct sector_table *table = &job->table;
    struct work work = {.job = job};
    int status = ERR_OK;

    work.names = mem_alloc(table->num_sectors, sizeof *work.names, err);
    work.shares = mem_alloc(table->num_sectors * table->num_zones, sizeof *work.shares, err);
    work.all = mem_alloc(table->num_zones, sizeof *work.all, err);
    work.located = mem_alloc(table->num_sectors, sizeof *work.located, err);
    if (work.names == NULL || work.shares == NULL || work.all == NULL || work.located == NULL)
        status = ERR_LIMIT;
    for (size_t s = 0; s < table->num_sectors && status == ERR_OK; s++)
        work.names[s] = sector_table_name(table, s);
    if (status == ERR_OK) {
        concentration_pair_header(job);
        status = (opts_has(job->opts, "group") ? write_named : write_pairs)(&work, err);
    }
    if (work.num_short > 0)
        message_note(translate_count("%zu group with a sector without jobs is left out",
                                     "%zu groups with a sector without jobs are left out", work.num_short),
                     work.num_short);
    free(work.names);
    free(work.shares);
    free(work.all);
    free(work.located);
    return status;
}
