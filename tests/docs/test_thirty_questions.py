"""The page of the thirty questions shows what the commands print today, and leaves no question without a command."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))  # as when it is run
import thirty_questions  # noqa: E402


@pytest.mark.parametrize("language", list(thirty_questions.PAGES))
def test_the_page_shows_what_the_commands_print_today(language):
    page = ROOT / "docs" / "how-to" / thirty_questions.PAGES[language]
    written_now = "\n".join(thirty_questions.page_lines(language)) + "\n"

    assert page.read_text("utf-8") == written_now, (
        "look at the difference, then run python docs/thirty_questions.py"
    )


def test_each_of_the_thirty_questions_is_asked_once_and_answered_by_a_command():
    assert [asked.number for asked in thirty_questions.QUESTIONS] == list(range(1, 31))
    for asked in thirty_questions.QUESTIONS:
        assert asked.commands, asked.asks.en
        assert all(command.line.startswith("healthkpi ") for command in asked.commands)


@pytest.mark.parametrize("name", thirty_questions.PAGES.values())
def test_every_command_shows_some_of_its_output(name):
    page = (ROOT / "docs" / "how-to" / name).read_text("utf-8")
    shown = re.findall(r"^\$ (.*)\n((?:(?!\$ |```).*\n)*)", page, re.MULTILINE)

    assert len(shown) == sum(len(asked.commands) for asked in thirty_questions.QUESTIONS)
    assert [line for line, output in shown if not output.strip("… \n")] == []
