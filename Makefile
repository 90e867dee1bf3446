# Siniar. Two commands are all that is needed: `make run` and `make test`. Both do their own set-up.
# SINIAR_DATA_DIR (default ./var) holds everything that is written; PORT (default 8000) is where the site answers.

SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
BASE := $(VENV)/.base-$(shell cksum < requirements/base.txt | tr ' ' '-')
DEV := $(VENV)/.dev-$(shell cksum < requirements/dev.txt | tr ' ' '-')
NEEDED := chromium=chromium nginx=nginx-light
ELASTICSEARCH := org.elasticsearch.distribution.integ-test-zip:elasticsearch:8.19.21:zip
S3PROXY := org.gaul:s3proxy:4.1.0:jar:jar-with-dependencies
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r

WHISPER_VENV := .venv-whisper
WHISPER := $(WHISPER_VENV)/.ready-$(shell cat requirements/whisper.txt requirements/dev.txt | cksum | tr ' ' '-')

.PHONY: help run test programs conformance lighthouse quick lint types format doctor demo lock whisper test-engines test-search-engines benchmark benchmark-feeds benchmark-search benchmark-site screenshots messages clean
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | column -t -s $$'\t'

run: $(BASE) ## set everything up, process the demo recordings, start web and worker
	@$(MANAGE) set_up
	@exec $(MANAGE) serve

test: $(DEV) ## every check there is: style, types, layers, migrations, the whole test suite with coverage
	@$(MAKE) --no-print-directory lint types
	@$(BIN)/python -m tests.debian $(NEEDED) || true
	@$(BIN)/pytest -n 2 --dist loadgroup --cov --cov-report=term --no-cov-on-fail

programs: $(DEV) ## all programs that tests need, Chromium and nginx among them: if this is Debian and you are root
	@$(BIN)/python -m tests.debian $(NEEDED) gpo=gpodder java=default-jre-headless mvn=maven pg_lsclusters=postgresql
	@mvn -q dependency:copy -Dartifact=$(S3PROXY) -DoutputDirectory=$(VENV)/programs
	@mvn -q dependency:copy -Dartifact=$(ELASTICSEARCH) -DoutputDirectory=$(VENV)/programs

whisper: $(WHISPER) ## an environment of its own with OpenAI's Whisper (6.4 GB)

test-engines: test-search-engines $(WHISPER) ## all engines: search on real servers, and OpenAI's Whisper too
	@$(WHISPER_VENV)/bin/python -m pytest -p no:randomly -q tests/transcripts/engines

test-search-engines: programs ## the search on PostgreSQL and Elasticsearch, fetched, started and stopped on this machine
	@$(BIN)/pytest -p no:randomly -q tests/search/engines

conformance: $(DEV) ## other people's software reads the feeds: two parsers from npm, gPodder from Debian
	@cd tests/conformance && npm ci --silent --no-audit --no-fund
	@$(BIN)/pytest -q -p no:randomly --run-conformance tests/conformance

lighthouse: $(DEV) ## Lighthouse (npm) looks at every kind of public page, in Debian's Chromium, offline (about five minutes)
	@cd tests/lighthouse && npm ci --silent --no-audit --no-fund
	@$(BIN)/python -m tests.debian chromium=chromium
	@$(BIN)/python -m tests.lighthouse.measure

quick: $(DEV) ## the tests without coverage, those that failed last time first
	@$(BIN)/pytest -n 2 --failed-first

lint: $(DEV) ## ruff, import-linter, missing migrations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/lint-imports --no-logo
	@$(MANAGE) makemigrations --check --dry-run

types: $(DEV) ## mypy
	@$(BIN)/mypy

format: $(DEV) ## put the code into its form
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

doctor: $(BASE) ## what works, what is missing, how to mend it
	@$(MANAGE) doctor

demo: $(BASE) ## only the demo show, without starting a server
	@$(MANAGE) set_up

benchmark-feeds: $(DEV) ## what stored feeds cost, beside their bars (some minutes)
	@$(MANAGE) benchmark feeds

benchmark-search: $(DEV) ## what it costs to find words among a million lines (some minutes)
	@$(MANAGE) benchmark search

benchmark-site: $(DEV) ## what the public pages cost (some minutes)
	@$(MANAGE) benchmark site

screenshots: $(DEV) ## make the README's pictures again, in docs/pictures (needs Chromium)
	@$(BIN)/python -m tests.browser.portraits

benchmark: $(DEV) ## the audio path on an hour of stereo WAV, beside a naive pydub script (about ten minutes)
	@$(BIN)/python -m episodes.audio.benchmark

lock: $(DEV) ## pin the newest versions that requirements/*.in allow, with hashes
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/base.in -o requirements/base.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/search.in -o requirements/search.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/dev.in -o requirements/dev.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/whisper.in -o requirements/whisper.txt

messages: $(BASE) ## read new texts into locale/id (needs gettext)
	@$(MANAGE) makemessages -l id --no-location --no-obsolete --ignore .venv --ignore var --ignore .venv-whisper --ignore node_modules && $(MANAGE) compilemessages -l id --ignore .venv --ignore var

clean: ## remove the environment (what was written stays in the data folder)
	rm -rf $(VENV) $(WHISPER_VENV) .mypy_cache .pytest_cache .ruff_cache

$(VENV)/bin/python:
	@$(PYTHON) --version >/dev/null 2>&1 || { echo "Siniar needs Python 3.11. Set PYTHON to its path: make PYTHON=/path/to/python3.11 run"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(BASE): $(VENV)/bin/python requirements/base.txt
	@echo "Installing what Siniar runs on …"
	@$(INSTALL) requirements/base.txt
	@rm -f $(VENV)/.base-* && touch $@

$(DEV): $(VENV)/bin/python requirements/dev.txt
	@echo "Installing what the checks need …"
	@$(INSTALL) requirements/dev.txt
	@rm -f $(VENV)/.dev-* $(VENV)/.base-* && touch $(BASE) $@

$(WHISPER): requirements/whisper.txt requirements/dev.txt
	@$(PYTHON) -m venv $(WHISPER_VENV)
	@echo "Installing OpenAI's Whisper and PyTorch …"
	@$(WHISPER_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/whisper.txt
	@$(WHISPER_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@rm -f $(WHISPER_VENV)/.ready-* && touch $@
