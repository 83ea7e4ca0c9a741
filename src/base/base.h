/* base: what every room stands on. Knows no English and no news.
 *
 * In: nothing. Out: arenas, string views, growing arrays, maps, interned symbols, errors, UTF-8, hashes, dates as
 * day numbers, dictionary lines.
 * Frees: an arena frees all that was made in it at once; *_clear frees what the struct holds.
 * Goes wrong: memory only. base_arena_alloc ends the process by abort() when the system has no memory left, so no
 * caller needs to check it.
 *
 *   base_arena a; base_arena_init(&a);
 *   base_str s = base_str_copy(&a, BASE_STR("Tehran"));
 *   base_arena_clear(&a);
 */
#ifndef DRG_BASE_H
#define DRG_BASE_H

#include <stdarg.h>
#include <string.h>
#include "dragoman.h"

/* ---- strings: views, never owners ---- */
typedef drg_str base_str;
#define BASE_STR(lit) ((base_str){(lit), sizeof(lit) - 1})
#define BASE_NONE ((base_str){NULL, 0})
#define BASE_FMT "%.*s"
#define BASE_ARG(s) (int)(s).len, (s).data

static inline base_str base_str_of(const char *z) { return (base_str){z, z ? strlen(z) : 0}; }
static inline base_str base_str_sub(base_str s, size_t begin, size_t end) {
  return (base_str){s.data + begin, end - begin};
}
bool base_str_eq(base_str a, base_str b);
bool base_str_eq_nocase(base_str a, base_str b); /* ASCII letters only */
bool base_str_starts(base_str s, base_str prefix);
bool base_str_ends(base_str s, base_str suffix);
base_str base_str_trim(base_str s);
/* Cuts the part before the first sep off *rest and returns it; data NULL once *rest is used up. */
base_str base_str_cut(base_str *rest, char sep);
/* Cuts the next run of non-blank bytes off *rest; data NULL when only blanks are left. */
base_str base_str_word(base_str *rest);
bool base_str_to_double(base_str s, double *out);
bool base_str_to_int(base_str s, int64_t *out); /* whole of s, decimal */

/* ---- arena: blocks of 64 KiB and up; reset keeps the blocks for the next document ---- */
typedef struct base_arena {
  struct base_block *first, *at;
} base_arena;
void base_arena_init(base_arena *a);
void base_arena_reset(base_arena *a);
void base_arena_clear(base_arena *a);
void *base_arena_alloc(base_arena *a, size_t bytes); /* 16-byte aligned, zeroed */
#define BASE_NEW(a, type, n) ((type *)base_arena_alloc((a), sizeof(type) * (n)))
base_str base_str_copy(base_arena *a, base_str s);  /* NUL-terminated copy */
base_str base_str_lower(base_arena *a, base_str s); /* Unicode simple lower case */
base_str base_str_fold(
    base_arena *a,
    base_str s); /* lower case, accents dropped: "Müller" -> "muller"; curly quotes and dashes to ASCII */
base_str base_str_join(base_arena *a, base_str x, base_str y);
base_str base_str_printf(base_arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* ---- growing arrays in an arena: declare with BASE_VEC(type) name = {0}; old blocks stay in the arena ---- */
#define BASE_VEC(type) \
  struct { \
    type *v; \
    size_t n, cap; \
  }
#define BASE_PUSH(arena, vec, item) \
  do { \
    if ((vec)->n == (vec)->cap) (vec)->v = base_vec_grow((arena), (vec)->v, (vec)->n, &(vec)->cap, sizeof *(vec)->v); \
    (vec)->v[(vec)->n++] = (item); \
  } while (0)
void *base_vec_grow(base_arena *a, void *old, size_t n, size_t *cap, size_t item);

/* ---- symbols: interned strings compare as integers; 0 is "not in the table" ---- */
typedef uint32_t base_sym;
typedef struct base_symbols {
  base_arena *arena;
  base_str *names; /* names[sym] */
  uint64_t *hashes;
  base_sym *slots;
  uint32_t n, cap, slot_cap;
} base_symbols;
void base_symbols_init(base_symbols *t, base_arena *a);
base_sym base_symbols_add(base_symbols *t, base_str s);        /* while the engine is being built */
base_sym base_symbols_find(const base_symbols *t, base_str s); /* 0 if absent; safe from all threads */
base_str base_symbols_name(const base_symbols *t, base_sym s);

/* ---- map from string to a pointer, in an arena; keys are borrowed ---- */
typedef struct base_map {
  base_arena *arena;
  struct base_map_slot *slots;
  size_t n, cap;
} base_map;
void base_map_init(base_map *m, base_arena *a);
void **base_map_put(base_map *m, base_str key); /* the value's place; NULL in it when new */
void *base_map_get(const base_map *m, base_str key);

/* ---- hashes ---- */
uint64_t base_hash(const void *p, size_t n, uint64_t seed); /* XXH3, stable across machines */

/* ---- errors ---- */
/* Fills err (may be NULL) and returns code. file may be NULL. */
drg_status base_fail(drg_error *err, drg_status code, const char *file, uint64_t line, uint64_t byte, const char *fmt,
                     ...) __attribute__((format(printf, 6, 7)));

/* ---- UTF-8 ---- */
/* Code point at s[*i], moving *i past it; -1 and one byte on for an invalid sequence. */
int32_t base_utf8_next(base_str s, size_t *i);
size_t base_utf8_invalid(base_str s); /* offset of the first invalid byte, or s.len */
bool base_char_is_upper(int32_t cp);
bool base_char_is_letter(int32_t cp);
bool base_char_is_digit(int32_t cp);
bool base_char_is_space(int32_t cp); /* includes no-break space */

/* ---- days: proleptic Gregorian day numbers since 1970-01-01 ---- */
typedef struct base_date {
  int year, month, day; /* month 1..12 */
} base_date;
int32_t base_day_of(base_date d);
base_date base_date_of(int32_t day);
int base_weekday(int32_t day); /* 0 Monday .. 6 Sunday */
bool base_date_valid(base_date d);
int32_t base_day_parse(base_str s); /* "2022-08-28", "20220828", "2022-08-28T…"; DRG_NO_DAY if neither */

/* ---- byte buffer ---- */
void base_put(drg_buffer *b, base_str s);
void base_putz(drg_buffer *b, const char *z);
void base_putf(drg_buffer *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void base_put_json(drg_buffer *b, base_str s); /* quoted and escaped; null when s.data is NULL */

/* ---- files ---- */
/* The whole file; caller frees *data with free(). */
drg_status base_read_file(const char *path, char **data, size_t *len, drg_error *err);

/* ---- the installation's data: the folder with ontology/ and the language packs ---- */
bool base_is_data_folder(base_arena *a, base_str dir);
/* The first that is there: $DRAGOMAN_DATA, beside the program, beside the library, the compiled-in place. */
base_str base_data_folder(base_arena *a);
/* The folder of the running program, and of the library when another program has loaded it; data NULL if the system does not
 * tell. */
base_str base_program_folder(base_arena *a);
base_str base_library_folder(base_arena *a);

/* ---- dictionary lines: UTF-8 text, '#' opens a comment (at line start or after a blank), blank lines skipped.
 *
 *   base_lines in; if (base_lines_open(&in, path, err)) ...;
 *   while (base_lines_next(&in)) use(in.text, in.line);
 *   base_lines_close(&in);                                  */
typedef struct base_lines {
  const char *path;
  char *data;
  size_t len, at;
  uint32_t line; /* number of the current line, from 1 */
  base_str text; /* the current line, trimmed at the right, comment cut; leading blanks kept */
} base_lines;
drg_status base_lines_open(base_lines *in, const char *path, drg_error *err);
bool base_lines_next(base_lines *in);
void base_lines_close(base_lines *in); /* frees the data: copy what must stay */

#endif
