"""A chart of the workbook, drawn from the cells of the grid beside it, so that a figure changed there changes the picture."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from xlsxwriter import Workbook
from xlsxwriter.chart import Chart as WorkbookChart
from xlsxwriter.worksheet import Worksheet

from healthkpi.model.quantity import FACTOR_OF_UNIT
from healthkpi.present._charts import Chart, Look, Series, described
from healthkpi.present._figures import clean, with_unit
from healthkpi.present._spreadsheet_numbers import shown_number
from healthkpi.present._workbook import drawn_cell
from healthkpi.text import Language, Text

# In pixels, and in points.
WIDTH, LEAST_HEIGHT, MOST_HEIGHT = 560, 240, 400
# A page is A4 on its side without its margins, in inches and in points.
_PAGE_WIDTH, _PAGE_HEIGHT, _HEADING_HEIGHT = 10.8, 500, 80.0
_PIXELS_OF_INCH, _PIXELS_OF_SIGN, _PIXELS_OF_POINT = 96, 7.3, 96 / 72
# Columns are that much wider where the font they are measured by is not installed.
_WIDER = 1.3
_SMALLEST_PRINT = 60
# More figures on the bars would run into each other.
_MOST_LABELS = 12
_BLUE, _RED, _GREY = "#2E6DA4", "#C0392B", "#333333"
_BARS = {Look.GOOD, Look.SHORT, Look.PLAIN}
# Names that are longer, in half characters, would stand aslant below columns; beside bars that lie they are read.
_LONGEST_BELOW, _HEIGHT_OF_BAR, _AROUND_BARS = 12, 24, 100
# A lying bar has no stroke across it: the target is a dashed frame, as long as is asked for.
_AT_FOOT: dict[str, object] = {"value": True, "position": "inside_base", "fill": {"color": "white"}}
_FRAME: dict[str, object] = {
    "fill": {"none": True},
    "border": {"color": _GREY, "width": 1.5, "dash_type": "dash"},
}
# A copy in black and white still tells them apart: solid, hatched, dashed, a stroke.
_LOOKS: dict[Look, dict[str, object]] = {
    Look.GOOD: {"fill": {"color": _BLUE}},
    Look.PLAIN: {"fill": {"color": _BLUE}},
    Look.SHORT: {
        "pattern": {"pattern": "wide_upward_diagonal", "fg_color": _RED, "bg_color": "white"},
        "border": {"color": _RED},
    },
    Look.LINE: {"line": {"color": _BLUE, "width": 2.25}, "marker": {"type": "circle", "size": 6}},
    Look.LIMIT: {"line": {"color": _GREY, "width": 1.5, "dash_type": "dash"}, "marker": {"type": "none"}},
    Look.MARK: {
        "line": {"none": True},
        "marker": {
            "type": "long_dash",
            "size": 14,
            "fill": {"color": _GREY},
            "border": {"color": _GREY},
        },
    },
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where the grid of a chart stands: its sheet, the row of its headings, the column right of it."""

    sheet: str
    head: int
    right: int


def height_of(chart: Chart, language: Language) -> float:
    """How tall a chart is drawn, in points; where names stand upright they need room."""
    longest = _longest_name(chart, language)
    if _is_lying(chart, language):
        return min(max(LEAST_HEIGHT, _AROUND_BARS + _HEIGHT_OF_BAR * len(chart.categories)), MOST_HEIGHT)
    return min(max(LEAST_HEIGHT, 15 * len(chart.categories), LEAST_HEIGHT + 4 * (longest - 12)), MOST_HEIGHT)


def insert_chart(
    workbook: Workbook, on: Worksheet, chart: Chart, at: Drawn, language: Language, font: str
) -> None:
    """Put a chart at the right of its grid."""
    if _is_lying(chart, language):
        whole = _lying(workbook, chart, at, font)
    else:
        made = [_made(workbook, chart, at, font, is_bar=is_bar) for is_bar in (True, False)]
        whole, *over = [each for each in made if each is not None]
        for each in over:
            whole.combine(each)
    _set_up(whole, chart, language, font, is_lying=_is_lying(chart, language))
    whole.set_size({"width": WIDTH, "height": height_of(chart, language) * _PIXELS_OF_POINT})
    options = {"description": described(chart, language), "object_position": 2, "x_offset": 12}
    on.insert_chart(at.head, at.right, whole, options)


def _longest_name(chart: Chart, language: Language) -> int:
    return max(cell_len(name.say(language)) for name in chart.categories)


def _is_lying(chart: Chart, language: Language) -> bool:
    """Indicators beside their targets have long names; units and months have not."""
    has_marks = any(series.look is Look.MARK for series in chart.series)
    return has_marks and _longest_name(chart, language) > _LONGEST_BELOW


def _lying(workbook: Workbook, chart: Chart, at: Drawn, font: str) -> WorkbookChart:
    """Bars from left to right with their names beside them, the first at the top."""
    made = workbook.add_chart({"type": "bar"})
    for column, each in enumerate(chart.series, start=1):
        series = _series(chart, each, at, column, font)
        if each.look is Look.MARK:
            series = {key: series[key] for key in ("name", "categories", "values")} | _FRAME
        elif "data_labels" in series:
            # At the end of the bar it would hide the edge of the frame, which is the target.
            series["data_labels"] = {**_AT_FOOT, "font": {"name": font, "size": 8}}
        made.add_series(series | {"gap": 60, "overlap": 100})
    return made


def _made(workbook: Workbook, chart: Chart, at: Drawn, font: str, *, is_bar: bool) -> WorkbookChart | None:
    """The bars of a chart, or its lines; None where it has none."""
    wanted = [
        (column, each) for column, each in enumerate(chart.series, start=1) if (each.look in _BARS) is is_bar
    ]
    if not wanted:
        return None
    made = workbook.add_chart({"type": "column" if is_bar else "line"})
    for column, each in wanted:
        made.add_series(_series(chart, each, at, column, font))
    return made


def _series(chart: Chart, series: Series, at: Drawn, column: int, font: str) -> dict[str, object]:
    first, last = at.head + 1, at.head + len(chart.categories)
    is_bar = series.look in _BARS
    made: dict[str, object] = {
        "name": [at.sheet, at.head, column],
        "categories": [at.sheet, first, 0, last, 0],
        "values": [at.sheet, first, column, last, column],
        **_LOOKS[series.look],
        **({"gap": 60, "overlap": 100} if is_bar else {}),
    }
    if series.look not in {Look.LIMIT, Look.MARK} and len(chart.categories) <= _MOST_LABELS:
        place = "outside_end" if is_bar else "above"
        made["data_labels"] = {"value": True, "position": place, "font": {"name": font, "size": 8}}
    return made


def _set_up(made: WorkbookChart, chart: Chart, language: Language, font: str, *, is_lying: bool) -> None:
    letters = {"name": font, "size": 9, "bold": False}
    title = clean(chart.title.say(language))
    made.set_title({"name": title, "name_font": {"name": font, "size": 12, "bold": True}, "overlay": False})
    along, up = (made.set_y_axis, made.set_x_axis) if is_lying else (made.set_x_axis, made.set_y_axis)
    along(
        {
            "name": chart.along.say(language),
            "name_font": letters,
            "num_font": letters,
            "label_position": "low",
            "major_tick_mark": "none",
            **({"reverse": True} if is_lying else {}),
        }
    )
    up(
        {
            "name": _measure(chart).say(language),
            "name_font": letters,
            "num_font": letters,
            "num_format": _axis_format(chart, language),
            "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD", "width": 0.5}},
            **_least(chart),
            # The order from the top turns the other axis upside down.
            **({"label_position": "high"} if is_lying else {}),
        }
    )
    if len(chart.series) > 1:
        made.set_legend({"position": "bottom", "font": letters})
    else:
        made.set_legend({"none": True})
    made.show_blanks_as("gap")


def _measure(chart: Chart) -> Text:
    if not chart.unit:
        return Text("完成值", "Value")
    unit = with_unit("2", chart.unit).en.removeprefix("2").strip()
    return Text(f"完成值（{chart.unit}）", f"Value ({unit})" if unit else "Value")


def _axis_format(chart: Chart, language: Language) -> str:
    """As the figures are shown, without decimals that only take room."""
    number = next(number for series in chart.series for number in series.numbers if number is not None)
    shown = shown_number(drawn_cell(chart, number), language)
    if shown is None:
        return "General"
    return re.sub(r"\.0+", "", shown.format) if chart.unit in FACTOR_OF_UNIT else shown.format


def _least(chart: Chart) -> dict[str, object]:
    """Bars begin at nothing, or their lengths would mislead; a line is there for its slope."""
    numbers = [number for series in chart.series for number in series.numbers if number is not None]
    has_bars = any(series.look in _BARS for series in chart.series)
    return {"min": 0} if has_bars and min(numbers) >= 0 else {}


def set_print_of_charts(on: Worksheet, widths: Sequence[float], blocks: Sequence[tuple[int, float]]) -> None:
    """Whole charts on each page; a block is its first row and its height in points.

    Not fitted to the width of a page: a spreadsheet that fits pages forgets where they were told to break.
    """
    width = (sum(widths) * _PIXELS_OF_SIGN + WIDTH + 24) * _WIDER / _PIXELS_OF_INCH
    tallest = max(height for _, height in blocks)
    scale = min(1.0, _PAGE_WIDTH / width, _PAGE_HEIGHT / tallest)
    scale = max(int(scale * 100), _SMALLEST_PRINT)
    on.set_print_scale(scale)
    room, used, breaks = _PAGE_HEIGHT / scale * 100, _HEADING_HEIGHT, []
    for row, height in blocks:
        if used and used + height > room:
            breaks.append(row)
            used = 0.0
        used += height
    on.set_h_pagebreaks(breaks)
