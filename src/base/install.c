/* Finding the installation. */
#include <dlfcn.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/base.h"

/* Where `make install` puts the data; the build system sets it. */
#ifndef DRAGOMAN_INSTALLED_DATA
#define DRAGOMAN_INSTALLED_DATA "/usr/local/share/dragoman"
#endif

bool base_is_data_folder(base_arena *a, base_str dir) {
  return access(base_str_printf(a, BASE_FMT "/en/status.txt", BASE_ARG(dir)).data, R_OK) == 0;
}

static base_str folder_of(base_arena *a, const char *path, size_t n) {
  while (n > 0 && path[n - 1] != '/') n--;
  return n > 1 ? base_str_copy(a, (base_str){path, n - 1}) : BASE_NONE;
}

base_str base_program_folder(base_arena *a) {
  char path[PATH_MAX];
  ssize_t n = readlink("/proc/self/exe", path, sizeof path);
  return n > 0 ? folder_of(a, path, (size_t)n) : BASE_NONE;
}

base_str base_library_folder(base_arena *a) {
  Dl_info info;
  static const char HERE = 0;
  return dladdr(&HERE, &info) && info.dli_fname ? folder_of(a, info.dli_fname, strlen(info.dli_fname)) : BASE_NONE;
}

/* The data as it stands to a program or library: installed (a library may be one folder deeper, as Debian has it), or
 * in a build folder of the source tree. */
static base_str data_beside(base_arena *a, base_str folder) {
  static const char *const BESIDE[] = {"../share/dragoman", "../../share/dragoman", "../data", "../../data",
                                       "../../../data"};
  for (size_t i = 0; folder.data && i < sizeof BESIDE / sizeof *BESIDE; i++) {
    base_str dir = base_str_printf(a, BASE_FMT "/%s", BASE_ARG(folder), BESIDE[i]);
    if (base_is_data_folder(a, dir)) return dir;
  }
  return BASE_NONE;
}

/* The first that is there: $DRAGOMAN_DATA, beside the program, beside the library, the compiled-in place. */
base_str base_data_folder(base_arena *a) {
  const char *env = getenv("DRAGOMAN_DATA");
  if (env && *env) return base_str_copy(a, base_str_of(env));
  base_str dir = data_beside(a, base_program_folder(a));
  if (!dir.data) dir = data_beside(a, base_library_folder(a));
  return dir.data ? dir : BASE_STR(DRAGOMAN_INSTALLED_DATA);
}
