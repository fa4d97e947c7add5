#include "sim/run/portion.h"

#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"

static size_t num_numbers(const struct layout *layout)
{
    return layout->num_scopes * layout_num_rows(layout) * (size_t)layout->num_years;
}

size_t block_result_bytes(const struct model *model, const struct layout *layout, bool with_means)
{
    return model->num_scenarios * num_numbers(layout) * LANES *
           (sizeof(int64_t) + (with_means ? sizeof(double) : 0));
}

static int alloc_scenarios(struct portion *self, struct err *err)
{
    bool complete = true;

    for (size_t s = 0; s < self->num_scenarios && complete; s++) {
        self->values[s] = mem_alloc(self->size, sizeof(int64_t), err);
        complete = self->values[s] != NULL;
        if (complete && self->means != NULL) {
            self->means[s] = mem_alloc(self->size, sizeof(double), err);
            complete = self->means[s] != NULL;
        }
    }
    return complete ? ERR_OK : ERR_LIMIT;
}

int portion_init(struct portion *self, const struct model *model, const struct layout *layout, int num_blocks,
                 bool with_means, struct err *err)
{
    int status;

    *self =
        (struct portion){.layout = layout, .num_scenarios = model->num_scenarios, .num_blocks = num_blocks};
    self->size = num_numbers(layout) * portion_stride(self);
    self->values = mem_alloc(self->num_scenarios, sizeof *self->values, err);
    self->means = with_means ? mem_alloc(self->num_scenarios, sizeof *self->means, err) : NULL;
    status = self->values != NULL && (self->means != NULL || !with_means) ? ERR_OK : ERR_LIMIT;
    if (status == ERR_OK)
        status = alloc_scenarios(self, err);
    for (int b = 0; b < num_blocks; b++)
        self->blocks[b] = (struct block_result){.portion = self, .begin = (size_t)b * LANES};
    if (status != ERR_OK)
        portion_free(self);
    return status;
}

void portion_free(struct portion *self)
{
    for (size_t s = 0; s < self->num_scenarios; s++) {
        if (self->values != NULL)
            free(self->values[s]);
        if (self->means != NULL)
            free(self->means[s]);
    }
    free(self->values);
    free(self->means);
    *self = (struct portion){0};
}

int portion_begin(struct portion *self, uint64_t first, int num)
{
    int used = 0;

    self->first = first;
    self->num = num;
    for (int begin = 0; begin < num; begin += LANES)
        self->blocks[used++].block =
            (struct block){first + (uint64_t)begin, num - begin < LANES ? num - begin : LANES};
    for (size_t s = 0; s < self->num_scenarios; s++) {
        memset(self->values[s], 0, self->size * sizeof(int64_t));
        if (self->means != NULL)
            memset(self->means[s], 0, self->size * sizeof(double));
    }
    return used;
}
