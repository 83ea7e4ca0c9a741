#include "net_parts.h"
#include <cblas.h>
#include <stdlib.h>

/* ---- a batch ---- */

static int longer(const void *a, const void *b) {
  uint32_t x = (*(const example *const *)a)->n, y = (*(const example *const *)b)->n;
  return (x < y) - (x > y);
}

batch batch_of(net_work *w, const example *const *of, int size, float share, const net_drops *drops) {
  batch b = {.size = size, .share = share, .drops = drops, .of = take(w, sizeof(example *) * (size_t)size)};
  memcpy(b.of, of, sizeof(example *) * (size_t)size);
  qsort(b.of, (size_t)size, sizeof *b.of, longer);
  b.steps = size ? (int)b.of[0]->n : 0;
  b.offset = take(w, sizeof(int) * (size_t)(b.steps + 1));
  b.start = take(w, sizeof(int) * (size_t)(size + 1));
  for (int t = 0, active = size; t < b.steps; t++) {
    while (active && (int)b.of[active - 1]->n <= t) active--;
    b.offset[t] = b.words;
    b.words += active;
  }
  b.offset[b.steps] = b.words;
  b.time_row = take(w, sizeof(int) * (size_t)(b.words + size));
  b.start[0] = 0;
  for (int s = 0; s < size; s++) {
    int *rows = b.time_row + b.start[s], n = (int)b.of[s]->n;
    rows[0] = -1;
    for (int i = 0; i < n; i++) rows[i + 1] = b.offset[i] + s;
    b.start[s + 1] = b.start[s] + n + 1;
  }
  return b;
}

/* ---- room ---- */

void *take(net_work *w, size_t bytes) {
  void *p = w->room + w->used;
  w->used += (bytes + 63) / 64 * 64;
  if (w->used > w->room_bytes) abort();
  return p;
}

float *take_floats(net_work *w, size_t n) { return take(w, n * sizeof(float)); }

float *take_zeros(net_work *w, size_t n) {
  float *p = take_floats(w, n);
  memset(p, 0, n * sizeof(float));
  return p;
}

/* ---- matrices ---- */

void multiply(const float *x, int x_step, int rows, const float *m, int k, int n, float keep, float *y, int y_step) {
  if (rows) cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, n, k, 1, x, x_step, m, n, keep, y, y_step);
}

void multiply_back(const float *x, int x_step, int rows, const float *dy, int dy_step, float *dm, int k, int n) {
  if (rows) cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, k, n, rows, 1, x, x_step, dy, dy_step, 1, dm, n);
}

void pass_back(const float *dy, int dy_step, int rows, const float *m, int k, int n, float keep, float *dx,
               int dx_step) {
  if (rows) cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, rows, k, n, 1, dy, dy_step, m, n, keep, dx, dx_step);
}

void set_rows(float *y, int rows, const float *row, int n) {
  for (int r = 0; r < rows; r++) memcpy(y + (size_t)r * (size_t)n, row, sizeof(float) * (size_t)n);
}

float *run_dense(const net *n, net_work *w, dense d, const float *x, int rows) {
  float *y = take_floats(w, (size_t)rows * (size_t)d.w.cols);
  set_rows(y, rows, n->p + d.b.at, d.w.cols);
  multiply(x, d.w.rows, rows, n->p + d.w.at, d.w.rows, d.w.cols, 1, y, d.w.cols);
  return y;
}

void teach_dense(const net *n, net_work *w, dense d, const float *x, int rows, const float *dy, float *dx) {
  int k = d.w.rows, m = d.w.cols;
  float *db = w->gradient + d.b.at;
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < m; c++) db[c] += dy[(size_t)r * (size_t)m + (size_t)c];
  multiply_back(x, k, rows, dy, m, w->gradient + d.w.at, k, m);
  pass_back(dy, m, rows, n->p + d.w.at, k, m, 1, dx, k);
}

void add_to(float *to, const float *from, int n) {
  for (int i = 0; i < n; i++) to[i] += from[i];
}

/* ---- chance ---- */

static uint64_t next(uint64_t *state) { /* splitmix64 (https://prng.di.unimi.it/splitmix64.c) */
  uint64_t z = *state += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

float uniform(uint64_t *state) { return (float)(next(state) >> 40) * (1.0f / 16777216.0f); }

float *drop(net_work *w, float *x, size_t n, float share) {
  if (share <= 0) return NULL;
  float *mask = take_floats(w, n);
  uint32_t limit = (uint32_t)(share * 65536.0f);
  float keep = 1.0f / (1.0f - share);
  uint64_t bits = 0;
  for (size_t i = 0; i < n; i++) {
    bits = i % 4 ? bits >> 16 : next(&w->chance);
    mask[i] = (bits & 0xFFFF) < limit ? 0.0f : keep;
    x[i] *= mask[i];
  }
  return mask;
}

void drop_back(const float *mask, float *dx, size_t n) {
  if (mask)
    for (size_t i = 0; i < n; i++) dx[i] *= mask[i];
}
