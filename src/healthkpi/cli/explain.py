"""`healthkpi explain`: how a figure came about, down to its cells; or what a finding's code means."""

from pathlib import Path
from typing import Annotated

import typer

from healthkpi.cli import _options as options
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._options import say
from healthkpi.cli._settings import read_settings
from healthkpi.cli.check import make_request
from healthkpi.errors import UsageError
from healthkpi.text import Text

What = Annotated[
    str,
    typer.Argument(
        help=say("指标编号，或代码如 HK203", "id of an indicator, or a code such as HK203"),
        show_default=False,
    ),
]
MaybeFiles = Annotated[
    list[Path] | None, typer.Argument(help=say("统计表文件", "statistics files"), show_default=False)
]
UnitName = Annotated[
    str | None, typer.Option("--unit", help=say("哪个单位", "which unit"), show_default=False)
]


def explain(
    what: What,
    files: MaybeFiles = None,
    unit: UnitName = None,
    policy: options.PolicyName = None,
    period: options.PeriodWord = None,
    as_of: options.AsOf = None,
    baseline: options.Baselines = None,
    set_: options.Sets = None,
    sheet: options.Sheets = None,
    header_rows: options.HeaderRows = None,
    password_file: options.PasswordFile = None,
    units: options.UnitLists = None,
    confirmed: options.Confirmed = None,
    corrections: options.Corrections = None,
    confidence: options.Confidence = None,
    missing: options.Missing = None,
    basis: options.BasisName = None,
    target: options.Targets = None,
    indicators: options.Definitions = None,
    lang: options.Lang = None,
) -> None:
    """Each step of a figure: cells, sums, rate, target, judgement; or the meaning of a code."""
    options.check_lang(lang)
    from healthkpi import pipeline
    from healthkpi.present._explanation import code_lines, explanation_lines
    from healthkpi.present.table import make_console

    console = make_console()
    if what.upper().startswith("HK") and what[2:].isdigit():
        pipeline.declare_all_codes()
        lines = code_lines(what.upper(), LANGUAGE)
    else:
        if not files:
            raise UsageError(
                Text(
                    f"要说明“{what}”，请给出统计表文件",
                    f"to explain {what}, give the statistics files as well",
                )
            )
        settings = read_settings(Path())
        request = make_request(
            settings,
            files,
            indicators,
            policy,
            period,
            as_of,
            baseline,
            set_,
            password_file,
            sheets=sheet,
            header_rows=header_rows,
            units=units,
            confirmed=confirmed,
            confidence=options.read_confidence(confidence, is_asked=True),
            missing=missing,
            corrections=corrections,
            basis=basis,
            targets=target,
        )
        checked = pipeline.check(request)
        result, chosen = pipeline.find_unit(checked, what, unit)
        lines = explanation_lines(
            checked.scorecard,
            result,
            chosen,
            checked.cells(result, chosen),
            checked.treated(result, chosen),
            LANGUAGE,
        )
    for line in lines:
        console.print(line, soft_wrap=True)
