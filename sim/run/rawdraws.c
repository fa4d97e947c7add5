#include "sim/run/rawdraws.h"

#include "stats/data/csvout.h"

void raw_draws_header(struct outfile *file)
{
    outfile_text(file, "draw,scenario,scope,year,metric,value\n");
}

static void write_draw(struct csvout *out, const struct engine_results *results,
                       const struct block_result *block, size_t scenario, int lane)
{
    const struct layout *layout = &results->layout;
    const struct scenario *s = &results->model->scenarios[scenario];
    char name[FUNDER_NAME_SIZE + 32];

    for (size_t series = 0; series < layout_num_series(layout); series++) {
        bool asked = layout_is_funder(series) || results->settings.choice.metrics[series];
        if (!asked || !layout_is_reported(layout, s, series))
            continue;
        layout_series_name(layout, series, name, sizeof name);
        for (int y = 0; y < s->num_years; y++) {
            int64_t value = block_values(block, scenario, 0, series, y)[lane];
            csvout_integer(out, (int64_t)(block->block.first + (uint64_t)lane));
            csvout_text(out, s->row->name);
            csvout_text(out, layout->scopes[0].name);
            csvout_integer(out, s->first_year + y);
            csvout_text(out, name);
            csvout_number(out, (double)value * layout_scale(series, s->steps_per_year), 0);
            csvout_end(out);
        }
    }
}

void raw_draws_write(struct outfile *file, const struct engine_results *results,
                     const struct block_result *block)
{
    struct csvout out;

    csvout_init(&out, file, CSV_STYLE_STANDARD);
    for (int lane = 0; lane < block->block.num; lane++)
        for (size_t s = 0; s < results->model->num_scenarios; s++)
            write_draw(&out, results, block, s, lane);
    csvout_free(&out);
}
