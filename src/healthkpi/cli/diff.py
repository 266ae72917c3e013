"""`healthkpi diff A B`: what is different between two policies, or between two scorings."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from healthkpi.cli import _option_values as values
from healthkpi.cli import _options as options
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._options import say
from healthkpi.cli._settings import Settings, read_settings
from healthkpi.errors import UsageError
from healthkpi.model.period import parse_period
from healthkpi.text import Text

if TYPE_CHECKING:
    from healthkpi.definitions.policy import Policy
    from healthkpi.model.told import Told

Before = Annotated[
    str,
    typer.Argument(
        help=say(
            "原来的：政策的编号或文件夹；或一次核算：期间（2018-09，已发的写 2018-09@locked）、运行编号、last、previous、JSON 文件",
            "the earlier one: a policy by id or folder; or scorings: a period (2018-09, as issued 2018-09@locked), a run, "
            "last, previous, a JSON file",
        ),
        show_default=False,
    ),
]
After = Annotated[
    str, typer.Argument(help=say("后来的，写法相同", "the later one, written alike"), show_default=False)
]
FormatName = Annotated[
    str, typer.Option("--format", help=say("屏幕输出：table、json", "on stdout: table, json"))
]
_RUN = re.compile(r"\d{8}T\d{0,6}Z?(-\w*)?", re.IGNORECASE)
_DAYS = re.compile(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d")
_NEWEST = frozenset({"last", "previous", "最近", "上次"})
_TWO_KINDS = Text(
    "{policy} 是政策，{scoring} 是一次核算；两边要是同一种",
    "{policy} is a policy and {scoring} names scorings; both have to be of one kind",
)


def diff(
    before: Before,
    after: After,
    format_: FormatName = "table",
    indicators: options.Definitions = None,
    place: options.HistoryPlace = None,
    lang: options.Lang = None,
) -> None:
    """Of policies the targets, dates and formulas that differ; of scorings the results that moved, and why."""
    values.check_lang(lang)
    values.refuse_formats(format_, (), ("table", "json"), ())
    settings = read_settings(Path())
    words = before, after
    scorings = [
        word for word in words if _is_scoring(word) and _policy_called(word, indicators, settings) is None
    ]
    if not scorings:
        one, other = (values.policy_named(word, indicators, settings) for word in words)
        _show_policies(one, other, format_)
    elif len(scorings) == len(words):
        _show_scorings(before, after, format_, place, settings)
    else:
        policy = next(word for word in words if word not in scorings)
        raise UsageError(_TWO_KINDS.format(policy=policy, scoring=scorings[0]))


def _policy_called(word: str, indicators: Path | None, settings: Settings) -> "Policy | None":
    """A policy whose id is written like a period, such as 2018."""
    try:
        return values.policy_named(word, indicators, settings)
    except UsageError:
        return None


def _is_scoring(word: str) -> bool:
    """Whether a word is written as scorings are."""
    said = word.partition("@")[0]
    is_named = word.casefold() in _NEWEST or _RUN.fullmatch(word) is not None
    is_time = parse_period(said) is not None or _DAYS.fullmatch(said) is not None
    return is_named or is_time or word.lower().endswith(".json")


def _show_policies(before: "Policy", after: "Policy", format_: str) -> None:
    from healthkpi.cli.check import print_bytes
    from healthkpi.definitions.difference import compare_policies
    from healthkpi.present._difference import json_of_difference, lines_of_difference
    from healthkpi.present.table import make_console

    difference = compare_policies(before, after)
    if format_ == "json":
        print_bytes(json_of_difference(difference))
        return
    console = make_console()
    for line in lines_of_difference(difference, LANGUAGE):
        console.print(line, soft_wrap=True)


def _show_scorings(before: str, after: str, format_: str, place: str | None, settings: Settings) -> None:
    from healthkpi.cli.check import print_bytes
    from healthkpi.history.difference import compare
    from healthkpi.present._page import print_block
    from healthkpi.present._told import difference_blocks, json_of_scorings
    from healthkpi.present.table import make_console

    sides = [_told(word, place, settings) for word in (before, after)]
    compared = compare(*sides)
    if format_ == "json":
        print_bytes(json_of_scorings(before, after, compared))
        return
    console = make_console()
    for block in difference_blocks(compared):
        print_block(console, block, LANGUAGE)


def _told(word: str, place: str | None, settings: Settings) -> "list[Told]":
    """The scorings of a file, else those of the history."""
    from healthkpi.history import open_history

    if word.lower().endswith(".json"):
        from healthkpi.history.reading import told_in_file

        return told_in_file(Path(word))
    with open_history(values.history_place(place, settings), create=False) as history:
        return history.told(word)
