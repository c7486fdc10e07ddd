# Everything that a person or the continuous integration types. `make help` lists it.
PYTHON ?= python3
PORT ?= 8000
V := .venv
BIN := $(V)/bin
K := .venv-klien
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Dozens of processes that tests start would each compile the application anew.
unexport PYTHONDONTWRITEBYTECODE
UV := uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 pyproject.toml
.DEFAULT_GOAL := help
.PHONY: help run test endurance check bench fit klien openapi diagrams lock clean

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(V)/.run ## Start everything on http://127.0.0.1:$(PORT); Ctrl-C stops it, the data stays
	@exec $(BIN)/dtks run --porta $(PORT)

# Tracing doubles the time, so a person gets the quick answer and the continuous integration the gate.
JEJAK := $(CI)$(COVER)
# Three at once in the second half, for its tests wait for processes.
test: $(V)/.dev ## Run all tests, the quick ones first; COVER=1 adds the coverage gate, as in the continuous integration
	rm -f .coverage .coverage.*
	$(if $(JEJAK),$(BIN)/coverage run -m pytest,$(BIN)/pytest) -q -n 2 -m "not nyata and not ketahanan"
	$(if $(JEJAK),$(BIN)/coverage combine -q && $(BIN)/coverage report --skip-covered --fail-under=95)
	$(BIN)/pytest -q -n 3 --dist loadfile -m "nyata and not ketahanan"

endurance: $(V)/.dev ## Kill workers and count a hundred thousand rows; minutes, part of the continuous integration
	DTKS_UJI_KELUARGA=330 $(BIN)/pytest -q -n 2 --dist loadfile -m ketahanan

check: $(V)/.dev ## Check style, types, import contracts and generated files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/dtks openapi --periksa
	$(BIN)/dtks diagrams --periksa

SIZE ?= 3m
bench: $(V)/.dev ## Measure against targets: SIZE=3m (10 minutes) or 10m (60); ONLY=cari one part, RESUME=1 the rest, PAGE=docs/bench.md
	$(BIN)/python -m bench --size $(SIZE) $(if $(ONLY),--only $(ONLY)) $(if $(RESUME),--resume) $(if $(PAGE),--page $(PAGE))

fit: $(V)/.dev ## Install what .venv/bin/dtks synth and pmt need (the extra `fit`), as locked

klien: $(V)/.run $(K)/.klien ## Generate a Python and a TypeScript client and try both (needs node 20 and npm)
	$(BIN)/python -m tests.klien.jalankan $(K)/bin/python

openapi: $(V)/.dev ## Write openapi.yaml from the code
	$(BIN)/dtks openapi

diagrams: $(V)/.dev ## Draw the transition tables into docs/alur
	$(BIN)/dtks diagrams

lock: ## Resolve the dependencies anew (needs uv)
	$(UV) --extra build -o deploy/requirements-prod.lock
	$(UV) --extra embedded --extra build -o deploy/requirements.lock
	$(UV) --extra embedded --extra build --extra dev --extra fit -o deploy/requirements-dev.lock
	echo openapi-python-client==0.29.1 | $(subst pyproject.toml,-,$(UV)) -o deploy/requirements-klien.lock

clean: ## Remove the virtual environment and what tools left behind (data/ stays)
	rm -rf $(V) $(K) .coverage .coverage.* .mypy_cache .ruff_cache .import_linter_cache dtks.egg-info

# The markers say with which lock the environment was made, so that nothing is installed twice.
$(V)/.run: deploy/requirements.lock pyproject.toml | $(BIN)/python
	$(call pasang,deploy/requirements.lock)

$(V)/.dev: deploy/requirements-dev.lock pyproject.toml | $(BIN)/python
	$(call pasang,deploy/requirements-dev.lock)
	@touch $(V)/.run

# The generator of clients pins other versions than we do, so it lives apart.
$(K)/.klien: deploy/requirements-klien.lock
	$(PYTHON) -m venv $(K)
	$(K)/bin/pip install -q --require-hashes -r $< || { echo "The generator of clients could not be installed: does the Python registry answer?" >&2; exit 1; }
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(V)

define pasang
	$(BIN)/pip install -q --require-hashes -r $(1)
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@
endef
