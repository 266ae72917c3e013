"""Who is asked first about figures that are reached: the order follows a printed rule."""

from making import COVERAGE, indicator
from returns import Bureau, write_return
from section_page import lines, rows, survives_everywhere

# 甲乡 is on the line, 乙乡 has 3 more than half, 丙镇 is far over it.
CLOSE = [["甲乡", 1000, 500], ["乙乡", 2000, 1003], ["丙镇", 1000, 712]]


def report(folder, given=CLOSE, body=COVERAGE, before=(), **more):
    bureau = Bureau(folder, indicator(body))
    files = [
        write_return(folder, figures, name=f"签约{month}月.xlsx", title=f"某区签约情况表（2018年{month}月）")
        for month, figures in before
    ]
    return bureau.check(*files, write_return(folder, given)).report(**more)


def test_on_the_line_has_three_points_and_three_people_over_it_two(tmp_path):
    found = rows(report(tmp_path), "抽查")

    assert [row[:3] for row in found] == [["1", "甲乡", "3"], ["2", "乙乡", "2"]]
    assert found[0][3] == "签约率 50.00%（≥50%）恰好卡线"
    assert found[1][3] == "签约率 50.15%（≥50%）只富余 3人"


def test_six_people_over_the_line_are_no_doubt(tmp_path):
    assert (
        rows(report(tmp_path, [["甲乡", 1001, 600], ["乙乡", 2000, 1006], ["丙镇", 1001, 712]]), "spot-check")
        == []
    )


def test_everything_is_always_met_exactly_and_no_doubt(tmp_path):
    body = COVERAGE.replace("at_least: 50%", "at_least: 100%")
    given = [["甲乡", 1001, 1001], ["乙乡", 2003, 2003], ["丙镇", 999, 999]]

    assert rows(report(tmp_path, given, body), "spot-check") == []


def test_a_rise_of_twice_the_own_largest_and_twice_the_others_is_sudden(tmp_path):
    # 甲乡 rose by 1 point in August and by 20 now; the others by 1 in both months.
    july = [["甲乡", 1001, 490], ["乙乡", 2003, 1160], ["丙镇", 1001, 680]]
    august = [["甲乡", 1001, 500], ["乙乡", 2003, 1180], ["丙镇", 1001, 690]]
    now = [["甲乡", 1001, 701], ["乙乡", 2003, 1201], ["丙镇", 1001, 701]]
    found = rows(report(tmp_path, now, before=[(7, july), (8, august)]), "spot-check")
    sudden = [row for row in found if "当期突增" in row[3]]

    assert [row[1] for row in sudden] == ["甲乡"]


def test_a_rise_that_all_have_is_not_sudden(tmp_path):
    august = [["甲乡", 1001, 500], ["乙乡", 2003, 1003], ["丙镇", 1001, 501]]
    now = [["甲乡", 1001, 621], ["乙乡", 2003, 1241], ["丙镇", 1001, 621]]
    found = rows(report(tmp_path, now, before=[(8, august)]), "spot-check")

    assert not any("当期突增" in row[3] for row in found)


def test_the_rule_is_printed(tmp_path):
    assert "恰好卡线 3 分" in lines(report(tmp_path), "spot-check")[-1]


def test_no_doubt_is_said(tmp_path):
    said = lines(
        report(tmp_path, [["甲乡", 1001, 612], ["乙乡", 2003, 1203], ["丙镇", 1003, 312]]), "spot-check"
    )

    assert said[0] == "已达到的数里没有要抽查的"


def test_it_fits_forty_columns_and_gbk(tmp_path):
    survives_everywhere(report(tmp_path), "spot-check")
