"""At a limit a file is read, one beyond it the refusal names the limit and what to do."""

import io
import struct
import zipfile
from dataclasses import replace

import pytest
from openpyxl import Workbook

from healthkpi.errors import InputError
from healthkpi.read import _limits, read_workbook

from .making import (
    raw_members,
    save,
    word_cell,
    word_table,
    write_docx,
    write_ods,
    write_raw,
    write_xls,
    write_xlsb,
    zip_bytes,
)

GRID = [["a", "b", "c"], ["x", "y", "z"]]


def write_text(folder, rows=GRID, name="表.csv"):
    path = folder / name
    path.write_text("".join(",".join(row) + "\n" for row in rows), "utf-8")
    return path


def write_workbook(folder, rows=GRID):
    # Not by openpyxl, which cuts texts at the limit.
    cell = '<c t="str"><v>{}</v></c>'
    lines = "".join(f"<row>{''.join(map(cell.format, row))}</row>" for row in rows)
    return write_raw(folder, lines)


def write_opendocument(folder, rows=GRID):
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows)
    return write_ods(folder, lines)


def write_page(folder, rows=GRID):
    path = folder / "表.html"
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    path.write_text(f"<table>{lines}</table>", "utf-8")
    return path


def write_2003(folder, rows=GRID):
    cell = '<Cell><Data Type="String">{}</Data></Cell>'
    lines = "".join(f"<Row>{''.join(map(cell.format, row))}</Row>" for row in rows)
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    path = folder / "表.xml"
    path.write_text(
        f'<Workbook xmlns="{space}"><Worksheet Name="一"><Table>{lines}</Table></Worksheet></Workbook>',
        "utf-8",
    )
    return path


def write_word(folder, rows=GRID):
    return write_docx(folder, word_table(*("".join(map(word_cell, row)) for row in rows)))


EVERY_FORMAT = pytest.mark.parametrize(
    "write",
    [
        write_text,
        write_workbook,
        write_xls,
        write_xlsb,
        write_opendocument,
        write_page,
        write_2003,
        write_word,
    ],
)


def set_limit(monkeypatch, name, most):
    monkeypatch.setattr(_limits, name, replace(getattr(_limits, name), most=most))


def refusal(path):
    with pytest.raises(InputError) as caught:
        read_workbook(path)
    message = caught.value.message
    assert message.zh.startswith(path.name)
    assert "\n" not in message.zh + message.en
    return message.en


@EVERY_FORMAT
@pytest.mark.parametrize(
    ("limit", "held", "said"),
    [
        ("ROWS", 2, "more than 1 rows"),
        ("COLUMNS", 3, "more than 2 columns"),
        ("PLACES", 6, "more than 5 cells"),
        ("TEXT", 6, "more than 5 characters in all"),
    ],
)
def test_the_limit_is_read_and_one_less_is_refused_by_its_number(
    tmp_path, monkeypatch, write, limit, held, said
):
    path = write(tmp_path, GRID)
    set_limit(monkeypatch, limit, held)
    assert read_workbook(path).grids[0].rows == (("a", "b", "c"), ("x", "y", "z"))
    set_limit(monkeypatch, limit, held - 1)
    assert said in refusal(path)


# A record of an .xls has no room for a longer text; Excel continues it in the next.
@pytest.mark.parametrize(
    "write", [write_text, write_workbook, write_xlsb, write_opendocument, write_page, write_2003, write_word]
)
def test_a_cell_as_long_as_excel_allows_is_read_and_a_longer_one_is_refused_with_its_address(tmp_path, write):
    held = write(tmp_path, [["a", "b"], ["x", "长" * 32_767]])
    assert len(read_workbook(held).grids[0].cell(1, 1)) == 32_767
    said = refusal(write(tmp_path, [["a", "b"], ["x", "长" * 32_768]]))
    assert "B2 holds more than 32,767 characters" in said


def test_more_sheets_than_the_limit_are_refused(tmp_path, monkeypatch):
    workbook = Workbook()
    workbook.create_sheet("二")
    workbook.active["A1"] = 1
    path = save(workbook, tmp_path)
    set_limit(monkeypatch, "SHEETS", 2)
    assert len(read_workbook(path).grids) == 2
    set_limit(monkeypatch, "SHEETS", 1)
    assert "more than 1 sheets" in refusal(path)


@pytest.mark.parametrize("page", ["<table></table><table></table>"])
def test_tables_of_a_page_count_as_sheets(tmp_path, monkeypatch, page):
    path = tmp_path / "表.html"
    path.write_text(f"<html>{page}</html>", "utf-8")
    set_limit(monkeypatch, "SHEETS", 1)
    assert "more than 1 sheets" in refusal(path)


def test_a_file_larger_than_the_limit_is_not_even_read(tmp_path, monkeypatch):
    path = tmp_path / "大.csv"
    path.write_bytes(b"a,b\n1,2\n" + b"1,2\n" * (1024**2 // 4))
    set_limit(monkeypatch, "MEGABYTES", 1)
    assert "larger than 1 MB" in refusal(path)


def test_more_parts_of_an_archive_than_the_limit_are_refused(tmp_path, monkeypatch):
    path = write_raw(tmp_path, '<row><c t="str"><v>a</v></c></row>')
    set_limit(monkeypatch, "MEMBERS", len(raw_members("")))
    assert read_workbook(path).grids[0].rows == (("a",),)
    set_limit(monkeypatch, "MEMBERS", len(raw_members("")) - 1)
    assert "holds more than 5 parts" in refusal(path)


def test_more_shared_texts_than_the_limit_are_refused(tmp_path, monkeypatch):
    path = write_xlsb(tmp_path, GRID)
    set_limit(monkeypatch, "STRINGS", 6)
    assert read_workbook(path).grids[0].cell(1, 2) == "z"
    set_limit(monkeypatch, "STRINGS", 5)
    assert "more than 5 shared texts" in refusal(path)


def test_xml_nested_deeper_than_the_limit_is_refused(tmp_path, monkeypatch):
    path = write_raw(tmp_path, '<row><c t="str"><v>a</v></c></row>' + "<g>" * 40 + "</g>" * 40)
    set_limit(monkeypatch, "DEPTH", 42)
    assert read_workbook(path).grids[0].rows == (("a",),)
    set_limit(monkeypatch, "DEPTH", 41)
    assert "more than 41 deep" in refusal(path)


def test_a_million_start_tags_are_refused_before_they_fill_the_memory(tmp_path):
    assert "more than 500 deep" in refusal(write_raw(tmp_path, "<a>" * 1_000_000))


def test_merged_ranges_are_counted_as_far_as_the_sheet_is_filled(tmp_path, monkeypatch):
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="C2"><v>1</v></c></row>'
    path = write_raw(tmp_path, cells, '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    set_limit(monkeypatch, "MERGED", 6)
    assert len(read_workbook(path).grids[0].merged) == 1
    set_limit(monkeypatch, "MERGED", 5)
    assert "more than 5 merged cells" in refusal(path)


def test_merged_ranges_that_lie_over_each_other_cost_no_time(tmp_path):
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1000"><c r="ALL1000"><v>1</v></c></row>'
    merges = '<mergeCell ref="A1:ALL1000"/>' * 1000
    assert "merged cells" in refusal(write_raw(tmp_path, cells, f"<mergeCells>{merges}</mergeCells>"))


def test_a_line_longer_than_the_limit_is_refused_before_it_is_decoded(tmp_path, monkeypatch):
    path = write_text(tmp_path, [["a" * 50, "b" * 49]] * 3)
    set_limit(monkeypatch, "LINE", 101)
    assert len(read_workbook(path).grids[0].rows) == 3
    set_limit(monkeypatch, "LINE", 98)
    assert "a line of more than 98 bytes" in refusal(path)


def test_a_quote_that_swallows_the_rest_of_a_file_is_told_by_its_line(tmp_path):
    path = tmp_path / "引.csv"
    path.write_text("a,b\n" + '1,"2\n' + "3,4\n" * 50_000, "utf-8")
    said = refusal(path)
    assert "引.csv!2 holds more than 32,767 characters" in said
    assert "quote" in said


def test_spaces_of_an_ods_cannot_fill_the_memory(tmp_path):
    spaces = '<text:s text:c="16384"/>' * 3
    row = f"<table:table-row><table:table-cell><text:p>{spaces}</text:p></table:table-cell></table:table-row>"
    assert "more than 32,767 characters" in refusal(write_ods(tmp_path, row))


def test_a_part_that_stands_twice_in_the_archive_is_refused(tmp_path):
    packed = io.BytesIO()
    members = raw_members("<row><c><v>1</v></c></row>")
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr("xl/Worksheets/sheet1.xml", members["xl/worksheets/sheet1.xml"])
    path = tmp_path / "双.xlsx"
    path.write_bytes(packed.getvalue())
    assert "xl/worksheets/sheet1.xml twice" in refusal(path)


def test_a_file_that_does_not_fit_into_the_memory_is_refused(tmp_path, monkeypatch):
    def run_out(*_):
        raise MemoryError

    monkeypatch.setattr("healthkpi.read._xml.walk_xml", run_out)
    assert "does not fit into the memory" in refusal(write_raw(tmp_path, ""))


def test_rows_of_xml_2003_that_go_back_are_refused(tmp_path):
    path = write_2003(tmp_path)
    text = path.read_text("utf-8").replace("<Row>", '<Row Index="1" Hidden="1" Span="1000000">')
    path.write_text(text, "utf-8")
    assert "may be damaged" in refusal(path)


def test_two_sheets_of_an_xls_in_one_place_are_refused(tmp_path):
    path = write_xls(tmp_path, GRID)
    data = path.read_bytes()
    begin = data.index(struct.pack("<H", 0x0085), 1024)
    length = 4 + struct.unpack_from("<H", data, begin + 2)[0]
    path.write_bytes(data[: begin + length] + data[begin : begin + length] + data[begin + length : -length])
    assert "may be damaged" in refusal(path)


def test_members_with_the_same_content_are_two_parts(tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(zip_bytes(raw_members("<row><c><v>1</v></c></row>") | {"xl/media/a.xml": "<a/>"}))
    assert len(read_workbook(path).grids) == 1
