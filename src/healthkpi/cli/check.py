"""`healthkpi check`: the main job."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from healthkpi.cli import _options as options
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._options import say
from healthkpi.cli._outputs import error_of, say_written, write_outputs
from healthkpi.cli._say import say_aside, tell
from healthkpi.cli._settings import Settings, read_settings
from healthkpi.errors import ExitCode, HealthKpiError, Several, UsageError
from healthkpi.model.comparison import RankBy
from healthkpi.text import Text
from healthkpi.writing import refuse_inputs, refuse_places, write_file

if TYPE_CHECKING:
    from healthkpi.model.question import Form
    from healthkpi.model.scorecard import Scorecard
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

Outputs = Annotated[
    list[Path] | None,
    typer.Option(
        "-o",
        "--output",
        help=say("另存为文件，后缀决定格式", "also write a file; its suffix picks the format"),
        show_default=False,
    ),
]
FormatName = Annotated[
    str, typer.Option("--format", help=say("屏幕输出：table、json、csv", "on stdout: table, json, csv"))
]
Names = Annotated[
    list[str] | None,
    typer.Option("--indicator", help=say("只算这个指标", "only this indicator"), show_default=False),
]
Levels = Annotated[
    list[str] | None,
    typer.Option(
        "--level",
        "--by",
        help=say("另列出这一层级的每个单位", "also list every unit of this level"),
        show_default=False,
    ),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help=say("不在屏幕上列出数据问题", "do not list findings"))
]

Stats = Annotated[
    bool,
    typer.Option(
        "--stats",
        help=say(
            "另列置信区间：差距是不是偶然（只供参考，不改判定）",
            "also give confidence intervals: could it be chance (advice; no verdict changes)",
        ),
    ),
]
Sections = Annotated[
    list[str] | None,
    typer.Option(
        "--section",
        help=say("只要这一节，如 进度、排名、环比", "only this section, such as pace, ranking, change"),
        show_default=False,
    ),
]
OneUnit = Annotated[
    str | None,
    typer.Option(
        "--unit", help=say("各节只说这个单位", "sections speak of this unit only"), show_default=False
    ),
]
ReportKind = Annotated[
    str,
    typer.Option(
        "--kind",
        help=say(
            "-o 写什么：通报、领导（一页）、反馈单（每个单位一张）",
            "what -o writes: bulletin, brief (one page), feedback (a sheet for each unit)",
        ),
    ),
]
TemplateFile = Annotated[
    Path | None,
    typer.Option(
        "--template",
        help=say(
            "本单位的 Word 模板，里面写占位，如 {{正文}}",
            "a Word file of your own with placeholders such as {{body}}",
        ),
        show_default=False,
    ),
]
IntoFile = Annotated[
    Path | None,
    typer.Option(
        "--into",
        help=say(
            "上级的空表（.xlsx）；-o 名称.xlsx 就是填好的表",
            "a superior's blank table (.xlsx); -o name.xlsx is then that table filled in",
        ),
        show_default=False,
    ),
]
Ask = Annotated[
    bool,
    typer.Option(
        "--ask/--no-ask",
        help=say("把要人确认的写进确认表", "write what needs a person's word into the file for confirmation"),
    ),
]


def check(
    files: options.Files,
    policy: options.PolicyName = None,
    indicator: Names = None,
    period: options.PeriodWord = None,
    as_of: options.AsOf = None,
    level: Levels = None,
    baseline: options.Baselines = None,
    set_: options.Sets = None,
    sheet: options.Sheets = None,
    header_rows: options.HeaderRows = None,
    password_file: options.PasswordFile = None,
    units: options.UnitLists = None,
    confirmed: options.Confirmed = None,
    corrections: options.Corrections = None,
    section: Sections = None,
    unit: OneUnit = None,
    rank_by: options.RankedBy = None,
    report_by: options.ReportBy = None,
    stats: Stats = False,
    confidence: options.Confidence = None,
    missing: options.Missing = None,
    suppress_below: options.SuppressBelow = None,
    basis: options.BasisName = None,
    target: options.Targets = None,
    ask: Ask = True,
    indicators: options.Definitions = None,
    format_: FormatName = "table",
    output: Outputs = None,
    kind: ReportKind = "bulletin",
    template: TemplateFile = None,
    into: IntoFile = None,
    quiet: Quiet = False,
    lang: options.Lang = None,
) -> int:
    """Evaluate files against a policy; the exit code says how it stands (docs/reference/exit-codes.md)."""
    from healthkpi import pipeline
    from healthkpi.choosing import UnrecognisedError
    from healthkpi.present import writers
    from healthkpi.present.sections import find_section
    from healthkpi.request import level_id

    options.check_lang(lang)
    outputs = output or []
    endings = [suffix for writer in writers().values() for suffix in writer.suffixes]
    options.refuse_formats(format_, outputs, writers(), endings)
    for word in section or ():
        find_section(word)
    due = options.read_report_by(report_by)
    written_as = options.read_kind(kind)
    options.refuse_kind(written_as, outputs, writers().values())
    page = options.read_template(template, outputs)
    filled_path = options.read_into(into, outputs)
    try:
        refuse_places(outputs)
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
            indicator,
            level,
            sheet,
            header_rows,
            units,
            confirmed,
            options.read_confidence(confidence, is_asked=stats),
            options.read_rank_by(rank_by),
            missing,
            suppress_below,
            corrections,
            basis,
            target,
        )
        checked = pipeline.check(request)
        read = [each for each in (template, into, password_file) if each is not None]
        refuse_inputs(outputs, [*checked.inputs, *read])
        levels = [level_id(checked.policy, name) for name in request.levels]
        report = replace(checked.report(levels, section or (), unit, due), kind=written_as, template=page)
        made, notes = _fill_in(report, into, filled_path)
        elsewhere = _write(report, outputs, made)
    except HealthKpiError as error:
        if format_ == "json":
            _print_errors(error)
        if isinstance(error, UnrecognisedError) and ask:
            _ask(error.form(LANGUAGE))
        raise
    scorecard = checked.scorecard
    if elsewhere and format_ == "json":
        _print_errors(error_of(elsewhere))
    else:
        _print(report, format_)
    _say_all(notes)
    if not quiet:
        print_findings(scorecard)
    if ask:
        _ask(checked.form(settings.readings, LANGUAGE), is_wished=confirmed is not None)
    if request.targets:
        say_aside(_ASSUMED)
    if not format_:
        say_written(outputs, elsewhere)
    return _ending(scorecard, elsewhere)


def _ending(scorecard: "Scorecard", elsewhere: "tuple[Elsewhere, ...]") -> int:
    if scorecard.exit_code is ExitCode.UNUSABLE:
        tell(UsageError(_NOTHING_EVALUATED))
    if elsewhere:
        tell(error_of(elsewhere))
        return ExitCode.UNUSABLE
    return scorecard.exit_code


def make_request(
    settings: Settings,
    files: list[Path],
    indicators: Path | None,
    policy: str | None,
    period: str | None,
    as_of: str | None,
    baseline: list[Path] | None,
    sets: list[str] | None,
    password_file: Path | None,
    names: list[str] | None = None,
    levels: list[str] | None = None,
    sheets: list[str] | None = None,
    header_rows: str | None = None,
    units: list[Path] | None = None,
    confirmed: Path | None = None,
    confidence: Fraction | None = None,
    rank_by: RankBy = RankBy.VALUE,
    missing: str | None = None,
    suppress_below: int | None = None,
    corrections: Path | None = None,
    basis: str | None = None,
    targets: list[str] | None = None,
) -> "Request":
    """What the options and healthkpi.toml together ask for; an option wins."""
    from healthkpi.model.scorecard import Choice
    from healthkpi.model.treatment import COMPARE_WORDS
    from healthkpi.request import Request

    treatment, is_compared = options.read_missing(missing, settings.missing)
    compares_bases = basis in COMPARE_WORDS
    return Request(
        files=files,
        definitions=options.definitions_folder(indicators, settings),
        policy=policy or settings.policy,
        indicators=tuple(names or ()),
        period=options.read_period(period),
        as_of=options.read_day(as_of),
        levels=tuple(levels or ()),
        baselines=tuple(baseline or ()),
        parameters={**settings.parameters, **options.read_sets(sets)},
        readings=settings.readings,
        password=options.read_password(password_file),
        sheets=tuple(sheets or ()),
        header_rows=options.read_rows(header_rows),
        units=tuple(units or ()),
        confirmed=confirmed,
        corrections=corrections,
        confidence=confidence,
        rank_by=rank_by,
        missing=treatment,
        suppress_below=suppress_below,
        basis=settings.basis if basis is None or compares_bases else basis,
        targets=options.read_sets(targets, "--target"),
        compared=frozenset(
            [
                *([Choice.MISSING] if is_compared else []),
                *([Choice.BASIS] if compares_bases else []),
            ]
        ),
    )


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
