#include "sim/cli/resultset.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/run/replicates.h"
#include "stats/base/mem.h"
#include "stats/base/outfile.h"
#include "stats/base/source.h"
#include "stats/output/runrecord.h"

const char *const result_names[NUM_RESULT_KINDS] = {"projection.csv", "differences.csv", "costs.csv",
                                                    "targets.csv",    "assumptions.csv", "scenarios.csv"};
static const char *const schemas[NUM_RESULT_KINDS] = {"projection",      "differences",         "costs",
                                                      "targets-results", "assumptions-results", "scenarios"};

static bool is_there(const char *folder, const char *name)
{
    char *path = outfile_join(folder, name, NULL);
    bool found = path != NULL && access(path, R_OK) == 0;

    free(path);
    return found;
}

bool result_is_discrete(const char *unit)
{
    return strcmp(unit, "persons") == 0 || strcmp(unit, "places") == 0 || strcmp(unit, "person-years") == 0 ||
           strcmp(unit, "firms") == 0 || strcmp(unit, "firm-years") == 0;
}

bool result_has_rows(const char *path)
{
    char *bytes = NULL, *end;
    size_t length = 0;
    bool found = true; /* what cannot be read is for the reader to report */

    if (source_read_bytes(path, &bytes, &length, NULL) == ERR_OK) {
        end = memchr(bytes, '\n', length);
        found = end == NULL || (size_t)(end - bytes) + 1 < length;
    }
    free(bytes);
    return found;
}

bool result_set_is_folder(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISDIR(info.st_mode) && is_there(path, "run.json");
}

static int read_table(struct result_set *self, const char *path, enum result_kind kind,
                      struct problems *problems, struct err *err)
{
    int status = table_read_file(&self->tables[kind], path, schemas[kind], problems, err);

    self->has[kind] = status == ERR_OK;
    return status == ERR_OK ? problems_status(problems, path, err) : status;
}

static int read_folder(struct result_set *self, struct problems *problems, struct err *err)
{
    bool any = false;
    int status = ERR_OK;

    for (int k = 0; k < NUM_RESULT_KINDS && status == ERR_OK; k++) {
        char *path =
            is_there(self->folder, result_names[k]) ? outfile_join(self->folder, result_names[k], err) : NULL;
        if (path == NULL)
            continue;
        any = true;
        if (result_has_rows(path))
            status = read_table(self, path, (enum result_kind)k, problems, err);
        free(path);
    }
    if (status == ERR_OK && !any)
        return err_set(err, ERR_IO,
                       "'%s' holds no results (projection.csv, costs.csv, targets.csv ...): "
                       "'bassin project PACK -o DIR' writes them",
                       self->folder);
    return status;
}

/* A single table is told by its name, as far as one of the names is in it. */
static int read_file(struct result_set *self, const char *path, struct problems *problems, struct err *err)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    enum result_kind kind = RESULT_PROJECTION;

    for (int k = 0; k < NUM_RESULT_KINDS; k++)
        if (strncmp(name, result_names[k], strcspn(result_names[k], ".")) == 0)
            kind = (enum result_kind)k;
    self->folder = mem_copy_text(slash ? path : ".", slash ? (size_t)(slash - path) : 1, err);
    return self->folder ? read_table(self, path, kind, problems, err) : ERR_LIMIT;
}

static int read_points(struct result_set *self, struct err *err)
{
    char *path = outfile_join(self->folder, "run.json", err);
    int status = path ? ERR_OK : ERR_LIMIT;

    if (status == ERR_OK && access(path, R_OK) == 0) {
        struct run_record *record = run_record_read(path, err);
        const char *points = record ? run_record_text(record, "settings", "points") : NULL;
        self->replicates = points != NULL && strcmp(points, "sobol") == 0 ? SOBOL_REPLICATES : 0;
        status = record ? ERR_OK : ERR_DATA;
        run_record_free(record);
    }
    free(path);
    return status;
}

int result_set_open(struct result_set *self, const char *path, struct problems *problems, struct err *err)
{
    struct stat info;
    int status;

    if (stat(path, &info) != 0)
        return err_errno(err, "cannot read", path);
    if (S_ISDIR(info.st_mode)) {
        self->folder = mem_copy_text(path, strlen(path), err);
        status = self->folder ? read_folder(self, problems, err) : ERR_LIMIT;
    } else {
        status = read_file(self, path, problems, err);
    }
    return status == ERR_OK ? read_points(self, err) : status;
}

void result_set_free(struct result_set *self)
{
    for (int k = 0; k < NUM_RESULT_KINDS; k++)
        table_free(&self->tables[k]);
    free(self->folder);
    *self = (struct result_set){0};
}

const char *result_text(const struct table *table, size_t row, const char *column)
{
    return table_text(table, row, table_find(table, column));
}

double result_number(const struct table *table, size_t row, const char *column)
{
    return table_number(table, row, table_find(table, column));
}

size_t result_set_row(const struct table *table, const char *scenario, const char *scope, int year,
                      const char *metric)
{
    size_t metrics = table_find(table, "metric"), scenarios = table_find(table, "scenario"),
           scopes = table_find(table, "scope"), years = table_find(table, "year"), found = table->num_rows;

    for (size_t row = 0; row < table->num_rows; row++) {
        if (strcmp(table_text(table, row, metrics), metric) != 0 ||
            strcmp(table_text(table, row, scenarios), scenario) != 0 ||
            strcmp(table_text(table, row, scopes), scope) != 0)
            continue;
        double at = table_number(table, row, years);
        if (year == 0 ? found == table->num_rows || at > table_number(table, found, years) : at == year)
            found = row;
    }
    return found;
}

void result_set_quantiles(const struct table *table, size_t row, double out[MONTECARLO_NUM_QUANTILES])
{
    for (int k = 0; k < MONTECARLO_NUM_QUANTILES; k++)
        out[k] = result_number(table, row, montecarlo_names[k]);
}
