"""What a check is asked for, and what of it a policy does not know."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from healthkpi.definitions.kinds import unit_of
from healthkpi.definitions.parameters import waiting_for
from healthkpi.definitions.policy import Policy
from healthkpi.errors import Several, UsageError
from healthkpi.expression.errors import find_similar
from healthkpi.model.comparison import RankBy
from healthkpi.model.folding import fold
from healthkpi.model.grid import Workbook
from healthkpi.model.period import Period
from healthkpi.model.quantity import Quantity, parse_quantity
from healthkpi.model.table import Matched
from healthkpi.model.treatment import Treatment
from healthkpi.text import Text


@dataclass(frozen=True, slots=True)
class Request:
    """What a check is asked for."""

    files: Sequence[Path]
    definitions: Path
    policy: str | None = None
    indicators: Sequence[str] = ()
    period: Period | None = None
    as_of: date | None = None
    levels: Sequence[str] = ()
    baselines: Sequence[Path] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    password: str | None = field(default=None, repr=False)
    sheets: Sequence[str] = ()
    header_rows: tuple[int, ...] = ()
    units: Sequence[Path] = ()
    confirmed: Path | None = None
    corrections: Path | None = None
    confidence: Fraction | None = None
    rank_by: RankBy = RankBy.VALUE
    suppress_below: int | None = None
    missing: Treatment = Treatment.LEFT_OUT
    basis: str | None = None
    targets: Mapping[str, str] = field(default_factory=dict)  # what-if: limits by indicator
    compared: frozenset[str] = frozenset()  # the choices whose results are wanted side by side
    recall: "Recall | None" = None  # where a history is at hand
    known: Mapping[Path, Workbook] = field(
        default_factory=dict, repr=False
    )  # files that were read, by where they lie


# The figures of earlier times than a day, as they were kept: the sheets of a policy, each with the time it is for.
Recall = Callable[[Policy, date], Sequence[Matched]]


def indicator_id(policy: Policy, name: str) -> str:
    """The id of an indicator that is asked for by its id or by its name."""
    by_name = {
        words: key for key, each in policy.indicators.items() for words in (each.name.zh, each.name.en)
    }
    return name if name in policy.indicators else by_name.get(name, name)


def part_of_name(policy: Policy, name: str, among: Sequence[str] = ()) -> str:
    """The id of the one indicator (of those asked about) with these words in its name; several are refused by name."""
    known = indicator_id(policy, name)
    if known in policy.indicators:
        return known
    found = [
        key for key, each in policy.indicators.items() if name in each.name.zh and (not among or key in among)
    ]
    if len(found) > 1:
        zh = "、".join(f"{policy.indicators[key].name.zh}（{key}）" for key in found)
        en = ", ".join(f"{policy.indicators[key].name.en} ({key})" for key in found)
        raise UsageError(
            Text(
                f"“{name}”可以指 {len(found)} 项：{zh}；写全名或编号",
                f'"{name}" could be {len(found)} indicators: {en}; write the whole name or the id',
            )
        )
    return found[0] if found else name


def parameter_id(policy: Policy, name: str) -> str:
    """The id of a parameter that is given by its id, its name or another name of it; quotation marks may be left out."""
    known = policy.words.parameters
    by_name = {
        _bare(words): key
        for key, each in known.items()
        for words in (each.name.zh, each.name.en, *each.aliases)
    }
    return name if name in known else by_name.get(_bare(name), name)


def _bare(words: str) -> str:
    return re.sub(r"[“”\"'「」《》\s]", "", fold(words))


def _unknown_parameter(policy: Policy, name: str) -> Text:
    """Names of parameters are long, so one that has most of the words in it is meant."""
    known = policy.words.parameters
    names = {
        words: key
        for key, each in known.items()
        for words in (key, each.name.zh, each.name.en, *each.aliases)
    }
    near = find_similar(name, names) or next((each for each in names if name in each), None)
    if near is None:
        return unknown_name(Text("参数", "parameter"), name, known)
    return Text(
        f"没有参数“{name}”；是不是“{near}”？写成 --set {names[near]}=…",
        f'there is no parameter "{name}"; did you mean "{near}"? Write --set {names[near]}=…',
    )


def level_id(policy: Policy, name: str) -> str:
    """The id of a level that is asked for by its id or by its name."""
    by_name = {words: key for key, each in policy.words.levels.items() for words in (each.zh, each.en)}
    return name if name in policy.words.levels else by_name.get(name, name)


def by_id(request: Request, policy: Policy) -> Request:
    """The same request with ids where names were given."""
    indicators = tuple(indicator_id(policy, name) for name in request.indicators)
    return replace(
        request,
        indicators=indicators,
        targets={part_of_name(policy, name, indicators): limit for name, limit in request.targets.items()},
        parameters={parameter_id(policy, name): number for name, number in request.parameters.items()},
        levels=tuple(level_id(policy, name) for name in request.levels),
    )


def refuse_unknown(request: Request, policy: Policy) -> None:
    """Refuse, all at once, what the policy does not know."""
    asked = (
        (Text("指标", "indicator"), request.indicators, policy.indicators),
        (Text("层级", "level"), request.levels, policy.words.levels),
        (Text("指标", "indicator"), tuple(request.targets), policy.indicators),
    )
    errors = [
        UsageError(unknown_name(what, name, known))
        for what, names, known in asked
        for name in names
        if name not in known
    ]
    known = policy.words.parameters
    errors += [
        UsageError(_unknown_parameter(policy, name)) for name in request.parameters if name not in known
    ]
    if errors:
        raise Several(errors)


def unknown_name(what: Text, name: str, known: object) -> Text:
    """There is no such …; did you mean …?"""
    names = [str(each) for each in known] if isinstance(known, Mapping | list | tuple) else []
    near = find_similar(name, names)
    zh = f"没有{what.zh}“{name}”" + (f"；是不是“{near}”？" if near else f"；有：{'、'.join(names)}")
    en = f'there is no {what.en} "{name}"' + (
        f'; did you mean "{near}"?' if near else f"; there are: {', '.join(names)}"
    )
    return Text(zh, en)


def parameters_of(request: Request, policy: Policy) -> dict[str, Fraction]:
    """The numbers that the text leaves to others: as given, else as the policy folder states them."""
    given: dict[str, Fraction] = {}
    for name, parameter in policy.words.parameters.items():
        if isinstance(parameter.value, Quantity):
            given[name] = parameter.value.amount
    for name, words in request.parameters.items():
        quantity = parse_quantity(words)
        if quantity is None:
            raise UsageError(Text(f"--set {name}={words}: 不是数", f"--set {name}={words}: not a number"))
        units = {unit_of(policy.indicators[each]) for each in waiting_for(policy, name)}
        if quantity.unit is not None and units and quantity.unit not in units:
            unit = " / ".join(sorted(units))
            raise UsageError(
                Text(
                    f"--set {name}={words}: 单位应是“{unit}”",
                    f'--set {name}={words}: the unit must be "{unit}"',
                )
            )
        given[name] = quantity.amount
    return given
