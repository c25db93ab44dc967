# NewsDB: `make run` and `make test` need Python 3.11 or later with its venv module, and nothing else.

PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
TEST_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/newsdb

BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed.stamp
MANAGE := $(BIN)/python manage.py
ADDRESS := http://127.0.0.1:$(PORT)
LOCK := $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

export DEBUG ?= 1

.PHONY: run test test-postgresql browser lint types check lock

run: $(INSTALLED)  ## everything from a fresh clone to a served site
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_seeds
	@$(MANAGE) create_dev_login
	@echo "pages:             $(ADDRESS)/"
	@echo "admin:             $(ADDRESS)/admin/"
	@echo "API:               $(ADDRESS)/api/v1/"
	@echo "API documentation: $(ADDRESS)/api/v1/docs/"
	@$(MANAGE) runserver 127.0.0.1:$(PORT)

test: $(INSTALLED)  ## the tests, on SQLite
	DATABASE_URL=sqlite:///newsdb.sqlite3 $(BIN)/pytest --numprocesses auto --ignore tests/browser $(TESTS)

test-postgresql: $(INSTALLED)  ## the tests, on the server of TEST_DATABASE_URL
	DATABASE_URL=$(TEST_DATABASE_URL) $(BIN)/pytest --numprocesses auto --ignore tests/browser $(TESTS)

browser: $(INSTALLED)  ## the pages and the admin in a browser; needs Debian's chromium
	$(BIN)/pytest tests/browser

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED)
	$(BIN)/mypy

check: $(INSTALLED)  ## migrations, deployment settings, API schema
	$(MANAGE) makemigrations --check --dry-run
	DEBUG=0 SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(50))") \
		$(MANAGE) check --deploy --fail-level WARNING
	$(MANAGE) spectacular --validate --fail-on-warn --file $(VENV)/schema.yaml

lock: $(INSTALLED)  ## compile the pinned requirements anew
	$(BIN)/pip install --quiet uv
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) requirements-dev.in --output-file requirements-dev.txt

$(INSTALLED): requirements.txt requirements-dev.txt
	@$(PYTHON) -c "import sys; sys.exit('NewsDB needs Python 3.11 or later: make PYTHON=...' if sys.version_info < (3, 11) else 0)"
	@echo "installing what is needed into $(VENV), which takes some minutes the first time"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $@
