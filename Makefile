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
# contraction, no fast-math, no -march.
BASE_CFLAGS := -std=c11 -fopenmp -ffp-contract=off -fstack-protector-strong $(WARNINGS)
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
PROJECT_CPPFLAGS := -I. -D_GNU_SOURCE -DBASSIN_VERSION='"$(VERSION)"' -DBASSIN_DATADIR='"$(datadir)/bassin"'
LIBS := -lgsl -lgslcblas -lcsv -ljansson -lnettle -lutf8proc -lz -lm

# ---- files -------------------------------------------------------------------
B := build/$(FLAVOUR)-$(notdir $(CC))
STATS_SOURCES := $(sort $(wildcard stats/*/*.c))
SIM_SOURCES := $(sort $(wildcard sim/model/*.c sim/run/*.c))
CLI_SOURCES := $(sort $(wildcard sim/cli/*.c))
HEADERS := $(sort $(wildcard stats/*/*.h sim/*/*.h))
UNIT_SOURCES := $(sort $(wildcard tests/unit/*/test_*.c))
VERIFY_SOURCES := $(sort $(wildcard tests/verify/verify_*.c))
SCHEMAS := $(sort $(wildcard datasets/schemas/*.json))

objects = $(patsubst %.c,$(B)/%.o,$(1))
STATS_OBJECTS := $(call objects,$(STATS_SOURCES)) $(B)/gen/builtin_schemas.o
SIM_OBJECTS := $(call objects,$(SIM_SOURCES))
CLI_OBJECTS := $(call objects,$(CLI_SOURCES))
UNIT_PROGRAMS := $(patsubst %.c,$(B)/%,$(UNIT_SOURCES))
VERIFY_PROGRAMS := $(patsubst %.c,$(B)/%,$(VERIFY_SOURCES))
SUPPORT_OBJECTS := $(call objects,$(sort $(wildcard tests/unit/*.c)))

PROGRAM := $(B)/bassin
ifeq ($(FLAVOUR)-$(notdir $(CC)),release-gcc)
PROGRAM := build/bassin
endif
Q := $(if $(V),,@)

.PHONY: all demo test setup help clean install uninstall format format-check lint bench asan tsan \
	check-layers check-headers check-unit check-cli check-real check-verify verify fuzz coverage \
	update-golden datasets manual FORCE
.DELETE_ON_ERROR:

## all: build the program (build/bassin), installing what is missing
all: $(PROGRAM)

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

$(B)/%.o: %.c $(B)/flags | build/setup-build.stamp
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(PROJECT_CPPFLAGS) $(CPPFLAGS) $(PROJECT_CFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

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

$(PROGRAM): $(CLI_OBJECTS) $(B)/libsim.a $(B)/libstats.a
	@echo "  LD    $@"
	$(Q)$(CC) $(PROJECT_CFLAGS) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@

-include $(wildcard $(B)/*/*.d $(B)/*/*/*.d $(B)/*/*/*/*.d)

# ---- everyday ----------------------------------------------------------------
## clean: remove everything built
clean:
	rm -rf build out

## help: list the targets
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)
