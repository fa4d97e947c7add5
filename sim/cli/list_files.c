/* Lists of files: figures that can be drawn, tables that are read or written. */
#include <math.h>

#include "sim/cli/listing.h"
#include "stats/base/catalogue.h"
#include "stats/data/schema.h"

void list_figures(struct listing *self)
{
    for (const struct figure_kind *kind = figure_kinds; kind->name != NULL; kind++)
        strbuf_addf(&self->text, "  %-10s %-28s %s\n", kind->name, kind->files, translate(kind->summary));
}

static const char *kind_name(enum field_kind kind)
{
    static const char *const names[] = {N_("text"), N_("number"), N_("integer"), N_("true/false")};

    return translate(names[kind]);
}

static void describe_field(struct listing *self, const struct field *field)
{
    strbuf_addf(&self->text, "      %-20s %s%s", field->name, kind_name(field->kind),
                field->required ? _(", needed") : "");
    if (isfinite(field->minimum) && isfinite(field->maximum))
        strbuf_addf(&self->text, _(", %g to %g"), field->minimum, field->maximum);
    for (size_t k = 0; k < field->num_allowed; k++)
        strbuf_addf(&self->text, "%s%s", k == 0 ? _(": ") : " | ", field->allowed[k]);
    strbuf_addf(&self->text, "%s%s\n", field->description[0] ? _("; ") : "", translate(field->description));
}

void list_tables(struct listing *self)
{
    for (const struct builtin_schema *item = builtin_schemas; item->name != NULL; item++) {
        struct schema schema;
        if (schema_builtin(&schema, item->name, NULL) != ERR_OK)
            continue;
        strbuf_addf(&self->text, "  %-26s %s\n", schema.name, translate(schema.title));
        for (size_t i = 0; i < schema.num_fields && self->is_long; i++)
            describe_field(self, &schema.fields[i]);
        schema_free(&schema);
    }
}
