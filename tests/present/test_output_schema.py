"""Whatever check prints as JSON is what `healthkpi schema output` says, no key more and no key less."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from healthkpi.model.comparison import RankBy
from healthkpi.model.scorecard import Choice
from healthkpi.model.treatment import Treatment
from healthkpi.pipeline import check
from healthkpi.present import writers
from healthkpi.present._output_schema import output_schema
from healthkpi.present.json import SCHEMA_VERSION
from healthkpi.request import Request
from making import COVERAGE, POLICY, indicator
from returns import Bureau, write_return

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "sample_data").glob("*.xlsx"))
OFFICERS = ROOT / "sample_data" / "officers-questions"
VALIDATOR = Draft202012Validator(
    output_schema(SCHEMA_VERSION), format_checker=Draft202012Validator.FORMAT_CHECKER
)


def document(checked):
    return json.loads(writers()["json"].render(checked.report(), "zh"))


def test_the_schema_is_one():
    Draft202012Validator.check_schema(output_schema(SCHEMA_VERSION))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_is_as_the_schema_says(sample):
    VALIDATOR.validate(document(check(Request([sample], ROOT / "indicators", confidence=Fraction(95)))))


def test_a_whole_autumn_with_every_comparison_is_as_the_schema_says():
    files = [OFFICERS / f"2018年{month}月" for month in (6, 7, 8, 9)]
    VALIDATOR.validate(document(check(Request(files, ROOT / "indicators", rank_by=RankBy.GAP))))


def test_scores_and_suppressed_counts_are_as_the_schema_says(tmp_path):
    body = COVERAGE + "score: {full: 10, rule: proportional}\n"
    policy = POLICY + "scorecards:\n  total: {name: {zh: 得分, en: Total}, weights: {signing-coverage: 60}}\n"
    bureau = Bureau(tmp_path, indicator(body), policy=policy)
    path = write_return(tmp_path, [["甲乡", 1000, 3], ["乙乡", 1000, 500], ["丙镇", 1000, "未报"]])
    for below in (None, 5):
        found = document(bureau.check(path, as_of=date(2018, 12, 31), suppress_below=below))
        VALIDATOR.validate(found)
        assert "totals" in found


def test_a_key_that_the_schema_does_not_know_is_refused(tmp_path):
    found = document(Bureau(tmp_path).check(write_return(tmp_path, [["甲乡", 1000, 500]])))
    VALIDATOR.validate(found)
    found["indicators"][0]["judged"][0]["extra"] = 1
    with pytest.raises(ValidationError):
        VALIDATOR.validate(found)


@pytest.mark.parametrize(
    "more",
    [
        {"missing": Treatment.CARRIED, "compared": frozenset({Choice.MISSING})},
        {"basis": "户籍"},
        {"targets": {"signing-coverage": "55%"}},
    ],
    ids=["missing", "basis", "target"],
)
def test_every_choice_of_a_run_is_as_the_schema_says(tmp_path, more):
    files = [OFFICERS / f"2018年{month}月" / "家医签约.xlsx" for month in (8, 9)]
    VALIDATOR.validate(document(check(Request(files, ROOT / "indicators", policy="yungang-2018", **more))))


def test_corrections_and_acceptances_are_as_the_schema_says(tmp_path):
    path = write_return(tmp_path, [["甲乡", 1000, "约四百"], ["乙乡", 1000, 500], ["丙镇", 1000, 600]])
    note = tmp_path / "更正.csv"
    note.write_text(
        "单元格,文件,原值,新值,代码,理由,更正人,日期\n"
        "C4,签约9月.xlsx,500,510,,更正函,王某,2018-10-08\n"
        "C3,签约9月.xlsx,,,HK203,已电话核实,王某,2018-10-08\n",
        "utf-8",
    )
    found = document(Bureau(tmp_path).check(path, corrections=note))
    VALIDATOR.validate(found)
    assert found["corrections"]["applied"][0]["effects"]
