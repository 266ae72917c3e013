"""The scorecard as lines and rows of finished text, before any format."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from healthkpi.model.correction import Outcome
from healthkpi.model.finding import Finding, Severity
from healthkpi.model.interval import Chance
from healthkpi.model.judgement import Judgement, Verdict
from healthkpi.model.scorecard import Choice, IndicatorResult, Scorecard, UnitResult
from healthkpi.model.treatment import Filled, Treatment
from healthkpi.model.value import Value, ValueStatus
from healthkpi.present._figures import (
    clean,
    counts_text,
    gap_text,
    interval_text,
    limit_text,
    number_text,
    target_text,
    value_text,
)
from healthkpi.text import Language, Text, joined

# √ × △ ● are in GBK; ticks, crosses and emoji are not.
MARKS = {
    Verdict.MET: "√",
    Verdict.AHEAD: "√",
    Verdict.REACHED: "√",
    Verdict.MISSED: "×",
    Verdict.BEHIND: "△",
    Verdict.NOT_YET: "△",
    Verdict.NOT_JUDGED: "●",
    Verdict.NOT_APPLICABLE: "-",
    Verdict.RECORDED: "-",
}
ANSWERED_FIRST = (Verdict.MISSED, Verdict.BEHIND, Verdict.NOT_YET)
JUDGED_GOOD = {Verdict.MET, Verdict.AHEAD, Verdict.REACHED}
WITHOUT_TARGET = (Verdict.NOT_APPLICABLE, Verdict.RECORDED)
MOST_IN_ANSWER = 4
MOST_NAMES = 6
FINDINGS_OF_A_CODE = 5

READY_MADE = Text("用填报的率，没有分子分母可复算", "as reported; there are no counts to recompute it from")
CHANCE_SAID = {
    Chance.REACHED: Text("整个区间都达到目标，不像是偶然", "all of it reaches the target: hardly chance"),
    Chance.MISSED: Text("整个区间都没有达到目标，不像是偶然", "all of it misses the target: hardly chance"),
    Chance.OPEN: Text(
        "目标在区间内，一期数据看不出达没达到",
        "the target lies within it: this one period cannot tell reached from missed",
    ),
}
NOT_SUPPLIED = Text("另有 {count} 项本次没有数据", "{count} more have no data this time")
NOTHING_JUDGED = Text("没有一项能判定", "nothing could be judged")
NOTHING_MISSED = Text("到期的目标没有未达标的", "no due target is missed")
_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: an indicator, or one of its units."""

    name: str
    value: str
    counts: str
    target: str
    by: str
    verdict: Verdict
    gap: str
    remarks: str
    is_unit: bool = False

    def label(self, language: Language) -> str:
        """Mark and word of the verdict."""
        return f"{MARKS[self.verdict]}{self.verdict.label.say(language)}"


def answer_line(scorecard: Scorecard) -> Text:
    """The first line: who has not reached what, and how many indicators had no data at all."""
    supplied = scorecard.supplied
    told = supplied if len(supplied) == 1 else sorted(filter(_is_asked_about, supplied), key=_urgency)
    parts = [_answer(each) for each in told[:MOST_IN_ANSWER]]
    if len(told) > MOST_IN_ANSWER:
        rest = len(told) - MOST_IN_ANSWER
        parts.append(
            Text(f"还有 {rest} 项未达标、滞后或未达到", f"{rest} more missed, behind or not yet reached")
        )
    if not parts and any(each.verdict in JUDGED_GOOD for each in supplied):
        parts.append(NOTHING_MISSED)
    elif not parts and supplied:
        parts.append(NOTHING_JUDGED)
    without = len(scorecard.results) - len(supplied)
    if without:
        parts.append(NOT_SUPPLIED.format(count=without))
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def _is_asked_about(result: IndicatorResult) -> bool:
    return result.verdict in ANSWERED_FIRST


def _urgency(result: IndicatorResult) -> tuple[int, bool]:
    """The worst verdicts first; of equals those that can name who falls short."""
    names_units = any(unit.judgement.reached is not None for unit in result.listed) or len(result.judged) > 1
    return ANSWERED_FIRST.index(result.verdict), not names_units


def totals_line(scorecard: Scorecard) -> Text:
    """How many indicators have which verdict."""
    counts = [(verdict, scorecard.count(verdict)) for verdict in Verdict]
    said = [(verdict.label, count) for verdict, count in counts if count]
    total = len(scorecard.supplied)
    return Text(
        f"{total} 项：" + "，".join(f"{label.zh} {count}" for label, count in said),
        f"{total} indicator{'' if total == 1 else 's'}: "
        + ", ".join(f"{label.en} {count}" for label, count in said),
    )


def heading(scorecard: Scorecard) -> Text:
    """Which document, and as of which day."""
    number = f" {scorecard.number}" if scorecard.number else ""
    day = scorecard.as_of.isoformat() if scorecard.as_of else None
    zh = f"{scorecard.title.zh}{number}（{f'截至 {day}' if day else '日期不详'}）"
    en = f"{scorecard.title.en}{number} (as of {day or 'an unknown day'})"
    chosen = choices_said(scorecard)
    return Text(f"{zh}　{chosen.zh}", f"{en}  {chosen.en}")


def choices_said(scorecard: Scorecard) -> Text:
    """What was chosen for this run and changes figures: said on every output."""
    said = [missing_said(scorecard.missing)]
    if scorecard.basis is not None:
        said.append(Text(f"人口口径：{scorecard.basis.zh}", f"population: {scorecard.basis.en}"))
    assumed = [result for result in scorecard.results if result.is_assumed]
    if assumed:
        targets = joined([_assumed_target(result) for result in assumed], "、", ", ")
        said.append(Text(f"假设目标：{targets.zh}", f"what if: {targets.en}"))
    below = scorecard.suppressed_below
    if below is not None:
        said.append(Text(f"小于 {below} 的人数已隐去", f"counts of people below {below} are hidden"))
    if scorecard.corrections.applied:
        said.append(corrections_said(len(scorecard.corrections.applied)))
    return joined(said, "，", ", ")


def corrections_said(count: int) -> Text:
    """How many corrections the figures follow."""
    return Text(f"已采用更正 {count} 条", f"{count} correction{'' if count == 1 else 's'} applied")


def _assumed_target(result: IndicatorResult) -> Text:
    target = next((unit.judgement.target for unit in result.judged if unit.judgement.target), None)
    limit = target_text(target, result.unit) if target is not None else Text("", "")
    return Text(f"{result.name.zh} {limit.zh}".rstrip(), f"{result.name.en} {limit.en}".rstrip())


def missing_said(treatment: Treatment) -> Text:
    """How missing figures are treated."""
    return Text(f"缺报{treatment.label.zh}", f"missing: {treatment.label.en}")


def indicator_rows(scorecard: Scorecard, language: Language) -> list[Row]:
    """One row an indicator that has data; where each unit is judged, the rows of those that fail follow it."""
    rows = []
    for result in scorecard.supplied:
        rows.append(_with_reading(indicator_row(result, language), result, language))
        if len(result.judged) == 1:
            continue
        failing = [unit for unit in result.judged if not _is_good(unit.judgement.verdict)]
        rows += [unit_row(result, unit, language, is_unit=True) for unit in failing]
    return rows


def indicator_row(result: IndicatorResult, language: Language, name: str | None = None) -> Row:
    """The one row of an indicator: its value, or how many of its units reach the target."""
    name = name or result.name.say(language)
    if len(result.judged) == 1:
        return unit_row(result, result.judged[0], language, name)
    return _summary_row(result, language, name)


def alternative_rows(scorecard: Scorecard, choice: Choice, language: Language) -> list[tuple[str, list[Row]]]:
    """For each indicator that a choice changes a row for each way of it, the chosen one marked."""
    sections = []
    for result in scorecard.supplied:
        ways = [each for each in result.alternatives if each.choice is choice]
        if ways:
            names = [_marked(each.name, is_chosen=each.is_chosen).say(language) for each in ways]
            rows = [
                indicator_row(each.result, language, name) for each, name in zip(ways, names, strict=True)
            ]
            sections.append((result.name.say(language), rows))
    return sections


def _marked(name: Text, *, is_chosen: bool) -> Text:
    return Text(f"{name.zh}（采用）", f"{name.en} (chosen)") if is_chosen else name


def level_rows(scorecard: Scorecard, language: Language, level: str) -> list[tuple[str, list[Row]]]:
    """For each indicator the rows of one level, furthest from its target first where it has one."""
    sections = []
    for result in scorecard.supplied:
        units = [unit for unit in result.results if unit.value.level == level]
        if units:
            rows = [unit_row(result, unit, language, unit_name(scorecard, unit, language)) for unit in units]
            sections.append((result.name.say(language), rows))
    return sections


def unit_row(
    result: IndicatorResult,
    unit: UnitResult,
    language: Language,
    name: str | None = None,
    *,
    is_unit: bool = False,
) -> Row:
    """One value with its target, its verdict and what must be said about it."""
    value, judgement = unit.value.value, unit.judgement
    target = judgement.target
    return Row(
        name=clean(name or unit.value.unit),
        value=shown_value(result, value, judgement).say(language),
        counts=counts_text(value),
        target=target_text(target, result.unit).say(language) if target else "",
        by=target.by.isoformat() if target and target.by else "",
        verdict=verdict_of(unit),
        gap=gap_text(judgement.gap, gap_unit(result)).say(language) if value.status.has_value else "",
        remarks=clean(_with_chance(result, unit).say(language)),
        is_unit=is_unit,
    )


def _with_chance(result: IndicatorResult, unit: UnitResult) -> Text:
    said = [remarks(result, unit), chance_said(result, unit)]
    return joined([each for each in said if each is not None and each.zh])


def unit_name(scorecard: Scorecard, unit: UnitResult, language: Language) -> str:
    """A unit as it is called; the area has a name in both languages."""
    is_area = unit.value.unit == scorecard.area.zh
    return scorecard.area.say(language) if is_area else unit.value.unit


def compared_verdict(unit: UnitResult | Outcome) -> Verdict:
    """Lower levels are compared with the limit, never judged."""
    if unit.judgement.reached is None:
        return unit.judgement.verdict if unit.judgement.verdict is Verdict.RECORDED else Verdict.NOT_JUDGED
    return Verdict.REACHED if unit.judgement.reached else Verdict.NOT_YET


def shown_value(result: IndicatorResult, value: Value, judgement: Judgement) -> Text:
    """The figure, or in words why there is none."""
    if result.kind == "attested" and value.amount is not None:
        return Text("完成", "done") if value.amount else Text("未完成", "not done")
    acceptable = judgement.target.acceptable if judgement.target else None
    return value_text(value, result.unit, acceptable)


def gap_unit(result: IndicatorResult) -> str:
    """What the gap is counted in: the numerator's unit, or the value's own for a change or an amount."""
    counted = result.kind in {"proportion", "rate", "ratio", "count", "checklist"}
    return result.counted_in if counted else result.unit


def remarks(result: IndicatorResult, unit: UnitResult) -> Text:
    """What a reader must know beside the figure: who is missing, why there is no value, the path, the reading."""
    value, judgement = unit.value.value, unit.judgement
    said = [_coverage(value)] if value.status is ValueStatus.PARTIAL else []
    if value.filled or value.not_filled:
        said += filled_said(value)
    if value.ready_made:
        said.append(READY_MADE)
    if judgement.reason is not None:
        said.append(judgement.reason)
    if judgement.expected is not None:
        said.append(
            Text("应达 {it}", "due by now {it}").format(it=number_text(judgement.expected, result.unit))
        )
    if judgement.gap is not None and judgement.gap.with_unreported is not None:
        whole = number_text(judgement.gap.with_unreported, gap_unit(result))
        said.append(Text("含未报单位还差 {whole}", "{whole} short with those unreported").format(whole=whole))
    if result.kind == "checklist" and value.failing:
        lacking = named(
            list(dict.fromkeys(name for each in value.failing for name in (*each.failed, *each.open)))
        )
        said.append(Text("缺 {it}", "without {it}").format(it=lacking))
    open_rows = (
        0 if result.kind == "checklist" else sum(1 for each in value.failing if each.open and not each.failed)
    )
    if open_rows:
        said.append(Text(f"待核 {open_rows}", f"{open_rows} to be checked"))
    said += judgement.remarks
    # As of most units: a page may hold thousands.
    if not said:
        return _NOTHING
    return Text("；".join(each.zh for each in said), "; ".join(each.en for each in said))


def filled_said(value: Value) -> list[Text]:
    """For whom a figure stands that nobody reported, and for whom none could be found."""
    said = [
        Text(f"{how.zh}：{named(units).zh}", f"{how.en}: {named(units).en}")
        for how, units in _grouped((filling_said(each), each.unit) for each in value.filled)
    ]
    said += [
        Text(f"仍剔除：{named(units).zh}（{why.zh}）", f"still left out: {named(units).en} ({why.en})")
        for why, units in _grouped((each.reason, each.unit) for each in value.not_filled)
    ]
    return said


def filling_said(filled: Filled) -> Text:
    """按0计, or 沿用 2018-08."""
    since = filled.carried_from
    label = filled.treatment.label
    return label if since is None else Text(f"沿用 {since}", f"carried from {since}")


def _grouped(pairs: Iterable[tuple[Text, str]]) -> list[tuple[Text, list[str]]]:
    found: dict[Text, list[str]] = {}
    for key, unit in pairs:
        if unit not in found.setdefault(key, []):
            found[key].append(unit)
    return list(found.items())


def chance_said(result: IndicatorResult, unit: UnitResult) -> Text | None:
    """The interval, and whether it tells the target reached from the target missed."""
    interval, target = unit.interval, unit.judgement.target
    if interval is None:
        return None
    level, ends = limit_text(interval.confidence).en, interval_text(interval, result.unit)
    said = [Text(f"{level}% 区间 {ends.zh}", f"{level}% interval {ends.en}")]
    chance = interval.against(target.acceptable) if target is not None else None
    return joined(said + ([CHANCE_SAID[chance]] if chance is not None else []))


def reading_said(result: IndicatorResult) -> Text | None:
    """Which reading of the text the figure follows, where there is more than one."""
    chosen, others = result.chosen_reading, result.other_readings
    if chosen is not None:
        return Text(f"选定的读法：{chosen}", f"reading chosen: {chosen}")
    if not others or result.reading is None:
        return None
    names = "、".join(others)
    return Text(
        f"读法：{result.reading.zh}（另有读法：{names}）",
        f"reading: {result.reading.en} (another reading: {names})",
    )


def stated(result: IndicatorResult) -> list[Text]:
    """What stands once beside an indicator: another population, an assumed limit, the reading that was followed."""
    said = [basis_said(result), assumed_said(result), reading_said(result)]
    return [each for each in said if each is not None]


def basis_said(result: IndicatorResult) -> Text | None:
    """The population it is divided by, where that is not the document's own."""
    basis = result.basis
    return None if basis is None else Text(f"分母为{basis.zh}", f"divided by the {basis.en}")


def assumed_said(result: IndicatorResult) -> Text | None:
    """That the limit is a what-if, and the one of the document."""
    if not result.is_assumed:
        return None
    if result.stated_target is None:
        return Text("假设目标，不是文件的", "an assumed target, not the document's")
    own = target_text(result.stated_target, result.unit)
    return Text(f"假设目标，文件规定 {own.zh}", f"an assumed target; the document says {own.en}")


def _with_reading(row: Row, result: IndicatorResult, language: Language) -> Row:
    """The reading stands once, beside the indicator, not beside each of its units."""
    said = [row.remarks, *(clean(each.say(language)) for each in stated(result))]
    return replace(row, remarks=Text("；", "; ").say(language).join(filter(None, said)))


def named(units: Sequence[str], most: int = MOST_NAMES) -> Text:
    """A few names, and how many more."""
    shown = [clean(unit) for unit in units[:most]]
    more = len(units) - len(shown)
    zh = "、".join(shown) + (f"等 {len(units)} 个" if more else "")
    en = ", ".join(shown) + (f" and {more} more" if more else "")
    return Text(zh, en)


def finding_lines(findings: Iterable[Finding], language: Language) -> list[str]:
    """The first few of each code, like a compiler's, and how many more there are; errors come last, nearest the eye."""
    by_code: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda each: (_WEIGHT[each.code.severity], each.code.id)):
        by_code.setdefault(finding.code.id, []).append(finding)
    lines = []
    for code, members in by_code.items():
        lines += [finding_line(finding, language) for finding in members[:FINDINGS_OF_A_CODE]]
        more = len(members) - FINDINGS_OF_A_CODE
        if more > 0:
            lines.append(Text(f"{code} 还有 {more} 处", f"{code}: {more} more").say(language))
    return lines


def finding_line(finding: Finding, language: Language) -> str:
    """`九月.xlsx[签约]!F5: HK203 …`."""
    place = f"{clean(str(finding.place))}: " if finding.place else ""
    return f"{place}{finding.code.id} {clean(finding.message.say(language))}"


_WEIGHT = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2}


def _answer(result: IndicatorResult) -> Text:
    """签约覆盖率：未达到 2 家，达到 3 家，未报 1 家."""
    units = result.judged if len(result.judged) > 1 else result.listed
    if all(unit.judgement.verdict is Verdict.RECORDED for unit in units):
        only = result.judged[0]
        label = only.judgement.verdict.label
        gap = gap_text(only.judgement.gap, gap_unit(result))
        short = short_said(only, gap)
        name = result.name
        return Text(f"{name.zh}：{label.zh}{short.zh}", f"{name.en}: {label.en}{short.en}")
    below = [unit.value.unit for unit in units if unit.judgement.reached is False]
    above = sum(1 for unit in units if unit.judgement.reached)
    silent = [unit for unit in units if unit.judgement.reached is None]
    unknown = sum(1 for unit in silent if unit.value.value.status is ValueStatus.MISSING)
    without = len(silent) - unknown
    zh = [f"未达到 {len(below)} 家（{named(below).zh}）"] if below else []
    en = [f"{len(below)} below ({named(below).en})"] if below else []
    zh += [f"达到 {above} 家"] if above else []
    en += [f"{above} reach it"] if above else []
    zh += [f"未报 {unknown} 家"] if unknown else []
    en += [f"{unknown} unreported"] if unknown else []
    stood_for = _stood_for(units)
    zh += [stood_for.zh] if stood_for else []
    en += [stood_for.en] if stood_for else []
    zh += [f"无法计算 {without} 家"] if without else []
    en += [f"{without} without a value"] if without else []
    return Text(f"{result.name.zh}：" + "，".join(zh), f"{result.name.en}: " + ", ".join(en))


def _stood_for(units: Sequence[UnitResult]) -> Text | None:
    """Of those who were compared, who reported nothing and how it was treated."""
    compared = [unit for unit in units if unit.judgement.reached is not None and unit.value.value.filled]
    names = [unit.value.unit for unit in compared if not unit.value.value.coverage.counted]
    if not names:
        return None
    how, who = compared[0].value.value.filled[0].treatment.label, named(names)
    return Text(
        f"其中 {len(names)} 家未报、{how.zh}（{who.zh}）",
        f"of them {len(names)} unreported, {how.en} ({who.en})",
    )


def short_said(unit: UnitResult, words: Text) -> Text:
    """By how much, where something is short or too much."""
    gap = unit.judgement.gap
    if gap is None or gap.allowed:
        return Text("", "")
    return (
        Text(f"，{words.zh}", f", {words.en}")
        if gap.over
        else Text(f"，差 {words.zh}", f", {words.en} short")
    )


def _summary_row(result: IndicatorResult, language: Language, name: str) -> Row:
    """An indicator that each unit must pass singly."""
    units = result.judged
    target = next((unit.judgement.target for unit in units if unit.judgement.target), None)
    value = reaching_said(units, Text("{good} 个达到，共 {count}", "{good} of {count}")).say(language)
    return Row(
        name=name,
        value=value,
        counts="",
        target=(Text("各", "each ") if target else Text("", "")).say(language)
        + (target_text(target, result.unit).say(language) if target else ""),
        by=target.by.isoformat() if target and target.by else "",
        verdict=result.verdict,
        gap="",
        remarks="",
    )


def reaching(units: Sequence[UnitResult]) -> tuple[int, int]:
    """How many reach the target, and how many have one that applies to them: the others neither reach nor miss it."""
    verdicts = [verdict_of(unit) for unit in units]
    return sum(each in JUDGED_GOOD for each in verdicts), sum(each not in WITHOUT_TARGET for each in verdicts)


def reaching_said(units: Sequence[UnitResult], pattern: Text) -> Text:
    """The same in words, and beside it how many are in neither figure."""
    good, count = reaching(units)
    if not count:
        return Text(f"共 {len(units)} 个", f"{len(units)} in all")
    rest = Counter(verdict_of(unit) for unit in units)
    others = [(each.label, rest[each]) for each in WITHOUT_TARGET if rest[each]]
    said = pattern.format(good=good, count=count)
    zh, en = (f"，另 {n} 个{label.zh}" for label, n in others), (f", {n} {label.en}" for label, n in others)
    return Text(said.zh + "".join(zh), said.en + "".join(en))


def verdict_of(unit: UnitResult) -> Verdict:
    """Judged, or only compared with the limit."""
    return unit.judgement.verdict if unit.is_judged else compared_verdict(unit)


def _is_good(verdict: Verdict) -> bool:
    return verdict in {Verdict.MET, Verdict.AHEAD, Verdict.REACHED, Verdict.RECORDED, Verdict.NOT_APPLICABLE}


def _coverage(value: Value) -> Text:
    coverage = value.coverage
    who = named(coverage.missing)
    return Text(
        f"{coverage.expected} 个中 {coverage.counted} 个已报；缺 {who.zh}",
        f"{coverage.counted} of {coverage.expected} reported; without {who.en}",
    )
