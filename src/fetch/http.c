/* One request through libcurl, with its limits. */
#include <arpa/inet.h>
#include <stdlib.h>
#include "fetch/parts.h"

enum { HEAD_MOST = 256 << 10 };

/* ---- addresses ---- */

typedef struct network {
  uint32_t address;
  int bits;
} network;

/* IPv4 that the public internet does not route. */
static const network PRIVATE[] = {
    {0x00000000, 8},  {0x0a000000, 8},  {0x64400000, 10}, {0x7f000000, 8}, {0xa9fe0000, 16}, {0xac100000, 12},
    {0xc0000000, 24}, {0xc0a80000, 16}, {0xc6120000, 15}, {0xe0000000, 4}, {0xf0000000, 4},
};

static bool is_private4(uint32_t a) {
  for (size_t i = 0; i < sizeof PRIVATE / sizeof *PRIVATE; i++)
    if ((a ^ PRIVATE[i].address) >> (32 - PRIVATE[i].bits) == 0) return true;
  return false;
}

static uint32_t word_of(const unsigned char *p) {
  return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* 2000::/3 is what is given out; an IPv4 address in it, or mapped, is judged as such. */
static bool is_private6(const unsigned char a[16]) {
  static const unsigned char MAPPED[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  static const unsigned char NAT64[12] = {0, 0x64, 0xff, 0x9b};
  if (!memcmp(a, MAPPED, 12) || !memcmp(a, NAT64, 12)) return is_private4(word_of(a + 12));
  if (a[0] == 0x20 && a[1] == 0x02) return is_private4(word_of(a + 2)); /* 6to4 */
  return a[0] >> 5 != 1;
}

static bool is_private(const struct sockaddr *a) {
  if (a->sa_family == AF_INET)
    return is_private4(ntohl(((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr));
  if (a->sa_family == AF_INET6) return is_private6(((const struct sockaddr_in6 *)(const void *)a)->sin6_addr.s6_addr);
  return true;
}

/* Asked at the last moment, so that no name that changes its address slips through. */
static curl_socket_t open_socket(void *owner, curlsocktype purpose, struct curl_sockaddr *address) {
  fetch_call *c = owner;
  (void)purpose;
  if (!c->private_ok && is_private(&address->addr)) {
    c->refused = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

bool fetch_call_was_private(const fetch_call *c) {
  char *ip = NULL;
  struct in_addr four;
  struct in6_addr six;
  if (curl_easy_getinfo(c->easy, CURLINFO_PRIMARY_IP, &ip) != CURLE_OK || !ip) return false;
  if (inet_pton(AF_INET, ip, &four) == 1) return is_private4(ntohl(four.s_addr));
  return inet_pton(AF_INET6, ip, &six) == 1 && is_private6(six.s6_addr);
}

/* ---- what comes back ---- */

static void keep(char **field, base_str value) {
  enum { LONGEST = 2048 };
  free(*field);
  *field = value.len && value.len < LONGEST ? strndup(value.data, value.len) : NULL;
}

/* What goes back to the server, and into a record: nothing but ASCII that can be printed. */
static void keep_mark(char **field, base_str value) {
  for (size_t i = 0; i < value.len; i++)
    if (value.data[i] < ' ' || value.data[i] > '~') value.len = 0;
  keep(field, value);
}

static double max_age_of(base_str value) {
  double age = -1;
  for (base_str word; (word = base_str_cut(&value, ',')).data;) {
    base_str name = base_str_trim(base_str_cut(&word, '='));
    if (base_str_eq_nocase(name, BASE_STR("max-age"))) base_str_to_double(base_str_trim(word), &age);
  }
  return age;
}

/* Seconds, or a date of HTTP. */
static double retry_after_of(base_str value, double now) {
  double seconds = -1;
  if (base_str_to_double(value, &seconds)) return seconds;
  char date[64];
  if (value.len >= sizeof date) return -1;
  memcpy(date, value.data, value.len);
  date[value.len] = 0;
  time_t at = curl_getdate(date, NULL);
  if (at == (time_t)-1) return -1;
  return (double)at > now ? (double)at - now : 0;
}

static bool takes(base_str name, const char *header) { return base_str_eq_nocase(name, base_str_of(header)); }

void fetch_reply_header(fetch_reply *r, base_str line, double now) {
  base_str value = line, name = base_str_trim(base_str_cut(&value, ':'));
  if (!value.data) return;
  value = base_str_trim(value);
  if (takes(name, "location")) keep(&r->location, value);
  else if (takes(name, "etag")) keep_mark(&r->etag, value);
  else if (takes(name, "last-modified")) keep_mark(&r->last_modified, value);
  else if (takes(name, "cache-control")) r->max_age = max_age_of(value);
  else if (takes(name, "retry-after")) r->retry_after = retry_after_of(value, now);
}

void fetch_reply_clear(fetch_reply *r) {
  drg_buffer_clear(&r->body);
  free(r->location), free(r->etag), free(r->last_modified);
  *r = (fetch_reply){.max_age = -1, .retry_after = -1};
}

/* Bytes of the body, unpacked by libcurl as they come: a bomb stops at the limit. */
static size_t take_body(char *data, size_t one, size_t n, void *owner) {
  fetch_call *c = owner;
  n *= one;
  if (c->reply.body.len + n > c->limits.body) {
    c->reply.fault = "too large";
    return 0;
  }
  base_put(&c->reply.body, (base_str){data, n});
  return n;
}

static size_t take_header(char *data, size_t one, size_t n, void *owner) {
  fetch_call *c = owner;
  n *= one;
  c->reply.head_bytes += n;
  if (c->reply.head_bytes > HEAD_MOST) {
    c->reply.fault = "too many headers";
    return 0;
  }
  fetch_reply_header(&c->reply, (base_str){data, n}, (double)time(NULL));
  return n;
}

/* ---- the request ---- */

static void put_header(fetch_call *c, const char *name, const char *value) {
  drg_buffer line;
  if (!value) return;
  drg_buffer_init(&line);
  base_putf(&line, "%s: %s", name, value);
  struct curl_slist *grown = curl_slist_append(c->headers, line.data);
  if (!grown) abort();
  c->headers = grown;
  drg_buffer_clear(&line);
}

static void set_limits(fetch_call *c) {
  curl_easy_setopt(c->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)(c->limits.connect * 1000) + 1);
  curl_easy_setopt(c->easy, CURLOPT_TIMEOUT_MS, (long)(c->limits.all * 1000) + 1);
  curl_easy_setopt(c->easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(c->easy, CURLOPT_FOLLOWLOCATION, 0L); /* each step waits its turn with its host */
  curl_easy_setopt(c->easy, CURLOPT_NOSIGNAL, 1L);
  /* a connection that is open already was judged for somebody else */
  curl_easy_setopt(c->easy, CURLOPT_FRESH_CONNECT, c->private_ok ? 0L : 1L);
}

static void set_callbacks(fetch_call *c) {
  curl_easy_setopt(c->easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(c->easy, CURLOPT_WRITEDATA, c);
  curl_easy_setopt(c->easy, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(c->easy, CURLOPT_HEADERDATA, c);
  curl_easy_setopt(c->easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(c->easy, CURLOPT_OPENSOCKETDATA, c);
  curl_easy_setopt(c->easy, CURLOPT_ERRORBUFFER, c->error);
}

void fetch_call_open(fetch_call *c, const fetch_ask *ask, void *owner) {
  c->reply = (fetch_reply){.max_age = -1, .retry_after = -1};
  c->headers = NULL;
  c->refused = false;
  c->error[0] = 0;
  if (!(c->easy = curl_easy_init())) abort();
  put_header(c, "Accept", ask->accept);
  put_header(c, "If-None-Match", ask->etag);
  put_header(c, "If-Modified-Since", ask->last_modified);
  curl_easy_setopt(c->easy, CURLOPT_URL, ask->url);
  curl_easy_setopt(c->easy, CURLOPT_USERAGENT, ask->agent);
  curl_easy_setopt(c->easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
  curl_easy_setopt(c->easy, CURLOPT_HTTPHEADER, c->headers);
  curl_easy_setopt(c->easy, CURLOPT_PRIVATE, owner);
  set_limits(c);
  set_callbacks(c);
}

void fetch_call_close(fetch_call *c) {
  if (c->easy) curl_easy_cleanup(c->easy);
  curl_slist_free_all(c->headers);
  c->easy = NULL;
  c->headers = NULL;
}
