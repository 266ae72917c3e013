"""What `batch` is asked for, as a job: from the command line, from a job that is written down, and from healthkpi.toml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from healthkpi.cli import _option_values as values
from healthkpi.cli._asked import Asked, Extent
from healthkpi.cli._batch_options import AskedOfMany
from healthkpi.cli._jobs import WrittenJob
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._settings import Settings
from healthkpi.errors import ExitCode, UsageError
from healthkpi.text import Text

if TYPE_CHECKING:
    from healthkpi.batch.job import Each, Job, Newest, Wish
    from healthkpi.model.period import Period

HISTORY = "history.sqlite"
_WITHOUT = frozenset({"无", "none"})


@dataclass(frozen=True)
class Given:
    """What the command line says that a job may say as well."""

    roots: Sequence[str] | None
    out: Path | None
    reports: Sequence[str] | None
    each: str | None
    report_by: str | None
    template: Path | None
    history: str | None

    def over(self, written: WrittenJob | None) -> "Given":
        """The command line wins over the job."""
        if written is None:
            return self
        words, lists = written.words, written.lists
        return Given(
            self.roots or lists.get("inputs"),
            self.out or Path(words["out"]),
            self.reports or lists.get("reports"),
            self.each or words.get("each"),
            self.report_by or words.get("report_by"),
            self.template or (Path(words["template"]) if "template" in words else None),
            self.history or words.get("history"),
        )


def make_job(
    given: Given, asked: AskedOfMany, extent: Extent, settings: Settings, written: WrittenJob | None
) -> "Job":
    """Everything that is wrong with what is asked for is refused before a file is looked at."""
    from healthkpi.batch.job import Job

    words = written.words if written is not None else {}
    lists = written.lists if written is not None else {}
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
    given: Given, asked: Asked, extent: Extent, written: WrittenJob | None
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
