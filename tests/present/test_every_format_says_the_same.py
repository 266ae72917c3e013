"""Every format says what the JSON says: each is read back and every figure in it is compared.

Parquet and PDF, which need an extra, are read back in test_extra_formats_say_the_same.py.
"""

import re
from collections.abc import Iterator

import pytest

from present.agreeing import LABELS, NONE, is_rounded_at_all
from present.cases_read_back import (
    READ_BACK,
    Case,
    checked,
    indicators,
    places,
    tasks_behind,
    units_below,
    units_of_levels,
)
from present.reading_back import (
    Page,
    Told,
    charts_of_docx,
    lines_of_csv,
    sheets_of_xlsx,
    tables_of_docx,
    tables_of_markdown,
    told_by_text,
    told_by_xlsx,
)


@pytest.fixture(scope="module", params=READ_BACK, ids=" ".join)
def case(request) -> Case:
    name, language = request.param
    return Case(checked(name), language)


def told_by_xlsx_sheets(case: Case) -> Iterator[Told]:
    content = case.written("xlsx")
    for zh, en in (("汇总", "Summary"), ("各单位", "Units")):
        yield from told_by_xlsx(content, zh if case.language == "zh" else en)


def told_by_docx(case: Case) -> Iterator[Told]:
    content = case.written("docx")
    for table in tables_of_docx(content):
        yield from table.told


def told_by_markdown(case: Case) -> Iterator[Told]:
    for table in tables_of_markdown(case.written("markdown")):
        yield from table.told


def told_by_html(case: Case) -> Iterator[Told]:
    page = Page(case.written("html"))
    yield from page.told_by_summary()
    yield from page.told_by_cards()
    yield from page.told_by_units()
    yield from page.told_by_maps()
    for section in ("lagging", "ranking", "gap"):
        for table in page.tables_in(section):
            yield from table.told


def told_by_terminal(case: Case) -> Iterator[Told]:
    return told_by_text(case.every_level)


FORMATS = {
    "xlsx": told_by_xlsx_sheets,
    "docx": told_by_docx,
    "markdown": told_by_markdown,
    "html": told_by_html,
    "terminal": told_by_terminal,
}


# What must not be left out: indicators by themselves, and units.
WANTED = {
    "xlsx": lambda case: indicators(case) | units_below(case),
    "html": lambda case: indicators(case) | units_below(case),
    "terminal": lambda case: indicators(case) | units_of_levels(case),
    # A bulletin of many tasks shortens its tables.
    "markdown": lambda case: tasks_behind(case) if len(case.figures.supplied) < 50 else set(),
    "docx": lambda case: tasks_behind(case) if len(case.figures.supplied) < 50 else set(),
}


@pytest.mark.parametrize("name", list(FORMATS))
def test_no_figure_differs_from_the_json(case, name):
    told = list(FORMATS[name](case))
    assert [fault for each in told for fault in case.figures.faults(each)] == []
    assert case.keys(told) >= WANTED[name](case)


# So many indicators are ranked unit by unit; of the others a bulletin names who is first and last.
RANKED_WHOLE = 6


@pytest.mark.parametrize("name", ["markdown", "docx"])
def test_a_ranking_in_a_bulletin_leaves_out_nobody(case, name):
    ranked = places(case)
    told = case.keys(
        [each for each in FORMATS[name](case) if "verdict" in each.words and "place" in each.words]
    )
    whole = [
        indicator
        for indicator in {indicator for indicator, _ in ranked}
        if {each for each in ranked if each[0] == indicator} <= told
    ]
    assert len(whole) == len({indicator for indicator, _ in told})
    assert len(whole) >= min(RANKED_WHOLE, len({indicator for indicator, _ in ranked}))


def test_charts_of_word_keep_the_values_of_the_json(case):
    by_name = {result["name"][case.language]: result for result in case.figures.supplied}
    labels = {label[case.figures.place_of_language]: verdict for verdict, label in LABELS.items()}
    for caption, drawn in charts_of_docx(case.written("docx")):
        title = re.sub(r"^(图\d+　|Figure \d+\. )|（分单位.*）$| \(by unit.*\)$| by unit.*$", "", caption)
        if title not in by_name:
            counts = case.document["summary"]["verdicts"]
            assert {labels[name]: float(count) for name, count in drawn.items()} == {
                verdict: count for verdict, count in counts.items() if count
            }
            continue
        result = by_name[title]
        values = {unit["unit"]: unit["value"] for unit in (*result["judged"], *result["listed"])}
        for unit, value in drawn.items():
            assert float(value) == pytest.approx(float(values[unit]), rel=1e-9), (caption, unit)


def test_csv_has_the_figures_of_the_json_digit_by_digit(case):
    heading, *lines = lines_of_csv(case.written("csv"))
    number = {"zh": ("完成值", "分子", "分母", "差额"), "en": ("value", "numerator", "denominator", "gap")}
    named = {"zh": ("指标编号", "单位", "判定", "期限"), "en": ("indicator", "unit", "judgement", "by")}
    columns = [heading.index(each) for each in (*named[case.language], *number[case.language])]
    assert [cell for line in lines for cell in line if cell.startswith(("=", "+", "@"))] == []
    totals = {each["id"] for each in case.document.get("totals", [])}
    read = [[line[at] for at in columns] for line in lines if line[1] not in totals]
    assert read == [
        [
            result["id"],
            unit["unit"],
            LABELS[unit["judgement"]][case.figures.place_of_language],
            (unit["target"] or {}).get("by") or "",
            *(unit[each] or "" for each in ("value", "numerator", "denominator")),
            unit["gap"]["amount"] if unit["gap"] and not unit["gap"]["allowed"] else "",
        ]
        for result in case.document["indicators"]
        for unit in (*result["judged"], *result["listed"])
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_total_of_points_is_that_of_the_json(language):
    case = Case(checked("scored"), language)
    totals = {case.figures.said(each["unit"]): each["points"] for each in case.document["totals"]}
    name = {"zh": "得分", "en": "Points"}[language]
    for table in (
        next(each for each in sheets_of_xlsx(case.written("xlsx")) if each.title == name),
        next(Page(case.written("html")).tables_in("points")),
    ):
        told = {unit: points for unit, points, *_ in table.rows}
        assert set(told) == set(totals)
        for unit, points in totals.items():
            assert is_rounded_at_all(told[unit], points) if points is not None else told[unit] in NONE
