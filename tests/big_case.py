"""A case as large as a city's: 200 townships × 60 indicators, three months, with the gaps that real returns have.

`python tests/big_case.py FOLDER` writes it out to look at: definitions and workbooks for `healthkpi check`.
"""

import random
import sys
from pathlib import Path

import openpyxl

UNITS, INDICATORS, TABLES, MONTHS = 200, 60, 6, (7, 8, 9)
SUBJECTS = "高血压管理 糖尿病管理 老年人体检 孕产妇建册 儿童健康管理 居民档案 中医药服务 家医签约 预防接种 健康教育".split()
KINDS = ("人数", "及时", "规范", "随访", "复核", "满意")
PLACES = "云平高口西鸦石清柳河东南北中上下长安新和"
ENDS = "山泉岭岗坡湾塘桥沟原"


def unit_names(count=UNITS) -> list[str]:
    return [f"{first}{second}乡" for first in PLACES for second in ENDS][:count]


def fields(count=INDICATORS) -> list[tuple[str, str, int]]:
    """Numerator, denominator and number of each indicator."""
    named = [f"{subject}{kind}" for kind in KINDS for subject in SUBJECTS][:count]
    return [(f"{name}数", f"{name}应做数", number) for number, name in enumerate(named)]


def _table(number: int, indicators: int) -> str:
    own = [each for each in fields(indicators) if each[2] % TABLES == number]
    lines = [
        f"    {name}: {{type: number, en: f{at}{side}, unit: 人, over_time: stock}}"
        for top, below, at in own
        for side, name in (("n", top), ("d", below))
    ]
    return "\n".join([
        f"table-{number}:",
        f"  name: {{zh: 专项统计表{number + 1}, en: Return {number + 1}}}",
        "  row: {zh: 一个乡镇, en: one township}",
        f"  sheets: [专项{number + 1}]",
        "  key: 乡镇",
        "  roster: township",
        "  fields:",
        "    乡镇: {type: unit, en: township, level: township}",
        *lines,
    ])  # fmt: skip


def _indicator(top: str, below: str, number: int) -> str:
    name = top.removesuffix("数")
    limit = 55 + number % 9 * 5
    return "\n".join([
        f"indicator-{number:02}:",
        f"  name: {{zh: {name}率, en: Share {number + 1}}}",
        f"  clause: {{at: 第{number + 1}条, quote: {name}率达到{limit}%}}",
        "  kind: proportion",
        f"  table: table-{number % TABLES}",
        f"  numerator: {top}",
        f"  denominator: {below}",
        "  better: higher",
        "  targets:",
        f"    - {{by: 2018-{'09-30' if number % 2 else '12-31'}, at_least: {limit}%}}",
    ])  # fmt: skip


def write_definitions(folder: Path, townships=UNITS, indicators=INDICATORS) -> Path:
    plan = folder / "indicators" / "plan"
    plan.mkdir(parents=True)
    units = ", ".join(f"{name}: []" for name in unit_names(townships))
    policy = f"""\
title: {{zh: 某市基本公共卫生服务考核方案, en: Plan of a city}}
issuer: {{zh: 某市卫生健康委, en: Health commission of a city}}
area: {{name: {{zh: 某市, en: A city}}, level: city, aliases: [全市]}}
levels:
  city: {{zh: 全市, en: City}}
  township: {{zh: 乡镇, en: Township}}
units:
  township: {{{units}}}
"""
    (plan / "policy.yaml").write_text(policy, encoding="utf-8")
    tables = "\n".join(_table(number, indicators) for number in range(TABLES))
    (plan / "tables.yaml").write_text(tables + "\n", encoding="utf-8")
    themes = "\n".join(_indicator(*each) for each in fields(indicators))
    (plan / "theme.yaml").write_text(themes + "\n", encoding="utf-8")
    return folder / "indicators"


def write_returns(folder: Path, month: int, townships=UNITS, indicators=INDICATORS) -> Path:
    """One workbook a month; some townships are late, some cells are blank or no number."""
    chance = random.Random(month)
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for number in range(TABLES):
        sheet = workbook.create_sheet(f"专项{number + 1}")
        own = [each for each in fields(indicators) if each[2] % TABLES == number]
        sheet.append([f"专项统计表{number + 1}（2018年{month}月）"])
        sheet.append(["乡镇", *(name for top, below, _ in own for name in (below, top))])
        for place, name in enumerate(unit_names(townships)):
            if chance.random() > 0.01:
                sheet.append(
                    [name, *(figure for each in own for figure in _figures(chance, place, each[2], month))]
                )
    path = folder / f"2018年{month}月.xlsx"
    workbook.save(path)
    return path


def _figures(chance: random.Random, place: int, number: int, month: int) -> tuple[object, object]:
    whole = 200 + place * 37 % 900 + number * 3
    share = 0.38 + number % 9 * 0.05 + chance.random() * 0.25 + month * 0.01
    done = min(whole, int(whole * share))
    odd = chance.random()
    return whole, None if odd < 0.01 else f"{done}人左右" if odd < 0.012 else done


def write_big_case(folder: Path, months=MONTHS, **size: int) -> tuple[Path, list[Path]]:
    """The definitions, and a workbook for each month; `size` is the number of townships and of indicators."""
    returns = [write_returns(folder, month, **size) for month in months]
    return write_definitions(folder, **size), returns


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    write_big_case(target)
