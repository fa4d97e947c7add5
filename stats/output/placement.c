#include "stats/output/placement.h"

#include <math.h>
#include <stdlib.h>

#include "stats/base/mem.h"

void placement_free(struct placement *self)
{
    free(self->taken);
    *self = (struct placement){0};
}

int placement_take(struct placement *self, struct box box, struct err *err)
{
    int status = mem_grow(&self->taken, &self->capacity, self->num_taken + 1, sizeof *self->taken, err);

    if (status == ERR_OK)
        self->taken[self->num_taken++] = box;
    return status;
}

static double common(const struct box *a, const struct box *b)
{
    double width = fmin(a->right, b->right) - fmax(a->left, b->left),
           height = fmin(a->top, b->top) - fmax(a->bottom, b->bottom);

    return width > 0 && height > 0 ? width * height : 0;
}

/* Square pixels of what stands already, or outside the bounds, that a label covers. */
static double covered(const struct placement *self, const struct box *label)
{
    double area = (label->right - label->left) * (label->top - label->bottom);
    double sum = 10 * (area - common(label, &self->bounds));

    for (size_t i = 0; i < self->num_taken; i++)
        sum += common(label, &self->taken[i]);
    return sum;
}

/* The label whose side or corner points to the sign: dx, dy are -1, 0 or 1. */
static struct box beside(double x, double y, double dx, double dy, double reach, double width, double height)
{
    double gap = dx != 0 && dy != 0 ? reach * 0.75 : reach;
    double cx = x + dx * (gap + width / 2), cy = y + dy * (gap + height / 2);

    return (struct box){cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2};
}

static double ink_under(const struct placement *self, const struct box *label)
{
    double num = 0;

    for (size_t i = 0; i < self->num_ink; i++) {
        double x = self->ink[2 * i], y = self->ink[2 * i + 1];
        num += x >= label->left && x <= label->right && y >= label->bottom && y <= label->top;
    }
    return num;
}

int placement_find(struct placement *self, double x, double y, double reach, double width, double height,
                   bool is_needed, struct box *label, bool *is_free, struct err *err)
{
    static const struct {
        double dx, dy;
    } sides[] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {1, -1}, {-1, 1}, {-1, -1}};
    static const double farther = 4; /* points of ink that a step away is worth */
    double least = INFINITY;

    *is_free = false;
    for (int far = 2; far <= 6 && least > 1e-6; far++)
        for (size_t s = 0; s < sizeof sides / sizeof sides[0] && least > 1e-6; s++) {
            struct box box = beside(x, y, sides[s].dx, sides[s].dy, reach * far / 2, width, height);
            double area = covered(self, &box);
            double cost = 1000 * area + ink_under(self, &box) + (self->num_ink > 0 ? farther * (far - 2) : 0);
            if (cost < least - 1e-9) {
                least = cost;
                *label = box;
                *is_free = area <= 1e-6;
            }
        }
    return *is_free || is_needed ? placement_take(self, *label, err) : ERR_OK;
}
