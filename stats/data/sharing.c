#include "stats/data/sharing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"

double sharing_variance(double count, double share, const char *unit)
{
    double rho = strcmp(unit, "persons") == 0 ? SHARING_RHO_PERSONS : SHARING_RHO_OTHERS;
    double more = count > 1 ? count - 1 : 0;

    return count * share * (1 - share) * (1 + more * rho);
}

int sharings_add(struct sharings *self, double value, const size_t *zones, const double *sizes, size_t num,
                 struct err *err)
{
    double total = 0;

    if (mem_grow(&self->items, &self->capacity, self->num + 1, sizeof *self->items, err) != ERR_OK ||
        mem_grow(&self->parts, &self->parts_capacity, self->num_parts + num, sizeof *self->parts, err) !=
            ERR_OK)
        return ERR_LIMIT;
    for (size_t i = 0; i < num; i++)
        total += sizes[i];
    bool is_divided = total > 0; /* not with NaN */
    self->items[self->num++] = (struct sharing){value, self->num_parts, num, is_divided};
    for (size_t i = 0; i < num; i++)
        self->parts[self->num_parts++] = (struct sharing_part){zones[i], is_divided ? sizes[i] / total : 0};
    return ERR_OK;
}

void sharings_free(struct sharings *self)
{
    free(self->items);
    free(self->parts);
    *self = (struct sharings){0};
}
