"""The report as a workbook: 汇总, 图表, 各单位, 明细, 口径说明, 问题数据, 未报; with --section a sheet for each section.

Figures are numbers, unrounded, with a format that shows them as every page does. What comes from a file is text.
"""

import io
import math
from collections.abc import Sequence
from datetime import datetime

from rich.cells import cell_len
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from healthkpi.model.own_report import CATEGORY
from healthkpi.present._charts import Chart
from healthkpi.present._moment import moment_of
from healthkpi.present._report import Report
from healthkpi.present._section import Cell, Grid, Line, Tone
from healthkpi.present._spreadsheet_numbers import shown_number
from healthkpi.present._workbook import Sheet, chart_grid, sheets_of
from healthkpi.present._writer import Writer
from healthkpi.present._xlsx_charts import Drawn, height_of, insert_chart, set_print_of_charts
from healthkpi.present._xlsx_layout import (
    FOLDED_AT,
    FOLDED_BESIDE_CHARTS,
    LINE_HEIGHT,
    WIDEST,
    Laid,
    Wording,
    grid_height,
    height_for,
    lay_out,
    widths_of,
)
from healthkpi.text import Language, Text

FONTS = {"zh": "宋体", "en": "Calibri"}
_A4 = 9
# Short words (a verdict, a day, a limit) stand in the middle of their column.
_SHORT = 16
_FOOTER = Text("&C第 &P 页，共 &N 页", "&CPage &P of &N")
_MOST_WORDS_OF_A_COLOUR = 12
_COLOURS = {
    Tone.GOOD: {"bg_color": "#E2EFDA", "font_color": "#375623"},
    Tone.WARN: {"bg_color": "#FFF2CC", "font_color": "#7F6000"},
    Tone.BAD: {"bg_color": "#F8CBAD", "font_color": "#9C0006"},
}


def _render(report: Report, language: Language) -> bytes:
    made = moment_of(report.scorecard)
    return workbook_of(sheets_of(report), report.scorecard.title, made, language)


def workbook_of(sheets: Sequence[Sheet], title: Text, made: datetime, language: Language) -> bytes:
    """A workbook of these sheets, known as one of ours."""
    content = io.BytesIO()
    # A name from a return may begin with = or http and is text here all the same.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as workbook:
        workbook.set_properties(
            {
                "created": made.replace(tzinfo=None),
                "title": title.say(language),
                "category": CATEGORY,
            }
        )
        page = _Page(workbook, language)
        for sheet in sheets:
            page.write(sheet)
    return content.getvalue()


class _Page:
    """Writes sheets into one workbook; looks alike share one format."""

    def __init__(self, workbook: Workbook, language: Language) -> None:
        self._workbook, self._language = workbook, language
        self._wording = Wording(language)
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._of_cells: dict[tuple[bool, str, str | None], Format] = {}

    def write(self, sheet: Sheet) -> None:
        """Title, lines and grids from the top; one grid alone is frozen and can be filtered."""
        on = self._workbook.add_worksheet(sheet.name.say(self._language))
        blocks = [block if isinstance(block, Line) else self._laid(block) for block in sheet.blocks]
        grids = [block for block in blocks if isinstance(block, Laid)]
        has_charts = any(isinstance(block, Chart) for block in sheet.blocks)
        widths = widths_of(grids, FOLDED_BESIDE_CHARTS if has_charts else FOLDED_AT)
        for at, width in enumerate(widths):
            on.set_column(at, at, width)
        title = sheet.title.say(self._language)
        on.set_row(0, 26)
        on.write_string(0, 0, title, self._look(bold=True, font_size=16, border=0, text_wrap=False))
        row, charts = 1, []
        for block, laid in zip(sheet.blocks, blocks, strict=True):
            if isinstance(laid, Line):
                row = self._write_line(on, row, laid, widths)
            elif isinstance(block, Chart):
                charts.append((row, self._chart_height(block, laid, widths)))
                row = self._write_chart(on, row, block, laid, widths)
            else:
                row = self._write_grid(on, row, laid, widths, is_alone=len(grids) == 1)
        self._set_print(on)
        if charts:
            set_print_of_charts(on, widths, charts)

    def _laid(self, block: Grid | Chart) -> Laid:
        return lay_out(chart_grid(block) if isinstance(block, Chart) else block, self._wording)

    def _write_chart(self, on: Worksheet, row: int, chart: Chart, laid: Laid, widths: Sequence[float]) -> int:
        """The figures and at their right the picture; the next block begins below both."""
        below = self._write_grid(on, row, laid, widths, is_alone=False)
        at = Drawn(on.get_name(), row + 1, len(widths))
        insert_chart(self._workbook, on, chart, at, self._language, FONTS[self._language])
        empty = self._chart_height(chart, laid, widths) - grid_height(laid, widths)
        return below + math.ceil(empty / LINE_HEIGHT)

    def _chart_height(self, chart: Chart, laid: Laid, widths: Sequence[float]) -> float:
        """Of a chart or of its figures, whichever is taller, with its title, in points."""
        return max(grid_height(laid, widths), height_of(chart, self._language) + 2 * LINE_HEIGHT)

    def _set_print(self, on: Worksheet) -> None:
        on.set_landscape()
        on.set_paper(_A4)
        on.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        on.fit_to_pages(1, 0)
        on.center_horizontally()
        on.set_footer(_FOOTER.say(self._language))

    def _write_line(self, on: Worksheet, row: int, line: Line, widths: Sequence[float]) -> int:
        words = self._wording.say(line.text)
        look = self._look(
            bold=line.tone is Tone.STRONG,
            border=0,
            valign="top",
            **({"font_color": "#595959"} if line.tone is Tone.QUIET else {}),
        )
        if len(widths) > 1:
            on.merge_range(row, 0, row, len(widths) - 1, "", look)
        on.write_string(row, 0, words, look)
        on.set_row(row, height_for([cell_len(words)], [sum(widths) or WIDEST]))
        return row + 1

    def _write_grid(
        self, on: Worksheet, row: int, laid: Laid, widths: Sequence[float], *, is_alone: bool
    ) -> int:
        grid = laid.grid
        if grid.title is not None:
            title = self._wording.say(grid.title)
            on.write_string(row, 0, title, self._look(bold=True, border=0, text_wrap=False))
            row += 1
        self._write_head(on, row, laid, widths)
        aligned = [_alignment(laid, at) for at in range(len(laid.names))]
        for number, (cells, words) in enumerate(zip(grid.rows, laid.rows, strict=True)):
            self._write_row(on, row + 1 + number, cells, words, aligned)
            on.set_row(row + 1 + number, height_for(laid.lengths[number], widths))
        last = row + len(grid.rows)
        if grid.rows:
            self._colour(on, row + 1, laid)
        if is_alone:
            on.freeze_panes(row + 1, 1)
            on.repeat_rows(row)
            on.autofilter(row, 0, last, len(grid.columns) - 1)
        return last + 1 if is_alone else last + 2

    def _write_head(self, on: Worksheet, row: int, laid: Laid, widths: Sequence[float]) -> None:
        look = self._look(bold=True, align="center", bg_color="#D9E1F2")
        for at, name in enumerate(laid.names):
            on.write_string(row, at, name, look)
        on.set_row(row, height_for([cell_len(name) for name in laid.names], widths))

    def _write_row(
        self, on: Worksheet, row: int, cells: Sequence[Cell], said: Sequence[str], aligned: Sequence[str]
    ) -> None:
        for at, (cell, words, align) in enumerate(zip(cells, said, aligned, strict=True)):
            is_bold = cell.tone is Tone.STRONG
            shown = shown_number(cell, self._language)
            if shown is not None:
                on.write_number(row, at, shown.number, self._look_of_cell(is_bold, align, shown.format))
            elif words:
                on.write_string(row, at, words, self._look_of_cell(is_bold, align))
            else:
                # A text without a sign in it would be drawn as 0 and counted by COUNTA.
                on.write_blank(row, at, None, self._look_of_cell(is_bold, align))

    def _colour(self, on: Worksheet, first: int, laid: Laid) -> None:
        """By the word that stands there, so that a verdict changed by hand changes its colour; the word remains."""
        grid = laid.grid
        for at in range(len(laid.names)):
            pairs = zip(grid.rows, laid.rows, strict=True)
            words = {said[at]: row[at].tone for row, said in pairs if row[at].tone in _COLOURS}
            if len(words) > _MOST_WORDS_OF_A_COLOUR:
                continue
            for word, tone in words.items():
                rule = {
                    "type": "cell",
                    "criteria": "==",
                    "value": '"' + word.replace('"', '""') + '"',
                    "format": self._workbook.add_format(_COLOURS[tone]),
                }
                on.conditional_format(first, at, first + len(grid.rows) - 1, at, rule)

    def _look_of_cell(self, is_bold: bool, align: str, number_format: str | None = None) -> Format:
        key = is_bold, align, number_format
        if key not in self._of_cells:
            more = {} if number_format is None else {"num_format": number_format}
            self._of_cells[key] = self._look(bold=is_bold, align=align, **more)
        return self._of_cells[key]

    def _look(self, **more: object) -> Format:
        asked = {
            "font_name": FONTS[self._language],
            "font_size": 11,
            "border": 1,
            "border_color": "#A6A6A6",
            "text_wrap": True,
            "valign": "vcenter",
            **more,
        }
        key = tuple(sorted(asked.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(asked)
        return self._formats[key]


def _alignment(laid: Laid, at: int) -> str:
    """Figures at the right, names and sentences at the left, a column of short words in the middle."""
    if laid.grid.columns[at].is_number:
        return "right"
    return "center" if at and laid.longest[at] <= _SHORT else "left"


WRITER = Writer("xlsx", (".xlsx",), _render)
