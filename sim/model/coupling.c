#include "sim/model/coupling.h"

#include "stats/base/processor.h"

static FOR_EVERY_PROCESSOR void couple_loop(const double p[NUM_STATES][LANES],
                                            const double q[NUM_STATES][LANES],
                                            double joint[NUM_STATES * NUM_STATES][LANES])
{
    double p_rest[NUM_STATES][LANES], q_rest[NUM_STATES][LANES], apart[LANES];

    for (int lane = 0; lane < LANES; lane++) {
        double sum = 0;
        for (int i = 0; i < NUM_STATES; i++) {
            double common = p[i][lane] < q[i][lane] ? p[i][lane] : q[i][lane];
            joint[i * NUM_STATES + i][lane] = common;
            p_rest[i][lane] = p[i][lane] - common;
            q_rest[i][lane] = q[i][lane] - common;
            sum += p_rest[i][lane];
        }
        apart[lane] = sum;
    }
    for (int i = 0; i < NUM_STATES; i++)
        for (int j = 0; j < NUM_STATES; j++)
            for (int lane = 0; lane < LANES && i != j; lane++) {
                double product = p_rest[i][lane] * q_rest[j][lane];
                joint[i * NUM_STATES + j][lane] = apart[lane] > 0 ? product / apart[lane] : 0;
            }
}
FOR_EACH_PROCESSOR(couple,
                   (const double p[NUM_STATES][LANES], const double q[NUM_STATES][LANES],
                    double joint[NUM_STATES * NUM_STATES][LANES]),
                   (p, q, joint))

void coupling_maximal(const double p[NUM_STATES][LANES], const double q[NUM_STATES][LANES],
                      double joint[NUM_STATES * NUM_STATES][LANES])
{
    couple(p, q, joint);
}
