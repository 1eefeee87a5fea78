# make demo   build a virtual environment, install, run the imitation race, say where the report is
# make test   install what tests need, and run them, all but the slow ones (CI=true: those too)
# Other targets: test-slow, torture, test-marketing, bench, schema, clean. Python 3.11 or newer is looked for; PYTHON=... chooses one.

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

# tests of one file stay together, files go to two processes
SIDE_BY_SIDE := --numprocesses 2 --dist loadfile

.PHONY: demo test test-slow torture test-marketing bench schema clean
.DELETE_ON_ERROR:

demo: $(VENV)/installed
	$(BIN)/guanxi run $(SCENARIO)

test: $(VENV)/tested
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest $(SIDE_BY_SIDE) -m "$(MARK)"

test-slow: $(VENV)/tested
	$(BIN)/pytest $(SIDE_BY_SIDE) -m slow

# mutated scenario files, random games, damaged game files: figures of all of them
torture: $(VENV)/tested
	$(BIN)/python -m tests.torture

# others' tools read what guanxi export writes; they take a gigabyte and an older Numba, hence an environment of their own
test-marketing: $(MARKET)/installed
	$(MARKET)/bin/python -m pytest -m slow -p no:cacheprovider tests/experiments/study

bench: $(VENV)/tested
	$(BIN)/python -m benchmarks

schema: $(VENV)/installed
	$(BIN)/python -m sim.scenario.schema scenarios/scenario.schema.json

clean:
	rm -rf $(VENV) $(MARKET) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found; install it, or say make PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(INSTALL) --editable .
	@touch $@

$(VENV)/tested: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(INSTALL) --editable '.[test]'
	@touch $@ $(VENV)/installed

$(MARKET)/installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m venv $(MARKET)
	$(MARKET)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(MARKET)/bin/python -m pip install --quiet --disable-pip-version-check --editable . --group marketing
	@touch $@
