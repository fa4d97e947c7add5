#include "stats/data/vintage.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/text.h"
#include "stats/data/lineage.h"

/* A code that contradicts one more date (1), or one less (-1), from a day on. */
struct turn {
    const char *date;
    int change;
};

struct ballot {
    const struct geography *geography;
    const bool *present;
    bool is_partial;
    size_t at_first; /* codes that contradict the earliest dates */
    struct turn *turns;
    size_t num_turns, num_voters;
};

/* The days on which one code came into being or went out of it. */
struct life {
    size_t first_event;         /* of geography->events from the code */
    size_t event, last_event;   /* rest of them */
    size_t origin, last_origin; /* rest of geography->origins of the code */
    const char *code;
};

/* First of the events sorted by a code (from, or to) that does not come before it. */
static size_t first_of(const struct geography *geography, const char *code, bool is_origin)
{
    size_t low = 0, high = geography->num_events;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *own = is_origin ? geography->events[middle].from : geography->origins[middle].to;
        if (strcmp(own, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct life life_of(const struct geography *g, const char *code)
{
    struct life life = {.event = first_of(g, code, true), .origin = first_of(g, code, false), .code = code};

    life.first_event = life.event;
    for (life.last_event = life.event;
         life.last_event < g->num_events && strcmp(g->events[life.last_event].from, code) == 0;)
        life.last_event++;
    for (life.last_origin = life.origin;
         life.last_origin < g->num_events && strcmp(g->origins[life.last_origin].to, code) == 0;)
        life.last_origin++;
    return life;
}

/* Whether a code goes on after an event that starts from it: a split with a line for itself. */
static bool goes_on(const struct geography *g, const struct life *life, const struct event *event)
{
    for (size_t i = life->first_event; i < life->last_event; i++)
        if (strcmp(g->events[i].date, event->date) == 0 && strcmp(g->events[i].to, life->code) == 0)
            return true;
    return false;
}

static bool begins(const struct event *event)
{
    return event->kind != EVENT_MERGE && strcmp(event->from, event->to) != 0;
}

/* The next day on which the code begins or ends; NULL past the last. */
static const char *next_day(const struct geography *g, struct life *life, bool *is_alive)
{
    for (;;) {
        bool has_end = life->event < life->last_event, has_start = life->origin < life->last_origin;
        if (!has_end && !has_start)
            return NULL;
        const struct event *end = &g->events[life->event], *start = &g->origins[life->origin];
        if (has_start && (!has_end || strcmp(start->date, end->date) <= 0)) {
            life->origin++;
            if (begins(start) && !*is_alive) {
                *is_alive = true;
                return start->date;
            }
        } else {
            bool ends = *is_alive && !goes_on(g, life, end);
            life->event++;
            if (ends) {
                *is_alive = false;
                return end->date;
            }
        }
    }
}

/* Whether a code was there before its first event: nothing makes it before something ends it. */
static bool is_there_first(const struct geography *g, const struct life *life)
{
    for (size_t i = life->origin; i < life->last_origin; i++)
        if (begins(&g->origins[i]))
            return life->event < life->last_event &&
                   strcmp(g->events[life->event].date, g->origins[i].date) < 0;
    return true;
}

static bool is_there(const struct ballot *self, const char *code)
{
    size_t past = geography_find_past(self->geography, code);

    return past != NO_ZONE && self->present[past];
}

/* Whether the file has a commune that this one came from or became. */
static bool has_relative(const struct ballot *self, const struct life *life)
{
    const struct geography *g = self->geography;

    for (size_t i = life->event; i < life->last_event; i++)
        if (strcmp(g->events[i].to, life->code) != 0 && is_there(self, g->events[i].to))
            return true;
    for (size_t i = life->origin; i < life->last_origin; i++)
        if (begins(&g->origins[i]) && is_there(self, g->origins[i].from))
            return true;
    return false;
}

/* A code that is there contradicts the dates on which it was not in being; one that is not there while a
 * relative is, those on which it was. */
static void vote(struct ballot *self, size_t past)
{
    const char *code = self->geography->past[past].code, *day;
    struct life life = life_of(self->geography, code);
    bool is_present = self->present[past], is_alive = is_there_first(self->geography, &life);
    size_t first = self->num_turns;

    if (!is_present && (self->is_partial || !has_relative(self, &life)))
        return;
    bool was_alive = is_alive;
    while ((day = next_day(self->geography, &life, &is_alive)) != NULL)
        self->turns[self->num_turns++] = (struct turn){day, is_alive == is_present ? -1 : 1};
    self->num_voters += self->num_turns > first;
    self->at_first += self->num_turns > first && was_alive != is_present;
}

static int by_date(const void *a, const void *b)
{
    const struct turn *x = a, *y = b;

    return strcmp(x->date, y->date);
}

/* The first turn of the next date after that of index i; num_turns past the last. */
static size_t next_date(const struct ballot *self, size_t i)
{
    const char *date = self->turns[i].date;

    while (i < self->num_turns && strcmp(self->turns[i].date, date) == 0)
        i++;
    return i;
}

/* The days of the turns from index i to before j pass. */
static size_t pass(const struct ballot *self, size_t i, size_t j, size_t against)
{
    for (; i < j; i++)
        against = self->turns[i].change > 0 ? against + 1 : against - 1;
    return against;
}

static void take_period(struct vintage *self, const struct ballot *ballot, size_t from, size_t until)
{
    snprintf(self->first, sizeof self->first, "%s", from > 0 ? ballot->turns[from - 1].date : "");
    snprintf(self->last, sizeof self->last, "%s", until < ballot->num_turns ? ballot->turns[until].date : "");
}

static bool holds(const struct vintage *self, const char *date)
{
    return strcmp(date, self->first) >= 0 && (self->last[0] == '\0' || strcmp(date, self->last) < 0);
}

/* Goes through the periods between two events. That of the table's date is preferred among equals, else the
 * last one. */
static void choose(struct vintage *self, const struct ballot *ballot)
{
    size_t against = ballot->at_first, best = SIZE_MAX, passed = 0;
    bool is_own = false;

    while (true) {
        size_t until = passed < ballot->num_turns ? next_date(ballot, passed) : passed;
        struct vintage period = {0};
        take_period(&period, ballot, passed, passed);
        if (against < best || (against == best && !is_own)) {
            best = against;
            is_own = holds(&period, ballot->geography->vintage);
            take_period(self, ballot, passed, passed);
        }
        if (passed == ballot->num_turns)
            break;
        against = pass(ballot, passed, until, against);
        passed = until;
    }
    self->num_against = best;
}

/* The date to use of a period: that of the table, else the end nearer to it. */
static void choose_date(struct vintage *self, const char *own)
{
    if (holds(self, own))
        snprintf(self->date, sizeof self->date, "%s", own);
    else if (strcmp(self->first, own) > 0)
        snprintf(self->date, sizeof self->date, "%s", self->first);
    else
        lineage_day_before(self->last, self->date);
}

static size_t count_against(const struct ballot *self, const char *date)
{
    size_t passed = 0;

    while (passed < self->num_turns && strcmp(self->turns[passed].date, date) <= 0)
        passed++;
    return pass(self, 0, passed, self->at_first);
}

int vintage_guess(struct vintage *self, const struct geography *geography, const bool *present,
                  bool is_partial, const char *stated, struct err *err)
{
    struct ballot ballot = {.geography = geography, .present = present, .is_partial = is_partial};

    *self = (struct vintage){.is_stated = stated[0] != '\0'};
    ballot.turns = mem_alloc(2 * geography->num_events, sizeof *ballot.turns, err);
    if (ballot.turns == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < geography->num_past; i++)
        vote(&ballot, i);
    if (ballot.num_turns > 0)
        qsort(ballot.turns, ballot.num_turns, sizeof *ballot.turns, by_date);
    choose(self, &ballot);
    choose_date(self, geography->vintage);
    if (self->is_stated)
        snprintf(self->date, sizeof self->date, "%s", stated);
    self->num_votes = ballot.num_voters;
    self->against_used = count_against(&ballot, self->date);
    free(ballot.turns);
    return ERR_OK;
}

bool vintage_is_mixed(const struct vintage *self)
{
    return self->num_against > 2 && 20 * self->num_against > self->num_votes;
}

void vintage_slack(const struct vintage *self, char out[11])
{
    bool is_bounded = !self->is_stated && self->first[0] != '\0' && strcmp(self->first, self->date) < 0;
    const char *date = is_bounded ? self->first : self->date;
    unsigned year = text_year(date);

    snprintf(out, 11, "%04u%.6s", year > 0 ? year - 1 : 0, strlen(date) == 10 ? date + 4 : "");
}
