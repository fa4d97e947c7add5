#include "stats/base/catalogue.h"
#include "stats/indicators/indicator.h"

#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/text.h"
#include "stats/indicators/composition.h"
#include "stats/indicators/families.h"
#include "stats/indicators/shift.h"
#include "stats/indicators/terms.h"

static const struct indicator *const families[] = {
    indicators_industry,   indicators_structure,  indicators_qualification, indicators_labour,
    indicators_youth,      indicators_mobility,   indicators_training,      indicators_recruitment,
    indicators_demography, indicators_own_copies,
};

enum { NUM_FAMILIES = sizeof families / sizeof families[0] };

const struct indicator *indicator_at(size_t index)
{
    for (int f = 0; f < NUM_FAMILIES; f++)
        for (const struct indicator *item = families[f]; item->name != NULL; item++)
            if (index-- == 0)
                return item;
    return NULL;
}

const struct indicator *indicator_find(const char *name)
{
    const struct indicator *item;

    for (size_t i = 0; (item = indicator_at(i)) != NULL; i++)
        if (strcmp(item->name, name) == 0)
            return item;
    return NULL;
}

/* Whether one of the words of a list, separated by spaces, is the name. */
static bool is_word_of(const char *list, const char *name)
{
    size_t length = strlen(name);

    for (const char *at = list; (at = strstr(at, name)) != NULL; at += length)
        if ((at == list || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

/* The components that a shift-share has; texts that live as long as the program. */
static size_t fixed_items(const struct indicator *self, const char **items)
{
    size_t num = 0;

    for (int c = 0; c < NUM_SHIFT_COMPONENTS; c++)
        if (is_word_of(self->fixed_items, shift_names[c].name))
            items[num++] = shift_names[c].name;
    return num;
}

int indicator_items(const struct indicator *self, const struct dataset *dataset, const char ***items,
                    size_t *num_items, struct err *err)
{
    size_t prefix = self->items_prefix ? strlen(self->items_prefix) : 0;

    *num_items = 0;
    *items = mem_alloc(dataset->num_variables + NUM_SHIFT_COMPONENTS, sizeof **items, err);
    if (*items == NULL)
        return ERR_LIMIT;
    if (self->fixed_items != NULL)
        *num_items = fixed_items(self, *items);
    else if (prefix == 0)
        (*items)[(*num_items)++] = "";
    for (size_t v = 0; v < dataset->num_variables && prefix > 0; v++) {
        const char *name = dataset->variables[v].name;
        bool known = false;
        if (!text_starts_with(name, self->items_prefix))
            continue;
        for (size_t i = 0; i < *num_items && !known; i++)
            known = strcmp((*items)[i], name + prefix) == 0;
        if (!known)
            (*items)[(*num_items)++] = name + prefix;
    }
    return ERR_OK;
}

static bool is_among(const char *item, const char *const *items, size_t num)
{
    for (size_t i = 0; i < num; i++)
        if (strcmp(items[i], item) == 0)
            return true;
    return false;
}

static int refuse_item(const struct indicator *self, const char *item, const char *const *items, size_t num,
                       const char *list, struct err *err)
{
    const char *near = text_nearest(item, items, num);

    return err_set(err, ERR_USAGE, "the indicator '%s' has no item '%s': expected one of %s%s%s%s",
                   self->name, item, list, near ? _(" (did you mean '") : "", near ? near : "",
                   near ? _("'?)") : "");
}

int indicator_check_item(const struct indicator *self, const char *item, const struct dataset *dataset,
                         struct err *err)
{
    struct strbuf list = {0};
    const char **items;
    size_t num;
    int status = indicator_items(self, dataset, &items, &num, err);

    for (size_t i = 0; i < num && status == ERR_OK; i++)
        strbuf_addf(&list, "%s%s", i ? ", " : "", items[i]);
    if (status == ERR_OK && num > 0 && !is_among(item, items, num)) {
        if (items[0][0] == '\0')
            status =
                err_set(err, ERR_USAGE, "the indicator '%s' has no items: leave ':%s' out", self->name, item);
        else if (item[0] == '\0')
            status = err_set(err, ERR_USAGE, "the indicator '%s' needs an item, '%s:%s' say: one of %s",
                             self->name, self->name, items[0], strbuf_text(&list));
        else
            status = refuse_item(self, item, items, num, strbuf_text(&list), err);
    }
    strbuf_free(&list);
    free(items);
    return status;
}

static int by_number(const void *a, const void *b)
{
    const int *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static int add_years(int **years, size_t *num, size_t *capacity, const int *more, size_t num_more,
                     struct err *err)
{
    if (mem_grow(years, capacity, *num + num_more, sizeof **years, err) != ERR_OK)
        return ERR_LIMIT;
    for (size_t i = 0; i < num_more; i++)
        (*years)[(*num)++] = more[i];
    return ERR_OK;
}

/* Years of the first counts of each alternative of classes. */
static int composition_years(const struct indicator *self, struct dataset *dataset, enum level level,
                             int **years, size_t *num, size_t *capacity, struct err *err)
{
    const char *rest = self->classes, *terms;
    struct classes classes;
    int status = ERR_OK;

    while (status == ERR_OK && classes_next(&classes, &rest, dataset)) {
        char name[TERM_NAME_SIZE];
        int *own = NULL;
        double weight;
        size_t num_own = 0;
        terms = self->terms[0].numerator;
        if (classes.num == 0 || !term_next(&terms, classes.names[0], name, &weight))
            continue;
        status = dataset_years(dataset, name, level, &own, &num_own, err);
        if (status == ERR_OK)
            status = add_years(years, num, capacity, own, num_own, err);
        free(own);
    }
    return status;
}

int indicator_years(const struct indicator *self, const char *item, struct dataset *dataset, enum level level,
                    int **years, size_t *num_years, struct err *err)
{
    size_t num = 0, capacity = 0, kept = 0;
    int status = ERR_OK;

    *years = NULL;
    if (self->kind == INDICATOR_COMPOSITION)
        status = composition_years(self, dataset, level, years, &num, &capacity, err);
    for (int k = 0;
         k < INDICATOR_MAX_TERMS && self->classes == NULL && self->terms[k].numerator && status == ERR_OK;
         k++) {
        char name[TERM_NAME_SIZE];
        int *own = NULL;
        double weight;
        size_t num_own = 0;
        /* the sectors of a structure have the years of their total */
        const char *rest = self->kind == INDICATOR_STRUCTURE || self->kind == INDICATOR_SHIFT
                               ? self->terms[k].denominator
                               : self->terms[k].numerator;
        if (!term_next(&rest, item, name, &weight))
            continue;
        status = dataset_years(dataset, name, level, &own, &num_own, err);
        if (status == ERR_OK)
            status = add_years(years, &num, &capacity, own, num_own, err);
        free(own);
    }
    if (num > 0)
        qsort(*years, num, sizeof **years, by_number);
    for (size_t i = 0; i < num; i++)
        if (i == 0 || (*years)[i] != (*years)[i - 1])
            (*years)[kept++] = (*years)[i];
    *num_years = kept;
    return status;
}

void indicator_label(const struct indicator *self, const struct estimate *estimate, const char *language,
                     struct strbuf *out)
{
    bool french = strcmp(language, "fr") == 0;
    const char *item = french ? estimate->item_label_fr : estimate->item_label_en;

    if ((self->items_prefix == NULL && self->fixed_items == NULL) || item[0] == '\0') {
        strbuf_add(out, french ? self->label_fr : self->label_en);
        return;
    }
    if (self->fixed_items != NULL) {
        strbuf_addf(out, "%s%s%s", french ? self->label_fr : self->label_en, french ? " : " : ": ", item);
        return;
    }
    if (self->kind == INDICATOR_LQ)
        item = text_after_colon(item);
    size_t length = self->kind == INDICATOR_LQ ? strlen(item) : strcspn(item, ":");
    while (length > 0 && item[length - 1] == ' ')
        length--;
    strbuf_addf(out, "%s%s%.*s", french ? self->label_fr : self->label_en, french ? " : " : ": ", (int)length,
                item);
}
