"""What a notice says comes from the documents of the run, with the sums of the small tables beside it."""

from dataclasses import replace
from datetime import date

import pytest

from healthkpi.model.run import Failed, ReturnKey
from healthkpi.notices import Occasion, failure_notice, notice_of
from healthkpi.notices import test_notice as notice_to_try
from healthkpi.notices._lines import MOST_SHORTFALLS, lines_of, plain_text
from healthkpi.notices._notice import Counts
from healthkpi.notices._of_run import MOST_RETURNS
from healthkpi.text import Text
from making import COVERAGE
from notices.runs import (
    DECEMBER,
    FINISHED,
    MET,
    SHORT,
    document_of,
    document_of_sample,
    failed,
    run_of,
    scored,
)

EACH = COVERAGE.replace("better: higher", "better: higher\neach: township")


@pytest.fixture
def short(tmp_path):
    return document_of(tmp_path, SHORT)


@pytest.fixture
def met(tmp_path):
    return document_of(tmp_path, MET)


def test_a_missed_target_is_told_with_value_target_and_gap(short):
    notice = notice_of(run_of(scored(short)), {})
    lines = plain_text(notice, "zh").splitlines()
    # 89/200 = 44.5 %; ceil(200 × 50 %) − 89 = 11
    assert lines[0] == "未达标 1 项，其中新出现 1 项；共核算 1 份报送"
    assert lines[2].startswith("某区 2018-12　某区健康方案（截至 2018-12-31）　缺报剔除")
    assert lines[4] == (
        "  - 【新】签约率：44.50%，目标 ≥50%（2018-12-31），差 11人；3 个中 2 个已报；缺 丙镇"
    )
    english = plain_text(notice, "en").splitlines()
    assert english[0] == "1 missed, 1 of them newly; 1 return scored"
    assert "44.50%, target ≥ 50% (2018-12-31), 11 people short" in english[4]


def test_what_was_missed_before_is_not_new(short, met):
    again = notice_of(run_of(scored(short)), {DECEMBER: short})
    worse = notice_of(run_of(scored(short)), {DECEMBER: met})
    assert (again.counts.missed, again.counts.newly_missed) == (1, 0)
    assert (worse.counts.missed, worse.counts.newly_missed) == (1, 1)


def test_a_return_never_scored_before_has_only_new_things(short):
    assert notice_of(run_of(scored(short)), {DECEMBER: None}).counts.newly_missed == 1


def test_of_units_judged_one_by_one_one_more_below_is_new(tmp_path):
    before = document_of(tmp_path, "甲乡 100 40\n乙乡 100 60", EACH)
    now = document_of(tmp_path, "甲乡 100 40\n乙乡 100 49\n丙镇 100 50", EACH)
    notice = notice_of(run_of(scored(now)), {DECEMBER: before})
    assert (notice.counts.missed, notice.counts.newly_missed) == (1, 1)
    assert "签约率：1 个达到，共 3，目标 各≥50%（2018-12-31），未达标：甲乡、乙乡" in plain_text(notice, "zh")


def test_nothing_is_overdue_on_the_day_itself_and_five_days_later_it_is(tmp_path):
    on_the_day = document_of(tmp_path, SHORT)
    later = document_of(tmp_path, SHORT, as_of=date(2019, 1, 5))
    assert notice_of(run_of(scored(on_the_day)), {}).counts.overdue == 0
    notice = notice_of(run_of(scored(later)), {})
    assert notice.counts.overdue == 1
    assert "差 11人；逾期 5 天" in plain_text(notice, "zh")
    assert "5 days overdue" in plain_text(notice, "en")


def test_what_was_done_too_late_is_missed_and_no_longer_overdue():
    document = document_of_sample("西湖区2017年.xlsx")
    (indicator,) = (each for each in document["indicators"] if each["name"]["zh"] == "监督所业务用房搬迁")
    assert indicator["judged"][0]["done_on"] == "2017-07-18"
    notice = notice_of(run_of(scored({**document, "indicators": [indicator]})), {})
    assert (notice.counts.missed, notice.counts.overdue) == (1, 0)
    assert "2017-07-18 才完成，迟于期限" in plain_text(notice, "zh")


def test_what_is_met_is_not_told(met):
    notice = notice_of(run_of(scored(met)), {})
    assert plain_text(notice, "zh") == "到期的目标没有未达标的；共核算 1 份报送\n"
    assert notice.occasions == {Occasion.ALWAYS}


def test_before_its_date_a_target_is_not_missed(tmp_path):
    early = document_of(tmp_path, SHORT, as_of=date(2018, 9, 30))
    assert notice_of(run_of(scored(early)), {}).counts.missed == 0


def test_what_could_not_be_scored_is_told_with_its_reason(met):
    notice = notice_of(run_of(scored(met), failed=(failed(),)), {})
    assert notice.occasions == {Occasion.ALWAYS, Occasion.FAILED}
    assert plain_text(notice, "zh").splitlines() == [
        "到期的目标没有未达标的；1 个没有算成；共核算 1 份报送",
        "",
        "没有算成",
        "  - 口泉乡.xlsx: 打不开：文件已损坏",
    ]


def test_what_could_not_be_judged_is_counted(tmp_path):
    unread = document_of(tmp_path, "甲乡 100 ·".replace("·", ""))
    notice = notice_of(run_of(scored(unread)), {})
    assert "未判定 1 项" in notice.first_line.zh
    assert "1 not judged" in notice.first_line.en


def test_what_could_not_be_judged_is_no_pass(tmp_path):
    unread = document_of(tmp_path, "甲乡 100 40", COVERAGE.replace("签约人数", "签约率"))
    notice = notice_of(run_of(scored(unread)), {})
    assert notice.first_line.zh.startswith("没有一项能判定")


def test_a_run_without_any_return_is_no_pass():
    notice = notice_of(run_of(failed=(failed(),)), {})
    assert notice.first_line.zh == "没有一份报送算成；1 个没有算成"


def test_a_run_that_could_not_begin_is_told():
    notice = failure_notice([Text("收件箱：没有这个文件夹", "收件箱: there is no such folder")], FINISHED)
    assert notice.occasions == {Occasion.ALWAYS, Occasion.FAILED}
    assert plain_text(notice, "zh").splitlines() == [
        "没有一份报送算成；1 个没有算成",
        "",
        "没有算成",
        "  - healthkpi batch: 收件箱：没有这个文件夹",
    ]


def test_each_occasion_has_its_own_word(short, tmp_path):
    later = document_of(tmp_path, SHORT, as_of=date(2019, 1, 5))
    notice = notice_of(run_of(scored(later), failed=(failed(),)), {DECEMBER: short})
    assert notice.occasions == {Occasion.ALWAYS, Occasion.MISSED, Occasion.OVERDUE, Occasion.FAILED}


def test_a_long_return_is_cut_and_what_is_left_out_is_counted(short):
    notice = notice_of(run_of(scored(short)), {})
    told = notice.returns[0]
    shortfalls = told.shortfalls * (MOST_SHORTFALLS + 3)
    many = replace(
        notice, returns=(replace(told, shortfalls=shortfalls),), counts=Counts(missed=len(shortfalls))
    )
    lines = lines_of(many, "zh")
    assert lines[0].words.startswith("未达标 13 项")
    assert lines[-1].words == "…另有 3 项"
    assert sum(line.items for line in lines) == MOST_SHORTFALLS + 3


def test_many_returns_are_cut_and_what_is_left_out_is_counted(short):
    returns = [scored(short, ReturnKey("plan", f"第{at}区", "2018-12")) for at in range(MOST_RETURNS + 2)]
    lines = lines_of(notice_of(run_of(*returns), {}), "zh")
    assert lines[-1].words == "…另有 2 项"
    assert sum(line.items for line in lines) == MOST_RETURNS + 2


def test_returns_with_something_new_come_first(short):
    old, new = (ReturnKey("plan", unit, "2018-12") for unit in ("旧区", "新区"))
    notice = notice_of(run_of(scored(short, old), scored(short, new)), {old: short})
    assert [each.key.unit for each in notice.returns] == ["新区", "旧区"]


def test_hidden_counts_stay_hidden(tmp_path):
    hidden = document_of(tmp_path, "甲乡 10 1\n乙乡 10 2", suppress_below=5)
    text = plain_text(notice_of(run_of(scored(hidden)), {}), "zh")
    assert "小于 5 的人数已隐去" in text
    # 3 of 20 would be 15 %, 7 people short.
    assert "15" not in text.replace("2018-12-31", "")
    assert "差 7" not in text


def test_identity_numbers_in_names_become_stars():
    named = Failed("张某140211196001011234.xlsx", Text("第140211196001011234行", "row 140211196001011234"))
    notice = notice_of(run_of(failed=(named,)), {})
    assert "1960" not in plain_text(notice, "zh") + plain_text(notice, "en")


def test_control_signs_in_names_are_gone():
    named = Failed("a\x1b[31m\u202e\nb.xlsx", Text("x\r\ny", "x\r\ny"))
    assert "a[31mb.xlsx: xy" in plain_text(notice_of(run_of(failed=(named,)), {}), "zh")


def test_a_notice_to_try_says_that_it_is_one():
    notice = notice_to_try("test", FINISHED)
    assert notice.title.zh.startswith("【测试】")
    assert plain_text(notice, "zh") == ("这是一条测试通知，没有核算任何数据；收到它，说明设置好了\n")
