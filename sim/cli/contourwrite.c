#include "sim/cli/contourwrite.h"

#include <math.h>
#include <stdlib.h>

#include "sim/cli/mapframes.h"
#include "sim/cli/message.h"
#include "sim/cli/paths.h"
#include "sim/cli/territoryopts.h"
#include "stats/data/gaps.h"
#include "stats/data/geography.h"

struct contour_job {
    enum level level;
    struct geography geography;
    struct contours contours;
    struct outlines outlines;
};

static int read_inputs(struct contour_job *self, const struct opts *opts, struct problems *problems,
                       struct err *err)
{
    char *shipped = paths_dataset("geography/geography-2022.csv", NULL);
    const char *table = opts_text(opts, "table", shipped), *path = opts_text(opts, "contours", NULL);
    int status = territoryopts_level(opts, &self->level, err);

    if (status == ERR_OK && table == NULL)
        status = err_set(err, ERR_IO, "no table of territories is shipped: give --table FILE");
    if (status == ERR_OK)
        status = geography_read(&self->geography, table, NULL, problems, err);
    if (status == ERR_OK)
        status = contours_read(&self->contours, path, opts_text(opts, "code-field", NULL), self->level,
                               problems, err);
    free(shipped);
    return status;
}

static void write_name(struct strbuf *out, const char *name)
{
    for (; *name != '\0'; name++) {
        if (*name == '"' || *name == '\\')
            strbuf_add_char(out, '\\');
        strbuf_add_char(out, *name);
    }
}

/* Thousandths of a degree. */
static long rounded(long units)
{
    return lround((double)units / 1e4);
}

static void write_degrees(struct strbuf *out, long thousandths)
{
    strbuf_addf(out, "%.10g", (double)thousandths / 1000);
}

static void write_place(struct strbuf *out, struct corner at)
{
    strbuf_add_char(out, '[');
    write_degrees(out, rounded(at.x));
    strbuf_add_char(out, ',');
    write_degrees(out, rounded(at.y));
    strbuf_add_char(out, ']');
}

static bool is_same_place(struct corner a, struct corner b)
{
    return rounded(a.x) == rounded(b.x) && rounded(a.y) == rounded(b.y);
}

/* Corners that the rounding makes the same are one. */
static size_t drop_repeated(struct outline_point *points, size_t num)
{
    size_t kept = 0;

    for (size_t k = 0; k < num; k++)
        if (kept == 0 || !is_same_place(points[kept - 1].at, points[k].at))
            points[kept++] = points[k];
    while (kept > 1 && is_same_place(points[0].at, points[kept - 1].at))
        kept--;
    return kept;
}

/* "]" of what came before, then the ring; *parts counts outer rings. */
static int write_ring(struct strbuf *out, const struct outlines *outlines, const struct outline_ring *ring,
                      int *parts, struct err *err)
{
    struct outline_point *points;
    size_t num;
    int status = outlines_ring_points(outlines, ring, &points, &num, err);

    if (status != ERR_OK)
        return status;
    num = drop_repeated(points, num);
    if (num >= 3) {
        strbuf_add(out, ring->is_hole ? "," : *parts > 0 ? "],[" : "[");
        *parts += !ring->is_hole;
        strbuf_add_char(out, '[');
        for (size_t k = 0; k <= num; k++) {
            strbuf_add(out, k > 0 ? "," : "");
            write_place(out, points[k % num].at);
        }
        strbuf_add_char(out, ']');
    }
    free(points);
    return ERR_OK;
}

static int write_feature(struct strbuf *out, const struct contour_job *self, size_t territory, bool is_first,
                         struct err *err)
{
    const char *code = self->contours.codes[territory];
    size_t zone = geography_find(&self->geography, self->level, code);
    int parts = 0, status = ERR_OK;

    if (zone == NO_ZONE)
        return ERR_OK;
    strbuf_addf(out, "%s{\"type\":\"Feature\",\"properties\":{\"code\":\"%s\",\"name\":\"",
                is_first ? "\n" : ",\n", code);
    write_name(out, self->geography.levels[self->level].items[zone].name);
    strbuf_add(out, "\"},\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[");
    for (size_t r = 0; r < self->outlines.num_rings && status == ERR_OK; r++)
        if (self->outlines.rings[r].territory == territory)
            status = write_ring(out, &self->outlines, &self->outlines.rings[r], &parts, err);
    strbuf_add(out, parts > 0 ? "]]}}" : "]}}");
    return status;
}

static int write_all(const struct contour_job *self, struct outfile *file, struct err *err)
{
    struct strbuf out = {0};
    int status = ERR_OK;
    bool is_first = true;

    strbuf_add(&out, "{\"type\":\"FeatureCollection\",\"features\":[");
    for (size_t t = 0; t < self->contours.num && status == ERR_OK; t++) {
        size_t before = out.length;
        status = write_feature(&out, self, t, is_first, err);
        is_first = is_first && out.length == before;
    }
    strbuf_add(&out, "\n]}\n");
    if (status == ERR_OK)
        status = strbuf_status(&out, err);
    if (status == ERR_OK)
        outfile_write(file, strbuf_text(&out), out.length);
    strbuf_free(&out);
    return status;
}

static void note_unknown(const struct contour_job *self)
{
    size_t unknown = 0;

    for (size_t t = 0; t < self->contours.num; t++)
        unknown += geography_find(&self->geography, self->level, self->contours.codes[t]) == NO_ZONE;
    if (unknown > 0)
        message_note("territories left out, which the table of %s does not have: %zu of %zu",
                     self->geography.vintage, unknown, self->contours.num);
}

/* Square kilometres: slivers between neighbours are smaller, enclaves and lakes that matter larger. */
static const double MOST_GAP = 2;

/* A gap that is filled may open the way to the one beside it. */
static int fill_gaps(struct contours *contours, size_t *filled, struct err *err)
{
    size_t more = 1;
    int status = ERR_OK;

    *filled = 0;
    for (int k = 0; k < 8 && more > 0 && status == ERR_OK; k++) {
        status = contours_fill_gaps(contours, MOST_GAP, &more, err);
        *filled += more;
    }
    return status;
}

int contourwrite_run(const struct opts *opts, struct outfile *file, struct problems *problems,
                     struct err *err)
{
    struct contour_job self = {0};
    double metres, tolerance[NUM_FRAMES];
    size_t filled = 0;
    int status = opts_number(opts, "tolerance", 500, 0, 100000, &metres, err);

    for (int f = 0; f < NUM_FRAMES; f++)
        tolerance[f] = metres;
    if (status == ERR_OK)
        status = read_inputs(&self, opts, problems, err);
    if (status == ERR_OK)
        status = fill_gaps(&self.contours, &filled, err);
    if (status == ERR_OK)
        status = outlines_build(&self.outlines, &self.contours, map_frame_of, map_frame_project, err);
    if (status == ERR_OK)
        status = outlines_simplify(&self.outlines, tolerance, err);
    if (status == ERR_OK)
        status = write_all(&self, file, err);
    if (status == ERR_OK)
        note_unknown(&self);
    if (status == ERR_OK && filled > 0)
        message_note("gaps and overlaps between neighbours that were closed: %zu", filled);
    outlines_free(&self.outlines);
    contours_free(&self.contours);
    geography_free(&self.geography);
    return status;
}
