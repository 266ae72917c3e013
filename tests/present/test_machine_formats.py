"""JUnit, GitHub annotations and Parquet say what the scorecard says, and nothing in a file begins a command of its own."""

import io
import json
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from healthkpi.present import writers
from making import COVERAGE, indicator
from returns import Bureau, write_return

DUE = date(2018, 12, 31)


def rendered(checked, name, language="zh"):
    return writers()[name].render(checked.report(), language)


def checked(folder, rows, *, each=False, as_of=DUE):
    body = COVERAGE + ("each: township\n" if each else "")
    return Bureau(folder, indicator(body)).check(write_return(folder, rows), as_of=as_of)


def test_a_suite_an_indicator_a_case_a_unit_and_failures_are_what_is_missed(tmp_path):
    rows = [["甲乡", 1000, 499], ["乙乡", 1000, 500], ["丙镇", 1000, "未报"]]
    root = ET.fromstring(rendered(checked(tmp_path, rows, each=True), "junit"))

    assert {key: root.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "3",
        "failures": "1",
        "errors": "1",
        "skipped": "0",
    }
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert cases["甲乡"].find("failure").get("message") == "49.90%，目标≥50%，未达标，差额 1人"
    assert cases["乙乡"].find("system-out").text.startswith("50.00%，目标≥50%，达标")
    assert cases["丙镇"].find("error") is not None
    assert root.find("testsuite").get("timestamp") == "2018-12-31T00:00:00"


def test_before_its_date_a_target_fails_no_test(tmp_path):
    root = ET.fromstring(rendered(checked(tmp_path, [["甲乡", 1000, 1]], as_of=date(2018, 9, 30)), "junit"))
    assert (root.get("failures"), root.get("errors")) == ("0", "0")


def test_an_annotation_names_the_unit_the_gap_and_the_place_of_a_finding(tmp_path):
    rows = [["甲乡", 1000, "约四百"], ["乙乡", 1000, 400]]
    lines = rendered(checked(tmp_path, rows), "github").decode().splitlines()

    assert lines[0].startswith("::notice::")
    assert lines[0].endswith("缺报剔除")  # how missing figures are treated is said in every output
    assert "::error title=签约率::某区：40.00%25，目标≥50%25，未达标，差额 100人" in lines
    assert any(line.startswith("::") and "file=签约9月.xlsx,line=3,title=HK2" in line for line in lines)


def test_words_of_a_file_begin_no_command(tmp_path):
    rows = [["甲乡\n::error::假的", 1000, 400], ["乙乡%0A::stop-commands::x", 1000, 400]]
    lines = rendered(checked(tmp_path, rows, each=True), "github").decode().splitlines()

    # the only % are those of the escape itself
    assert all(
        line.startswith(("::notice", "::error title=", "::warning ", "::error file=")) for line in lines
    )
    assert not any(line.startswith(("::error::假的", "::stop-commands")) for line in lines)
    assert any("%250A" in line for line in lines)


def test_parquet_holds_the_figures_of_the_json_exactly_and_as_floats(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    found = checked(tmp_path, [["甲乡", 1000, 499], ["乙乡", 7, 3]])
    table = parquet.read_table(io.BytesIO(rendered(found, "parquet"))).to_pylist()
    document = json.loads(rendered(found, "json"))
    (result,) = document["indicators"]
    units = {unit["unit"]: unit for unit in (*result["judged"], *result["listed"])}

    assert {row["unit"] for row in table} == set(units)
    assert {row["missing"] for row in table} == {"left out"}
    for row in table:
        assert row["value"] == units[row["unit"]]["value"]
        assert row["numerator"] == units[row["unit"]]["numerator"]
        assert row["value_float"] is None or abs(row["value_float"] - float(row["value"])) < 1e-9


def test_parquet_without_its_library_is_refused_with_the_way_out(tmp_path, monkeypatch):
    from healthkpi.errors import UsageError
    from healthkpi.present import parquet

    monkeypatch.setattr(parquet, "load_extra", lambda name: None)
    with pytest.raises(UsageError, match="healthkpi\\[parquet\\]"):
        rendered(checked(tmp_path, [["甲乡", 1000, 499]]), "parquet")


IDENTITY = "110105198001011234"


def test_no_output_shows_an_identity_number(tmp_path):
    rows = [[f"甲乡{IDENTITY}", 1000, 400], ["乙乡", 1000, f"{IDENTITY}人左右"], ["丙镇", 1000, 300]]
    found = checked(tmp_path, rows, each=True)

    # What is packed (Word, Excel, PDF, Parquet) is read back in its own tests.
    for name, writer in writers().items():
        if name not in {"parquet", "pdf", "docx", "xlsx"}:
            assert IDENTITY.encode() not in writer.render(found.report(), "zh"), name
    assert "HK335" in [finding.code.id for finding in found.scorecard.findings]


def test_a_code_of_eighteen_digits_without_a_day_of_birth_is_shown(tmp_path):
    code = "123456789012345678"
    found = checked(tmp_path, [[f"甲乡{code}", 1000, 400]], each=True)
    assert code in rendered(found, "json").decode()
