#include "sim/cli/outcomes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/model/metric.h"
#include "stats/base/catalogue.h"
#include "stats/base/outfile.h"

static void check_metric(const struct table *t, size_t row, struct problems *problems)
{
    const char *name = table_text(t, row, OUTCOME_METRIC), *near;
    char hint[96] = N_("see 'bassin list metrics'");

    if (name[0] == '\0' || metric_find(name) != NUM_METRICS)
        return;
    near = metric_nearest(name);
    if (near != NULL)
        snprintf(hint, sizeof hint, _("did you mean '%s'?"), near);
    problem_error(problems, table_place(t, row, OUTCOME_METRIC), hint, "there is no metric '%.80s'", name);
}

static void check_second(const struct table *t, size_t row, struct problems *problems)
{
    for (size_t k = 0; k < row; k++)
        if (strcmp(table_text(t, row, OUTCOME_METRIC), table_text(t, k, OUTCOME_METRIC)) == 0 &&
            table_number(t, row, OUTCOME_YEAR) == table_number(t, k, OUTCOME_YEAR)) {
            problem_error(problems, table_place(t, row, OUTCOME_METRIC), NULL,
                          "a second value of this metric and year (the other is on line %ld)", t->lines[k]);
            return;
        }
}

int outcomes_read(struct table *self, const char *path, struct problems *problems, struct err *err)
{
    int status = table_read_file(self, path, "outcomes", problems, err);

    for (size_t row = 0; row < self->num_rows && status == ERR_OK; row++) {
        check_metric(self, row, problems);
        check_second(self, row, problems);
    }
    return status == ERR_OK ? problems_status(problems, path, err) : status;
}

static enum counted counted_in(const struct table *scenarios, const char *scenario)
{
    size_t name = table_find(scenarios, "scenario"), counts = table_find(scenarios, "counts");

    for (size_t row = 0; row < scenarios->num_rows; row++)
        if (strcmp(table_text(scenarios, row, name), scenario) == 0)
            return counted_find(table_text(scenarios, row, counts));
    return COUNTED_PEOPLE;
}

int outcomes_counted(const char *folder, const char *scenario, enum counted *counted,
                     struct problems *problems, struct err *err)
{
    struct table scenarios = {0};
    char *path = outfile_join(folder, "scenarios.csv", err);
    int status = path ? ERR_OK : ERR_LIMIT;

    *counted = COUNTED_PEOPLE;
    if (status == ERR_OK && access(path, F_OK) == 0) {
        status = table_read_file(&scenarios, path, "scenarios", problems, err);
        if (status == ERR_OK)
            status = problems_status(problems, path, err);
        if (status == ERR_OK)
            *counted = counted_in(&scenarios, scenario);
    }
    table_free(&scenarios);
    free(path);
    if (*counted == NUM_COUNTED)
        *counted = COUNTED_PEOPLE;
    return status;
}
