# Two commands matter: `make demo` shows the result, `make test` proves it.
SWIFT ?= swift
NTM := .build/release/ntm
# The program takes the Swift libraries with it, where the toolchain has them so: it starts faster and runs where no Swift is.
TOOLCHAIN := $(shell dirname "$$(readlink -f "$$(command -v $(SWIFT))" 2>/dev/null)" 2>/dev/null)
STATIC := $(if $(wildcard $(TOOLCHAIN)/../lib/swift_static/linux/libFoundation.a),--static-swift-stdlib)
# The optimiser may look from one target into another: a batch takes a twentieth less time.
RELEASE := $(STATIC) -Xswiftc -cross-module-optimization
DEMO := .build/demo

BENCH := .build/bench

MESSY := .build/messy
SEEDS ?= 1 2 3 4 5 6 7 8 9 10

.PHONY: build demo test browser bench messy messy-forms polluted fuzz format deps

deps:
	@sh .ci/install-packages.sh

build: deps
	$(SWIFT) build -c release $(RELEASE) --product ntm

demo: build
	@mkdir -p $(DEMO)
	$(NTM) validate fixtures/binh-luong --quiet
	$(NTM) evaluate fixtures/binh-luong --criteria thanh-hoa-2024-25 --unit "xã Bình Lương" --year 2025 \
	  --region bac-trung-bo --values fixtures/binh-luong/values.yaml -o $(DEMO)/bieu-danh-gia.xlsx --force
	@echo "Open $(DEMO)/bieu-danh-gia.xlsx"

test: deps
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error
	$(SWIFT) test --skip-build --disable-xctest --parallel
	FUZZ_SEED=1 Tests/Fuzzing/fuzz.sh 2
	$(MAKE) build
	NTM_PROGRAM=$(CURDIR)/$(NTM) $(SWIFT) test --skip-build --disable-xctest --filter CommandLineTests
	$(MAKE) browser
	$(MAKE) messy SEEDS=22

# Uses the HTML report with a keyboard in headless Chromium; where that cannot be had it says so.
browser: build
	@command -v chromium >/dev/null || { [ "$$(id -u)" -eq 0 ] && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; } || true
	@if command -v chromium >/dev/null; then python3 Tests/Browser/page_by_keyboard.py $(NTM); \
	  else echo "NOT TESTED: the HTML report in a browser; Chromium is not installed and could not be."; fi

# Reads generated surveys with every bad habit we know, and scores the reading by habit.
messy: build
	@for seed in $(SEEDS); do for kind in "" --wild; do \
	  python3 fixtures/messy/make_messy.py $(MESSY)/$$seed$$kind --seed $$seed --count 80 $$kind && \
	  python3 fixtures/messy/score.py $(NTM) $(MESSY)/$$seed$$kind --show 2 || exit 1; \
	done; done

# The same of the other survey forms: lists, matrices and sheets of indicators, with their CSV twins.
messy-forms: build
	@for seed in $(SEEDS); do for kind in "" --wild; do \
	  python3 fixtures/messy/make_forms.py $(MESSY)/$$seed-forms$$kind --seed $$seed --count 80 $$kind && \
	  python3 fixtures/messy/score.py $(NTM) $(MESSY)/$$seed-forms$$kind --show 2 || exit 1; \
	done; done

bench: deps
	$(SWIFT) build -c release $(RELEASE) --product ntm-benchmark
	$(SWIFT) build -c release $(RELEASE) --product ntm-write-benchmark
	python3 -m venv $(BENCH)/venv
	$(BENCH)/venv/bin/pip install --quiet xlsxwriter python-calamine fastexcel pyarrow openpyxl \
	  'frictionless[excel]' pandas pandera polars duckdb
	$(BENCH)/venv/bin/python fixtures/bench/bench.py .build/release/ntm-benchmark $(BENCH)

# Reads one table as CSV in many polluted ways, beside DuckDB.
POLLUTED := .build/polluted
polluted: build
	python3 -m venv $(BENCH)/venv
	$(BENCH)/venv/bin/pip install --quiet duckdb
	python3 fixtures/polluted/make_polluted.py $(POLLUTED)
	$(BENCH)/venv/bin/python fixtures/polluted/score.py $(NTM) $(POLLUTED)

# Runs the readers on damaged bytes, with the address sanitizer, FUZZ_SECONDS for each target.
FUZZ_SECONDS ?= 600
fuzz: deps
	Tests/Fuzzing/fuzz.sh $(FUZZ_SECONDS) $(FUZZ)

format:
	$(SWIFT) format --in-place --recursive Sources Tests Package.swift
