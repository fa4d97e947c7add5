/* The jobs of sectors by territory that bassin concentration measures. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/concentration.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/text.h"

/* "flores38_{item}" and "flores": the prefix ends where the item begins. */
static int read_indicator(struct sector_table *self, const struct opts *opts, struct err *err)
{
    const char *name = opts_text(opts, "indicator", "location_quotient"), *item, *brace;
    const struct indicator *indicator = territoryopts_indicator(name, &item, err);

    if (indicator == NULL)
        return ERR_USAGE;
    brace = indicator->terms[0].numerator ? strstr(indicator->terms[0].numerator, "{item}") : NULL;
    if (indicator->kind != INDICATOR_LQ || item != NULL || brace == NULL)
        return err_set(
            err, ERR_USAGE,
            "--indicator is '%s', expected location quotients of all sectors: location_quotient or "
            "location_quotient_a5 (--prefix takes variables of your own)",
            name);
    snprintf(self->text, sizeof self->text, "%.*s", (int)(brace - indicator->terms[0].numerator),
             indicator->terms[0].numerator);
    self->prefix = self->text;
    self->total = opts_text(opts, "total", indicator->terms[0].denominator);
    return ERR_OK;
}

static int read_names(struct sector_table *self, const struct opts *opts, struct err *err)
{
    if (!opts_has(opts, "prefix"))
        return read_indicator(self, opts, err);
    if (opts_has(opts, "indicator"))
        return err_set(err, ERR_USAGE, "--indicator and --prefix both name the sectors: give one of them");
    self->prefix = opts_text(opts, "prefix", "");
    self->total = opts_text(opts, "total", NULL);
    return ERR_OK;
}

static bool is_known(const struct sector_table *self, const char *name)
{
    for (size_t s = 0; s < self->num_sectors; s++)
        if (strcmp(self->names[s], name) == 0)
            return true;
    return self->total != NULL && strcmp(self->total, name) == 0;
}

static int list_sectors(struct concentration *job, struct err *err)
{
    struct sector_table *self = &job->table;
    const struct dataset *dataset = &job->data.dataset;

    self->names = mem_alloc(dataset->num_variables, sizeof *self->names, err);
    if (self->names == NULL)
        return ERR_LIMIT;
    for (size_t v = 0; v < dataset->num_variables; v++) {
        const char *name = dataset->variables[v].name;
        if (text_starts_with(name, self->prefix) && !is_known(self, name))
            self->names[self->num_sectors++] = name;
    }
    if (self->num_sectors < 2)
        return err_set(
            err, ERR_DATA,
            self->num_sectors
                ? N_("only one variable of the panels begins with '%s': two sectors or more are needed")
                : N_("no variable of the panels begins with '%s': two sectors or more are needed"),
            self->prefix);
    return ERR_OK;
}

/* ---- figures -------------------------------------------------------------------------------- */

static int read_figure(struct concentration *job, size_t sector, size_t zone, double *variance, double *sum,
                       struct err *err)
{
    struct sector_table *self = &job->table;
    const char *code = job->data.geography.levels[job->level].items[zone].code;
    struct dataset_figure found;
    int status =
        dataset_find(&job->data.dataset, self->names[sector], job->level, code, self->year, &found, err);

    self->jobs[sector * self->num_zones + zone] = found.figure.value;
    if (status != ERR_OK || found.variable == NULL)
        return status;
    if (found.variable->kind != VARIABLE_COUNT)
        return err_set(err, ERR_DATA, "'%s' is a %s, expected counts of jobs in all variables %s*",
                       self->names[sector], variable_kind_name(found.variable->kind), self->prefix);
    if (found.figure.value < 0)
        return err_set(err, ERR_DATA, "'%s' of %s %s is %g, expected 0 or more", self->names[sector],
                       level_name(job->level), code, found.figure.value);
    self->variables[sector] = found.variable;
    self->partial[sector] += found.figure.missing > 0;
    *sum += found.figure.value;
    *variance += found.figure.value > 0 ? found.figure.se * found.figure.se : 0;
    return ERR_OK;
}

/* A register has no sampling error; the census tells its own, or none is known. */
static bool has_sampling_error(const struct panel_variable *variable)
{
    return variable != NULL && variable->exploitation != EXPLOITATION_REGISTER;
}

static int read_sector(struct concentration *job, size_t sector, struct err *err)
{
    struct sector_table *self = &job->table;
    double variance = 0, sum = 0;
    int status = ERR_OK;

    for (size_t z = 0; z < self->num_zones && status == ERR_OK; z++)
        status = read_figure(job, sector, z, &variance, &sum, err);
    self->error[sector] = has_sampling_error(self->variables[sector]) ? variance / sum : 0;
    return status;
}

/* All jobs of a territory: the variable of the total, else the sum of its sectors if all are known. */
static int read_all(struct concentration *job, size_t zone, struct err *err)
{
    struct sector_table *self = &job->table;
    const char *code = job->data.geography.levels[job->level].items[zone].code;
    struct dataset_figure found = {.figure.value = 0};
    int status = ERR_OK;

    if (self->total != NULL)
        status = dataset_find(&job->data.dataset, self->total, job->level, code, self->year, &found, err);
    else
        for (size_t s = 0; s < self->num_sectors; s++)
            found.figure.value += self->jobs[s * self->num_zones + zone];
    self->all[zone] = found.figure.value > 0 ? found.figure.value : (double)NAN;
    return status;
}

/* Where the sectors that have a figure add up to all jobs, the others have none. */
static void fill_zeros(struct sector_table *self, size_t zone)
{
    double sum = 0;

    for (size_t s = 0; s < self->num_sectors; s++)
        if (!isnan(self->jobs[s * self->num_zones + zone]))
            sum += self->jobs[s * self->num_zones + zone];
    for (size_t s = 0; s < self->num_sectors; s++)
        if (isnan(self->jobs[s * self->num_zones + zone]) && sum >= self->all[zone] - 0.5)
            self->jobs[s * self->num_zones + zone] = 0;
}

static size_t num_known(const struct sector_table *self)
{
    size_t num = 0;

    for (size_t z = 0; z < self->num_zones; z++)
        num += isnan(self->all[z]) ? 0 : 1;
    return num;
}

static int read_year(struct concentration *job, struct err *err)
{
    struct sector_table *self = &job->table;
    int status = ERR_OK;

    for (size_t s = 0; s < self->num_sectors && status == ERR_OK; s++) {
        self->partial[s] = 0;
        self->variables[s] = NULL;
        status = read_sector(job, s, err);
    }
    for (size_t z = 0; z < self->num_zones && status == ERR_OK; z++) {
        status = read_all(job, z, err);
        fill_zeros(self, z);
    }
    return status;
}

static int allocate(struct sector_table *self, struct err *err)
{
    size_t num = self->num_sectors;

    self->variables = mem_alloc(num, sizeof *self->variables, err);
    self->jobs = mem_alloc(num * self->num_zones, sizeof *self->jobs, err);
    self->all = mem_alloc(self->num_zones, sizeof *self->all, err);
    self->error = mem_alloc(num, sizeof *self->error, err);
    self->partial = mem_alloc(num, sizeof *self->partial, err);
    return self->variables && self->jobs && self->all && self->error && self->partial ? ERR_OK : ERR_LIMIT;
}

static int read_last_year(struct concentration *job, struct err *err)
{
    struct sector_table *self = &job->table;
    const char *name = self->total ? self->total : self->names[0];
    int *years = NULL;
    size_t num = 0;
    int status = dataset_years(&job->data.dataset, name, job->level, &years, &num, err);

    while (status == ERR_OK && num > 0 && num_known(self) < 2) {
        self->year = years[--num];
        if (job->year == 0 || job->year == self->year)
            status = read_year(job, err);
    }
    free(years);
    if (status == ERR_OK && num_known(self) < 2 && self->num_sectors == 0)
        status = err_set(err, ERR_DATA,
                         "fewer than two territories of level %s have all jobs ('%s')%s: --total names other "
                         "ones, --reference plants takes those of the list",
                         level_name(job->level), name, job->year ? _(" in that year") : "");
    else if (status == ERR_OK && num_known(self) < 2)
        status = err_set(err, ERR_DATA,
                         "fewer than two territories of level %s have jobs by sector ('%s', variables %s*)%s",
                         level_name(job->level), name, self->prefix, job->year ? _(" in that year") : "");
    return status;
}

int sector_table_read(struct concentration *job, bool with_sectors, struct err *err)
{
    struct sector_table *self = &job->table;
    int status = read_names(self, job->opts, err);

    self->num_zones = job->data.geography.levels[job->level].num_items;
    if (status == ERR_OK && (with_sectors || self->total == NULL))
        status = list_sectors(job, err);
    if (status == ERR_OK)
        status = allocate(self, err);
    for (size_t z = 0; z < self->num_zones && status == ERR_OK; z++)
        self->all[z] = NAN;
    return status == ERR_OK ? read_last_year(job, err) : status;
}

void sector_table_free(struct sector_table *self)
{
    free(self->variables);
    free(self->names);
    free(self->jobs);
    free(self->all);
    free(self->error);
    free(self->partial);
    *self = (struct sector_table){0};
}

const char *sector_table_name(const struct sector_table *self, size_t sector)
{
    return self->names[sector] + strlen(self->prefix);
}

int sector_table_find(const struct sector_table *self, const char *name, size_t *sector, struct err *err)
{
    const char *names[256];
    size_t num = 0;

    for (*sector = 0; *sector < self->num_sectors; ++*sector) {
        if (strcmp(sector_table_name(self, *sector), name) == 0)
            return ERR_OK;
        if (num < 256)
            names[num++] = sector_table_name(self, *sector);
    }
    const char *near = text_nearest(name, names, num);
    return err_set(err, ERR_USAGE, "there is no sector '%s' among the variables %s*%s%s%s", name,
                   self->prefix, near ? _(": did you mean '") : "", near ? near : "", near ? _("'?") : "");
}
