# Everything a newcomer or a CI machine needs. On a fresh machine with git, make and Python 3.11 or
# later, `make run` and `make test` do all the set-up themselves; it is not repeated.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV ?= .venv
SCENARIO ?= scenarios/baseline.yaml
ARGS ?=
PYTEST_ARGS ?=

# The first Python of 3.11 or later that really runs.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)

BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

# An environment does not survive a move of its folder, or of its Python: forget it, and it is made
# again.
SOUND := $(shell { [ "$$(cat $(VENV)/.made-in)" = "$$(pwd)" ] && $(BIN)/python -c ''; } 2>/dev/null || \
	rm -f $(VENV)/.stamp-* $(BIN)/python)

.PHONY: help run app test check lint format schema constraints clean

help:  ## Show this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.stamp-run  ## Run scenarios/baseline.yaml (or SCENARIO=path, ARGS="--set ...").
	$(BIN)/python -m sim run $(SCENARIO) $(ARGS)

app: $(VENV)/.stamp-app  ## Open the page on this machine (ARGS="--port 8500").
	$(BIN)/python -m sim app $(ARGS)

# Tests that kill processes and watch the clock run alone; the others on all cores, a file at a time,
# and notebooks one by one, because they are all in one file. MARKED narrows all three.
ALONE := tests/execution tests/store tests/cli/test_interrupt.py tests/app/test_page_speed.py
NOTEBOOKS := tests/test_notebooks.py
PYTEST := $(BIN)/python -m pytest
SPREAD := -n auto --maxprocesses 4
MARKED ?=

test: $(VENV)/.stamp-test  ## Run the tests (MARKED="-m 'not slow'", or PYTEST_ARGS="tests/rules" for some of them).
ifeq ($(PYTEST_ARGS),)
	$(PYTEST) $(SPREAD) --dist loadfile $(MARKED) $(addprefix --ignore=,$(ALONE) $(NOTEBOOKS))
	$(PYTEST) $(SPREAD) --dist load $(MARKED) $(NOTEBOOKS)
	$(PYTEST) $(MARKED) $(ALONE)
else
	$(PYTEST) $(PYTEST_ARGS)
endif

check: lint test  ## Run every check: format, lint, types, tests.

lint: $(VENV)/.stamp-dev  ## Check format, lint and types.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.stamp-dev  ## Put the code into the common format and mend what can be mended.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

constraints: ## Write constraints.txt anew (needs python3.11 and python3.13; installs into .venv-*).
	$(PYTHON) tools/write_constraints.py

clean:  ## Remove environments and caches; results in outputs/ stay.
	rm -rf .venv .venv-* build dist .pytest_cache .ruff_cache .mypy_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment, in three steps: what a run needs, what the tests need, what a developer needs.
$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "egov-sim needs Python 3.11 or later, and none was found: install python3, then try again." >&2; \
		exit 1; fi
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This $(PYTHON) cannot make virtual environments (the modules venv and ensurepip are missing): on Debian or Ubuntu, install the package python3-venv, then try again." >&2; \
		exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version); this is done once."
	@$(PYTHON) -m venv --clear "$(VENV)"

$(VENV)/.stamp-run: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --editable .
	@pwd > $(VENV)/.made-in && touch $@

$(VENV)/.stamp-test: $(VENV)/.stamp-run
	$(INSTALL) --editable '.[test]'
	@touch $@

$(VENV)/.stamp-app: $(VENV)/.stamp-run
	$(INSTALL) --editable '.[app]'
	@touch $@

$(VENV)/.stamp-viz: $(VENV)/.stamp-test
	$(INSTALL) --editable '.[test,viz]'
	@touch $@

$(VENV)/.stamp-experiments: $(VENV)/.stamp-test
	$(INSTALL) --editable '.[test,experiments]'
	@touch $@

$(VENV)/.stamp-browser: $(VENV)/.stamp-test
	$(INSTALL) --editable '.[test,browser]'
	@touch $@

$(VENV)/.stamp-dev: $(VENV)/.stamp-test
	$(INSTALL) --editable '.[test,dev]'
	@touch $@
