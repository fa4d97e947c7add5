/* Whole numbers as bytes, seven bits each, the lowest first; those with a sign are
 * folded (0, -1, 1, -2 ...) so that small ones are short. */
#ifndef SIM_RUN_VARINT_H
#define SIM_RUN_VARINT_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/run/replicates.h"
#include "stats/base/strbuf.h"

void varint_write(struct strbuf *out, uint64_t value);
void varint_write_signed(struct strbuf *out, int64_t value);
void varint_write_wide(struct strbuf *out, wide value);

/* Bytes being read. After the end, or beyond the range of the type, has_failed is
 * set and every value is 0. */
struct varint_reader {
    const unsigned char *at, *end;
    bool has_failed;
    /* Called at the end: sets at and end to more bytes, false when there are none. NULL:
     * there are none. */
    bool (*more)(struct varint_reader *self);
    void *source; /* of more */
};

/* Whether all bytes have been read, and none was wrong. */
bool varint_is_over(struct varint_reader *self);

uint64_t varint_read(struct varint_reader *self);
int64_t varint_read_signed(struct varint_reader *self);
wide varint_read_wide(struct varint_reader *self);

#endif
