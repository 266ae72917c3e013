"""Done without evidence is to be checked and not done; who lacks what is listed."""

from making import indicator
from returns import Bureau, write_book
from section_page import lines, rows, survives_everywhere

EACH = indicator(
    """
    kind: attested
    item: 制定工作方案
    each: township
    targets:
      - {by: 2018-12-31}
    """,
    "plans",
)
HEAD = ["事项", "责任单位", "是否完成", "文号/佐证", "完成日期"]
ROWS = [
    ["制定工作方案", "甲乡", "是", "甲政发〔2018〕3号", "2018-09-20"],
    ["制定工作方案", "乙乡", "是", None, "2018-09-21"],
]


def report(folder, ledger=ROWS, head=HEAD, **more):
    bureau = Bureau(folder, EACH)
    file = write_book(folder / "台账9月.xlsx", {"事项台账": [["事项台账（2018年9月）"], head, *ledger]})
    return bureau.check(file).report(**more)


def test_done_without_evidence_is_counted_apart_and_named(tmp_path):
    (row,) = rows(report(tmp_path), "佐证")

    # Three townships must attest: 甲乡 has evidence, 乙乡 has none, 丙镇 has no row.
    assert row[:6] == ["制定工作方案", "3", "1", "1", "0", "1"]
    assert row[6:] == ["甲政发〔2018〕3号 2018-09-20", "待核：乙乡；没有写：丙镇"]


def test_the_first_line_sums_every_entry(tmp_path):
    first = lines(report(tmp_path), "evidence")[0]

    assert first == "应交 3 条：完成并有佐证 1，完成而无佐证（待核）1，未完成 0，没有写 1"


def test_the_verdict_agrees_done_without_evidence_is_not_judged(tmp_path):
    units = report(tmp_path).scorecard.results[0].judged

    assert {unit.value.unit: unit.judgement.verdict.value for unit in units} == {
        "甲乡": "reached",
        "乙乡": "not judged",
        "丙镇": "not judged",
    }


def test_a_ledger_without_a_column_for_evidence_is_told(tmp_path):
    said = lines(report(tmp_path, [["制定工作方案", "甲乡", "是"]], HEAD[:3]), "evidence")

    assert any("没有“佐证”一列" in line for line in said)


def test_an_entry_that_nobody_entered_is_named(tmp_path):
    said = lines(report(tmp_path, [["别的事", "甲乡", "否", None, None]]), "evidence")

    assert "台账里没有的事项 1 项：制定工作方案" in said


def test_one_unit_sees_its_own_entries(tmp_path):
    (row,) = rows(report(tmp_path, unit="乙乡"), "evidence")

    assert row[1] == "1"
    assert row[-1] == "待核：乙乡"


def test_it_fits_forty_columns_and_gbk(tmp_path):
    survives_everywhere(report(tmp_path), "evidence")
