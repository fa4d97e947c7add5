#include "sim/cli/outcomes.h"

#include <stdio.h>
#include <string.h>

#include "sim/model/metric.h"
#include "stats/base/catalogue.h"

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
