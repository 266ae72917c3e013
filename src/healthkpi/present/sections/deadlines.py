"""Which targets are overdue, which come next: days, current value, what is lacking, light, and who answers for it.

Targets are in the order of their dates: overdue, within 30 days, within 90 days, later. A target in stages (30 %, then 50 %,
then 80 %) stands once for each stage; the stage that is due is judged by its own value, not by the last one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from healthkpi.model.comparison import Light
from healthkpi.model.judgement import Judgement, Verdict
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.model.value import Value
from healthkpi.present._figures import gap_text, target_text
from healthkpi.present._layout import JUDGED_GOOD, gap_unit, named, shown_value
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Cell, Grid, Line, Section, Tone, cell, column
from healthkpi.text import Text, same

SOON, NEXT = 30, 90
_LIGHT_TONES = {Light.GREEN: Tone.GOOD, Light.YELLOW: Tone.WARN, Light.RED: Tone.BAD}
_COLUMNS = (
    column("指标", "Indicator"),
    column("期限", "Date"),
    column("还有（天）", "Days left", is_number=True),
    column("目标", "Target"),
    column("现值", "Now", is_number=True),
    column("还差", "To go"),
    column("灯", "Light"),
    column("责任单位", "Responsible"),
)


@dataclass(frozen=True, slots=True)
class _Stage:
    """One target with its date, and how the units that it is asked of stand to it."""

    result: IndicatorResult
    by: date | None
    days: int | None
    units: tuple[tuple[UnitResult, Value, Judgement], ...]
    light: Light | None

    @property
    def is_good(self) -> bool:
        return all(judgement.verdict in JUDGED_GOOD for _, _, judgement in self.units)

    @property
    def is_done_late(self) -> bool:
        """Of all its units none has anything left to do, and some were late."""
        short = [unit for unit, _, judgement in self.units if judgement.verdict not in JUDGED_GOOD]
        return bool(short) and all(unit.is_done_late for unit in short)

    @property
    def is_unknown(self) -> bool:
        verdicts = {judgement.verdict for _, _, judgement in self.units}
        return Verdict.NOT_JUDGED in verdicts and not verdicts & {
            Verdict.MISSED,
            Verdict.BEHIND,
            Verdict.NOT_YET,
        }


def _make(report: Report) -> Iterator[Block]:
    stages = sorted(_stages(report), key=lambda each: (each.by or date.min, each.result.name.zh))
    if not stages:
        yield Line(Text("没有带期限的目标", "no target has a date"), Tone.QUIET)
        return
    day = report.scorecard.as_of
    for title, members in _groups(stages):
        if members:
            count = Text(f"{title.zh}（{len(members)} 项）", f"{title.en} ({len(members)})")
            yield Grid(_COLUMNS, [_row(report, each) for each in members], count)
    due = [each for each in stages if each.days is not None and each.days <= 0 and each.is_good]
    yield from _named(Text("到期且已达标", "due and met"), due, Tone.GOOD)
    late = [each for each in stages if each.is_done_late]
    yield from _named(Text("期限以后才完成", "done after the date"), late, Tone.WARN)
    later = [each for each in stages if each.days is not None and each.days > NEXT]
    reached = [each for each in later if each.is_good]
    yield from _named(Text("以后到期、现已达到", "due later and reached already"), reached, Tone.GOOD)
    yield from _named(
        Text("以后到期、还没有数", "due later and without a figure"),
        [each for each in later if each.is_unknown],
        Tone.QUIET,
    )
    for stage in stages:
        if stage.result.tally.only_later_data and stage.by is not None and (stage.days or 0) <= 0:
            yield Line(_later_data(stage.result.name, stage.by), Tone.WARN)
    yield Line(Text(f"天数从 {day} 算起", f"days are counted from {day}"), Tone.QUIET)


def _groups(stages: Sequence[_Stage]) -> Iterator[tuple[Text, list[_Stage]]]:
    """Each stage that is not met yet or not due yet in one group."""
    due = [each for each in stages if each.days is not None and each.days <= 0]
    open_ = [each for each in due if not each.is_good and not each.is_done_late]
    yield Text("已到期，未达标", "Overdue"), [each for each in open_ if not each.is_unknown]
    yield Text("已到期，没有判定", "Due and not judged"), [each for each in open_ if each.is_unknown]
    at_any_time = [each for each in stages if each.days is None and not each.is_good]
    yield Text("没有期限、随时应达到，现未达到", "Asked for at any time and not reached"), at_any_time
    coming = [(each, each.days) for each in stages if each.days is not None and each.days > 0]
    yield Text(f"{SOON} 天内到期", f"Within {SOON} days"), [each for each, days in coming if days <= SOON]
    yield (
        Text(f"{NEXT} 天内到期", f"Within {NEXT} days"),
        [each for each, days in coming if SOON < days <= NEXT],
    )
    later = [each for each, days in coming if days > NEXT]
    yield Text("以后", "Later"), [each for each in later if not each.is_good and not each.is_unknown]


def _later_data(name: Text, by: date) -> Text:
    return Text(
        f"{name.zh}（{by}）：没有期限以前的数，是拿以后的数看的",
        f"{name.en} ({by}): there are no figures from before the date; later ones were taken",
    )


def _named(what: Text, stages: Sequence[_Stage], tone: Tone) -> Iterator[Line]:
    """One line where a row for each would bury the others."""
    if stages:
        zh, en = (
            named([each.result.name.zh for each in stages]),
            named([each.result.name.en for each in stages]),
        )
        yield Line(Text(f"{what.zh} {len(stages)} 项：{zh.zh}", f"{len(stages)} {what.en}: {en.en}"), tone)


def _stages(report: Report) -> Iterator[_Stage]:
    for result in report.scorecard.supplied:
        units = [unit for unit in result.judged if report.unit is None or unit.value.unit == report.unit]
        if report.unit is not None and not units:
            units = [unit for unit in result.listed if unit.value.unit == report.unit]
        units = [unit for unit in units if unit.judgement.target is not None]
        if not units:
            continue
        yield _stage(
            report, result, [(unit, unit.value.value, unit.judgement) for unit in units], _worst(units)
        )
        for number in range(max(len(unit.milestones) for unit in units)):
            later = [(unit, unit.milestones[number]) for unit in units if len(unit.milestones) > number]
            judged = [
                (unit, each.value, each.judgement)
                for unit, each in later
                if each.judgement.target is not None
            ]
            if judged:
                yield _stage(report, result, judged, None)


def _worst(units: Sequence[UnitResult]) -> Light | None:
    order = (Light.RED, Light.YELLOW, Light.GREEN)
    return next((light for light in order if any(unit.light is light for unit in units)), None)


def _stage(
    report: Report,
    result: IndicatorResult,
    units: Sequence[tuple[UnitResult, Value, Judgement]],
    light: Light | None,
) -> _Stage:
    target, day = units[0][2].target, report.scorecard.as_of
    by = target.by if target is not None else None
    days = (by - day).days if by is not None and day is not None else None
    if light is None and all(judgement.verdict in JUDGED_GOOD for _, _, judgement in units):
        light = Light.GREEN
    return _Stage(result, by, days, tuple(units), light)


def _row(report: Report, stage: _Stage) -> list[Cell]:
    result, target = stage.result, stage.units[0][2].target
    goal = target_text(target, result.unit) if target is not None else Text("", "")
    name = result.name
    if report.unit is not None and report.unit != report.scorecard.area.zh:
        name = Text(f"{name.zh} {report.unit}", f"{name.en}, {report.unit}")
    light = stage.light.label if stage.light else Text("—", "-")
    return [
        cell(name),
        cell(stage.by.isoformat() if stage.by else Text("随时", "any time")),
        _days(stage.days),
        cell(goal if len(stage.units) == 1 else Text(f"各{goal.zh}", f"each {goal.en}")),
        *_standing(stage),
        cell(light, _LIGHT_TONES.get(stage.light, Tone.PLAIN) if stage.light else Tone.QUIET),
        cell(result.responsible or Text("未写明", "not named")),
    ]


def _days(days: int | None) -> Cell:
    if days is None:
        return cell("")
    if days < 0:
        return Cell(Text(f"逾期 {-days}", f"{-days} over"), Fraction(days), tone=Tone.BAD)
    return Cell(Text("今天", "today") if days == 0 else same(str(days)), Fraction(days))


def _standing(stage: _Stage) -> list[Cell]:
    """The value and what is lacking; of several units how many are there and who is not."""
    result = stage.result
    if len(stage.units) > 1:
        short = [
            unit.value.unit for unit, _, judgement in stage.units if judgement.verdict not in JUDGED_GOOD
        ]
        done, total = len(stage.units) - len(short), len(stage.units)
        who = named(short) if short else Text("", "")
        return [Cell(Text(f"{done}/{total} 个达到", f"{done} of {total}"), Fraction(done)), cell(who)]
    _, value, judgement = stage.units[0]
    shown = shown_value(result, value, judgement)
    gap = judgement.gap if value.status.has_value else None
    lacking = gap_text(gap, gap_unit(result))
    return [
        Cell(shown, value.amount, result.unit),
        Cell(lacking, gap.amount if gap else None, gap_unit(result)),
    ]


SECTION = Section(Text("节点", "deadlines"), Text("时限节点", "Deadlines"), 35, _make)
