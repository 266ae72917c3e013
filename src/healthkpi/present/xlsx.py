"""The report as a workbook: 汇总, 图表, 各单位, 明细, 口径说明, 问题数据, 未报; with --section a sheet for each section.

Figures are numbers, unrounded, with a format that shows them as every page does. What comes from a file is text.
"""

import io
import math
from collections.abc import Sequence

from rich.cells import cell_len
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from healthkpi.present._charts import Chart
from healthkpi.present._figures import clean
from healthkpi.present._moment import moment_of
from healthkpi.present._report import Report
from healthkpi.present._section import Cell, Grid, Line, Tone
from healthkpi.present._spreadsheet_numbers import shown_number
from healthkpi.present._workbook import Sheet, chart_grid, sheets_of
from healthkpi.present._writer import Writer
from healthkpi.present._xlsx_charts import Drawn, height_of, insert_chart, set_print_of_charts
from healthkpi.text import Language, Text

FONTS = {"zh": "宋体", "en": "Calibri"}
_A4 = 9
_NARROWEST, _WIDEST = 6, 48
# Long columns are folded earlier where the sheet would be so wide that its print becomes too small to read.
_FOLDED_AT = (_WIDEST, 40, 32, 26)
_WIDEST_SHEET = 150
_FOLDED_BESIDE_CHARTS = (22,)
_WIDEST_HEADING = 12
# Short words (a verdict, a day, a limit) stand in the middle of their column.
_SHORT = 16
_LINE_HEIGHT, _TALLEST = 15, 400
# What a cell may hold; the rest of a longer text would be lost without a word.
_LONGEST_TEXT = 32_767
_CUT = Text("…（太长，余下略）", "… (too long: cut here)")
_FOOTER = Text("&C第 &P 页，共 &N 页", "&CPage &P of &N")
_MOST_WORDS_OF_A_COLOUR = 12
_COLOURS = {
    Tone.GOOD: {"bg_color": "#E2EFDA", "font_color": "#375623"},
    Tone.WARN: {"bg_color": "#FFF2CC", "font_color": "#7F6000"},
    Tone.BAD: {"bg_color": "#F8CBAD", "font_color": "#9C0006"},
}


def _render(report: Report, language: Language) -> bytes:
    content = io.BytesIO()
    # A name from a return may begin with = or http and is text here all the same.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as workbook:
        workbook.set_properties(
            {
                "created": moment_of(report.scorecard).replace(tzinfo=None),
                "title": report.scorecard.title.say(language),
            }
        )
        page = _Page(workbook, language)
        for sheet in sheets_of(report):
            page.write(sheet)
    return content.getvalue()


class _Page:
    """Writes sheets into one workbook; looks alike share one format."""

    def __init__(self, workbook: Workbook, language: Language) -> None:
        self._workbook, self._language = workbook, language
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def write(self, sheet: Sheet) -> None:
        """Title, lines and grids from the top; one grid alone is frozen and can be filtered."""
        on = self._workbook.add_worksheet(sheet.name.say(self._language))
        grids = [
            chart_grid(block) if isinstance(block, Chart) else block
            for block in sheet.blocks
            if not isinstance(block, Line)
        ]
        has_charts = any(isinstance(block, Chart) for block in sheet.blocks)
        widths = self._widths(grids, _FOLDED_BESIDE_CHARTS if has_charts else _FOLDED_AT)
        for at, width in enumerate(widths):
            on.set_column(at, at, width)
        title = sheet.title.say(self._language)
        on.set_row(0, 26)
        on.write_string(0, 0, title, self._look(bold=True, font_size=16, border=0, text_wrap=False))
        row, charts = 1, []
        for block in sheet.blocks:
            if isinstance(block, Line):
                row = self._write_line(on, row, block, widths)
            elif isinstance(block, Chart):
                charts.append((row, self._chart_height(block, widths)))
                row = self._write_chart(on, row, block, widths)
            else:
                row = self._write_grid(on, row, block, widths, is_alone=len(grids) == 1 and not has_charts)
        self._set_print(on)
        if charts:
            set_print_of_charts(on, widths, charts)

    def _write_chart(self, on: Worksheet, row: int, chart: Chart, widths: Sequence[float]) -> int:
        """The figures and at their right the picture; the next block begins below both."""
        below = self._write_grid(on, row, chart_grid(chart), widths, is_alone=False)
        at = Drawn(on.get_name(), row + 1, len(widths))
        insert_chart(self._workbook, on, chart, at, self._language, FONTS[self._language])
        empty = self._chart_height(chart, widths) - self._grid_height(chart_grid(chart), widths)
        return below + math.ceil(empty / _LINE_HEIGHT)

    def _chart_height(self, chart: Chart, widths: Sequence[float]) -> float:
        """Of a chart or of its figures, whichever is taller, with its title, in points."""
        return max(self._grid_height(chart_grid(chart), widths), height_of(chart) + 2 * _LINE_HEIGHT)

    def _grid_height(self, grid: Grid, widths: Sequence[float]) -> float:
        rows = [[self._text(column.name) for column in grid.columns]]
        rows += [[self._text(cell.text) for cell in row] for row in grid.rows]
        return _LINE_HEIGHT * 2 + sum(_height(row, widths) for row in rows)

    def _set_print(self, on: Worksheet) -> None:
        on.set_landscape()
        on.set_paper(_A4)
        on.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        on.fit_to_pages(1, 0)
        on.center_horizontally()
        on.set_footer(_FOOTER.say(self._language))

    def _write_line(self, on: Worksheet, row: int, line: Line, widths: Sequence[float]) -> int:
        words = self._text(line.text)
        look = self._look(
            bold=line.tone is Tone.STRONG,
            border=0,
            valign="top",
            **({"font_color": "#595959"} if line.tone is Tone.QUIET else {}),
        )
        if len(widths) > 1:
            on.merge_range(row, 0, row, len(widths) - 1, "", look)
        on.write_string(row, 0, words, look)
        on.set_row(row, _height([words], [sum(widths) or _WIDEST]))
        return row + 1

    def _write_grid(
        self, on: Worksheet, row: int, grid: Grid, widths: Sequence[float], *, is_alone: bool
    ) -> int:
        if grid.title is not None:
            on.write_string(row, 0, self._text(grid.title), self._look(bold=True, border=0, text_wrap=False))
            row += 1
        self._write_head(on, row, grid, widths)
        aligned = [self._alignment(grid, at) for at in range(len(grid.columns))]
        for number, cells in enumerate(grid.rows, start=row + 1):
            self._write_row(on, number, cells, aligned, widths)
        last = row + len(grid.rows)
        if grid.rows:
            self._colour(on, row + 1, grid)
        if is_alone:
            on.freeze_panes(row + 1, 1)
            on.repeat_rows(row)
            on.autofilter(row, 0, last, len(grid.columns) - 1)
        return last + 1 if is_alone else last + 2

    def _write_head(self, on: Worksheet, row: int, grid: Grid, widths: Sequence[float]) -> None:
        look = self._look(bold=True, align="center", bg_color="#D9E1F2")
        names = [self._text(column.name) for column in grid.columns]
        for at, name in enumerate(names):
            on.write_string(row, at, name, look)
        on.set_row(row, _height(names, widths))

    def _alignment(self, grid: Grid, at: int) -> str:
        """Figures at the right, names and sentences at the left, a column of short words in the middle."""
        if grid.columns[at].is_number:
            return "right"
        longest = max((cell_len(self._text(row[at].text)) for row in grid.rows), default=0)
        return "center" if at and longest <= _SHORT else "left"

    def _write_row(
        self, on: Worksheet, row: int, cells: Sequence[Cell], aligned: Sequence[str], widths: Sequence[float]
    ) -> None:
        for at, (cell, align) in enumerate(zip(cells, aligned, strict=True)):
            shown = shown_number(cell, self._language)
            look = {"bold": cell.tone is Tone.STRONG, "align": align}
            if shown is not None:
                on.write_number(row, at, shown.number, self._look(**look, num_format=shown.format))
            elif words := self._text(cell.text):
                on.write_string(row, at, words, self._look(**look))
            else:
                # A text without a sign in it would be drawn as 0 and counted by COUNTA.
                on.write_blank(row, at, None, self._look(**look))
        on.set_row(row, _height([self._text(cell.text) for cell in cells], widths))

    def _colour(self, on: Worksheet, first: int, grid: Grid) -> None:
        """By the word that stands there, so that a verdict changed by hand changes its colour; the word remains."""
        for at in range(len(grid.columns)):
            cells = [row[at] for row in grid.rows]
            words = {self._text(cell.text): cell.tone for cell in cells if cell.tone in _COLOURS}
            if len(words) > _MOST_WORDS_OF_A_COLOUR:
                continue
            for word, tone in words.items():
                rule = {
                    "type": "cell",
                    "criteria": "==",
                    "value": '"' + word.replace('"', '""') + '"',
                    "format": self._workbook.add_format(_COLOURS[tone]),
                }
                on.conditional_format(first, at, first + len(cells) - 1, at, rule)

    def _widths(self, grids: Sequence[Grid], folded_at: Sequence[int]) -> list[float]:
        """As wide as the longest line of figures, and words up to a bound, beyond which they are folded."""
        wanted = [float(_NARROWEST)] * max((len(grid.columns) for grid in grids), default=1)
        for grid in grids:
            for at, column in enumerate(grid.columns):
                longest = max((cell_len(self._text(row[at].text)) for row in grid.rows), default=0)
                # The arrow of the filter covers the end of a heading.
                name = min(cell_len(self._text(column.name)) + 3, _WIDEST_HEADING)
                wanted[at] = max(wanted[at], longest + 2, name)
        folded = [[min(width, most) for width in wanted] for most in folded_at]
        return next((widths for widths in folded if sum(widths) <= _WIDEST_SHEET), folded[-1])

    def _text(self, text: Text) -> str:
        words = clean(text.say(self._language))
        if len(words) <= _LONGEST_TEXT:
            return words
        cut = _CUT.say(self._language)
        return words[: _LONGEST_TEXT - len(cut)] + cut

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


def _height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """For the words that need the most lines; only Excel would find that out by itself."""
    lines = max((_lines(words, width) for words, width in zip(texts, widths, strict=False)), default=1)
    return min(4 + _LINE_HEIGHT * lines, _TALLEST)


def _lines(words: str, width: float) -> int:
    return max(1, -(-cell_len(words) // max(1, int(width) - 1)))


WRITER = Writer("xlsx", (".xlsx",), _render)
