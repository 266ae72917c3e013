"""What cmd.exe of a Chinese Windows makes of the batch files: held by their bytes, for Windows is not here."""

import re
from pathlib import Path

import pytest

WINDOWS = Path(__file__).parents[2] / "install" / "windows"
BATCH_FILES = sorted(WINDOWS.glob("*.bat"))
CHECK = WINDOWS / "检查.bat"
each_batch_file = pytest.mark.parametrize("path", BATCH_FILES, ids=lambda path: path.stem)


def commands(path: Path) -> list[str]:
    """The lines that do something; what echo and rem say may hold anything."""
    lines = path.read_bytes().decode("gb2312").split("\r\n")
    return [line for line in lines if not line.startswith(("rem ", "echo "))]


@each_batch_file
def test_every_line_ends_with_cr_and_lf_so_that_cmd_finds_its_labels(path):
    content = path.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") > 10
    assert content.endswith(b"\r\n")


@each_batch_file
def test_no_byte_of_a_chinese_sign_could_be_taken_for_a_command_sign(path):
    # Some signs of GBK end in the byte of | or ^; those of GB2312 have two high bytes, in any code page.
    assert re.fullmatch(rb"([\x09\x0a\x0d\x20-\x7e]|[\xa1-\xfe][\xa1-\xfe])+", path.read_bytes())


@each_batch_file
def test_chinese_stands_only_in_what_is_said(path):
    assert [line for line in commands(path) if not line.isascii()] == []


@each_batch_file
def test_what_is_said_in_chinese_comes_after_the_code_page_is_set(path):
    lines = path.read_bytes().decode("gb2312").split("\r\n")
    spoken = [number for number, line in enumerate(lines) if line.startswith("echo ")]
    assert spoken
    assert lines.index("chcp 936 >nul") < min(spoken)


@each_batch_file
def test_every_variable_with_a_name_of_a_file_is_in_quotes(path):
    unquoted = [re.sub(r'"[^"]*"', "", line) for line in commands(path)]
    used = [word for line in unquoted for word in re.findall(r"%\S+|!\S+", line)]
    # A number, and the names that were typed with the quotes they need.
    assert set(used) <= {"!HEALTHKPI_ENDED!", "%*"}


@each_batch_file
def test_no_percent_sign_is_read_while_exclamation_marks_mean_something(path):
    # D:\急!\检查.bat: %~dp0 read under delayed expansion would lose its exclamation mark.
    delayed = False
    for line in commands(path):
        delayed = "EnableDelayedExpansion" in line or (delayed and "DisableDelayedExpansion" not in line)
        assert not (delayed and "%" in line), line


@each_batch_file
def test_every_label_that_is_gone_to_is_there(path):
    words = "\n".join(commands(path))
    assert set(re.findall(r"goto (\w+)", words)) <= set(re.findall(r"^:(\w+)", words, re.MULTILINE))


def test_names_are_words_of_a_command_only_where_they_were_typed():
    lines = commands(CHECK)
    (only,) = [number for number, line in enumerate(lines) if "%*" in line]
    assert only > lines.index(":typed")


def test_after_a_drop_the_rest_of_a_name_is_not_run_as_a_command():
    dropped = commands(CHECK)[commands(CHECK).index(":start") : commands(CHECK).index(":typed")]
    assert dropped[-2:] == ["exit !HEALTHKPI_ENDED!", ""]


def test_the_python_beside_it_comes_before_that_of_the_computer():
    words = "\n".join(commands(CHECK))
    places = [words.index(place) for place in (r"=%~dp0python\python.exe", r"=%~dp0venv\Scripts", '=python"')]
    assert places == sorted(places)


def test_a_checkout_has_the_bytes_that_cmd_reads():
    assert "*.bat -text" in (WINDOWS.parents[1] / ".gitattributes").read_text("utf-8")
