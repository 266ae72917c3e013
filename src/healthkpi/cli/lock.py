"""`healthkpi lock PERIOD`: what was published stays as it is; `--release` lets it change again."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from healthkpi.cli import _option_values as values
from healthkpi.cli import _options as options
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._options import say
from healthkpi.cli._settings import read_settings
from healthkpi.errors import UsageError
from healthkpi.text import Text

Period = Annotated[
    str, typer.Argument(help=say("期间，如 2018-09", "the period, such as 2018-09"), show_default=False)
]
Policy = Annotated[
    str | None, typer.Option("--policy", help=say("只锁这份政策", "only this policy"), show_default=False)
]
Unit = Annotated[
    str | None,
    typer.Option("--unit", help=say("只锁这个单位的报送", "only returns of this unit"), show_default=False),
]
By = Annotated[
    str | None,
    typer.Option("--by", help=say("谁锁定（或解锁）", "who locks or releases it"), show_default=False),
]
Why = Annotated[
    str,
    typer.Option(
        "--why", help=say("为什么，如“通报已发”", "why, such as: bulletin is out"), show_default=False
    ),
]
Release = Annotated[
    bool, typer.Option("--release", help=say("解锁", "let it change again"), show_default=False)
]
_NOBODY = Text("写明是谁：--by 王XX", "say who: --by NAME")
_LOCKED = Text(
    "已锁定 {of}：{count} 份报送。以后只接受 更正.xlsx 里写明的更正和补报；healthkpi diff {period}@locked {period} 看与已发的差异",
    "locked {of} ({count}). From now on only corrections and late files that corrections.xlsx declares are taken; "
    "healthkpi diff {period}@locked {period} shows what differs from what was issued",
)
_RELEASED = Text(
    "已解锁 {of}（原由 {by} 于 {since} 锁定）", "released {of} (it was locked by {by} on {since})"
)


def lock(
    period: Period,
    by: By = None,
    why: Why = "",
    policy: Policy = None,
    unit: Unit = None,
    release: Release = False,
    place: options.HistoryPlace = None,
    lang: options.Lang = None,
) -> None:
    """Freeze what was published; changes are then refused, but for corrections and late files that are declared."""
    values.check_lang(lang)
    if not by or not by.strip():
        raise UsageError(_NOBODY)
    from healthkpi.history import open_history
    from healthkpi.model.history import Lock, scope_said
    from healthkpi.present.table import make_console

    asked = values.read_period(period)
    wanted = Lock(str(asked), by.strip(), datetime.now(UTC), policy, unit, why.strip())
    with open_history(values.history_place(place, read_settings(Path())), create=False) as history:
        if release:
            stood = history.release(wanted)
            since = stood.since.astimezone().date()
            said = _RELEASED.format(of=scope_said(stood), by=stood.by, since=since)
        else:
            count = len(history.lock(wanted))
            said = _LOCKED.format(of=scope_said(wanted), count=count, period=wanted.period)
    make_console().print(said.say(LANGUAGE), soft_wrap=True)
