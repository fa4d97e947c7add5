#include "sim/cli/dataopts.h"

#include <stdlib.h>

#include "sim/cli/message.h"
#include "sim/cli/paths.h"
#include "stats/base/catalogue.h"

int dataopts_language(const struct opts *opts, const char **language, struct err *err)
{
    static const char *const languages[] = {"en", "fr", NULL};
    int index;
    int status = opts_choice(opts, "lang", languages, 0, &index, err);

    *language = languages[index];
    return status;
}

int dataopts_csv_style(const struct opts *opts, int *style, struct err *err)
{
    static const char *const styles[] = {"standard", "fr", NULL};

    return opts_choice(opts, "csv-style", styles, 0, style, err);
}

static int open_dataset(struct data_context *self, const struct opts *opts, struct err *err)
{
    struct text_list folders;
    char *shipped = NULL, *sources = paths_dataset("sources.csv", NULL);
    int status = opts_list(opts, "data", &folders, err);

    if (status == ERR_OK && folders.num_items == 0) {
        shipped = paths_dataset("panels", err);
        status = shipped ? text_list_add(&folders, shipped, err) : ERR_IO;
    }
    if (status == ERR_OK)
        status =
            dataset_open(&self->dataset, folders.items, folders.num_items, sources, &self->problems, err);
    text_list_free(&folders);
    free(shipped);
    free(sources);
    return status;
}

static int open_geography(struct data_context *self, const struct opts *opts, bool with_events,
                          struct err *err)
{
    const char *given = opts_text(opts, "geography", NULL);
    char *shipped = given ? NULL : paths_dataset("geography/geography-2022.csv", err);
    const char *events = with_events ? opts_text(opts, "events", NULL) : NULL;
    char *shipped_events = with_events && !events ? paths_dataset("geography/events.csv", err) : NULL;
    int status = (given || shipped) && (events || shipped_events || !with_events) ? ERR_OK : ERR_IO;

    if (status == ERR_OK)
        status = geography_read(&self->geography, given ? given : shipped, events ? events : shipped_events,
                                &self->problems, err);
    free(shipped);
    free(shipped_events);
    return status;
}

static int open_all(struct data_context *self, const struct opts *opts, bool with_events, struct err *err)
{
    int status;

    *self = (struct data_context){0};
    status = dataopts_language(opts, &self->language, err);
    if (status == ERR_OK)
        status = open_geography(self, opts, with_events, err);
    if (status == ERR_OK)
        status = open_dataset(self, opts, err);
    self->dataset.perimeter = self->geography.vintage;
    if (status == ERR_OK)
        status = problems_status(&self->problems, _("the datasets"), err);
    if (status != ERR_OK)
        data_context_free(self);
    return status;
}

int data_context_open(struct data_context *self, const struct opts *opts, struct err *err)
{
    return open_all(self, opts, false, err);
}

int data_context_open_events(struct data_context *self, const struct opts *opts, struct err *err)
{
    return open_all(self, opts, true, err);
}

void data_context_free(struct data_context *self)
{
    message_problems(&self->problems);
    dataset_free(&self->dataset);
    geography_free(&self->geography);
    problems_free(&self->problems);
    *self = (struct data_context){0};
}
