/* The frames of a map of France: the mainland with Corsica, and each overseas département. */
#ifndef SIM_CLI_MAPFRAMES_H
#define SIM_CLI_MAPFRAMES_H

#include "stats/data/outlines.h"

enum { FRAME_MAINLAND, NUM_FRAMES = 6 };

struct map_frame {
    const char *name;
    double west, east, south, north; /* degrees: what lies in it */
};

extern const struct map_frame map_frames[NUM_FRAMES];

/* The frame that a corner lies in; -1 if none. */
int map_frame_of(struct corner corner);

/* Metres: Lambert-93 on the mainland, elsewhere a Mercator true to scale in the middle of
 * the frame. */
void map_frame_project(struct corner corner, int frame, double *x, double *y);

#endif
