# Puljespor. `make run` and `make test` are all a newcomer needs; each sets up what it uses.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check bench bench-peers lock clean

## Serve the starter corpus (or what you have ingested) on http://127.0.0.1:7860
run: $(VENV)/.ready
	@$(BIN)/puljespor demo

## Run every test; says plainly what it could not install and which tests that leaves out
test: $(VENV)/.ready-test
	tests/tools.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadfile

## Lint, types and the fast tests
check: $(VENV)/.ready-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow and not browser and not ocr"

## Print the benchmark tables
bench: $(VENV)/.ready-test
	@for script in tests/bench/bench_*.py; do \
		name=$$(basename $$script .py); echo; echo "== $$name"; $(BIN)/python -m tests.bench.$$name || exit 1; \
	done

## The same passages and queries through other search libraries, which stand in an environment of their own
bench-peers: $(VENV)/.ready-test build/peers/.ready
	$(BIN)/python -m tests.bench.peers.run

build/peers/.ready: tests/bench/peers/requirements.txt
	test -x build/peers/bin/python || $(PYTHON) -m venv build/peers
	build/peers/bin/pip install -q torch==2.13.0
	build/peers/bin/pip install -q -r tests/bench/peers/requirements.txt
	@touch $@

## Resolve the dependencies of pyproject.toml anew and write the two lock files
lock:
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/pip install -q torch==2.13.0
	build/lock/bin/pip install -q .
	build/lock/bin/pip freeze --exclude puljespor | sed 's/^\(torch==[0-9.]*\)+cpu$$/\1/' > requirements.txt
	build/lock/bin/pip install -q .[test]
	build/lock/bin/pip freeze --exclude puljespor | sed 's/^\(torch==[0-9.]*\)+cpu$$/\1/' | grep -vxFf requirements.txt > requirements-test.txt
	rm -rf build/lock

$(VENV)/.ready: requirements.txt pyproject.toml
	@echo "Setting up $(VENV): about 2 GB of packages, 5 to 10 minutes the first time."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -q torch==2.13.0
	@$(BIN)/pip install -q -r requirements.txt
	@$(BIN)/pip install -q --no-deps -e .
	@$(BIN)/python -m compileall -q corpus index ingest search ui
	@touch $@

$(VENV)/.ready-test: $(VENV)/.ready requirements-test.txt
	$(BIN)/pip install -q -r requirements-test.txt
	@touch $@

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache
