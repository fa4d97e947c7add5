#include "stats/output/runrecord.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/number.h"
#include "stats/base/source.h"

struct run_record {
    json_t *root;
};

static const char *const lists[] = {"inputs", "outputs"};

static int check_texts(const json_t *array, const char *name, const char *path, struct err *err)
{
    if (!json_is_array(array))
        return err_set(err, ERR_DATA, "'%s' is not a manifest of bassin: it has no list \"%s\"", path, name);
    for (size_t i = 0; i < json_array_size(array); i++)
        if (!json_is_string(json_array_get(array, i)))
            return err_set(err, ERR_DATA, "'%s': item %zu of \"%s\" is not a text", path, i + 1, name);
    return ERR_OK;
}

static int check_files(const json_t *array, const char *name, const char *path, struct err *err)
{
    if (!json_is_array(array))
        return err_set(err, ERR_DATA, "'%s' is not a manifest of bassin: it has no list \"%s\"", path, name);
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *item = json_array_get(array, i);
        if (!json_is_string(json_object_get(item, "file")) ||
            !json_is_string(json_object_get(item, "sha256")))
            return err_set(err, ERR_DATA, "'%s': item %zu of \"%s\" lacks \"file\" or \"sha256\"", path,
                           i + 1, name);
    }
    return ERR_OK;
}

static int check_document(const struct run_record *self, const char *path, struct err *err)
{
    const char *program = json_string_value(json_object_get(self->root, "program"));
    int status = ERR_OK;

    if (program == NULL || strcmp(program, "bassin") != 0)
        return err_set(err, ERR_DATA, "'%s' is not a manifest of bassin: \"program\" is not \"bassin\"",
                       path);
    status = check_texts(json_object_get(self->root, "command"), "command", path, err);
    if (status == ERR_OK && run_record_num_words(self) == 0)
        status = err_set(err, ERR_DATA, "'%s': \"command\" is empty", path);
    if (status == ERR_OK)
        status = check_texts(json_object_get(self->root, "warnings"), "warnings", path, err);
    for (int k = 0; k < 2 && status == ERR_OK; k++)
        status = check_files(json_object_get(self->root, lists[k]), lists[k], path, err);
    return status;
}

struct run_record *run_record_read(const char *path, struct err *err)
{
    struct source source = {0};
    struct run_record *self = NULL;
    json_error_t detail;
    int status = source_read(&source, path, (size_t)64 << 20, err);

    if (status == ERR_OK && (self = mem_alloc(1, sizeof *self, err)) == NULL)
        status = ERR_LIMIT;
    if (status == ERR_OK) {
        self->root = json_loadb(source.bytes, source.length, JSON_REJECT_DUPLICATES, &detail);
        status = self->root != NULL ? check_document(self, path, err)
                                    : err_set(err, ERR_DATA, "%s:%d:%d: not a manifest of bassin: %s", path,
                                              detail.line, detail.column, detail.text);
    }
    source_free(&source);
    if (status == ERR_OK)
        return self;
    run_record_free(self);
    return NULL;
}

void run_record_free(struct run_record *self)
{
    if (self == NULL)
        return;
    json_decref(self->root);
    free(self);
}

/* Numbers become text in the document itself, which keeps them. */
static const char *text_of(json_t *section, const char *name)
{
    json_t *value = json_object_get(section, name);
    char text[NUMBER_TEXT_SIZE];

    if (json_is_number(value)) {
        number_format_digits(json_number_value(value), 10, text);
        json_object_set_new(section, name, json_string(text));
        value = json_object_get(section, name);
    }
    return json_string_value(value);
}

const char *run_record_text(const struct run_record *self, const char *section, const char *name)
{
    return text_of(section ? json_object_get(self->root, section) : self->root, name);
}

size_t run_record_num_words(const struct run_record *self)
{
    return json_array_size(json_object_get(self->root, "command"));
}

const char *run_record_word(const struct run_record *self, size_t index)
{
    return json_string_value(json_array_get(json_object_get(self->root, "command"), index));
}

size_t run_record_num_files(const struct run_record *self, const char *list)
{
    return json_array_size(json_object_get(self->root, list));
}

static const char *file_text(const struct run_record *self, const char *list, size_t index, const char *name)
{
    return json_string_value(json_object_get(json_array_get(json_object_get(self->root, list), index), name));
}

const char *run_record_file(const struct run_record *self, const char *list, size_t index)
{
    return file_text(self, list, index, "file");
}

const char *run_record_digest(const struct run_record *self, const char *list, size_t index)
{
    return file_text(self, list, index, "sha256");
}

size_t run_record_num_warnings(const struct run_record *self)
{
    return json_array_size(json_object_get(self->root, "warnings"));
}

const char *run_record_warning(const struct run_record *self, size_t index)
{
    return json_string_value(json_array_get(json_object_get(self->root, "warnings"), index));
}
