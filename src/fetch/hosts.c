/* What is remembered of hosts while the program runs. */
#include <stdlib.h>
#include <time.h>
#include "fetch/parts.h"

void *fetch_alloc(size_t bytes) {
  void *p = calloc(1, bytes);
  if (!p) abort();
  return p;
}

char *fetch_copy(const char *z) {
  char *own = z ? strdup(z) : NULL;
  if (z && !own) abort();
  return own;
}

double fetch_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

fetch_host *fetch_hosts_find(fetch_hosts *h, const char *name) {
  for (fetch_host *host = h->hosts; host; host = host->next)
    if (!strcmp(host->name, name)) return host;
  fetch_host *host = fetch_alloc(sizeof *host);
  *host = (fetch_host){.next = h->hosts, .name = fetch_copy(name)};
  return h->hosts = host;
}

fetch_origin *fetch_hosts_origin(fetch_hosts *h, const char *name) {
  for (fetch_origin *o = h->origins; o; o = o->next)
    if (!strcmp(o->name, name)) return o;
  fetch_origin *o = fetch_alloc(sizeof *o);
  *o = (fetch_origin){.next = h->origins, .name = fetch_copy(name)};
  return h->origins = o;
}

void fetch_hosts_clear(fetch_hosts *h) {
  for (fetch_host *host; (host = h->hosts);) {
    h->hosts = host->next;
    free(host->name);
    free(host);
  }
  for (fetch_origin *o; (o = h->origins);) {
    h->origins = o->next;
    fetch_robots_clear(&o->robots);
    free(o->name);
    free(o);
  }
}
