#include "sim/cli/cmd.h"
static const struct option_spec options[] = {{0, NULL, NULL, NULL}};
static int run(const struct opts *opts, struct err *err)
{
    (void)opts;
    return err_set(err, ERR_USAGE, "not yet");
}
const struct command cmd_report = {.name = "report", .group = "Figures", .summary = "x", .arguments = "", .details = "", .examples = "", .options = options, .run = run};
