# Everything a newcomer needs: python3 (3.11 or newer), git and make. The environment makes itself in .venv.
.DEFAULT_GOAL := help
PY := .venv/bin/python
ARGS ?=
# Tests share the cores by files, begun in the order of tests/conftest.py; CORES=0 runs them one after another.
CORES ?= logical
SPREAD = -n $(CORES) --maxprocesses 8 --dist loadfile --no-loadscope-reorder
export PYTHON
# Where it is set, each of the many processes that the tests start would compile the whole house anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help env demo serve test coverage lint types house translations structure bench-ledger bench-compare bench-api bench-law bench-pain008 bench-letters bench-dunning bench-dossiers bench-availability prove fuzz-api corpus corpus-rules messages browser clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

env: ## make or renew .venv from requirements.lock
	@tools/environment.sh

demo: env ## an invoice becomes cash, from nothing (ARGS=--no-serve ends after the tables)
	@$(PY) -m cessie demo $(ARGS)

serve: env ## the portals and the worker of this home
	@$(PY) -m cessie serve $(ARGS)

test: env browser ## everything: lint, contracts, types, house rules, all tests, on all cores
	@$(MAKE) --no-print-directory -j2 lint types
	@CESSIE_CHROMIUM="$$($(PY) tools/browser.py)" $(PY) -m pytest $(SPREAD) --durations=25 $(ARGS)
	@$(MAKE) --no-print-directory translations

coverage: ## make test, telling which lines no test reaches (a third slower)
	@$(MAKE) --no-print-directory test ARGS="--cov --cov-report=term:skip-covered $(ARGS)"

lint: env ## ruff, the shape of the pages, and the import contracts
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/djangofmt --quiet --check cessie
	@.venv/bin/lint-imports

types: env ## mypy
	@.venv/bin/mypy cessie

house: env ## the rules of the house as tests
	@$(PY) -m pytest -q tests/house

browser: env
	@$(PY) tools/browser.py >/dev/null

world: env ## three months with every bend, books checked each night, a backup meanwhile (ARGS: --seed 2, --faults)
	@$(PY) -m tools.world $(CURDIR)/.cache/world $(ARGS)

structure: env ## the script that makes the tables of an empty database, after a migration was added
	@$(PY) tools/structure.py

bench-ledger: env ## postings a second, beside COPY and django-hordak
	@$(PY) -m benchmarks.ledger $(ARGS)

bench-compare: env ## offers laid over a ledger of 100,000 invoices, and 500 ways of one offer
	@$(PY) -m benchmarks.comparison $(ARGS)

bench-law: env ## interest and costs of a million claims, beside the loop over days
	@$(PY) -m benchmarks.law $(ARGS)

prove: env ## interest recomputed day by day, 100,000 random claims a country; procedures walked, 10 acts deep
	@$(PY) -m tools.prove_procedures && $(PY) -m tools.prove $(or $(ARGS),100000)

fuzz-api: env ## at least 20,000 calls of every kind to the API of a served house
	@$(PY) tools/fuzz_api.py $(ARGS)

bench-pain008: env ## a hundred thousand direct debits in one file, beside sepaxml
	@$(PY) -m benchmarks.pain008 $(ARGS)

bench-dunning: env ## a million open items decided, and 2,000 overdue lines beside Tryton
	@$(PY) -m benchmarks.dunning --peer $(ARGS)

bench-dossiers: env ## the lists of 200,000 dossiers, by time and statements
	@$(PY) -m benchmarks.dossiers $(ARGS)

bench-availability: env ## what may be drawn on a ledger of 500,000 lines: seconds, memory, replay
	@$(PY) -m benchmarks.availability $(ARGS)

bench-letters: env ## letters as PDF/A with QR codes a minute, beside WeasyPrint
	@$(PY) -m benchmarks.letters $(ARGS)

bench-api: env ## the API: hand in and list, requests a second and p99
	@$(PY) -m benchmarks.api $(ARGS)

corpus: env ## the tests on real files (CESSIE_CORPUS names their folder)
	@test -d "$$CESSIE_CORPUS" || { echo "CESSIE_CORPUS does not name a folder of sample files." >&2; exit 1; }
	@$(PY) -m pytest -m corpus $(ARGS)

corpus-rules: env ## the official rules on the corpus's own tests of them (some minutes)
	@test -d "$$CESSIE_CORPUS" || { echo "CESSIE_CORPUS does not name a folder of sample files." >&2; exit 1; }
	@$(PY) -m tools.corpus_rules "$$CESSIE_CORPUS"

translations: env ## every text has its Dutch and French
	@$(PY) tools/messages.py check

messages: env ## collect the texts into locale/*/django.po and compile them
	@$(PY) tools/messages.py update && $(PY) tools/messages.py compile

clean: ## remove what was made, also the tests' database
	@if [ -x $(PY) ] && [ -d .cache/test-home ]; then CESSIE_HOME=$(CURDIR)/.cache/test-home $(PY) -m cessie stop; fi
	@rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov build dist
