"""No bad file is a traceback, a hang, or a wrong figure in silence."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bad_inputs import HOSTILE, INDICATOR, POLICY, TABLES, TRAPS, Trap, rows_of, write_definitions
from bad_inputs.page import Outcome, make_page
from bad_inputs.table import write_xlsx
from healthkpi.errors import HealthKpiError
from healthkpi.pipeline import check
from healthkpi.present import writers
from healthkpi.request import Request

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "bad-inputs.md"
SHARED = os.environ.get("HEALTHKPI_SHARED")
MOST_MEMORY = 1_500_000_000
MOST_SECONDS = 30


@pytest.fixture(scope="module")
def definitions(tmp_path_factory) -> Path:
    return write_definitions(tmp_path_factory.mktemp("definitions"))


@pytest.fixture(autouse=True)
def no_extras(monkeypatch):
    """What is said of a locked file or of Parquet depends on them."""
    for module in ("msoffcrypto", "pyarrow", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, module, None)


def outcome(path: Path, definitions: Path) -> Outcome:
    try:
        card = check(Request([path], definitions)).scorecard
    except HealthKpiError as error:
        return Outcome(2, None, (), error.message, error.message.zh)
    value = card.results[0].judged[0].value.value
    known = value.numerator is not None and value.denominator is not None
    said = "\n".join(f"{finding.place} {finding.message.zh}" for finding in card.findings)
    findings = tuple((finding.code.id, str(finding.place)) for finding in card.findings)
    sums = (int(value.numerator), int(value.denominator)) if known else None
    return Outcome(int(card.exit_code), sums, findings, None, said)


def written(trap: Trap, folder: Path) -> Path:
    trap.write(folder / trap.name)
    return folder / trap.name


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_a_trap_is_read_right_or_told(trap, definitions, tmp_path):
    ended = outcome(written(trap, tmp_path), definitions)

    assert (ended.code, ended.sums) == (trap.exit_code, trap.sums), ended.said
    assert [words for words in trap.says if words not in ended.said] == []
    if ended.refusal is None:
        assert set(trap.codes) <= {code for code, _ in ended.findings}, ended.said


def test_the_page_of_bad_inputs_says_what_came_out(definitions, tmp_path):
    """HEALTHKPI_WRITE_GOLDEN=1 writes the page, and so does `make docs`."""
    page = make_page((trap, outcome(written(trap, tmp_path), definitions)) for trap in TRAPS)
    if os.environ.get("HEALTHKPI_WRITE_GOLDEN"):
        PAGE.write_text(page, "utf-8", newline="\n")

    assert PAGE.read_text("utf-8") == page, (
        "make docs writes it anew; read the difference before you commit it"
    )


@pytest.mark.parametrize("name", ["escapes.csv", "escapes.xlsx", "markup.csv", "markup.xlsx", "commands.csv"])
def test_no_page_obeys_what_stands_in_a_cell(name, definitions, tmp_path):
    (trap,) = [each for each in TRAPS if each.name == name]
    report = check(Request([written(trap, tmp_path)], definitions, levels=("facility",))).report()

    # What is packed, and the one page with a script of its own, are held by their own tests.
    for writer in map(writers().get, ("table", "csv", "json", "markdown", "junit", "github")):
        page = writer.render(report, "zh")
        assert re.search(rb"\x1b|\x07|\x08|\xc2\x9b|\xe2\x80\xae", page) is None, writer.name
        assert re.search(rb"(?m)^[=@]|,=", page) is None, writer.name


def test_a_figure_of_308_digits_can_be_shown(definitions, tmp_path):
    path = tmp_path / "大.xlsx"
    write_xlsx(rows_of(E2=1e308))(path)
    checked = check(Request([path], definitions))

    assert checked.scorecard.results[0].judged[0].value.value.denominator == 10**308 + 7400 - 1200
    needs_an_extra = {"pdf", "parquet"}
    assert all(
        writer.render(checked.report(), "zh")
        for name, writer in writers().items()
        if name not in needs_an_extra
    )


@pytest.mark.parametrize("trap", HOSTILE, ids=lambda trap: trap.name)
def test_a_hostile_file_is_refused_within_its_limits(trap, definitions, tmp_path):
    trap.write(tmp_path / trap.name)

    ended = run_limited(tmp_path / trap.name, definitions)

    assert ended.returncode == 2
    assert len(ended.stderr.strip().splitlines()) == 1


def run_limited(path: Path, definitions: Path) -> subprocess.CompletedProcess[str]:
    """The command in a process with little memory and time, so that a hostile file takes nothing else with it."""

    def limit() -> None:
        import resource  # there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))

    command = [
        sys.executable,
        "-m",
        "healthkpi",
        "check",
        "--no-ask",
        str(path),
        "--indicators",
        str(definitions),
    ]
    environment = {
        **os.environ,
        "HEALTHKPI_LANG": "zh",
        "PYTHONIOENCODING": "utf-8",
        "OPENBLAS_NUM_THREADS": "1",
    }
    return subprocess.run(
        [*command, "--format", "json"],
        capture_output=True,
        encoding="utf-8",
        timeout=MOST_SECONDS,
        env=environment,
        preexec_fn=None if sys.platform == "win32" else limit,
        check=False,
    )


# The files of the shared folder by what becomes of them; those that are not named are read like good.csv.
REFUSED = {
    "broken_truncated.xlsx",
    "broken_empty.xlsx",
    "broken_empty.csv",
    "cols_missing.csv",
    "cols_missing.xlsx",
    "cols_duplicate.csv",
    "cols_duplicate.xlsx",
    "header_only.xlsx",
    "header_only.csv",
    "header_none.csv",
    "sheets_empty.xlsx",
    "sec_password.xlsx",
    "sec_zip_bomb.xlsx",
    "sec_billion_laughs.xlsx",
}
OTHER_SUMS = {
    "val_junk.csv": ("2190", "2700"),
    "val_junk.xlsx": ("2190", "2700"),
    "val_impossible.csv": ("4120", "5400"),
    "val_dup_keys.csv": ("4680", "6200"),
}


def shared_files() -> list[Path]:
    folder = Path(SHARED or ".") / "badinputs"
    named = {"MANIFEST.csv", "README.md"}
    return sorted(path for path in folder.glob("*") if path.name not in named) if SHARED else []


@pytest.fixture(scope="module")
def shared_definitions(tmp_path_factory) -> Path:
    """The table of the shared files, which calls its columns otherwise."""
    folder = tmp_path_factory.mktemp("shared") / "plan"
    folder.mkdir()
    words = {"患者数": "辖区高血压患者数", "管理人数": "规范管理人数", "管理率": "规范管理率"}
    for name, text in (("policy", POLICY), ("tables", TABLES), ("managed", INDICATOR)):
        for ours, theirs in words.items():
            text = text.replace(f"{ours}:", f"{theirs}:").replace(f" {ours} <=", f" {theirs} <=")
            text = text.replace(f"<= {ours}", f"<= {theirs}").replace(f"ator: {ours}", f"ator: {theirs}")
            text = text.replace(f"/{ours}", f"/{theirs}")
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder.parent


@pytest.mark.skipif(not SHARED, reason="HEALTHKPI_SHARED is not set")
@pytest.mark.parametrize("path", shared_files(), ids=lambda path: path.name)
def test_a_shared_bad_file_gives_what_its_manifest_asks_for(path, shared_definitions):
    ended = run_limited(path, shared_definitions)
    answer = json.loads(ended.stdout)

    if path.name in REFUSED:
        assert ended.returncode == 2
        return
    (value,) = answer["indicators"][0]["judged"]
    assert (value["numerator"], value["denominator"]) == OTHER_SUMS.get(path.name, ("5640", "7400"))
    assert ended.returncode == 0
