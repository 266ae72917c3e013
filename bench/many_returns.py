"""1 000 counties, each with a workbook of its ten townships: `python bench/many_returns.py FOLDER [--counties N]`.

Writes `indicators/`, `returns/` (a workbook a county), and `名单.xlsx`, the list of all townships. No real place, no real figure.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import xlsxwriter

COUNTIES, TOWNSHIPS = 1000, 10
KEYS = ("县", "乡镇")
COUNTED = (
    "常住人口", "户籍人口", "签约人数", "重点人群数", "重点人群签约数", "脱贫人口数", "脱贫人口签约数", "高血压患者数",
    "高血压管理数", "高血压规范管理数", "糖尿病患者数", "糖尿病管理数", "老年人数", "老年人体检数", "建档人数", "村卫生室数",
    "标准化村卫生室数", "乡村医生数",
)  # fmt: skip
# Name, kind, numerator, denominator, and the limit; those without are recorded.
INDICATORS = (
    ("常住人口签约率", "proportion", "签约人数", "常住人口", "50%"),
    ("重点人群签约率", "proportion", "重点人群签约数", "重点人群数", "70%"),
    ("脱贫人口签约率", "proportion", "脱贫人口签约数", "脱贫人口数", "90%"),
    ("高血压管理率", "proportion", "高血压管理数", "高血压患者数", "60%"),
    ("高血压规范管理率", "proportion", "高血压规范管理数", "高血压管理数", "60%"),
    ("糖尿病管理率", "proportion", "糖尿病管理数", "糖尿病患者数", "60%"),
    ("老年人体检率", "proportion", "老年人体检数", "老年人数", "65%"),
    ("建档率", "proportion", "建档人数", "常住人口", "80%"),
    ("标准化村卫生室占比", "proportion", "标准化村卫生室数", "村卫生室数", "80%"),
    ("每万人口高血压患者", "rate", "高血压患者数", "常住人口", None),
    ("每万人口乡村医生", "rate", "乡村医生数", "常住人口", "5/万"),
    ("常住人口数", "count", "常住人口", None, None),
)


def county(number: int) -> str:
    """Numbered, for there are not so many names."""
    return f"县{number:04d}"


def township_rows(number: int) -> Iterator[list[str | int]]:
    """The ten townships of one county; every part is within its whole."""
    chance = random.Random(number)

    def part(whole: int, low: float, high: float) -> int:
        return int(whole * chance.uniform(low, high))

    for place in range(1, TOWNSHIPS + 1):
        people = chance.randint(4_000, 60_000)
        key, poor, old = part(people, 0.2, 0.4), part(people, 0.02, 0.15), part(people, 0.1, 0.25)
        pressure, sugar, clinics = (
            part(people, 0.08, 0.2),
            part(people, 0.02, 0.06),
            chance.randint(3, 30),
        )
        managed = part(pressure, 0.4, 0.95)
        yield [
            county(number), f"{county(number)}乡镇{place:03d}", people, part(people, 0.9, 1.2), part(people, 0.3, 0.8),
            key, part(key, 0.5, 0.95), poor, part(poor, 0.8, 1), pressure, managed, part(managed, 0.4, 0.95), sugar,
            part(sugar, 0.4, 0.95), old, part(old, 0.5, 0.95), part(people, 0.7, 1), clinics, part(clinics, 0.6, 1),
            chance.randint(3, 60),
        ]  # fmt: skip


def write_workbook(path: Path, sheet: str, rows: Sequence[Sequence[str | int]]) -> None:
    """One sheet, row by row."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)


def write_returns(folder: Path, counties: int = COUNTIES) -> None:
    """A workbook a county for one month, and the list of all units beside them."""
    returns = folder / "returns"
    returns.mkdir(parents=True)
    listed: list[list[str | int]] = []
    for number in range(1, counties + 1):
        rows = list(township_rows(number))
        write_workbook(returns / f"{county(number)}-2024年9月.xlsx", "乡镇", [[*KEYS, *COUNTED], *rows])
        listed += [["乡镇", row[1]] for row in rows]
    write_workbook(folder / "名单.xlsx", "单位名单", [["层级", "单位名称"], *listed])


def write_definitions(folder: Path) -> None:
    """The twelve indicators, from the township up to the province."""
    plan = folder / "indicators" / "plan"
    plan.mkdir(parents=True)
    (plan / "policy.yaml").write_text(_POLICY, encoding="utf-8")
    counted = "\n".join(
        f"    {name}: {{type: number, en: f{at}, over_time: stock}}" for at, name in enumerate(COUNTED)
    )
    (plan / "tables.yaml").write_text(_TABLE + counted + "\n", encoding="utf-8")
    blocks = (_indicator(number, *each) for number, each in enumerate(INDICATORS))
    (plan / "theme.yaml").write_text("\n".join(blocks) + "\n", encoding="utf-8")


_POLICY = """\
title: {zh: 某省基层卫生考核方案, en: Plan of a province}
issuer: {zh: 某省卫生健康委, en: Health commission of a province}
area: {name: {zh: 某省, en: A province}, level: province, aliases: [全省]}
levels:
  province: {zh: 全省, en: Province}
  county: {zh: 县, en: County}
  township: {zh: 乡镇, en: Township}
"""
_TABLE = """\
return:
  name: {zh: 乡镇基层卫生统计表, en: Return of the townships}
  row: {zh: 一个乡镇, en: one township}
  sheets: [乡镇]
  key: [县, 乡镇]
  roster: township
  fields:
    县: {type: unit, en: county, level: county}
    乡镇: {type: unit, en: township, level: township}
"""


def _indicator(number: int, name: str, kind: str, part: str, whole: str | None, limit: str | None) -> str:
    lines = [
        f"indicator-{number:02}:",
        f"  name: {{zh: {name}, en: Indicator {number + 1}}}",
        f"  clause: {{at: 第{number + 1}条, quote: {name}{f'达到{limit}' if limit else ''}}}",
        f"  kind: {kind}",
        "  table: return",
        f"  numerator: {part}",
    ]
    lines += [f"  denominator: {whole}"] if whole is not None else []
    lines += ["  per: 10000"] if kind == "rate" else []
    lines += (
        ["  better: higher", "  targets:", f"    - {{by: 2024-12-31, at_least: {limit}}}"]
        if limit
        else ["  better: neither"]
    )
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--counties", type=int, default=COUNTIES)
    asked = parser.parse_args()
    write_returns(asked.folder, asked.counties)
    write_definitions(asked.folder)
