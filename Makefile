# Everything a newcomer needs: `make run` and `make test`. Both install what is missing into .venv first.
SHELL := /bin/sh
VENV := .venv
PYTHON ?= $(shell for p in python3.12 python3.13 python3.11 python3; do \
  "$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check
BIN := $(VENV)/bin
# Hashes pin the files; the index they came from is left out, so that any mirror serves.
PIN := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --custom-compile-command "make lock"
SERVE ?= 1
LANGUAGE ?=
ROOMS := ontology graph policy extraction embeddings reasoning insight api pathloom

.PHONY: help run test lint format score bench train clean lock install install-dev web

help: ## Show what there is to do
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.created:
	@test -n "$(PYTHON)" || { echo "Pathloom needs Python 3.11, 3.12 or 3.13; none was found on the PATH. Install one, or name it: make PYTHON=/path/to/python3.12 run" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

# The hashes are checked by pip; the project itself is linked in place.
$(VENV)/.base: $(VENV)/.created requirements/base.txt requirements/build.txt pyproject.toml
	$(PIP) install --quiet --require-hashes -r requirements/base.txt -r requirements/build.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt requirements/train.txt requirements/rdf.txt
	$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	$(PIP) install --quiet --require-hashes -r requirements/train.txt
	$(PIP) install --quiet --require-hashes -r requirements/rdf.txt
	@touch $@

install: $(VENV)/.base ## Install what running needs (no torch)

install-dev: $(VENV)/.dev ## Install what testing and training need (with torch)

run: $(VENV)/.base ## Build the graph, answer for two sample people, serve (SERVE=0: stop before serving)
	$(BIN)/pathloom run $(if $(filter 0,$(SERVE)),--no-serve)

lint: $(VENV)/.dev ## ruff, mypy strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## Format the code
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

test: lint ## What CI runs: lint, then all tests
	$(BIN)/pytest

score: $(VENV)/.dev ## The quality scoreboard from real data
	$(BIN)/python -m benchmarks.score

bench: $(VENV)/.dev ## Speed, as ratios to a peer or a limit in the same run
	$(BIN)/python -m benchmarks.bench

train: $(VENV)/.dev ## Train the vectors that ship with the starter graph
	$(BIN)/pathloom train --starter

web: ## Rebuild the front end (needs Node.js)
	cd web && npm ci --ignore-scripts && npm run build

lock: $(VENV)/.dev ## Re-pin requirements/*.txt from pyproject.toml
	$(PIN) pyproject.toml -o requirements/base.txt
	$(PIN) --group build -c requirements/base.txt -o requirements/build.txt
	$(PIN) --group dev -c requirements/base.txt -o requirements/dev.txt
	$(PIN) --extra train -c requirements/base.txt pyproject.toml -o requirements/train.txt
	$(PIN) --extra rdf -c requirements/base.txt pyproject.toml -o requirements/rdf.txt

clean: ## Remove what was built (keeps .venv; .pathloom is the graph and its cache)
	rm -rf .pathloom .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build web/node_modules
	find $(ROOMS) tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
