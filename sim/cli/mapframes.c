#include "sim/cli/mapframes.h"

#include "stats/numeric/projection.h"

static const double unit = 1e-7, radians = 0.017453292519943295;

const struct map_frame map_frames[NUM_FRAMES] = {
    [FRAME_MAINLAND] = {"", -5.5, 10, 41, 51.5}, {"Guadeloupe", -62, -60.9, 15.7, 16.6},
    {"Martinique", -61.4, -60.7, 14.3, 15},      {"Guyane", -54.7, -51.5, 2, 5.9},
    {"La Réunion", 55, 56, -21.5, -20.8},        {"Mayotte", 44.9, 45.4, -13.1, -12.5},
};

int map_frame_of(struct corner corner)
{
    double longitude = (double)corner.x * unit, latitude = (double)corner.y * unit;

    for (int f = 0; f < NUM_FRAMES; f++)
        if (longitude >= map_frames[f].west && longitude <= map_frames[f].east &&
            latitude >= map_frames[f].south && latitude <= map_frames[f].north)
            return f;
    return -1;
}

void map_frame_project(struct corner corner, int frame, double *x, double *y)
{
    double longitude = (double)corner.x * unit * radians, latitude = (double)corner.y * unit * radians;
    const struct map_frame *f = &map_frames[frame];
    struct plane_point p = frame == FRAME_MAINLAND
                               ? lambert_project(&lambert_93, longitude, latitude)
                               : mercator_project(longitude, latitude, (f->west + f->east) / 2 * radians,
                                                  (f->south + f->north) / 2 * radians);

    *x = p.x;
    *y = p.y;
}
