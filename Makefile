# The front door over CMakePresets.json. Start with `make demo`; `make help` lists the rest.
SHELL := /bin/bash
BOOTSTRAP ?= ./bootstrap
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 20
C_FILES = $(shell find include src tests train examples -name '*.[ch]' | sort)
SCRIPTS = bootstrap .ci/run tests/house/install.sh tests/house/parse_score.sh train/train.sh train/names.sh train/teacher/fetch.sh

# Configures a preset when its folder is new, then builds it. Ninja re-runs CMake when a build file changes.
build = test -f $(2)/build.ninja || cmake --preset $(1) >$(2).log 2>&1 || { cat $(2).log; exit 1; }; rm -f $(2).log; \
  cmake --build --preset $(1) $(3)

.PHONY: all setup demo test sanitize tsan lint format bench bless fuzz install clean help

all: setup ## the program, at build/dragoman
	@$(call build,default,build,--target dragoman image pages)

setup:
	@$(BOOTSTRAP) --quiet build

demo: all ## set up, build, and code a sample report into events for people to read
	@build/dragoman code -t text examples/sample-report.txt
	@echo
	@echo "Next: build/dragoman code YOUR-REPORT.txt, or 'make test', or read README.md" >&2

test: setup ## set up, build and run every test
	@$(BOOTSTRAP) --quiet train
	@$(BOOTSTRAP) --quiet test || echo "going on without: the tests that need it are skipped" >&2
	@grep -qs dragoman-train build/build.ninja || rm -f build/build.ninja # configured before OpenBLAS was there
	@$(call build,default,build)
	@tests/house/tally.py build

sanitize: setup ## every test under AddressSanitizer and UndefinedBehaviorSanitizer
	@$(call build,asan,build-asan)
	@ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 tests/house/tally.py build-asan

tsan: setup ## every test under ThreadSanitizer
	@$(call build,tsan,build-tsan)
	@tests/house/tally.py build-tsan

lint: ## format, warnings as errors, cppcheck, include rule, shellcheck
	@$(BOOTSTRAP) --quiet build train lint
	@tests/house/include_rule.py src
	@bad=0; for f in $(C_FILES); do clang-format "$$f" | cmp -s - "$$f" || \
	  { echo "$$f: not in the house's format: run 'make format'"; bad=1; }; done; exit $$bad
	@shellcheck $(SCRIPTS)
	@$(call build,strict,build-strict)
	@cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
	  --suppress=missingIncludeSystem --suppress=duplicateAssignExpression --suppress=uninitvar -Iinclude -Isrc -j2 src

format: ## rewrite the C files in the house's format
	@$(BOOTSTRAP) --quiet lint
	clang-format -i $(C_FILES)

bench: all ## speed, memory and start-up time
	python3 bench/run.py build/dragoman

bless: all ## accept the present output as the expected one; look at 'git diff' afterwards
	tests/golden/run.py --bless build/dragoman
	tests/cli/run.py --bless build/dragoman

fuzz: ## each fuzz target for FUZZ_SECONDS, with clang's libFuzzer
	@$(BOOTSTRAP) --quiet build fuzz
	@$(call build,fuzz,build-fuzz)
	@for target in build-fuzz/tests/fuzz_*; do \
	  name=$${target##*/fuzz_}; mkdir -p build-fuzz/corpus/$$name; echo "== $$name"; \
	  DRAGOMAN_DATA=data $$target -max_total_time=$(FUZZ_SECONDS) -max_len=65536 -verbosity=0 -print_final_stats=1 \
	    -artifact_prefix=build-fuzz/ build-fuzz/corpus/$$name $$(ls -d tests/fuzz/corpus/$$name 2>/dev/null) || exit 1; done

install: all ## into PREFIX (/usr/local): program, library, header, data, model, man page, completions
	@$(call build,default,build)
	cmake --install build --prefix $(PREFIX)

clean: ## remove what was built
	rm -rf build build-strict build-asan build-tsan build-fuzz

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20
