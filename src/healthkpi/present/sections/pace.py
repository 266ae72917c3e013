"""By when: progress against the elapsed time, what is needed a month, and where the recent pace leads."""

from collections.abc import Iterator

from healthkpi.model.comparison import Light, Pace, Recent
from healthkpi.model.judgement import Verdict
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.present._cells import LIGHT_TONES, chosen_units, count_cell, name_with_unit, value_cell
from healthkpi.present._figures import number_text, rounded, target_text
from healthkpi.present._layout import gap_unit, shown_value
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Cell, Grid, Line, Section, Tone, cell, column
from healthkpi.text import Text, joined

LIGHT_RULE = Text(
    "灯的规则：绿＝达标、达序时或已达到；黄＝滞后或未达到，但照近期速度来得及，或看不出速度；"
    "红＝到期未达标，或滞后、未达到且照近期速度到期完不成",
    "rule of the lights: green, met, on its path or reached; yellow, behind or not yet, but in time at the recent pace or "
    "at an unknown one; red, missed at its date, or behind or not yet and too slow at the recent pace",
)
# In the last month the days are counted, and nothing is asked for a month.
DAYS_OF_A_MONTH = 31
_COLUMNS = (
    column("指标", "Indicator"),
    column("现值", "Now", is_number=True),
    column("目标", "Target"),
    column("序时应达", "Due by now", is_number=True),
    column("还差", "To go", is_number=True),
    column("每月需", "Needed a month", is_number=True),
    column("近期每月", "Recent a month", is_number=True),
    column("照此到期", "Then at the date", is_number=True),
    column("灯", "Light"),
)


def _make(report: Report) -> Iterator[Block]:
    wanted = [(result, unit) for result in report.scorecard.supplied for unit in _units(report, result)]
    rows = [_row(report, result, unit) for result, unit in wanted]
    if not rows:
        yield Line(Text("没有还没到期的目标", "no target has its date still to come"), Tone.QUIET)
        return
    yield Grid(_COLUMNS, rows)
    for result, unit in wanted:
        if unit.light in {Light.YELLOW, Light.RED} and (unit.pace is None or unit.pace.left is not None):
            yield Line(pace_said(result, unit, name_with_unit(report, result, unit)), LIGHT_TONES[unit.light])
    yield Line(LIGHT_RULE, Tone.QUIET)


def _units(report: Report, result: IndicatorResult) -> list[UnitResult]:
    """While the date is still to come."""
    return [
        unit
        for unit in chosen_units(report, result)
        if unit.pace is not None and unit.judgement.target is not None and not unit.judgement.target.is_due
    ]


def _row(report: Report, result: IndicatorResult, unit: UnitResult) -> list[Cell]:
    pace = unit.pace or Pace(0)
    counted = gap_unit(result)
    by = unit.judgement.target.by if unit.judgement.target else None
    target = target_text(unit.judgement.target, result.unit) if unit.judgement.target else Text("", "")
    light = unit.light.label if unit.light else Text("—", "-")
    return [
        cell(name_with_unit(report, result, unit)),
        value_cell(result, unit),
        cell(Text(f"{target.zh}（{by}）", f"{target.en} ({by})")),
        count_cell(pace.expected, counted),
        count_cell(pace.left, counted),
        count_cell(pace.needed, counted),
        count_cell(pace.recent.a_month if pace.recent else None, counted),
        count_cell(pace.projected, counted),
        cell(light, LIGHT_TONES[unit.light] if unit.light else Tone.QUIET),
    ]


def pace_said(result: IndicatorResult, unit: UnitResult, name: Text) -> Text:
    """One paragraph to paste: how far, how far it should be, what is left, what that takes, where it leads."""
    pace = unit.pace or Pace(0)
    parts = [*_so_far(result, unit, pace), *_to_go(result, pace), *_leads(result, unit, pace)]
    said = joined(parts) if parts else Text("", "")
    light = unit.light.label if unit.light else Text("", "")
    mark = (
        Text(f"【预警：{light.zh}】", f" [{light.en}]")
        if unit.light is not Light.GREEN and unit.light
        else Text("", "")
    )
    return Text(f"{name.zh}：{said.zh}{mark.zh}", f"{name.en}: {said.en}{mark.en}")


def _so_far(result: IndicatorResult, unit: UnitResult, pace: Pace) -> Iterator[Text]:
    value, target = unit.value.value, unit.judgement.target
    if target is None:
        return
    now, goal = shown_value(result, value, unit.judgement), target_text(target, result.unit)
    done = f"（{rounded(pace.done, 1)}%）" if pace.done is not None else ""
    yield Text(
        f"目标{goal.zh}，现{now.zh}{done}",
        f"target {goal.en}, now {now.en}{done.replace('（', ' (').replace('）', ')')}",
    )
    if pace.expected is not None and pace.behind is not None:
        counted = gap_unit(result)
        due = number_text(pace.expected, counted)
        elapsed_zh = f"序时进度{rounded(pace.elapsed, 1)}%，" if pace.elapsed is not None else ""
        elapsed_en = f"{rounded(pace.elapsed, 1)}% of the time is over, " if pace.elapsed is not None else ""
        off = number_text(abs(pace.behind), counted)
        zh, en = ("落后", "behind") if pace.behind > 0 else ("超前", "ahead")
        lag = (
            Text(f"，{zh}{off.zh}", f", {off.en} {en}") if pace.behind else Text("，正好跟上", ", just even")
        )
        yield Text(f"{elapsed_zh}应达{due.zh}{lag.zh}", f"{elapsed_en}due {due.en}{lag.en}")


def _to_go(result: IndicatorResult, pace: Pace) -> Iterator[Text]:
    if pace.left is None or pace.months is None:
        return
    left = number_text(pace.left, gap_unit(result))
    if pace.needed is None or pace.days <= DAYS_OF_A_MONTH:
        days = Text(f"剩{pace.days}天", f"{pace.days} day{'' if pace.days == 1 else 's'} left")
        months = Text(f"剩{pace.months}个月", f"{pace.months} month{'' if pace.months == 1 else 's'} left")
        time = days if pace.days <= DAYS_OF_A_MONTH else months
        yield Text(f"还差{left.zh}，{time.zh}", f"{left.en} to go, {time.en}")
        return
    each = number_text(pace.needed, gap_unit(result))
    plural = "" if pace.months == 1 else "s"
    yield Text(
        f"还差{left.zh}，剩{pace.months}个月，每月需{each.zh}",
        f"{left.en} to go, {pace.months} month{plural} left, {each.en} needed a month",
    )


def _leads(result: IndicatorResult, unit: UnitResult, pace: Pace) -> Iterator[Text]:
    if pace.recent is None or pace.projected is None or unit.judgement.target is None:
        if unit.judgement.verdict in {Verdict.BEHIND, Verdict.NOT_YET}:
            yield Text("没有往期数，看不出近期速度", "no earlier figures, so no recent pace")
        return
    counted = gap_unit(result)
    recent, then = recent_said(pace.recent, counted), number_text(pace.projected, counted)
    share = ""
    if unit.value.value.denominator is not None and pace.projected_value is not None:
        share = f"（{rounded(pace.projected_value, 2)}{result.unit}）"
    by = unit.judgement.target.by
    end = Text("，能完成", ", in time") if pace.projected_reaches else Text("，到期完不成", ", not in time")
    if pace.short_then is not None:
        short = number_text(pace.short_then, counted)
        end = Text(f"，预计缺{short.zh}", f", {short.en} short")
    share_en = share.replace("（", " (").replace("）", ")")
    yield Text(
        f"{recent.zh} → 照此到{by}为{then.zh}{share}{end.zh}",
        f"{recent.en}: at this pace {then.en}{share_en} on {by}{end.en}",
    )


def recent_said(recent: Recent, counted: str) -> Text:
    """The recent pace and what it is averaged over."""
    each = number_text(recent.a_month, counted)
    if recent.since_start:
        return Text(f"今年以来平均每月{each.zh}", f"{each.en} a month since the start of the year")
    months = recent.months
    return Text(
        f"近{months}个月平均每月{each.zh}",
        f"{each.en} a month over the last {months} month{'' if months == 1 else 's'}",
    )


SECTION = Section(Text("进度", "pace"), Text("进度与预测", "Pace and projection"), 30, _make)
