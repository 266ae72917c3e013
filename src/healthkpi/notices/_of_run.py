"""From a run to its notice: only what the JSON document of each return holds, so what is hidden there stays hidden."""

from collections.abc import Iterator, Mapping

from healthkpi.model.judgement import Verdict
from healthkpi.model.run import Document, Failed, ReturnKey, Run, Scored
from healthkpi.model.scorecard import IndicatorResult, Scorecard, UnitResult
from healthkpi.notices._notice import Notice, ReturnNoticed, Shortfall
from healthkpi.present._figures import clean
from healthkpi.present._layout import (
    Row,
    answer_line,
    corrections_said,
    heading,
    indicator_row,
    named,
    short_said,
    stated,
)
from healthkpi.present._read_back import scorecard_of
from healthkpi.text import Text, joined

Missed = frozenset[tuple[str, str, str]]  # indicator, level, unit


def notice_of(run: Run, before: Mapping[ReturnKey, Document | None], link: str | None = None) -> Notice:
    """What a run has to tell; `before` holds the document of the last time for each return that was scored before."""
    told = [_return(scored, _missed_in(before.get(scored.key))) for scored in run.scored]
    told = [each for each in told if each.shortfalls]
    return Notice(
        run=run.id,
        finished=run.finished,
        scored=len(run.scored),
        not_judged=sum(_count(each.document, Verdict.NOT_JUDGED) for each in run.scored),
        returns=tuple(sorted(told, key=_has_nothing_new)),
        failed=tuple(Failed(clean(each.name), _clean(each.message)) for each in run.failed),
        link=link,
    )


def _has_nothing_new(told: ReturnNoticed) -> bool:
    return not any(each.is_new for each in told.shortfalls)


def _count(document: Document, verdict: Verdict) -> int:
    return sum(each["verdict"] == verdict for each in document["indicators"])


def _missed_in(document: Document | None) -> Missed:
    """Nothing where it was never scored: then all that is missed is new."""
    if document is None:
        return frozenset()
    return frozenset(
        (indicator["id"], unit["level"], unit["unit"])
        for indicator in document["indicators"]
        for unit in indicator["judged"]
        if unit["judgement"] == Verdict.MISSED
    )


def _return(scored: Scored, before: Missed) -> ReturnNoticed:
    scorecard = scorecard_of(scored.document)
    missed = [each for each in scorecard.supplied if each.verdict is Verdict.MISSED]
    told = [_shortfall(scorecard, each, before) for each in missed]
    told.sort(key=lambda each: (not each.is_new, -each.overdue))
    key = ReturnKey(scored.key.policy, clean(scored.key.unit), scored.key.period)
    said = [heading(scorecard), *_corrected(scored.document)]
    return ReturnNoticed(key, joined(said, "，", ", "), _clean(answer_line(scorecard)), tuple(told))


def _corrected(document: Document) -> Iterator[Text]:
    applied = document.get("corrections", {}).get("applied", ())
    if applied:
        yield corrections_said(len(applied))


def _shortfall(scorecard: Scorecard, result: IndicatorResult, before: Missed) -> Shortfall:
    units = [unit for unit in result.judged if unit.judgement.verdict is Verdict.MISSED]
    zh, en = indicator_row(result, "zh"), indicator_row(result, "en")
    return Shortfall(
        indicator=result.id,
        name=result.name,
        value=Text(zh.value, en.value),
        target=Text(zh.target, en.target),
        by=zh.by,
        gap=_gap(result, units, zh, en),
        remarks=_remarks(result, zh, en),
        overdue=max(_days_over(scorecard, unit) for unit in units),
        is_new=any((result.id, *unit.key) not in before for unit in units),
    )


def _gap(result: IndicatorResult, missed: list[UnitResult], zh: Row, en: Row) -> Text:
    """By how much; of several units, which."""
    if len(result.judged) > 1:
        who = named([unit.value.unit for unit in missed])
        return Text(f"未达标：{who.zh}", f"missed by {who.en}")
    short = short_said(missed[0], Text(zh.gap, en.gap)) if zh.gap else Text("", "")
    return Text(short.zh.removeprefix("，"), short.en.removeprefix(", "))


def _remarks(result: IndicatorResult, zh: Row, en: Row) -> Text:
    """What stands beside the figure in `check`: who is not in it, which reading, whether the limit is a what-if."""
    said = [Text(zh.remarks, en.remarks), *stated(result)]
    return _clean(joined([each for each in said if each.zh]))


def _days_over(scorecard: Scorecard, unit: UnitResult) -> int:
    target, day = unit.judgement.target, scorecard.as_of
    # What was done after its date is missed, but nobody has to do it any more.
    if target is None or target.by is None or day is None or unit.value.value.done_on is not None:
        return 0
    return max(0, (day - target.by).days)


def _clean(text: Text) -> Text:
    return Text(clean(text.zh), clean(text.en))
