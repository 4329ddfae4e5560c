# Moonwalk's tasks.  `make help` lists them.  A fresh clone needs make and Python 3.11 or later; a C compiler
# that finds Python.h makes the engine some thirty times faster.

SHELL := /bin/bash
.SHELLFLAGS := -e -o pipefail -c
.DEFAULT_GOAL := help

# The first of these that runs and is recent enough makes the virtual environment.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; break; }; done)
BIN := .venv/bin
INSTALLED := .venv/.installed
BUILT := .venv/.built
ENGINE := $(shell find engine -name '*.py' -o -name '*.lua')
PYTEST := $(BIN)/python -m pytest -q -n auto
# Further arguments for pytest: make test PYTEST_ARGS='-k table -x'
PYTEST_ARGS ?=
# The tests in parts, each in processes of its own: what breaks in one does not take the others with it.
PARTS := debugger,editors engine/history engine/compiler,engine/host,engine/runtime,engine/syntax,engine/vm \
    engine/stdlib,engine/test_build_info.py lsp,tui test_programs.py,test_differential.py,test_differential_cases.py
# Runs pytest on each part; a part where PYTEST_ARGS choose no test is none that fails.
in_parts = for part in $(PARTS); do echo "-- $$part"; \
    $(1) $$(printf 'tests/%s ' $${part//,/ }) $(PYTEST_ARGS) || [ $$? -eq 5 ] || exit 1; done
# How many programs of each dialect `make fuzz` compares, and where it writes those that differ.
FUZZ_PROGRAMS ?= 100000
FUZZ_KEEP ?= .fuzz
# How many of each dialect for the language server's syntax errors.
FUZZ_SYNTAX ?= 20000

.PHONY: help demo test test-pure test-packaging e2e vsix build lint types layers bench conformance fuzz mirror check clean

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: build ## open the debugger on a program with a bug
	$(BIN)/moonwalk debug fixtures/bugs/nil_field.lua

test: build ## run the test suite (compiled where possible)
	$(call in_parts,$(PYTEST))

test-pure: $(INSTALLED) ## run the test suite on the interpreted engine
	export MOONWALK_PURE=1 MOONWALK_EXPECT_COMPILED=0; $(call in_parts,$(PYTEST) -m 'not compiled_only')

test-packaging: $(INSTALLED) ## build wheels, install them into empty environments, use them
	$(BIN)/python -m pytest -q tests/packaging $(PYTEST_ARGS)

e2e: build vsix ## drive real editors: VS Code, Neovim, Emacs (installs them in .e2e, as far as they can be had)
	$(BIN)/python tools/install_editors.py
	$(BIN)/python -m pytest -q -rs tests/editors tests/e2e $(PYTEST_ARGS)

vsix: $(INSTALLED) ## pack the extension for VS Code: editors/vscode/dist/moonwalk.vsix
	$(BIN)/python tools/install_editors.py vsix
	cp LICENSE editors/vscode/
	if test -e .e2e/vsix/installed; then cd editors/vscode && npm test && npm run pack; fi

build: $(BUILT) ## compile the engine in place, if its sources changed and there is a C compiler

lint: $(INSTALLED) ## check the style
	$(BIN)/ruff check .

types: $(INSTALLED) ## check the types
	$(BIN)/mypy

layers: $(INSTALLED) ## check which package imports which
	MOONWALK_PURE=1 $(BIN)/lint-imports

check: lint types layers test ## all of the checks above

mirror: build ## check on random programs that stops are the same backward, and that fixtures go on from any moment
	$(BIN)/python -m tools.mirror --programs 10000 --jobs $(shell nproc)
	$(BIN)/python -m tools.restore

conformance: build ## run the official Lua test files
	$(BIN)/python tools/conformance.py

fuzz: build ## compare fresh random programs of every dialect with the originals
	$(BIN)/python -m tools.fuzz --programs $(FUZZ_PROGRAMS) --jobs $(shell nproc) --keep $(FUZZ_KEEP)
	$(BIN)/python -m tools.fuzz_syntax --programs $(FUZZ_SYNTAX) --jobs $(shell nproc)

bench: build ## measure the engine, the whole run, the debug adapter, the language server and the terminal debugger
	$(BIN)/python -m benchmarks.run
	$(BIN)/python -m benchmarks.whole_run
	$(BIN)/python -m benchmarks.debug_adapter
	$(BIN)/python -m benchmarks.language_server
	$(BIN)/python -m benchmarks.keys
	$(BIN)/python -m benchmarks.recordings

clean: ## remove what was built, the virtual environment included
	rm -rf .venv build dist *.egg-info .e2e editors/vscode/dist editors/vscode/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .grimp_cache .hypothesis
	find engine \( -name '*.so' -o -name '_build.*.json' \) -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Installed without compiling (`build` does that), so that changing pyproject.toml costs seconds.
$(INSTALLED): pyproject.toml
	@test -n '$(PYTHON)' || { echo 'make: Python 3.11 or later is needed; name it: make PYTHON=...' >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	MOONWALK_PURE=1 $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(BUILT): $(INSTALLED) $(ENGINE) setup.py
	@touch $@.started  # a source that is edited while this builds is newer than the stamp
	$(BIN)/python setup.py --quiet build_ext --inplace $(if $(filter setup.py,$?),--force)
	@mv $@.started $@
