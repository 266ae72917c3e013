"""The gallery shows every picture there is, and commands that the tool understands."""

import re
import shlex
import sys
from pathlib import Path

import pytest
import typer.main

from healthkpi.cli._app import app

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))  # as when it is run
import make_gallery  # noqa: E402

COMMANDS = typer.main.get_command(app).commands
MOST_BYTES_IN_ALL = 1_500_000


@pytest.mark.parametrize("language", list(make_gallery.PAGES))
def test_the_page_is_that_of_today(language):
    page = ROOT / "docs" / make_gallery.PAGES[language]
    written_now = "\n".join(make_gallery.page_lines(language)) + "\n"
    assert page.read_text("utf-8") == written_now, "run python docs/make_gallery.py pages"


def test_every_picture_that_is_named_is_there_and_no_other():
    named = {
        picture
        for name in make_gallery.PAGES.values()
        for picture in re.findall(r"\]\(gallery/(.+?)\)", (ROOT / "docs" / name).read_text("utf-8"))
    }
    assert {path.name for path in make_gallery.PICTURES.iterdir()} == named


def test_the_pictures_are_small():
    sizes = {path.name: path.stat().st_size for path in make_gallery.PICTURES.iterdir()}
    assert {name: size for name, size in sizes.items() if size > make_gallery.MOST_BYTES} == {}
    assert sum(sizes.values()) < MOST_BYTES_IN_ALL


@pytest.mark.parametrize("exhibit", make_gallery.EXHIBITS, ids=lambda exhibit: exhibit.title.en)
def test_every_command_is_understood_and_writes_what_is_pictured(exhibit, monkeypatch):
    monkeypatch.chdir(ROOT)
    tool, command, *arguments = shlex.split(exhibit.command)
    assert tool == "healthkpi"
    read = COMMANDS[command].make_context(command, arguments)
    pictured = {each.of.file for each in exhibit.pictures if not isinstance(each.of, make_gallery.Terminal)}
    assert pictured <= {path.name for path in read.params.get("output") or ()}
    assert all(path.exists() for path in read.params["files"])
