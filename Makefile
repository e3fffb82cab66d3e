# Everything a developer or a newcomer types. Needs Python 3.11 or newer with venv, Node 20.19 or newer, and make.

.DEFAULT_GOAL := help
.PHONY: help install install-dev run test check lint lint-web web-types browser pictures load chaos

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
UV := .cache/uv/bin/uv

# Stamps: what is installed, and for which lock. The tools of a developer include everything that runs.
UV_STAMP := .cache/uv/.installed
RUN_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
INSTALLED := $(if $(wildcard $(DEV_STAMP)),$(DEV_STAMP),$(RUN_STAMP))

# The web client: its tools, its types (made from the merged reference), and the build that the gateway serves.
WEB_STAMP := web/node_modules/.installed
WEB_BUILT := web/dist/index.html
WEB_SOURCES := $(shell find web/src web/public web/scripts -type f 2>/dev/null) $(wildcard web/*.html web/vite*.config.ts)
NPM := npm --prefix web

WORKERS ?= 2
SLOWEST ?= 15

help:  ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

install: $(INSTALLED)  ## install what the platform needs into .venv

install-dev: $(DEV_STAMP)  ## install the developer's tools too

run: $(INSTALLED) $(WEB_BUILT)  ## start the platform, until Ctrl-C (settings: deploy/env.example)
	@exec $(BIN)/python -m deploy.local

check: lint lint-web  ## the fast loop: linters, types, tests that need no server
	$(BIN)/python -m pytest -m "not server" -n $(WORKERS) --dist loadfile

test: lint lint-web $(WEB_BUILT)  ## linters, types and every test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --durations=$(SLOWEST)

lint: $(DEV_STAMP)  ## ruff, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lint-web: web-types  ## the web client: types against the reference, eslint, vitest
	$(NPM) run --silent typecheck
	$(NPM) run --silent lint
	$(NPM) run --silent test

web-types: $(DEV_STAMP) $(WEB_STAMP)  ## the web client's types, made from the services as they are now
	$(BIN)/python -m deploy.openapi web/openapi.json
	$(NPM) run --silent types

browser: $(DEV_STAMP) $(WEB_BUILT)  ## the product in a real browser, on platforms of its own
	$(NPM) run --silent browser

pictures: $(DEV_STAMP) $(WEB_BUILT)  ## take every screen at three widths, light and dark, into docs/pictures
	PICTURES=1 $(NPM) run --silent browser

load: $(DEV_STAMP)  ## measure the platform under load, beside a bare app on the same machine
	$(BIN)/python -m tests.load

chaos: $(DEV_STAMP)  ## file findings while parts of the platform are killed
	$(BIN)/python -m tests.chaos

# uv comes from pip with its hash checked, into a folder of its own: a sync removes what its lock does not name.
$(UV_STAMP): deploy/uv.lock.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Profkom needs Python 3.11 or newer; name yours: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	rm -rf .cache/uv
	$(PYTHON) -m venv .cache/uv
	.cache/uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

$(BIN)/python: | $(UV_STAMP)
	$(UV) venv --quiet --python $(PYTHON) $(VENV)

$(RUN_STAMP): requirements.lock $(UV_STAMP) | $(BIN)/python
	$(UV) pip sync --quiet --python $(BIN)/python $<
	touch $@

$(DEV_STAMP): requirements-dev.lock $(UV_STAMP) | $(BIN)/python
	$(UV) pip sync --quiet --python $(BIN)/python $<
	touch $@

$(WEB_STAMP): web/package-lock.json
	$(NPM) ci --silent
	touch $@

$(WEB_BUILT): $(WEB_STAMP) $(WEB_SOURCES)
	$(NPM) run --silent build
