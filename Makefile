# Newsdesk on this machine. Everything stays in .venv and .newsdesk inside this folder.
PYTHON ?= python3
ARGS ?=
ROOT_PYTHON := .venv/bin/python
NEWSDESK := $(ROOT_PYTHON) -m include.newsdesk
COMPILE := $(ROOT_PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help install install-dev demo run stop status reset sql env docs screenshots test test-compose lint check lock

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile
	@echo
	@echo '  ARGS passes arguments on (make demo ARGS=--json), PYTHON chooses the interpreter (make PYTHON=python3.13 install).'

install: ## make .venv and install what the requirement files pin; the other targets do it by themselves
	@$(PYTHON) include/newsdesk/local/install.py

install-dev:
	@$(PYTHON) include/newsdesk/local/install.py --dev

demo: install ## bring in everything that the sample newsroom publishes, print what came in, stop (ARGS=--json)
	@$(NEWSDESK) demo $(ARGS)

run: install ## start Postgres and Airflow on include/feeds.yaml and keep them up until Ctrl-C
	@$(NEWSDESK) run $(ARGS)

stop: install ## stop what run or demo started
	@$(NEWSDESK) stop $(ARGS)

status: install ## say what runs, where, and what has come in
	@$(NEWSDESK) status $(ARGS)

reset: install ## delete the local database (asks first; ARGS=--yes)
	@$(NEWSDESK) reset $(ARGS)

sql: install ## open psql on the running warehouse as the read-only analyst
	@$(NEWSDESK) sql $(ARGS)

test: install-dev ## run all tests; what the machine lacks is skipped with a line that says how to get it
	@$(ROOT_PYTHON) -m pytest $(ARGS)

test-compose: install-dev ## run docker-compose.yaml for real, kill a worker and Postgres in it, compare with an undisturbed run
	@$(ROOT_PYTHON) -m tests.compose

env: ## write .env for docker compose, with random secrets (ARGS=--force replaces one)
	@$(PYTHON) -m include.newsdesk.local.dotenv $(ARGS)

docs: install-dev ## write anew the documents that are made from the code
	@$(NEWSDESK).quality > docs/expectations.md
	@$(NEWSDESK).local.catalogue_docs

screenshots: install-dev ## take the pictures of the documents anew; needs Chromium
	@NEWSDESK_SCREENSHOTS=docs/images $(ROOT_PYTHON) -m pytest tests/browser -p no:randomly

lint: install-dev ## check style: Python, SQL, YAML
	@$(ROOT_PYTHON) -m ruff check .
	@$(ROOT_PYTHON) -m ruff format --check .
	@$(ROOT_PYTHON) -m sqlfluff lint include
	@$(ROOT_PYTHON) -m yamllint .

check: install-dev ## check types and the directions between the packages
	@$(ROOT_PYTHON) -m mypy
	@$(ROOT_PYTHON) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

lock: install-dev ## pin the newest versions that fit requirements*.in, with hashes
	@$(COMPILE) --upgrade requirements-uv.in --output-file requirements-uv.txt
	@$(COMPILE) --upgrade requirements.in --output-file requirements.txt
	@$(COMPILE) --upgrade requirements-celery.in --output-file requirements-celery.txt
	@$(COMPILE) --upgrade deploy/helm/requirements-kubernetes.in --output-file deploy/helm/requirements-kubernetes.txt
	@$(COMPILE) --upgrade requirements-dev.in --output-file requirements-dev.txt
