#include "stats/numeric/projection.h"

#include <math.h>

static const double quarter_turn = 1.5707963267948966, semi_major_axis = 6378137,
                    grs80_eccentricity = 0.0818191910428158;

/* NTG 71 gives these constants with Lambert-93. */
const struct lambert lambert_93 = {
    .eccentricity = 0.0818191910428158,
    .n = 0.7256077650532670,
    .c = 11754255.4261,
    .origin = 0.052359877559829887, /* 3 degrees */
    .xs = 700000,
    .ys = 12655612.0499,
};

double isometric_latitude(double latitude, double eccentricity)
{
    double s = eccentricity * sin(latitude);

    return log(tan((quarter_turn + latitude) / 2)) + eccentricity / 2 * log((1 - s) / (1 + s));
}

struct plane_point lambert_project(const struct lambert *self, double longitude, double latitude)
{
    double radius = self->c * exp(-self->n * isometric_latitude(latitude, self->eccentricity));
    double angle = self->n * (longitude - self->origin);

    return (struct plane_point){self->xs + radius * sin(angle), self->ys - radius * cos(angle)};
}

struct plane_point mercator_project(double longitude, double latitude, double longitude0, double latitude0)
{
    double s = grs80_eccentricity * sin(latitude0);
    double radius = semi_major_axis * cos(latitude0) / sqrt(1 - s * s); /* of the parallel */

    return (struct plane_point){radius * (longitude - longitude0),
                                radius * (isometric_latitude(latitude, grs80_eccentricity) -
                                          isometric_latitude(latitude0, grs80_eccentricity))};
}
