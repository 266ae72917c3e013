# `make demo` sets up what it needs and runs the main job; `make test` sets up what it needs and runs all checks.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
READY := $(VENV)/.ready

.PHONY: demo test lint types imports unit extras fuzz soak bench samples docs gallery wheel wheelhouse windows release clean

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	$(BIN)/python -m compileall -q src
	$(BIN)/python -c "import pathlib; pathlib.Path('$(READY)').touch()"

# Exit code 1 says that a due target is missed: for a demonstration that is the expected answer.
demo: $(READY)
	@$(BIN)/healthkpi check sample_data/云冈区2018年.xlsx || test $$? -eq 1
	@echo
	@$(BIN)/healthkpi explain signing-coverage sample_data/云冈区2018年9月.xlsx --unit 口泉乡

test: lint types imports unit extras

lint: $(READY)
	$(BIN)/ruff format --check src tests sample_data docs bench install
	$(BIN)/ruff check src tests sample_data docs bench install

types: $(READY)
	$(BIN)/mypy

imports: $(READY)
	$(BIN)/lint-imports

# Compiled anew: hundreds of tests start the command, and where Python may not write bytecode each would compile it all.
unit: $(READY)
	$(BIN)/python -m compileall -q src tests
	$(BIN)/python -m pytest -n auto -q
	@test -n "$(HEALTHKPI_SHARED)" || echo "Not run: the tests over the shared files (HEALTHKPI_SHARED is not set)."

# The extras stay out of the environment: with pyarrow pandas keeps text in another way than on an officer's computer.
# A whole path, because tests run the command in folders of their own.
BESIDE := $(VENV)/extras
$(BESIDE)/pyarrow: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --target $(BESIDE) pyarrow typst

extras: $(BESIDE)/pyarrow
	PYTHONPATH="$(CURDIR)/$(BESIDE)" $(BIN)/python -m pytest -n auto -q tests/read/test_parquet.py tests/present/test_machine_formats.py tests/present/test_pdf.py tests/present/test_extra_formats_say_the_same.py tests/cli/test_same_bytes.py tests/read/test_same_statistics.py tests/test_expected_results.py

# Files with something changed, until the time is over or you interrupt: make fuzz SECONDS=600
SECONDS ?= inf
fuzz: $(READY)
	cd tests && ../$(BIN)/python -m fuzz --seconds $(SECONDS)

# Runs of batch that are killed at any moment; afterwards old or new, whole: make soak SECONDS=600
soak: $(READY)
	cd tests && ../$(BIN)/python -m soak --seconds $(SECONDS)

bench: $(READY)
	$(BIN)/python -m compileall -q src
	$(BIN)/python bench/run.py

samples: $(READY)
	$(BIN)/python sample_data/make_samples.py

# Runs every command of the gallery and takes its pictures anew; says what is not installed.
gallery: $(BESIDE)/pyarrow
	PYTHONPATH="src:$(BESIDE)" $(BIN)/python docs/make_gallery.py

docs: $(READY)
	$(BIN)/python docs/make_reference.py
	PYTHONPATH=src $(BIN)/python docs/thirty_questions.py
	HEALTHKPI_WRITE_GOLDEN=1 $(BIN)/python -m pytest -q tests/test_bad_inputs.py -k page_of_bad_inputs

wheel: $(READY)
	$(BIN)/python -m build --wheel

# For a computer without a network, wheelhouse/<platform>-py<version>/: make wheelhouse PLATFORM=win_amd64 PYTHON_VERSION=3.12 EXTRAS=pdf,password
wheelhouse: $(READY)
	@$(BIN)/python install/wheelhouse.py --platform "$(PLATFORM)" --python-version "$(PYTHON_VERSION)" --extras "$(EXTRAS)"

# The folder for a Windows computer without Python, dist/healthkpi-…-win_amd64.zip; PYTHON_ZIP is the "embeddable package" of python.org.
windows: $(READY)
	@$(BIN)/python install/windows_folder.py --wheelhouse wheelhouse/win_amd64-py312 --python "$(PYTHON_ZIP)" --into dist

# What a tag publishes, dist/release/; TAG is compared with the version.
release: $(READY)
	@$(BIN)/python install/release.py --tag "$(TAG)" --python "$(PYTHON_ZIP)"

clean:
	rm -rf $(VENV) dist build wheelhouse
