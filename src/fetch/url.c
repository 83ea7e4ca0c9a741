/* Addresses, through libcurl's own reader of them: what we judge is what it connects to. */
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include "fetch/parts.h"

static char *part_of(CURLU *u, CURLUPart part, unsigned flags) {
  char *got = NULL;
  if (curl_url_get(u, part, &got, flags) != CURLUE_OK) return NULL;
  char *own = fetch_copy(got);
  curl_free(got);
  return own;
}

static char *joined(const char *fmt, const char *a, const char *b, const char *c) {
  char *z = NULL;
  if (asprintf(&z, fmt, a, b, c) < 0) abort();
  return z;
}

static void take_parts(CURLU *u, fetch_url *out) {
  char *scheme = part_of(u, CURLUPART_SCHEME, 0), *port = part_of(u, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  char *path = part_of(u, CURLUPART_PATH, 0), *query = part_of(u, CURLUPART_QUERY, 0);
  out->text = part_of(u, CURLUPART_URL, 0);
  out->host = part_of(u, CURLUPART_HOST, 0);
  for (char *p = out->host; p && *p; p++)
    if (*p >= 'A' && *p <= 'Z') *p = (char)(*p | 0x20);
  out->origin = joined("%s://%s:%s", scheme, out->host ? out->host : "", port);
  out->path = joined("%s%s%s", path, query ? "?" : "", query ? query : "");
  free(scheme), free(port), free(path), free(query);
}

static bool is_web(CURLU *u) {
  char *scheme = part_of(u, CURLUPART_SCHEME, 0);
  bool web = scheme && (!strcasecmp(scheme, "http") || !strcasecmp(scheme, "https"));
  free(scheme);
  return web;
}

const char *fetch_url_read(const char *text, const char *base, fetch_url *out) {
  *out = (fetch_url){0};
  CURLU *u = curl_url();
  if (!u) abort();
  const char *why = NULL;
  if (base && curl_url_set(u, CURLUPART_URL, base, 0) != CURLUE_OK) why = "no address";
  CURLUcode code = curl_url_set(u, CURLUPART_URL, text, CURLU_URLENCODE);
  if (code == CURLUE_UNSUPPORTED_SCHEME) why = "neither http nor https";
  else if (code != CURLUE_OK) why = "no address";
  else if (!is_web(u)) why = "neither http nor https";
  curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0);
  if (!why) take_parts(u, out);
  if (!why && (!out->text || !out->host || !*out->host)) why = "no address";
  curl_url_cleanup(u);
  return why;
}

void fetch_url_clear(fetch_url *u) {
  free(u->text), free(u->origin), free(u->host), free(u->path);
  *u = (fetch_url){0};
}
