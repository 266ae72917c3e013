"""What a run says when it ends: what it would do, what came of it."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from healthkpi.batch import Ended, Plan
from healthkpi.batch._result_table import NAME as RESULT_TABLE
from healthkpi.cli._say import say_aside
from healthkpi.errors import ExitCode
from healthkpi.model.judgement import Verdict
from healthkpi.model.run import Failed, ReturnKey
from healthkpi.present._figures import clean
from healthkpi.present.table import make_console
from healthkpi.text import Language, Text, joined, same

_UNDATED = Text("未注明期间", "no period")
_NAMED_AT_MOST = 10


def print_plan(plan: Plan, language: Language) -> None:
    """Every return with its files, and what would become of it."""
    console = make_console()
    new = sum(each.is_new for each in plan.planned)
    answer = Text(
        f"会核算 {new} 份报送，另有 {len(plan.planned) - new} 份没有变",
        f"{new} returns would be scored; {len(plan.planned) - new} have not changed",
    )
    console.print(answer.say(language), soft_wrap=True)
    for each in plan.planned:
        state = Text("要算", "to score") if each.is_new else Text("没有变", "unchanged")
        console.print(f"{_called(each.made.key, language)}  {state.say(language)}", soft_wrap=True)
        for file in each.made.own:
            console.print(f"  {clean(file.name)}", soft_wrap=True)
        for file in each.made.lent:
            shared = Text("（另一期或不分期的表）", "(of another period or of none)").say(language)
            console.print(f"  {clean(file.name)} {shared}", soft_wrap=True)
        for path in each.companions:
            console.print(f"  {clean(path.name)}", soft_wrap=True)
    _say_aside(plan, plan.failed)


def print_end(ended: Ended, out: Path, language: Language, format_: str, *, quiet: bool) -> None:
    """The answer, a line for each return, and what went wrong; nothing if nothing is wrong and quiet is asked for."""
    run = ended.run
    if format_ == "json":
        from healthkpi.cli.check import print_bytes

        print_bytes((out / "run.json").read_bytes())
    elif not quiet or run.exit_code != ExitCode.ALL_MET:
        console = make_console()
        console.print(_answer(ended).say(language), soft_wrap=True)
        if not quiet and run.scored:
            _print_returns(console, ended, language)
    if not quiet or run.exit_code != ExitCode.ALL_MET:
        _say_aside(ended.plan if not quiet else None, run.failed)
    if not quiet:
        say_aside(
            Text(
                f"已写：{out / RESULT_TABLE}、{out / 'run.json'}",
                f"written: {out / RESULT_TABLE}, {out / 'run.json'}",
            )
        )


def _answer(ended: Ended) -> Text:
    run = ended.run
    missed = sum(each.exit_code == ExitCode.MISSED for each in run.scored)
    reused = sum(each.is_reused for each in run.scored)
    parts = [Text(f"{len(run.scored)} 份报送", f"{len(run.scored)} returns")]
    parts.append(Text(f"{missed} 份有未达标", f"{missed} with missed targets"))
    if reused:
        parts.append(Text(f"{reused} 份没有变，未重算", f"{reused} unchanged and not scored again"))
    if run.failed:
        parts.append(Text(f"{len(run.failed)} 处出错", f"{len(run.failed)} failed"))
    return joined(parts, "，", "; ")


_SHOWN = (
    Verdict.MISSED,
    Verdict.BEHIND,
    Verdict.NOT_JUDGED,
    Verdict.NOT_YET,
    Verdict.AHEAD,
    Verdict.REACHED,
    Verdict.MET,
)


def _print_returns(console: Console, ended: Ended, language: Language) -> None:
    counts = [each.document["summary"]["verdicts"] for each in ended.run.scored]
    shown = [verdict for verdict in _SHOWN if any(count[str(verdict)] for count in counts)]
    table = Table(box=None, pad_edge=False)
    table.add_column(Text("报送", "Return").say(language), overflow="fold")
    for verdict in shown:
        table.add_column(verdict.label.say(language), justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for each, count in zip(ended.run.scored, counts, strict=True):
        state = Text("没有变", "unchanged").say(language) if each.is_reused else ""
        table.add_row(_called(each.key, language), *(str(count[str(verdict)]) for verdict in shown), state)
    console.print(table)


def _called(key: ReturnKey, language: Language) -> str:
    return clean(f"{key.unit} {key.period or _UNDATED.say(language)} ({key.policy})")


def _say_aside(plan: Plan | None, failed: Sequence[Failed]) -> None:
    """Every fault by name; what was left alone by a few names."""
    for each in (*failed, *(plan.being_written if plan is not None else ())):
        say_aside(_told(each))
    if plan is not None and plan.left_out:
        names = [same(file.name) for file in plan.left_out[:_NAMED_AT_MOST]]
        more = len(plan.left_out) - len(names)
        told = joined(names, "、", ", ")
        rest = Text(f" 等 {len(plan.left_out)} 个", f" and {more} more") if more > 0 else Text("", "")
        say_aside(
            Text(
                f"没有用到（不是统计表，或没有指标单独用它）：{told.zh}{rest.zh}",
                f"not used (no statistics table, or none that an indicator is about): {told.en}{rest.en}",
            )
        )


def _told(failed: Failed) -> Text:
    """The name once: a message often begins with that of the file, without its folders."""
    short = failed.name.rpartition("/")[2]
    zh, en = (
        clean(words).removeprefix(short).lstrip(":： ") for words in (failed.message.zh, failed.message.en)
    )
    return Text(f"{failed.name}：{zh}", f"{failed.name}: {en}")
