"""A check is a file: it is found because it lies there, and refused loudly if it offers nothing."""

import sys
import types
from pathlib import Path

import pytest

from healthkpi.discover import offered
from healthkpi.model.finding import declared_codes
from healthkpi.tidy import checks as package
from healthkpi.tidy.checks import Check, checks

FOLDER = Path(package.__file__).parent


def test_every_file_is_a_check():
    files = list(FOLDER.glob("[!_]*.py"))
    assert len(checks()) == len(files) == len({check.name.zh for check in checks()})


def package_with(folder, body, monkeypatch):
    (folder / "odd.py").write_text(body, encoding="utf-8")
    made = types.ModuleType("made_checks")
    made.__path__ = [str(folder)]
    monkeypatch.setitem(sys.modules, "made_checks", made)
    monkeypatch.delitem(sys.modules, "made_checks.odd", raising=False)
    return made


def test_a_new_file_is_a_new_check(tmp_path, monkeypatch):
    body = (
        "from healthkpi.text import same\n"
        "from healthkpi.tidy.checks import Check\n"
        "CHECK = Check(same('odd'), lambda figures: iter(()))\n"
    )
    (found,) = offered(package_with(tmp_path, body, monkeypatch), "CHECK", Check)
    assert found.name.en == "odd"


def test_a_file_without_a_check_fails_loudly(tmp_path, monkeypatch):
    with pytest.raises(TypeError, match=r"made_checks\.odd must define CHECK, a Check"):
        offered(package_with(tmp_path, "", monkeypatch), "CHECK", Check)


@pytest.mark.parametrize("code", [f"HK{number}" for number in (302, *range(320, 332))])
def test_each_code_says_what_it_means_and_what_to_do_in_both_languages(code):
    checks()
    explanation = declared_codes()[code].explanation
    assert len(explanation.zh) > 35
    assert len(explanation.en) > 90
