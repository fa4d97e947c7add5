#include "stats/data/vintage.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/text.h"
#include "stats/data/lineage.h"

/* What one event says of the file. */
struct vote {
    const char *date;
    bool is_before; /* the file is older than the event */
};

struct ballot {
    const struct geography *geography;
    const bool *present;
    bool is_partial;
    struct vote *votes;
    size_t num_votes;
};

static bool is_there(const struct ballot *self, const char *code)
{
    size_t past = geography_find_past(self->geography, code);

    return past != NO_ZONE && self->present[past];
}

/* First of the events that lead to a code. */
static size_t first_origin(const struct geography *geography, const char *code)
{
    size_t low = 0, high = geography->num_events;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(geography->origins[middle].to, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether a code came into being again after a date. */
static bool is_created_after(const struct geography *geography, const char *code, const char *date)
{
    for (size_t i = first_origin(geography, code);
         i < geography->num_events && strcmp(geography->origins[i].to, code) == 0; i++) {
        const struct event *event = &geography->origins[i];
        if (event->kind != EVENT_MERGE && strcmp(event->from, code) != 0 && strcmp(event->date, date) > 0)
            return true;
    }
    return false;
}

static void cast(struct ballot *self, const struct event *event)
{
    bool splits = event->kind == EVENT_SPLIT;
    const char *telling = splits ? event->to : event->from; /* there only after, or only before */
    const char *other = splits ? event->from : event->to;
    bool is_there_now = is_there(self, telling);

    if (strcmp(event->from, event->to) == 0)
        return;
    if (!splits && is_created_after(self->geography, event->from, event->date))
        return;
    if (event->kind == EVENT_CODE && !is_there_now && !is_there(self, other))
        return;
    if (event->kind != EVENT_CODE && !is_there_now && (self->is_partial || !is_there(self, other)))
        return;
    self->votes[self->num_votes++] = (struct vote){event->date, splits != is_there_now};
}

static int by_date(const void *a, const void *b)
{
    const struct vote *x = a, *y = b;

    return strcmp(x->date, y->date);
}

/* The first vote of each date from index i on; num_votes past the last. */
static size_t next_date(const struct ballot *self, size_t i)
{
    const char *date = self->votes[i].date;

    while (i < self->num_votes && strcmp(self->votes[i].date, date) == 0)
        i++;
    return i;
}

/* Events from index i to before j enter the period: votes for the other side turn. */
static size_t pass(const struct ballot *self, size_t i, size_t j, size_t against)
{
    for (; i < j; i++)
        against = self->votes[i].is_before ? against + 1 : against - 1;
    return against;
}

static void take_period(struct vintage *self, const struct ballot *ballot, size_t from, size_t until)
{
    snprintf(self->first, sizeof self->first, "%s", from > 0 ? ballot->votes[from - 1].date : "");
    snprintf(self->last, sizeof self->last, "%s", until < ballot->num_votes ? ballot->votes[until].date : "");
}

static bool holds(const struct vintage *self, const char *date)
{
    return strcmp(date, self->first) >= 0 && (self->last[0] == '\0' || strcmp(date, self->last) < 0);
}

/* Goes through the periods between two events. That of the table's date is preferred among equals, else the
 * last one. */
static void choose(struct vintage *self, const struct ballot *ballot)
{
    size_t against = 0, best = SIZE_MAX, passed = 0;
    bool is_own = false;

    for (size_t i = 0; i < ballot->num_votes; i++)
        against += !ballot->votes[i].is_before;
    while (true) {
        size_t until = passed < ballot->num_votes ? next_date(ballot, passed) : passed;
        struct vintage period = {0};
        take_period(&period, ballot, passed, passed);
        if (against < best || (against == best && !is_own)) {
            best = against;
            is_own = holds(&period, ballot->geography->vintage);
            take_period(self, ballot, passed, passed);
        }
        if (passed == ballot->num_votes)
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
    size_t against = 0;

    for (size_t i = 0; i < self->num_votes; i++)
        against += self->votes[i].is_before == (strcmp(self->votes[i].date, date) <= 0);
    return against;
}

int vintage_guess(struct vintage *self, const struct geography *geography, const bool *present,
                  bool is_partial, const char *stated, struct err *err)
{
    struct ballot ballot = {geography, present, is_partial, NULL, 0};

    *self = (struct vintage){.is_stated = stated[0] != '\0'};
    ballot.votes = mem_alloc(geography->num_events, sizeof *ballot.votes, err);
    if (ballot.votes == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < geography->num_events; i++)
        cast(&ballot, &geography->events[i]);
    if (ballot.num_votes > 0)
        qsort(ballot.votes, ballot.num_votes, sizeof *ballot.votes, by_date);
    choose(self, &ballot);
    choose_date(self, geography->vintage);
    if (self->is_stated)
        snprintf(self->date, sizeof self->date, "%s", stated);
    self->num_votes = ballot.num_votes;
    self->against_used = count_against(&ballot, self->date);
    free(ballot.votes);
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
