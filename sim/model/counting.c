#include "sim/model/counting.h"

#include <stddef.h>

#include "stats/base/catalogue.h"

#define CYCLE "the state of the business cycle in the years observed"
#define MOVES "moves there and back within the year"

static const struct counting countings[NUM_PARAMS] = {
    [PARAM_FILL] = {"people enrolled", "places free at the intakes", "", NULL},
    [PARAM_COMPLETION] = {"people who completed", "people enrolled whose course has ended", "", NULL},
    [PARAM_CERTIFICATION] = {"people certified", "people who completed", "", NULL},
    [PARAM_FURTHER_STUDY] = {"people who go on studying", "people certified", "", NULL},
    [PARAM_ENTRY_NONE] = {"entrants of that level", "entrants whose level is known", "", NULL},
    [PARAM_ENTRY_CAP] = {"entrants of that level", "entrants whose level is known", "", NULL},
    [PARAM_ENTRY_BAC] = {"entrants of that level", "entrants whose level is known", "", NULL},
    [PARAM_ENTRY_BAC2] = {"entrants of that level", "entrants whose level is known", "", NULL},
    [PARAM_ENTRY_BAC3] = {"entrants of that level", "entrants whose level is known", "", NULL},
    [PARAM_EMPLOYMENT_6] = {"people employed 6 months after", "certified leavers followed", CYCLE, NULL},
    [PARAM_EMPLOYMENT_12] = {"people employed 12 months after", "certified leavers followed", CYCLE, NULL},
    [PARAM_EMPLOYMENT_18] = {"people employed 18 months after", "certified leavers followed", CYCLE, NULL},
    [PARAM_EMPLOYMENT_24] = {"people employed 24 months after", "certified leavers followed", CYCLE, NULL},
    [PARAM_INDUSTRY] = {"people employed in industry", "people employed at the first observation", "", NULL},
    [PARAM_LOCAL] = {"leavers in the territory", "leavers at the first observation", "", NULL},
    [PARAM_STAY] = {"people still there a year later", "people in the territory", MOVES, NULL},
    [PARAM_RETURN] = {"people back, in a job, a year later", "people who had left", MOVES, NULL},
    [PARAM_JOB_LOSS] = {"people whose job ended in no job", "people employed a year before", MOVES, NULL},
    [PARAM_JOB_FINDING] = {"people who found a job", "people without a job a year before", MOVES, NULL},
    [PARAM_INDUSTRY_EXIT] = {"people who left for another sector", "people in industry a year before", MOVES,
                             NULL},
    [PARAM_INDUSTRY_ENTRY] = {"people who came to industry", "people in another sector a year before", MOVES,
                              NULL},
    [PARAM_INDUSTRY_REHIRE] = {"later jobs in industry", "later jobs", "", NULL},
    [PARAM_UNCERTIFIED_RATIO] = {.refusal = N_("it is a ratio of two shares")},
    [PARAM_EFFECT_6] = {.refusal = N_("it compares with what no count of participants shows")},
    [PARAM_EFFECT_12] = {.refusal = N_("it compares with what no count of participants shows")},
    [PARAM_EFFECT_18] = {.refusal = N_("it compares with what no count of participants shows")},
    [PARAM_EFFECT_24] = {.refusal = N_("it compares with what no count of participants shows")},
    [PARAM_INDUSTRY_WITHOUT] = {.refusal = N_("it is about the same people without the programme")},
    [PARAM_LOCAL_WITHOUT] = {.refusal = N_("it is about the same people without the programme")},
    [PARAM_RAMP_START] = {.refusal = N_("it is a plan of the centre, not a chance of each place")},
    [PARAM_RAMP_MIDDLE] = {.refusal = N_("it is a plan of the centre, not a chance of each place")},
};

static const struct counting no_share = {.refusal = N_("it is no share of people")};

const struct counting *counting_of(enum param param)
{
    const struct counting *known = &countings[param];

    return known->count || known->refusal ? known : &no_share;
}

bool counting_is_level(enum param param)
{
    return param >= PARAM_ENTRY_NONE && param <= PARAM_ENTRY_BAC3;
}
