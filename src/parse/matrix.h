/* matrix: products of small whole numbers, the parser's inner loop. Private to room `parse`.
 *
 * A row of floats x becomes bytes q = round(x / scale) + 128 with one scale a row; weights are int8 with a scale a column.
 * Sums of products are int32 and exact, so every kernel gives the same bytes whatever the order in which it adds:
 *
 *   y[r][c] = b[c] + row_scale[r] * scale[c] * (sum over i of (q[r][i] - 128) * w[i][c])
 *
 * Weights lie as the dot-product instructions want them, four inputs of one output side by side, and the strip of 16
 * outputs that a vector holds in one run of memory:
 *
 *   w (n / 16, k / 4, 16, 4):   | w00 w10 w20 w30 | w01 w11 w21 w31 | …   first index input, second output
 */
#ifndef DRG_PARSE_MATRIX_H
#define DRG_PARSE_MATRIX_H
#include <stdint.h>

enum {
  MATRIX_LANES = 16,
  MATRIX_DEPTH = 4,
  MATRIX_MOST = 4096
}; /* n: a multiple of LANES, at most MOST; k: of DEPTH */

/* 1.5 * 2^23: adding it to a float of small size rounds to a whole number, which then stands in the low bits. */
#define MATRIX_ROUND 12582912.0f

typedef struct matrix {
  const int8_t *w;       /* (n / 16, k / 4, 16, 4) */
  const int32_t *offset; /* (n): 128 * sum over i of w[i][c], what the bytes' shift adds to every sum */
  const float *scale;    /* (n) */
  const float *b;        /* (n) */
  int k, n;
} matrix;

typedef struct matrix_rows { /* quantised rows */
  uint8_t *q;                /* (rows, k) */
  float *scale;              /* (rows) */
  int k;
} matrix_rows;

/* sums (rows, n) of rows (rows, k) of bytes, the shift taken out. */
typedef void matrix_dot(const matrix *m, const uint8_t *q, int rows, int32_t *sums);

/* The fastest that this machine can run: AVX-512 VNNI, AVX2, or plain C. */
matrix_dot *matrix_kernel(void);
/* All that this machine can run, for tests: at most 3; *n of them. */
void matrix_kernels(matrix_dot *out[3], int *n);

/* Lays k x n weights (k, n) out as w and offset with a scale a column; the caller owns all. The trainer's. */
void matrix_pack(const float *from, int k, int n, int8_t *w, int32_t *offset, float *scale);

/* Row r of rows from k floats; the scale is what makes the largest 127. */
void matrix_quantise(matrix_rows *rows, int r, const float *x);

/* y (n rows, m->n) of rows first … first + n - 1. */
void matrix_multiply(const matrix *m, matrix_dot *dot, const matrix_rows *rows, int first, int n, float *y);

#endif
