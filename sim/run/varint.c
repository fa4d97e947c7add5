#include "sim/run/varint.h"

__extension__ typedef unsigned __int128 unsigned_wide;

static void write_unsigned(struct strbuf *out, unsigned_wide value)
{
    for (; value >= 128; value >>= 7)
        strbuf_add_char(out, (char)(unsigned char)(128 | (value & 127)));
    strbuf_add_char(out, (char)value);
}

static bool has_next(struct varint_reader *self)
{
    return self->at < self->end || (self->more != NULL && self->more(self));
}

bool varint_is_over(struct varint_reader *self)
{
    return !self->has_failed && !has_next(self);
}

static unsigned_wide read_unsigned(struct varint_reader *self, int bits)
{
    unsigned_wide value = 0;

    for (int shift = 0; !self->has_failed; shift += 7) {
        if (shift >= bits || !has_next(self))
            break;
        unsigned byte = *self->at++;
        if (shift + 7 > bits && (byte & 127) >> (bits - shift) != 0)
            break;
        value |= (unsigned_wide)(byte & 127) << shift;
        if (byte < 128)
            return value;
    }
    self->has_failed = true;
    return 0;
}

static unsigned_wide fold(wide value)
{
    return value < 0 ? ~((unsigned_wide)value << 1) : (unsigned_wide)value << 1;
}

static wide unfold(unsigned_wide value)
{
    return value & 1 ? -(wide)(value >> 1) - 1 : (wide)(value >> 1);
}

void varint_write(struct strbuf *out, uint64_t value)
{
    write_unsigned(out, value);
}

void varint_write_signed(struct strbuf *out, int64_t value)
{
    write_unsigned(out, (uint64_t)fold(value));
}

void varint_write_wide(struct strbuf *out, wide value)
{
    write_unsigned(out, fold(value));
}

uint64_t varint_read(struct varint_reader *self)
{
    return (uint64_t)read_unsigned(self, 64);
}

int64_t varint_read_signed(struct varint_reader *self)
{
    return (int64_t)unfold(read_unsigned(self, 64));
}

wide varint_read_wide(struct varint_reader *self)
{
    return unfold(read_unsigned(self, 128));
}
