# Needs python3 (3.11 or later) with its venv module, and make. Everything else goes into .venv.
#
#   make run      serve the study guide          HOST, PORT, DATA_DIR, DATABASE_URL, SECRET_KEY are honoured
#   make test     every check and every test
#   make test-postgres
#                 the tests that reach the database, on PostgreSQL: DATABASE_URL, or one on this machine
#   make dev      serve with reload, for those who write code or content
#   make instructor
#                 make an account that may write questions at /admin/
#   make cluster  serve it from nginx, PostgreSQL, Redis and two servers, all on this machine
#   make bench    measure speed and weight; ROWS="saves queries" for some, WRITE=1 to put them into docs/benchmarks.md
#   make bars     bear what servers bear: crowds, killed processes, full disks, slow and strange clients; half an hour
#   make screenshots
#                 take the one in the README; with ALL=1, every kind of page, into var/screenshots/
#   make clean    remove what the above made, the data in var/ excepted

HOST ?= 127.0.0.1
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

# 2 x 4 threads: more only queue for SQLite's write lock. A killed worker is replaced, a slow client cannot
# delay a stop for long, and 1,500 sockets that never finish their headers do not keep readers out.
GRANIAN_FLAGS := --interface wsgi --workers 2 --blocking-threads 4 --no-ws --log-level warning \
	--respawn-failed-workers --workers-kill-timeout 5 \
	--backlog 4096 --backpressure 2048 --http1-header-read-timeout 5000

.NOTPARALLEL:
.PHONY: run dev cluster instructor test test-postgres lint types check unit browser bench bars screenshots clean

run: $(VENV)/installed
	@$(MANAGE) prepare
	@echo "Study guide on http://$(HOST):$(PORT)/ (Ctrl-C stops it)"
	@exec $(BIN)/granian --host $(HOST) --port $(PORT) $(GRANIAN_FLAGS) studyguide.wsgi:application

dev: export DEBUG = 1
dev: $(VENV)/installed-dev
	@$(MANAGE) prepare
	@exec $(MANAGE) runserver $(HOST):$(PORT)

cluster: export GRANIAN_FLAGS := $(GRANIAN_FLAGS)
cluster: export PORT := $(PORT)
cluster: $(VENV)/installed
	@exec $(BIN)/python -m deploy.cluster

instructor: $(VENV)/installed
	@$(MANAGE) prepare
	@$(MANAGE) create_instructor

test: lint types check unit browser
	@echo "Everything passed."

lint: $(VENV)/installed-dev
	@echo "== lint and format"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint --quiet --lint templates

types: $(VENV)/installed-dev
	@echo "== types"
	@$(BIN)/mypy

check: $(VENV)/installed-dev
	@echo "== migrations, deployment, content"
	@$(MANAGE) makemigrations --check --dry-run
	@HTTPS=1 $(MANAGE) check --deploy --fail-level INFO
	@$(MANAGE) sync_content --check
	@$(MANAGE) lint_questions

unit: $(VENV)/installed-dev
	@echo "== tests"
	@$(BIN)/pytest --numprocesses auto --ignore tests/browser
	@echo "== addresses that there are with mail"
	@EMAIL_URL=smtp://127.0.0.1:2525 $(BIN)/pytest --numprocesses auto \
		tests/quiz/test_every_address.py tests/accounts/test_requests.py

test-postgres: $(VENV)/installed-dev
	@echo "== tests on PostgreSQL"
	@address=$$(tests/get_postgres.sh) && DATABASE_URL=$$address $(BIN)/pytest --numprocesses auto \
		--with-database --ignore tests/browser

browser: $(VENV)/installed-dev
	@echo "== tests in a browser"
	@chromium=$$(tests/browser/get_chromium.sh) && CHROMIUM=$$chromium $(BIN)/pytest --numprocesses auto tests/browser

bench: export GRANIAN_FLAGS := $(GRANIAN_FLAGS)
bench: $(VENV)/installed-dev
	@$(BIN)/python -m tests.benchmarks.bench $(ROWS) $(if $(WRITE),--write)

bars: export GRANIAN_FLAGS := $(GRANIAN_FLAGS)
bars: export PORT := $(PORT)
bars: $(VENV)/installed-dev
	@$(BIN)/python -m tests.cluster.bars

screenshots: export GRANIAN_FLAGS := $(GRANIAN_FLAGS)
screenshots: $(VENV)/installed-dev
	@chromium=$$(tests/browser/get_chromium.sh) && CHROMIUM=$$chromium $(BIN)/python -m tests.browser.screenshots

clean:
	rm -rf $(VENV) *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Needs $(PYTHON) 3.11 or later; on Debian and Ubuntu: apt install python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Needs Python's venv module; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Creating $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing dependencies into $(VENV)"
	@$(PIP_INSTALL) --editable '.[pg]'
	@touch $@

$(VENV)/installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing dependencies into $(VENV), with those of the tests"
	@$(PIP_INSTALL) --editable '.[dev,pg]'
	@touch $@ $(VENV)/installed
