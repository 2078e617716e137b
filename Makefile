# Two commands set up everything on a fresh Debian machine: `make demo` and `make test`.
#
#   make demo PYTHON=python3.12      another interpreter (3.11 or newer)
#   make demo INDEX=https://…/simple another Python package index

PYTHON ?= python3
INDEX ?=
VENV := .venv
BIN := $(VENV)/bin
PIP_INDEX := $(if $(INDEX),--index-url $(INDEX))
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CONSTRAINTS := deploy/constraints.txt
OUT := out/demo
OCRMYPDF := out/benchmark/ocrmypdf

.DEFAULT_GOAL := help
.PHONY: help install demo serve test lint types imports unit test-province soak format samples benchmark system clean

help: ## Show the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

install: $(VENV)/.installed ## Install what a centre needs, and nothing else

demo: $(VENV)/.installed ## Check the sample dossiers: verdicts, missing papers, seconds a page
	INTAKE_AI_DATA_DIR=$(OUT)/data $(BIN)/intake-ai demo samples --out $(OUT)

serve: $(VENV)/.installed ## Run the service on this machine: API and workers
	@$(BIN)/intake-ai serve

test: lint types imports unit ## Everything that CI checks

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

imports: $(VENV)/.installed-dev
	$(BIN)/lint-imports

unit: $(VENV)/.installed-dev
	$(BIN)/pytest --numprocesses auto

test-province: $(VENV)/.installed-dev ## The tests on PostgreSQL with Redis, and those of the queue on RabbitMQ
	INTAKE_AI_TEST_DATABASE=postgresql INTAKE_AI_TEST_BROKER=redis $(BIN)/pytest --numprocesses auto
	INTAKE_AI_TEST_DATABASE=postgresql INTAKE_AI_TEST_BROKER=rabbitmq $(BIN)/pytest --numprocesses auto tests/worker

soak: $(VENV)/.installed-dev ## A hundred dossiers while everything is killed, three seeds on three kinds of servers: an hour
	INTAKE_AI_TEST_EXAMPLES=200 $(BIN)/pytest -m soak -rA tests/soak
	INTAKE_AI_TEST_EXAMPLES=200 $(BIN)/pytest tests/api/test_openapi.py tests/intake_ai/work/test_never_lost_never_doubled.py
	INTAKE_AI_TEST_DATABASE=postgresql INTAKE_AI_TEST_EXAMPLES=20 $(BIN)/pytest tests/api/test_openapi.py

format: $(VENV)/.installed-dev ## Sort imports and lay out the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

samples: $(VENV)/.installed-dev ## Make the sample dossiers again
	$(BIN)/python -m classifiers.synthetic samples

benchmark: $(VENV)/.installed-dev ## Compare reading with bare Tesseract and OCRmyPDF: seconds, memory, errors
	@benchmarks/install-ocrmypdf $(OCRMYPDF) $(PYTHON)
	$(BIN)/python -m benchmarks.reading --ocrmypdf $(OCRMYPDF)/bin/ocrmypdf

system: ## Install Tesseract, fonts and Python's venv through apt where they are missing
	@deploy/system-packages

$(VENV)/.installed: pyproject.toml $(CONSTRAINTS) deploy/system-packages
	@deploy/system-packages
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install $(PIP_INDEX) --constraint $(CONSTRAINTS) pip setuptools wheel
	PYTHONWARNINGS=ignore $(PIP) install $(PIP_INDEX) --constraint $(CONSTRAINTS) --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@deploy/system-packages --development
	$(PIP) install $(PIP_INDEX) --constraint $(CONSTRAINTS) --group dev
	@touch $@

clean: ## Remove what was installed and made here
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache *.egg-info
