"""Web pages that a reporting system calls .xls."""

import pytest

from healthkpi.errors import InputError
from healthkpi.model.grid import Span
from healthkpi.read import read_workbook


def read_page(folder, page, encoding="utf-8", name="导出.xls"):
    path = folder / name
    path.write_bytes(page.encode(encoding))
    return read_workbook(path)


def read_rows(folder, table):
    return read_page(folder, f"<html><body>{table}</body></html>").grids[0].rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_page_called_xls_is_read_by_its_content(tmp_path, encoding):
    workbook = read_page(tmp_path, "<html><table><tr><td>机构<td>人数</tr></table></html>", encoding)
    assert workbook.grids[0].rows == (("机构", "人数"),)
    assert workbook.findings[0].code.id == "HK202"


def test_cells_are_text_as_the_page_shows_it(tmp_path):
    table = "<table><tr><td> 城关&nbsp;镇\n 一<br>二 </td><td>51.7%</td><td>&lt;5</td></tr></table>"
    assert read_rows(tmp_path, table) == (("城关\xa0镇 一\n二", "51.7%", "<5"),)


def test_spans_are_merged_ranges_and_push_the_cells_after_them(tmp_path):
    table = (
        "<table><tr><th rowspan=2>机构</th><th colspan=2>常住人口</th></tr>"
        "<tr><th>签约</th><th>总数</th></tr><tr><td>甲</td><td>1</td><td>2</td></tr></table>"
    )
    grid = read_page(tmp_path, table).grids[0]
    assert grid.rows == (("机构", "常住人口"), (None, "签约", "总数"), ("甲", "1", "2"))
    assert grid.merged == (Span(0, 0, 1, 0), Span(0, 1, 0, 2))


def test_blank_rows_keep_the_row_numbers_true(tmp_path):
    assert read_rows(tmp_path, "<table><tr><td>1</td></tr><tr></tr><tr><td>3</td></tr></table>") == (
        ("1",),
        (),
        ("3",),
    )


def test_each_outermost_table_is_a_sheet(tmp_path):
    page = "<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table><table><tr><td>c</td></tr></table>"
    grids = read_page(tmp_path, page).grids
    assert [(grid.sheet, grid.rows) for grid in grids] == [("1", (("ab",),)), ("2", (("c",),))]


def test_scripts_are_not_text(tmp_path):
    assert read_rows(tmp_path, "<table><tr><td><script>alert(1)</script>1</td></tr></table>") == (("1",),)


def test_absurd_spans_cost_nothing(tmp_path):
    cells = "<td rowspan=99999999 colspan=99999999>x</td>" * 10
    assert len(read_rows(tmp_path, f"<table><tr>{cells}</tr></table>")[0]) == 1000 * 9 + 1


def test_more_columns_than_a_sheet_has_are_refused(tmp_path):
    with pytest.raises(InputError, match="more than 16,384 columns"):
        read_rows(tmp_path, "<table><tr>" + "<td colspan=1000>x</td>" * 100)


def test_a_page_without_a_table_is_refused(tmp_path):
    with pytest.raises(InputError, match="no worksheet"):
        read_page(tmp_path, "<html><body>请登录</body></html>")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("120<sup>1</sup>", "120^1"),
        ("m<sup>2</sup>", "m2"),
        ("120<sup>注</sup>", "120注"),
        ("<s>26</s>28", "~~26~~28"),
        ("<del>26</del> 28", "~~26~~ 28"),
    ],
)
def test_a_raised_footnote_or_a_struck_figure_does_not_become_digits(tmp_path, written, shown):
    assert read_rows(tmp_path, f"<table><tr><td>{written}</td></tr></table>") == ((shown,),)
