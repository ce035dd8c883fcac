# The commands of a fresh clone. Each installs what it needs first; see docs/recipes/run-and-test.md.
SHELL := /bin/sh
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export UV_PYTHON_DOWNLOADS := never
# Where it is set, every process compiles 1,500 modules anew: of a start of Assetry that is more than half.
unexport PYTHONDONTWRITEBYTECODE
TEMPORARY := tools/with-temporary-data.sh
# `make test TESTS=tests/platform ARGS=-x` runs less.
TESTS ?=
ARGS ?=
# Two cores, three workers: a third of their time goes by waiting for servers and browsers. A file's tests stay together,
# so that what they share is made once, and files start in the order of tests/support/order.py.
SPREAD := --dist loadfile --no-loadscope-reorder

.PHONY: help run test soak test-oldest check bench wheel release audit

help:
	@echo "make run    serve Assetry with a demo organization (ASSETRY_PORT, ASSETRY_DATA_DIR)"
	@echo "make test   run every test, browser journeys included"
	@echo "make soak   the races of the suite, for hours rather than seconds"
	@echo "make test-oldest  database tests on Debian's PostgreSQL 15, the oldest that may be outside"
	@echo "make check  format, lint, types, import contracts, migrations"
	@echo "make bench  measure against the floors, into bench/results/latest.json"
	@echo "make wheel  build the package into dist/"
	@echo "make release  wheel, source archive and bill of materials (CycloneDX) into dist/"
	@echo "make audit  ask the public advisories about every locked package; fails on what it cannot ask"

run:
	@tools/bootstrap.sh
	@exec assetry up --demo

test:
	@tools/bootstrap.sh chromium
	@$(TEMPORARY) pytest -n 3 $(SPREAD) $(ARGS) $(TESTS)

soak:
	@tools/bootstrap.sh
	@$(TEMPORARY) pytest -m soak -n 2 $(SPREAD) $(ARGS) $(TESTS)

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

release:
	@tools/bootstrap.sh
	rm -rf dist
	uv build
	python tools/make_sbom.py dist/assetry.cdx.json
	cd dist && sha256sum *.whl *.tar.gz *.json > SHA256SUMS

audit:
	@tools/bootstrap.sh
	@python tools/audit.py
