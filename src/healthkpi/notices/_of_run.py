"""From a run to its notice: only what the JSON document of each return holds, so what is hidden there stays hidden."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from healthkpi.model.judgement import Verdict
from healthkpi.model.run import Document, ReturnKey, Run, Scored
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.notices._notice import Counts, Notice, ReturnNoticed, Shortfall
from healthkpi.present._figures import clean
from healthkpi.present._layout import (
    JUDGED_GOOD,
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

MOST_RETURNS = 20  # told one by one

Missed = frozenset[tuple[str, str, str]]  # indicator, level, unit


@dataclass(frozen=True, slots=True)
class _Found:
    """What is missed in a return, told from its document alone: most returns are counted and not spoken of."""

    scored: Scored
    missed: tuple[Document, ...]
    new: frozenset[str]
    overdue: Mapping[str, int]


def notice_of(run: Run, before: Mapping[ReturnKey, Document | None], link: str | None = None) -> Notice:
    """What a run has to tell; `before` holds the document of the last time for each return that was scored before."""
    found = [_find(scored, _missed_in(before.get(scored.key))) for scored in run.scored]
    told = sorted((each for each in found if each.missed), key=lambda each: not each.new)
    counts = Counts(
        missed=sum(len(each.missed) for each in found),
        newly_missed=sum(len(each.new) for each in found),
        overdue=sum(len(each.overdue) for each in found),
        not_judged=sum(_count(each.document, {Verdict.NOT_JUDGED}) for each in run.scored),
        good=sum(_count(each.document, JUDGED_GOOD) for each in run.scored),
    )
    return Notice(
        run=run.id,
        finished=run.finished,
        scored=len(run.scored),
        counts=counts,
        returns=tuple(_return(each) for each in told[:MOST_RETURNS]),
        failed=tuple(
            replace(each, name=clean(each.name), message=_clean(each.message)) for each in run.failed
        ),
        link=link,
    )


def _count(document: Document, verdicts: Collection[str]) -> int:
    return sum(each["verdict"] in verdicts for each in document["indicators"])


def _missed_in(document: Document | None) -> Missed:
    """Nothing where it was never scored: then all that is missed is new."""
    if document is None:
        return frozenset()
    return frozenset(
        (indicator["id"], unit["level"], unit["unit"])
        for indicator in document["indicators"]
        for unit in _units_missing(indicator)
    )


def _units_missing(indicator: Document) -> list[Document]:
    return [unit for unit in indicator["judged"] if unit["judgement"] == Verdict.MISSED]


def _find(scored: Scored, before: Missed) -> _Found:
    document = scored.document
    missed = tuple(each for each in document["indicators"] if each["verdict"] == Verdict.MISSED)
    units = {each["id"]: _units_missing(each) for each in missed}
    over = {id_: max(_days_over(document, unit) for unit in found) for id_, found in units.items()}
    new = {
        id_
        for id_, found in units.items()
        if any((id_, unit["level"], unit["unit"]) not in before for unit in found)
    }
    return _Found(scored, missed, frozenset(new), {id_: days for id_, days in over.items() if days})


def _days_over(document: Document, unit: Document) -> int:
    by, day = (unit["target"] or {}).get("by"), document["as_of"]
    # What was done after its date is missed, but nobody has to do it any more.
    if by is None or day is None or unit["done_on"] is not None:
        return 0
    return max(0, (date.fromisoformat(day) - date.fromisoformat(by)).days)


def _return(found: _Found) -> ReturnNoticed:
    scored, scorecard = found.scored, scorecard_of(found.scored.document)
    missed = [each for each in scorecard.supplied if each.verdict is Verdict.MISSED]
    told = [_shortfall(each, found) for each in missed]
    told.sort(key=lambda each: (not each.is_new, -each.overdue))
    key = replace(scored.key, unit=clean(scored.key.unit))
    said = [heading(scorecard), *_corrected(scored.document)]
    return ReturnNoticed(key, joined(said, "，", ", "), _clean(answer_line(scorecard)), tuple(told))


def _corrected(document: Document) -> Iterator[Text]:
    applied = document.get("corrections", {}).get("applied", ())
    if applied:
        yield corrections_said(len(applied))


def _shortfall(result: IndicatorResult, found: _Found) -> Shortfall:
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
        overdue=found.overdue.get(result.id, 0),
        is_new=result.id in found.new,
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


def _clean(text: Text) -> Text:
    return Text(clean(text.zh), clean(text.en))
