# One command for each thing people do here; CI runs the same ones (.ci/run).
SWIFT ?= swift
SCRATCH ?= .build
CONFIG ?= config/hazard.yaml
# A target that imports what it does not declare is an error, in every build.
FLAGS = --scratch-path $(SCRATCH) --explicit-target-dependency-import-check error

.DEFAULT_GOAL := help
.PHONY: help setup build test check demo run

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-6s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: ## install the Debian libraries that are missing; say how to get Swift
	@.ci/setup

build: setup ## build everything for debugging
	$(SWIFT) build $(FLAGS)

test: setup ## build and run all tests
	$(SWIFT) test $(FLAGS)

check: setup ## check format, floors, sizes and house rules without building
	.ci/check

demo: setup ## build for release and play a day of reports on this machine, no broker needed
	$(SWIFT) build $(FLAGS) -c release --product hazard
	$(SCRATCH)/release/hazard demo

run: setup ## build for release and serve with CONFIG (default config/hazard.yaml)
	$(SWIFT) build $(FLAGS) -c release --product hazard
	$(SCRATCH)/release/hazard serve --config $(CONFIG)
