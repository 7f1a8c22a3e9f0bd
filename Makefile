# Two commands do everything, set-up included: `make demo` and `make test`.
# What is done once leaves a stamp in .venv/ and is not done again until what it came from changes.

PYTHON ?= python3
BIN := .venv/bin
SHELL := /bin/bash
comma := ,
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

ASSET_SOURCES := $(wildcard web/assets/*) package.json package-lock.json
BUILT := web/static/build/site.css

# uv installs in seconds what takes pip minutes, but it does not read pip's settings: pip is asked
# when uv cannot.
define install
	@echo "Installing $(1) ..."
	@UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip install --quiet --python $(BIN)/python \
	  --constraints constraints.txt --build-constraints constraints.txt --editable '$(1)' \
	|| { echo "uv could not; pip tries."; \
	  $(BIN)/pip install --quiet --constraint constraints.txt --editable '$(1)'; }
endef

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-17s %s\n", $$1, $$2}' Makefile

# ---------------------------------------------------------------- for people who use it

.PHONY: demo
demo: .venv/.installed $(BUILT) ## a sample directory on http://localhost:8000, no network needed
	@$(BIN)/wellkept demo $(ARGS)

.PHONY: install
install: .venv/.installed $(BUILT) ## the `wellkept` command in .venv/bin, with what its pages load

.PHONY: assets
assets: $(BUILT) ## style sheets, scripts and icons into web/static/build/

# ---------------------------------------------------------------- for people who change it

.PHONY: test
test: .venv/.tools-installed $(BUILT) system ## every test that this machine can run
	@$(BIN)/pytest -n 2 $(ARGS)

.PHONY: check
check: .venv/.tools-installed $(BUILT) ## format, lint, types, import contracts, the fast tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -q -n 2 -m "not slow and not browser"

.PHONY: format
format: .venv/.tools-installed ## formats the code and mends what lint can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: coverage
coverage: .venv/.tools-installed $(BUILT) system ## the tests, and which branches they never take
	@$(BIN)/pytest -n 2 --cov --cov-report=term $(ARGS)

BENCHES = $(patsubst bench/%.py,%,$(shell grep -l __main__ bench/*.py))

.PHONY: bench
bench: .venv/.tools-installed ## each headline figure beside its baseline (ARGS=search: only one)
	@for name in $(or $(ARGS),$(BENCHES)); do echo "== $$name"; $(BIN)/python -m bench.$$name || exit 1; done

.PHONY: hours-score
hours-score: .venv/.tools-installed ## the hours reader on texts with a known week (needs ../shared)
	@$(BIN)/python -m bench.hours_score $(ARGS)

.PHONY: relevance
relevance: .venv/.tools-installed system ## judged queries on each engine, and on peers' queries (needs ../shared)
	@$(BIN)/python -m bench.relevance $(ARGS)

.PHONY: extract-score
extract-score: .venv/.tools-installed ## facts read off websites, and changes seen (needs ../shared)
	@$(BIN)/python -m bench.extract_score
	@$(BIN)/python -m bench.change_detection

.PHONY: eligibility-score
eligibility-score: .venv/.tools-installed ## the eligibility reader on texts with known criteria (needs ../shared)
	@$(BIN)/python -m bench.eligibility_score $(ARGS)

.PHONY: opensearch
opensearch: .venv/.tools-installed system ## a real OpenSearch server to try out, until Ctrl-C
	@$(BIN)/python -m tests.opensearch

.PHONY: demo-data
demo-data: .venv/.tools-installed ## the demo's directory made anew from ../shared
	@$(BIN)/python -m wellkept.demo.build ../shared/data/dc-crie-hsds/dc-crie-2023-05-31.zip

.PHONY: lock
lock: .venv/.tools-installed ## constraints.txt from pyproject.toml (ARGS=--upgrade: newest of all)
	@$(BIN)/uv pip compile --quiet --all-extras --python-version 3.11 --no-header --no-annotate \
	  --no-emit-index-url pyproject.toml --output-file constraints.txt $(ARGS)

# ---------------------------------------------------------------- set-up

.venv/.created: constraints.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit( \
	  f"Wellkept needs Python 3.11 or newer, and $(PYTHON) is {v[0]}.{v[1]}. " \
	  "Name another one: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || { echo "Making .venv ..."; $(PYTHON) -m venv .venv; }
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt uv
	@touch $@

.venv/.installed: .venv/.created pyproject.toml
	$(call install,.[assets])
	@touch $@

.venv/.tools-installed: .venv/.installed
	$(call install,.[assets$(comma)pg$(comma)test$(comma)browser$(comma)dev])
	@touch $@

$(BUILT): $(ASSET_SOURCES) | .venv/.installed
	@echo "Building what pages load ..."
	@$(BIN)/python web/assets/build.py

# What some tests need of the system. Without root they are skipped, and that is said.
BROWSER_PACKAGES := chromium fonts-noto-core
OPENSEARCH_PACKAGES := openjdk-17-jre-headless maven

.PHONY: system
system:
	@packages=""; \
	command -v chromium chromium-browser google-chrome >/dev/null || packages="$(BROWSER_PACKAGES)"; \
	{ command -v java && command -v mvn; } >/dev/null || packages="$$packages $(OPENSEARCH_PACKAGES)"; \
	if [ -z "$$packages" ]; then :; \
	elif [ "$$(id -u)" = 0 ] && grep -qs '^ID=debian' /etc/os-release; then \
	  echo "Installing $$packages for the tests ..."; \
	  export DEBIAN_FRONTEND=noninteractive; \
	  { apt-get update -q && apt-get install -y -q --no-install-recommends $$packages; } \
	    >/dev/null || echo "They could not be installed: the tests that need them are skipped."; \
	else \
	  echo "Only root on Debian can install what some tests need (apt-get install" \
	    "$$packages): they are skipped."; \
	fi
