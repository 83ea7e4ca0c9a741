/* What a stranger's server sends that is no report: robots.txt, and addresses in feeds and redirects. The first line is
 * an address, the second one relative to it, the rest robots.txt. */
#include <stdlib.h>
#include "fetch/parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *text_of(base_str s) {
  char *z = malloc(s.len + 1);
  if (!z) abort();
  if (s.len) memcpy(z, s.data, s.len);
  z[s.len] = 0;
  return z;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  base_str rest = {(const char *)data, size};
  char *address = text_of(base_str_cut(&rest, '\n')), *relative = text_of(base_str_cut(&rest, '\n'));
  fetch_url base, url;
  fetch_robots robots;
  fetch_robots_read(rest.data ? rest : BASE_STR(""), "dragoman", &robots);
  if (!fetch_url_read(address, NULL, &base)) {
    if (!base.host || !base.path || base.path[0] != '/') abort();
    fetch_robots_allow(&robots, base.path);
    if (!fetch_url_read(relative, base.text, &url)) fetch_robots_allow(&robots, url.path);
    fetch_url_clear(&url);
  }
  fetch_url_clear(&base);
  fetch_robots_clear(&robots);
  free(address);
  free(relative);
  return 0;
}
