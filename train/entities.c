/* The net: from bytes to scores, the chain of tags, and back. */
#include "entities.h"
#include <math.h>
#include <stdlib.h>

enum { T = ENTITY_TAG_COUNT, HALF = ENTITY_WINDOW / 2 };

const char *const ENTITY_TAG_NAMES[] = {"O",
                                        "B-PERSON",
                                        "I-PERSON",
                                        "E-PERSON",
                                        "S-PERSON",
                                        "B-ORGANISATION",
                                        "I-ORGANISATION",
                                        "E-ORGANISATION",
                                        "S-ORGANISATION",
                                        "B-PLACE",
                                        "I-PLACE",
                                        "E-PLACE",
                                        "S-PLACE",
                                        "B-NATIONALITY",
                                        "I-NATIONALITY",
                                        "E-NATIONALITY",
                                        "S-NATIONALITY",
                                        "B-FACILITY",
                                        "I-FACILITY",
                                        "E-FACILITY",
                                        "S-FACILITY",
                                        "B-MISC",
                                        "I-MISC",
                                        "E-MISC",
                                        "S-MISC"};

/* ---- parameters ---- */

static block add_block(entity_net *n, int rows, int cols) {
  block b = {n->n, rows, cols};
  n->n += ((size_t)rows * (size_t)cols + LANES - 1) / LANES * LANES;
  return b;
}

static dense add_dense(entity_net *n, int rows, int cols) {
  block w = add_block(n, rows, cols);
  return (dense){w, add_block(n, 1, cols)};
}

static void fill(entity_net *n, block b, float width, uint64_t *chance) {
  for (size_t i = 0; i < (size_t)b.rows * (size_t)b.cols; i++) n->p[b.at + i] = (2 * uniform(chance) - 1) * width;
}

static void fill_matrix(entity_net *n, block b, uint64_t *chance) {
  fill(n, b, sqrtf(6.0f / (float)(b.rows + b.cols)), chance);
}

static char place_of(int tag) { return ENTITY_TAG_NAMES[tag][0]; }

bool entities_may_follow(int from, int to) {
  bool open = from < T && (place_of(from) == 'B' || place_of(from) == 'I');
  bool goes_on = place_of(to) == 'I' || place_of(to) == 'E';
  return open ? goes_on && !strcmp(ENTITY_TAG_NAMES[from] + 1, ENTITY_TAG_NAMES[to] + 1) : !goes_on;
}

void entities_init(entity_net *n, const parse_model *m, int near, int hidden, int buckets, int whole, uint64_t seed) {
  *n = (entity_net){.near = near, .hidden = hidden, .buckets = buckets, .whole = whole};
  n->input = m->layers[0][0].in.k, n->word = m->word_dim, n->deep = 2 * m->hidden;
  n->pieces = add_block(n, (FEATURE_PIECES - 1) * buckets + whole, near);
  n->marks = add_block(n, PARSE_MARKS * PARSE_MARK_KINDS, near);
  n->in = add_dense(n, n->input, near), n->window = add_dense(n, ENTITY_WINDOW * near, hidden);
  n->deeper = add_block(n, n->deep, hidden), n->out = add_dense(n, hidden, T);
  n->moves = add_block(n, T + 1, T);
  n->p = aligned_alloc(64, n->n * sizeof(float));
  if (!n->p) abort();
  memset(n->p, 0, n->n * sizeof(float));
  uint64_t chance = seed;
  fill(n, n->pieces, 0.1f, &chance), fill(n, n->marks, 0.1f, &chance);
  block all[] = {n->in.w, n->window.w, n->deeper, n->out.w};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) fill_matrix(n, all[i], &chance);
}

void entities_clear(entity_net *n) { free(n->p); }

void entity_work_init(entity_work *w, const entity_net *n) {
  enum { ROOM = 1 << 28 };
  *w = (entity_work){.room = {.room_bytes = ROOM, .chance = 1}};
  w->gradient = aligned_alloc(64, n->n * sizeof(float)), w->room.room = aligned_alloc(64, ROOM);
  if (!w->gradient || !w->room.room) abort();
  memset(w->gradient, 0, n->n * sizeof(float));
}

void entity_work_clear(entity_work *w) { free(w->gradient), free(w->room.room); }

/* ---- a batch forwards ---- */

typedef struct pass {
  int rows, count;
  const uint32_t *sentences;
  int *start;     /* (count + 1): rows of each sentence */
  size_t *word;   /* (rows): word of entity_words */
  bool *no_whole; /* (rows) */
  uint8_t (*marks)[PARSE_MARKS];
  float *input, *near, *near_mask, *held, *window, *deep, *hidden, *hidden_mask, *scores;
} pass;

static bool happens(net_work *w, float share) { return share > 0 && uniform(&w->chance) < share; }

static void lay_rows(pass *p, net_work *r, const entity_words *w) {
  p->start = take(r, sizeof(int) * (size_t)(p->count + 1));
  p->start[0] = 0;
  for (int k = 0; k < p->count; k++)
    p->start[k + 1] = p->start[k] + (int)(w->begin[p->sentences[k] + 1] - w->begin[p->sentences[k]]);
  p->rows = p->start[p->count];
  p->word = take(r, sizeof(size_t) * (size_t)p->rows);
  for (int k = 0; k < p->count; k++)
    for (int i = p->start[k]; i < p->start[k + 1]; i++)
      p->word[i] = w->begin[p->sentences[k]] + (size_t)(i - p->start[k]);
}

static void load_rows(pass *p, const entity_net *n, net_work *r, const entity_words *w, const entity_drops *d) {
  size_t in = (size_t)n->input, deep = (size_t)n->deep;
  p->input = take_floats(r, (size_t)p->rows * in), p->deep = take_floats(r, (size_t)p->rows * deep);
  p->marks = take(r, sizeof *p->marks * (size_t)p->rows);
  p->no_whole = take(r, sizeof(bool) * (size_t)p->rows);
  for (int i = 0; i < p->rows; i++) {
    size_t at = p->word[i];
    float *x = p->input + (size_t)i * in, *y = p->deep + (size_t)i * deep;
    for (size_t c = 0; c < in; c++) x[c] = (float)(w->input[at * in + c] - 128) * w->input_scale[at];
    for (size_t c = 0; c < deep; c++) y[c] = (float)(w->deep[at * deep + c] - 128) * (1.0f / 127.0f);
    memcpy(p->marks[i], w->marks[at], sizeof *p->marks);
    p->no_whole[i] = d && happens(r, d->whole);
    if (d && happens(r, d->word)) memset(x, 0, sizeof(float) * (size_t)n->word);
    for (int k = 0; k < PARSE_MARKS; k++)
      if (d && happens(r, d->mark)) p->marks[i][k] = 0;
  }
  if (d) drop(r, p->deep, (size_t)p->rows * deep, d->deep);
}

static size_t piece_row(const entity_net *n, int k, uint32_t hash) {
  return (size_t)k * (size_t)n->buckets + hash % (uint32_t)(k == FEATURE_PIECES - 1 ? n->whole : n->buckets);
}

/* Calls add_to with each row of the tables that word i has: into near, or the gradient out of d_near. */
static void tables_of(const pass *p, const entity_net *n, const entity_words *w, int i, float *near, float *gradient) {
  const uint32_t *hash = w->pieces[p->word[i]];
  size_t wide = (size_t)n->near;
  size_t rows[FEATURE_PIECES + PARSE_MARKS];
  int count = 0;
  for (int k = 0; k < FEATURE_PIECES - p->no_whole[i]; k++)
    rows[count++] = n->pieces.at + piece_row(n, k, hash[k]) * wide;
  for (int k = 0; k < PARSE_MARKS; k++)
    rows[count++] = n->marks.at + (size_t)(k * PARSE_MARK_KINDS + p->marks[i][k]) * wide;
  for (int k = 0; k < count; k++) {
    if (gradient) add_to(gradient + rows[k], near, n->near);
    else add_to(near, n->p + rows[k], n->near);
  }
}

static void windows(const pass *p, const entity_net *n, float *held, float *window, bool back) {
  size_t wide = (size_t)n->near;
  for (int s = 0; s < p->count; s++)
    for (int i = p->start[s]; i < p->start[s + 1]; i++)
      for (int k = -HALF; k <= HALF; k++) {
        float *slot = window + ((size_t)i * ENTITY_WINDOW + (size_t)(k + HALF)) * wide;
        if (i + k < p->start[s] || i + k >= p->start[s + 1]) continue;
        if (back) add_to(held + (size_t)(i + k) * wide, slot, n->near);
        else memcpy(slot, held + (size_t)(i + k) * wide, sizeof(float) * wide);
      }
}

static float *dense_rows(const entity_net *n, net_work *r, dense d, const float *x, int rows) {
  float *y = take_floats(r, (size_t)rows * (size_t)d.w.cols);
  set_rows(y, rows, n->p + d.b.at, d.w.cols);
  multiply(x, d.w.rows, rows, n->p + d.w.at, d.w.rows, d.w.cols, 1, y, d.w.cols);
  return y;
}

static void run(pass *p, const entity_net *n, net_work *r, const entity_words *w, const entity_drops *d) {
  r->used = 0;
  lay_rows(p, r, w);
  load_rows(p, n, r, w, d);
  size_t count = (size_t)p->rows * (size_t)n->near, deep = (size_t)p->rows * (size_t)n->hidden;
  p->near = dense_rows(n, r, n->in, p->input, p->rows);
  for (int i = 0; i < p->rows; i++) tables_of(p, n, w, i, p->near + (size_t)i * (size_t)n->near, NULL);
  p->held = take_floats(r, count);
  for (size_t i = 0; i < count; i++) p->held[i] = p->near[i] > 1 ? 1 : p->near[i] < -1 ? -1 : p->near[i];
  p->near_mask = d ? drop(r, p->held, count, d->near) : NULL;
  p->window = take_zeros(r, count * ENTITY_WINDOW);
  windows(p, n, p->held, p->window, false);
  p->hidden = dense_rows(n, r, n->window, p->window, p->rows);
  multiply(p->deep, n->deep, p->rows, n->p + n->deeper.at, n->deep, n->hidden, 1, p->hidden, n->hidden);
  for (size_t i = 0; i < deep; i++) p->hidden[i] = p->hidden[i] > 0 ? p->hidden[i] : 0;
  p->hidden_mask = d ? drop(r, p->hidden, deep, d->hidden) : NULL;
  p->scores = dense_rows(n, r, n->out, p->hidden, p->rows);
}

/* ---- the chain: forward and backward sums over paths, scaled to 1 at each word ---- */

typedef struct chain {
  int n;
  float *emit;          /* (n, T) exp(score - best) */
  float *ahead, *after; /* (n, T) */
  double log_sum;       /* of all paths, without the best scores taken off; -INFINITY: no path */
} chain;

static float scaled(float *row) {
  float sum = 0;
  for (int c = 0; c < T; c++) sum += row[c];
  if (sum > 0)
    for (int c = 0; c < T; c++) row[c] /= sum;
  return sum;
}

/* emit is given; move (T + 1, T): exp of the moves, 0 where none may be. */
static void run_chain(chain *x, const float *move) {
  x->log_sum = 0;
  for (int i = 0; i < x->n; i++) {
    float *row = x->ahead + i * T;
    memset(row, 0, sizeof(float) * T);
    for (int b = 0; b < T && i; b++)
      for (int c = 0; c < T; c++) row[c] += x->ahead[(i - 1) * T + b] * move[b * T + c];
    for (int c = 0; c < T; c++) row[c] = (i ? row[c] : move[T * T + c]) * x->emit[i * T + c];
    if (i == x->n - 1)
      for (int c = 0; c < T; c++) row[c] = place_of(c) == 'B' || place_of(c) == 'I' ? 0 : row[c];
    float sum = scaled(row);
    x->log_sum += sum > 0 ? (double)logf(sum) : -INFINITY;
  }
  for (int c = 0; c < T; c++) x->after[(x->n - 1) * T + c] = place_of(c) == 'B' || place_of(c) == 'I' ? 0 : 1;
  for (int i = x->n - 2; i >= 0; i--) {
    float *row = x->after + i * T;
    for (int b = 0; b < T; b++) {
      row[b] = 0;
      for (int c = 0; c < T; c++) row[b] += move[b * T + c] * x->emit[(i + 1) * T + c] * x->after[(i + 1) * T + c];
    }
    scaled(row);
  }
}

/* Adds by * the share of each tag at each word to d_score, of each move to d_move. */
static void add_shares(const chain *x, const float *move, float by, float *d_score, float *d_move) {
  float share[T], pair[T * T];
  for (int i = 0; i < x->n; i++) {
    for (int c = 0; c < T; c++) share[c] = x->ahead[i * T + c] * x->after[i * T + c];
    scaled(share);
    for (int c = 0; c < T; c++) d_score[i * T + c] += by * share[c];
    if (!i) {
      for (int c = 0; c < T; c++) d_move[T * T + c] += by * share[c];
      continue;
    }
    float sum = 0;
    for (int b = 0; b < T; b++)
      for (int c = 0; c < T; c++)
        sum += pair[b * T + c] = x->ahead[(i - 1) * T + b] * move[b * T + c] * x->emit[i * T + c] * x->after[i * T + c];
    for (int k = 0; k < T * T && sum > 0; k++) d_move[k] += by * pair[k] / sum;
  }
}

static void exp_scores(const float *scores, int n, float *emit) {
  for (int i = 0; i < n; i++) {
    float top = scores[i * T];
    for (int c = 1; c < T; c++) top = scores[i * T + c] > top ? scores[i * T + c] : top;
    for (int c = 0; c < T; c++) emit[i * T + c] = expf(scores[i * T + c] - top);
  }
}

static float *exp_moves(const entity_net *n, net_work *r) {
  float *move = take_floats(r, (T + 1) * T);
  for (int b = 0; b <= T; b++)
    for (int c = 0; c < T; c++)
      move[b * T + c] = entities_may_follow(b, c) ? expf(n->p[n->moves.at + (size_t)(b * T + c)]) : 0;
  return move;
}

/* Loss of sentence s, whose scores become share * their gradient. */
static double teach_chain(const pass *p, net_work *r, const entity_words *w, int s, const float *move, float share,
                          float *d_move) {
  int n = p->start[s + 1] - p->start[s];
  size_t used = r->used, cells = (size_t)n * T;
  float *scores = p->scores + (size_t)p->start[s] * T;
  chain all = {.n = n, .emit = take_floats(r, cells), .ahead = take_floats(r, cells), .after = take_floats(r, cells)};
  chain gold = {.n = n, .emit = take_floats(r, cells), .ahead = take_floats(r, cells), .after = take_floats(r, cells)};
  exp_scores(scores, n, all.emit);
  memcpy(gold.emit, all.emit, sizeof(float) * cells);
  for (int i = 0; i < n; i++) {
    int tag = w->tags[p->word[p->start[s] + i]];
    for (int c = 0; c < T && tag >= 0; c++)
      if (c != tag) gold.emit[i * T + c] = 0;
  }
  run_chain(&all, move), run_chain(&gold, move);
  memset(scores, 0, sizeof(float) * cells);
  bool good = isfinite(all.log_sum) && isfinite(gold.log_sum);
  if (good) {
    add_shares(&all, move, share, scores, d_move);
    add_shares(&gold, move, -share, scores, d_move);
  }
  r->used = used;
  return good ? all.log_sum - gold.log_sum : 0;
}

/* ---- backwards ---- */

static void dense_back(const entity_net *n, float *gradient, dense d, const float *x, int rows, const float *dy,
                       float *dx) {
  int k = d.w.rows, m = d.w.cols;
  for (int r = 0; r < rows; r++) add_to(gradient + d.b.at, dy + (size_t)r * (size_t)m, m);
  multiply_back(x, k, rows, dy, m, gradient + d.w.at, k, m);
  if (dx) pass_back(dy, m, rows, n->p + d.w.at, k, m, 0, dx, k);
}

static void teach_back(const pass *p, const entity_net *n, entity_work *work, const entity_words *w) {
  net_work *r = &work->room;
  size_t near = (size_t)p->rows * (size_t)n->near, hidden = (size_t)p->rows * (size_t)n->hidden;
  float *d_hidden = take_floats(r, hidden), *d_window = take_floats(r, near * ENTITY_WINDOW),
        *d_near = take_zeros(r, near);
  dense_back(n, work->gradient, n->out, p->hidden, p->rows, p->scores, d_hidden);
  drop_back(p->hidden_mask, d_hidden, hidden);
  for (size_t i = 0; i < hidden; i++) d_hidden[i] = p->hidden[i] > 0 ? d_hidden[i] : 0;
  dense_back(n, work->gradient, n->window, p->window, p->rows, d_hidden, d_window);
  multiply_back(p->deep, n->deep, p->rows, d_hidden, n->hidden, work->gradient + n->deeper.at, n->deep, n->hidden);
  windows(p, n, d_near, d_window, true);
  drop_back(p->near_mask, d_near, near);
  for (size_t i = 0; i < near; i++) d_near[i] = p->near[i] > 1 || p->near[i] < -1 ? 0 : d_near[i];
  for (int i = 0; i < p->rows; i++) tables_of(p, n, w, i, d_near + (size_t)i * (size_t)n->near, work->gradient);
  dense_back(n, work->gradient, n->in, p->input, p->rows, d_near, NULL);
}

double entities_teach(const entity_net *n, entity_work *work, const entity_words *w, const uint32_t *sentences,
                      int count, float share, const entity_drops *drops) {
  pass p = {.sentences = sentences, .count = count};
  run(&p, n, &work->room, w, drops);
  float *move = exp_moves(n, &work->room);
  double loss = 0;
  for (int s = 0; s < count; s++) loss += teach_chain(&p, &work->room, w, s, move, share, work->gradient + n->moves.at);
  teach_back(&p, n, work, w);
  return loss * (double)share;
}

/* ---- tags ---- */

static void best_path(const entity_net *n, const float *scores, int words, uint8_t *from, int8_t *tags) {
  float before[T], now[T];
  const float *moves = n->p + n->moves.at;
  for (int i = 0; i < words; i++, memcpy(before, now, sizeof now))
    for (int c = 0; c < T; c++) {
      now[c] = i ? -INFINITY : entities_may_follow(T, c) ? moves[T * T + c] : -INFINITY;
      for (int b = 0; b < T && i; b++)
        if (entities_may_follow(b, c) && before[b] + moves[b * T + c] > now[c])
          now[c] = before[b] + moves[b * T + c], from[i * T + c] = (uint8_t)b;
      now[c] += scores[i * T + c];
    }
  int top = 0;
  for (int c = 0; c < T; c++)
    if (place_of(c) != 'B' && place_of(c) != 'I' && before[c] > before[top]) top = c;
  for (int i = words - 1; i >= 0; i--) tags[i] = (int8_t)top, top = i ? from[i * T + top] : 0;
}

void entities_tag(const entity_net *n, entity_work *work, const entity_words *w, const uint32_t *sentences, int count,
                  int8_t *tags) {
  pass p = {.sentences = sentences, .count = count};
  run(&p, n, &work->room, w, NULL);
  uint8_t *from = take(&work->room, (size_t)p.rows * T);
  for (int s = 0; s < count; s++)
    best_path(n, p.scores + (size_t)p.start[s] * T, p.start[s + 1] - p.start[s], from, tags + p.start[s]);
}
