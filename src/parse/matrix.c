#include "parse/matrix.h"
#include <math.h>
#include <string.h>

#if defined(__x86_64__) && defined(__gnu_linux__)
#define X86 1
#include <immintrin.h>
#endif

/* ---- kernels: the same sums by three ways ---- */

static void plain_row(const matrix *m, const uint8_t *q, int32_t *sums) {
  const int8_t *w = m->w;
  for (int c = 0; c < m->n; c += MATRIX_LANES, sums += MATRIX_LANES) {
    for (int v = 0; v < MATRIX_LANES; v++) sums[v] = -m->offset[c + v];
    for (int i = 0; i < m->k; i += MATRIX_DEPTH)
      for (int v = 0; v < MATRIX_LANES; v++, w += MATRIX_DEPTH)
        sums[v] += q[i] * w[0] + q[i + 1] * w[1] + q[i + 2] * w[2] + q[i + 3] * w[3];
  }
}

static void dot_plain(const matrix *m, const uint8_t *q, int rows, int32_t *sums) {
  for (int r = 0; r < rows; r++) plain_row(m, q + (size_t)r * (size_t)m->k, sums + (size_t)r * (size_t)m->n);
}

#ifdef X86
#define VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

/* `tall` rows by `wide` vectors of 16 outputs from column c on, all in registers: tall and wide are constants where this
 * is called, at most 16 vectors together. */
VNNI static inline __attribute__((always_inline)) void vnni_tile(const matrix *m, const uint8_t *q, int32_t *sums,
                                                                 int c, int tall, int wide) {
  __m512i sum[4][8];
  size_t k = (size_t)m->k, n = (size_t)m->n;
#pragma GCC unroll 4
  for (int r = 0; r < tall; r++)
#pragma GCC unroll 8
    for (int v = 0; v < wide; v++)
      sum[r][v] = _mm512_sub_epi32(_mm512_setzero_si512(), _mm512_loadu_si512(m->offset + c + v * MATRIX_LANES));
  const int8_t *w = m->w + (size_t)c * k;
  for (size_t i = 0; i < k; i += MATRIX_DEPTH, w += MATRIX_LANES * MATRIX_DEPTH) {
    __m512i x[4];
#pragma GCC unroll 4
    for (int r = 0; r < tall; r++) {
      int32_t four;
      memcpy(&four, q + (size_t)r * k + i, sizeof four);
      x[r] = _mm512_set1_epi32(four);
    }
#pragma GCC unroll 8
    for (int v = 0; v < wide; v++) {
      __m512i weights = _mm512_loadu_si512(w + (size_t)v * MATRIX_LANES * k);
#pragma GCC unroll 4
      for (int r = 0; r < tall; r++) sum[r][v] = _mm512_dpbusd_epi32(sum[r][v], x[r], weights);
    }
  }
#pragma GCC unroll 4
  for (int r = 0; r < tall; r++)
#pragma GCC unroll 8
    for (int v = 0; v < wide; v++) _mm512_storeu_si512(sums + (size_t)r * n + c + v * MATRIX_LANES, sum[r][v]);
}

/* All columns of `tall` rows, a constant. */
VNNI static inline __attribute__((always_inline)) void vnni_rows(const matrix *m, const uint8_t *q, int32_t *sums,
                                                                 int tall, int wide) {
  int c = 0;
  for (; c + wide * MATRIX_LANES <= m->n; c += wide * MATRIX_LANES) vnni_tile(m, q, sums, c, tall, wide);
  for (; c < m->n; c += MATRIX_LANES) vnni_tile(m, q, sums, c, tall, 1);
}

VNNI static void dot_vnni(const matrix *m, const uint8_t *q, int rows, int32_t *sums) {
  for (; rows >= 4; rows -= 4, q += 4 * m->k, sums += 4 * m->n) vnni_rows(m, q, sums, 4, 4);
  if (rows == 3) vnni_rows(m, q, sums, 3, 4);
  if (rows == 2) vnni_rows(m, q, sums, 2, 4);
  if (rows == 1) vnni_rows(m, q, sums, 1, 8);
}

/* Bytes widened to 16 bits, so that no pair of products can saturate. Sixteen outputs at a time, four a vector, each in
 * two halves that are added at the end. */
__attribute__((target("avx2"))) static void avx2_row(const matrix *m, const uint8_t *q, int32_t *sums) {
  for (int c = 0; c < m->n; c += MATRIX_LANES) {
    __m256i half[4] = {_mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256()};
    const int8_t *w = m->w + (size_t)c * (size_t)m->k;
    for (int i = 0; i < m->k; i += MATRIX_DEPTH, w += MATRIX_LANES * MATRIX_DEPTH) {
      int32_t four;
      memcpy(&four, q + i, sizeof four);
      __m256i x = _mm256_cvtepu8_epi16(_mm_set1_epi32(four));
#pragma GCC unroll 4
      for (int v = 0; v < 4; v++) {
        __m256i four_outputs = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(w + v * 16)));
        half[v] = _mm256_add_epi32(half[v], _mm256_madd_epi16(x, four_outputs));
      }
    }
#pragma GCC unroll 2
    for (int v = 0; v < 4; v += 2) {
      __m256i eight = _mm256_permute4x64_epi64(_mm256_hadd_epi32(half[v], half[v + 1]), 0xD8);
      __m256i offset = _mm256_loadu_si256((const __m256i *)(m->offset + c + v * 4));
      _mm256_storeu_si256((__m256i *)(sums + c + v * 4), _mm256_sub_epi32(eight, offset));
    }
  }
}

static void dot_avx2(const matrix *m, const uint8_t *q, int rows, int32_t *sums) {
  for (int r = 0; r < rows; r++) avx2_row(m, q + (size_t)r * (size_t)m->k, sums + (size_t)r * (size_t)m->n);
}
#endif

void matrix_kernels(matrix_dot *out[3], int *n) {
  *n = 0;
#ifdef X86
  if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
    out[(*n)++] = dot_vnni;
  if (__builtin_cpu_supports("avx2")) out[(*n)++] = dot_avx2;
#endif
  out[(*n)++] = dot_plain;
}

matrix_dot *matrix_kernel(void) {
  matrix_dot *all[3];
  int n;
  matrix_kernels(all, &n);
  return all[0]; /* cppcheck-suppress CastIntegerToAddressAtReturn; a pointer it is */
}

/* ---- weights and rows ---- */

void matrix_pack(const float *from, int k, int n, int8_t *w, int32_t *offset, float *scale) {
  for (int c = 0; c < n; c++) {
    float top = 1e-8f;
    for (int i = 0; i < k; i++) top = fmaxf(top, fabsf(from[(size_t)i * (size_t)n + (size_t)c]));
    scale[c] = top / 127.0f;
    int32_t sum = 0;
    int8_t *strip = w + (size_t)(c - c % MATRIX_LANES) * (size_t)k + c % MATRIX_LANES * MATRIX_DEPTH;
    for (int i = 0; i < k; i++) {
      int rounded = (int)lrintf(from[(size_t)i * (size_t)n + (size_t)c] * 127.0f / top);
      strip[i / MATRIX_DEPTH * MATRIX_LANES * MATRIX_DEPTH + i % MATRIX_DEPTH] = (int8_t)rounded;
      sum += rounded;
    }
    offset[c] = 128 * sum;
  }
}

void matrix_quantise(matrix_rows *rows, int r, const float *x) {
  uint8_t *q = rows->q + (size_t)r * (size_t)rows->k;
  float top = 1e-20f;
  for (int i = 0; i < rows->k; i++) top = fabsf(x[i]) > top ? fabsf(x[i]) : top;
  float by = 127.0f / top;
  for (int i = 0; i < rows->k; i++) {
    float v = x[i] * by + MATRIX_ROUND;
    int32_t bits;
    memcpy(&bits, &v, sizeof bits);
    q[i] = (uint8_t)(bits + 128); /* the low byte of MATRIX_ROUND's bits is 0 */
  }
  rows->scale[r] = top / 127.0f;
}

/* y (n) = b + row_scale * scale * sums */
static void scale_sums(const matrix *m, const int32_t *restrict sums, float row_scale, float *restrict y) {
  for (int c = 0; c < m->n; c++) y[c] = m->b[c] + (float)sums[c] * (m->scale[c] * row_scale);
}

void matrix_multiply(const matrix *m, matrix_dot *dot, const matrix_rows *rows, int first, int n, float *y) {
  enum { TALL = 4 };
  int32_t sums[TALL * MATRIX_MOST];
  for (int r = first, end = first + n; r < end; r += TALL) {
    int tall = end - r < TALL ? end - r : TALL;
    dot(m, rows->q + (size_t)r * (size_t)rows->k, tall, sums);
    for (int i = 0; i < tall; i++, y += m->n) scale_sums(m, sums + i * m->n, rows->scale[r + i], y);
  }
}
