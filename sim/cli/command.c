#include "sim/cli/command.h"

#include <string.h>

#include "sim/cli/cmd.h"

/* one a line, in the order of the help */
/* clang-format off */
const struct command *const commands[] = {
    &cmd_inspect,
    &cmd_geography,
    &cmd_import,
    &cmd_tabulate,
    &cmd_protect,
    &cmd_indicators,
    &cmd_peers,
    &cmd_disparities,
    &cmd_concentration,
    &cmd_shiftshare,
    &cmd_relatedness,
    &cmd_smooth,
    &cmd_spatial,
    &cmd_scenario,
    &cmd_calibrate,
    &cmd_project,
    &cmd_merge,
    &cmd_condition,
    &cmd_score,
    &cmd_territory,
    &cmd_backtest,
    &cmd_plot,
    &cmd_report,
    &cmd_check,
    &cmd_compare,
    &cmd_verify,
    &cmd_list,
    NULL,
};
/* clang-format on */

const struct command *command_find(const char *name)
{
    for (const struct command *const *item = commands; *item != NULL; item++)
        if (strcmp((*item)->name, name) == 0)
            return *item;
    return NULL;
}
