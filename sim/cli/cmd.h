/* The descriptors of all commands; each is defined in cmd_NAME.c. */
#ifndef SIM_CLI_CMD_H
#define SIM_CLI_CMD_H

#include "sim/cli/command.h"

extern const struct command cmd_backtest;
extern const struct command cmd_calibrate;
extern const struct command cmd_check;
extern const struct command cmd_compare;
extern const struct command cmd_concentration;
extern const struct command cmd_condition;
extern const struct command cmd_disparities;
extern const struct command cmd_geography;
extern const struct command cmd_import;
extern const struct command cmd_indicators;
extern const struct command cmd_inspect;
extern const struct command cmd_list;
extern const struct command cmd_merge;
extern const struct command cmd_peers;
extern const struct command cmd_plot;
extern const struct command cmd_project;
extern const struct command cmd_protect;
extern const struct command cmd_relatedness;
extern const struct command cmd_report;
extern const struct command cmd_scenario;
extern const struct command cmd_score;
extern const struct command cmd_shiftshare;
extern const struct command cmd_smooth;
extern const struct command cmd_spatial;
extern const struct command cmd_tabulate;
extern const struct command cmd_territory;
extern const struct command cmd_verify;

#endif
