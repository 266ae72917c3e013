"""Another population in the place of the document's own: what a definition may say of it, and what it changes."""

from fractions import Fraction

import pytest

from healthkpi.definitions.basis import find_basis, with_basis
from healthkpi.errors import Several, UsageError
from healthkpi.tally import tally_indicators
from making import COVERAGE, POLICY, SIGNING_WITH_ROSTER, amounts, grid, indicator, make_policy, tidied

TABLES = (
    SIGNING_WITH_ROSTER
    + """\
population:
  name: {zh: 人口表, en: Population}
  row: {zh: 一个乡镇, en: one township}
  sheets: [人口]
  key: 乡镇
  fields:
    乡镇: {type: unit, level: township}
    户籍人口: {type: number, unit: 人, over_time: stock}
clinics:
  name: {zh: 卫生室表, en: Clinics}
  row: {zh: 一所卫生室, en: one clinic}
  sheets: [卫生室]
  key: 卫生室
  fields:
    卫生室: {type: unit, level: clinic}
    达标: {type: number, unit: 人, over_time: stock}
    常住人口: {type: number, unit: 人, over_time: stock}
"""
)
BASES = """\
bases:
  户籍:
    name: {zh: 户籍人口, en: registered population}
    replaces: 常住人口
    by: {table: population, sum: 户籍人口}
"""
SIGNING = [
    ["乡镇", "常住人口", "签约人数", "签约率"],
    ["甲乡", 1000, 500, "50%"],
    ["乙乡", 2000, 900, "45%"],
    ["丙镇", 500, 300, "60%"],
]
PEOPLE = [["乡镇", "户籍人口"], ["甲乡", 800], ["乙乡", 2400], ["丙镇", 600]]


def policy(body=COVERAGE, bases=BASES, **more):
    return make_policy(indicator(body) + more.pop("also", ""), TABLES, POLICY + bases)


def refused(bases, **more):
    with pytest.raises(Several) as told:
        policy(bases=bases, **more)
    return str(told.value)


def test_the_denominator_is_that_of_the_same_townships_in_the_other_table():
    other = with_basis(policy(), "户籍")
    tables = tidied(other, grid(SIGNING), grid(PEOPLE, sheet="人口"))
    tally = tally_indicators(other, tables, None, ["township"])[0]
    assert tally.judged[0].value.amount == Fraction((500 + 900 + 300) * 100, 800 + 2400 + 600)
    assert amounts(tally.listed) == {
        "甲乡": Fraction(500 * 100, 800),
        "乙乡": Fraction(900 * 100, 2400),
        "丙镇": Fraction(300 * 100, 600),
    }


def test_a_rate_that_was_reported_on_the_own_population_is_not_compared_with_another():
    other = with_basis(policy(COVERAGE + "reported: {value: 签约率}\n"), "户籍")
    tables = tidied(other, grid(SIGNING), grid(PEOPLE, sheet="人口"))
    assert tally_indicators(other, tables, None)[0].findings == ()


def test_without_the_other_table_nothing_is_supplied_and_the_table_is_named():
    other = with_basis(policy(), "户籍")
    value = tally_indicators(other, tidied(other, grid(SIGNING)), None)[0].judged[0].value
    assert (value.status, value.reason.zh) == ("not supplied", "按户籍人口要“人口表”，本次没有")


def test_an_indicator_with_another_denominator_stays_as_it_is():
    plan = policy(also=indicator(COVERAGE.replace("denominator: 常住人口", "denominator: 签约人数"), "other"))
    assert with_basis(plan, "户籍").indicators["other"] == plan.indicators["other"]


def test_a_ready_made_numerator_is_divided_by_the_other_population():
    body = COVERAGE.replace("numerator: 签约人数", "meets: {多: 签约人数 > 0}").replace(
        "targets:", "reported: {numerator: 签约率, denominator: 常住人口}\ntargets:"
    )
    tables = TABLES.replace(
        "签约率: {type: percent, en: rate", "签约率: {type: number, unit: 人, en: signed already"
    )
    plan = with_basis(make_policy(indicator(body), tables, POLICY + BASES), "户籍")
    sheet = grid([["乡镇", "签约率"], ["甲乡", 500], ["乙乡", 900], ["丙镇", 300]])
    value = tally_indicators(plan, tidied(plan, sheet, grid(PEOPLE, sheet="人口")), None)[0].judged[0].value
    assert (value.numerator, value.denominator) == (1700, 3800)


@pytest.mark.parametrize("word", ["户籍", "户籍人口", "registered population"])
def test_a_basis_is_found_by_its_word_and_its_names(word):
    assert find_basis(policy(), word) == "户籍"


@pytest.mark.parametrize("word", ["常住", "常住人口", "residents"])
def test_the_documents_own_population_can_be_asked_for(word):
    plan = policy()
    assert find_basis(plan, word) is None


def test_an_unknown_population_is_refused_with_those_there_are():
    with pytest.raises(UsageError, match="there are: 户籍"):
        find_basis(policy(), "流动")
    with pytest.raises(UsageError, match="declares no other population"):
        find_basis(policy(bases=""), "户籍")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("replaces: 常住人口", "replaces: 常驻人口"), 'there is no field "常驻人口"'),
        (("table: population", "table: populations"), 'there is no table "populations"'),
        (("sum: 户籍人口", "sum: 户藉人口"), "户藉人口"),
        (("replaces: 常住人口", "replaces: 达标"), 'no indicator has "达标" as its denominator'),
    ],
)
def test_what_a_basis_names_must_be_there(change, words):
    assert words in refused(BASES.replace(*change))


def test_units_of_another_level_cannot_be_found_in_the_other_table():
    also = indicator(
        "kind: proportion\ntable: clinics\nnumerator: 达标\ndenominator: 常住人口\nbetter: higher\n", "clinic"
    )
    assert 'the table of "clinic" has no units of a level of "population"' in refused(BASES, also=also)
