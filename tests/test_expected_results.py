"""The sample workbooks against results that were worked out by hand (tests/expected, with the sums in `why`)."""

import csv
import subprocess
import sys
import zipfile
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from healthkpi.model.value import ValueStatus
from healthkpi.pipeline import check
from healthkpi.request import Request

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "sample_data"
EXPECTED = ROOT / "tests" / "expected"
COVER = SAMPLES / "cover-mmr"

# A workbook of sample_data has its results under the same name; the policy is the one the tool chooses.
CASES = {workbook.stem: (workbook, ROOT / "indicators") for workbook in sorted(SAMPLES.glob("*.xlsx"))}
CASES["cover-mmr-example"] = (COVER / "example.csv", COVER)


def expected_rows(name):
    with (EXPECTED / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module", params=CASES)
def case(request):
    workbook, definitions = CASES[request.param]
    return expected_rows(request.param), check(Request([workbook], definitions)).scorecard


def test_every_workbook_has_its_results_and_every_result_its_workbook():
    assert {path.stem for path in EXPECTED.glob("*.csv")} == set(CASES)


def test_the_sample_workbooks_are_what_their_script_writes(tmp_path):
    subprocess.run([sys.executable, SAMPLES / "make_samples.py", tmp_path], check=True, capture_output=True)

    assert {path.relative_to(tmp_path): parts_of(path) for path in tmp_path.rglob("*.xlsx")} == {
        path.relative_to(SAMPLES): parts_of(path) for path in SAMPLES.rglob("*.xlsx")
    }


def parts_of(workbook):
    """The files inside; how tightly they are packed depends on the zlib of the machine."""
    with zipfile.ZipFile(workbook) as packed:
        return {entry.filename: (entry.date_time, packed.read(entry)) for entry in packed.infolist()}


def test_every_verdict_is_the_one_worked_out_by_hand(case):
    expected, scorecard = case

    found = {
        (result.id, unit.value.unit): str(unit.judgement.verdict)
        for result in scorecard.supplied
        for unit in result.judged
    }

    assert found == {(row["indicator"], row["unit"]): row["judgement"] for row in expected}


def test_every_figure_is_the_one_worked_out_by_hand(case):
    expected, scorecard = case
    units = {(result.id, unit.value.unit): unit for result in scorecard.supplied for unit in result.judged}

    for row in expected:
        unit = units[row["indicator"], row["unit"]]
        value, gap = unit.value.value, unit.judgement.gap
        why = f"{row['indicator']} {row['unit']}: {row['why']}"
        if row["value_status"]:
            assert str(value.status) == row["value_status"], why
        if row["value"] and value.status.has_value:
            assert half_up(value.amount, row["value"]) == Decimal(row["value"]), why
        for part, found in (("numerator", value.numerator), ("denominator", value.denominator)):
            if row[part]:
                assert found == Fraction(row[part]), why
        if row["gap"]:
            assert gap is not None, why
            assert gap.amount == Fraction(row["gap"]), why


def half_up(amount, written):
    """The amount rounded to as many decimals as the hand-written figure has."""
    decimals = len(written.partition(".")[2])
    return Decimal((amount * 10**decimals + Fraction(1, 2)).__floor__()).scaleb(-decimals)


def test_over_both_workbooks_of_one_policy_every_judgement_but_not_applicable_occurs():
    both = ("云冈区2018年", "云冈区2018年9月")
    verdicts = {row["judgement"] for name in both for row in expected_rows(name)}

    assert verdicts == {"met", "missed", "ahead", "behind", "reached", "not yet", "not judged", "recorded"}


def test_indicators_without_a_table_are_not_supplied_and_not_judged():
    scorecard = check(Request([SAMPLES / "云冈区2018年9月.xlsx"], ROOT / "indicators")).scorecard

    absent = [result for result in scorecard.results if not result.is_supplied]

    assert len(absent) == 26
    assert {unit.value.value.status for result in absent for unit in result.judged} == {
        ValueStatus.NOT_SUPPLIED
    }
