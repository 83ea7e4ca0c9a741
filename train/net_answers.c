/* Tags, arcs and labels: their losses backwards, their hits. */
#include "net_parts.h"
#include <cblas.h>
#include <math.h>

/* Negatives to 0, then dropped. The result is 0 exactly where nothing passes back; elsewhere that is the mask's factor. */
static float *rectify(net_work *w, float *x, size_t n, float share) {
  for (size_t i = 0; i < n; i++) x[i] = x[i] > 0 ? x[i] : 0;
  return drop(w, x, n, share);
}

static void rectify_back(const float *mask, const float *y, float *dy, size_t n) {
  drop_back(mask, dy, n);
  for (size_t i = 0; i < n; i++) dy[i] = y[i] > 0 ? dy[i] : 0;
}

/* Softmax of row (n): the loss of answer gold, and share times its gradient in place of the row. gold < 0: none, 0. */
static double cross_entropy(float *row, int n, int gold, float share) {
  if (gold < 0) {
    memset(row, 0, sizeof(float) * (size_t)n);
    return 0;
  }
  float top = row[0];
  for (int i = 1; i < n; i++) top = row[i] > top ? row[i] : top;
  float of_gold = row[gold] - top, sum = 0;
  for (int i = 0; i < n; i++) row[i] = row[i] - top > -80 ? row[i] - top : -80; /* lanes_exp goes wrong far out */
  int i = 0;
  for (; i + LANES <= n; i += LANES) lanes_exp((lanes *)(row + i));
  for (; i < n; i++) row[i] = expf(row[i]);
  for (i = 0; i < n; i++) sum += row[i];
  for (i = 0; i < n; i++) row[i] *= share / sum;
  row[gold] -= share;
  return (double)(logf(sum) - of_gold);
}

static int best_of(const float *row, int n) {
  int best = 0;
  for (int i = 1; i < n; i++)
    if (row[i] > row[best]) best = i;
  return best;
}

/* One kind of tag: its loss; d_tag (words, 2 * hidden) is added to. */
double teach_tags(const net *n, net_work *w, const batch *b, dense d, int column, const float *x, float share,
                  float *d_tag) {
  float *scores = run_dense(n, w, d, x, b->words);
  double loss = 0;
  for (int t = 0; t < b->steps; t++)
    for (int s = 0; s < active_at(b, t); s++)
      loss += share * cross_entropy(scores + (size_t)(b->offset[t] + s) * (size_t)d.w.cols, d.w.cols,
                                    b->of[s]->out[t * EXAMPLE_OUT + column], b->share * share);
  teach_dense(n, w, d, x, b->words, scores, d_tag);
  return loss;
}

typedef struct heads { /* by sentence: rows of words and roots, start[size] in all */
  float *z;            /* (rows, 2 * hidden) */
  float *arc_dep, *arc_head, *query, *label_dep, *label_head;
  float *arc_dep_mask, *arc_head_mask;
} heads;

static heads run_heads(const net *n, net_work *w, const batch *b, const float *top) {
  int rows = b->start[b->size], deep = 2 * n->size.hidden;
  size_t arcs = (size_t)rows * (size_t)n->size.arc;
  float share = b->drops ? b->drops->hidden : 0;
  heads h = {.z = take_floats(w, (size_t)rows * (size_t)deep)};
  for (int r = 0; r < rows; r++)
    memcpy(h.z + (size_t)r * (size_t)deep,
           b->time_row[r] < 0 ? n->p + n->root.at : top + (size_t)b->time_row[r] * (size_t)deep,
           sizeof(float) * (size_t)deep);
  h.arc_dep = run_dense(n, w, n->arc_dep, h.z, rows), h.arc_dep_mask = rectify(w, h.arc_dep, arcs, share);
  h.arc_head = run_dense(n, w, n->arc_head, h.z, rows), h.arc_head_mask = rectify(w, h.arc_head, arcs, share);
  h.query = run_dense(n, w, n->arc_u, h.arc_dep, rows);
  h.label_dep = run_dense(n, w, n->label_dep, h.z, rows), h.label_head = run_dense(n, w, n->label_head, h.z, rows);
  return h;
}

/* scores (n, n + 1) of sentence s: head (0 the root) of each word; a word is not its own head. */
static void score_arcs(const net *n, const batch *b, const heads *h, int s, float *scores) {
  int words = (int)b->of[s]->n, arc = n->size.arc;
  size_t at = (size_t)b->start[s] * (size_t)arc;
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, words, words + 1, arc, 1, h->query + at + arc, arc,
              h->arc_head + at, arc, 0, scores, words + 1);
  for (int i = 0; i < words; i++) scores[i * (words + 1) + i + 1] = -1e9f;
}

static double teach_arcs(const net *n, net_work *w, const batch *b, const heads *h, float *d_query, float *d_head) {
  int arc = n->size.arc;
  double loss = 0;
  for (int s = 0; s < b->size; s++) {
    int words = (int)b->of[s]->n;
    size_t at = (size_t)b->start[s] * (size_t)arc, used = w->used;
    float *scores = take_floats(w, (size_t)words * (size_t)(words + 1));
    score_arcs(n, b, h, s, scores);
    for (int i = 0; i < words; i++)
      loss += cross_entropy(scores + i * (words + 1), words + 1, b->of[s]->out[i * EXAMPLE_OUT + OUT_HEAD], b->share);
    multiply(scores, words + 1, words, h->arc_head + at, words + 1, arc, 0, d_query + at + arc, arc);
    multiply_back(scores, words + 1, words, h->query + at + arc, arc, d_head + at, words + 1, arc);
    w->used = used;
  }
  return loss;
}

/* The row, by sentence, of the head of word i of sentence s. */
static int head_row(const batch *b, int s, int i) { return b->start[s] + b->of[s]->out[i * EXAMPLE_OUT + OUT_HEAD]; }

/* Hidden rows (words in sentence order, label) of each word under head_of; calls with r counting words. */
static float *run_pairs(const net *n, net_work *w, const batch *b, const heads *h, const int *head) {
  int label = n->size.label, r = 0;
  float *pairs = take_floats(w, (size_t)b->words * (size_t)label);
  for (int s = 0; s < b->size; s++)
    for (int i = 0; i < (int)b->of[s]->n; i++, r++) {
      const float *x = h->label_dep + (size_t)(b->start[s] + 1 + i) * (size_t)label;
      const float *y = h->label_head + (size_t)head[r] * (size_t)label;
      for (int k = 0; k < label; k++) pairs[(size_t)r * (size_t)label + (size_t)k] = x[k] + y[k];
    }
  return pairs;
}

static double teach_labels(const net *n, net_work *w, const batch *b, const heads *h, float *d_dep, float *d_head) {
  int label = n->size.label, r = 0;
  int *head = take(w, sizeof(int) * (size_t)b->words);
  for (int s = 0; s < b->size; s++)
    for (int i = 0; i < (int)b->of[s]->n; i++) head[r++] = head_row(b, s, i);
  size_t count = (size_t)b->words * (size_t)label;
  float *pairs = run_pairs(n, w, b, h, head), *mask = rectify(w, pairs, count, b->drops ? b->drops->hidden : 0);
  float *scores = run_dense(n, w, n->label_out, pairs, b->words), *d_pairs = take_zeros(w, count);
  double loss = 0;
  r = 0;
  for (int s = 0; s < b->size; s++)
    for (int i = 0; i < (int)b->of[s]->n; i++, r++)
      loss += cross_entropy(scores + (size_t)r * (size_t)n->label_out.w.cols, n->label_out.w.cols,
                            b->of[s]->out[i * EXAMPLE_OUT + OUT_LABEL], b->share);
  teach_dense(n, w, n->label_out, pairs, b->words, scores, d_pairs);
  rectify_back(mask, pairs, d_pairs, count);
  r = 0;
  for (int s = 0; s < b->size; s++)
    for (int i = 0; i < (int)b->of[s]->n; i++, r++) {
      add_to(d_dep + (size_t)(b->start[s] + 1 + i) * (size_t)label, d_pairs + (size_t)r * (size_t)label, label);
      add_to(d_head + (size_t)head[r] * (size_t)label, d_pairs + (size_t)r * (size_t)label, label);
    }
  return loss;
}

/* Arcs and labels: their loss; d_top (words, 2 * hidden) is added to. */
double teach_heads(const net *n, net_work *w, const batch *b, const float *top, float *d_top) {
  heads h = run_heads(n, w, b, top);
  int rows = b->start[b->size], deep = 2 * n->size.hidden;
  size_t arcs = (size_t)rows * (size_t)n->size.arc, labels = (size_t)rows * (size_t)n->size.label;
  float *d_query = take_zeros(w, arcs), *d_arc_head = take_zeros(w, arcs), *d_arc_dep = take_zeros(w, arcs);
  float *d_label_dep = take_zeros(w, labels), *d_label_head = take_zeros(w, labels);
  float *dz = take_zeros(w, (size_t)rows * (size_t)deep);
  double loss = teach_arcs(n, w, b, &h, d_query, d_arc_head) + teach_labels(n, w, b, &h, d_label_dep, d_label_head);
  teach_dense(n, w, n->arc_u, h.arc_dep, rows, d_query, d_arc_dep);
  rectify_back(h.arc_dep_mask, h.arc_dep, d_arc_dep, arcs), rectify_back(h.arc_head_mask, h.arc_head, d_arc_head, arcs);
  teach_dense(n, w, n->arc_dep, h.z, rows, d_arc_dep, dz), teach_dense(n, w, n->arc_head, h.z, rows, d_arc_head, dz);
  teach_dense(n, w, n->label_dep, h.z, rows, d_label_dep, dz),
      teach_dense(n, w, n->label_head, h.z, rows, d_label_head, dz);
  for (int r = 0; r < rows; r++)
    add_to(b->time_row[r] < 0 ? w->gradient + n->root.at : d_top + (size_t)b->time_row[r] * (size_t)deep,
           dz + (size_t)r * (size_t)deep, deep);
  return loss;
}

/* ---- scoring ---- */

long right_tags(const net *n, net_work *w, const batch *b, dense d, int column, const float *x) {
  float *scores = run_dense(n, w, d, x, b->words);
  long right = 0;
  for (int t = 0; t < b->steps; t++)
    for (int s = 0; s < active_at(b, t); s++)
      right += best_of(scores + (size_t)(b->offset[t] + s) * (size_t)d.w.cols, d.w.cols) ==
               b->of[s]->out[t * EXAMPLE_OUT + column];
  return right;
}

void score_heads(const net *n, net_work *w, const batch *b, const float *top, net_hits *hits) {
  heads h = run_heads(n, w, b, top);
  int *head = take(w, sizeof(int) * (size_t)b->words), r = 0;
  for (int s = 0; s < b->size; s++) {
    int words = (int)b->of[s]->n;
    size_t used = w->used;
    float *scores = take_floats(w, (size_t)words * (size_t)(words + 1));
    score_arcs(n, b, &h, s, scores);
    for (int i = 0; i < words; i++) head[r++] = b->start[s] + best_of(scores + i * (words + 1), words + 1);
    w->used = used;
  }
  float *pairs = run_pairs(n, w, b, &h, head);
  rectify(w, pairs, (size_t)b->words * (size_t)n->size.label, 0);
  float *scores = run_dense(n, w, n->label_out, pairs, b->words);
  r = 0;
  for (int s = 0; s < b->size; s++)
    for (int i = 0; i < (int)b->of[s]->n; i++, r++) {
      bool right = head[r] == head_row(b, s, i);
      int label = best_of(scores + (size_t)r * (size_t)n->label_out.w.cols, n->label_out.w.cols);
      hits->head += right, hits->both += right && label == b->of[s]->out[i * EXAMPLE_OUT + OUT_LABEL];
    }
}
