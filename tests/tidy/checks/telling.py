"""What the checks on the figures say of some sheets."""

from healthkpi.definitions.policy import Policy
from healthkpi.model.grid import Grid
from healthkpi.tidy.checks import run_checks
from making import POLICY, make_policy, tidied

LIST_OF_UNITS = "units:\n  township: {甲乡: [甲, 甲乡卫生院], 乙乡: [乙], 丙镇: [丙]}\n"
POLICY_WITHOUT_LIST = POLICY.replace(LIST_OF_UNITS, "")

UNITS = ["甲乡", "乙乡", "丙镇", "丁乡", "戊乡", "己镇"]

# Five counts, a sum of money, and one figure of each way of going together over time.
RETURNS = """\
returns:
  name: {zh: 月报, en: Monthly return}
  row: {zh: 一个乡镇, en: one township}
  sheets: [月报]
  key: 乡镇
  fields:
    乡镇: {type: unit, en: township, level: township}
    常住人口: {type: number, en: residents, unit: 人, over_time: stock}
    签约人数: {type: number, en: signed, unit: 人, over_time: stock}
    门诊人次: {type: number, en: visits, unit: 人次, over_time: flow, optional: true}
    随访人次: {type: number, en: follow-ups, unit: 人次, over_time: flow, optional: true}
    体检人数: {type: number, en: check-ups, unit: 人, over_time: cumulative, optional: true}
    任务数: {type: number, en: task, unit: 人, over_time: stock, optional: true}
    经费: {type: number, en: funds, unit: 元, over_time: flow, optional: true}
    上年签约: {type: number, en: signed last year, unit: 人, earlier: {field: 签约人数, at: previous year}, optional: true}
    身份证号: {type: number, en: secret, unit: 人, sensitive: true, optional: true}
"""


def policy_of(tables: str = RETURNS) -> Policy:
    """A policy with these tables; its townships are on no list."""
    return make_policy(tables=tables, policy=POLICY_WITHOUT_LIST)


def told(code: str, *grids: Grid, tables: str = RETURNS) -> list[tuple[str, str]]:
    """The place and the English words of every finding of one code."""
    return [(place, en) for place, _, en in told_in_both(code, *grids, tables=tables)]


def told_in_both(code: str, *grids: Grid, tables: str = RETURNS) -> list[tuple[str, str, str]]:
    """The place and the words of both languages of every finding of one code."""
    policy = policy_of(tables)
    found = run_checks(tidied(policy, *grids), policy)
    return [(str(each.place), each.message.zh, each.message.en) for each in found if each.code.id == code]
