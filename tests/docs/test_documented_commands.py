"""Every page does what it shows: its files are written and its commands run, in a copy of the folder."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
import typer.main
from documented_pages import PAGES, ROOT, ShownAnswers, ShownCommand, ShownFile, steps

from healthkpi.cli._app import app

COMMANDS = typer.main.get_command(app).commands
FRAME = re.compile(r"[─━│┃┏┓┗┛╭╮╰╯|]+")
# Between keys and values of JSON, whose figures stand on one line without blanks.
AFTER_SIGN_OF_JSON = re.compile(r'(?<=[,:{\[])(?=["{\[])')


@pytest.fixture
def copy_of_the_folder(tmp_path) -> Path:
    for name in ("src", "indicators", "sample_data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_does_what_it_shows(page, copy_of_the_folder):
    shown = list(steps(page))
    assert shown

    for step in shown:
        if isinstance(step, ShownFile):
            write(copy_of_the_folder, step)
        elif isinstance(step, ShownAnswers):
            answer(copy_of_the_folder, step)
        elif step.line.startswith("healthkpi "):
            run(copy_of_the_folder, step, "zh" if page.name.endswith("zh-CN.md") else "en")


def write(folder: Path, step: ShownFile) -> None:
    path = folder / step.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(step.content, "utf-8")


def answer(folder: Path, step: ShownAnswers) -> None:
    """Tick in the form as the page says; every question that it speaks of must be there."""
    workbook = openpyxl.load_workbook(folder / step.path)
    sheet = workbook.worksheets[0]
    rows = {sheet.cell(row, 12).value: row for row in range(3, sheet.max_row + 1)}
    assert list(rows) == list(step.answers)
    for written, said in step.answers.items():
        sheet.cell(rows[written], 5 if said in "√×" else 6).value = said
    workbook.save(folder / step.path)


def run(folder: Path, step: ShownCommand, language: str) -> None:
    arguments = shlex.split(step.line)[1:]
    assert arguments[0].startswith("-") or arguments[0] in COMMANDS, f"there is no command: {step.line}"
    if not has_its_files(folder, arguments):
        return
    environment = {
        **os.environ,
        "HEALTHKPI_LANG": language,
        "PYTHONPATH": str(folder / "src"),
        "PYTHONUTF8": "1",
        "COLUMNS": "400",
    }
    ran = subprocess.run(
        [sys.executable, "-m", "healthkpi", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )
    said = ran.stdout + ran.stderr
    if step.stated is not None:
        assert ran.returncode == step.stated, f"{step.line}\n{said}"
    else:
        assert ran.returncode == 0, f"{step.line}: state the exit code on the page\n{said}"
    missing = [line for line in step.output if not stands_in(line, said)]
    assert missing == [], f"{step.line} no longer prints this:\n{said}"


def has_its_files(folder: Path, arguments: list[str]) -> bool:
    """Whether all the files a command reads lie in the copy; a page may also speak of the reader's own."""
    read = [
        word
        for before, word in pairwise(arguments)
        if before not in {"-o", "--output", "--unit", "--set"}
        and ("." in word or "/" in word or word == "收件箱")
    ]
    return all((folder / word).exists() for word in read)


def stands_in(line: str, said: str) -> bool:
    """Whether one line of the output has all the words of a shown line, whatever the spaces and frames; … is a cut."""
    wanted = words(line)
    return not wanted or any(wanted <= words(each) for each in said.splitlines())


def words(line: str) -> set[str]:
    spaced = AFTER_SIGN_OF_JSON.sub(" ", FRAME.sub(" ", line))
    return {word for word in re.split(r"[\s；;]+", spaced) if word and "…" not in word}


def test_every_link_inside_the_documentation_leads_somewhere():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert broken == []


def test_no_page_names_a_path_of_this_machine():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]

    assert [
        page.name for page in pages if re.search(r"/work/|/home/|/tmp/|/root/", page.read_text("utf-8"))
    ] == []
