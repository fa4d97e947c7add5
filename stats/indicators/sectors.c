#include "stats/indicators/sectors.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static int add_sector(struct sectors *self, const char *name, struct err *err)
{
    if (self->num == MAX_SECTORS)
        return err_set(err, ERR_LIMIT, "more than %d sectors: choose a coarser nomenclature", MAX_SECTORS);
    self->names[self->num++] = name;
    return ERR_OK;
}

static bool is_listed(const struct sectors *self, const char *name)
{
    for (size_t i = 0; i < self->num; i++)
        if (strcmp(self->names[i], name) == 0)
            return true;
    return self->total != NULL && strcmp(self->total, name) == 0;
}

static int all_of_prefix(struct sectors *self, const struct dataset *dataset, const char *prefix,
                         size_t length, struct err *err)
{
    int status = ERR_OK;

    for (size_t v = 0; v < dataset->num_variables && status == ERR_OK; v++) {
        const char *name = dataset->variables[v].name;
        if (strncmp(name, prefix, length) == 0 && !is_listed(self, name))
            status = add_sector(self, name, err);
    }
    return status;
}

int sectors_list(struct sectors *self, const struct dataset *dataset, const struct indicator_terms *terms,
                 struct err *err)
{
    const char *star = strchr(terms->numerator, '*');
    char *rest, *name;
    int status = ERR_OK;

    self->num = 0;
    self->total = terms->denominator;
    if (star != NULL)
        return all_of_prefix(self, dataset, terms->numerator, (size_t)(star - terms->numerator), err);
    snprintf(self->text, sizeof self->text, "%s", terms->numerator);
    rest = self->text;
    while (status == ERR_OK && (name = strsep(&rest, " ")) != NULL)
        status = add_sector(self, name, err);
    return status;
}

static void take(struct sector_figures *self, size_t sector, const struct dataset_figure *found)
{
    bool is_there = found->variable != NULL && !isnan(found->figure.value);

    self->variables[sector] = is_there ? found->variable : NULL;
    self->values[sector] = is_there ? found->figure.value : 0;
    self->se[sector] = is_there ? found->figure.se : 0;
    self->missing[sector] = is_there ? found->figure.missing : 0;
    self->num_missing += !is_there;
    self->imputed = is_there && found->figure.imputed > self->imputed ? found->figure.imputed : self->imputed;
    self->sum += self->values[sector];
}

int sector_figures_read(struct sector_figures *self, struct dataset *dataset, const struct sectors *sectors,
                        enum level level, const char *code, int year, struct err *err)
{
    struct dataset_figure found = {.figure = {.value = NAN}};
    int status = ERR_OK;

    if (sectors->total != NULL)
        status = dataset_find(dataset, sectors->total, level, code, year, &found, err);
    self->sum = self->imputed = 0;
    self->num_missing = 0;
    self->total = found.figure.value;
    self->total_missing = found.figure.missing;
    self->variable = found.variable;
    if (status != ERR_OK || (sectors->total != NULL && found.variable == NULL))
        return status;
    for (size_t i = 0; i < sectors->num && status == ERR_OK; i++) {
        status = dataset_find(dataset, sectors->names[i], level, code, year, &found, err);
        if (status == ERR_OK)
            take(self, i, &found);
        if (self->variable == NULL)
            self->variable = found.variable;
    }
    if (!(self->sum > 0))
        self->variable = NULL;
    return status;
}

bool sector_figures_are_complete(const struct sector_figures *self)
{
    return self->num_missing == 0 || (!isnan(self->total) && !(self->sum < self->total - 0.5));
}
