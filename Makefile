# make demo     the sample graph, from nothing: a virtual environment, the graph of data/ in output/
# make test     everything that has to hold: format, types, layers, tests, coverage
# make bench    speed against jieba, with bars            make eval    accuracy on labelled texts, where they are
# make bench-store  the store and the endpoint, with bars  make torture  kill -9, 200 times, in the middle of writing
# make test-spark  a cluster gives what one process gives: two workers, one of them killed (needs Java)
# make bench-corpus a corpus into a store, with bars (ARGS="--documents 2000": a part of it)
# make bench-page   the graph page in a browser, with bars, beside plain pyvis
# make train    the learned components, learned anew: the tagger of names, the ranker of bearers, the judge of relations
# make lint     the checks without the tests              make ontology    the term tables, after a change of kg.ttl
# make docs     what the documentation shows, run and written anew

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
WORKERS ?= auto

.PHONY: setup demo test test-spark bench bench-corpus bench-page bench-store torture eval train lint ontology docs clean
.DEFAULT_GOAL := demo

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "kg needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing kg into $(VENV)"
	@$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@echo "installing what the tests need into $(VENV)"
	@$(PIP) install --constraint constraints.txt --editable '.[test]'
	@touch $@

$(VENV)/.browser: .ci/browser | $(BIN)/python
	@.ci/browser
	@touch $@

$(VENV)/.comunica: .ci/comunica | $(BIN)/python
	@.ci/comunica
	@touch $@

$(VENV)/.java: .ci/java | $(BIN)/python
	@.ci/java
	@touch $@

setup: $(VENV)/.installed

demo: setup
	@$(BIN)/kg build data -o output
	@echo
	@echo "open output/graph.html in a browser, or ask:"
	@echo "  $(BIN)/kg query platforms"
	@echo "  $(BIN)/kg show 初代SU7"

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint $(VENV)/.browser $(VENV)/.comunica $(VENV)/.java
	$(BIN)/python -m pytest -q --numprocesses $(WORKERS) --dist loadfile --cov --cov-report=term --cov-fail-under=90

# Spark on this machine and on a standalone master with two workers, one killed: KG_SPARK_DOCUMENTS of them, some minutes
test-spark: $(VENV)/.installed-test $(VENV)/.java
	KG_SPARK_DOCUMENTS=$${KG_SPARK_DOCUMENTS:-500} $(BIN)/python -m pytest -q tests/test_cluster.py tests/test_cluster_names.py tests/test_spark.py

bench: $(VENV)/.installed-test
	$(BIN)/python benchmarks/bench.py

# the store against rdflib, the endpoint under load: 1M quads, some minutes
bench-store: $(VENV)/.installed-test
	$(BIN)/python benchmarks/store.py
	$(BIN)/python benchmarks/serve.py

# a corpus, not an article: time, memory, the curve of the cost, latencies; half an hour for the whole corpus
bench-corpus: $(VENV)/.installed-test $(VENV)/.java
	$(BIN)/python benchmarks/spark.py $(ARGS)
	$(BIN)/python benchmarks/corpus.py $(ARGS)

# the page in headless Chromium at 1k and 10k things, beside plain pyvis: some minutes
bench-page: $(VENV)/.installed-test $(VENV)/.browser
	$(BIN)/python benchmarks/page.py

# kill -9, 200 times, in the middle of writing
torture: $(VENV)/.installed-test
	KG_TORTURE_ROUNDS=200 $(BIN)/python -m pytest -q tests/test_torture.py tests/test_load.py tests/test_killed.py

eval: $(VENV)/.installed-test
	$(BIN)/python benchmarks/evaluate.py $(ARGS)

# the learned tagger of names, anew, on one processor: under an hour (a CPU build of torch is enough)
train: $(VENV)/.installed
	@$(PIP) install --constraint constraints.txt --editable '.[train]'
	$(BIN)/python -m kg.learn.tagger train --silver ../shared/datasets/silver --corpus ../shared/corpus/news.jsonl.zst
	$(BIN)/python -m kg.learn.bearer
	$(BIN)/python -m kg.learn.relations

ontology: setup
	$(BIN)/python -m kg.learn.terms

docs: $(VENV)/.installed-test
	$(BIN)/python docs/refresh.py

clean:
	rm -rf $(VENV) output/* dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
