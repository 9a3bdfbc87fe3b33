# make run    a picture from the starter workflow, in output/
# make app    the studio
# make test   checks and the whole test suite
# make robustness   what happens when things are killed, full or crowded, at length
# Each target sets up what it needs first.

MAKEFLAGS += --no-print-directory
SHELL := /bin/bash
export PYTHON

BIN := .venv/bin
READY := .venv/.ready
STARTER := workflows/text_to_image.weft.json
CHECKED := $(wildcard graph_engine nodes app models/train benchmarks scripts tests)

.PHONY: help run app test robustness check bench docs setup clean
.DEFAULT_GOAL := help

help:
	@echo "make run     make a picture with the starter workflow, without a window"
	@echo "make app     open the studio"
	@echo "make test    run the checks and the whole test suite"
	@echo "make robustness  kill, starve and crowd the engine and the studio, for some minutes"
	@echo "make check   ruff, mypy and the import rules"
	@echo "make bench   run the benchmarks"
	@echo "make docs    write the node reference, translations, the guide's pictures and table of keys"
	@echo "make setup   only prepare .venv"
	@echo "make clean   remove .venv, caches and builds"

run: $(READY)
	@$(BIN)/weft run $(STARTER) --output output

app: $(READY)
	@scripts/setup.sh window
	@$(BIN)/weft $(STARTER)

test: check
	@scripts/setup.sh offscreen
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile

robustness: $(READY)
	@scripts/setup.sh offscreen
	@ROBUSTNESS=full OMP_NUM_THREADS=1 $(BIN)/python -m pytest --timeout 3600 tests/end_to_end/robustness

check: $(READY)
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy $(CHECKED)
	@rules=$$($(BIN)/lint-imports --no-logo) || { echo "$$rules"; exit 1; }

bench: $(READY)
	@$(BIN)/python -m benchmarks

docs: $(READY)
	@$(BIN)/python -m scripts.node_reference
	@$(BIN)/python -m scripts.node_descriptions
	@$(BIN)/python -m scripts.readme_pictures
	@$(BIN)/python -m scripts.translations
	@scripts/setup.sh offscreen
	@$(BIN)/python -m scripts.guide_gestures
	@$(BIN)/python -m scripts.guide_pictures

setup: $(READY)

$(READY): pyproject.toml constraints.txt scripts/setup.sh
	@scripts/setup.sh environment
	@touch $@

clean:
	@rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
