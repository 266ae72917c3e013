"""`healthkpi check`: the main job."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from healthkpi.cli import _option_values as values
from healthkpi.cli import _options as options
from healthkpi.cli._asked import Asked, Extent, Wanted
from healthkpi.cli._grouped import grouped
from healthkpi.cli._keeping import make_keeping
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._outputs import error_of, say_written, write_outputs
from healthkpi.cli._say import say_aside, tell
from healthkpi.cli._settings import read_settings
from healthkpi.errors import ExitCode, HealthKpiError, Several, UsageError
from healthkpi.text import Text
from healthkpi.writing import refuse_inputs, refuse_places, write_file

if TYPE_CHECKING:
    from healthkpi.model.question import Form
    from healthkpi.model.scorecard import Scorecard
    from healthkpi.pipeline import Checked
    from healthkpi.present import Kind, Template
    from healthkpi.present._report import Report
    from healthkpi.request import Request
    from healthkpi.writing import Elsewhere

_NOTHING_EVALUATED = Text(
    "没有一项指标有可核算的数据（缺表、缺列或没有数据行）；用 healthkpi list 看每项需要的表和列",
    "no indicator had anything to evaluate (no table, no column or no rows); "
    "healthkpi list shows the tables and columns each one needs",
)

_ASSUMED = Text(
    "这是按假设目标（--target）判定的，退出码也是；不是文件规定的目标",
    "judged by an assumed target (--target), the exit code too; it is not the document's",
)


@grouped
def check(
    files: options.Files,
    asked: Asked,
    extent: Extent,
    wanted: Wanted,
    section: options.Sections = None,
    format_: options.FormatName = "table",
    kind: options.ReportKind = "bulletin",
    lang: options.Lang = None,
) -> int:
    """Evaluate files against a policy; the exit code says how it stands (docs/reference/exit-codes.md)."""
    values.check_lang(lang)
    return evaluate(files, asked, extent, wanted, Printed(format_, section or ()), kind)


@dataclass(frozen=True)
class Printed:
    """What stands on the screen: nothing without a format; only some sections if any are named."""

    format: str = ""
    sections: Sequence[str] = ()


def evaluate(
    files: Sequence[Path], asked: Asked, extent: Extent, wanted: Wanted, printed: Printed, kind: str
) -> int:
    """Check, write, print, ask; what cannot be is refused before anything is read."""
    from healthkpi.choosing import UnrecognisedError

    plan = _plan(wanted, printed, kind)
    try:
        refuse_places(plan.outputs)
        settings = read_settings(Path())
        keeping = make_keeping(asked, extent, settings) if wanted.keep else None
        request = extent.within(asked.request(files, settings, with_intervals=extent.stats))
        checked, report = _checked(request, asked, wanted, plan)
        made, notes = _fill_in(report, wanted.into, plan.filled)
        elsewhere = _write(report, plan.outputs, made)
    except HealthKpiError as error:
        if printed.format == "json":
            _print_errors(error)
        if isinstance(error, UnrecognisedError) and wanted.ask:
            _ask(error.form(LANGUAGE))
        raise
    if elsewhere and printed.format == "json":
        _print_errors(error_of(elsewhere))
    else:
        _print(report, printed.format)
    _say_all(notes)
    if not wanted.quiet:
        print_findings(checked.scorecard)
    if wanted.ask:
        _ask(checked.form(settings.readings, LANGUAGE), is_wished=asked.confirmed is not None)
    if request.targets:
        say_aside(_ASSUMED)
    if not printed.format:
        say_written(plan.outputs, elsewhere)
    ended = _ending(checked.scorecard, elsewhere)
    return ended if keeping is None else keeping.keep(checked, request, ended)


@dataclass(frozen=True)
class _Plan:
    """The outputs and what they are made with, read and found possible."""

    outputs: list[Path]
    sections: Sequence[str]
    kind: "Kind"
    template: "Template | None"
    filled: Path | None  # the output that is a superior's table filled in
    report_by: date | None


def _plan(wanted: Wanted, printed: Printed, kind: str) -> _Plan:
    from healthkpi.present import writers
    from healthkpi.present.sections import find_section

    outputs, known = wanted.output or [], writers()
    endings = [suffix for writer in known.values() for suffix in writer.suffixes]
    values.refuse_formats(printed.format, outputs, known, endings)
    for word in printed.sections:
        find_section(word)
    due, written_as = values.read_report_by(wanted.report_by), values.read_kind(kind)
    values.refuse_kind(written_as, outputs, known.values())
    template = values.read_template(wanted.template, outputs)
    return _Plan(outputs, printed.sections, written_as, template, values.read_into(wanted.into, outputs), due)


def _checked(request: "Request", asked: Asked, wanted: Wanted, plan: _Plan) -> "tuple[Checked, Report]":
    """The result and the report of it; nothing that was read is written over."""
    from healthkpi import pipeline
    from healthkpi.request import level_id

    checked = pipeline.check(request)
    read = [each for each in (wanted.template, wanted.into, asked.password_file) if each is not None]
    refuse_inputs(plan.outputs, [*checked.inputs, *read])
    levels = [level_id(checked.policy, name) for name in request.levels]
    report = checked.report(levels, plan.sections, wanted.unit, plan.report_by)
    return checked, replace(report, kind=plan.kind, template=plan.template)


def _ending(scorecard: "Scorecard", elsewhere: "tuple[Elsewhere, ...]") -> int:
    if scorecard.exit_code is ExitCode.UNUSABLE:
        tell(UsageError(_NOTHING_EVALUATED))
    if elsewhere:
        tell(error_of(elsewhere))
        return ExitCode.UNUSABLE
    return scorecard.exit_code


def _ask(form: "Form | None", *, is_wished: bool = False) -> None:
    """Write what needs a person's word; a file that cannot be written is told and changes no result."""
    from healthkpi.confirm import write_form

    if form is None or not (form.is_wanted or (is_wished and form.open)):
        return
    if form.is_changed:
        try:
            write_file(form.path, write_form(form.rows, LANGUAGE))
        except UsageError as error:
            tell(error)
            return
    count = len(form.open)
    say_aside(
        Text(
            f"有 {count} 处要您确认：打开 {form.path}，对的打√，不对的写上正确的，存盘后再运行一次",
            f"{count} question{'' if count == 1 else 's'} for you: open {form.path}, tick √ what is right or write "
            "what is, save it and run this again",
        )
    )


def print_findings(scorecard: "Scorecard") -> None:
    """What was assumed and what is doubtful, on stderr."""
    from healthkpi.present._corrections import accepted_lines
    from healthkpi.present._layout import finding_lines
    from healthkpi.present.table import make_console

    console = make_console(stderr=True)
    accepted = [said.say(LANGUAGE) for said in accepted_lines(scorecard.findings)]
    for line in (*accepted, *finding_lines(scorecard.open_findings, LANGUAGE)):
        console.print(line, soft_wrap=True, style="dim")


def _print(report: "Report", format_: str) -> None:
    from healthkpi.present import writers

    if not format_:
        return
    if format_ != "table":
        print_bytes(writers()[format_].render(report, LANGUAGE))
        return
    from healthkpi.present.table import make_console, print_report

    print_report(make_console(), report, LANGUAGE)


def print_bytes(content: bytes) -> None:
    """Bytes as they are, whatever code page the console has."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _print_errors(error: HealthKpiError) -> None:
    """A reader of JSON gets JSON, whatever the exit."""
    from healthkpi.present.json import SCHEMA_VERSION, dumped

    errors = error.errors if isinstance(error, Several) else (error,)
    messages = [{"zh": each.message.zh, "en": each.message.en} for each in errors]
    print_bytes(
        dumped({"schema_version": SCHEMA_VERSION, "exit_code": int(ExitCode.UNUSABLE), "errors": messages})
    )


def _fill_in(
    report: "Report", into: Path | None, filled_path: Path | None
) -> tuple[Mapping[Path, bytes], Sequence[Text]]:
    """The superior's table before anything is written, for it may be refused; and what is to be said of it."""
    from healthkpi.pipeline import fill_blank

    if into is None or filled_path is None:
        return {}, ()
    filled = fill_blank(into, report, LANGUAGE)
    return {filled_path: filled.content}, filled.notes


def _say_all(notes: Sequence[Text]) -> None:
    for note in notes:
        say_aside(note)


def _write(report: "Report", outputs: list[Path], made: Mapping[Path, bytes]) -> "tuple[Elsewhere, ...]":
    """Every output; what is made already is written as it is."""
    from healthkpi.present import writers

    def rendering(path: Path) -> Callable[[], bytes]:
        if path in made:
            return lambda: made[path]
        writer = next(each for each in writers().values() if path.suffix.lower() in each.suffixes)
        return lambda: writer.render(report, LANGUAGE)

    return write_outputs({path: rendering(path) for path in outputs})
