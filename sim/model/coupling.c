#include "sim/model/coupling.h"

void coupling_maximal(const double p[NUM_STATES], const double q[NUM_STATES],
                      double joint[NUM_STATES][NUM_STATES])
{
    double p_rest[NUM_STATES], q_rest[NUM_STATES], apart = 0;

    for (int i = 0; i < NUM_STATES; i++) {
        double common = p[i] < q[i] ? p[i] : q[i];
        joint[i][i] = common;
        p_rest[i] = p[i] - common;
        q_rest[i] = q[i] - common;
        apart += p_rest[i];
    }
    for (int i = 0; i < NUM_STATES; i++)
        for (int j = 0; j < NUM_STATES; j++)
            if (i != j)
                joint[i][j] = apart > 0 ? p_rest[i] * q_rest[j] / apart : 0;
}
