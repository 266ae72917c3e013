"""The figures of sheets as plain data, and back: exact, where they stood, and nothing of people."""

import json
from datetime import date, datetime, time
from decimal import Decimal

import pytest

from healthkpi.history import kept_sheets, matched_of
from healthkpi.history._cells import read_cells, written_cells
from healthkpi.model.grid import CellError, Share, Uncalculated
from healthkpi.model.period import month_of
from healthkpi.tidy import tidy_tables
from making import COVERAGE, SIGNING_WITH_ROSTER, grid, indicator, make_policy, matched, sheet, tidied


@pytest.fixture
def policy():
    return make_policy(indicator(COVERAGE), SIGNING_WITH_ROSTER)


def kept(policy, *grids, period=None):
    """Through JSON, as a database has it."""
    tables = tidied(policy, *grids, period=period)
    return json.loads(json.dumps(kept_sheets(tables, policy, [each.source for each in grids])))


CELLS = [
    "1.79万",
    "",
    True,
    False,
    Decimal("12.30"),
    Decimal("1E+3"),
    Share(Decimal("0.517")),
    date(2018, 9, 30),
    datetime(2018, 9, 30, 17, 5, 1),  # noqa: DTZ001 - a cell has no zone
    time(8, 30),
    CellError("#DIV/0!"),
    Uncalculated("=SUM(B2:B7)"),
]


def through_json(rows, columns):
    return read_cells(json.loads(json.dumps(written_cells(rows, columns))))


@pytest.mark.parametrize("value", CELLS)
def test_every_kind_of_cell_comes_back_as_it_was(value):
    (again,) = through_json([4], {2: [value]}).values()

    assert again == value
    assert type(again) is type(value)
    assert str(again) == str(value)


def test_cells_of_all_kinds_in_one_column_come_back_in_their_rows():
    again = through_json([*range(20)], {2: [None, *CELLS, *CELLS[:7]], 5: [None] * 20})

    assert again == {(row, 2): value for row, value in enumerate([*CELLS, *CELLS[:7]], start=1)}
    assert [type(again[row, 2]) for row in range(1, 13)] == [*map(type, CELLS)]


def test_cells_of_an_older_history_come_back_from_one_by_one():
    kept = [
        [2, 0, "甲乡"],
        [2, 1, {"number": "12.30"}],
        [2, 3, {"share": "0.517"}],
        [3, 0, True],
        [3, 1, {"moment": "2018-09-30T17:05:01"}],
        [3, 2, {"day": "2018-09-30"}],
        [3, 3, {"time": "08:30:00"}],
        [4, 1, {"error": "#DIV/0!"}],
        [4, 2, {"formula": "=SUM(B2:B7)"}],
    ]

    assert read_cells(kept) == {
        (2, 0): "甲乡",
        (2, 1): Decimal("12.30"),
        (2, 3): Share(Decimal("0.517")),
        (3, 0): True,
        (3, 1): datetime(2018, 9, 30, 17, 5, 1),  # noqa: DTZ001 - a cell has no zone
        (3, 2): date(2018, 9, 30),
        (3, 3): time(8, 30),
        (4, 1): CellError("#DIV/0!"),
        (4, 2): Uncalculated("=SUM(B2:B7)"),
    }


def test_a_sheet_comes_back_with_its_figures_at_their_places(policy):
    september = sheet(
        """
        备注 乡镇 常住人口 签约人数
        · 甲乡 1000 1.79万
        · 乙乡 2000 900
        · 合计 3000 2690
        """,
        title="签约情况表（2018年9月）",
    )
    (once,) = kept(policy, september)
    again = matched_of(once, "run")

    before = tidied(policy, september)["signing"]
    after = tidy_tables([again], policy)["signing"]
    assert after.frame.equals(before.frame)
    assert after.periods == before.periods
    assert [str(each.place("签约人数")) for each in after.origins] == ["表.xlsx[签约]!D3", "表.xlsx[签约]!D4"]
    assert again.is_recalled
    # Neither the remarks nor the total row.
    assert {column for _, column in read_cells(once["cells"])} == {1, 2, 3}
    assert once["rows"] == [2, 3]


def test_a_sheet_of_an_older_history_is_the_same_sheet(policy):
    september = sheet("乡镇 常住人口 签约人数\n甲乡 1000 500人", title="签约情况表（2018年9月）")
    (once,) = kept(policy, september)
    older = {**once, "cells": [[2, 0, "甲乡"], [2, 1, {"number": "1000"}], [2, 2, "500人"]]}

    assert matched_of(older, "run") == matched_of(once, "run")
    assert matched_of(older, "run").grid.rows[2] == ("甲乡", Decimal(1000), "500人")


def test_a_transposed_sheet_comes_back(policy):
    turned = sheet(
        """
        乡镇 甲乡 乙乡 丙镇
        常住人口 1000 2000 1000
        签约人数 500 900 600
        """,
        title="签约情况表（2018年9月）",
    )
    (once,) = kept(policy, turned)

    after = tidy_tables([matched_of(once, "run")], policy)["signing"]
    assert after.frame["签约人数"].tolist() == [500, 900, 600]
    assert str(after.origins[1].place("签约人数")) == "表.xlsx[签约]!C4"


def test_a_sheet_of_two_months_is_kept_as_two(policy):
    both = sheet(
        """
        乡镇 月份 常住人口 签约人数
        甲乡 2018-08 1000 450
        甲乡 2018-09 1000 500
        """
    )
    tables = kept(policy, both)

    assert [(each["of"]["label"], each["rows"]) for each in tables] == [("2018-08", [1]), ("2018-09", [2])]
    again = tidy_tables([matched_of(each, "run") for each in tables], policy)["signing"]
    assert dict(zip(map(str, again.periods), again.frame["签约人数"], strict=True)) == {
        "2018-08": 450,
        "2018-09": 500,
    }


def test_a_figure_that_two_months_share_stays_missing(policy):
    both = grid(
        [
            ["乡镇", "月份", "常住人口", "签约人数"],
            ["甲乡", "2018-08", 1000, 450],
            ["甲乡", "2018-09", 1000, None],
        ],
        merged=[(1, 3, 2, 3)],
    )

    august, september = kept(policy, both)

    for each in (august, september):
        assert tidy_tables([matched_of(each, "run")], policy)["signing"].frame["签约人数"].isna().all()


def test_a_unit_is_kept_under_its_own_name(policy):
    (once,) = kept(
        policy, sheet("乡镇 常住人口 签约人数\n甲乡卫生院 1000 500", title="签约情况表（2018年9月）")
    )

    assert read_cells(once["cells"])[2, 0] == "甲乡"


@pytest.mark.parametrize("contact", ["王某140211196001011234", "140211196001011234", "140211 19600101 1234"])
def test_an_identity_number_in_some_column_is_not_kept(contact):
    tables = make_policy(
        indicator(COVERAGE),
        SIGNING_WITH_ROSTER.replace("    签约率:", "    联系人: {type: text, en: contact}\n    签约率:"),
    )
    rows = [
        ["乡镇", "常住人口", "签约人数", "联系人"],
        ["甲乡", 1000, 500, contact],
        ["乙乡", 2000, 900, "李某"],
    ]
    (once,) = kept(tables, grid(rows), period=month_of(2018, 9))

    assert read_cells(once["cells"])[2, 3] == "李某"
    assert (1, 3) not in read_cells(once["cells"])
    assert "1960" not in json.dumps(once, ensure_ascii=False)


def test_an_identity_number_as_a_number_is_not_kept():
    again = through_json(
        [1, 2], {3: [Decimal(140211196001011234), Decimal(500)], 4: ["140211196001011234", True]}
    )

    assert again == {(2, 3): Decimal(500), (2, 4): True}


def test_a_row_that_is_named_by_an_identity_number_is_kept_as_the_number_of_its_row():
    by_contact = SIGNING_WITH_ROSTER.replace(
        "    签约率:", "    联系人: {type: text, en: contact}\n    签约率:"
    )
    tables = make_policy(indicator(COVERAGE), by_contact.replace("key: 乡镇", "key: [乡镇, 联系人]"))
    rows = [["乡镇", "常住人口", "签约人数", "联系人"], ["甲乡", 1000, 500, "140211196001011234"]]
    (once,) = kept(tables, grid(rows), period=month_of(2018, 9))

    assert once["labels"] == ["#2"]
    assert "1960" not in json.dumps(once, ensure_ascii=False)


def test_cells_merged_over_rows_stand_once_where_they_stood(policy):
    both = grid(
        [
            ["乡镇", "月份", "常住人口", "签约人数"],
            ["甲乡", "2018-09", 1000, 450],
            ["甲乡", None, 1000, 500],
            ["乙乡", "2018-09", 2000, 900],
        ],
        merged=[(1, 1, 2, 1), (0, 0, 0, 0)],
    )
    (once,) = kept(policy, both)

    assert once["merged"] == [[1, 1, 2, 1]]
    assert {place: cell for place, cell in read_cells(once["cells"]).items() if place[1] == 1} == {
        (1, 1): "2018-09",
        (3, 1): "2018-09",
    }


def test_a_table_with_anything_sensitive_is_not_kept():
    policy = make_policy(
        indicator(COVERAGE),
        SIGNING_WITH_ROSTER.replace(
            "    签约率:", "    姓名: {type: text, en: name, sensitive: true}\n    签约率:"
        ),
    )

    assert kept(policy, sheet("乡镇 常住人口 签约人数 姓名\n甲乡 1000 500 王某", title="2018年9月")) == []


def test_a_sheet_without_a_time_is_not_kept(policy):
    assert kept(policy, sheet("乡镇 常住人口 签约人数\n甲乡 1000 500")) == []


def test_files_beside_the_return_are_not_kept(policy):
    september = sheet("乡镇 常住人口 签约人数\n甲乡 1000 500", title="2018年9月", file="九月.xlsx")
    baseline = sheet("乡镇 常住人口 签约人数\n甲乡 1000 450", title="2018年8月", file="八月.xlsx")
    tables = tidied(policy, september, baseline)

    names = [each["source"]["name"] for each in kept_sheets(tables, policy, [september.source])]

    assert names == ["九月.xlsx"]


def test_a_factor_of_a_heading_is_kept(policy):
    (once,) = kept(
        policy, sheet("乡镇 常住人口（万人） 签约人数\n甲乡 1.5 500", title="签约情况表（2018年9月）")
    )

    again = tidy_tables([matched_of(once, "run")], policy)["signing"]
    assert again.frame["常住人口"].tolist() == [15000]


def test_matching_is_what_it_was(policy):
    (found,) = matched(policy, sheet("乡镇 常住人口 签约人数\n甲乡 1000 500"), period=month_of(2018, 9))
    tables = tidy_tables([found], policy)
    (once,) = kept_sheets(tables, policy, [found.grid.source])

    again = matched_of(once, "run")
    assert (again.table, again.header, dict(again.columns), again.period) == (
        found.table,
        found.header,
        dict(found.columns),
        found.period,
    )
