# Python 3.11+ and make are all a newcomer needs: everything else goes into .venv.
# Name another interpreter with `make run PYTHON=/path/to/python`.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: run demo test test-deep bench mutants lint openapi lock help

PY := .venv/bin/python
# Loaded versions are locked whole, so pip only has to fetch and check them, never to resolve.
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
UV_COMPILE := .venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --quiet

run: .venv/run.stamp ## Start the service on SQLite, with demo years when it is empty
	@$(PY) -m app.cli run

demo: .venv/run.stamp ## Load the demo years into an empty database and stop
	@$(PY) -m app.cli demo

test: lint ## Lint, then run every test on SQLite and PostgreSQL (PYTEST_ARGS="-k name" to choose)
	@$(PY) -m pytest -m "not deep" -n auto --maxprocesses 8 --dist worksteal $(PYTEST_ARGS)

test-deep: .venv/dev.stamp ## Run the long proofs: crashes, restarts, many writers
	@$(PY) -m pytest -m deep $(PYTEST_ARGS)

bench: .venv/dev.stamp ## Measure the service against its limit (needs PostgreSQL and wrk)
	@$(PY) -m tests.benchmarks $(BENCH_ARGS)

mutants: .venv/dev.stamp ## Change app/domain in small ways and see that tests fail (MODULE=counting for one module)
	@$(PY) -m tests.mutation $(MODULE) $(MUTATION_ARGS)

lint: .venv/dev.stamp ## Check style, types and the floors
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --check --quiet . || { echo "Not formatted: run .venv/bin/ruff format ."; exit 1; }
	@.venv/bin/mypy --no-error-summary
	@floors=$$(.venv/bin/lint-imports --no-logo 2>&1) || { echo "$$floors"; exit 1; }

openapi: .venv/run.stamp ## Write the contract again: openapi/v1.json
	@$(PY) -m app.cli openapi

lock: .venv/bin/python ## Lock the newest allowed versions, with hashes, for every platform
	@test -x .venv/bin/uv || $(PY) -m pip install --quiet --disable-pip-version-check uv
	@$(UV_COMPILE) --upgrade -o requirements.lock
	@$(UV_COMPILE) --upgrade --group dev -o requirements-dev.lock

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | \
		while IFS=$$'\t' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

# A name on PATH may be a shim that does not run, or a Python without venv: ask each one.
.venv/bin/python:
	@for python in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
		"$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		echo "Setting up .venv with $$("$$python" -V)"; \
		"$$python" -m venv .venv && exit 0; \
		rm -rf .venv; \
	done; \
	echo "Python 3.11 or newer, with its venv module (Debian: python3-venv), was not found." >&2; exit 1

.venv/run.stamp: requirements.lock | .venv/bin/python
	@echo "Installing the locked packages into .venv (once, about a minute)"
	@$(INSTALL) -r requirements.lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock | .venv/bin/python
	@echo "Installing the locked packages and the test tools into .venv (once, about two minutes)"
	@$(INSTALL) -r requirements-dev.lock
	@touch $@
