"""What no single part of a definition can know: that names exist, types fit, units and directions agree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from healthkpi.definitions.basis import is_affected
from healthkpi.definitions.indicator import (
    Criterion,
    Elsewhere,
    Gather,
    Indicator,
    Kind,
    LimitWord,
    Score,
    SizeClass,
    Target,
)
from healthkpi.definitions.kinds import EVERYWHERE, KIND_RULES, unit_of
from healthkpi.definitions.policy import Basis, Origin, Policy, ScorecardWords
from healthkpi.definitions.problems import did_you_mean, expression_problem
from healthkpi.definitions.rule import Rule
from healthkpi.definitions.scoring import score_problems, scorecard_problems
from healthkpi.definitions.table import FieldType, OverTime, Table, shared_unit
from healthkpi.definitions.unit_names import shared_aliases
from healthkpi.definitions.words import Formula
from healthkpi.definitions.yaml_nodes import Route
from healthkpi.errors import HealthKpiError, Several
from healthkpi.expression.check import check
from healthkpi.expression.errors import ExpressionError
from healthkpi.expression.tree import Comparison, names_in
from healthkpi.expression.value_type import ValueType
from healthkpi.expression.write import write_decimal
from healthkpi.limits import Better, limits
from healthkpi.model.quantity import FACTOR_OF_UNIT, PERCENT, POINTS, Quantity
from healthkpi.text import Text

Names = Mapping[str, ValueType]

ROW = "row"
POLICY = "policy.yaml"
SPANS = ("month", "quarter", "year")
SINCE_WORDS = ("previous year", "previous period", "previous survey", "start of year")


def link_problems(policy: Policy) -> list[HealthKpiError]:
    """Everything in a policy that does not fit together."""
    problems = list(_policy_problems(policy))
    for name, table in policy.tables.items():
        origin = policy.origins.get(f"table:{name}")
        if origin is not None:
            problems += _TableLink(policy, origin, table).problems()
    for name, indicator in policy.indicators.items():
        problems += _IndicatorLink(policy, policy.origins[name], indicator).problems()
    return problems


def direction_of(indicator: Indicator) -> Better:
    """The direction a value improves in: as written, else as its limits imply, else higher."""
    if indicator.better is not None:
        return indicator.better
    implied = (limits()[target.limit.key].implies for target in indicator.targets if target.limit)
    return next((better for better in implied if better is not None), Better.HIGHER)


def row_names(table: Table) -> Names:
    """What an expression over one row of a table can speak of."""
    return {name: field.type.value_type for name, field in table.fields.items()}


def gathered_names(table: Table, gather: Gather) -> Names:
    """What an expression can speak of after gathering; the made columns have been checked elsewhere."""
    names = row_names(table)
    known = {name: names[name] for name in gather.by if name in names}
    for name, formula in gather.make.items():
        try:
            known[name] = check(formula.tree, names, text=formula, aggregates=True)
        except HealthKpiError:
            known[name] = ValueType.NUMBER
    return known


def compares_two_numbers(formula: Formula, names: Names) -> bool:
    """Whether a checked expression is A <= B, A = B and the like over numbers, which a tolerance can widen."""
    tree = formula.tree
    if not isinstance(tree, Comparison) or len(tree.operators) != 1 or tree.operators[0] == "!=":
        return False
    return check(tree.operands[1], names, text=formula) is ValueType.NUMBER


def _policy_problems(policy: Policy) -> Iterator[HealthKpiError]:
    link = _Link(policy, policy.origins[POLICY])
    yield from link.unknown(("area", "level"), _LEVEL, policy.words.area.level, policy.levels)
    for level, units in policy.words.units.items():
        yield from link.unknown(("units", level), _LEVEL, level, policy.levels)
        for alias, owners in shared_aliases(units).items():
            message = Text(
                f"“{alias}”同时是 {'、'.join(owners)} 的名称；只留在一个单位下面",
                f'"{alias}" names more than one unit: {", ".join(owners)}; keep it under one of them',
            )
            yield link.error(("units", level, owners[-1]), message, of_key=True)
    for name, words in policy.words.scorecards.items():
        yield from _scorecard_problems(link, name, words)
    for name, basis in policy.words.bases.items():
        yield from _basis_problems(link, name, basis)


def _basis_problems(link: "_Link", name: str, basis: Basis) -> Iterator[HealthKpiError]:
    """A basis must replace something, and by figures of the same units."""
    policy, place = link.policy, ("bases", name)
    fields = {field for table in policy.tables.values() for field in table.fields}
    yield from link.unknown((*place, "replaces"), _FIELD, basis.replaces, fields)
    yield from link.elsewhere((*place, "by"), basis.by)
    affected = {key: each for key, each in policy.indicators.items() if is_affected(each, basis)}
    if basis.replaces in fields and not affected:
        message = Text(
            f"没有指标以“{basis.replaces}”为分母", f'no indicator has "{basis.replaces}" as its denominator'
        )
        yield link.error((*place, "replaces"), message)
    there = policy.tables.get(basis.by.table)
    for key, indicator in affected.items() if there is not None else ():
        here = policy.tables.get(str(indicator.table))
        if here is not None and there is not None and not _shares_units(here, there):
            message = Text(
                f"指标“{key}”的表没有与“{basis.by.table}”同一层级的单位，分母对不上",
                f'the table of "{key}" has no units of a level of "{basis.by.table}"; its denominators cannot be found',
            )
            yield link.error((*place, "by", "table"), message)


def _shares_units(here: Table, there: Table) -> bool:
    """A table without any units is about the whole area."""
    return not here.fields_of_type(FieldType.UNIT) or shared_unit(here, there) is not None


def _scorecard_problems(link: "_Link", name: str, words: ScorecardWords) -> Iterator[HealthKpiError]:
    policy, place = link.policy, ("scorecards", name)
    for key, ids in (("weights", words.weights), ("gate", words.gate)):
        for each in ids:
            yield from link.unknown(
                (*place, key, each), _INDICATOR, each, dict(policy.indicators), of_key=True
            )
    for index, each in enumerate(words.veto):
        yield from link.unknown((*place, "veto", index), _INDICATOR, each, dict(policy.indicators))
    if words.level is not None:
        yield from link.unknown((*place, "level"), _LEVEL, words.level, policy.levels)
    for route, message, of_key in scorecard_problems(name, words, policy):
        yield link.error((*place, *route), message, of_key=of_key)


@dataclass(frozen=True, slots=True)
class _Link:
    """Shared by tables and indicators: pointing at a part, checking a name or an expression."""

    policy: Policy
    origin: Origin

    def error(self, route: Route, message: Text, *, of_key: bool = False) -> HealthKpiError:
        return self.origin.document.mark((*self.origin.route, *route), of_key=of_key).error(message)

    def unknown(
        self, route: Route, what: Text, name: str, known: object, *, of_key: bool = False
    ) -> Iterator[HealthKpiError]:
        names = (
            [str(word) for word in known] if isinstance(known, tuple | list | dict | set | frozenset) else []
        )
        if name not in names:
            hint = did_you_mean(name, names)
            message = Text(f"没有{what.zh}“{name}”{hint.zh}", f'there is no {what.en} "{name}"{hint.en}')
            yield self.error(route, message, of_key=of_key)

    def expression(
        self,
        route: Route,
        formula: Formula,
        names: Names,
        wanted: ValueType | None,
        *,
        aggregates: bool = False,
    ) -> Iterator[HealthKpiError]:
        try:
            check(formula.tree, names, text=formula, wanted=wanted, aggregates=aggregates)
        except ExpressionError as error:
            yield self._expression_problem(error, route)
        except Several as several:
            for each in several.errors:
                if isinstance(each, ExpressionError):
                    yield self._expression_problem(each, route)

    def elsewhere(self, route: Route, side: Elsewhere) -> Iterator[HealthKpiError]:
        yield from self.unknown((*route, "table"), _TABLE, side.table, dict(self.policy.tables))
        if side.table in self.policy.tables:
            there = row_names(self.policy.tables[side.table])
            yield from self.expression((*route, "sum"), side.sum, there, ValueType.NUMBER)
            if side.where is not None:
                yield from self.expression((*route, "where"), side.where, there, ValueType.FLAG)

    def _expression_problem(self, error: ExpressionError, route: Route) -> HealthKpiError:
        return expression_problem(error, self.origin.document, (*self.origin.route, *route))


_FIELD = Text("字段", "field")
_DATE_FIELD = Text("日期列", "date field")
_TABLE = Text("表", "table")
_LEVEL = Text("层级", "level")
_PARAMETER = Text("参数", "parameter")
_INDICATOR = Text("指标", "indicator")
_BASELINE = Text("这样的基期", "such baseline")


@dataclass(frozen=True, slots=True)
class _TableLink(_Link):
    table: Table

    def problems(self) -> Iterator[HealthKpiError]:
        fields = tuple(self.table.fields)
        for index, name in enumerate(self.table.key):
            yield from self.unknown(("key", index), _FIELD, name, fields)
        yield from self._fields()
        yield from self._roster()
        yield from self._opened_and_closed()
        for index, rule in enumerate(self.table.checks):
            yield from self._rule(("checks", index), rule)

    def _fields(self) -> Iterator[HealthKpiError]:
        fields = tuple(self.table.fields)
        for name, field in self.table.fields.items():
            if field.earlier is not None:
                yield from self.unknown(
                    ("fields", name, "earlier", "field"), _FIELD, field.earlier.field, fields
                )
            for index, month in enumerate(field.months):
                yield from self.unknown(("fields", name, "months", index), _FIELD, month, fields)
            if field.type is FieldType.UNIT and field.level is None:
                yield self.error(
                    ("fields", name),
                    Text("单位列要写 level（层级）", 'a field of type unit needs its "level"'),
                    of_key=True,
                )
            for index, alias in enumerate(field.aliases):
                if alias in fields and alias != name:
                    yield self.error(
                        ("fields", name, "aliases", index),
                        Text(f"“{alias}”是另一个字段的名称", f'"{alias}" is the name of another field'),
                    )
            if field.level is not None:
                yield from self.unknown(("fields", name, "level"), _LEVEL, field.level, self.policy.levels)
            if field.over_time is OverTime.CUMULATIVE and field.type is not FieldType.NUMBER:
                yield self.error(
                    ("fields", name, "over_time"), Text("只有数才能累计", "only a number can be cumulative")
                )

    def _rule(self, route: Route, rule: Rule) -> Iterator[HealthKpiError]:
        names = {**row_names(self.table), **dict.fromkeys(rule.detail, ValueType.NUMBER)}
        problems = list(self.expression((*route, "check"), rule.check, names, ValueType.FLAG))
        yield from problems
        if rule.tolerance is not None and not problems and not compares_two_numbers(rule.check, names):
            message = Text(
                "容差只用于两个数的一次比较（甲 <= 乙、甲 = 乙）",
                "a tolerance is for one comparison of two numbers (A <= B, A = B)",
            )
            yield self.error((*route, "tolerance"), message, of_key=True)
        for name, detail in rule.detail.items():
            yield from self._detail((*route, "detail", name), name, detail)

    def _detail(self, route: Route, name: str, detail: Elsewhere) -> Iterator[HealthKpiError]:
        if name in self.table.fields:
            yield self.error(
                route,
                Text(
                    f"本表已有“{name}”一列；换一个名字",
                    f'the table has a field "{name}"; choose another name',
                ),
                of_key=True,
            )
        yield from self.elsewhere(route, detail)
        there = self.policy.tables.get(detail.table)
        if there is not None and shared_unit(self.table, there) is None:
            yield self.error(
                (*route, "table"),
                Text(
                    f"“{detail.table}”与本表没有同一层级的单位列，对不上行",
                    f'"{detail.table}" has no unit column of a level that this table has; the rows cannot be joined',
                ),
            )

    def _opened_and_closed(self) -> Iterator[HealthKpiError]:
        days = [name for name, field in self.table.fields.items() if field.type is FieldType.DATE]
        both = {"opened": self.table.opened, "closed": self.table.closed}
        for key, name in both.items():
            if name is not None:
                yield from self.unknown((key,), _DATE_FIELD, name, days)
        lone = [key for key, name in both.items() if name is not None]
        if len(lone) == 1:
            yield self.error(
                (lone[0],),
                Text("opened 和 closed 要一起写", "write opened and closed together"),
                of_key=True,
            )

    def _roster(self) -> Iterator[HealthKpiError]:
        roster = self.table.roster
        if isinstance(roster, str):
            yield from self.unknown(("roster",), _LEVEL, roster, self.policy.levels)
        elif roster is not None:
            yield from self.unknown(("roster", "table"), _TABLE, roster.table, dict(self.policy.tables))
            if roster.table in self.policy.tables:
                fields = dict(self.policy.tables[roster.table].fields)
                yield from self.unknown(("roster", "field"), _FIELD, roster.field, fields)


@dataclass(frozen=True, slots=True)
class _IndicatorLink(_Link):
    indicator: Indicator

    def problems(self) -> Iterator[HealthKpiError]:
        yield from self._keys()
        table = self._table()
        if table is not None:
            yield from self._rows(table)
        elif self.indicator.table is not None:
            yield from self.unknown(("table",), _TABLE, self.indicator.table, dict(self.policy.tables))
        yield from self._formula()
        yield from self._levels(table)
        for index, target in enumerate(self.indicator.targets):
            yield from self._target(("targets", index), target)
        yield from self._order_of_targets()
        yield from self._since()
        yield from self._examples(table)
        if self.indicator.score is not None:
            yield from self._score(self.indicator.score)

    def _table(self) -> Table | None:
        return self.policy.tables.get(self.indicator.table) if self.indicator.table else None

    def _keys(self) -> Iterator[HealthKpiError]:
        kind, given = self.indicator.kind, self.indicator.model_fields_set
        rules = KIND_RULES[kind]
        for key in sorted(given - EVERYWHERE - rules.may - _all_needed(kind)):
            homes = ", ".join(other for other in Kind if key in KIND_RULES[other].may | _all_needed(other))
            yield self.error(
                (key,),
                Text(
                    f"“{key}”不用于 {kind}（{rules.name.zh}），只用于：{homes}",
                    f'"{key}" does not belong to {kind}; it is for: {homes}',
                ),
                of_key=True,
            )
        for group in rules.needs:
            if len(group & given) != 1:
                words = " / ".join(sorted(group))
                yield self.error(
                    (),
                    Text(
                        f"{kind}（{rules.name.zh}）要写、且只写一个：{words}",
                        f"{kind} needs exactly one of: {words}",
                    ),
                    of_key=True,
                )

        if len(rules.one_of & given) > 1:
            words = " / ".join(sorted(rules.one_of & given))
            yield self.error((), Text(f"{words} 只写一个", f"write only one of: {words}"), of_key=True)
        needed = rules.with_numerator
        if needed is not None and "numerator" in given and needed not in given:
            yield self.error(
                ("numerator",), Text(f"写了 numerator 就要写 {needed}", f"a numerator needs its {needed}")
            )

    def _rows(self, table: Table) -> Iterator[HealthKpiError]:
        indicator = self.indicator
        names = row_names(table)
        if indicator.where is not None:
            yield from self.expression(("where",), indicator.where, names, ValueType.FLAG)
        if indicator.gather is not None:
            yield from self._gather(indicator.gather, table)
            names = gathered_names(table, indicator.gather)
        for key in ("numerator", "denominator"):
            yield from self._side(key, getattr(indicator, key), names)
        for name, criterion in indicator.meets.items():
            yield from self._criterion(("meets", name), criterion, names)
        if isinstance(indicator.items, dict):
            for name, formula in indicator.items.items():
                yield from self.expression(("items", name), formula, names, ValueType.FLAG)
        if indicator.distinct is not None:
            yield from self.expression(("distinct",), indicator.distinct, names, None)
        yield from self._ready_made(table)

    def _ready_made(self, table: Table) -> Iterator[HealthKpiError]:
        for key, name in self.indicator.reported or ():
            if name is not None:
                yield from self.unknown(("reported", key), _FIELD, name, dict(table.fields))
        reported = self.indicator.reported
        if self._is_share() and reported and reported.numerator and not reported.denominator:
            message = Text(
                "现成的分子要有现成的分母：写上 denominator",
                'a ready-made numerator needs its "denominator"',
            )
            yield self.error(("reported", "numerator"), message)
        weight = self.indicator.sample.weight if self.indicator.sample else None
        if weight is not None:
            yield from self.unknown(("sample", "weight"), _FIELD, weight, dict(table.fields))

    def _is_share(self) -> bool:
        """Whether a value is a numerator over a denominator."""
        indicator = self.indicator
        is_share = indicator.kind in {Kind.PROPORTION, Kind.RATE, Kind.RATIO}
        return is_share or indicator.denominator is not None or bool(indicator.change and indicator.meets)

    def _gather(self, gather: Gather, table: Table) -> Iterator[HealthKpiError]:
        names = row_names(table)
        for index, name in enumerate(gather.by):
            yield from self.unknown(("gather", "by", index), _FIELD, name, dict(names))
        if gather.where is not None:
            yield from self.expression(("gather", "where"), gather.where, names, ValueType.FLAG)
        for name, formula in gather.make.items():
            yield from self.expression(("gather", "make", name), formula, names, None, aggregates=True)

    def _side(self, key: str, side: Formula | Elsewhere | None, names: Names) -> Iterator[HealthKpiError]:
        if isinstance(side, Formula):
            yield from self.expression((key,), side, names, ValueType.NUMBER)
        if isinstance(side, Elsewhere):
            yield from self.elsewhere((key,), side)

    def _criterion(self, route: Route, criterion: Criterion, names: Names) -> Iterator[HealthKpiError]:
        if isinstance(criterion, Formula):
            yield from self.expression(route, criterion, names, ValueType.FLAG)
            return
        classes = (criterion,) if isinstance(criterion, SizeClass) else criterion
        for index, size_class in enumerate(classes):
            place = route if isinstance(criterion, SizeClass) else (*route, index)
            for key in ("when", "need", "otherwise"):
                formula = getattr(size_class, key)
                if formula is not None:
                    yield from self.expression((*place, key), formula, names, ValueType.FLAG)

    def _formula(self) -> Iterator[HealthKpiError]:
        if self.indicator.formula is not None:
            names = dict.fromkeys(self.policy.indicators, ValueType.NUMBER)
            yield from self.expression(("formula",), self.indicator.formula, names, ValueType.NUMBER)
            if self._is_made_of_itself():
                yield self.error(("formula",), Text("算式绕回了自己", "the formula leads back to itself"))

    def _is_made_of_itself(self) -> bool:
        waiting, seen = [self.indicator], set[str]()
        while waiting:
            formula = waiting.pop().formula
            for name in names_in(formula.tree) if formula is not None else ():
                source = self.policy.indicators.get(name)
                if source is self.indicator:
                    return True
                if source is not None and name not in seen:
                    seen.add(name)
                    waiting.append(source)
        return False

    def _levels(self, table: Table | None) -> Iterator[HealthKpiError]:
        if self.indicator.level is not None:
            yield from self.unknown(("level",), _LEVEL, self.indicator.level, self.policy.levels)
        columns = tuple(table.fields) if table is not None else ()
        made = tuple(self.indicator.gather.make) if self.indicator.gather else ()
        for index, word in enumerate(self.indicator.each):
            yield from self.unknown(
                ("each", index),
                Text("层级或列", "level or column"),
                word,
                (ROW, *SPANS, *self.policy.levels, *columns, *made),
            )

    def _target(self, route: Route, target: Target) -> Iterator[HealthKpiError]:
        if target.limit is None:
            if self.indicator.kind is not Kind.ATTESTED:
                words = ", ".join(limits())
                yield self.error(
                    route,
                    Text(f"目标缺限值；写一个：{words}", f"the target has no limit; write one of {words}"),
                )
            return
        limit = limits()[target.limit.key]
        for amount in target.limit.amounts:
            yield from self._amount((*route, target.limit.key), amount)
        yield from self._sense(route, target, target.limit)
        if target.within is not None:
            yield from self._amount((*route, "within"), target.within)
        for index, step in enumerate(target.path if isinstance(target.path, tuple) else ()):
            yield from self._amount((*route, "path", index, "at"), step.at)
        if limit.takes_within and target.within is None:
            yield self.error(
                route,
                Text(
                    "“左右”要写 within: 容差（数或参数名）",
                    'about needs "within": a tolerance or a parameter',
                ),
            )
        if target.within is not None and not limit.takes_within:
            yield self.error(
                (*route, "within"), Text("within 只用于 about", '"within" is only for about'), of_key=True
            )
        if limit.implies is None and self.indicator.better is None:
            yield self.error(
                route,
                Text(
                    "看不出方向；写 better: higher、lower 或 neither",
                    "no direction; write better: higher, lower or neither",
                ),
            )
        if limit.implies is not None and self.indicator.better not in {None, limit.implies}:
            yield self.error(
                (*route, limit.key),
                Text(
                    f"{limit.key} 与 better: {self.indicator.better} 矛盾",
                    f"{limit.key} contradicts better: {self.indicator.better}",
                ),
                of_key=True,
            )

    def _sense(self, route: Route, target: Target, limit: LimitWord) -> Iterator[HealthKpiError]:
        """Limits that cannot be meant."""
        numbers = [amount.amount for amount in limit.amounts if isinstance(amount, Quantity)]
        if numbers != sorted(numbers):
            yield self.error(
                (*route, limit.key), Text("先写小的，后写大的", "write the smaller number first")
            )
        if self.indicator.kind is Kind.PROPORTION and any(not 0 <= number <= 100 for number in numbers):
            yield self.error(
                (*route, limit.key),
                Text("占比只能在 0% 到 100% 之间", "a proportion lies between 0% and 100%"),
            )
        if target.path is not None and target.by is None:
            yield self.error(
                (*route, "path"), Text("有 path 就要有日期 by", 'a "path" needs the date "by"'), of_key=True
            )

    def _amount(self, route: Route, amount: Quantity | str) -> Iterator[HealthKpiError]:
        if isinstance(amount, str):
            yield from self.unknown(route, _PARAMETER, amount, dict(self.policy.words.parameters))
            return
        unit = unit_of(self.indicator)
        wrong = amount.unit is not None and amount.unit != unit
        missing = amount.unit is None and unit in FACTOR_OF_UNIT
        if wrong or missing:
            number = write_decimal(amount.amount)
            if missing and amount.amount <= 1 and unit == PERCENT:
                # Whoever wrote 0.7 may have meant seventy per cent.
                number = f"{write_decimal(amount.amount * 100)}% / {number}"
            yield self.error(
                route,
                Text(
                    f"单位不对：这个指标的值以“{unit or '无单位'}”计；写成 {number}{unit}",
                    f'the unit does not fit: values of this indicator are in "{unit or "no unit"}"; write {number}{unit}',
                ),
            )

    def _order_of_targets(self) -> Iterator[HealthKpiError]:
        days = [target.by for target in self.indicator.targets]
        if len(days) > 1 and None in days:
            yield self.error(
                ("targets",),
                Text("几个目标并列时每个都要有日期（by）", 'with several targets each needs its "by"'),
            )
        known = [day for day in days if day is not None]
        if known != sorted(set(known)):
            yield self.error(
                ("targets",),
                Text(
                    "目标按日期先后写，日期不能相同",
                    "write the targets in the order of their dates, each date once",
                ),
            )

    def _since(self) -> Iterator[HealthKpiError]:
        change = self.indicator.change
        if change is not None and not change.since.isdigit():
            key = "rise" if self.indicator.rise else "fall"
            yield from self.unknown((key, "since"), _BASELINE, change.since, SINCE_WORDS)

    def _examples(self, table: Table | None) -> Iterator[HealthKpiError]:
        """The fields that examples give values for."""
        for index, example in enumerate(self.indicator.examples):
            if table is None or isinstance(example.rows, dict):
                continue
            for number, row in enumerate(example.rows):
                for name in row:
                    yield from self.unknown(
                        ("examples", index, "rows", number, name), _FIELD, name, dict(table.fields)
                    )

    def _score(self, score: Score) -> Iterator[HealthKpiError]:
        amounts: list[tuple[Route, Quantity | str | None]] = [
            (("score", "from"), score.from_),
            (("score", "to"), score.to),
            (("score", "step"), self._in_points(score.step)),
        ]
        for index, band in enumerate(score.bands):
            amounts += [
                (("score", "bands", index, key), end)
                for key, end in (("from", band.from_), ("below", band.below))
            ]
        for route, amount in amounts:
            if amount is not None:
                yield from self._amount(route, amount)
        if score.since is not None and not score.since.isdigit():
            yield from self.unknown(("score", "since"), _BASELINE, score.since, SINCE_WORDS)
        for route, message, of_key in score_problems(score, self.indicator, direction_of(self.indicator)):
            yield self.error(("score", *route), message, of_key=of_key)

    def _in_points(self, step: Quantity | str | None) -> Quantity | str | None:
        """A step of 0.1个百分点 belongs to a value in per cent."""
        is_points = isinstance(step, Quantity) and step.unit == POINTS and unit_of(self.indicator) == PERCENT
        return None if is_points else step


def _all_needed(kind: Kind) -> frozenset[str]:
    return frozenset().union(*KIND_RULES[kind].needs) if KIND_RULES[kind].needs else frozenset()
