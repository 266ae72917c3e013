"""What a corrections file gets wrong is refused in sentences, all at once; what the cell contradicts is told and left alone."""

import pytest

from correct.correcting import ACCEPTING, BY_CELL, BY_FIELD, SIGNED, refused, said, write_corrections
from healthkpi.read import read_workbook
from returns import USUAL, Bureau, figures, write_return


@pytest.fixture
def bureau(tmp_path):
    return Bureau(tmp_path)


@pytest.fixture
def file(bureau):
    return write_return(bureau.folder, USUAL)


ALL = ["单元格", "单位", "栏目", "原值", "新值", "代码", "期间", "理由", "更正人", "日期"]


def row(**cells):
    usual = {
        "单元格": "C4",
        "原值": "900",
        "新值": "1000",
        "理由": "函",
        "更正人": "王XX",
        "日期": "2018-10-08",
    }
    return [{**usual, **cells}.get(heading) for heading in ALL]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"理由": None}, "缺 理由；请补上"),
        ({"理由": None, "更正人": " ", "日期": None}, "缺 理由、更正人、日期；请补上"),
        ({"原值": None}, "缺 原值；照抄格里现有的内容，空白的格写“空白”"),
        ({"新值": None}, "缺 新值；写更正后的数，没有数写“未报”，要作废这一行写“作废”"),
        ({"单元格": None}, "没有说更正哪里；写“单元格”，或写“单位”和“栏目”"),
        ({"单元格": None, "单位": "乙乡"}, "没有说更正哪里；写“单元格”，或写“单位”和“栏目”"),
        ({"单元格": "4C"}, "“4C”不是单元格；写成 D7，或照抄问题里的位置，如 九月.xlsx[签约]!D7"),
        ({"日期": "10-08"}, "看不懂日期“10-08”；写成 2018-10-08"),
        ({"日期": "2018-2-30"}, "看不懂日期“2018-2-30”；写成 2018-10-08"),
        ({"期间": "秋天"}, "看不懂期间“秋天”；写成 2018-09、2018Q3 或 2018"),
        ({"新值": "９00"}, "原值和新值一样（９00）；删去这一行"),
        ({"代码": "HK303"}, "既有新值又有代码；更正不写代码，认可不写新值"),
        ({"代码": "303", "新值": None}, "“303”不是代码；写成 HK304"),
        ({"代码": "HK303", "新值": None, "单元格": None}, "没有说认可哪里的 HK303；写“单元格”“单位”或“文件”"),
        ({"单元格": "签约!C99"}, "签约9月.xlsx[签约] 没有第 99 行（共 5 行）；核对单元格"),
        ({"单元格": "签 约 表!C4"}, "没有工作表“签 约 表”；有：签约"),
        ({"单元格": None, "单位": "乙乡", "栏目": "签约人次"}, "没有栏目“签约人次”；是不是“签约人数”？"),
        (
            {"单元格": None, "单位": "丁乡", "栏目": "签约人数"},
            "“签约表”里没有“丁乡”的行；有：甲乡、乙乡、丙镇。若是别的时期的更正，请写期间",
        ),
        (
            {"新值": "作废"},
            "“作废”写在单位名称那一格，作废整行；只要这个数不算，写“未报”",
        ),
    ],
)
def test_a_fault_is_a_sentence_with_its_row_and_what_to_do(bureau, file, cells, fault):
    write_corrections(bureau.folder, [row(**cells)], ALL)

    assert refused(bureau, file) == [f"更正.xlsx[Sheet]!2: {fault}"]


def test_all_faults_are_told_in_one_pass(bureau, file):
    rows = [row(理由=None), row(单元格="C3", 原值="500"), row(单元格="C99"), row(单元格="4C", 日期="昨天")]
    write_corrections(bureau.folder, rows, ALL)

    assert [each.split(":")[0] for each in refused(bureau, file)] == [
        "更正.xlsx[Sheet]!2",
        "更正.xlsx[Sheet]!5",
        "更正.xlsx[Sheet]!5",
        "更正.xlsx[Sheet]!4",
    ]


def test_two_corrections_of_one_cell_are_refused_however_they_name_it(bureau, file):
    rows = [row(), row(单元格=None, 单位="乙", 栏目="签约人数", 新值="1100")]
    write_corrections(bureau.folder, rows, ALL)

    assert refused(bureau, file) == [
        "更正.xlsx[Sheet]!3: 签约9月.xlsx[签约]!C4 在 更正.xlsx[Sheet]!2 已经更正过；只留一条"
    ]


def test_a_unit_with_two_rows_is_refused_with_both_cells(bureau):
    file = write_return(bureau.folder, [*USUAL, ["乙乡", 2000, 950]])
    write_corrections(bureau.folder, [["乙乡", "签约人数", 900, 950, *SIGNED]], BY_FIELD)

    assert refused(bureau, file) == [
        "更正.xlsx[Sheet]!2: “乙乡”的“签约人数”有 2 格：签约9月.xlsx[签约]!C4、签约9月.xlsx[签约]!C6；"
        "写明单元格（或期间、文件、表）"
    ]


def test_an_address_that_two_files_have_is_refused(bureau, file):
    other = write_return(bureau.folder, USUAL, name="签约8月.xlsx", title="某区签约情况表（2018年8月）")
    write_corrections(bureau.folder, [["C4", 900, 1000, *SIGNED]])

    assert refused(bureau, other, file) == [
        "更正.xlsx[Sheet]!2: “C4”可能在这几处：签约8月.xlsx[签约]!C4、签约9月.xlsx[签约]!C4；写明文件和工作表"
    ]


def merged(folder):
    import openpyxl

    path = write_return(folder, [USUAL[0], ["乙乡", 2000, 1500], ["丙镇", 1000, None]])
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[0].merge_cells("C4:C5")
    workbook.save(path)
    return path


def test_a_figure_that_two_units_share_cannot_be_corrected_for_one_of_them(bureau):
    write_corrections(bureau.folder, [["丙镇", "签约人数", 1500, 600, *SIGNED]], BY_FIELD)

    assert refused(bureau, merged(bureau.folder)) == [
        "更正.xlsx[Sheet]!2: 签约9月.xlsx[签约]!C4 是几行合并的一格，分不清哪一行的数；先在表里取消合并、分别填写"
    ]


def test_the_covered_part_of_a_merged_cell_is_refused_with_the_cell_that_holds_the_value(bureau):
    write_corrections(bureau.folder, [["C5", 1500, 600, *SIGNED]])

    assert refused(bureau, merged(bureau.folder)) == [
        "更正.xlsx[Sheet]!2: 签约9月.xlsx[签约]!C5 是合并单元格的一部分，值在 C4；写 C4，它管合并的每一行"
    ]


@pytest.mark.parametrize("old", ["901", "九百人左右", "1900", "空白"])
def test_a_cell_that_holds_something_else_is_left_alone_and_told(bureau, file, old):
    write_corrections(bureau.folder, [["C4", old, 1000, *SIGNED]])

    checked = bureau.check(file)

    assert figures(checked) == (2000, 4000, ())
    assert said(checked, "HK262") == [f"更正没有采用（更正.xlsx[Sheet]!2）：这一格现在是“900”，不是“{old}”"]
    assert [each.code.id for each in checked.scorecard.corrections.refused] == ["HK262"]


def test_a_cell_that_was_mended_at_its_source_needs_no_correction(bureau):
    file = write_return(bureau.folder, [USUAL[0], ["乙乡", 2000, 1000], USUAL[2]])
    write_corrections(bureau.folder, [["C4", 900, 1000, *SIGNED]])

    checked = bureau.check(file)

    assert figures(checked) == (2100, 4000, ())
    assert checked.scorecard.corrections.applied == ()
    assert said(checked, "HK263") == ["更正不用再做（更正.xlsx[Sheet]!2）：这一格已经是“1000”"]


def test_a_return_of_that_name_is_refused_and_not_taken_for_corrections(bureau, file):
    write_return(bureau.folder, USUAL, name="更正.xlsx")

    (fault,) = refused(bureau, file)

    assert fault.startswith("更正.xlsx: 叫这个名字的文件按更正读，里面却没有更正的表头")
    assert fault.endswith("若它是统计表，请改名")


def test_a_file_that_is_named_and_not_there_says_what_to_write(bureau, file):
    (fault,) = refused(bureau, file, corrections=bureau.folder / "没有.xlsx")

    assert "没有这个文件" in fault
    assert "单元格、原值、新值、理由、更正人、日期" in fault
    assert not (bureau.folder / "没有.xlsx").exists()


def test_one_heading_twice_is_refused(bureau, file):
    write_corrections(bureau.folder, [["C4", 900, 1000, *SIGNED, 950]], [*BY_CELL, "更正后"])

    assert refused(bureau, file)[0] == "更正.xlsx[Sheet]!1: 有两列都是“新值”；只留一列"


@pytest.mark.parametrize("new", ["=1+1", '=HYPERLINK("http://x","1000")'])
def test_a_formula_is_no_new_value(bureau, file, new):
    path = write_corrections(bureau.folder, [["C4", 900, 1000, *SIGNED]])
    import openpyxl

    workbook = openpyxl.load_workbook(path)
    workbook.active["C2"] = new
    workbook.save(path)
    assert read_workbook(path)

    (fault,) = refused(bureau, file)

    assert fault.endswith("直接写数")


def test_an_acceptance_with_an_unclear_cell_is_refused(bureau, file):
    other = write_return(bureau.folder, USUAL, name="签约8月.xlsx", title="某区签约情况表（2018年8月）")
    cells = ["HK303", "C4", None, None, None, None, *SIGNED]
    write_corrections(bureau.folder, [cells], ACCEPTING)

    assert "可能在这几处" in refused(bureau, other, file)[0]


def test_headings_are_found_below_a_title_and_other_columns_are_left_alone(bureau, file):
    path = write_corrections(
        bureau.folder, [["1", "C4", 900, 1000, *SIGNED, "随便"]], ["序号", *BY_CELL, "备注"]
    )
    import openpyxl

    workbook = openpyxl.load_workbook(path)
    workbook.active.insert_rows(1)
    workbook.active["A1"] = "2018年更正登记表"
    workbook.save(path)

    assert figures(bureau.check(file)) == (2100, 4000, ())


LATE = ["文件", "单元格", "新值", "理由", "更正人", "日期"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ([None, None, "补报", "停电", "王XX", "2018-10-12"], "补报要写明是哪个文件"),
        (["签约9月.xlsx", "C4", "补报", "停电", "王XX", "2018-10-12"], "补报要写明是哪个文件"),
        (["签约9月.xlsx", None, "补报", None, "王XX", "2018-10-12"], "缺 理由"),
        (["签约9月.xlsx", None, "late", "停电", "王XX", "十月"], "看不懂日期“十月”"),
    ],
)
def test_a_late_file_is_declared_by_name_reason_person_and_day(bureau, file, row, said):
    write_corrections(bureau.folder, [row], LATE)

    (fault,) = refused(bureau, file)

    assert said in fault


def test_a_late_file_that_did_not_come_is_told(bureau, file):
    rows = [["十月.xlsx", None, "补报", "停电", "王XX", "2018-10-12"]]
    write_corrections(bureau.folder, rows, LATE)

    checked = bureau.check(file)

    assert said(checked, "HK264") == ["1 条不是给这次的文件、表或期间的，没有用（第 2 行）"]
    assert checked.scorecard.corrections.late == ()
