/* Files that lie in a folder that is read, and are what the reading writes. */
#include <stdlib.h>
#include "read/read.h"

char *read_real_path(const char *path) {
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
  drg_buffer b;
  drg_buffer_init(&b);
  base_put(&b, slash ? (base_str){path, (size_t)(slash - path) + 1} : BASE_STR("."));
  char *folder = realpath(b.data, NULL);
  b.len = 0;
  base_putf(&b, "%s/%s", folder ? folder : ".", name);
  free(folder);
  return b.data;
}

bool read_excepted(const char *path, char *const *except, size_t n_except) {
  bool found = false;
  if (!n_except) return false;
  char *real = read_real_path(path);
  for (size_t i = 0; i < n_except && !found; i++) {
    size_t n = strlen(except[i]);
    found = !strncmp(real, except[i], n) && (!real[n] || real[n] == '-');
  }
  free(real);
  return found;
}
