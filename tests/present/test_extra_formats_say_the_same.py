"""The formats that need an extra say what the JSON says, too."""

import io

import pytest

from healthkpi.errors import UsageError
from present.cases_read_back import CASES, Case, checked
from present.reading_back import can_read_pdf, tables_of_markdown, told_by_pdf, words_of_pdf


@pytest.mark.parametrize("name", list(CASES))
def test_parquet_has_the_figures_of_the_json_digit_by_digit(name):
    case = Case(checked(name), "zh")
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    wanted = ("indicator", "unit", "judgement", "reached", "value", "numerator", "denominator")
    table = parquet.read_table(io.BytesIO(case.written("parquet"))).to_pylist()
    assert [[row[each] for each in wanted] for row in table] == [
        [result["id"], *(unit[each] for each in wanted[1:])]
        for result in case.document["indicators"]
        for unit in (*result["judged"], *result["listed"])
    ]
    assert [row["value_float"] for row in table if row["value"]] == pytest.approx(
        [float(row["value"]) for row in table if row["value"]], rel=1e-11
    )


@pytest.mark.parametrize("name", list(CASES))
def test_the_ranking_in_the_pdf_has_the_places_and_values_of_the_json(name):
    case = Case(checked(name), "zh")
    words = words_of_pdf(written_pdf(case))
    ranked = [each for table in tables_of_markdown(case.written("markdown")) for each in table.told]
    wanted = {(each.indicator, each.unit) for each in ranked if {"place", "verdict"} <= {*each.words}}
    measures = {result["name"]["zh"]: result["unit"] for result in case.figures.supplied}
    told = [found for each in sorted(wanted) for found in told_by_pdf(words, *each, measures[each[0]])]
    assert [fault for each in told for fault in case.figures.faults(each)] == []
    assert {(each.indicator, each.unit) for each in told} == wanted


def written_pdf(case: Case) -> bytes:
    if not can_read_pdf():
        pytest.skip("pdftotext is not installed")
    pytest.importorskip("typst", reason="typst is not installed")
    try:
        return case.written("pdf")
    except UsageError as problem:
        pytest.skip(problem.message.en)
