# The commands of a fresh clone. Each installs what it needs first; see docs/recipes/run-and-test.md.
SHELL := /bin/sh
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export UV_PYTHON_DOWNLOADS := never
TEMPORARY := tools/with-temporary-data.sh
# Two cores: two workers. `make test TESTS=tests/platform ARGS=-x` runs less.
TESTS ?=
ARGS ?=

.PHONY: help run test soak test-oldest check bench wheel

help:
	@echo "make run    serve Assetry with a demo organization (ASSETRY_PORT, ASSETRY_DATA_DIR)"
	@echo "make test   run every test, browser journeys included"
	@echo "make soak   the races of the suite, for hours rather than seconds"
	@echo "make test-oldest  database tests on Debian's PostgreSQL 15, the oldest that may be outside"
	@echo "make check  format, lint, types, import contracts, migrations"
	@echo "make bench  measure against the floors, into bench/results/latest.json"
	@echo "make wheel  build the package into dist/"

run:
	@tools/bootstrap.sh
	@exec assetry up --demo

test:
	@tools/bootstrap.sh chromium
	@$(TEMPORARY) pytest -n 2 --dist loadgroup $(ARGS) $(TESTS)

soak:
	@tools/bootstrap.sh
	@$(TEMPORARY) pytest -m soak -n 2 --dist loadgroup $(ARGS) $(TESTS)

test-oldest:
	@tools/bootstrap.sh
	@$(TEMPORARY) tools/with-oldest-postgres.sh pytest -n 2 $(ARGS) $(or $(TESTS),tests/platform tests/domain)

check:
	@tools/bootstrap.sh
	ruff format --check
	ruff check
	mypy
	lint-imports
	@$(TEMPORARY) python tools/check_migrations.py

bench:
	@tools/bootstrap.sh chromium
	@$(TEMPORARY) python -m bench $(ARGS)

wheel:
	@tools/bootstrap.sh
	uv build
