#include "sim/cli/plotnames.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/report.h"
#include "sim/cli/resultpack.h"
#include "sim/model/param.h"
#include "sim/model/scope.h"
#include "stats/base/outfile.h"
#include "stats/base/text.h"

static const char of_measure[] = "measure:";

/* run.json beside a result file; NULL when there is none that can be read. */
static struct run_record *record_beside(const char *result_path)
{
    const char *slash = strrchr(result_path, '/');
    struct strbuf path = {0};
    struct err ignored = {0};
    struct run_record *record;

    strbuf_add_bytes(&path, result_path, slash ? (size_t)(slash - result_path + 1) : 0);
    strbuf_add(&path, "run.json");
    record = run_record_read(strbuf_text(&path), &ignored);
    strbuf_free(&path);
    return record;
}

void plot_names_init(struct plot_names *self, const struct plot_context *context, const char *result_path)
{
    struct run_record *record = record_beside(result_path);
    char *folder = record ? resultpack_find(record) : NULL;
    char *path = folder ? outfile_join(folder, "measures.csv", NULL) : NULL;
    struct problems problems = {0}; /* the run has read it: there are none */
    struct err ignored = {0};

    *self = (struct plot_names){.context = context};
    self->has_measures = path != NULL &&
                         table_read_file(&self->measures, path, "measures", &problems, &ignored) == ERR_OK &&
                         problems.num_errors == 0;
    problems_free(&problems);
    free(path);
    free(folder);
    run_record_free(record);
}

void plot_names_free(struct plot_names *self)
{
    table_free(&self->measures);
}

/* Length of what two texts begin with, up to the last place where a label may be cut: " :", ":", ",",
 * " (" or the end of both. */
static size_t common_length(const char *a, const char *b, size_t length)
{
    size_t same = 0;

    while (same < length && a[same] == b[same] && a[same] != '\0')
        same++;
    if (same == length && (b[same] == '\0' || strchr(" :,(", b[same]) != NULL || b[same] == '\xC2'))
        return same;
    while (same > 0 && strchr(":,(", a[same]) == NULL)
        same--;
    while (same > 0 && strchr(":,( \xC2\xA0", a[same - 1]) != NULL)
        same--;
    return same;
}

/* The label of a measure, or what the labels of its parts have in common; false if nothing. */
static bool add_measure(const struct plot_names *self, const char *name, size_t length, const char *audience,
                        struct strbuf *out)
{
    const char *column = plot_is_french(self->context) ? "label_fr" : "label_en", *label = NULL;
    size_t common = 0;

    for (size_t row = 0; self->has_measures && row < self->measures.num_rows; row++) {
        const char *of = plot_text(&self->measures, row, "measure");
        if (strlen(of) != length || strncmp(of, name, length) != 0 ||
            (audience != NULL && !plot_row_is(&self->measures, row, "audience", audience)))
            continue;
        const char *found = plot_text(&self->measures, row, column);
        common = label ? common_length(label, found, common) : strlen(found);
        label = found;
    }
    if (common < 4)
        return false;
    strbuf_add_bytes(out, label, common);
    return true;
}

void plot_names_add_scope(const struct plot_names *self, const char *scope, struct strbuf *out)
{
    const char *name = scope + sizeof of_measure - 1, *slash;

    if (!text_starts_with(scope, of_measure)) {
        plot_add_scope(self->context, scope, out);
        return;
    }
    slash = strchr(name, '/');
    if (!add_measure(self, name, slash ? (size_t)(slash - name) : strlen(name), slash ? slash + 1 : NULL,
                     out))
        strbuf_add(out, name);
}

/* The first letter as a capital, what stands behind ';' or in brackets left out. */
static void add_meaning(struct strbuf *out, const char *meaning)
{
    size_t length = strcspn(meaning, ";(");

    while (length > 0 && meaning[length - 1] == ' ')
        length--;
    if (length == 0)
        return;
    strbuf_add_char(out,
                    meaning[0] >= 'a' && meaning[0] <= 'z' ? (char)(meaning[0] - 'a' + 'A') : meaning[0]);
    strbuf_add_bytes(out, meaning + 1, length - 1);
}

/* The part of a driver's name from *rest to the next space; *rest moves behind it. */
static void next_part(const char **rest, char *part, size_t size)
{
    size_t length = strcspn(*rest, " ");

    snprintf(part, size, "%.*s", (int)length, *rest);
    *rest += length + ((*rest)[length] == ' ');
}

void plot_names_add_driver(const struct plot_names *self, const char *driver, struct strbuf *parameter,
                           struct strbuf *whose)
{
    struct report words = {.language = self->context->language, .french = plot_is_french(self->context)};
    char scope[2 * SCOPE_TEXT_SIZE], name[64];
    const char *rest = driver;

    next_part(&rest, scope, sizeof scope);
    next_part(&rest, name, sizeof name);
    if (name[0] == '\0') {
        strbuf_add(parameter, driver);
        return;
    }
    enum param param = param_find(name);
    add_meaning(parameter,
                report_parameter(&words, name, param != NUM_PARAMS ? param_specs[param].meaning : ""));
    if (strcmp(scope, "all") != 0)
        plot_names_add_scope(self, scope, whose);
    else
        strbuf_add(whose, words.french ? "tous publics et mesures" : "all audiences and measures");
    if (rest[0] != '\0')
        strbuf_addf(whose, words.french ? ", à partir de %s" : ", from %s", rest);
}
