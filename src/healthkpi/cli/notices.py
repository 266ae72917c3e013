"""`healthkpi notices`: the notices of healthkpi.toml, and a test of whether they arrive."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from healthkpi.cli import _option_values as values
from healthkpi.cli import _options as options
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._options import say
from healthkpi.cli._say import tell
from healthkpi.cli._settings import read_settings
from healthkpi.errors import ExitCode, UsageError
from healthkpi.text import Text, joined

if TYPE_CHECKING:
    from healthkpi.notices import Wished

Name = Annotated[
    str | None,
    typer.Argument(
        help=say("[notices.名称] 的名称（默认全部）", "the NAME of [notices.NAME] (default: all)"),
        show_default=False,
    ),
]
Test = Annotated[
    bool,
    typer.Option(
        "--test", help=say("各发一条测试通知（写明是测试）", "send a notice by each that says it is a test")
    ),
]

_NONE = Text(
    "healthkpi.toml 里没有 [notices.名称]；写法见 docs/how-to/send-notices.zh-CN.md",
    "there is no [notices.NAME] in healthkpi.toml; docs/how-to/send-notices.md says how to write one",
)


def notices(name: Name = None, test: Test = False, lang: options.Lang = None) -> int:
    """List the notices, when each is sent and whether its secrets are there; with --test, send one by each."""
    values.check_lang(lang)
    from healthkpi.notices import notices_named, read_notices
    from healthkpi.present.table import make_console

    wished = read_notices(read_settings(Path()).notices, Path(), os.environ)
    if name is not None:
        wished = notices_named(wished, [name])
    elif not wished:
        raise UsageError(_NONE)
    if test:
        return _send_tests(wished)
    console = make_console()
    for each in wished:
        console.print(_line(each).say(LANGUAGE), soft_wrap=True)
    return ExitCode.ALL_MET


def _line(wished: "Wished") -> Text:
    """mail：电子邮件；新未达标、没能核算时发；password_env 已设."""
    from healthkpi.notices import Occasion

    when = joined([each.label for each in Occasion if each in wished.when], "、", ", ")
    said = [wished.channel.label, Text("{it}时发", "when {it}").format(it=when)]
    for secret in wished.secrets:
        is_there = Text("有", "is there") if secret.is_there else Text("没有", "is not there")
        said.append(Text(f"{secret.key} {is_there.zh}", f"{secret.key} {is_there.en}"))
    line = joined(said)
    return Text(f"{wished.name}：{line.zh}", f"{wished.name}: {line.en}")


def _send_tests(wished: "Sequence[Wished]") -> int:
    from healthkpi.notices import send, test_notice
    from healthkpi.present.table import make_console

    now = datetime.now(UTC)
    faults = {each.name: each.message for each in send(wished, test_notice("test", now), LANGUAGE)}
    console = make_console()
    for each in wished:
        if each.name not in faults:
            sent = Text(f"{each.name}：测试通知已送出", f"{each.name}: the test notice is sent")
            console.print(sent.say(LANGUAGE), soft_wrap=True)
    for name, message in faults.items():
        tell(UsageError(Text(f"{name}：{message.zh}", f"{name}: {message.en}")))
    return ExitCode.UNUSABLE if faults else ExitCode.ALL_MET
