#include "adam.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const float KEEP_M = 0.9f, KEEP_V = 0.95f, LEAST = 1e-8f;

static float *zeros(size_t n) {
  float *p = calloc(n, sizeof *p);
  if (!p) abort();
  return p;
}

void adam_init(adam *a, float *p, size_t n) { *a = (adam){.n = n, .p = p, .m = zeros(n), .v = zeros(n)}; }
void adam_clear(adam *a) { free(a->m), free(a->v); }
void adam_begin(adam *a) { a->step++; }

void adam_move(adam *a, size_t from, size_t to, float *d, float by, float rate) {
  double t = (double)a->step;
  float m_by = (float)(1 / (1 - pow(KEEP_M, t))), v_by = (float)(1 / (1 - pow(KEEP_V, t)));
  float *p = a->p, *m = a->m, *v = a->v;
  for (size_t i = from; i < to; i++) {
    float x = d[i] * by;
    d[i] = 0;
    m[i] = KEEP_M * m[i] + (1 - KEEP_M) * x;
    v[i] = KEEP_V * v[i] + (1 - KEEP_V) * x * x;
    p[i] -= rate * m_by * m[i] / (sqrtf(v[i] * v_by) + LEAST);
  }
}

/* ---- checkpoint: magic, n, step, place, p, m, v ---- */

static const char MAGIC[8] = "DRGTRN1";

drg_status adam_save(const adam *a, const adam_place *at, const char *path, drg_error *err) {
  char new[4096];
  if (snprintf(new, sizeof new, "%s.new", path) >= (int)sizeof new)
    return base_fail(err, DRG_ERR_OPEN, path, 0, 0, "path too long");
  FILE *f = fopen(new, "wb");
  if (!f) return base_fail(err, DRG_ERR_OPEN, new, 0, 0, "cannot write '%s': %s", new, strerror(errno));
  uint64_t n = a->n;
  bool ok = fwrite(MAGIC, sizeof MAGIC, 1, f) && fwrite(&n, sizeof n, 1, f) && fwrite(&a->step, sizeof a->step, 1, f) &&
            fwrite(at, sizeof *at, 1, f);
  const float *parts[] = {a->p, a->m, a->v};
  for (int i = 0; ok && i < 3; i++) ok = fwrite(parts[i], sizeof(float), a->n, f) == a->n;
  ok = fflush(f) == 0 && fsync(fileno(f)) == 0 && ok;
  ok = fclose(f) == 0 && ok && rename(new, path) == 0;
  return ok ? DRG_OK : base_fail(err, DRG_ERR_OPEN, path, 0, 0, "cannot write '%s': %s", path, strerror(errno));
}

drg_status adam_load(adam *a, adam_place *at, const char *path, drg_error *err) {
  FILE *f = fopen(path, "rb");
  if (!f) return DRG_END;
  char magic[sizeof MAGIC];
  uint64_t n = 0, step = 0;
  adam_place place = {0};
  bool ok = fread(magic, sizeof magic, 1, f) && !memcmp(magic, MAGIC, sizeof MAGIC) && fread(&n, sizeof n, 1, f) &&
            n == a->n && fread(&step, sizeof step, 1, f) && fread(&place, sizeof place, 1, f) && place.kind == at->kind;
  if (!ok) {
    fclose(f);
    return base_fail(err, DRG_ERR_FORMAT, path, 0, 0, "'%s' belongs to a training with other settings or data", path);
  }
  float *parts[] = {a->p, a->m, a->v};
  for (int i = 0; ok && i < 3; i++) ok = fread(parts[i], sizeof(float), a->n, f) == a->n;
  fclose(f);
  if (!ok) return base_fail(err, DRG_ERR_FORMAT, path, 0, 0, "'%s' is cut short", path);
  a->step = step, *at = place;
  return DRG_OK;
}
