#include "stats/data/schema.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"

static char *copy_string(const json_t *value, struct err *err)
{
    const char *text = json_is_string(value) ? json_string_value(value) : "";

    return mem_copy_text(text, strlen(text), err);
}

static int read_kind(const char *type, enum field_kind *kind)
{
    static const struct {
        const char *name;
        enum field_kind kind;
    } kinds[] = {{"string", FIELD_TEXT},
                 {"number", FIELD_NUMBER},
                 {"integer", FIELD_INTEGER},
                 {"year", FIELD_INTEGER},
                 {"boolean", FIELD_BOOLEAN}};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(type, kinds[i].name) == 0) {
            *kind = kinds[i].kind;
            return ERR_OK;
        }
    return ERR_INTERNAL;
}

static double limit_of(const json_t *constraints, const char *name, double missing)
{
    const json_t *value = json_object_get(constraints, name);

    return json_is_number(value) ? json_number_value(value) : missing;
}

static int read_allowed(struct field *field, const json_t *values, struct err *err)
{
    size_t num = json_array_size(values);

    if (num == 0)
        return ERR_OK;
    field->allowed = mem_alloc(num, sizeof *field->allowed, err);
    if (field->allowed == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < num; i++) {
        field->allowed[i] = copy_string(json_array_get(values, i), err);
        if (field->allowed[i] == NULL)
            return ERR_LIMIT;
        field->num_allowed++;
    }
    return ERR_OK;
}

static int read_field(struct field *field, const json_t *json, const char *schema, struct err *err)
{
    const json_t *constraints = json_object_get(json, "constraints");
    const char *type = json_string_value(json_object_get(json, "type"));

    field->name = copy_string(json_object_get(json, "name"), err);
    field->description = copy_string(json_object_get(json, "description"), err);
    if (field->name == NULL || field->description == NULL)
        return ERR_LIMIT;
    if (type == NULL || read_kind(type, &field->kind) != ERR_OK)
        return err_set(err, ERR_INTERNAL, "schema '%s', field '%s': unknown type", schema, field->name);
    field->required = json_is_true(json_object_get(constraints, "required"));
    field->must_exist = field->required || json_is_true(json_object_get(json, "x-column-required"));
    field->minimum = limit_of(constraints, "minimum", -INFINITY);
    field->maximum = limit_of(constraints, "maximum", INFINITY);
    return read_allowed(field, json_object_get(constraints, "enum"), err);
}

static int read_fields(struct schema *self, const json_t *fields, struct err *err)
{
    size_t num = json_array_size(fields);

    self->fields = mem_alloc(num, sizeof *self->fields, err);
    if (self->fields == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < num; i++) {
        self->num_fields++;
        int status = read_field(&self->fields[i], json_array_get(fields, i), self->name, err);
        if (status != ERR_OK)
            return status;
    }
    return num ? ERR_OK : err_set(err, ERR_INTERNAL, "schema '%s' has no fields", self->name);
}

int schema_from_json(struct schema *self, const char *name, const char *json, struct err *err)
{
    json_error_t detail;
    json_t *root = json_loads(json, 0, &detail);
    int status;

    *self = (struct schema){0};
    if (root == NULL)
        return err_set(err, ERR_INTERNAL, "schema '%s', line %d: %s", name, detail.line, detail.text);
    self->name = mem_copy_text(name, strlen(name), err);
    self->title = copy_string(json_object_get(root, "title"), err);
    self->allows_more = json_is_true(json_object_get(root, "x-allows-more"));
    self->ignores_more = json_is_true(json_object_get(root, "x-ignores-more"));
    status = self->name && self->title ? read_fields(self, json_object_get(root, "fields"), err) : ERR_LIMIT;
    json_decref(root);
    if (status != ERR_OK)
        schema_free(self);
    return status;
}

int schema_builtin(struct schema *self, const char *name, struct err *err)
{
    for (const struct builtin_schema *item = builtin_schemas; item->name != NULL; item++)
        if (strcmp(item->name, name) == 0)
            return schema_from_json(self, name, item->json, err);
    *self = (struct schema){0};
    return err_set(err, ERR_INTERNAL, "there is no schema '%s'", name);
}

void schema_free(struct schema *self)
{
    for (size_t i = 0; i < self->num_fields; i++) {
        struct field *field = &self->fields[i];
        for (size_t k = 0; k < field->num_allowed; k++)
            free(field->allowed[k]);
        free(field->allowed);
        free(field->name);
        free(field->description);
    }
    free(self->fields);
    free(self->name);
    free(self->title);
    *self = (struct schema){0};
}

size_t schema_find(const struct schema *self, const char *name)
{
    size_t i = 0;

    while (i < self->num_fields && strcmp(self->fields[i].name, name) != 0)
        i++;
    return i;
}
