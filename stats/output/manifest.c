#include "stats/output/manifest.h"

#include <gsl/gsl_version.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>

#include "stats/base/mem.h"
#include "stats/base/parallel.h"
#include "stats/base/source.h"

struct manifest {
    json_t *root;
    struct timespec start;
};

static json_t *machine(void)
{
    struct utsname name;
    json_t *object = json_object();

    if (uname(&name) == 0) {
        json_object_set_new(object, "system", json_string(name.sysname));
        json_object_set_new(object, "release", json_string(name.release));
        json_object_set_new(object, "architecture", json_string(name.machine));
        json_object_set_new(object, "host", json_string(name.nodename));
    }
    json_object_set_new(object, "processors", json_integer(parallel_num_processors()));
    json_object_set_new(object, "compiler", json_string(__VERSION__));
    json_object_set_new(object, "gsl", json_string(gsl_version));
    json_object_set_new(object, "libc", json_sprintf("glibc %d.%d", __GLIBC__, __GLIBC_MINOR__));
    return object;
}

static json_t *now(void)
{
    char text[32];
    time_t seconds = time(NULL);
    struct tm utc;

    gmtime_r(&seconds, &utc);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return json_string(text);
}

struct manifest *manifest_new(const char *version, int argc, char *const *argv, struct err *err)
{
    struct manifest *self = mem_alloc(1, sizeof *self, err);
    json_t *words = json_array();

    if (self == NULL)
        return NULL;
    clock_gettime(CLOCK_MONOTONIC, &self->start);
    self->root = json_object();
    for (int i = 0; i < argc; i++)
        json_array_append_new(words, json_string(argv[i]));
    json_object_set_new(self->root, "program", json_string("bassin"));
    json_object_set_new(self->root, "version", json_string(version));
    json_object_set_new(self->root, "started", now());
    json_object_set_new(self->root, "command", words);
    json_object_set_new(self->root, "settings", json_object());
    json_object_set_new(self->root, "machine", machine());
    json_object_set_new(self->root, "inputs", json_array());
    json_object_set_new(self->root, "outputs", json_array());
    json_object_set_new(self->root, "warnings", json_array());
    return self;
}

void manifest_free(struct manifest *self)
{
    if (self == NULL)
        return;
    json_decref(self->root);
    free(self);
}

static json_t *section_of(struct manifest *self, const char *name)
{
    json_t *section = json_object_get(self->root, name);

    if (section == NULL) {
        section = json_object();
        json_object_set_new(self->root, name, section);
    }
    return section;
}

void manifest_set_text(struct manifest *self, const char *name, const char *value)
{
    manifest_set_section_text(self, "settings", name, value);
}

void manifest_set_integer(struct manifest *self, const char *name, int64_t value)
{
    json_object_set_new(section_of(self, "settings"), name, json_integer(value));
}

void manifest_set_number(struct manifest *self, const char *section, const char *name, double value)
{
    json_object_set_new(section_of(self, section), name, isfinite(value) ? json_real(value) : json_null());
}

void manifest_set_section_text(struct manifest *self, const char *section, const char *name,
                               const char *value)
{
    json_object_set_new(section_of(self, section), name, json_string(value));
}

static int add_file(struct manifest *self, const char *list, const char *name, const char *path,
                    struct err *err)
{
    char digest[SOURCE_DIGEST_SIZE];
    struct stat info;
    int status = source_digest_file(path, digest, err);

    if (status != ERR_OK)
        return status;
    if (stat(path, &info) != 0)
        return err_errno(err, "cannot read", path);
    json_array_append_new(
        json_object_get(self->root, list),
        json_pack("{s:s, s:I, s:s}", "file", name, "bytes", (json_int_t)info.st_size, "sha256", digest));
    return ERR_OK;
}

int manifest_add_input(struct manifest *self, const char *path, struct err *err)
{
    return add_file(self, "inputs", path, path, err);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

int manifest_add_output(struct manifest *self, const struct outfile *file, struct err *err)
{
    if (file->temp_path == NULL)
        return ERR_OK; /* a device has no content to measure */
    return add_file(self, "outputs", base_name(file->path), file->temp_path, err);
}

void manifest_add_warnings(struct manifest *self, const struct problems *problems)
{
    for (size_t i = 0; i < problems->num_items; i++)
        if (problems->items[i].severity == PROBLEM_WARNING)
            json_array_append_new(json_object_get(self->root, "warnings"),
                                  json_string(problems->items[i].text));
}

int manifest_write(const struct manifest *self, struct outfile *file, struct err *err)
{
    struct timespec end;
    char *text;

    clock_gettime(CLOCK_MONOTONIC, &end);
    json_object_set_new(self->root, "seconds",
                        json_real((double)(end.tv_sec - self->start.tv_sec) +
                                  1e-9 * (double)(end.tv_nsec - self->start.tv_nsec)));
    text = json_dumps(self->root, JSON_INDENT(2) | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(10));
    if (text == NULL)
        return err_set(err, ERR_LIMIT, "not enough memory for the manifest");
    outfile_text(file, text);
    outfile_text(file, "\n");
    free(text);
    return ERR_OK;
}
