"""Tables in Word documents."""

import pytest

from healthkpi.errors import InputError
from healthkpi.model.grid import Span
from healthkpi.read import read_workbook, read_workbooks

from .making import word_cell as cell
from .making import word_line as line
from .making import word_table as table
from .making import write_docx

DTD = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
MERGED_DOWN, MERGED_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def read_grids(folder, body):
    return read_workbook(write_docx(folder, body)).grids


def read_cell(folder, paragraphs):
    return read_grids(folder, table(f"<w:tc>{paragraphs}</w:tc>"))[0].cell(0, 0)


def test_the_cells_of_a_table_are_text(tmp_path):
    body = table(cell("机构") + cell("人数"), cell("城关镇") + cell("１,２００"))
    (grid,) = read_grids(tmp_path, body)
    assert (grid.sheet, grid.rows) == ("表1", (("机构", "人数"), ("城关镇", "１,２００")))


def test_the_lines_above_a_table_are_rows_above_it(tmp_path):
    body = line("2018年9月签约情况") + "<w:p/>" + line("单位：人") + table(cell("机构") + cell("人数"))
    assert read_grids(tmp_path, body)[0].rows == (("2018年9月签约情况",), ("单位：人",), ("机构", "人数"))


def test_prose_above_a_table_is_not_taken_for_its_title(tmp_path):
    body = (
        line("2017年年底以前，" + "各乡镇要高度重视家庭医生签约服务工作，" * 4)
        + line("表一")
        + table(cell("机构"))
    )
    assert read_grids(tmp_path, body)[0].rows == (("表一",), ("机构",))


def test_each_table_is_a_sheet_with_its_own_title(tmp_path):
    body = line("一") + table(cell("a")) + line("二") + table(cell("b"))
    assert [(grid.sheet, grid.rows) for grid in read_grids(tmp_path, body)] == [
        ("表1", (("一",), ("a",))),
        ("表2", (("二",), ("b",))),
    ]


def test_merged_cells_are_spans(tmp_path):
    body = line("题") + table(
        cell("乡镇", MERGED_DOWN) + cell("常住人口", '<w:gridSpan w:val="2"/>'),
        cell("", MERGED_ON) + cell("签约") + cell("总数"),
    )
    (grid,) = read_grids(tmp_path, body)
    assert grid.rows == (("题",), ("乡镇", "常住人口"), (None, "签约", "总数"))
    assert grid.merged == (Span(1, 0, 2, 0), Span(1, 1, 1, 2))


def test_a_cell_merged_both_ways_is_one_span(tmp_path):
    wide = '<w:gridSpan w:val="2"/>'
    body = table(cell("x", wide + MERGED_DOWN) + cell("a"), cell("", wide + MERGED_ON) + cell("b"))
    assert read_grids(tmp_path, body)[0].merged == (Span(0, 0, 1, 1),)


def test_a_merge_that_begins_nowhere_is_a_cell_of_its_own(tmp_path):
    (grid,) = read_grids(tmp_path, table(cell("甲", MERGED_ON) + cell("1")))
    assert (grid.rows, grid.merged) == ((("甲", "1"),), ())


def test_old_horizontal_merges_are_spans(tmp_path):
    body = table(
        cell("甲", '<w:hMerge w:val="restart"/>') + cell("", '<w:hMerge w:val="continue"/>') + cell("1")
    )
    (grid,) = read_grids(tmp_path, body)
    assert (grid.rows, grid.merged) == ((("甲", None, "1"),), (Span(0, 0, 0, 1),))


def test_rows_that_begin_further_right_keep_their_columns(tmp_path):
    assert read_grids(
        tmp_path, table(cell("a") + cell("b"), '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("c"))
    )[0].rows == (("a", "b"), (None, "c"))


@pytest.mark.parametrize(
    ("paragraphs", "shown"),
    [
        (line("城关") + line("镇"), "城关\n镇"),
        ("<w:p><w:r><w:t>1</w:t></w:r><w:r><w:t>200</w:t></w:r></w:p>", "1200"),
        ("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/></w:r></w:p>", "a\nb\t"),
        ("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>1</w:t></w:r></w:p>", "1"),
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>', "√"),
        ('<w:p><w:r><w:sym w:font="Elsewhere" w:char="F0FC"/></w:r></w:p>', "\ufffd"),
        (table(cell("1") + cell("2")), "1\n2"),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>1</w:t></w:r></w:p></w:sdtContent></w:sdt>", "1"),
    ],
    ids=["lines", "runs", "breaks", "tab-stops", "tick", "symbol", "nested", "control"],
)
def test_a_cell_is_what_the_page_shows(tmp_path, paragraphs, shown):
    assert read_cell(tmp_path, paragraphs) == shown


@pytest.mark.parametrize(
    "unseen",
    [
        "<w:del><w:r><w:delText>9</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>9</w:t></w:r></w:moveFrom>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>",
        "<w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>",
        "<w:Fallback><w:r><w:t>9</w:t></w:r></w:Fallback>",
    ],
)
def test_what_the_page_does_not_show_is_no_part_of_a_figure(tmp_path, unseen):
    assert read_cell(tmp_path, f"<w:p>{unseen}<w:r><w:t>120</w:t></w:r></w:p>") == "120"


def test_a_raised_footnote_does_not_become_a_digit(tmp_path):
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
    assert read_cell(tmp_path, f"<w:p><w:r><w:t>120</w:t></w:r>{raised}</w:p>") == "120^1"


@pytest.mark.parametrize("strike", ["strike", "dstrike"])
def test_a_struck_figure_does_not_become_digits_of_the_next(tmp_path, strike):
    struck = f"<w:r><w:rPr><w:{strike}/></w:rPr><w:t>26</w:t></w:r>"
    assert read_cell(tmp_path, f"<w:p>{struck}<w:r><w:t>28</w:t></w:r></w:p>") == "~~26~~28"
    plain = f'<w:r><w:rPr><w:{strike} w:val="0"/></w:rPr><w:t>26</w:t></w:r>'
    assert read_cell(tmp_path, f"<w:p>{plain}</w:p>") == "26"


def test_a_deleted_row_is_not_there(tmp_path):
    deleted = "<w:trPr><w:del/></w:trPr>" + cell("乙")
    assert read_grids(tmp_path, table(cell("甲"), deleted, cell("丙")))[0].rows == (("甲",), ("丙",))


def test_a_document_without_tables_is_refused(tmp_path):
    with pytest.raises(InputError, match="a Word document without tables"):
        read_workbook(write_docx(tmp_path, line("通知")))


def test_a_letter_in_a_folder_of_tables_is_left_out_and_said(tmp_path):
    write_docx(tmp_path, line("通知"), "通知.docx")
    write_docx(tmp_path, table(cell("机构")), "表.docx")
    (workbook,) = read_workbooks([tmp_path])
    assert [(found.code.id, str(found.place)) for found in workbook.findings] == [("HK208", "通知.docx")]


@pytest.mark.parametrize("comment", ["", "<!--" + "x" * 9000 + "-->"])
def test_document_types_are_refused(tmp_path, comment):
    with pytest.raises(InputError, match="document type"):
        read_workbook(write_docx(tmp_path, table(cell("&a;")), before=comment + DTD))


def test_a_bomb_is_refused(tmp_path):
    with pytest.raises(InputError, match="zip bomb"):
        read_workbook(write_docx(tmp_path, "0" * (17 * 1024**2)))


def test_absurd_merges_are_refused(tmp_path):
    with pytest.raises(InputError, match="may be damaged"):
        read_workbook(write_docx(tmp_path, table(cell("x", '<w:gridSpan w:val="99999999"/>'))))
