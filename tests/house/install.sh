#!/usr/bin/env bash
# Installs a build into a scratch prefix and uses it from there as a stranger would: the program, the library through
# pkg-config, the library through CMake. Nothing of the source tree is in reach of them but examples/code_text.c.
#
#   install.sh BUILD CC
# shellcheck disable=SC2317 # functions are called through check
set -euo pipefail
build=$1 cc=$2
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset DRAGOMAN_DATA
failed=0 passed=0

check() { # NAME COMMAND…
  local name=$1
  shift
  if "$@" >"$scratch/log" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAIL install: $name"
    cat "$scratch/log"
  fi
}

prefix=$scratch/prefix
cmake --install "$build" --prefix "$prefix" >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }
cp "$source/examples/code_text.c" "$scratch"
cd "$scratch"

has() { [[ -s $(find "$prefix" -path "*/$1" | head -n 1) ]]; }
for file in include/dragoman.h pkgconfig/dragoman.pc cmake/dragoman/dragomanConfig.cmake man1/dragoman.1 \
  share/dragoman/en/status.txt share/dragoman/model/en.drg doc/dragoman/NOTICE; do
  check "$file is there" has "$file"
done

check "the program" "$prefix/bin/dragoman" doctor

libdir=$(dirname "$(find "$prefix" -name libdragoman.so | head -n 1)")
with_pkg_config() {
  export PKG_CONFIG_PATH=$libdir/pkgconfig
  local flags
  read -ra flags <<<"$(pkg-config --cflags --libs dragoman)"
  "$cc" -Wall -Wextra -Werror code_text.c "${flags[@]}" -Wl,-rpath,"$libdir" -o by_pkg_config
  "$source/tests/house/example.py" ./by_pkg_config
}
check "a program through pkg-config" with_pkg_config

with_cmake() {
  mkdir -p by_cmake
  cat >by_cmake/CMakeLists.txt <<'CMAKE'
cmake_minimum_required(VERSION 3.21)
project(stranger LANGUAGES C)
find_package(dragoman 0.1 REQUIRED)
add_executable(by_cmake ../code_text.c)
target_link_libraries(by_cmake PRIVATE dragoman::dragoman)
CMAKE
  cmake -S by_cmake -B by_cmake/build -DCMAKE_PREFIX_PATH="$prefix" && cmake --build by_cmake/build &&
    "$source/tests/house/example.py" by_cmake/build/by_cmake
}
check "a program through CMake" with_cmake

echo "$passed passed, $failed failed"
exit $((failed > 0))
