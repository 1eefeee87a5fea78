# make demo   build a virtual environment, install, run the imitation race, say where the report is
# make test   install what tests need, and run them, all but the slow ones (CI=true: those too)
# make docs   build the site (docs/_build/html/index.html); every warning, such as a broken link, is an error
# Other targets: test-slow, torture, test-marketing, test-js, lint-js, lint-docstrings, coverage, bench, schema, i18n, wheel,
# clean.
# Python 3.11 or newer is looked for; PYTHON=... chooses one.

VENV := .venv
BIN := $(VENV)/bin
MARKET := .venv-marketing
OLD_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c '$(OLD_ENOUGH)' 2>/dev/null && echo $$p && break; done)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
SCENARIO ?= scenarios/imitation_race.yaml
# on a build server the slow tests run too
MARK := $(if $(filter true,$(CI)),,not slow)

# tests of one file stay together, files go to two processes, in the order of tests/conftest.py
SIDE_BY_SIDE := --numprocesses 2 --dist loadfile --no-loadscope-reorder

# the page's JavaScript is checked where there is Node; a build server must have it
NODE := $(shell command -v node 2>/dev/null)
PAGE := $(if $(NODE)$(filter true,$(CI)),lint-js test-js,without-node)

.PHONY: demo docs test test-python test-slow torture test-marketing test-js lint-js without-node lint-docstrings coverage \
	bench schema i18n wheel clean
.DELETE_ON_ERROR:

demo: $(VENV)/installed
	$(BIN)/guanxi run $(SCENARIO)

test: $(PAGE) test-python

test-python: $(VENV)/tested
	$(BIN)/ruff check .
	$(BIN)/ruff check --preview --select PLW1514 --quiet .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest $(SIDE_BY_SIDE) -m "$(MARK)"

docs: $(VENV)/tested
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --nitpicky --quiet --builder html docs docs/_build/html
	@echo "The site is in docs/_build/html/index.html."

lint-js: node_modules/installed
	npm run --silent lint

test-js: node_modules/installed
	npm run --silent test

without-node:
	@echo "Node is not installed: the checks of the page's JavaScript (make lint-js test-js) are left out."

# what is missing in docstrings of public names: arguments, returns, exceptions (make test runs it too)
lint-docstrings: $(VENV)/tested
	$(BIN)/pytest --quiet --no-header tests/test_docstrings.py

coverage: $(VENV)/tested
	$(BIN)/pytest $(SIDE_BY_SIDE) -m "" --cov --cov-report=term:skip-covered --cov-report=html

test-slow: $(VENV)/tested
	$(BIN)/pytest $(SIDE_BY_SIDE) -m slow

# mutated scenario files, random games, damaged game files: figures of all of them
torture: $(VENV)/tested
	$(BIN)/python -m tests.torture

# others' tools read what guanxi export writes; they take a gigabyte and an older Numba, hence an environment of their own
test-marketing: $(MARKET)/installed
	$(MARKET)/bin/python -m pytest -m slow -p no:cacheprovider tests/experiments/synthetic_data

bench: $(VENV)/tested
	$(BIN)/python -m benchmarks

schema: $(VENV)/installed
	$(BIN)/python -m sim.scenario.files.json_schema scenarios/scenario.schema.json

# message catalogues: new messages in, those that are gone out, compiled files made; prints the coverage of each area.
# NEW=fr begins a language
i18n: $(VENV)/installed
	$(BIN)/python -m sim.language.update $(NEW)
	$(BIN)/python -m docs.glossary_page

wheel: $(VENV)/tested
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean:
	rm -rf $(VENV) $(MARKET) node_modules htmlcov .coverage docs/_build docs/reference/generated docs/tutorial/notebooks
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found; install it, or say make PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(INSTALL) --editable .
	@touch $@

$(VENV)/tested: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(INSTALL) --editable '.[test]'
	@touch $@ $(VENV)/installed

node_modules/installed: package.json package-lock.json
	npm ci --silent
	@touch $@

$(MARKET)/installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m venv $(MARKET)
	$(MARKET)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(MARKET)/bin/python -m pip install --quiet --disable-pip-version-check --editable . --group marketing
	@touch $@
