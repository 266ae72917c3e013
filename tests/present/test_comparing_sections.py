"""The sections on gap, pace, places and changes say the officer's worked figures in words she can paste."""

from datetime import date
from pathlib import Path

import pytest

from healthkpi.pipeline import check
from healthkpi.present._section import Grid, Line
from healthkpi.present.sections import find_section
from healthkpi.request import Request

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_data" / "officers-questions"


def signing(*months, **more):
    files = [SAMPLES / f"2018年{month}月" / "家医签约.xlsx" for month in months]
    return check(
        Request(files, ROOT / "indicators", policy="yungang-2018", indicators=["signing-coverage"], **more)
    )


def told(checked, name, language="zh", **more):
    """The lines, and the rows as lists of words by their first cell."""
    lines, rows = [], {}
    for block in find_section(name).make(checked.report(**more)):
        if isinstance(block, Line):
            lines.append(block.text.say(language))
        elif isinstance(block, Grid):
            headings = [column.name.say(language) for column in block.columns]
            for row in block.rows:
                words = [cell.text.say(language) for cell in row]
                rows[words[1] if headings[0] in {"名次", "Place"} else words[0]] = dict(
                    zip(headings, words, strict=True)
                )
    return lines, rows


def test_the_gap_section_names_each_township_s_shortage_and_its_part():
    lines, rows = told(signing(9), "差额")
    assert rows["口泉乡"] == {
        "单位": "口泉乡",
        "现值": "46.85%",
        "应达": "20,938人",  # ceil(41875 / 2)
        "已有": "19,620人",
        "差额": "1318人",
        "占未达单位差额": "99.8%",  # 1318 of 1321
        "占总差额": "25.2%",  # 1318 of 5229
        "判定": "未达到",
    }
    assert (rows["云冈区"]["应达"], rows["云冈区"]["差额"]) == ("70,478人", "504人")
    assert lines[0] == "按已报单位的分母差 504人；分母含未报的鸦儿崖乡，应达 75,203人，差 5229人"


def test_who_has_too_many_is_over_not_short():
    births = Request(
        [ROOT / "sample_data" / "西湖区2017年.xlsx"], ROOT / "indicators", indicators=["birth-rate"]
    )
    _, rows = told(check(births), "排名")
    # 12.6 ‰ where 11.5 ‰ are allowed.
    assert rows["朝农管理处"]["说明"] == "超 41人"


def test_clinics_that_lack_one_criterion_come_first():
    files = [SAMPLES / "2018年9月" / "村卫生室台账.xlsx"]
    # In 2021 the 90 % of 2020 are due: 168 of 186 clinics; 151 meet the standard, 17 are short.
    request = Request(
        files,
        ROOT / "indicators",
        policy="yungang-2018",
        as_of=date(2021, 1, 1),
        indicators=["村卫生室标准化建设达标率"],
    )
    _, rows = told(check(request), "差额")
    assert (rows["云冈区"]["应达"], rows["云冈区"]["已有"], rows["云冈区"]["差额"]) == (
        "168个",
        "151个",
        "17个",
    )
    lacking = [row["差几项"] for row in rows.values() if row.get("差几项")]
    assert lacking == sorted(lacking)
    assert len(lacking) == 35
    assert lacking.count("1") >= 17


def test_places_are_told_with_moves_streaks_and_the_unreported_apart():
    _, rows = told(signing(7, 8, 9), "排名")
    assert [row["名次"] for row in rows.values()] == ["1", "2", "3", "4", "5", "—"]
    assert rows["口泉乡"]["说明"] == "差1318人；连续3期末位"
    assert (rows["平旺乡"]["较上期"], rows["平旺乡"]["位次变化"]) == ("+1.33个百分点", "升1")
    assert (rows["鸦儿崖乡"]["完成值"], rows["鸦儿崖乡"]["说明"]) == ("—", "未报")


def test_one_unit_s_ranking_still_says_its_place_among_all():
    _, rows = told(signing(8, 9), "ranking", unit="高山镇")
    assert {name: row["名次"] for name, row in rows.items()} == {"高山镇": "4"}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "口泉乡 -0.12个百分点（-52人，数变小了，需说明）"),
        ("en", "口泉乡 -0.12 points (-52 people: fewer than before, to be explained)"),
    ],
)
def test_a_township_that_lost_people_is_named(language, words):
    lines, _ = told(signing(8, 9), "change", language)
    assert any(words in line for line in lines)


def test_what_has_no_earlier_figure_is_listed_and_not_taken_for_unchanged():
    lines, rows = told(signing(9), "环比")
    assert (lines, rows) == (["没有上期的数，无从比较：常住人口家庭医生签约覆盖率"], {})


def test_the_trend_has_a_line_a_period_and_marks_the_target():
    _, rows = told(signing(7, 8, 9), "趋势")
    assert [row["期间"] for row in rows.values()] == ["2018年7月", "2018年8月", "2018年9月"]
    assert all("│" in row["图（│为目标）"] for row in rows.values())


def test_an_unknown_section_is_refused_with_the_names_there_are():
    from healthkpi.errors import UsageError

    with pytest.raises(UsageError) as refusal:
        find_section("排明")
    assert "排名" in refusal.value.message.zh
