/* lanes: vectors of sixteen floats and the functions of the network on them, the same bits on every machine: plain
 * products and sums, no library. Private to room `parse`; the trainer uses it too. */
#ifndef DRG_PARSE_LANES_H
#define DRG_PARSE_LANES_H
#include "parse/matrix.h"

enum { LANES = MATRIX_LANES };
typedef float lanes __attribute__((vector_size(64), aligned(4), may_alias));
typedef int32_t lanes_whole __attribute__((vector_size(64), aligned(4), may_alias));

/* Before a function that is compiled for each width of vectors, of which the machine takes its own. */
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define CLONES
#endif

#define LANES_INLINE static inline __attribute__((always_inline))

/* exp of x held to [-30, 30], for x within a million: 2^k * p(r), p by Taylor to the fifth power on |r| <= ln2 / 2; relative error under 1e-5. The bounds
 * are kept by |x + 30| - |x - 30|, which is 2 x between them: compilers take vector comparisons apart. */
LANES_INLINE void lanes_exp(lanes *v) {
  lanes above = *v + 30.0f, below = *v - 30.0f;
  lanes x = 0.5f * ((lanes)((lanes_whole)above & INT32_MAX) - (lanes)((lanes_whole)below & INT32_MAX));
  lanes k = (x * 1.44269504f + MATRIX_ROUND) - MATRIX_ROUND;
  lanes r = (x - k * 0.693359375f) + k * 2.12194440e-4f;
  lanes p = r * (1.0f / 120.0f) + 1.0f / 24.0f;
  p = p * r + 1.0f / 6.0f;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  lanes_whole two = (__builtin_convertvector(k, lanes_whole) + 127) << 23;
  *v = p * (lanes)two;
}

LANES_INLINE void lanes_sigmoid(lanes *v) {
  *v = -*v;
  lanes_exp(v);
  *v = 1.0f / (1.0f + *v);
}

LANES_INLINE void lanes_tanh(lanes *v) {
  *v = 2.0f * *v;
  lanes_sigmoid(v);
  *v = 2.0f * *v - 1.0f;
}

#endif
