"""Small policies, sheets and results for the tests, made on the spot."""

import re
import tempfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from textwrap import dedent, indent

from healthkpi.definitions.load import load_policy
from healthkpi.definitions.policy import Policy
from healthkpi.match import match_workbooks
from healthkpi.model.grid import CellValue, Grid, Source, Span, Workbook
from healthkpi.model.period import Period
from healthkpi.model.table import Matched, StatTable
from healthkpi.model.treatment import Treatment
from healthkpi.model.value import Tally, UnitValue, Value
from healthkpi.tally import tally_indicators
from healthkpi.tidy import tidy_tables

BLANK = "·"

POLICY = """\
title: {zh: 某区健康方案, en: Plan of a district}
issuer: {zh: 某区政府, en: Government of a district}
area: {name: {zh: 某区, en: A district}, level: district, aliases: [全区]}
levels:
  district: {zh: 全区, en: District}
  township: {zh: 乡镇, en: Township}
  clinic: {zh: 村卫生室, en: Village clinic}
units:
  township: {甲乡: [甲, 甲乡卫生院], 乙乡: [乙], 丙镇: [丙]}
parameters:
  tolerance:
    name: {zh: 容差, en: Tolerance}
    value: 2%
  province:
    name: {zh: 全省平均, en: Average of the province}
"""

# One row a township, without a list of who must report; `roster: township` is added where it matters.
SIGNING = """\
signing:
  name: {zh: 签约表, en: Signing}
  row: {zh: 一个乡镇, en: one township}
  sheets: [签约]
  key: 乡镇
  fields:
    乡镇: {type: unit, en: township, level: township}
    常住人口: {type: number, en: residents, unit: 人, over_time: stock}
    签约人数: {type: number, en: signed, unit: 人, over_time: stock}
    签约率: {type: percent, en: rate, optional: true}
"""
SIGNING_WITH_ROSTER = SIGNING.replace("  key: 乡镇\n", "  key: 乡镇\n  roster: township\n")


def indicator(body: str, name: str = "signing-coverage") -> str:
    """A definition with the name and the clause that every one needs; its own keys begin in line 4."""
    head = f"{name}:\n  name: {{zh: 签约率, en: Signing coverage}}\n  clause: {{at: 一, quote: 达50%}}\n"
    return head + indent(dedent(body).strip("\n"), "  ") + "\n"


COVERAGE = """
kind: proportion
table: signing
numerator: 签约人数
denominator: 常住人口
better: higher
targets:
  - {by: 2018-12-31, at_least: 50%}
"""


def write_policy(
    root: Path,
    indicators: str = "",
    tables: str = SIGNING,
    policy: str = POLICY,
    fields: str = "",
    **themes: str,
) -> Path:
    """A policy folder called `plan`; each further theme is a file of its own."""
    folder = root / "plan"
    folder.mkdir(exist_ok=True)
    files = {"policy": policy, "tables": tables, "theme": indicators, **themes}
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    if fields:
        (root / "fields.yaml").write_text(fields, encoding="utf-8")
    return folder


def make_policy(indicators: str = "", tables: str = SIGNING, policy: str = POLICY, **themes: str) -> Policy:
    """A loaded policy; its files are gone again."""
    with tempfile.TemporaryDirectory() as root:
        return load_policy(write_policy(Path(root), indicators, tables, policy, **themes))


def grid(
    rows: Sequence[Sequence[object]],
    sheet: str | None = "签约",
    file: str = "表.xlsx",
    merged: Sequence[tuple[int, int, int, int]] = (),
    hidden: bool = False,
) -> Grid:
    """A sheet as it was read; whole numbers are written as numbers, everything else as it stands."""
    cells = tuple(tuple(_cell(value) for value in row) for row in rows)
    source = Source(Path(file), file, "xlsx", "0" * 64, 1)
    return Grid(source, sheet, cells, tuple(Span(*span) for span in merged), hidden)


def sheet(text: str, title: str | None = None, **more: object) -> Grid:
    """A sheet drawn as lines of words: · is a blank cell, digits are a number, anything else is text."""
    lines = [line.split() for line in dedent(text).strip().splitlines()]
    rows = [[_word(word) for word in line] for line in lines]
    return grid([[title], *rows] if title else rows, **more)


def _cell(value: object) -> CellValue:
    is_plain = isinstance(value, int) and not isinstance(value, bool)
    return Decimal(value) if is_plain else value


def _word(word: str) -> CellValue:
    if word == BLANK:
        return None
    return Decimal(word) if re.fullmatch(r"-?\d+(\.\d+)?", word) else word


def book(*grids: Grid) -> Workbook:
    """A workbook of these sheets."""
    return Workbook(grids[0].source, grids)


def matched(policy: Policy, *grids: Grid, period: Period | None = None) -> tuple[Matched, ...]:
    """The sheets that hold a table of the policy."""
    return match_workbooks([book(each) for each in grids], policy, period)


def tidied(policy: Policy, *grids: Grid, period: Period | None = None) -> dict[str, StatTable]:
    """The tidy tables of some sheets."""
    return tidy_tables(matched(policy, *grids, period=period), policy)


def tallied(
    policy: Policy,
    *grids: Grid,
    as_of: date | None = None,
    levels: Sequence[str] = (),
    name: str = "",
    missing: Treatment = Treatment.LEFT_OUT,
) -> Tally:
    """What an indicator comes to (the first one, if none is named)."""
    wanted = name or next(iter(policy.indicators))
    return tally_indicators(policy, tidied(policy, *grids), as_of, levels, (wanted,), missing)[0]


def area_value(policy: Policy, *grids: Grid, as_of: date | None = None, name: str = "") -> Value:
    """What an indicator comes to for the whole area."""
    return tallied(policy, *grids, as_of=as_of, name=name).judged[0].value


def by_unit(values: Sequence[UnitValue]) -> dict[str, Value]:
    """The values by the name of their unit."""
    return {each.unit: each.value for each in values}


def amounts(values: Sequence[UnitValue]) -> dict[str, Fraction | None]:
    """The amounts by the name of their unit."""
    return {each.unit: each.value.amount for each in values}
