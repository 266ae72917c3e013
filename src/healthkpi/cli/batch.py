"""`healthkpi batch`: all returns below some folders in one run, made for scripts that run every night."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from healthkpi.cli import _option_values as values
from healthkpi.cli import _options as options
from healthkpi.cli._asked import Asked, Extent
from healthkpi.cli._grouped import grouped
from healthkpi.cli._jobs import WrittenJob, find_job
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._options import say
from healthkpi.cli._say import tell
from healthkpi.cli._settings import Settings, read_settings
from healthkpi.errors import ExitCode, HealthKpiError, Several, UsageError
from healthkpi.text import Text

if TYPE_CHECKING:
    from healthkpi.batch import Ended
    from healthkpi.batch.job import Each, Job, Newest, Wish
    from healthkpi.model.period import Period
    from healthkpi.notices import Notice, Wished

HISTORY = "history.sqlite"
_WITHOUT = frozenset({"无", "none"})

Roots = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[DIR]...",
        help=say("收件的文件夹、文件或通配符", "folders, files or patterns with the returns"),
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("-o", "--output", help=say("结果放哪个文件夹", "folder of the results"), show_default=False),
]
JobName = Annotated[
    str | None,
    typer.Option(
        "--job",
        help=say("healthkpi.toml 里写好的任务", "a job that is written down in healthkpi.toml"),
        show_default=False,
    ),
]
Reports = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar="[KIND:]NAME",
        help=say(
            "每份报送另写的报告，如 通报.docx、反馈单:各单位.docx",
            "a report for each return, such as bulletin.docx or feedback:units.docx",
        ),
        show_default=False,
    ),
]
EachWord = Annotated[
    str | None,
    typer.Option(
        "--each",
        help=say(
            "哪些文件算一份报送：area 同一政策同一期的全部、folder 每个文件夹、file 每个文件",
            "what makes a return: area (all files of a policy and period; the default), folder or file",
        ),
        show_default=False,
    ),
]
PeriodRule = Annotated[
    str | None,
    typer.Option(
        "--period",
        help=say(
            "算哪一期：all、latest、last month、this month、last year、this year 或 2018-09",
            "which period: all, latest, last month, this month, last year, this year or 2018-09",
        ),
        show_default=False,
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help=say("只说要算什么，不算", "only say what would be done"))
]
Where = Annotated[
    str | None,
    typer.Option(
        "--history",
        help=say(
            "历史库：文件或 postgresql:// 地址；无 即不记（默认：结果文件夹里的 history.sqlite）",
            "history: a file or a postgresql:// URL; none for none (default: history.sqlite in the folder of results)",
        ),
        show_default=False,
    ),
]
Wait = Annotated[
    float,
    typer.Option(
        "--wait", min=0, help=say("别的运行正在写时等几秒", "seconds to wait for another run to end")
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help=say("没有变的也重新核算", "score again what has not changed"))
]
Processes = Annotated[
    int | None,
    typer.Option(
        "--processes",
        min=1,
        help=say("用几个进程（默认按电脑）", "how many processes (default: as the computer has)"),
        show_default=False,
    ),
]
Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", help=say("没有问题就什么也不说", "say nothing unless something is wrong")),
]
FormatName = Annotated[
    str,
    typer.Option(
        "--format", help=say("屏幕输出：table、json（即 run.json）", "on stdout: table, json (run.json)")
    ),
]


@dataclass(frozen=True)
class AskedOfMany(Asked):
    """As for one return, but a rule says which periods, and the history lies beside the results."""

    period: PeriodRule = None
    history: Where = None


@grouped
def batch(
    asked: AskedOfMany,
    extent: Extent,
    roots: Roots = None,
    out: Out = None,
    job: JobName = None,
    report: Reports = None,
    each: EachWord = None,
    report_by: options.ReportBy = None,
    template: options.TemplateFile = None,
    dry_run: DryRun = False,
    wait: Wait = 0.0,
    force: Force = False,
    processes: Processes = None,
    quiet: Quiet = False,
    format_: FormatName = "table",
    lang: options.Lang = None,
) -> int:
    """Score every return that has changed; the exit code is the worst of all (docs/reference/exit-codes.md)."""
    values.check_lang(lang)
    values.refuse_formats(format_, (), ("table", "json"), ())
    from healthkpi.cli import _batch_page as page

    settings = read_settings(Path())
    written = find_job(settings, job) if job is not None else None
    given = _Given(roots, out, report, each, report_by, template, asked.history)
    wanted = _job(given, asked, extent, settings, written)
    wanted = replace(wanted, wait=wait, force=force, processes=processes)
    from healthkpi.batch import plan_batch, run_batch

    if dry_run:
        with page.telling(quiet=True) as telling:
            plan = plan_batch(wanted, telling)
        page.print_plan(plan, LANGUAGE)
        return ExitCode.UNUSABLE if plan.failed else ExitCode.ALL_MET
    notices = _notices(settings, written)
    try:
        with page.telling(quiet=quiet) as telling:
            ended = run_batch(wanted, telling)
    except HealthKpiError as error:
        _notify_of_failure(notices, error)
        raise
    page.print_end(ended, wanted.out, LANGUAGE, format_, quiet=quiet)
    return _notify(notices, ended, wanted.out)


def _notices(settings: Settings, written: WrittenJob | None) -> "tuple[Wished, ...]":
    """Those that the job names, read before anything is scored: a wrong setting is told at once."""
    from healthkpi.notices import notices_named, read_notices

    names = written.lists.get("notices", ()) if written is not None else ()
    return notices_named(read_notices(settings.notices, Path(), os.environ), names) if names else ()


def _notify(notices: "tuple[Wished, ...]", ended: "Ended", out: Path) -> int:
    """A notice that does not go out is an error, for nobody would miss it; the results stand all the same."""
    from healthkpi.notices import notice_of

    if not notices:
        return ended.run.exit_code
    is_sent = _send(notices, notice_of(ended.run, ended.before, str(out.resolve())))
    return ended.run.exit_code if is_sent or ended.run.exit_code == ExitCode.BUG else ExitCode.UNUSABLE


def _notify_of_failure(notices: "tuple[Wished, ...]", error: HealthKpiError) -> None:
    """A night without figures must not look like one without news."""
    from healthkpi.notices import failure_notice

    errors = error.errors if isinstance(error, Several) else (error,)
    _send(notices, failure_notice([each.message for each in errors], datetime.now(UTC)))


def _send(notices: "tuple[Wished, ...]", notice: "Notice") -> bool:
    from healthkpi.notices import send

    faults = send(notices, notice, LANGUAGE)
    for fault in faults:
        message = Text("通知 {name}：{message}", "notice {name}: {message}")
        tell(UsageError(message.format(name=fault.name, message=fault.message)))
    return not faults


@dataclass(frozen=True)
class _Given:
    """What the command line says that a job may say as well."""

    roots: Sequence[str] | None
    out: Path | None
    reports: Sequence[str] | None
    each: str | None
    report_by: str | None
    template: Path | None
    history: str | None

    def over(self, written: WrittenJob | None) -> "_Given":
        """The command line wins over the job."""
        if written is None:
            return self
        words, lists = written.words, written.lists
        return _Given(
            self.roots or lists.get("inputs"),
            self.out or Path(words["out"]),
            self.reports or lists.get("reports"),
            self.each or words.get("each"),
            self.report_by or words.get("report_by"),
            self.template or (Path(words["template"]) if "template" in words else None),
            self.history or words.get("history"),
        )


def _job(
    given: _Given, asked: AskedOfMany, extent: Extent, settings: Settings, written: WrittenJob | None
) -> "Job":
    """Everything that is wrong with what is asked for is refused before a file is looked at."""
    from healthkpi.batch.job import Job

    words = written.words if written is not None else {}
    lists = written.lists if written is not None else {}
    given = given.over(written)
    if not given.roots:
        raise UsageError(_NO_ROOTS)
    if given.out is None:
        raise UsageError(_NO_OUT)
    if given.out.exists() and not given.out.is_dir():
        raise UsageError(_NO_FOLDER.format(out=given.out))
    reports = [_wish(word) for word in given.reports or ()]
    # What is earlier is looked up for each return by itself.
    of_one = replace(asked, period=None, history=None, policy=asked.policy or words.get("policy"))
    request = extent.within(of_one.request((), settings, with_intervals=extent.stats))
    return Job(
        roots=tuple(given.roots),
        out=given.out,
        request=replace(request, recall=None),
        each=_each(given.each),
        periods=_periods(asked.period or words.get("period")),
        reports=reports,
        language=LANGUAGE,
        template=values.read_template(given.template, [Path(each.name) for each in reports]),
        report_by=values.read_report_by(given.report_by),
        history=_history(given.history or settings.history, given.out),
        fails_on=_fails_on(lists.get("fail_on")),
        name=written.name if written is not None else None,
        arguments=_arguments(given, asked, extent, written),
    )


_NO_ROOTS = Text(
    "核算哪些文件？写上收件的文件夹，如 healthkpi batch 收件箱 -o 结果；或用 --job 名称",
    "which files? name the folder with the returns, as in healthkpi batch inbox -o results; or use --job NAME",
)
_NO_OUT = Text("结果放哪里？加 -o 文件夹", "where to? add -o FOLDER")
_NO_FOLDER = Text(
    "-o {out}: 这是一个文件；batch 的结果放在文件夹里", "-o {out}: that is a file; batch writes into a folder"
)


def _each(word: str | None) -> "Each":
    from healthkpi.batch.job import Each

    named = {
        "整体": Each.AREA,
        "文件夹": Each.FOLDER,
        "文件": Each.FILE,
        **{str(each): each for each in Each},
    }
    if word is not None and word not in named:
        raise UsageError(
            Text(f"--each {word}: 写成 area、folder 或 file", f"--each {word}: write area, folder or file")
        )
    return named[word] if word is not None else Each.AREA


def _periods(word: str | None) -> "Newest | Period":
    from healthkpi.batch.job import Newest

    named = {
        "全部": Newest.ALL,
        "最新": Newest.LATEST,
        "本月": Newest.THIS_MONTH,
        "上月": Newest.LAST_MONTH,
        "今年": Newest.THIS_YEAR,
        "去年": Newest.LAST_YEAR,
        **{str(each): each for each in Newest},
    }
    if word is None:
        return Newest.ALL
    if word in named:
        return named[word]
    from healthkpi.model.period import parse_period

    period = parse_period(word)
    if period is None:
        raise UsageError(
            Text(
                f"--period {word}: 写成 2018、2018-09，或 all、latest、last month、this month、last year、this year",
                f"--period {word}: write 2018, 2018-09, or all, latest, last month, this month, last year, this year",
            )
        )
    return period


def _wish(word: str) -> "Wish":
    """`通报.docx`, or with its kind before it: `反馈单:各单位.docx`."""
    from healthkpi.batch.job import Wish
    from healthkpi.present import Kind, writers

    kind, colon, name = word.replace("：", ":").rpartition(":")
    path = Path(name)
    if path.name != name or not name:
        raise UsageError(
            Text(
                f"--report {word}: 只写文件名，如 通报.docx；每份报送各有文件夹",
                f"--report {word}: a file name only, such as bulletin.docx; each return has a folder",
            )
        )
    known = writers().values()
    values.refuse_formats("", [path], (), [suffix for writer in known for suffix in writer.suffixes])
    wished = values.read_kind(kind) if colon else Kind.BULLETIN
    values.refuse_kind(wished, [path], known)
    return Wish(name, wished)


def _history(where: str | None, out: Path) -> str | None:
    if where in _WITHOUT:
        return None
    return where if where is not None else str(out / HISTORY)


def _fails_on(words: Sequence[str] | None) -> frozenset[ExitCode]:
    """Errors always count: a script must not take "nothing was evaluated" for a pass."""
    named = {
        "missed": ExitCode.MISSED,
        "未达标": ExitCode.MISSED,
        "not judged": ExitCode.NOT_JUDGED,
        "未判定": ExitCode.NOT_JUDGED,
        "error": ExitCode.UNUSABLE,
        "出错": ExitCode.UNUSABLE,
    }
    if words is None:
        return frozenset(ExitCode)
    strange = [word for word in words if word not in named]
    if strange:
        raise UsageError(
            Text(
                f"fail_on: 不认识“{strange[0]}”；可写 missed、not judged、error",
                f'fail_on: unknown word "{strange[0]}"; there are missed, not judged and error',
            )
        )
    return frozenset({ExitCode.BUG, ExitCode.UNUSABLE, *(named[word] for word in words)})


def _arguments(
    given: _Given, asked: Asked, extent: Extent, written: WrittenJob | None
) -> Mapping[str, object]:
    """As they were given, for run.json: what a database is asked with is a secret."""
    from healthkpi.history import without_password

    all_of_it = {**vars(asked), **vars(extent), **vars(given), "job": written.name if written else None}
    named = {
        name.rstrip("_"): value for name, value in all_of_it.items() if value not in (None, False, [], ())
    }
    if "history" in named:
        named["history"] = without_password(str(named["history"]))
    return {name: _plain(value) for name, value in sorted(named.items())}


def _plain(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | int | bool) else str(value)
