# Two commands matter: `make demo` shows the result, `make test` proves it.
SWIFT ?= swift
NTM := .build/release/ntm

.PHONY: build demo test bench format deps

deps:
	@sh .ci/install-packages.sh

build: deps
	$(SWIFT) build -c release --product ntm

test: deps
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift
	$(SWIFT) build --explicit-target-dependency-import-check error
	$(SWIFT) test --disable-xctest --parallel
	$(MAKE) build

format:
	$(SWIFT) format --in-place --recursive Sources Tests Package.swift
