# `make demo` shows what Salus does; `make test` proves that it does. Both need the Rust toolchain and a C compiler.
#
# Build output goes to a cache folder outside this one, so that a second run is quick. Everything of the dev profile is
# built for the whole workspace: another selection of crates would have other features and build the query engine anew.

CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/salus
export CARGO_TARGET_DIR ?= $(CACHE)/target

CARGO := cargo
# Tools that are no part of the toolchain lie beside the build output; `tests/setup` brings them there.
export PATH := $(CACHE)/tools/bin:$(PATH)
SALUS := $(CARGO_TARGET_DIR)/release/salus
DEMO := $(CARGO_TARGET_DIR)/demo
DATA := $(or $(SALUS_DATA),../shared/data)
FUZZ_SECONDS ?= 30

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo release reference test setup lint format clippy tidy licences advisories units documentation content fuzz bench clean-demo

help:
	@echo "make demo    build the program, run it on the small clinic in examples/clinic, show where the report is"
	@echo "make test    install what the tests need and run all of them"
	@echo "make lint    formatting and clippy"
	@echo "make tidy    house rules, licences of all crates, known weaknesses in them"
	@echo "make units   the tests of all crates"
	@echo "make content every rule, mapping, detector and measure on its own examples"
	@echo "make fuzz    all readers on damaged input, rules on any text: $(FUZZ_SECONDS) seconds each"
	@echo "make reference  write the reference pages that the program makes"
	@echo "make bench   seconds and memory, see docs/benchmarks.md"

# --- the demo ---------------------------------------------------------------------------------------------------------

demo: release clean-demo
	@mkdir -p "$(DEMO)"
	@status=0; \
	"$(SALUS)" check examples/clinic --lake "$(DEMO)/lake" --report "$(DEMO)/salus-report.html" || status=$$?; \
	case $$status in \
	0) ;; \
	3) echo; echo "Some files of the example cannot be read, on purpose; exit code 3 says so." ;; \
	*) echo "error: \`salus check\` ended with exit code $$status" >&2; exit 1 ;; \
	esac; \
	echo "The report: $(DEMO)/salus-report.html (open it in a browser)"; \
	echo "The lake:   $(DEMO)/lake"; \
	echo "Next:       $(SALUS) query \"select outcome, count(*) from sign_in group by outcome\" --lake $(DEMO)/lake"

release:
	$(CARGO) build --locked --release --package salus

# The pages that the program writes about itself.
reference: release
	@"$(SALUS)" list evidence > docs/reference/evidence.md

clean-demo:
	@rm -rf "$(DEMO)"

# --- the tests --------------------------------------------------------------------------------------------------------

# The quick checks come first, the second compile of the query engine (clippy) late.
test: setup format tidy units documentation content clippy fuzz
	@echo "passed: format, house rules, licences, advisories (unless skipped above), tests, documentation, content, clippy, fuzzing"

setup:
	@tests/setup

lint: format clippy

format:
	$(CARGO) fmt --all --check

clippy:
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings

tidy: licences advisories
	$(CARGO) xtask tidy

# The crates' manifests must be at hand for every system, not only this one.
licences:
	$(CARGO) fetch --locked --quiet
	$(CARGO) deny --offline --log-level error check --hide-inclusion-graph licenses bans sources

advisories:
	@if timeout 120 $(CARGO) deny --log-level off fetch db 2>/dev/null; then \
		set -x; $(CARGO) deny --log-level error check --disable-fetch --hide-inclusion-graph advisories; \
	else \
		echo "skipped: known weaknesses in crates (https://github.com/RustSec/advisory-db cannot be reached)"; \
	fi

units:
	$(CARGO) build --locked --workspace --bins --tests
	@if $(CARGO) nextest --version >/dev/null 2>&1; then \
		set -x; $(CARGO) nextest run --locked --workspace --no-fail-fast; \
	else \
		set -x; $(CARGO) test --locked --workspace --lib --bins --tests --no-fail-fast; \
	fi
	@test -d "$(DATA)" || echo "skipped: tests on public collections of evidence (no folder \`$(DATA)\`; help: set SALUS_DATA)"

documentation:
	$(CARGO) test --quiet --locked --workspace --doc

content:
	$(CARGO) build --locked --workspace --bins --tests
	"$(CARGO_TARGET_DIR)/debug/salus" test --content content

fuzz:
	fuzz/run $(FUZZ_SECONDS)

# --- measuring --------------------------------------------------------------------------------------------------------

bench: release
	benches/run "$(SALUS)"
