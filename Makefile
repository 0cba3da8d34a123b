PYTHON ?= python3
CELL_SECONDS ?= 240
NOTEBOOKS = $(sort $(wildcard notebooks/*.ipynb))
RUN = .venv/bin/python -m
IN_PARALLEL = --numprocesses=logical --dist=loadfile --no-loadscope-reorder
SEED ?= $(shell date +%s)
LAB =
AS_ROOT = $(if $(filter 0,$(shell id -u)),--allow-root)

# Both make the same .venv; uv is quicker.
ifneq ($(shell command -v uv 2>/dev/null),)
VENV = uv venv --quiet --clear --seed --python "$(PYTHON)"
INSTALL = uv pip install --quiet --python .venv/bin/python
else
VENV = "$(PYTHON)" -m venv --clear
INSTALL = $(RUN) pip install --quiet --disable-pip-version-check
endif

BOOK = build/report/backprop-workbook.pdf
REPORT_SOURCES = $(wildcard workbook/notebooks/*.py workbook/report/*.py workbook/report/templates/typst/*)
CHAPTERS = $(NOTEBOOKS:notebooks/%.ipynb=build/report/%.pdf)

.PHONY: help lab test shuffled notebooks report wheel bench seeds mistakes mutants coverage format lint lock clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

lab: .venv/installed  ## set up, and open your copy of the notebooks in JupyterLab
	$(RUN) workbook start
	$(RUN) jupyterlab $(AS_ROOT) --ServerApp.root_dir=work --LabApp.default_url=/lab/tree/start.ipynb $(LAB)

test: .venv/installed  ## set up, and run everything that must pass: tests and notebooks
	$(RUN) pytest $(IN_PARALLEL) --nbval --nbval-current-env --nbval-cell-timeout=$(CELL_SECONDS) \
	  tests $(NOTEBOOKS)

shuffled: .venv/installed  ## run the tests in an order of chance; SEED=3 repeats one
	$(RUN) pytest $(IN_PARALLEL) --shuffle=$(SEED)

notebooks: .venv/installed  ## execute the notebooks and save them in place
	$(RUN) workbook execute --cell-seconds=$(CELL_SECONDS) $(NOTEBOOKS)

report: $(BOOK) $(CHAPTERS)  ## make the PDFs in build/report that are not up to date

$(BOOK): $(NOTEBOOKS) $(REPORT_SOURCES) .venv/installed
	$(RUN) workbook report --strict --title "Backpropagation, by doing it" \
	  --author "The backprop-workbook developers" --output $@ $(NOTEBOOKS)

$(CHAPTERS): build/report/%.pdf: notebooks/%.ipynb $(REPORT_SOURCES) .venv/installed
	$(RUN) workbook report --strict --output $@ $<

wheel: .venv/installed  ## build the wheel, which needs NumPy alone, in build/dist
	rm -rf build/dist
	$(RUN) pip wheel --quiet --no-deps --no-build-isolation --wheel-dir build/dist .

bench: .venv/installed  ## measure speed, one table
	$(RUN) benchmarks

seeds: .venv/installed  ## run the experiments with other seeds: do the conclusions survive?
	$(RUN) benchmarks.seeds

mistakes: .venv/installed  ## make every single mistake in every right answer: which are found?
	$(RUN) benchmarks.mistakes

mutants: .venv/installed  ## break each module of both packages, edit by edit: do its tests notice?
	$(RUN) benchmarks.mutation $(MODULES)

coverage: .venv/installed  ## run the tests, and show what they reach; in build/coverage line by line
	$(RUN) pytest --cov --cov-report=term --cov-report=html

format: .venv/installed  ## format the code, notebooks too, and mend what the linter can
	$(RUN) ruff format
	$(RUN) ruff check --fix

lint: .venv/installed  ## check format, style and types
	$(RUN) ruff format --check
	$(RUN) ruff check
	$(RUN) mypy

lock:  ## pin anew what pyproject.toml asks for (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	  --custom-compile-command "make lock" --extra dev --group build \
	  --output-file requirements.lock pyproject.toml

clean:  ## remove .venv and all else that was made here, but never your work
	rm -rf .venv build dist .hypothesis .pytest_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
	find . -path ./work -prune -o -name .ipynb_checkpoints -prune -exec rm -rf {} +

test shuffled notebooks bench seeds mistakes mutants coverage: export OMP_NUM_THREADS = 1
lab: export OMP_NUM_THREADS ?= 1
# Without nbdime's buttons, and without JupyterLab's question whether to fetch its news.
lab: export JUPYTER_CONFIG_PATH := .jupyter$(if $(JUPYTER_CONFIG_PATH),:$(JUPYTER_CONFIG_PATH))

.venv/installed: requirements.lock
	@"$(PYTHON)" -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed, this is %d.%d. Name another: make PYTHON=python3.12" % sys.version_info[:2])'
	$(VENV) .venv
	$(INSTALL) --requirement requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@
