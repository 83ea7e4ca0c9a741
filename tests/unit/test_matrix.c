/* matrix: every kernel of this machine gives the sums that schoolbook multiplication gives; rows are rounded, not cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "parse/matrix.h"

enum { ROWS = 9, DEEP = 200, WIDE = 208 };

typedef struct sample { /* a matrix packed from whole numbers that int8 holds exactly */
  matrix m;
  float from[DEEP * WIDE];
  int8_t w[DEEP * WIDE];
  int32_t offset[WIDE];
  float scale[WIDE], b[WIDE];
  uint8_t q[ROWS * DEEP];
} sample;

static uint32_t next(uint32_t *seed) { return *seed = *seed * 1664525u + 1013904223u, *seed >> 8; }

/* extreme: every weight and byte at one end of its range, where a kernel that saturates would go wrong. */
static sample *sample_new(int k, int n, bool extreme, uint32_t seed) {
  sample *s = calloc(1, sizeof *s);
  assert_non_null(s);
  for (int c = 0; c < n; c++) s->b[c] = (float)(next(&seed) % 100);
  for (int i = 0; i < k * n; i++) {
    int v = extreme ? (next(&seed) % 8 ? 127 : -127) : (int)(next(&seed) % 255) - 127;
    s->from[i] = (float)(i < n ? 127 : v); /* the first row makes each column's scale 1 */
  }
  for (int i = 0; i < ROWS * k; i++) s->q[i] = (uint8_t)(extreme ? (next(&seed) % 8 ? 255 : 1) : next(&seed) % 255 + 1);
  matrix_pack(s->from, k, n, s->w, s->offset, s->scale);
  s->m = (matrix){s->w, s->offset, s->scale, s->b, k, n};
  return s;
}

static void assert_kernels_agree(int k, int n, bool extreme) {
  sample *s = sample_new(k, n, extreme, (uint32_t)(k * 31 + n));
  matrix_dot *kernels[3];
  int count;
  matrix_kernels(kernels, &count);
  assert_true(count >= 1);
  assert_ptr_equal(matrix_kernel(), kernels[0]);
  for (int which = 0; which < count; which++)
    for (int rows = 1; rows <= ROWS; rows++) {
      int32_t sums[ROWS * WIDE];
      kernels[which](&s->m, s->q, rows, sums);
      for (int r = 0; r < rows; r++)
        for (int c = 0; c < n; c++) {
          int32_t want = 0;
          for (int i = 0; i < k; i++) want += (s->q[r * k + i] - 128) * (int32_t)s->from[i * n + c];
          assert_int_equal(sums[r * n + c], want);
        }
    }
  free(s);
}

static void kernels_agree(void **state) {
  (void)state;
  static const int DEPTHS[] = {4, 96, 160, 200}, WIDTHS[] = {16, 48, 64, 160, 208};
  for (size_t k = 0; k < sizeof DEPTHS / sizeof *DEPTHS; k++)
    for (size_t n = 0; n < sizeof WIDTHS / sizeof *WIDTHS; n++) {
      assert_kernels_agree(DEPTHS[k], WIDTHS[n], false);
      assert_kernels_agree(DEPTHS[k], WIDTHS[n], true);
    }
}

static void rows_are_rounded(void **state) {
  (void)state;
  uint8_t q[8];
  float scale[2];
  matrix_rows rows = {q, scale, 4};
  matrix_quantise(&rows, 0, (const float[]){2.54f, -2.54f, 0.0f, 0.011f});
  matrix_quantise(&rows, 1, (const float[]){0.0f, 0.0f, 0.0f, 0.0f});
  assert_memory_equal(q, ((const uint8_t[]){255, 1, 128, 129, 128, 128, 128, 128}), 8);
  assert_true(scale[0] > 0.0199f && scale[0] < 0.0201f);
}

/* What a product of floats would give, within what int8 can hold. */
static void product_is_near(void **state) {
  (void)state;
  enum { K = 64, N = 16 };
  sample *s = sample_new(K, N, false, 7);
  uint8_t q[5 * K];
  float scale[5], x[5][K], y[5 * N];
  matrix_rows rows = {q, scale, K};
  uint32_t seed = 11;
  for (int r = 0; r < 5; r++) {
    for (int i = 0; i < K; i++) x[r][i] = (float)(next(&seed) % 2001) / 1000.0f - 1.0f;
    matrix_quantise(&rows, r, x[r]);
  }
  matrix_multiply(&s->m, matrix_kernel(), &rows, 1, 4, y);
  for (int r = 1; r < 5; r++)
    for (int c = 0; c < N; c++) {
      float want = s->b[c], off;
      for (int i = 0; i < K; i++) want += x[r][i] * s->from[i * N + c];
      off = y[(r - 1) * N + c] - want;
      assert_true(off < 12.0f && off > -12.0f); /* 64 products of about 40, each off by at most 127 / 254 */
    }
  free(s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(kernels_agree),
      cmocka_unit_test(rows_are_rounded),
      cmocka_unit_test(product_is_near),
  };
  return cmocka_run_group_tests_name("matrix", tests, NULL, NULL);
}
