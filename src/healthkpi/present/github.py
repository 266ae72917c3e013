"""Missed targets and findings as annotations that GitHub Actions shows beside a run (workflow commands).

The escapes are those of the runner: % and line breaks in a message, and : and , in a property as well; without them
words from a file could begin a command of their own.
"""

from collections.abc import Iterator

from healthkpi.model.finding import Finding, Severity
from healthkpi.model.judgement import Verdict
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.present._figures import clean, gap_text, target_text
from healthkpi.present._layout import answer_line, choices_said, gap_unit, shown_value
from healthkpi.present._report import Report
from healthkpi.present._writer import Writer
from healthkpi.text import Language, Text, joined

_LEVELS = {
    Verdict.MISSED: "error",
    Verdict.NOT_JUDGED: "warning",
    Verdict.BEHIND: "warning",
}
_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def _render(report: Report, language: Language) -> bytes:
    card = report.scorecard
    said = joined([answer_line(card), choices_said(card)])
    lines = [_command("notice", {}, said.say(language))]
    for result in card.supplied:
        lines += [
            _judged(result, unit, language) for unit in result.judged if unit.judgement.verdict in _LEVELS
        ]
    lines += _found(card.findings, language)
    return ("\n".join(lines) + "\n").encode()


def _judged(result: IndicatorResult, unit: UnitResult, language: Language) -> str:
    judgement = unit.judgement
    parts = [shown_value(result, unit.value.value, judgement)]
    if judgement.target is not None:
        target = target_text(judgement.target, result.unit)
        parts.append(Text(f"目标{target.zh}", f"target {target.en}"))
    parts.append(judgement.verdict.label)
    gap = gap_text(judgement.gap, gap_unit(result))
    if gap.zh:
        parts.append(Text(f"差额 {gap.zh}", f"gap {gap.en}"))
    elif judgement.reason is not None:
        parts.append(judgement.reason)
    said, name = joined(parts, "，", ", "), unit.value.unit
    words = Text(f"{name}：{said.zh}", f"{name}: {said.en}")
    return _command(_LEVELS[judgement.verdict], {"title": result.name.say(language)}, words.say(language))


def _found(findings: tuple[Finding, ...], language: Language) -> Iterator[str]:
    for finding in findings:
        place = finding.place
        about = {"title": finding.code.id}
        if place is not None:
            row = {"line": str(place.row + 1)} if place.row is not None else {}
            about = {"file": place.file, **row, **about}
        where = f"{place}: " if place is not None else ""
        yield _command(_SEVERITIES[finding.code.severity], about, where + finding.message.say(language))


def _command(level: str, about: dict[str, str], words: str) -> str:
    named = ",".join(f"{key}={_property(value)}" for key, value in about.items())
    return f"::{level}{' ' if named else ''}{named}::{_message(words)}"


def _message(words: str) -> str:
    return clean(words).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _message(words).replace(":", "%3A").replace(",", "%2C")


WRITER = Writer("github", (), _render)
