# `make help` lists the targets. The first two are all that a newcomer needs.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=
WORKERS ?= 3
BIN = .venv/bin
export PYTHON

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

.PHONY: run
run: setup  ## serve the demonstration on http://127.0.0.1:8000 (PORT=8001, HOST=0.0.0.0)
	$(BIN)/competition serve --demo --host $(HOST) --port $(PORT)

.PHONY: test
test:  ## install what tests need, then all checks and all tests (ARGS='-k ranking')
	@deploy/setup.sh test
	@$(MAKE) check
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not browser" $(ARGS) || [ $$? -eq 5 ]
	$(BIN)/python -m pytest -m "browser and not looks" $(ARGS) || [ $$? -eq 5 ]

.PHONY: setup
setup:  ## install what is missing, start nothing
	@deploy/setup.sh run

.PHONY: check
check:  ## lint, format, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports

.PHONY: assets
assets:  ## fetch page parts and fonts from npm
	@deploy/assets.sh

.PHONY: catalogues
catalogues:  ## merge, check and compile the translations
	$(BIN)/python deploy/catalogues.py --check

.PHONY: wheel
wheel: setup  ## build dist/*.whl with page parts, fonts and translations inside
	$(BIN)/hatchling build -t wheel

.PHONY: bench
bench:  ## repeat the measurements of benchmarks/
	@deploy/setup.sh test
	$(BIN)/python -m benchmarks $(ARGS)

.PHONY: faults
faults:  ## kill the program and its database at every step of its weighty deeds; takes a while
	@deploy/setup.sh test
	PYTHONPATH=. $(BIN)/python benchmarks/faults.py $(ARGS)

.PHONY: looks
looks:  ## axe on every page, in both languages, at every size, also in large print
	@deploy/setup.sh test
	$(BIN)/python -m pytest -m looks $(ARGS)

.PHONY: audit
audit:  ## look for known weaknesses in our code and in the pinned packages
	@deploy/setup.sh test
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive competition certificates config.py
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements.txt

.PHONY: locks
locks:  ## pin the Python packages anew, with hashes and without addresses
	@deploy/setup.sh test
	deploy/locks.sh

.PHONY: clean
clean:  ## remove what was built; the data under var/ stays
	rm -rf dist build .mypy_cache .ruff_cache .import_linter_cache .pytest_cache .hypothesis htmlcov test-results

.PHONY: help
help:  ## list these targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12
