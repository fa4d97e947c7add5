#include "stats/data/lineage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"

const char *lineage_way_name(enum lineage_way way)
{
    static const char *const names[] = {"none", "same", "merge", "code", "split", "whole", "part"};

    return names[way];
}

void lineage_free(struct lineage *self)
{
    free(self->parts);
    *self = (struct lineage){0};
}

/* One step of the way. */
struct step {
    const char *code, *date;
    const char *split; /* date of the last split, "" if none */
    size_t past;
    bool has_own_size;
    bool same_day; /* a new code may join another commune on its first day */
};

struct tracer {
    struct lineage *lineage;
    const struct geography *geography;
    const char *code, *date; /* where it begins */
    const char *split_from;
    size_t num_steps;
    struct err *err;
};

/* Events of real tables take a dozen steps; a table that goes on and on is wrong. */
enum { MAX_STEPS = 10000 };

static int count_step(struct tracer *self)
{
    if (self->num_steps++ < MAX_STEPS)
        return ERR_OK;
    return err_set(self->err, ERR_DATA, "the events of the commune '%s' lead on without end", self->code);
}

static const char *code_of(const struct event *event, bool is_origin)
{
    return is_origin ? event->from : event->to;
}

/* First of the events sorted by a code (from, or to) that has it. */
static size_t first_of(const struct geography *geography, const char *code, bool is_origin)
{
    const struct event *events = is_origin ? geography->events : geography->origins;
    size_t low = 0, high = geography->num_events;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(code_of(&events[middle], is_origin), code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_of(const struct geography *geography, size_t i, const char *code, bool is_origin)
{
    const struct event *events = is_origin ? geography->events : geography->origins;

    return i < geography->num_events && strcmp(code_of(&events[i], is_origin), code) == 0;
}

static void note_way(struct lineage *self, enum lineage_way way, const char *date)
{
    if (self->way != LINEAGE_NONE)
        return;
    self->way = way;
    snprintf(self->date, sizeof self->date, "%s", date);
}

static int add_part(struct tracer *self, size_t zone, const struct step *step)
{
    struct lineage *lineage = self->lineage;

    for (size_t i = 0; i < lineage->num_parts; i++)
        if (lineage->parts[i].zone == zone) {
            lineage->parts[i].has_own_size &= step->has_own_size;
            return ERR_OK;
        }
    if (mem_grow(&lineage->parts, &lineage->capacity, lineage->num_parts + 1, sizeof *lineage->parts,
                 self->err) != ERR_OK)
        return ERR_LIMIT;
    struct lineage_part *part = &lineage->parts[lineage->num_parts++];
    *part = (struct lineage_part){.zone = zone, .has_own_size = step->has_own_size, .past = step->past};
    snprintf(part->split, sizeof part->split, "%s", step->split);
    return ERR_OK;
}

/* Whether another commune joined a code after one date and up to another. */
static bool has_grown(const struct geography *geography, const char *code, const char *after,
                      const char *until)
{
    for (size_t i = first_of(geography, code, false); is_of(geography, i, code, false); i++) {
        const struct event *event = &geography->origins[i];
        if (event->kind != EVENT_CODE && strcmp(event->from, code) != 0 && strcmp(event->date, after) > 0 &&
            strcmp(event->date, until) <= 0)
            return true;
    }
    return false;
}

/* Index of the first event of a code that counts; num_events if none. */
static size_t next_event(const struct tracer *self, const struct step *step)
{
    const struct geography *geography = self->geography;

    for (size_t i = first_of(geography, step->code, true); is_of(geography, i, step->code, true); i++) {
        const struct event *event = &geography->events[i];
        bool early_split =
            event->kind == EVENT_SPLIT && step->split[0] == '\0' && strcmp(self->split_from, step->date) < 0;
        const char *after = early_split ? self->split_from : step->date;
        int order = strcmp(event->date, after);
        if ((order > 0 || (order == 0 && step->same_day)) && strcmp(event->date, geography->vintage) <= 0)
            return i;
    }
    return geography->num_events;
}

static int walk_on(struct tracer *self, const struct step *step);

static struct step follow(const struct tracer *self, const struct step *step, const struct event *event)
{
    struct step next = {event->to, event->date, step->split, step->past, step->has_own_size, false};

    next.same_day = event->kind == EVENT_CODE && !step->same_day;

    if (event->kind == EVENT_SPLIT) {
        next.split = event->date;
        next.past = geography_find_past(self->geography, event->to);
        next.has_own_size = true;
    } else if (event->kind == EVENT_MERGE) {
        next.has_own_size = false;
    }
    return next;
}

static void measure(const struct tracer *self, struct step *step, const char *until)
{
    if (step->split[0] != '\0' && has_grown(self->geography, step->code, step->date, until))
        step->has_own_size = false;
}

/* Whether a commune joined another one after a date and before another: the split of the second date
 * gives it back what it was on the first. */
static bool was_apart(const struct geography *geography, const char *code, const char *after,
                      const char *before)
{
    for (size_t i = first_of(geography, code, true); is_of(geography, i, code, true); i++) {
        const struct event *event = &geography->events[i];
        if (event->kind == EVENT_MERGE && strcmp(event->date, after) > 0 && strcmp(event->date, before) < 0)
            return true;
    }
    return false;
}

/* Whether the same split also gives another commune. */
static bool splits_into(const struct geography *geography, const struct event *event, const char *code)
{
    for (size_t i = first_of(geography, event->from, true); is_of(geography, i, event->from, true); i++)
        if (strcmp(geography->events[i].date, event->date) == 0 && strcmp(geography->events[i].to, code) == 0)
            return true;
    return false;
}

/* Whether one of the communes of a split holds something of the commune traced: a commune that was apart
 * on the first date gets its own back, and nothing else. */
static bool may_hold(const struct tracer *self, const struct event *event)
{
    if (event->kind != EVENT_SPLIT)
        return true;
    bool is_itself = strcmp(event->to, self->code) == 0;
    if (was_apart(self->geography, event->to, self->date, event->date))
        return is_itself;
    return is_itself || !was_apart(self->geography, self->code, self->date, event->date) ||
           !splits_into(self->geography, event, self->code);
}

static int walk_event(struct tracer *self, struct step *step, size_t first)
{
    static const enum lineage_way ways[] = {LINEAGE_MERGE, LINEAGE_CODE, LINEAGE_SPLIT};
    const struct event *events = self->geography->events;
    int status = ERR_OK;

    measure(self, step, events[first].date);
    note_way(self->lineage, ways[events[first].kind], events[first].date);
    for (size_t i = first; is_of(self->geography, i, step->code, true) && status == ERR_OK &&
                           strcmp(events[i].date, events[first].date) == 0;
         i++) {
        struct step next = follow(self, step, &events[i]);
        if (may_hold(self, &events[i]))
            status = walk_on(self, &next);
    }
    return status;
}

static int walk_on(struct tracer *self, const struct step *step)
{
    size_t first = next_event(self, step);
    struct step here = *step;

    if (count_step(self) != ERR_OK)
        return ERR_DATA;
    if (first < self->geography->num_events)
        return walk_event(self, &here, first);
    size_t zone = geography_find(self->geography, LEVEL_COM, step->code);
    if (zone == NO_ZONE)
        return ERR_OK;
    measure(self, &here, self->geography->vintage);
    return add_part(self, zone, &here);
}

void lineage_day_before(const char *date, char out[11])
{
    snprintf(out, 11, "%.10s", date);
    for (size_t i = strlen(out); i-- > 0;) {
        if (out[i] == '-')
            continue;
        if (out[i] > '0') {
            out[i]--;
            return;
        }
        out[i] = '9';
    }
}

static bool is_day_after(const char *before, const char *date)
{
    char text[11];

    lineage_day_before(date, text);
    return strcmp(text, before) == 0;
}

/* Last event into a code after the date of the table and up to that of the step; num_events if none. */
static size_t last_event(const struct tracer *self, const struct step *step)
{
    const struct geography *geography = self->geography;
    size_t found = geography->num_events;

    for (size_t i = first_of(geography, step->code, false); is_of(geography, i, step->code, false); i++) {
        const struct event *event = &geography->origins[i];
        bool in_time = strcmp(event->date, step->date) <= 0 ||
                       (step->same_day && event->kind == EVENT_CODE && is_day_after(step->date, event->date));
        if (in_time && strcmp(event->date, geography->vintage) > 0)
            found = i;
    }
    return found;
}

/* Whether a commune that merged was split off again, up to the date of the file. */
static bool is_apart_again(const struct tracer *self, const struct event *merge)
{
    const struct geography *geography = self->geography;

    for (size_t i = first_of(geography, merge->from, false); is_of(geography, i, merge->from, false); i++) {
        const struct event *event = &geography->origins[i];
        if (event->kind == EVENT_SPLIT && strcmp(event->date, merge->date) > 0 &&
            strcmp(event->date, self->date) <= 0)
            return true;
    }
    return false;
}

static int walk_back(struct tracer *self, const struct step *step)
{
    static const enum lineage_way ways[] = {LINEAGE_WHOLE, LINEAGE_CODE, LINEAGE_PART};
    const struct event *origins = self->geography->origins;
    size_t last = last_event(self, step), zone = geography_find(self->geography, LEVEL_COM, step->code);
    char before[11];
    int status = count_step(self);

    if (status != ERR_OK)
        return status;
    if (last == self->geography->num_events)
        return zone == NO_ZONE ? ERR_OK : add_part(self, zone, step);
    const struct event *event = &origins[last];
    note_way(self->lineage, ways[event->kind], event->date);
    lineage_day_before(event->date, before);
    struct step previous = {step->code, before, "", NO_ZONE, true, event->kind == EVENT_MERGE};
    if (event->kind == EVENT_MERGE)
        status = walk_back(self, &previous);
    for (size_t i = first_of(self->geography, step->code, false);
         is_of(self->geography, i, step->code, false) && status == ERR_OK; i++)
        if (strcmp(origins[i].date, event->date) == 0 &&
            (event->kind != EVENT_MERGE || !is_apart_again(self, &origins[i]))) {
            bool goes_home = event->kind == EVENT_SPLIT &&
                             was_apart(self->geography, step->code, self->geography->vintage, event->date);
            previous.code = goes_home ? step->code : origins[i].from;
            status = walk_back(self, &previous);
        }
    return status;
}

static struct tracer begin(struct lineage *self, const struct geography *geography, const char *code,
                           const char *date, const char *split_from, struct err *err)
{
    self->num_parts = 0;
    self->way = LINEAGE_NONE;
    self->date[0] = '\0';
    return (struct tracer){self, geography, code, date, split_from, 0, err};
}

static int by_zone(const void *a, const void *b)
{
    const struct lineage_part *x = a, *y = b;

    return (x->zone > y->zone) - (x->zone < y->zone);
}

static void settle(struct lineage *self)
{
    if (self->num_parts > 1)
        qsort(self->parts, self->num_parts, sizeof *self->parts, by_zone);
    if (self->num_parts == 0)
        self->way = LINEAGE_NONE;
    else if (self->way == LINEAGE_NONE)
        self->way = LINEAGE_SAME;
}

int lineage_trace(struct lineage *self, const struct geography *geography, const char *code, const char *date,
                  const char *split_from, struct err *err)
{
    struct tracer tracer = begin(self, geography, code, date, split_from, err);
    struct step step = {code, date, "", NO_ZONE, true, false};
    bool is_newer = strcmp(date, geography->vintage) > 0;
    int status = is_newer ? walk_back(&tracer, &step) : walk_on(&tracer, &step);

    settle(self);
    return status;
}

int lineage_trace_last(struct lineage *self, const struct geography *geography, const char *code,
                       struct err *err)
{
    struct tracer tracer = begin(self, geography, code, "9999-12-31", "9999", err);
    struct step step = {code, "", "", NO_ZONE, true, false};
    char before[11] = "";
    size_t last = geography->num_events;
    int status;

    for (size_t i = first_of(geography, code, true); is_of(geography, i, code, true); i++)
        if (strcmp(geography->events[i].date, geography->vintage) <= 0)
            last = i;
    if (last < geography->num_events) {
        lineage_day_before(geography->events[last].date, before);
        step.date = tracer.date = tracer.split_from = before;
        status = walk_on(&tracer, &step);
    } else {
        step.date = "9999-12-31";
        status = walk_back(&tracer, &step);
    }
    settle(self);
    return status;
}

int lineage_commune(const struct geography *geography, const char *code, size_t *commune, struct err *err)
{
    const struct zone *communes = geography->levels[LEVEL_COM].items;
    struct lineage lineage = {0};
    int status = ERR_OK;

    *commune = geography_find(geography, LEVEL_COM, code);
    if (*commune == NO_ZONE)
        *commune = geography_find_arrondissement(geography, code);
    if (*commune != NO_ZONE)
        return ERR_OK;
    status = lineage_trace_last(&lineage, geography, code, err);
    for (size_t i = 0; i < lineage.num_parts && status == ERR_OK; i++)
        if (*commune == NO_ZONE || communes[lineage.parts[i].zone].population > communes[*commune].population)
            *commune = lineage.parts[i].zone;
    lineage_free(&lineage);
    return status;
}
