#include "stats/data/dataset.h"

#include <dirent.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stats/base/mem.h"

static const char suffix[] = ".variables.csv";

static bool has_suffix(const char *name)
{
    size_t length = strlen(name);

    return length > sizeof suffix - 1 && strcmp(name + length - (sizeof suffix - 1), suffix) == 0;
}

static int add_path(struct dataset *self, const char *folder, const char *name, size_t *capacity,
                    struct err *err)
{
    struct strbuf path = {0};

    if (mem_grow(&self->paths, capacity, self->num_panels + 1, sizeof *self->paths, err) != ERR_OK)
        return ERR_LIMIT;
    strbuf_addf(&path, "%s/%.*s.csv", folder, (int)(strlen(name) - (sizeof suffix - 1)), name);
    if (strbuf_status(&path, err) != ERR_OK) {
        strbuf_free(&path);
        return ERR_LIMIT;
    }
    self->paths[self->num_panels++] = path.text;
    return ERR_OK;
}

static int list_folder(struct dataset *self, const char *folder, size_t *capacity, struct err *err)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    int status = ERR_OK;

    if (dir == NULL)
        return err_errno(err, "cannot open the folder", folder);
    while (status == ERR_OK && (entry = readdir(dir)) != NULL)
        if (has_suffix(entry->d_name))
            status = add_path(self, folder, entry->d_name, capacity, err);
    closedir(dir);
    return status;
}

static int by_path(const void *a, const void *b)
{
    char *const *x = a, *const *y = b;

    return strcmp(*x, *y);
}

/* The variables of a panel, from its .variables.csv alone. */
static int list_variables(struct dataset *self, size_t panel, struct err *err)
{
    const char *path = self->paths[panel];
    struct strbuf beside = {0};
    struct table table;
    size_t column;
    int status;

    strbuf_add_bytes(&beside, path, strlen(path) - 4);
    strbuf_add(&beside, suffix);
    status = table_read_file(&table, strbuf_text(&beside), "variables", self->problems, err);
    strbuf_free(&beside);
    if (status != ERR_OK)
        return status;
    column = table_find(&table, "variable");
    for (size_t row = 0; row < table.num_rows && status == ERR_OK; row++) {
        const char *name = table_text(&table, row, column);
        status = mem_grow(&self->variables, &self->variables_capacity, self->num_variables + 1,
                          sizeof *self->variables, err);
        if (status != ERR_OK)
            break;
        char *copy = mem_copy_text(name, strlen(name), err);
        status = copy ? ERR_OK : ERR_LIMIT;
        if (copy != NULL)
            self->variables[self->num_variables++] =
                (struct dataset_variable){.name = copy, .panel = panel, .within = SIZE_MAX};
    }
    table_free(&table);
    return status;
}

struct named {
    const char *name;
    size_t index;
};

static int by_name(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = strcmp(x->name, y->name);

    return order ? order : (x->index > y->index) - (x->index < y->index);
}

static int sort_variables(struct dataset *self, struct err *err)
{
    struct named *named = mem_alloc(self->num_variables, sizeof *named, err);

    self->order = mem_alloc(self->num_variables, sizeof *self->order, err);
    if (named == NULL || self->order == NULL) {
        free(named);
        return ERR_LIMIT;
    }
    for (size_t i = 0; i < self->num_variables; i++)
        named[i] = (struct named){self->variables[i].name, i};
    qsort(named, self->num_variables, sizeof *named, by_name);
    for (size_t i = 0; i < self->num_variables; i++)
        self->order[i] = named[i].index;
    free(named);
    return ERR_OK;
}

/* Place in order of the first variable of a name; num_variables if there is none. */
static size_t first_of(const struct dataset *self, const char *name)
{
    size_t low = 0, high = self->num_variables;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(self->variables[self->order[middle]].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < self->num_variables && strcmp(self->variables[self->order[low]].name, name) == 0
               ? low
               : self->num_variables;
}

/* Whether place k of order still has that name. */
static bool is_named(const struct dataset *self, size_t k, const char *name)
{
    return k < self->num_variables && strcmp(self->variables[self->order[k]].name, name) == 0;
}

static int open_all(struct dataset *self, const char *const *folders, size_t num_folders,
                    const char *sources_path, struct err *err)
{
    size_t capacity = 0;
    int status = ERR_OK;

    for (size_t i = 0; i < num_folders && status == ERR_OK; i++)
        status = list_folder(self, folders[i], &capacity, err);
    if (status != ERR_OK)
        return status;
    if (self->num_panels == 0)
        return err_set(err, ERR_IO, "no panel (NAME.csv with NAME.variables.csv) in '%s'", folders[0]);
    qsort(self->paths, self->num_panels, sizeof *self->paths, by_path);
    self->panels = mem_alloc(self->num_panels, sizeof *self->panels, err);
    self->is_read = mem_alloc(self->num_panels, sizeof *self->is_read, err);
    if (self->panels == NULL || self->is_read == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < self->num_panels && status == ERR_OK; i++)
        status = list_variables(self, i, err);
    if (status == ERR_OK)
        status = sort_variables(self, err);
    if (status == ERR_OK && sources_path != NULL && access(sources_path, R_OK) == 0)
        status = table_read_file(&self->sources, sources_path, "sources", self->problems, err);
    return status;
}

int dataset_open(struct dataset *self, const char *const *folders, size_t num_folders,
                 const char *sources_path, struct problems *problems, struct err *err)
{
    int status;

    *self = (struct dataset){.problems = problems};
    status = open_all(self, folders, num_folders, sources_path, err);
    if (status != ERR_OK)
        dataset_free(self);
    return status;
}

void dataset_free(struct dataset *self)
{
    for (size_t i = 0; i < self->num_panels; i++) {
        if (self->panels != NULL && self->is_read != NULL && self->is_read[i])
            panel_free(&self->panels[i]);
        free(self->paths[i]);
    }
    for (size_t i = 0; i < self->num_variables; i++) {
        for (int l = 0; l < NUM_LEVELS; l++)
            free(self->variables[i].years[l].years);
        free(self->variables[i].sums);
        free(self->variables[i].name);
    }
    free(self->order);
    table_free(&self->sources);
    free(self->paths);
    free(self->panels);
    free(self->is_read);
    free(self->variables);
    *self = (struct dataset){0};
}

static int panel_of(struct dataset *self, size_t index, struct panel **panel, struct err *err)
{
    *panel = &self->panels[index];
    if (self->is_read[index])
        return ERR_OK;
    int status = panel_read(*panel, self->paths[index], self->problems, err);
    self->is_read[index] = status == ERR_OK;
    if (status == ERR_OK)
        status = problems_status(self->problems, self->paths[index], err);
    return status;
}

/* The panel of a variable, read; within is set. */
static int open_variable(struct dataset *self, struct dataset_variable *variable, struct panel **panel,
                         struct err *err)
{
    int status = panel_of(self, variable->panel, panel, err);

    if (status == ERR_OK && variable->within == SIZE_MAX)
        variable->within = panel_variable_find(*panel, variable->name);
    return status;
}

int dataset_find(struct dataset *self, const char *variable, enum level level, const char *code, int year,
                 struct dataset_figure *figure, struct err *err)
{
    *figure = (struct dataset_figure){.figure = {.value = NAN, .se = NAN, .n = NAN, .sd = NAN}};
    for (size_t k = first_of(self, variable); is_named(self, k, variable); k++) {
        struct dataset_variable *v = &self->variables[self->order[k]];
        struct panel *panel;
        int status = open_variable(self, v, &panel, err);
        if (status != ERR_OK)
            return status;
        size_t row = panel_find(panel, level, code, year);
        if (row == panel->table.num_rows || v->within == panel->num_variables)
            continue;
        struct panel_figure found = panel_figure(panel, row, v->within);
        if (isnan(found.value))
            continue;
        if (figure->variable != NULL)
            return err_set(err, ERR_DATA, "two panels give %s for %s %s in %d: '%s' and another", variable,
                           level_name(level), code, year, self->paths[v->panel]);
        figure->figure = found;
        figure->variable = &panel->variables[v->within];
    }
    return ERR_OK;
}

static int by_number(const void *a, const void *b)
{
    const int *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* Sorts years and drops repetitions; returns how many are left. */
static size_t settle(int *years, size_t num)
{
    size_t kept = 0;

    if (num > 0)
        qsort(years, num, sizeof *years, by_number);
    for (size_t i = 0; i < num; i++)
        if (i == 0 || years[i] != years[i - 1])
            years[kept++] = years[i];
    return kept;
}

static int collect_years(const struct panel *panel, size_t variable, enum level level,
                         struct known_years *known, struct err *err)
{
    const char *wanted = level_name(level);
    size_t num = 0, capacity = 0;

    for (size_t row = 0; row < panel->table.num_rows && variable < panel->num_variables; row++) {
        if (strcmp(table_text(&panel->table, row, panel->level_column), wanted) != 0 ||
            isnan(table_number(&panel->table, row, panel->variables[variable].column)))
            continue;
        int year = (int)table_number(&panel->table, row, panel->year_column);
        if (num > 0 && known->years[num - 1] == year)
            continue;
        if (mem_grow(&known->years, &capacity, num + 1, sizeof *known->years, err) != ERR_OK)
            return ERR_LIMIT;
        known->years[num++] = year;
    }
    known->num = settle(known->years, num);
    known->is_known = true;
    return ERR_OK;
}

int dataset_years(struct dataset *self, const char *variable, enum level level, int **years,
                  size_t *num_years, struct err *err)
{
    size_t num = 0, capacity = 0;

    *years = NULL;
    *num_years = 0;
    for (size_t k = first_of(self, variable); is_named(self, k, variable); k++) {
        struct dataset_variable *v = &self->variables[self->order[k]];
        struct known_years *known = &v->years[level];
        struct panel *panel;
        int status = open_variable(self, v, &panel, err);
        if (status == ERR_OK && !known->is_known)
            status = collect_years(panel, v->within, level, known, err);
        if (status == ERR_OK)
            status = mem_grow(years, &capacity, num + known->num, sizeof **years, err);
        if (status != ERR_OK)
            return status;
        for (size_t i = 0; i < known->num; i++)
            (*years)[num++] = known->years[i];
    }
    *num_years = settle(*years, num);
    return ERR_OK;
}

static double sum_rows(const struct panel *panel, size_t variable, enum level level, int year)
{
    const char *wanted = level_name(level);
    double sum = 0;
    size_t num = 0;

    for (size_t row = 0; row < panel->table.num_rows && variable < panel->num_variables; row++) {
        if (strcmp(table_text(&panel->table, row, panel->level_column), wanted) != 0 ||
            (int)table_number(&panel->table, row, panel->year_column) != year)
            continue;
        double value = table_number(&panel->table, row, panel->variables[variable].column);
        sum += isnan(value) ? 0 : value;
        num += isnan(value) ? 0 : 1;
    }
    return num > 0 ? sum : (double)NAN;
}

static int variable_sum(struct dataset *self, struct dataset_variable *v, enum level level, int year,
                        double *sum, struct err *err)
{
    struct panel *panel;
    int status = ERR_OK;

    for (size_t i = 0; i < v->num_sums; i++)
        if (v->sums[i].level == level && v->sums[i].year == year) {
            *sum = v->sums[i].value;
            return ERR_OK;
        }
    status = open_variable(self, v, &panel, err);
    if (status == ERR_OK)
        status = mem_grow(&v->sums, &v->sums_capacity, v->num_sums + 1, sizeof *v->sums, err);
    if (status != ERR_OK)
        return status;
    *sum = sum_rows(panel, v->within, level, year);
    v->sums[v->num_sums++] = (struct level_sum){level, year, *sum};
    return ERR_OK;
}

int dataset_level_sum(struct dataset *self, const char *variable, enum level level, int year, double *sum,
                      struct err *err)
{
    int status = ERR_OK;

    *sum = NAN;
    for (size_t k = first_of(self, variable); is_named(self, k, variable) && status == ERR_OK; k++) {
        double part;
        status = variable_sum(self, &self->variables[self->order[k]], level, year, &part, err);
        if (status == ERR_OK && !isnan(part))
            *sum = isnan(*sum) ? part : *sum + part;
    }
    return status;
}

void dataset_source_text(const struct dataset *self, const char *id, struct strbuf *out)
{
    for (size_t row = 0; row < self->sources.num_rows; row++)
        if (strcmp(table_text(&self->sources, row, table_find(&self->sources, "source")), id) == 0) {
            strbuf_addf(out, "%s, %s",
                        table_text(&self->sources, row, table_find(&self->sources, "publisher")),
                        table_text(&self->sources, row, table_find(&self->sources, "title")));
            return;
        }
    strbuf_add(out, id);
}
