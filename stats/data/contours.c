#include "stats/base/catalogue.h"
#include "stats/data/contours.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/source.h"

static const double units_of_a_degree = 1e7, km_of_a_degree = 111.195; /* of a sphere of 6,371 km */

void contours_free(struct contours *self)
{
    for (size_t i = 0; i < self->num; i++)
        free(self->codes[i]);
    free(self->codes);
    free(self->x);
    free(self->y);
    free(self->corners);
    free(self->rings);
    *self = (struct contours){0};
}

/* ---- the field of codes ------------------------------------------------------------------ */

/* Whether nine values in ten are codes: a file may hold a few territories of its own. */
static bool holds_codes(const json_t *features, const char *field, enum level level)
{
    size_t index, num = 0;
    json_t *feature;

    json_array_foreach(features, index, feature)
    {
        const char *text = json_string_value(json_object_get(json_object_get(feature, "properties"), field));
        num += text != NULL && level_is_code(level, text, strlen(text));
    }
    return 10 * num >= 9 * json_array_size(features);
}

/* The name of the field, borrowed from json; NULL if no field fits. */
static const char *find_field(const json_t *features, enum level level)
{
    json_t *properties = json_object_get(json_array_get(features, 0), "properties"), *value;
    const char *name;

    json_object_foreach(properties, name, value) if (holds_codes(features, name, level)) return name;
    return NULL;
}

/* ---- rings ------------------------------------------------------------------------------------ */

static int add_ring(struct contours *self, size_t territory, const json_t *ring, bool is_hole,
                    struct err *err)
{
    size_t num = json_array_size(ring), first = self->num_corners;
    int status = mem_grow(&self->corners, &self->corners_capacity, first + num, sizeof *self->corners, err);

    if (status == ERR_OK)
        status = mem_grow(&self->rings, &self->rings_capacity, self->num_rings + 1, sizeof *self->rings, err);
    if (status != ERR_OK)
        return status;
    if (num < 4)
        return err_set(err, ERR_DATA, "territory '%s': a ring of %zu corners, expected 4 at least",
                       self->codes[territory], num);
    for (size_t k = 0; k < num; k++) {
        const json_t *place = json_array_get(ring, k);
        double x = json_number_value(json_array_get(place, 0)),
               y = json_number_value(json_array_get(place, 1));
        if (!json_is_number(json_array_get(place, 0)) || !json_is_number(json_array_get(place, 1)) ||
            fabs(x) > 180 || fabs(y) > 90)
            return err_set(err, ERR_DATA, "territory '%s': a corner is no longitude and latitude in degrees",
                           self->codes[territory]);
        self->corners[self->num_corners++] =
            (struct corner){lround(x * units_of_a_degree), lround(y * units_of_a_degree)};
    }
    self->rings[self->num_rings++] = (struct ring){territory, first, num, is_hole};
    return ERR_OK;
}

static int add_polygon(struct contours *self, size_t territory, const json_t *polygon, struct err *err)
{
    size_t index;
    json_t *ring;
    int status = ERR_OK;

    json_array_foreach(polygon, index, ring) if (status == ERR_OK) status =
        add_ring(self, territory, ring, index > 0, err);
    return status;
}

static int add_geometry(struct contours *self, size_t territory, const json_t *geometry, struct err *err)
{
    const char *type = json_string_value(json_object_get(geometry, "type"));
    const json_t *coordinates = json_object_get(geometry, "coordinates");
    size_t index;
    json_t *polygon;
    int status = ERR_OK;

    if (type != NULL && strcmp(type, "Polygon") == 0)
        return add_polygon(self, territory, coordinates, err);
    if (type == NULL || strcmp(type, "MultiPolygon") != 0)
        return err_set(err, ERR_DATA, "territory '%s': the geometry is %s, expected Polygon or MultiPolygon",
                       self->codes[territory], type ? type : _("missing"));
    json_array_foreach(coordinates, index, polygon) if (status == ERR_OK) status =
        add_polygon(self, territory, polygon, err);
    return status;
}

/* Each feature is a territory at first; join_features makes one of those of one code. */
static int add_feature(struct contours *self, const json_t *feature, const char *field, struct err *err)
{
    const char *code = json_string_value(json_object_get(json_object_get(feature, "properties"), field));

    if (code == NULL)
        return err_set(err, ERR_DATA, "a feature has no text '%s' among its properties", field);
    if (mem_grow(&self->codes, &self->codes_capacity, self->num + 1, sizeof *self->codes, err) != ERR_OK)
        return ERR_LIMIT;
    self->codes[self->num] = mem_copy_text(code, strlen(code), err);
    if (self->codes[self->num] == NULL)
        return ERR_LIMIT;
    self->num++;
    return add_geometry(self, self->num - 1, json_object_get(feature, "geometry"), err);
}

struct coded {
    const char *code;
    size_t feature;
};

static int by_code(const void *a, const void *b)
{
    const struct coded *x = a, *y = b;
    int order = strcmp(x->code, y->code);

    return order ? order : (x->feature > y->feature) - (x->feature < y->feature);
}

/* first[feature]: the first feature of the same code. */
static void find_first(const struct contours *self, struct coded *coded, size_t *first)
{
    for (size_t i = 0; i < self->num; i++)
        coded[i] = (struct coded){self->codes[i], i};
    qsort(coded, self->num, sizeof *coded, by_code);
    for (size_t i = 0; i < self->num; i++) {
        bool is_new = i == 0 || strcmp(coded[i].code, coded[i - 1].code) != 0;
        first[coded[i].feature] = is_new ? coded[i].feature : first[coded[i - 1].feature];
    }
}

/* Features of one code become one territory, in the order of the file. */
static int join_features(struct contours *self, struct err *err)
{
    struct coded *coded = mem_alloc(self->num, sizeof *coded, err);
    size_t *first = mem_alloc(self->num, sizeof *first, err),
           *number = mem_alloc(self->num, sizeof *number, err);
    size_t kept = 0;
    int status = coded && first && number ? ERR_OK : ERR_LIMIT;

    if (status == ERR_OK)
        find_first(self, coded, first);
    for (size_t i = 0; i < self->num && status == ERR_OK; i++) {
        if (first[i] != i) {
            number[i] = number[first[i]];
            free(self->codes[i]);
            continue;
        }
        number[i] = kept;
        self->codes[kept++] = self->codes[i];
    }
    for (size_t r = 0; r < self->num_rings && status == ERR_OK; r++)
        self->rings[r].territory = number[self->rings[r].territory];
    if (status == ERR_OK)
        self->num = kept;
    free(coded);
    free(first);
    free(number);
    return status;
}

/* ---- middles ------------------------------------------------------------------------------- */

/* Area (square degrees, signed) and centroid of a ring, in degrees. */
static double ring_middle(const struct contours *self, const struct ring *ring, double *x, double *y)
{
    const struct corner *c = self->corners + ring->first;
    double area = 0, mx = 0, my = 0;

    for (size_t k = 0; k + 1 < ring->num; k++) {
        double ax = (double)(c[k].x - c[0].x), ay = (double)(c[k].y - c[0].y);
        double bx = (double)(c[k + 1].x - c[0].x), by = (double)(c[k + 1].y - c[0].y);
        double cross = ax * by - bx * ay;
        area += cross / 2;
        mx += (ax + bx) * cross / 6;
        my += (ay + by) * cross / 6;
    }
    *x = ((double)c[0].x + (area != 0 ? mx / area : 0)) / units_of_a_degree;
    *y = ((double)c[0].y + (area != 0 ? my / area : 0)) / units_of_a_degree;
    return area;
}

/* Equirectangular around the mean latitude: distances within a country are right to one
 * or two per cent. */
static int find_middles(struct contours *self, struct err *err)
{
    double *largest = mem_alloc(self->num, sizeof *largest, err), latitude = 0, longitude = 0;

    self->x = mem_alloc(self->num, sizeof *self->x, err);
    self->y = mem_alloc(self->num, sizeof *self->y, err);
    if (largest == NULL || self->x == NULL || self->y == NULL) {
        free(largest);
        return ERR_LIMIT;
    }
    for (size_t r = 0; r < self->num_rings; r++) {
        double x, y, area = fabs(ring_middle(self, &self->rings[r], &x, &y));
        size_t t = self->rings[r].territory;
        if (area < largest[t])
            continue;
        largest[t] = area;
        self->x[t] = x;
        self->y[t] = y;
    }
    for (size_t i = 0; i < self->num; i++) {
        longitude += self->x[i] / (double)self->num;
        latitude += self->y[i] / (double)self->num;
    }
    for (size_t i = 0; i < self->num; i++) {
        self->x[i] = (self->x[i] - longitude) * km_of_a_degree * cos(latitude * 0.017453292519943295);
        self->y[i] = (self->y[i] - latitude) * km_of_a_degree;
    }
    free(largest);
    return ERR_OK;
}

/* ---- reading ------------------------------------------------------------------------------------ */

static int read_features(struct contours *self, const json_t *root, const char *path, const char *code_field,
                         enum level level, struct err *err)
{
    const json_t *features = json_object_get(root, "features");
    size_t index;
    json_t *feature;
    int status = ERR_OK;

    if (json_array_size(features) == 0)
        return err_set(err, ERR_DATA, "'%s' is no GeoJSON FeatureCollection with features", path);
    if (code_field == NULL && (code_field = find_field(features, level)) == NULL)
        return err_set(err, ERR_DATA, "'%s': no property holds codes of level %s: name it with --code-field",
                       path, level_name(level));
    json_array_foreach(features, index, feature) if (status == ERR_OK) status =
        add_feature(self, feature, code_field, err);
    if (status != ERR_OK)
        err_prefix(err, "'%s'", path);
    if (status == ERR_OK)
        status = join_features(self, err);
    return status == ERR_OK ? find_middles(self, err) : status;
}

int contours_read(struct contours *self, const char *path, const char *code_field, enum level level,
                  struct problems *problems, struct err *err)
{
    struct source source;
    json_error_t detail;
    json_t *root;
    int status = source_read(&source, path, 0, err);

    *self = (struct contours){0};
    if (status != ERR_OK)
        return status;
    root = json_loadb(source.bytes, source.length, 0, &detail);
    if (root == NULL)
        problem_error(problems, ((struct place){source.name, detail.line, detail.column}),
                      "GeoJSON (RFC 7946) was expected", "%s", detail.text);
    else
        status = read_features(self, root, path, code_field, level, err);
    if (root == NULL)
        status = problems_status(problems, path, err);
    json_decref(root);
    source_free(&source);
    if (status != ERR_OK)
        contours_free(self);
    return status;
}

/* ---- contiguity ---------------------------------------------------------------------------------- */

/* A corner or a side, with the territory that has it. */
struct mark {
    struct corner a, b; /* of a side, the lesser first; b = a for a corner */
    size_t territory;
};

static int by_corner(const struct corner *a, const struct corner *b)
{
    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    return (a->y > b->y) - (a->y < b->y);
}

static int by_mark(const void *a, const void *b)
{
    const struct mark *x = a, *y = b;
    int order = by_corner(&x->a, &y->a);

    if (order == 0)
        order = by_corner(&x->b, &y->b);
    return order ? order : (x->territory > y->territory) - (x->territory < y->territory);
}

static bool is_same_mark(const struct mark *a, const struct mark *b)
{
    return by_corner(&a->a, &b->a) == 0 && by_corner(&a->b, &b->b) == 0;
}

static size_t fill_marks(const struct contours *self, bool rook, struct mark *marks)
{
    size_t num = 0;

    for (size_t r = 0; r < self->num_rings; r++) {
        const struct ring *ring = &self->rings[r];
        const struct corner *c = self->corners + ring->first;
        for (size_t k = 0; k + 1 < ring->num; k++) {
            bool turned = by_corner(&c[k], &c[k + 1]) > 0;
            struct corner first = rook && turned ? c[k + 1] : c[k],
                          last = rook ? (turned ? c[k] : c[k + 1]) : c[k];
            marks[num++] = (struct mark){first, last, ring->territory};
        }
    }
    return num;
}

static int by_contact(const void *a, const void *b)
{
    const struct contact *x = a, *y = b;

    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

/* All pairs of territories of marks first .. last - 1, which are the same. */
static int add_pairs(const struct mark *marks, size_t first, size_t last, struct contact **contacts,
                     size_t *num, size_t *capacity, struct err *err)
{
    for (size_t i = first; i < last; i++)
        for (size_t j = i + 1; j < last; j++) {
            if (marks[i].territory == marks[j].territory)
                continue;
            if (mem_grow(contacts, capacity, *num + 1, sizeof **contacts, err) != ERR_OK)
                return ERR_LIMIT;
            (*contacts)[(*num)++] = (struct contact){marks[i].territory, marks[j].territory};
        }
    return ERR_OK;
}

int contours_contacts(const struct contours *self, bool rook, struct contact **contacts, size_t *num,
                      struct err *err)
{
    struct mark *marks = mem_alloc(self->num_corners, sizeof *marks, err);
    size_t num_marks = marks ? fill_marks(self, rook, marks) : 0, capacity = 0, kept = 0;
    int status = marks ? ERR_OK : ERR_LIMIT;

    *contacts = NULL;
    *num = 0;
    if (num_marks > 0)
        qsort(marks, num_marks, sizeof *marks, by_mark);
    for (size_t first = 0; first < num_marks && status == ERR_OK;) {
        size_t last = first + 1;
        while (last < num_marks && is_same_mark(&marks[last], &marks[first]))
            last++;
        status = add_pairs(marks, first, last, contacts, num, &capacity, err);
        first = last;
    }
    free(marks);
    if (*num > 0)
        qsort(*contacts, *num, sizeof **contacts, by_contact);
    for (size_t i = 0; i < *num; i++)
        if (i == 0 || by_contact(&(*contacts)[i], &(*contacts)[i - 1]) != 0)
            (*contacts)[kept++] = (*contacts)[i];
    *num = kept;
    return status;
}
