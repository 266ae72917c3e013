"""Two policies beside each other: what `diff` says."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from rich.text import Text as Styled

from healthkpi.definitions.difference import TARGET_PARTS, Changed, Pair, Part, PolicyDifference
from healthkpi.definitions.indicator import Indicator, Target
from healthkpi.definitions.kinds import KIND_RULES, unit_of
from healthkpi.definitions.link import direction_of
from healthkpi.definitions.policy import Parameter, Policy
from healthkpi.definitions.task_ledger import TASK_LEDGER
from healthkpi.definitions.words import Definition
from healthkpi.expression.write import write_decimal
from healthkpi.limits import Better
from healthkpi.model.quantity import Quantity
from healthkpi.present._catalogue import BINDING_LABELS, formula_lines, limit_line, target_line
from healthkpi.present._scores import formula_of_definition
from healthkpi.present.json import SCHEMA_VERSION, dumped, in_both
from healthkpi.text import Language, Text, same

_LANGUAGES: tuple[Language, Language] = ("zh", "en")

_NOTHING = Text("无", "none")
_BETTER = {
    Better.HIGHER: Text("越高越好", "higher is better"),
    Better.LOWER: Text("越低越好", "lower is better"),
    Better.NEITHER: Text("无方向", "neither"),
}


def lines_of_difference(difference: PolicyDifference, language: Language) -> Iterator[Styled]:
    """The counts first; then what changed, what is new, what is gone; what only has another date in one line a date."""
    before, after = difference.before, difference.after
    yield Styled(f"{_policy_line(before, language)} → {_policy_line(after, language)}", style="bold")
    yield Styled(counts_line(difference).say(language))
    only_dates = {pair.after: dates for pair in difference.changed if (dates := _only_a_date(pair))}
    for pair in difference.changed:
        if pair.after not in only_dates:
            yield Styled()
            yield from _pair_lines(difference, pair, language)
    yield from _date_lines(difference, only_dates, language)
    yield from _listed(Text("新增", "New"), after, difference.added, language)
    yield from _listed(Text("取消", "Gone"), before, difference.gone, language)
    yield from _parameter_lines(difference, language)


def _policy_line(policy: Policy, language: Language) -> str:
    count = len(policy.indicators)
    return f"{policy.id} " + Text(f"（{count} 项）", f"({count} indicators)").say(language)


def counts_line(difference: PolicyDifference) -> Text:
    """目标变了 3 项，新增 1 项，…，没有变 65 项."""
    parts = [(label, count) for _, label, count in _counts(difference) if count]
    zh = "，".join(f"{label.zh} {count} 项" for label, count in parts)
    en = ", ".join(f"{label.en} {count}" for label, count in parts)
    return Text(zh, en)


def _counts(difference: PolicyDifference) -> Iterator[tuple[str, Text, int]]:
    """A key, its words and how many; an indicator with two new dates counts once."""
    pairs = difference.pairs
    parts = Counter(part for pair in pairs for part in pair.parts - TARGET_PARTS)
    yield (
        "targets",
        Text("目标变了", "targets changed"),
        sum(bool(pair.parts & TARGET_PARTS) for pair in pairs),
    )
    yield "new", Text("新增", "new"), len(difference.added)
    yield "gone", Text("取消", "gone"), len(difference.gone)
    yield "renamed", Text("编号改了", "new id"), sum(pair.before != pair.after for pair in pairs)
    for part in Part:
        if part not in TARGET_PARTS:
            yield str(part), Text(f"{part.label.zh}变了", f"{part.label.en} changed"), parts[part]
    yield "parameters", Text("参数变了", "parameters changed"), len(difference.parameters)
    yield "unchanged", Text("没有变", "unchanged"), len(pairs) - len(difference.changed)


def _only_a_date(pair: Pair) -> tuple[tuple[date | None, date | None], ...]:
    """The days before and after, of a pair in which nothing else is different."""
    if pair.before != pair.after or pair.parts != {Part.DATE}:
        return ()
    return tuple((each.before.by, each.after.by) for each in pair.changes if each.before and each.after)


def _date_lines(
    difference: PolicyDifference,
    only_dates: dict[str, tuple[tuple[date | None, date | None], ...]],
    language: Language,
) -> Iterator[Styled]:
    members: dict[tuple[tuple[date | None, date | None], ...], list[str]] = defaultdict(list)
    for name, dates in only_dates.items():
        members[dates].append(difference.after.indicators[name].name.say(language))
    for dates, names in members.items():
        days = Text("、", ", ").say(language).join(f"{_day(old)} → {_day(new)}" for old, new in dates)
        yield Styled()
        yield Styled(
            Text(f"只有期限变了 {len(names)} 项：{days}", f"Only the date of {len(names)}: {days}").say(
                language
            ),
            style="bold",
        )
        yield Styled("  " + Text("、", ", ").say(language).join(names))


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else "—"


def _pair_lines(difference: PolicyDifference, pair: Pair, language: Language) -> Iterator[Styled]:
    name = difference.after.indicators[pair.after].name.say(language)
    ids = pair.after if pair.before == pair.after else f"{pair.before} → {pair.after}"
    yield Styled(f"{name}  ({ids})", style="bold")
    for changed in pair.changes:
        before, after = words_of_change(difference, pair, changed)
        if changed.part is Part.FORMULA:
            yield from _formula_change(changed, before, after, language)
            continue
        label = changed.part.label.say(language)
        # Names are compared in Chinese; one English name may stand for both.
        spoken = "zh" if before.en == after.en else language
        yield Styled(f"  {label}  {before.say(spoken)} → {after.say(spoken)}")


def _formula_change(changed: Changed, before: Text, after: Text, language: Language) -> Iterator[Styled]:
    """Formulas are long: one under the other, and only the lines that differ."""
    old, new = before.say(language).splitlines(), after.say(language).splitlines()
    yield Styled(f"  {changed.part.label.say(language)}")
    for label, lines, others in (
        (Text("原", "was"), old, new),
        (Text("现", "is"), new, old),
    ):
        for line in lines:
            if line not in others:
                yield Styled(f"    {label.say(language)}  {line.strip()}")


def words_of_change(difference: PolicyDifference, pair: Pair, changed: Changed) -> tuple[Text, Text]:
    """What it was and what it is."""
    before, after = difference.before.indicators[pair.before], difference.after.indicators[pair.after]
    if changed.part is Part.FORMULA:
        return _formula_text(difference.before, before), _formula_text(difference.after, after)
    if changed.before is not None or changed.after is not None:
        return _target_text(changed.part, before, changed.before), _target_text(
            changed.part, after, changed.after
        )
    return _said(changed.part, before), _said(changed.part, after)


def _formula_text(policy: Policy, indicator: Indicator) -> Text:
    return Text(*("\n".join(_measured(policy, indicator, language)) for language in _LANGUAGES))


def _target_text(part: Part, indicator: Indicator, target: Target | None) -> Text:
    return Text(*(_target_words(part, indicator, target, language) for language in _LANGUAGES))


def _target_words(part: Part, indicator: Indicator, target: Target | None, language: Language) -> str:
    if target is None:
        return _NOTHING.say(language)
    if part is Part.DATE:
        return target.by.isoformat() if target.by else Text("随时", "any time").say(language)
    if part is Part.LIMIT:
        return limit_line(target, indicator, language)
    if part is Part.BINDING:
        return (BINDING_LABELS[target.binding] if target.binding is not None else _NOTHING).say(language)
    if part is Part.PATH:
        return _path_words(target, language)
    return target_line(target, indicator, language)


def _path_words(target: Target, language: Language) -> str:
    if target.path is None:
        return _NOTHING.say(language)
    if target.path == "even":
        return Text("按序时进度", "even").say(language)
    return ", ".join(f"{step.by} {_amount(step.at)}" for step in target.path)


def _said(part: Part, indicator: Indicator) -> Text:
    reading, score, direction = indicator.reading, indicator.score, direction_of(indicator)
    words = {
        Part.NAME: indicator.name,
        Part.DIRECTION: _BETTER[direction],
        Part.RESPONSIBLE: indicator.responsible,
        Part.READING: reading.how if reading is not None else None,
        Part.CLAUSE: same("；".join(clause.quote for clause in indicator.clause)),
        Part.SCORE: formula_of_definition(score, direction, unit_of(indicator))
        if score is not None
        else None,
    }[part]
    return words or _NOTHING


def _measured(policy: Policy, indicator: Indicator, language: Language) -> Iterator[str]:
    """All that decides the figure, a line each."""
    table = policy.tables[indicator.table or TASK_LEDGER].name
    kind = KIND_RULES[indicator.kind].name
    unit = unit_of(indicator) or "—"
    yield Text(f"类型：{kind.zh}", f"kind: {kind.en}").say(language)
    yield Text(f"单位：{unit}", f"unit: {unit}").say(language)
    yield Text(f"统计表：{table.zh}", f"table: {table.en}").say(language)
    yield from formula_lines(indicator, language)
    for label, word in (
        (Text("每", "per"), indicator.per),
        (Text("跨度", "over"), indicator.over),
        (Text("判定层级", "level"), indicator.level),
        (Text("逐个判定", "each"), ", ".join(indicator.each)),
        (Text("分母为空时", "if none"), indicator.if_none),
        (Text("现成的数", "ready-made"), _fields(indicator.reported)),
        (Text("抽样", "sample"), _fields(indicator.sample)),
    ):
        yield Text(f"{label.zh}：{word or _NOTHING.zh}", f"{label.en}: {word or _NOTHING.en}").say(language)


def _fields(part: Definition | None) -> str:
    """What a part of a definition says, key by key."""
    held = part.model_dump(exclude_none=True) if part is not None else {}
    return ", ".join(f"{key} {word}" for key, word in held.items())


def _listed(label: Text, policy: Policy, names: Sequence[str], language: Language) -> Iterator[Styled]:
    if not names:
        return
    yield Styled()
    yield Styled(Text(f"{label.zh} {len(names)} 项", f"{label.en}: {len(names)}").say(language), style="bold")
    for name in names:
        indicator = policy.indicators[name]
        targets = (
            Text("；", "; ")
            .say(language)
            .join(target_line(target, indicator, language) for target in indicator.targets)
        )
        yield Styled(f"  {indicator.name.say(language)}  ({name})  {targets}".rstrip())


def _parameter_lines(difference: PolicyDifference, language: Language) -> Iterator[Styled]:
    if not difference.parameters:
        return
    yield Styled()
    yield Styled(Text("参数", "Parameters").say(language), style="bold")
    for name in difference.parameters:
        before, after = (
            _parameter(policy.words.parameters.get(name), language)
            for policy in (difference.before, difference.after)
        )
        yield Styled(f"  {name}  {before} → {after}")


def _parameter(parameter: Parameter | None, language: Language) -> str:
    if parameter is None:
        return _NOTHING.say(language)
    if parameter.value is None:
        return Text("另给", "to be given").say(language)
    return _amount(parameter.value)


def _amount(amount: Quantity | str) -> str:
    return amount if isinstance(amount, str) else f"{write_decimal(amount.amount)}{amount.unit or ''}"


def json_of_difference(difference: PolicyDifference) -> bytes:
    """Every pair that differs, in one piece."""
    return dumped(
        {
            "schema_version": SCHEMA_VERSION,
            "before": _policy(difference.before),
            "after": _policy(difference.after),
            "summary": {key: count for key, _, count in _counts(difference)},
            "changed": [_pair(difference, pair) for pair in difference.changed],
            "new": [_indicator(difference.after, name) for name in difference.added],
            "gone": [_indicator(difference.before, name) for name in difference.gone],
            "parameters": [
                {
                    "name": name,
                    "before": _parameter(difference.before.words.parameters.get(name), "en"),
                    "after": _parameter(difference.after.words.parameters.get(name), "en"),
                }
                for name in difference.parameters
            ],
        }
    )


def _policy(policy: Policy) -> dict[str, Any]:
    return {
        "id": policy.id,
        "title": in_both(policy.title),
        "number": policy.words.number,
        "definitions_version": policy.version,
        "indicators": len(policy.indicators),
    }


def _pair(difference: PolicyDifference, pair: Pair) -> dict[str, Any]:
    changes = [(changed.part, *words_of_change(difference, pair, changed)) for changed in pair.changes]
    return {
        "before": pair.before,
        "after": pair.after,
        "matched_by": str(pair.matched_by),
        "name": in_both(difference.after.indicators[pair.after].name),
        "changes": [
            {"part": str(part), "before": in_both(before), "after": in_both(after)}
            for part, before, after in changes
        ],
    }


def _indicator(policy: Policy, name: str) -> dict[str, Any]:
    return {"id": name, "name": in_both(policy.indicators[name].name)}
