# bassin: build, tests, demonstration, installation. 'make help' lists the targets.
#
# Objects live in build/FLAVOUR-COMPILER and are rebuilt when a flag changes;
# build/bassin is always the release program.

VERSION := 0.1.0
FLAVOUR ?= release
ifeq ($(origin CC),default)
CC := gcc
endif
AR ?= ar
THREADS ?= $(shell nproc 2>/dev/null || echo 1)

prefix ?= /usr/local
bindir ?= $(prefix)/bin
datadir ?= $(prefix)/share
mandir ?= $(datadir)/man

# ---- flags -------------------------------------------------------------------
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wcast-qual -Wformat=2 -Wvla -Wwrite-strings
# Results must not depend on the compiler's freedom to fuse or reorder: no
# contraction, no fast-math, no -march. Nobody reads errno or the exception flags
# of mathematical functions: without them square roots and roundings vectorise.
BASE_CFLAGS := -std=c11 -fopenmp -ffp-contract=off -fno-math-errno -fno-trapping-math -fstack-protector-strong $(WARNINGS)
FLAGS_release := -O3
FLAGS_debug := -O0 -g
FLAGS_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
FLAGS_tsan := -O1 -g -fsanitize=thread
FLAGS_coverage := -O0 -g --coverage
ifneq ($(WERROR),)
BASE_CFLAGS += -Werror
endif
CFLAGS ?=
PROJECT_CFLAGS := $(BASE_CFLAGS) $(FLAGS_$(FLAVOUR))
PROJECT_CPPFLAGS := -I. -D_GNU_SOURCE -DBASSIN_VERSION='"$(VERSION)"' -DBASSIN_DATADIR='"$(datadir)/bassin"' \
	-DBASSIN_LOCALEDIR='"$(datadir)/locale"'
CHECK_LIBS := -lcheck_pic -lsubunit -lrt -lpthread
LIBS := -lglpk -lgsl -lgslcblas -lcsv -ljansson -lnettle -lutf8proc -lz -lm

# ---- files -------------------------------------------------------------------
B := build/$(FLAVOUR)-$(notdir $(CC))
STATS_SOURCES := $(sort $(wildcard stats/*/*.c))
SIM_SOURCES := $(sort $(wildcard sim/model/*.c sim/run/*.c))
CLI_SOURCES := $(sort $(wildcard sim/cli/*.c))
HEADERS := $(sort $(wildcard stats/*/*.h sim/*/*.h))
UNIT_SOURCES := $(sort $(wildcard tests/unit/*/test_*.c))
VERIFY_SOURCES := $(sort $(wildcard tests/verify/verify_*.c))
FUZZ_SOURCES := $(sort $(wildcard tests/fuzz/fuzz_*.c))
PO_FILES := $(sort $(wildcard sim/locale/*.po))
CATALOGUES := $(patsubst sim/locale/%.po,build/locale/%/LC_MESSAGES/bassin.mo,$(PO_FILES))
SCHEMAS := $(sort $(wildcard datasets/schemas/*.json))

objects = $(patsubst %.c,$(B)/%.o,$(1))
STATS_OBJECTS := $(call objects,$(STATS_SOURCES)) $(B)/gen/builtin_schemas.o
SIM_OBJECTS := $(call objects,$(SIM_SOURCES))
CLI_OBJECTS := $(call objects,$(CLI_SOURCES))
UNIT_PROGRAMS := $(patsubst %.c,$(B)/%,$(UNIT_SOURCES))
VERIFY_PROGRAMS := $(patsubst %.c,$(B)/%,$(VERIFY_SOURCES))
FUZZ_PROGRAMS := $(patsubst %.c,$(B)/%,$(FUZZ_SOURCES))
SUPPORT_OBJECTS := $(call objects,$(sort $(wildcard tests/unit/*.c)))

PROGRAM := $(B)/bassin
ifeq ($(FLAVOUR)-$(notdir $(CC)),release-gcc)
PROGRAM := build/bassin
endif
Q := $(if $(V),,@)

.PHONY: unit-programs verify-programs fuzz-programs tsan-run all demo demo-all test setup help clean install uninstall format format-check lint bench bench-short bench-instructions asan tsan clang \
	check-layers check-headers check-words words words-merge check-unit check-cli check-shells check-report check-roundtrip check-real check-verify check-persons check-fuzz verify fuzz coverage \
	update-golden datasets tutorial manual FORCE
.DELETE_ON_ERROR:
.SECONDARY:

## all: build the program (build/bassin), installing what is missing
all: $(PROGRAM) $(CATALOGUES)

# ---- set-up ------------------------------------------------------------------
build/setup-%.stamp: scripts/setup
	@mkdir -p build
	$(Q)scripts/setup $*
	@touch $@

## setup: install the packages that the build and the tests need
setup: build/setup-build.stamp build/setup-test.stamp

# ---- build -------------------------------------------------------------------
# A change of flags rewrites this file, and with it every object.
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(PROJECT_CPPFLAGS) $(CPPFLAGS) $(PROJECT_CFLAGS) $(CFLAGS)' | cmp -s - $@ || \
	 echo '$(CC) $(PROJECT_CPPFLAGS) $(CPPFLAGS) $(PROJECT_CFLAGS) $(CFLAGS)' > $@

# Files for one instruction set: the program looks at the processor before it calls them.
ifeq ($(shell uname -m),x86_64)
$(B)/stats/numeric/%_avx2.o: WIDTH_CFLAGS := -mavx2
$(B)/stats/numeric/%_avx512.o: WIDTH_CFLAGS := -mavx512f -mavx512dq -mavx512vl -mavx512bw
endif

# The version of libxlsxwriter that is loaded when a workbook is made: that of the header.
$(B)/stats/data/xlsxlibrary.o: WIDTH_CFLAGS = -DXLSXWRITER_SONAME='"$(shell readelf -d \
	$$($(CC) -print-file-name=libxlsxwriter.so) 2>/dev/null | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')"'

$(B)/%.o: %.c $(B)/flags | build/setup-build.stamp
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(PROJECT_CPPFLAGS) $(CPPFLAGS) $(PROJECT_CFLAGS) $(WIDTH_CFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

$(B)/gen/builtin_schemas.c: scripts/embed-schemas $(SCHEMAS)
	@mkdir -p $(@D)
	$(Q)scripts/embed-schemas $(SCHEMAS) > $@

$(B)/gen/builtin_schemas.o: $(B)/gen/builtin_schemas.c $(B)/flags | build/setup-build.stamp
	$(Q)$(CC) $(PROJECT_CPPFLAGS) $(CPPFLAGS) $(PROJECT_CFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

$(B)/libstats.a: $(STATS_OBJECTS)
	@echo "  AR    $@"
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(B)/libsim.a: $(SIM_OBJECTS)
	@echo "  AR    $@"
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(PROGRAM): $(CLI_OBJECTS) $(B)/libsim.a $(B)/libstats.a | $(CATALOGUES)
	@echo "  LD    $@"
	$(Q)$(CC) $(PROJECT_CFLAGS) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@

# What the program says in other languages (sim/locale/fr.po), found beside it.
build/locale/%/LC_MESSAGES/bassin.mo: sim/locale/%.po | build/setup-build.stamp
	@mkdir -p $(@D)
	@echo "  MO    $<"
	$(Q)msgfmt --check-format -o $@ $<

-include $(wildcard $(B)/*/*.d $(B)/*/*/*.d $(B)/*/*/*/*.d)

# ---- demonstration -----------------------------------------------------------
## demo: the main job on the shipped data: CSV, figures and a manifest in out/demo/
demo: build/setup-build.stamp
	$(Q)$(MAKE) --no-print-directory all
	$(Q)scripts/demo build/bassin out/demo

## demo-all: the nine packs of announced programmes, compared in out/demo-all/ and in their READMEs
demo-all: build/setup-build.stamp
	$(Q)$(MAKE) --no-print-directory all
	$(Q)scripts/demo-all build/bassin out/demo-all figures
	$(Q)scripts/pack-tables out/demo-all readmes datasets/scenarios

# ---- tests -------------------------------------------------------------------
# Each group prints one line "ok ..." or "not ok ..." a test; tests/run adds up.
TEST_GROUPS ?= layers headers words unit cli shells real verify fuzz asan

## test: the whole test suite; its last line is "N passed, N failed"
test: build/setup-build.stamp build/setup-test.stamp
	$(Q)MAKE='$(MAKE)' tests/run $(TEST_GROUPS)

## check-layers: who may include and call whom
check-layers:
	$(Q)scripts/check-layers

## check-words: every message has its translation; words: shows those without; words-merge: adds them
## to sim/locale/fr.po, to be filled in, and removes those of messages that are gone
$(B)/table-words: $(B)/tests/words/table_words.o $(filter-out %/main.o,$(CLI_OBJECTS)) $(B)/libsim.a $(B)/libstats.a
	$(Q)$(CC) $(PROJECT_CFLAGS) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@
check-words words words-merge: $(B)/table-words
	$(Q)scripts/words $@ $(B)/table-words $(B)/words

## check-headers: every header compiles by itself
check-headers: build/setup-build.stamp
	$(Q)failed=0; for h in $(HEADERS); do \
	 if printf '#include "%s"\ntypedef int not_empty;\n' "$$h" | $(CC) $(PROJECT_CPPFLAGS) $(PROJECT_CFLAGS) -Werror -fsyntax-only -x c -; \
	 then echo "ok headers: $$h"; else echo "not ok headers: $$h"; failed=1; fi; done; exit $$failed

# Programs of the tests. Those of stats are linked without sim: a call upwards
# would not link.
$(B)/tests/unit/stats/%: $(B)/tests/unit/stats/%.o $(SUPPORT_OBJECTS) $(B)/libstats.a
	$(Q)$(CC) $(PROJECT_CFLAGS) $(CFLAGS) $(LDFLAGS) $^ $(CHECK_LIBS) $(LIBS) -o $@

$(B)/tests/unit/sim/%: $(B)/tests/unit/sim/%.o $(SUPPORT_OBJECTS) $(B)/libsim.a $(B)/libstats.a
	$(Q)$(CC) $(PROJECT_CFLAGS) $(CFLAGS) $(LDFLAGS) $^ $(CHECK_LIBS) $(LIBS) -o $@

$(B)/tests/verify/%: $(B)/tests/verify/%.o $(SUPPORT_OBJECTS) $(B)/libsim.a $(B)/libstats.a
	$(Q)$(CC) $(PROJECT_CFLAGS) $(CFLAGS) $(LDFLAGS) $^ $(CHECK_LIBS) $(LIBS) -o $@

$(B)/tests/fuzz/%: $(B)/tests/fuzz/%.o $(B)/libsim.a $(B)/libstats.a
	$(Q)$(CC) $(PROJECT_CFLAGS) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@

## check-unit: unit tests (TESTS=number for one program)
check-unit: build/setup-test.stamp
	$(Q)$(MAKE) --no-print-directory unit-programs
	$(Q)tests/unit/run $(CHOSEN_UNITS)
CHOSEN_UNITS = $(if $(TESTS),$(filter $(addprefix %/test_,$(TESTS)),$(UNIT_PROGRAMS)),$(UNIT_PROGRAMS))
unit-programs: $(CHOSEN_UNITS)

## check-cli: the program against golden files (CASES=project/% for some)
check-cli: $(PROGRAM) build/setup-test.stamp
	$(Q)tests/cli/run $(PROGRAM) $(CASES)

## check-shells: completion in bash, zsh and fish, those that are here
check-shells: $(PROGRAM) build/setup-test.stamp
	$(Q)tests/shells/run $(PROGRAM)

## update-golden: write the golden files anew, to be read with git diff
update-golden: $(PROGRAM)
	$(Q)UPDATE=1 tests/cli/run $(PROGRAM) $(CASES)

## check-report: reports in headless Chromium at desktop and phone widths and on A4 (REPORTS=files)
REPORTS ?= out/demo/report-fr.html out/demo/report-en.html
check-report: $(PROGRAM) build/setup-browser.stamp
	$(Q)[ -e out/demo/report-fr.html ] || scripts/demo $(PROGRAM) out/demo >/dev/null
	$(Q)tests/report/run out/check-report $(REPORTS)

## check-roundtrip: results read by R, pandas, DuckDB, Miller and LibreOffice, cell by cell
## (DuckDB is no package of Debian: NODE_PATH=folder with @duckdb/node-api)
check-roundtrip: $(PROGRAM) build/setup-roundtrip.stamp
	$(Q)tests/roundtrip/run $(PROGRAM)

## check-real: official files as published, where a copy is at hand (RAW=folder)
RAW ?= ../shared/data
check-real: $(PROGRAM)
	$(Q)tests/real/run $(PROGRAM) $(RAW)

## check-verify: the statistical checks, short; verify: in full
check-verify: $(PROGRAM) build/setup-test.stamp
	$(Q)$(MAKE) --no-print-directory verify-programs
	$(Q)status=0; tests/unit/run $(VERIFY_PROGRAMS) || status=1; \
	 $(PERSONS) || status=1; exit $$status
verify: $(PROGRAM) build/setup-test.stamp
	$(Q)$(MAKE) --no-print-directory verify-programs
	$(Q)status=0; VERIFY_FULL=1 tests/unit/run $(VERIFY_PROGRAMS) || status=1; \
	 $(PERSONS) --full --table build/persons.csv || status=1; exit $$status
verify-programs: $(VERIFY_PROGRAMS)

## check-persons: the engine beside the person-by-person simulator (CASES=limits for one case)
PERSONS = PYTHONDONTWRITEBYTECODE=1 python3 tests/reference/persons_compare.py $(PROGRAM)
check-persons: $(PROGRAM) build/setup-test.stamp
	$(Q)$(PERSONS) $(CASES)

## check-fuzz: random inputs under the address sanitizer, short; fuzz: MINUTES=10 of them
check-fuzz:
	$(Q)$(MAKE) --no-print-directory FLAVOUR=asan fuzz-programs
	$(Q)tests/fuzz/run 3 build/asan-$(notdir $(CC))/tests/fuzz
fuzz:
	$(Q)$(MAKE) --no-print-directory FLAVOUR=asan fuzz-programs
	$(Q)tests/fuzz/run $$(($(or $(MINUTES),10) * 60)) build/asan-$(notdir $(CC))/tests/fuzz
fuzz-programs: $(FUZZ_PROGRAMS)

## asan: unit and command-line tests under the address and undefined-behaviour sanitizers (without
## the long runs of the nine packs; CASES=project/packs for them)
asan: build/setup-test.stamp
	$(Q)$(MAKE) --no-print-directory FLAVOUR=asan check-unit check-cli CASES='$(or $(CASES),!project/demo-all !project/golden !project/packs !project/extend !project/processors !project/tutorial !project/dry-run !project/sobol !project/until !project/workbook !merge/whole !verify/verify !help/terminal !list/roundtrip !plot/chain !plot/formats !plot/injection !plot/sizes !plot/tornado !backtest/backtest !compare/compare !language/data !report/report !report/translations !indicators/five-territories)'

## tsan: the parallel parts under the thread sanitizer (clang with its OpenMP)
tsan: build/setup-tsan.stamp
	$(Q)$(MAKE) --no-print-directory FLAVOUR=tsan CC=clang tsan-run
tsan-run: $(PROGRAM) $(B)/tests/unit/stats/test_parallel
	$(Q)tests/tsan/run $(PROGRAM) $(B)/tests/unit/stats/test_parallel

## clang: the whole program with the second compiler, warnings as errors
clang: build/setup-tsan.stamp
	$(Q)$(MAKE) --no-print-directory CC=clang WERROR=1 all && echo "ok clang: no warning"

## coverage: branches and lines that the unit and command-line tests reach
coverage: build/setup-dev.stamp build/setup-test.stamp
	$(Q)$(MAKE) --no-print-directory FLAVOUR=coverage check-unit check-cli
	$(Q)gcovr -r . --object-directory build/coverage-$(notdir $(CC)) -f stats/ -f sim/ --print-summary \
	 --html-details build/coverage.html

# ---- speed -------------------------------------------------------------------
## bench: speed and memory as ratios to peers on the same work, with tables in out/bench
## (ONLY=W2 for some, ROUNDS=5, DUCKDB=folder with node_modules)
bench: $(PROGRAM) build/setup-bench.stamp
	$(Q)DUCKDB='$(DUCKDB)' scripts/bench $(PROGRAM) $(or $(ROUNDS),5) $(ONLY)

## bench-short: one round of it, tables in out/bench-short
bench-short: $(PROGRAM) build/setup-bench.stamp
	$(Q)DUCKDB='$(DUCKDB)' OUT=out/bench-short scripts/bench $(PROGRAM) 1 $(ONLY)

## bench-instructions: instructions of three short runs against tests/reference/instructions.csv
## (callgrind; not more than 3 % above; UPDATE=1 writes them anew)
bench-instructions: $(PROGRAM) build/setup-dev.stamp
	$(Q)CC='$(CC)' scripts/instructions $(PROGRAM)

# ---- upkeep ------------------------------------------------------------------
FORMATTED := $(STATS_SOURCES) $(SIM_SOURCES) $(CLI_SOURCES) $(HEADERS) \
	$(sort $(wildcard tests/*/*.[ch] tests/*/*/*.[ch]))

## format: lay the sources out with clang-format 14
format: build/setup-dev.stamp
	$(Q)clang-format -i $(FORMATTED)

format-check: build/setup-dev.stamp
	$(Q)clang-format --dry-run -Werror $(FORMATTED)

## lint: shell scripts, layout, static analysis
lint: build/setup-dev.stamp format-check
	$(Q)shellcheck $$(grep -sl "^#!/bin/sh" scripts/* tests/run tests/*/run tests/roundtrip/tables) tests/cli/lib.sh .ci/run
	$(Q)cppcheck --quiet --error-exitcode=1 --std=c11 --enable=warning,portability --inline-suppr \
	 --suppress=missingIncludeSystem -I. stats sim

## tutorial: run the tutorials of sim/ and the examples of READMEs again, text and figures
tutorial: $(PROGRAM)
	$(Q)for page in sim/TUTORIAL.md sim/TUTORIEL.md datasets/README.md README.md; do \
	 scripts/tutorial $(PROGRAM) $$page $(B)/pages > $(B)/page.md && cp $(B)/page.md $$page || exit 1; done
	$(Q)mkdir -p sim/tutorial && cp $(B)/pages/*.svg sim/tutorial

## datasets: compute the shipped panels again from published files (RAW=folder)
datasets: $(PROGRAM)
	$(Q)scripts/prepare-datasets $(RAW) $(PROGRAM)

# ---- installation ------------------------------------------------------------
DATASETS := $(sort $(shell find datasets -type f 2>/dev/null))

# A page a command is made from the program's own help, a script a shell from its options.
BASH_COMPLETION := $(datadir)/bash-completion/completions/bassin
ZSH_COMPLETION := $(datadir)/zsh/site-functions/_bassin
FISH_COMPLETION := $(datadir)/fish/vendor_completions.d/bassin.fish
LANGUAGES := $(patsubst sim/locale/%.po,%,$(PO_FILES))

## manual: the manual pages, bassin.1 and one a command, in every language
manual: $(B)/man/stamp
$(B)/man/stamp: $(PROGRAM) $(CATALOGUES)
	@rm -rf $(@D) && mkdir -p $(addprefix $(@D)/,C $(LANGUAGES))
	$(Q)for l in C $(LANGUAGES); do export LC_ALL=$$l LANGUAGE=; \
	 $(PROGRAM) --manual > $(@D)/$$l/bassin.1 || exit 1; \
	 for c in $$($(PROGRAM) --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do \
	 $(PROGRAM) --manual $$c > $(@D)/$$l/bassin-$$c.1 || exit 1; done; done
	@touch $@

## install: program, datasets, manual pages, translations, completion (prefix=/usr/local, DESTDIR for packagers)
install: $(PROGRAM) $(B)/man/stamp $(CATALOGUES)
	install -d $(DESTDIR)$(bindir) $(DESTDIR)$(mandir)/man1
	install -m 755 $(PROGRAM) $(DESTDIR)$(bindir)/bassin
	install -m 644 $(B)/man/C/*.1 $(DESTDIR)$(mandir)/man1
	for l in $(LANGUAGES); do \
	 install -d $(DESTDIR)$(mandir)/$$l/man1 && \
	 install -m 644 $(B)/man/$$l/*.1 $(DESTDIR)$(mandir)/$$l/man1 && \
	 install -D -m 644 build/locale/$$l/LC_MESSAGES/bassin.mo \
	 $(DESTDIR)$(datadir)/locale/$$l/LC_MESSAGES/bassin.mo || exit 1; done
	install -d $(DESTDIR)$(dir $(BASH_COMPLETION)) $(DESTDIR)$(dir $(ZSH_COMPLETION)) $(DESTDIR)$(dir $(FISH_COMPLETION))
	scripts/completion-loader $(PROGRAM) bash > $(DESTDIR)$(BASH_COMPLETION)
	scripts/completion-loader $(PROGRAM) zsh > $(DESTDIR)$(ZSH_COMPLETION)
	scripts/completion-loader $(PROGRAM) fish > $(DESTDIR)$(FISH_COMPLETION)
	for f in $(DATASETS); do \
	 install -D -m 644 $$f $(DESTDIR)$(datadir)/bassin/$$f || exit 1; done

## uninstall: remove what install put there
uninstall:
	rm -f $(DESTDIR)$(bindir)/bassin $(DESTDIR)$(mandir)/man1/bassin.1 $(DESTDIR)$(mandir)/man1/bassin-*.1
	rm -f $(addprefix $(DESTDIR),$(BASH_COMPLETION) $(ZSH_COMPLETION) $(FISH_COMPLETION))
	for l in $(LANGUAGES); do \
	 rm -f $(DESTDIR)$(mandir)/$$l/man1/bassin.1 $(DESTDIR)$(mandir)/$$l/man1/bassin-*.1 \
	 $(DESTDIR)$(datadir)/locale/$$l/LC_MESSAGES/bassin.mo; done
	rm -rf $(DESTDIR)$(datadir)/bassin

# ---- everyday ----------------------------------------------------------------
## clean: remove everything built
clean:
	rm -rf build out

## help: list the targets
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)
