#include "stats/data/datapackage.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "stats/base/bytestream.h"
#include "stats/base/mem.h"
#include "stats/base/source.h"
#include "stats/base/text.h"
#include "stats/data/schema.h"

struct data_package {
    json_t *root, *resources, *sources;
};

enum { HEADER_SIZE = 1 << 16 };

static json_t *slug_of(const char *text)
{
    struct strbuf slug = {0};

    text_add_slug(&slug, text);
    json_t *value = json_string(slug.length > 0 ? strbuf_text(&slug) : "tables");
    strbuf_free(&slug);
    return value;
}

struct data_package *data_package_new(const char *name, const char *title, struct err *err)
{
    struct data_package *self = mem_alloc(1, sizeof *self, err);

    if (self == NULL)
        return NULL;
    self->resources = json_array();
    self->sources = json_array();
    self->root =
        json_pack("{s:s, s:o, s:s, s:O, s:O}", "profile", "tabular-data-package", "name", slug_of(name),
                  "title", title, "sources", self->sources, "resources", self->resources);
    if (self->root != NULL)
        return self;
    data_package_free(self);
    err_set(err, ERR_LIMIT, "not enough memory for the data package");
    return NULL;
}

void data_package_free(struct data_package *self)
{
    if (self == NULL)
        return;
    json_decref(self->root);
    json_decref(self->resources);
    json_decref(self->sources);
    free(self);
}

static void add_address(json_t *item, const char *title)
{
    const char *start = strstr(title, "https://");
    struct strbuf address = {0};

    if (start == NULL)
        start = strstr(title, "http://");
    if (start == NULL)
        return;
    size_t length = strcspn(start, " \t,;)\"<>");
    length -= length > 0 && start[length - 1] == '.';
    strbuf_add_bytes(&address, start, length);
    json_object_set_new(item, "path", json_string(strbuf_text(&address)));
    strbuf_free(&address);
}

void data_package_add_source(struct data_package *self, const char *title)
{
    json_t *item;
    size_t i;

    json_array_foreach(self->sources, i, item) if (strcmp(json_string_value(json_object_get(item, "title")),
                                                          title) == 0) return;
    item = json_pack("{s:s}", "title", title);
    add_address(item, title);
    json_array_append_new(self->sources, item);
}

const char *const data_package_licences[] = {"etalab-2.0", "CC-BY-4.0", "CC-BY-SA-4.0",
                                             "CC0-1.0",    "ODbL-1.0",  NULL};

/* Title and address of each, in that order. */
static const char *const licence_texts[][2] = {
    {"Licence Ouverte / Open Licence 2.0 (Etalab)",
     "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"},
    {"Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"},
    {"Creative Commons Attribution-ShareAlike 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"},
    {"Creative Commons CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"},
    {"Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"},
};

void data_package_set_licence(struct data_package *self, int index)
{
    const char *const *text = licence_texts[index];

    json_object_set_new(self->root, "licenses",
                        json_pack("[{s:s, s:s, s:s}]", "name", data_package_licences[index], "path", text[1],
                                  "title", text[0]));
}

/* ---- columns --------------------------------------------------------------------------------- */

/* The first line of a file; our tables have plain names of columns. */
static int read_header(const char *path, char *header, struct err *err)
{
    struct bytestream stream;
    size_t length = 0;
    int status = bytestream_open_raw(&stream, path, err);

    if (status == ERR_OK)
        status = bytestream_read(&stream, header, HEADER_SIZE - 1, &length, err);
    bytestream_free(&stream);
    header[length] = '\0';
    header[strcspn(header, "\r\n")] = '\0';
    if (strncmp(header, "\xEF\xBB\xBF", 3) == 0)
        memmove(header, header + 3, strlen(header + 3) + 1);
    return status;
}

static const json_t *find_field(const json_t *schema, const char *name)
{
    json_t *fields = json_object_get(schema, "fields"), *field;
    size_t i;

    json_array_foreach(fields, i, field) if (strcmp(json_string_value(json_object_get(field, "name")),
                                                    name) == 0) return field;
    return NULL;
}

static bool is_number(const json_t *field)
{
    const char *type = json_string_value(json_object_get(field, "type"));

    return type != NULL && strcmp(type, "number") == 0;
}

/* A column that the schema does not name is kept as text. */
static json_t *describe_field(const json_t *schema, const char *name, enum csv_style style)
{
    const json_t *known = find_field(schema, name);
    json_t *field = known ? json_deep_copy(known) : json_pack("{s:s, s:s}", "name", name, "type", "string");

    if (is_number(field) && style == CSV_STYLE_FRENCH)
        json_object_set_new(field, "decimalChar", json_string(","));
    return field;
}

static json_t *describe_fields(const json_t *schema, char *header, enum csv_style style)
{
    json_t *fields = json_array();
    const char *delimiter = style == CSV_STYLE_FRENCH ? ";" : ",";

    for (char *rest = header, *name; (name = strsep(&rest, delimiter)) != NULL;)
        json_array_append_new(fields, describe_field(schema, name, style));
    return fields;
}

static json_t *describe_schema(const json_t *schema, char *header, enum csv_style style)
{
    json_t *key = json_object_get(schema, "primaryKey");
    json_t *described =
        json_pack("{s:o, s:[s]}", "fields", describe_fields(schema, header, style), "missingValues", "");

    if (key != NULL)
        json_object_set(described, "primaryKey", key);
    return described;
}

static const char *find_json(const char *schema)
{
    for (const struct builtin_schema *item = builtin_schemas; item->name != NULL; item++)
        if (strcmp(item->name, schema) == 0)
            return item->json;
    return NULL;
}

/* ---- tables ---------------------------------------------------------------------------------- */

/* How the text is to be read; a BOM is no part of the standard. */
static json_t *describe_dialect(enum csv_style style)
{
    bool is_french = style == CSV_STYLE_FRENCH;
    json_t *dialect = json_pack("{s:s, s:s, s:s, s:b, s:b}", "delimiter", is_french ? ";" : ",",
                                "lineTerminator", "\n", "quoteChar", "\"", "doubleQuote", 1, "header", 1);

    if (is_french)
        json_object_set_new(dialect, "x-bom", json_true());
    return dialect;
}

static json_t *describe_table(const char *file, const char *digest, int64_t bytes, json_t *schema,
                              json_t *described, enum csv_style style)
{
    size_t stem = strcspn(file, ".");
    struct strbuf name = {0}, hash = {0};

    strbuf_add_bytes(&name, file, stem);
    strbuf_addf(&hash, "sha256:%s", digest);
    json_t *title = json_object_get(schema, "title");
    json_t *table = json_pack("{s:s, s:o, s:s, s:s, s:s, s:s, s:s, s:I, s:s, s:o, s:o}", "profile",
                              "tabular-data-resource", "name", slug_of(strbuf_text(&name)), "path", file,
                              "title", title ? json_string_value(title) : "", "format", "csv", "mediatype",
                              "text/csv", "encoding", "utf-8", "bytes", (json_int_t)bytes, "hash",
                              strbuf_text(&hash), "dialect", describe_dialect(style), "schema", described);
    strbuf_free(&name);
    strbuf_free(&hash);
    return table;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

int data_package_add_table(struct data_package *self, const struct outfile *file, const char *schema_name,
                           enum csv_style style, struct err *err)
{
    const char *json = find_json(schema_name);
    char digest[SOURCE_DIGEST_SIZE], *header = mem_alloc(HEADER_SIZE, 1, err);
    struct stat info;
    int status = header ? ERR_OK : ERR_LIMIT;

    if (file->temp_path == NULL || json == NULL) { /* a device has no content to measure */
        free(header);
        return json ? ERR_OK : err_set(err, ERR_INTERNAL, "there is no schema '%s'", schema_name);
    }
    if (status == ERR_OK)
        status = read_header(file->temp_path, header, err);
    if (status == ERR_OK)
        status = source_digest_file(file->temp_path, digest, err);
    if (status == ERR_OK && stat(file->temp_path, &info) != 0)
        status = err_errno(err, "cannot read", file->path);
    if (status == ERR_OK) {
        json_t *schema = json_loads(json, 0, NULL);
        json_array_append_new(self->resources,
                              describe_table(base_name(file->path), digest, (int64_t)info.st_size, schema,
                                             describe_schema(schema, header, style), style));
        json_decref(schema);
    }
    free(header);
    return status;
}

int data_package_write(const struct data_package *self, struct outfile *file, struct err *err)
{
    char *text;

    if (json_array_size(self->sources) == 0)
        json_object_del(self->root, "sources");
    text = json_dumps(self->root, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    if (text == NULL)
        return err_set(err, ERR_LIMIT, "not enough memory for the data package");
    outfile_text(file, text);
    outfile_text(file, "\n");
    free(text);
    return ERR_OK;
}
