"""Text tables: encodings, delimiters, quotes, row numbers."""

import codecs
from pathlib import Path

import pytest

from healthkpi.errors import InputError
from healthkpi.read import read_workbook

ROWS = (("机构", "人数"), ("城关镇", "012"))
LINES = "机构,人数\r\n城关镇,012\r\n"


def write(folder: Path, data: bytes | str, name: str = "表.csv") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def read_rows(folder: Path, data: bytes | str):
    return read_workbook(write(folder, data)).grids[0].rows


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_workbook(path)
    assert path.name in caught.value.message.zh
    return caught.value.message.en


@pytest.mark.parametrize(
    "data",
    [
        LINES.encode(),
        codecs.BOM_UTF8 + LINES.encode(),
        codecs.BOM_UTF16_LE + LINES.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + LINES.encode("utf-16-be"),
        LINES.encode("gbk"),
        LINES.encode("gb18030"),
    ],
)
def test_every_encoding_gives_the_same_cells(tmp_path, data):
    assert read_rows(tmp_path, data) == ROWS


def test_characters_beyond_gbk_are_read_as_gb18030(tmp_path):
    assert read_rows(tmp_path, "𠮷村,1\n".encode("gb18030")) == (("𠮷村", "1"),)


@pytest.mark.parametrize(("encoding", "shown"), [("gbk", "GB18030"), ("utf-16", "UTF-16")])
def test_an_encoding_other_than_utf8_is_said(tmp_path, encoding, shown):
    (finding,) = read_workbook(write(tmp_path, LINES.encode(encoding))).findings
    assert (finding.code.id, finding.message.zh) == ("HK201", f"编码按 {shown} 读取")


def test_utf8_needs_no_finding(tmp_path):
    assert read_workbook(write(tmp_path, LINES)).findings == ()


def test_bytes_of_no_encoding_are_refused(tmp_path):
    assert "neither UTF-8 nor GBK" in refusal(write(tmp_path, b"Tr\xe4ger,Umwelt \xe9\n"))


def test_half_utf8_half_gbk_is_refused_and_names_the_line(tmp_path):
    mixed = "机构,人数\n".encode("gbk") + "城关镇,12\n".encode()
    assert "line 2 is UTF-8" in refusal(write(tmp_path, mixed))


def test_zero_bytes_are_refused_with_their_line(tmp_path):
    assert "line 2" in refusal(write(tmp_path, b"a,b\n1,\x00\n"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path, delimiter):
    text = f"签约情况表\n机构{delimiter}人数\n甲{delimiter}1\n乙{delimiter}2\n"
    assert read_rows(tmp_path, text)[2] == ("甲", "1")


def test_commas_inside_quotes_do_not_hide_a_semicolon(tmp_path):
    assert read_rows(tmp_path, '"甲,乙,丙";1\n"丁,戊,己";2\n')[0] == ("甲,乙,丙", "1")


def test_decimal_commas_do_not_hide_a_semicolon(tmp_path):
    assert read_rows(tmp_path, "机构;率;数\n甲;0,5;1\n乙;0,7;2\n")[1] == ("甲", "0,5", "1")


def test_one_column_stays_one_column(tmp_path):
    assert read_rows(tmp_path, "机构\n甲\n") == (("机构",), ("甲",))


def test_blank_lines_keep_the_row_numbers_true(tmp_path):
    assert read_rows(tmp_path, "a,b\n\n,,\n1,2\n\n\n") == (("a", "b"), (), (), ("1", "2"))


def test_a_line_break_in_quotes_is_one_row(tmp_path):
    assert read_rows(tmp_path, 'a,b\n"一\n二",1\n3,4\n')[2] == ("3", "4")


def test_rows_may_differ_in_length_and_text_stays_as_it_stands(tmp_path):
    assert read_rows(tmp_path, "a,b,c\n 甲 ,,\n１２,３\n") == (("a", "b", "c"), (" 甲 ",), ("１２", "３"))


def test_an_unclosed_quote_is_refused_where_it_begins(tmp_path):
    assert "line 2" in refusal(write(tmp_path, 'a,b\n"甲,1\n乙,2\n丙,3\n'))


def test_a_csv_named_xlsx_is_read_and_said(tmp_path):
    workbook = read_workbook(write(tmp_path, LINES, "表.xlsx"))
    assert workbook.grids[0].rows == ROWS
    assert [finding.code.id for finding in workbook.findings] == ["HK202"]


def test_a_csv_has_no_sheet_name(tmp_path):
    grid = read_workbook(write(tmp_path, LINES)).grids[0]
    assert str(grid.place(1, 1)) == "表.csv!B2"


def ragged(folder, *rows):
    path = folder / "表.csv"
    path.write_text(
        "机构,患者数,管理人数,管理率\n甲,800,560,0.7\n" + "".join(f"{row}\n" for row in rows), "utf-8"
    )
    workbook = read_workbook(path)
    return workbook.grids[0].rows[2:], [(each.code.id, str(each.place)) for each in workbook.findings]


def test_a_figure_with_a_comma_and_no_quotes_moves_no_figure_into_another_column(tmp_path):
    rows, found = ragged(tmp_path, "乙,1,200,960,0.8", "丙,900,540,0.6")
    # 1,200 are two cells: 200 would stand under 管理人数.
    assert rows[0] == ("乙", None, None, None, None)
    assert rows[1] == ("丙", "900", "540", "0.6")
    assert found == [("HK260", "表.csv!3")]


def test_a_row_that_lacks_a_cell_is_told(tmp_path):
    rows, found = ragged(tmp_path, "乙,1200 960,0.8", "丙,900,540,0.6")
    assert rows[0] == ("乙", "1200 960", "0.8")
    assert found == [("HK261", "表.csv!3")]


def test_a_wider_table_below_is_no_fault(tmp_path):
    rows, found = ragged(tmp_path, "丙,900,540,0.6", "", "机构,一,二,三,四", "甲,1,2,3,4")
    assert rows[-1] == ("甲", "1", "2", "3", "4")
    assert found == []


def test_titles_notes_and_blank_ends_are_no_fault(tmp_path):
    rows, found = ragged(tmp_path, "丙,900,540,0.6", "填报人：张某,审核人：李某")
    assert rows[0] == ("丙", "900", "540", "0.6")
    assert found == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("said", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_first_line_that_names_the_delimiter_is_no_row(tmp_path, said, end):
    path = tmp_path / "表.csv"
    path.write_bytes(end.join([said, "机构;人数,合计", "甲;1,5"]).encode())
    assert read_workbook(path).grids[0].rows == (("机构", "人数,合计"), ("甲", "1,5"))


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\n\n\r\n", b",,\n,,\n"])
def test_a_file_without_any_content_is_refused(tmp_path, content):
    path = tmp_path / "空.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match="holds nothing"):
        read_workbook(path)
