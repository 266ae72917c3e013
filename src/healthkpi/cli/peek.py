"""`healthkpi peek`: what is in a file, what was recognised and what was not."""

from pathlib import Path

from healthkpi.cli import _option_values as values
from healthkpi.cli import _options as options
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._settings import read_settings
from healthkpi.errors import ExitCode


def peek(
    files: options.Files,
    policy: options.PolicyName = None,
    period: options.PeriodWord = None,
    sheet: options.Sheets = None,
    header_rows: options.HeaderRows = None,
    password_file: options.PasswordFile = None,
    confirmed: options.Confirmed = None,
    indicators: options.Definitions = None,
    lang: options.Lang = None,
) -> int:
    """Show the cells with their addresses, the headers, columns, totals and notes that were recognised, and which policy fits."""
    values.check_lang(lang)
    from healthkpi import pipeline
    from healthkpi.present._peek import peek_lines
    from healthkpi.present.table import make_console
    from healthkpi.request import Request

    settings = read_settings(Path())
    seen = pipeline.peek(
        Request(
            files=files,
            definitions=values.definitions_folder(indicators, settings),
            policy=policy or settings.policy,
            period=values.read_period(period),
            readings=settings.readings,
            password=values.read_password(password_file),
            sheets=tuple(sheet or ()),
            header_rows=values.read_rows(header_rows),
            confirmed=confirmed,
        )
    )
    console = make_console()
    for line in peek_lines(seen, LANGUAGE, console.width):
        console.print(line, soft_wrap=True)
    return ExitCode.ALL_MET if seen.is_of_use else ExitCode.UNUSABLE
