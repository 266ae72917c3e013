"""The scorecard as a long table: one line a unit, for a spreadsheet or a script.

UTF-8 with a byte-order mark, so that WPS and Excel open it in Chinese. Text that a spreadsheet would take
for a formula is quoted with an apostrophe (CWE-1236); numbers are left alone.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from healthkpi.model.judgement import JudgedTarget
from healthkpi.model.once import Once
from healthkpi.model.score import IndicatorScore, Total
from healthkpi.model.scorecard import IndicatorResult, Scorecard, UnitResult
from healthkpi.present._figures import clean, decimal_string, float_string, target_text
from healthkpi.present._layout import CHANCE_SAID, compared_verdict, remarks, stated
from healthkpi.present._report import Report
from healthkpi.present._scores import formula_of, total_formula, total_said
from healthkpi.present._writer import Writer
from healthkpi.text import Language, Text, joined

REMARKS = Text("说明", "remarks")
COLUMNS = (
    Text("政策", "policy"),
    Text("指标编号", "indicator"),
    Text("指标", "name"),
    Text("层级", "level"),
    Text("单位", "unit"),
    Text("是否判定", "judged"),
    Text("数值状态", "status"),
    Text("完成值", "value"),
    Text("计量单位", "measure"),
    Text("分子", "numerator"),
    Text("分母", "denominator"),
    Text("目标", "target"),
    Text("期限", "by"),
    Text("达到限值", "reached"),
    Text("判定", "judgement"),
    Text("差额", "gap"),
    REMARKS,
    Text("条款", "clause"),
    Text("缺报口径", "missing"),
)
INTERVAL_COLUMNS = (
    Text("置信水平", "interval_level"),
    Text("区间下限", "interval_low"),
    Text("区间上限", "interval_high"),
    Text("区间方法", "interval_method"),
    Text("区间与目标", "interval_target"),
)
# Only where points are declared, so that nothing changes for those who do not score.
POINTS = (
    Text("得分", "points"),
    Text("满分", "full"),
    Text("计分办法", "formula"),
)
_YES, _NO = Text("是", "yes"), Text("否", "no")
_BETWEEN = Text("；", "; ")
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def _render(report: Report, language: Language) -> bytes:
    scorecard = report.scorecard
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    units = (unit for result in scorecard.results for unit in result.results)
    is_scored = bool(scorecard.totals) or any(unit.score is not None for unit in units)
    chance = INTERVAL_COLUMNS if scorecard.confidence is not None else ()
    columns = (*COLUMNS, *chance, *(POINTS if is_scored else ()))
    writer.writerow([column.say(language) for column in columns])
    for result in scorecard.results:
        same = _Same.of(scorecard, result, language)
        for unit in result.results:
            line = _line(same, unit)
            if chance:
                line += _interval(unit, language)
            if is_scored:
                line += _points(unit.score, result.unit, language)
            writer.writerow(line)
    for total in scorecard.totals:
        writer.writerow(_total_line(scorecard, total, language, len(COLUMNS) + len(chance)))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


@dataclass(frozen=True, slots=True)
class _Same:
    """What all lines of an indicator have in common, put into words once."""

    result: IndicatorResult
    language: Language
    begin: tuple[str, ...]
    noted: tuple[str, ...]
    end: tuple[str, ...]
    once: Once = field(default_factory=Once)

    @classmethod
    def of(cls, scorecard: Scorecard, result: IndicatorResult, language: Language) -> "_Same":
        """Of one indicator."""
        clauses = as_text("；".join(at for at, _ in result.clauses))
        return cls(
            result,
            language,
            (scorecard.policy, result.id, as_text(result.name.say(language))),
            tuple(each.say(language) for each in stated(result)),
            (clauses, scorecard.missing.label.say(language)),
        )

    def target(self, target: JudgedTarget | None) -> tuple[str, str]:
        """Limit and date; nearly all units are held to the same."""
        if target is None:
            return "", ""
        return self.once(id(target), lambda: self._limit_and_date(target))

    def _limit_and_date(self, target: JudgedTarget) -> tuple[str, str]:
        limit = as_text(target_text(target, self.result.unit).say(self.language))
        return limit, target.by.isoformat() if target.by else ""


def _line(same: _Same, unit: UnitResult) -> list[str]:
    value, judgement, language = unit.value.value, unit.judgement, same.language
    verdict = judgement.verdict if unit.is_judged else compared_verdict(unit)
    gap = judgement.gap
    noted = (remarks(same.result, unit).say(language), *same.noted)
    return [
        *same.begin,
        unit.value.level,
        as_text(unit.value.unit),
        _yes(unit.is_judged, language),
        str(value.status),
        _number(value.amount),
        same.result.unit,
        _number(value.numerator),
        _number(value.denominator),
        *same.target(judgement.target),
        "" if judgement.reached is None else _yes(judgement.reached, language),
        verdict.label.say(language),
        _number(gap.amount) if gap and not gap.allowed else "",
        as_text(_BETWEEN.say(language).join(filter(None, noted))),
        *same.end,
    ]


def _interval(unit: UnitResult, language: Language) -> Iterator[str]:
    interval, target = unit.interval, unit.judgement.target
    if interval is None:
        yield from [""] * len(INTERVAL_COLUMNS)
        return
    yield _number(interval.confidence)
    yield float_string(interval.low)
    yield float_string(interval.high)
    yield interval.name.say(language)
    chance = interval.against(target.acceptable) if target is not None else None
    yield CHANCE_SAID[chance].say(language) if chance is not None else ""


def _points(score: IndicatorScore | None, measure: str, language: Language) -> Iterator[str]:
    if score is None:
        yield from ("", "", "")
        return
    yield _number(score.points)
    yield _number(score.terms.full)
    said = [formula_of(score, measure), *([score.reason] if score.reason is not None else [])]
    yield as_text(joined(said).say(language))


def _total_line(scorecard: Scorecard, total: Total, language: Language, width: int) -> list[str]:
    """A line like those of the indicators, with points and without a value."""
    rule, remarked = total.rule, COLUMNS.index(REMARKS)
    head = [scorecard.policy, rule.id, as_text(rule.name.say(language)), total.level, as_text(total.unit)]
    line = head + [""] * (width - len(head))
    line[remarked] = as_text(total_said(total).say(language))
    formula = as_text(total_formula(rule).say(language))
    return [*line, _number(total.points), _number(rule.full), formula]


def as_text(words: str) -> str:
    """Words that a spreadsheet does not run as a formula."""
    return f"'{clean(words)}" if words.startswith(_RISKY) else clean(words)


def _yes(answer: bool, language: Language) -> str:
    return (_YES if answer else _NO).say(language)


def _number(number: Fraction | None) -> str:
    return "" if number is None else decimal_string(number)


WRITER = Writer("csv", (".csv",), _render)
