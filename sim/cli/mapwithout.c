#include "sim/cli/mapwithout.h"

#include <math.h>
#include <string.h>

#include "stats/output/label.h"

enum { MOST_REGIONS = 6 }; /* more say nothing that the map does not show */

void map_without_init(struct map_without *self)
{
    *self = (struct map_without){.low = NAN, .high = NAN};
}

void map_without_free(struct map_without *self)
{
    strbuf_free(&self->regions);
}

static const char *region_of(const struct geography *geography, enum level level, const char *code)
{
    size_t zone = geography_find(geography, level, code), region;

    if (zone == NO_ZONE || level == LEVEL_REG)
        return NULL; /* a région has its own name in the data */
    region = geography->levels[level].items[zone].parents[LEVEL_REG];
    return region != NO_ZONE ? geography->levels[LEVEL_REG].items[region].name : NULL;
}

void map_without_add(struct map_without *self, const struct geography *geography, enum level level,
                     const struct territory_value *value)
{
    const char *region = region_of(geography, level, value->code);

    self->num++;
    self->low = fmin(self->low, value->value); /* fmin and fmax pass over NaN */
    self->high = fmax(self->high, value->value);
    if (region == NULL || strstr(strbuf_text(&self->regions), region) != NULL)
        return;
    if (self->num_regions++ < MOST_REGIONS)
        strbuf_addf(&self->regions, "%s%s", self->regions.length > 0 ? ", " : "", region);
}

static bool has_regions(const struct map_without *self)
{
    return self->num_regions > 0 && self->num_regions <= MOST_REGIONS;
}

static void add_range(const struct map_without *self, const struct territory_values *values,
                      const char *language, struct strbuf *out)
{
    bool french = label_is_french(language);

    strbuf_add(out, !has_regions(self) ? "" : french ? "\xC2\xA0: " : ": ");
    territory_values_format(values, out, self->low, -1, language);
    if (self->high > self->low) {
        strbuf_add(out, french ? " à " : " to ");
        territory_values_format(values, out, self->high, -1, language);
    }
}

void map_without_say(const struct map_without *self, const struct territory_values *values,
                     const char *language, struct strbuf *out)
{
    bool french = label_is_french(language), several = self->num > 1;

    if (self->num == 0)
        return;
    strbuf_add_char(out, ' ');
    label_number(out, (double)self->num, 0, language);
    strbuf_add(out, french    ? several ? " territoires sans contour ne sont pas dessinés"
                                        : " territoire sans contour n’est pas dessiné"
                    : several ? " territories without a contour are not drawn"
                              : " territory without a contour is not drawn");
    if (has_regions(self) || !isnan(self->low)) {
        strbuf_addf(out, " (%s", has_regions(self) ? strbuf_text(&self->regions) : "");
        if (!isnan(self->low))
            add_range(self, values, language, out);
        strbuf_add_char(out, ')');
    }
    strbuf_add_char(out, '.');
}
