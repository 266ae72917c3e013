"""`healthkpi history [INDICATOR]`: what is kept, and how an indicator went over time."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from healthkpi.cli import _option_values as values
from healthkpi.cli import _options as options
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._options import say
from healthkpi.cli._outputs import error_of, say_written, write_outputs
from healthkpi.cli._settings import read_settings
from healthkpi.errors import ExitCode, UsageError
from healthkpi.text import Text
from healthkpi.writing import refuse_inputs, refuse_places

if TYPE_CHECKING:
    from healthkpi.history._history import History
    from healthkpi.model.history import Trend
    from healthkpi.present._section import Block

What = Annotated[
    str | None,
    typer.Argument(
        metavar="[INDICATOR]",
        help=say(
            "指标的编号或名称；不写则列出库里有什么", "id or name of an indicator; without one, what is kept"
        ),
        show_default=False,
    ),
]
Units = Annotated[
    list[str] | None,
    typer.Option("--unit", help=say("只要这个单位", "only this unit"), show_default=False),
]
Level = Annotated[
    str | None,
    typer.Option("--level", "--by", help=say("只要这一层级", "only this level"), show_default=False),
]
Policy = Annotated[
    str | None, typer.Option("--policy", help=say("只要这份政策", "only this policy"), show_default=False)
]
FormatName = Annotated[
    str, typer.Option("--format", help=say("屏幕输出：table、json、csv", "on stdout: table, json, csv"))
]
_ONLY_TREND = Text(
    "-o 和 --format csv 写的是一项指标的走势；写上指标的编号或名称",
    "-o and --format csv are for the trend of an indicator; name one by its id or name",
)


def history(
    indicator: What = None,
    units: Units = None,
    level: Level = None,
    policy: Policy = None,
    place: options.HistoryPlace = None,
    output: options.Outputs = None,
    format_: FormatName = "table",
    lang: options.Lang = None,
) -> int:
    """The returns and runs that are kept; with an indicator its value in every unit, period by period."""
    values.check_lang(lang)
    outputs = output or []
    values.refuse_formats(format_, outputs, ("table", "json", "csv"), _SUFFIXES)
    if indicator is None and (outputs or format_ == "csv"):
        raise UsageError(_ONLY_TREND)
    refuse_places(outputs)
    from healthkpi.history import open_history

    where = values.history_place(place, read_settings(Path()))
    refuse_inputs(outputs, [Path(where)])
    with open_history(where, create=False) as kept:
        if indicator is None:
            _show_kept(kept, policy, units or [], format_)
            return ExitCode.ALL_MET
        trend = kept.trend(indicator, units or (), level, policy)
    _show_trend(trend, format_)
    return _write(trend, outputs)


def _show_kept(kept: "History", policy: str | None, units: list[str], format_: str) -> None:
    from healthkpi.present._kept import kept_blocks
    from healthkpi.present._kept_data import json_of_kept

    returns, runs = kept.returns(policy, units), kept.runs()
    if format_ == "json":
        _print_bytes(json_of_kept(returns, runs, kept.locks()))
    else:
        _print_blocks([*kept_blocks(returns, runs)])


def _show_trend(trend: "Trend", format_: str) -> None:
    from healthkpi.present._kept import trend_blocks

    if format_ == "table":
        _print_blocks([*trend_blocks(trend)])
    else:
        _print_bytes(_WRITERS[f".{format_}"](trend))


def _print_blocks(blocks: "list[Block]") -> None:
    from healthkpi.present._page import print_block
    from healthkpi.present.table import make_console

    console = make_console()
    for block in blocks:
        print_block(console, block, LANGUAGE)


def _print_bytes(content: bytes) -> None:
    from healthkpi.cli.check import print_bytes

    print_bytes(content)


def _write(trend: "Trend", outputs: list[Path]) -> int:
    if not outputs:
        return ExitCode.ALL_MET
    elsewhere = write_outputs({path: _rendering(trend, _WRITERS[path.suffix.lower()]) for path in outputs})
    say_written(outputs, elsewhere)
    if elsewhere:
        raise error_of(elsewhere)
    return ExitCode.ALL_MET


def _rendering(trend: "Trend", render: "Callable[[Trend], bytes]") -> Callable[[], bytes]:
    return lambda: render(trend)


def _workbook(trend: "Trend") -> bytes:
    from healthkpi.present._kept import charts_of, trend_blocks, trend_title
    from healthkpi.present._moment import moment_of_day
    from healthkpi.present._workbook import Sheet
    from healthkpi.present.xlsx import workbook_of

    title = trend_title(trend)
    sheets = [Sheet(Text("走势", "Trend"), title, tuple(trend_blocks(trend)))]
    charts = tuple(charts_of(trend))
    if charts:
        sheets.append(Sheet(Text("图表", "Charts"), title, charts))
    return workbook_of(sheets, title, moment_of_day(trend.periods[-1].end), LANGUAGE)


def _page(trend: "Trend") -> bytes:
    from healthkpi.present._html.kept import render_trend

    return render_trend(trend, LANGUAGE).encode()


def _csv(trend: "Trend") -> bytes:
    from healthkpi.present._kept_data import csv_of_trend

    return csv_of_trend(trend, LANGUAGE)


def _json(trend: "Trend") -> bytes:
    from healthkpi.present._kept_data import json_of_trend

    return json_of_trend(trend)


_WRITERS: Mapping[str, "Callable[[Trend], bytes]"] = {
    ".xlsx": _workbook,
    ".html": _page,
    ".csv": _csv,
    ".json": _json,
}
_SUFFIXES = tuple(_WRITERS)
