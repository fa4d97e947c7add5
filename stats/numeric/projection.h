/* Map projections of the ellipsoid, conformal. Angles in radians, lengths in metres.
 * Formulas: IGN, NTG 71, Projection cartographique conique conforme de Lambert,
 * algorithms 1 and 3; Snyder, Map Projections: A Working Manual (1987), chapters 7 and 15. */
#ifndef STATS_NUMERIC_PROJECTION_H
#define STATS_NUMERIC_PROJECTION_H

/* A place on the plane. */
struct plane_point {
    double x, y;
};

/* Lambert's conic: R = c exp(-n L(latitude)), angle = n (longitude - origin),
 * x = xs + R sin(angle), y = ys - R cos(angle). */
struct lambert {
    double eccentricity, n, c, origin, xs, ys; /* origin: longitude of the middle meridian */
};

/* Lambert-93 (EPSG:2154), the legal projection of metropolitan France: ellipsoid GRS80,
 * true to scale at 44° and 49° north. */
extern const struct lambert lambert_93;

/* L(latitude) = ln(tan(pi/4 + latitude/2) ((1 - e sin latitude)/(1 + e sin latitude))^(e/2)). */
double isometric_latitude(double latitude, double eccentricity);

struct plane_point lambert_project(const struct lambert *self, double longitude, double latitude);

/* Mercator on GRS80, true to scale at a latitude, from the place (longitude0, latitude0). */
struct plane_point mercator_project(double longitude, double latitude, double longitude0, double latitude0);

#endif
