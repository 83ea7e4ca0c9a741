/* What unpacks: one member, frame or stream of gzip, zlib, deflate, zstd or brotli, a step at a time, in bounded memory. */
#include <brotli/decode.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>
#include "read/parts.h"

enum { LARGEST_STEP = 1 << 20, ZSTD_WINDOW_LOG = 27 };

struct read_unpack {
  read_packing packing;
  z_stream z;
  ZSTD_DStream *zstd;
  BrotliDecoderState *brotli;
  const char *fault;
};

/* ---- the packings ---- */

static int window_bits(read_packing p) {
  enum { GZIP_ONLY = 16 };
  return p == READ_GZIP ? GZIP_ONLY + MAX_WBITS : p == READ_ZLIB ? MAX_WBITS : -MAX_WBITS;
}

static void start(read_unpack *u) {
  if (u->packing == READ_ZSTD) {
    u->zstd = ZSTD_createDStream();
    if (!u->zstd) abort();
    ZSTD_DCtx_setParameter(u->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
  } else if (u->packing == READ_BROTLI) {
    u->brotli = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (!u->brotli) abort();
  } else if (inflateInit2(&u->z, window_bits(u->packing)) != Z_OK) {
    abort(); /* no memory */
  }
}

read_unpack *read_unpack_new(read_packing p) {
  read_unpack *u = calloc(1, sizeof *u);
  if (!u) abort();
  u->packing = p;
  start(u);
  return u;
}

void read_unpack_free(read_unpack *u) {
  if (!u) return;
  if (u->zstd) ZSTD_freeDStream(u->zstd);
  else if (u->brotli) BrotliDecoderDestroyInstance(u->brotli);
  else inflateEnd(&u->z);
  free(u);
}

static read_unpacked bad(read_unpack *u, const char *why) {
  u->fault = why ? why : "invalid data";
  return READ_UNPACK_BAD;
}

static read_unpacked step_zlib(read_unpack *u, base_str *in, base_str out, size_t *n) {
  u->z.next_in = (z_const Bytef *)in->data;
  u->z.avail_in = (uInt)in->len;
  u->z.next_out = (Bytef *)out.data;
  u->z.avail_out = (uInt)out.len;
  int st = inflate(&u->z, Z_NO_FLUSH);
  *in = base_str_sub(*in, in->len - u->z.avail_in, in->len);
  *n = out.len - u->z.avail_out;
  if (st == Z_STREAM_END) return READ_UNPACK_END;
  return st == Z_OK || st == Z_BUF_ERROR ? READ_UNPACK_MORE : bad(u, u->z.msg);
}

static read_unpacked step_zstd(read_unpack *u, base_str *in, base_str out, size_t *n) {
  ZSTD_inBuffer from = {in->data, in->len, 0};
  ZSTD_outBuffer to = {(char *)out.data, out.len, 0};
  size_t st = ZSTD_decompressStream(u->zstd, &to, &from);
  *in = base_str_sub(*in, from.pos, in->len);
  *n = to.pos;
  return ZSTD_isError(st) ? bad(u, ZSTD_getErrorName(st)) : st ? READ_UNPACK_MORE : READ_UNPACK_END;
}

static read_unpacked step_brotli(read_unpack *u, base_str *in, base_str out, size_t *n) {
  size_t in_left = in->len, out_left = out.len;
  const uint8_t *from = (const uint8_t *)in->data;
  uint8_t *to = (uint8_t *)out.data;
  BrotliDecoderResult st = BrotliDecoderDecompressStream(u->brotli, &in_left, &from, &out_left, &to, NULL);
  *in = base_str_sub(*in, in->len - in_left, in->len);
  *n = out.len - out_left;
  if (st == BROTLI_DECODER_RESULT_ERROR) return bad(u, NULL);
  return st == BROTLI_DECODER_RESULT_SUCCESS ? READ_UNPACK_END : READ_UNPACK_MORE;
}

/* ---- steps ---- */

read_unpacked read_unpack_step(read_unpack *u, base_str *in, char *out, size_t room, size_t *n) {
  base_str part = base_str_sub(*in, 0, in->len < LARGEST_STEP ? in->len : LARGEST_STEP);
  base_str to = {out, room < LARGEST_STEP ? room : LARGEST_STEP};
  size_t given = part.len;
  read_unpacked st = u->zstd     ? step_zstd(u, &part, to, n)
                     : u->brotli ? step_brotli(u, &part, to, n)
                                 : step_zlib(u, &part, to, n);
  *in = base_str_sub(*in, given - part.len, in->len);
  return st;
}

const char *read_unpack_fault(const read_unpack *u) { return u->fault; }

void read_unpack_again(read_unpack *u) {
  u->fault = NULL;
  if (u->zstd) ZSTD_DCtx_reset(u->zstd, ZSTD_reset_session_only);
  else if (!u->brotli) inflateReset(&u->z);
}

/* ---- first bytes ---- */

static bool is_gzip(const unsigned char *p) {
  return p[0] == 0x1f && p[1] == 0x8b && p[2] == 8 &&
         !(p[3] & 0xe0); /* deflate is the only method; three flags are none */
}

/* A frame, or one that decoders skip. */
static bool is_zstd(const unsigned char *p) {
  return memcmp(p, "\x28\xb5\x2f\xfd", 4) == 0 || ((p[0] & 0xf0) == 0x50 && memcmp(p + 1, "\x2a\x4d\x18", 3) == 0);
}

read_packing read_packing_of(base_str first) {
  const unsigned char *p = (const unsigned char *)first.data;
  if (first.len >= 2 && first.len < 4 && p[0] == 0x1f && p[1] == 0x8b) return READ_GZIP; /* one that is cut off */
  if (first.len < 4) return READ_PLAIN;
  return is_gzip(p) ? READ_GZIP : is_zstd(p) ? READ_ZSTD : READ_PLAIN;
}

const char *read_packing_name(read_packing p) {
  static const char *const NAMES[] = {"", "gzip", "zlib", "deflate", "zstd", "brotli"};
  return NAMES[p];
}
