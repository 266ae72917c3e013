"""Earlier figures from the history: the same as if the files of then were given again."""

import pytest
from kept_returns import Office

from healthkpi.history import Recalling, open_history
from healthkpi.present import writers
from healthkpi.present.json import as_data
from making import COVERAGE, SIGNING_WITH_ROSTER, indicator
from returns import HEADINGS, USUAL, codes, write_book, write_return

AUGUST = [["甲乡", 1000, 450], ["乙乡", 2000, 800], ["丙镇", 1000, 550]]


@pytest.fixture
def where(tmp_path):
    return str(tmp_path / "history.db")


def keep(where, office, *files, **more):
    with open_history(where) as history:
        history.record(office.run(office.scored(*files, **more)))


def changes(checked):
    """What is said of earlier times of every unit."""
    data = as_data(checked.scorecard)
    kept = ("changes", "series", "pace", "rank", "light")
    return [
        {name: unit[name] for name in kept}
        for each in data["indicators"]
        for unit in (*each["judged"], *each["listed"])
    ]


def test_a_change_from_the_history_is_that_from_the_file(where, office):
    august, september = office.month(8, AUGUST), office.month(9)
    keep(where, office, august)

    recalled = office.check(september, recall=Recalling(where))

    given = office.check(september, baselines=[august])
    assert changes(recalled) == changes(given)
    change = recalled.scorecard.results[0].judged[0].changes[0]
    # 500 + 900 + 600 of 4000 after 450 + 800 + 550 of 4000.
    assert (change.now.numerator, change.before.numerator, str(change.period)) == (2000, 1800, "2018-08")
    assert change.amount == 5


@pytest.mark.parametrize("section", ["环比", "趋势", "排名", "进度"])
def test_the_sections_read_the_same(where, office, section):
    files = {month: office.month(month, AUGUST) for month in (6, 7, 8)}
    for file in files.values():
        keep(where, office, file)
    september = office.month(9)

    def page(**more):
        report = office.check(september, **more).report((), [section])
        return writers()["markdown"].render(report, "zh").decode()

    assert page(recall=Recalling(where)) == page(baselines=[*files.values()])


def test_where_the_figures_come_from_is_said_and_nothing_else_of_those_times(where, office):
    keep(where, office, office.month(8, [["甲乡", 400, 450], *AUGUST[1:]]))

    checked = office.check(office.month(9), recall=Recalling(where))

    (note,) = [each for each in checked.scorecard.findings if each.code.id == "HK350"]
    assert note.message.zh == "往期的数取自历史库（2018-08），这次没有给那几期的文件"
    # That more had signed than lived there was told in August.
    assert "HK303" not in codes(checked)
    assert [str(each) for each in checked.scorecard.periods] == ["2018-09"]


def test_a_file_that_is_given_wins(where, office):
    keep(where, office, office.month(8, AUGUST))
    given = write_return(
        office.folder, [["甲乡", 1000, 400], *AUGUST[1:]], HEADINGS, "八月.xlsx", "签约情况表（2018年8月）"
    )

    checked = office.check(office.month(9), baselines=[given], recall=Recalling(where))

    # 400 + 800 + 550.
    assert checked.scorecard.results[0].judged[0].changes[0].before.numerator == 1750
    assert "HK350" not in codes(checked)


def test_later_returns_are_not_looked_at(where, office):
    keep(where, office, office.month(10))

    checked = office.check(office.month(9), recall=Recalling(where))

    assert checked.scorecard.results[0].judged[0].changes == ()
    assert str(checked.scorecard.results[0].tally.period) == "2018-09"


def test_later_returns_are_not_looked_at_whatever_day_is_judged(where, office):
    from datetime import date

    keep(where, office, office.month(10))

    checked = office.check(office.month(9), as_of=date(2018, 12, 31), recall=Recalling(where))

    assert str(checked.scorecard.results[0].tally.period) == "2018-09"


def test_a_table_that_did_not_come_is_not_judged_by_what_came_before(where, tmp_path):
    tables = SIGNING_WITH_ROSTER + SIGNING_WITH_ROSTER.replace("signing:", "visits:").replace(
        "签约人数", "随访人数"
    ).replace("sheets: [签约]", "sheets: [随访]").replace("签约率", "随访率")
    visits = COVERAGE.replace("table: signing", "table: visits").replace("签约人数", "随访人数")
    both = indicator(COVERAGE) + indicator(visits, "visit-coverage")
    office = Office(tmp_path, indicators=both, tables=tables)
    headings = ["乡镇", "常住人口", "随访人数"]
    august = write_book(
        office.folder / "八月.xlsx",
        {
            "签约": [["签约情况表（2018年8月）"], HEADINGS, *AUGUST],
            "随访": [["随访情况表（2018年8月）"], headings, *AUGUST],
        },
    )
    keep(where, office, august)

    checked = office.check(office.month(9), recall=Recalling(where))

    by_id = {each.id: each.is_supplied for each in checked.scorecard.results}
    assert by_id == {"signing-coverage": True, "visit-coverage": False}


def test_a_correction_of_then_holds_now(where, office):
    from correct.correcting import BY_CELL, SIGNED, write_corrections

    august = office.month(8, AUGUST)
    write_corrections(august.parent, [["C4", 800, 900, *SIGNED]], BY_CELL)
    keep(where, office, august)

    checked = office.check(office.month(9), recall=Recalling(where))

    # 450 + 900 + 550.
    assert checked.scorecard.results[0].judged[0].changes[0].before.numerator == 1900


def test_two_months_whose_files_have_one_name_are_told_apart(where, office):
    def month(number, rows):
        folder = office.folder / str(number)
        folder.mkdir()
        return write_return(folder, rows, HEADINGS, "签约.xlsx", f"签约情况表（2018年{number}月）")

    keep(where, office, month(8, AUGUST))
    september = month(9, USUAL)

    checked = office.check(september, recall=Recalling(where))

    assert checked.scorecard.results[0].judged[0].changes[0].before.numerator == 1800
    assert office.scored(september, recall=Recalling(where)).sheets[0]["source"]["name"] == "签约.xlsx"


def test_a_file_that_is_not_recognised_this_time_is_told_though_it_was_last_time(where, office):
    """Every month the townships send files of the same names."""

    def month(number, headings):
        folder = office.folder / str(number)
        folder.mkdir()
        title = f"签约情况表（2018年{number}月）"
        write_return(folder, USUAL[:1], HEADINGS, "甲乡.xlsx", title)
        write_return(folder, USUAL[1:2], headings, "乙乡.xlsx", title)
        return folder

    keep(where, office, month(8, HEADINGS))
    september = month(9, ["乡镇", "常驻人口", "签约人"])

    def told(**more):
        findings = office.check(september, **more).scorecard.findings
        return {str(each) for each in findings if each.place is not None and each.place.file == "乙乡.xlsx"}

    assert told()
    assert told(recall=Recalling(where)) == told()


def test_what_came_from_the_history_is_not_kept_again(where, office):
    keep(where, office, office.month(8, AUGUST))

    scored = office.scored(office.month(9), recall=Recalling(where))

    assert [sheet["of"]["label"] for sheet in scored.sheets] == ["2018-09"]


def test_a_month_that_a_later_return_told_again_is_taken_once(where, office):
    keep(where, office, office.month(8, AUGUST))
    # September's workbook has a sheet of August beside its own, with other figures.
    both = write_book(
        office.folder / "两月.xlsx",
        {
            "签约8月": [["签约情况表（2018年8月）"], HEADINGS, ["甲乡", 1000, 1], *AUGUST[1:]],
            "签约9月": [["签约情况表（2018年9月）"], HEADINGS, *USUAL],
        },
    )
    from dataclasses import replace

    from kept_returns import key

    checked = office.check(both)
    scored = replace(office.scored(office.month(9)), sheets=checked.sheets_to_keep)
    assert scored.key == key()
    with open_history(where) as history:
        history.record(office.run(scored))

    october = office.check(office.month(10), recall=Recalling(where))

    series = october.scorecard.results[0].judged[0]
    points = {str(point.period): point.value.numerator for point in series.series}
    # August by its own return: 450 + 800 + 550.
    assert points == {"2018-08": 1800, "2018-09": 2000, "2018-10": 2000}


def test_rows_of_earlier_returns_are_in_no_list_of_this_one(where, office):
    keep(where, office, office.month(8, AUGUST))

    report = office.check(office.month(9), recall=Recalling(where)).report()

    assert [len(stat.origins) for stat in report.tables.values()] == [3]
