#include "stats/data/plainline.h"

#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { STEP = 16 };

/* Of STEP bytes: a bit for each that is the delimiter, and for each that ends a plain stretch
 * (quotes and controls). */
struct marks {
    unsigned delimiters, stops;
};

static inline bool is_stop(char byte, char delimiter)
{
    return ((unsigned char)byte < 0x20 || byte == '"') && byte != delimiter;
}

#ifdef __SSE2__
static inline struct marks find_marks(const char *text, char delimiter)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)text);
    __m128i is_control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
    __m128i is_quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    unsigned delimiters = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(delimiter)));
    unsigned stops = (unsigned)_mm_movemask_epi8(_mm_or_si128(is_control, is_quote));

    return (struct marks){delimiters, stops & ~delimiters};
}
#else
static inline struct marks find_marks(const char *text, char delimiter)
{
    struct marks marks = {0, 0};

    for (int i = 0; i < STEP; i++) {
        marks.delimiters |= (unsigned)(text[i] == delimiter) << i;
        marks.stops |= (unsigned)is_stop(text[i], delimiter) << i;
    }
    return marks;
}
#endif

/* The same of the fewer bytes at the end of a text; what is beyond it is no mark. */
static struct marks find_last_marks(const char *text, size_t length, char delimiter)
{
    struct marks marks = {0, 0};

    for (size_t i = 0; i < length; i++) {
        marks.delimiters |= (unsigned)(text[i] == delimiter) << i;
        marks.stops |= (unsigned)is_stop(text[i], delimiter) << i;
    }
    return marks;
}

/* The end of the line at a stop, or of the text. */
static bool finish(const char *text, size_t length, size_t stop, size_t num_delimiters,
                   struct plain_line *line)
{
    size_t rest = length - stop;
    size_t end = rest == 0                                                  ? 0
                 : text[stop] == '\n'                                       ? 1
                 : rest > 1 && text[stop] == '\r' && text[stop + 1] == '\n' ? 2
                                                                            : SIZE_MAX;

    if (end == SIZE_MAX)
        return false;
    *line = (struct plain_line){stop, stop + end, num_delimiters + 1};
    return true;
}

bool plain_line_scan(const char *text, size_t length, char delimiter, size_t *delimiters, size_t most,
                     struct plain_line *line)
{
    size_t num = 0;

    for (size_t at = 0; at < length; at += STEP) {
        struct marks marks = length - at >= STEP ? find_marks(text + at, delimiter)
                                                 : find_last_marks(text + at, length - at, delimiter);
        unsigned before = marks.stops ? (marks.stops & (0u - marks.stops)) - 1 : ~0u;
        for (unsigned rest = marks.delimiters & before; rest != 0; rest &= rest - 1) {
            if (num == most)
                return false;
            delimiters[num++] = at + (size_t)__builtin_ctz(rest);
        }
        if (marks.stops != 0)
            return finish(text, length, at + (size_t)__builtin_ctz(marks.stops), num, line);
    }
    return finish(text, length, length, num, line);
}
