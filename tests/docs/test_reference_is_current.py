"""docs/reference/ is written by a script; what lies in the repository is what the script writes today."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"


def load_script():
    sys.path.insert(0, str(ROOT / "docs"))  # as when it is run
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "docs" / "make_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = load_script()


@pytest.fixture(scope="module")
def written_now(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("reference")
    SCRIPT.write_reference(folder)
    return folder


@pytest.mark.parametrize("name", SCRIPT.PAGES)
def test_a_generated_page_is_what_the_script_writes(name, written_now):
    kept = (REFERENCE / name).read_text("utf-8")

    assert kept == (written_now / name).read_text("utf-8"), (
        f"docs/reference/{name} is out of date: run python docs/make_reference.py"
    )


def test_no_page_is_kept_of_a_policy_that_is_gone():
    kept = {path.relative_to(REFERENCE).as_posix() for path in (REFERENCE / "indicators").glob("*.md")}

    assert kept == {name for name in SCRIPT.PAGES if name.startswith("indicators/")}


def test_every_key_of_a_definition_has_a_meaning_in_both_languages():
    page = (REFERENCE / "definitions.md").read_text("utf-8")
    rows = [
        line.split(" | ") for line in page.splitlines() if line.startswith("| `") and line.count(" | ") == 4
    ]

    assert rows
    assert [row[0] for row in rows if not all(cell.strip(" |") for cell in row[3:])] == []


def test_no_meaning_is_kept_for_a_key_that_says_it_itself():
    unsaid = set(SCRIPT.undescribed_keys())
    keys = {f"{model.__name__}.{name}" for model in SCRIPT.MODELS for name in model.model_fields}
    full = {key for key, words in SCRIPT.MEANINGS.items() if key in keys and not words.startswith(" / ")}

    assert sorted(full - unsaid) == []


def test_every_key_of_the_json_is_in_its_page():
    page = (REFERENCE / "json-output.md").read_text("utf-8")
    keys = set()
    for sample in ("云冈区2018年9月.xlsx", "云冈区2018年.xlsx"):
        keys |= set(keys_of(checked_as_json(sample)))

    assert sorted(key for key in keys if f"`{key}`" not in page) == []


def checked_as_json(sample: str):
    command = ["check", str(ROOT / "sample_data" / sample), "--format", "json"]
    folder = ["--indicators", str(ROOT / "indicators")]
    ran = subprocess.run([sys.executable, "-m", "healthkpi", *command, *folder], capture_output=True)
    return json.loads(ran.stdout)


def keys_of(data) -> Iterator[str]:
    """Every key, except where the keys are names of the data: parameters and verdicts."""
    if isinstance(data, list):
        for each in data:
            yield from keys_of(each)
    if isinstance(data, dict):
        for key, inside in data.items():
            yield key
            if key not in {"parameters", "verdicts"}:
                yield from keys_of(inside)
