"""Answers applied: names and headings before the files are matched, rows and measures after."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from healthkpi.definitions.own_words import with_headings, with_names
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import FieldType, Table
from healthkpi.definitions.unit_names import UnitNames
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.folding import fold
from healthkpi.model.place import Place
from healthkpi.model.quantity import times_of, usual_unit
from healthkpi.model.question import AS_STATED, NEW_UNIT, NO_COLUMN, NOT_A_UNIT, About, Asked, says
from healthkpi.model.table import Matched
from healthkpi.text import Text

ANSWERS_TAKEN = declare(
    "HK250",
    Severity.NOTE,
    Text("已按确认的答复读：{answers}", "read as confirmed: {answers}"),
    Text(
        "待确认.xlsx 里答过的，每次都照用，下个月的表也一样。要改，改那一行；要重新问，清空那一行的答案。",
        "What was answered in 待确认.xlsx (the file for confirmation) is used every time, next month as well. To change it, "
        "change the row; to be asked again, empty its answer.",
    ),
)
ANSWER_UNCLEAR = declare(
    "HK251",
    Severity.WARNING,
    Text(
        "“{written}”的答案“{answer}”没有用：{why}",
        'the answer "{answer}" to "{written}" is not used: {why}',
    ),
    Text(
        "“确认”列只填 √ 或 ×；“或改为”列填“可选”里的一个。",
        "The column for ticks takes √ or ×, the one beside it one of the choices.",
    ),
)
_UNIT_NOT_LISTED = Text(
    "名单里没有；确是新单位，就写“新单位”",
    'it is not on the list; if it is a unit all the same, write "new unit"',
)
_NOT_A_TICK = Text("看不懂；填 √ 或 ×，或写明是哪一个", "neither yes nor no; write √ or ×, or which one")
_NO_PROPOSAL = Text(
    "这一问没有建议；在“或改为”里写明是哪一个", "there is no proposal to tick; write which one"
)
_NOT_IN_POLICY = Text("政策定义里已没有它；删去这一行", "the policy no longer has it; delete the row")
_ONE_HEADING = Text(
    "这一列已经是“{other}”；一列只能是一个字段",
    "this column is {other} already; a column can be one field only",
)
_NOT_A_MEASURE = Text("不是这一列能用的单位", "not a unit that this column can be in")


def chosen_readings(asked: Sequence[Asked]) -> dict[str, str]:
    """The readings that were chosen, by indicator; those left as stated are none."""
    return {
        each.question.of: each.chosen
        for each in asked
        if each.question.about is About.READING and each.chosen and not says(each.chosen, AS_STATED)
    }


def apply_answers(policy: Policy, asked: Sequence[Asked]) -> Policy:
    """The policy with the names of units and the headings that were confirmed for it; itself where nothing was."""
    if not any(_of(policy, asked)):
        return policy
    names = UnitNames(policy)
    usable = [each for each in _of(policy, asked) if _fault(each, policy, names) is None and each.chosen]
    usable = [each for each in usable if _other_field(each, usable, policy) is None]
    units = [
        (each.question.of, each.question.written, _owner(each, names))
        for each in usable
        if each.question.about is About.UNIT and not says(each.chosen, NOT_A_UNIT)
    ]
    headings = [
        (*each.question.of.split("/", 1), each.chosen or "")
        for each in usable
        if each.question.about is About.COLUMN and not says(each.chosen, NO_COLUMN)
    ]
    named = with_names(policy, units)
    return with_headings(named, [(table, field, heading) for table, field, heading in headings])


def _owner(asked: Asked, names: UnitNames) -> str | None:
    return None if says(asked.chosen, NEW_UNIT) else names.find(asked.chosen or "", asked.question.of)


def finding_on_answers(policy: Policy, asked: Sequence[Asked], form: str) -> Iterator[Finding]:
    """What was read as confirmed, and which answers could not be used."""
    names = UnitNames(policy)
    taken: list[str] = []
    of_policy = [*_of(policy, asked)]
    for each in of_policy:
        fault = _fault(each, policy, names)
        other = _other_field(each, of_policy, policy) if fault is None else None
        fault = fault if other is None else _ONE_HEADING.format(other=other)
        if fault is not None:
            details = {"written": each.question.written, "answer": each.instead or each.tick, "why": fault}
            yield Finding(ANSWER_UNCLEAR, Place(form), details)
        elif not each.is_open:
            taken.append(f"{each.question.written} → {each.chosen or '×'}")
    if taken:
        yield Finding(ANSWERS_TAKEN, Place(form), {"answers": Text("；".join(taken), "; ".join(taken))})


def _of(policy: Policy, asked: Sequence[Asked]) -> Iterator[Asked]:
    return (each for each in asked if each.policy == policy.id)


def _fault(asked: Asked, policy: Policy, names: UnitNames) -> Text | None:
    """Why an answer cannot be used; None where it can, or where there is none yet."""
    if asked.is_open:
        return None
    if asked.is_unclear:
        return _NO_PROPOSAL if not asked.question.proposal else _NOT_A_TICK
    return _FAULTS[asked.question.about](asked, policy, names)


def _fault_of_unit(asked: Asked, policy: Policy, names: UnitNames) -> Text | None:
    level = asked.question.of
    if level not in policy.levels:
        return _NOT_IN_POLICY
    is_said = asked.is_refused or says(asked.chosen, NEW_UNIT) or says(asked.chosen, NOT_A_UNIT)
    return None if is_said or names.find(asked.chosen or "", level) is not None else _UNIT_NOT_LISTED


def _fault_of_field(asked: Asked, policy: Policy, _names: UnitNames) -> Text | None:
    table, _, field = asked.question.of.partition("/")
    return None if table in policy.tables and field in policy.tables[table].fields else _NOT_IN_POLICY


def _other_field(asked: Asked, answers: Sequence[Asked], policy: Policy) -> str | None:
    """The other field of its table that the heading of an answer is a name of, or is given to as well."""
    if asked.question.about is not About.COLUMN or not asked.chosen or says(asked.chosen, NO_COLUMN):
        return None
    name, _, field = asked.question.of.partition("/")
    table = policy.tables.get(name)
    heading = fold(asked.chosen)
    for other, each in table.fields.items() if table is not None else ():
        if other != field and heading in map(fold, (other, *each.aliases)):
            return other
    return next(
        (
            each.question.written
            for each in answers
            if each.question.about is About.COLUMN
            and each.question.of.startswith(f"{name}/")
            and each.question.of != asked.question.of
            and fold(each.chosen or "") == heading
        ),
        None,
    )


def _fault_of_measure(asked: Asked, policy: Policy, names: UnitNames) -> Text | None:
    fault = _fault_of_field(asked, policy, names)
    if fault is not None or asked.is_refused:
        return fault
    table, _, field = asked.question.of.partition("/")
    return _NOT_A_MEASURE if _factor(policy.tables[table], field, asked.chosen or "") is None else None


def _fault_of_reading(asked: Asked, policy: Policy, _names: UnitNames) -> Text | None:
    return None if asked.question.of in policy.indicators else _NOT_IN_POLICY


_FAULTS = {
    About.UNIT: _fault_of_unit,
    About.COLUMN: _fault_of_field,
    About.MEASURE: _fault_of_measure,
    About.READING: _fault_of_reading,
}


def settle_tables(matched: Sequence[Matched], policy: Policy, asked: Sequence[Asked]) -> tuple[Matched, ...]:
    """The tables without the rows that are no units, and with the units of measure that were confirmed."""
    if not any(_of(policy, asked)):
        return tuple(matched)
    names = UnitNames(policy)
    usable = [each for each in _of(policy, asked) if not each.is_open and not _fault(each, policy, names)]
    no_units = _no_units(usable)
    measures = {each.question.key: each.chosen for each in usable if each.question.about is About.MEASURE}
    return tuple(_with_measures(_without(each, no_units, policy), measures, policy) for each in matched)


def _no_units(asked: Sequence[Asked]) -> dict[str, set[str]]:
    """By level the folded names that are those of no unit."""
    found: dict[str, set[str]] = {}
    for each in asked:
        if each.question.about is About.UNIT and (each.is_refused or says(each.chosen, NOT_A_UNIT)):
            found.setdefault(each.question.of, set()).add(fold(each.question.written))
    return found


def _without(matched: Matched, no_units: Mapping[str, set[str]], policy: Policy) -> Matched:
    fields = policy.tables[matched.table].fields
    levels = {
        name: no_units.get(fields[name].level or "", set())
        for name in policy.tables[matched.table].fields_of_type(FieldType.UNIT)
    }
    kept = tuple(
        row
        for row in matched.rows
        if not any(fold(str(matched.cell(row, name))) in words for name, words in levels.items())
    )
    return matched if len(kept) == len(matched.rows) else replace(matched, rows=kept)


def _with_measures(
    matched: Matched, measures: Mapping[tuple[About, str, str], str | None], policy: Policy
) -> Matched:
    table = policy.tables[matched.table]
    factors = dict(matched.factors)
    settled = []
    for finding in matched.findings:
        answered = [each for each in finding.questions if measures.get(each.key)]
        for question in answered:
            field = question.of.partition("/")[2]
            factor = _factor(table, field, measures[question.key] or "")
            if factor is not None and factor != 1:
                factors[field] = factor
        if answered:
            settled.append(finding)
    if not settled:
        return matched
    findings = tuple(each for each in matched.findings if each not in settled)
    return replace(matched, factors=factors, findings=findings)


def _factor(table: Table, field: str, measure: str) -> Fraction | None:
    wanted = table.fields[field].unit
    return times_of(usual_unit(measure), usual_unit(wanted)) if wanted else None
