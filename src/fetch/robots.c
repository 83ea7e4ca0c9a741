/* robots.txt after RFC 9309. A group is the lines "User-agent: NAME", one or more, with the rules that follow:
 *
 *   User-agent: *
 *   Disallow: /drafts/
 *   Allow: /drafts/open$
 *   Crawl-delay: 5          not of the RFC, but common
 */
#include "fetch/parts.h"

typedef struct reading {
  fetch_robots *out;
  const char *agent;
  bool named;   /* out holds a group that names us: the one for all no longer counts */
  bool in_head; /* the lines User-agent of a group */
  bool counts;  /* the rules of the group are ours */
} reading;

static void begin_group(reading *r) {
  if (!r->in_head) r->counts = false;
  r->in_head = true;
}

static bool names_us(const reading *r, base_str name) {
  base_str us = base_str_of(r->agent);
  return name.len >= us.len && base_str_eq_nocase(base_str_sub(name, 0, us.len), us) &&
         (name.len == us.len || strchr("/ \t", name.data[us.len]));
}

static void take_agent(reading *r, base_str name) {
  begin_group(r);
  if (names_us(r, name)) {
    if (!r->named) r->out->rules.n = 0, r->out->delay = 0; /* what was for all */
    r->named = r->counts = true;
  } else if (!r->named && base_str_eq(name, BASE_STR("*"))) r->counts = true;
}

static void take_rule(reading *r, base_str path, bool allow) {
  r->in_head = false;
  if (!r->counts || !path.len) return; /* an empty one forbids nothing */
  BASE_PUSH(&r->out->arena, &r->out->rules, ((fetch_rule){base_str_copy(&r->out->arena, path), allow}));
}

static void take_delay(reading *r, base_str value) {
  enum { LONGEST = 60 };
  double seconds;
  r->in_head = false;
  if (r->counts && base_str_to_double(value, &seconds) && seconds > 0)
    r->out->delay = seconds < LONGEST ? seconds : LONGEST;
}

static void take_line(reading *r, base_str line) {
  base_str value = line, key = base_str_trim(base_str_cut(&value, ':'));
  if (!value.data) return;
  value = base_str_trim(value);
  if (base_str_eq_nocase(key, BASE_STR("user-agent"))) take_agent(r, value);
  else if (base_str_eq_nocase(key, BASE_STR("disallow"))) take_rule(r, value, false);
  else if (base_str_eq_nocase(key, BASE_STR("allow"))) take_rule(r, value, true);
  else if (base_str_eq_nocase(key, BASE_STR("crawl-delay"))) take_delay(r, value);
}

void fetch_robots_read(base_str text, const char *agent, fetch_robots *out) {
  enum { MOST_BYTES = 500 << 10 };
  *out = (fetch_robots){0};
  base_arena_init(&out->arena);
  reading r = {.out = out, .agent = agent};
  if (text.len > MOST_BYTES) text.len = MOST_BYTES;
  if (base_str_starts(text, BASE_STR("\xef\xbb\xbf"))) text = base_str_sub(text, 3, text.len);
  for (size_t i = 0, begin = 0; i <= text.len; i++) {
    if (i < text.len && text.data[i] != '\n' && text.data[i] != '\r') continue;
    base_str line = base_str_sub(text, begin, i);
    take_line(&r, base_str_cut(&line, '#'));
    begin = i + 1;
  }
}

void fetch_robots_clear(fetch_robots *r) {
  base_arena_clear(&r->arena);
  *r = (fetch_robots){0};
}

/* Does the rule fit the path's beginning? '*' is any run of bytes, '$' at the end of the rule the path's end. Going back
 * to the last star only is enough: no rule takes longer than its length times the path's. */
static bool fits(base_str rule, const char *path) {
  bool to_end = rule.len && rule.data[rule.len - 1] == '$';
  if (to_end) rule.len--;
  size_t i = 0, star = SIZE_MAX;
  const char *after = NULL;
  for (;;) {
    if (i == rule.len && (!to_end || !*path)) return true;
    if (i < rule.len && rule.data[i] == '*') star = i++, after = path;
    else if (i < rule.len && *path && rule.data[i] == *path) i++, path++;
    else if (star != SIZE_MAX && *after) i = star + 1, path = ++after;
    else return false;
  }
}

bool fetch_robots_allow(const fetch_robots *r, const char *path) {
  const fetch_rule *best = NULL;
  for (size_t i = 0; i < r->rules.n; i++) {
    const fetch_rule *rule = &r->rules.v[i];
    if (!fits(rule->path, path)) continue;
    bool longer = !best || rule->path.len > best->path.len;
    if (longer || (rule->path.len == best->path.len && rule->allow)) best = rule;
  }
  return !best || best->allow;
}
