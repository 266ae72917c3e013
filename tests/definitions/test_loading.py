"""What is read is what was written."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from healthkpi.definitions.counting import counted_in
from healthkpi.definitions.indicator import Kind
from healthkpi.definitions.kinds import factor_of, unit_of
from healthkpi.definitions.link import direction_of
from healthkpi.definitions.load import load_policies, load_policy
from healthkpi.definitions.targets import due_target, targets_after
from healthkpi.definitions.unit_names import UnitNames
from healthkpi.definitions.yaml_nodes import read_document
from healthkpi.errors import Several
from healthkpi.limits import Better
from healthkpi.model.quantity import Quantity
from making import COVERAGE, POLICY, SIGNING, indicator, make_policy, write_policy


@pytest.mark.parametrize(
    "word", ["NO", "no", "yes", "on", "012", "1:30", "11.33", "1e3", "~x", "2018-12-31", "0x10"]
)
def test_a_word_stays_what_was_written(tmp_path, word):
    path = tmp_path / "words.yaml"
    path.write_text(f"word: {word}\n", encoding="utf-8")
    assert read_document(path, "words.yaml").data == {"word": word}


@pytest.mark.parametrize("word", ["", "~", "null"])
def test_nothing_written_is_nothing(tmp_path, word):
    path = tmp_path / "words.yaml"
    path.write_text(f"word: {word}\n", encoding="utf-8")
    assert read_document(path, "words.yaml").data == {"word": None}


@pytest.mark.parametrize("word", ["''", '""', "'~'", '"null"'])
def test_quoted_words_are_words(tmp_path, word):
    path = tmp_path / "words.yaml"
    path.write_text(f"word: {word}\n", encoding="utf-8")
    assert read_document(path, "words.yaml").data == {"word": word[1:-1]}


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path):
    path = tmp_path / "words.yaml"
    path.write_bytes(b"\xef\xbb\xbfword: a\n")
    assert read_document(path, "words.yaml").data == {"word": "a"}


def test_a_chinese_colon_inside_a_value_is_text(tmp_path):
    policy = make_policy(
        indicator(COVERAGE.replace("better: higher", "better: higher\nresponsible: 牵头：公卫科"))
    )
    assert policy.indicators["signing-coverage"].responsible.zh == "牵头：公卫科"


def test_limits_are_exact_fractions():
    policy = make_policy(indicator(COVERAGE.replace("50%", "33.3%")))
    target = policy.indicators["signing-coverage"].targets[0]
    assert target.limit.amounts == (Quantity(Fraction(333, 10), "%"),)


def test_a_year_alone_is_its_last_day():
    policy = make_policy(indicator(COVERAGE.replace("2018-12-31", "2018")))
    assert policy.indicators["signing-coverage"].targets[0].by == date(2018, 12, 31)


def test_one_name_is_the_name_in_both_languages():
    policy = make_policy(indicator(COVERAGE).replace("{zh: 签约率, en: Signing coverage}", "签约率"))
    name = policy.indicators["signing-coverage"].name
    assert (name.zh, name.en) == ("签约率", "签约率")


def test_one_clause_and_several_clauses_are_read_alike():
    two = indicator(COVERAGE).replace(
        "clause: {at: 一, quote: 达50%}", "clause: [{at: 一, quote: 甲}, {at: 二, quote: 乙}]"
    )
    assert [clause.at for clause in make_policy(two).indicators["signing-coverage"].clause] == ["一", "二"]


def test_the_version_changes_with_any_file(tmp_path):
    before = load_policy(write_policy(tmp_path, indicator(COVERAGE))).version
    assert load_policy(write_policy(tmp_path, indicator(COVERAGE) + "# 改\n")).version != before


def test_every_policy_of_a_folder_is_loaded(tmp_path):
    write_policy(tmp_path, indicator(COVERAGE))
    assert [policy.id for policy in load_policies(tmp_path)] == ["plan"]
    assert [policy.id for policy in load_policies(tmp_path / "plan")] == ["plan"]


SHARED = """\
常住人口: {type: number, en: residents, unit: 人, over_time: stock, aliases: [常住人口数]}
"""


def table_with(field):
    return SIGNING.replace("常住人口: {type: number, en: residents, unit: 人, over_time: stock}", field)


def test_a_shared_field_is_taken_as_it_is(tmp_path):
    policy = load_policy(write_policy(tmp_path, tables=table_with("常住人口: shared"), fields=SHARED))
    field = policy.tables["signing"].fields["常住人口"]
    assert (field.unit, field.aliases) == ("人", ("常住人口数",))


def test_a_shared_field_under_another_name_keeps_its_first_name_as_an_alias(tmp_path):
    tables = table_with("人数: {like: 常住人口, aliases: [总人数], optional: true}")
    field = load_policy(write_policy(tmp_path, tables=tables, fields=SHARED)).tables["signing"].fields["人数"]
    assert (field.aliases, field.optional, field.unit) == (("常住人口", "常住人口数", "总人数"), True, "人")


def test_a_field_that_is_not_shared_is_refused(tmp_path):
    folder = write_policy(tmp_path, tables=table_with("常驻人口: shared"), fields=SHARED)
    with pytest.raises(Several) as caught:
        load_policy(folder)
    assert caught.value.errors[0].message.en == (
        'plan/tables.yaml:8:11: fields.yaml has no "常驻人口"; did you mean "常住人口"?'
    )


def test_a_mistake_in_the_shared_fields_is_told_in_their_file(tmp_path):
    fields = SHARED.replace("type: number", "type: numbr")
    with pytest.raises(Several) as caught:
        load_policy(write_policy(tmp_path, tables=table_with("常住人口: shared"), fields=fields))
    assert any("fields.yaml:1:14: " in error.message.en for error in caught.value.errors)


READINGS = (
    COVERAGE.replace("at_least: 50%", "between: [40%, 50%]")
    + """\
reading:
  how: 下限算数
  why: 原文不清
  sure: medium
  other:
    两端都算: {better: neither}
"""
)


def test_the_stated_reading_holds_unless_another_is_chosen(tmp_path):
    folder = write_policy(tmp_path, indicator(READINGS))
    assert load_policy(folder).indicators["signing-coverage"].better is Better.HIGHER


def test_a_chosen_reading_replaces_the_keys_that_differ(tmp_path):
    folder = write_policy(tmp_path, indicator(READINGS))
    policy = load_policy(folder, {"signing-coverage": "两端都算"})
    assert policy.indicators["signing-coverage"].better is Better.NEITHER


def test_a_reading_takes_away_the_key_that_it_leaves_empty(tmp_path):
    other = "{kind: count, denominator: null, unit: 人, targets: [{at_least: 9000人}]}"
    folder = write_policy(tmp_path, indicator(READINGS.replace("{better: neither}", other)))
    policy = load_policy(folder, {"signing-coverage": "两端都算"})
    assert policy.indicators["signing-coverage"].kind is Kind.COUNT
    assert policy.indicators["signing-coverage"].denominator is None


SHIPPED = sorted(path.parent for path in (Path(__file__).parents[2] / "indicators").glob("*/policy.yaml"))


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_every_other_reading_of_the_shipped_policies_can_be_chosen(folder):
    policy = load_policy(folder)
    others = {
        name: list(each.reading.other) for name, each in policy.indicators.items() if each.reading is not None
    }
    for number in range(max(map(len, others.values()), default=0)):
        chosen = {name: names[number] for name, names in others.items() if len(names) > number}
        assert set(load_policy(folder, chosen).indicators) == set(policy.indicators)


def test_a_reading_that_does_not_exist_is_refused(tmp_path):
    folder = write_policy(tmp_path, indicator(READINGS))
    with pytest.raises(Several) as caught:
        load_policy(folder, {"signing-coverage": "两头都算"})
    (error,) = caught.value.errors
    assert error.message.zh == "plan/theme.yaml:12:5: 没有名为“两头都算”的读法；是不是“两端都算”？"
    assert (
        error.message.en
        == 'plan/theme.yaml:12:5: there is no reading called "两头都算"; did you mean "两端都算"?'
    )


def test_a_reading_chosen_for_no_indicator_is_refused(tmp_path):
    folder = write_policy(tmp_path, indicator(READINGS))
    with pytest.raises(Several):
        load_policies(folder, {"signing-coverag": "两端都算"})


UNITS_AND_FACTORS = {
    "proportion": ("kind: proportion\ntable: signing\nnumerator: 签约人数\ndenominator: 常住人口", "%", 100),
    "rate per 100 000": (
        "kind: rate\ntable: signing\nnumerator: 签约人数\ndenominator: 常住人口\nper: 100000",
        "/10万",
        100_000,
    ),
    "rate per 1000": (
        "kind: rate\ntable: signing\nnumerator: 签约人数\ndenominator: 常住人口\nper: 1000",
        "‰",
        1000,
    ),
    "ratio": ("kind: ratio\ntable: signing\nnumerator: 签约人数\ndenominator: 常住人口", "", 1),
    "count": ("kind: count\ntable: signing\nnumerator: 签约人数\nunit: 人", "人", 1),
    "rise in points": (
        "kind: change\ntable: signing\nnumerator: 签约人数\ndenominator: 常住人口\nrise: {in: points, since: previous year}",
        "个百分点",
        100,
    ),
    "rise in per cent": (
        "kind: change\ntable: signing\nnumerator: 签约人数\nrise: {in: percent, since: previous year}",
        "%",
        1,
    ),
}


@pytest.mark.parametrize(("body", "unit", "factor"), UNITS_AND_FACTORS.values(), ids=UNITS_AND_FACTORS)
def test_a_kind_gives_its_unit_and_its_factor(body, unit, factor):
    made = make_policy(indicator(body)).indicators["signing-coverage"]
    assert (unit_of(made), factor_of(made)) == (unit, factor)


@pytest.mark.parametrize(
    ("limit", "direction"),
    [
        ("at_least", Better.HIGHER),
        ("more_than", Better.HIGHER),
        ("at_most", Better.LOWER),
        ("less_than", Better.LOWER),
    ],
)
def test_a_limit_gives_away_its_direction(limit, direction):
    body = COVERAGE.replace("better: higher\n", "").replace("at_least", limit)
    assert direction_of(make_policy(indicator(body)).indicators["signing-coverage"]) is direction


@pytest.mark.parametrize(
    ("body", "counted"),
    [
        (COVERAGE, "人"),
        ("kind: proportion\ntable: signing\nmeets: {过半: 签约人数 * 2 > 常住人口}", "个"),
        ("kind: count\ntable: signing\nmeets: {过半: 签约人数 * 2 > 常住人口}\nunit: 支", "支"),
        ("kind: checklist\nitems: [甲事, 乙事]", "项"),
    ],
)
def test_a_gap_is_counted_in_what_the_numerator_counts(body, counted):
    policy = make_policy(indicator(body))
    assert counted_in(policy.indicators["signing-coverage"], policy) == counted


THREE_DATES = COVERAGE.replace(
    "  - {by: 2018-12-31, at_least: 50%}",
    "  - {by: 2017-06-01, at_least: 30%}\n  - {by: 2017-09-01, at_least: 50%}\n  - {by: 2017-12-01, at_least: 80%}",
)


@pytest.mark.parametrize(
    ("day", "limit", "is_due", "until"),
    [
        ("2017-05-31", 30, False, "2017-05-31"),
        ("2017-06-01", 30, True, "2017-06-01"),
        ("2017-08-31", 30, True, "2017-06-01"),
        ("2017-09-01", 50, True, "2017-09-01"),
        ("2017-11-30", 50, True, "2017-09-01"),
        ("2017-12-01", 80, True, "2017-12-01"),
        ("2020-12-31", 80, True, "2020-12-31"),
    ],
)
def test_the_target_of_a_day_is_the_last_one_past(day, limit, is_due, until):
    targets = make_policy(indicator(THREE_DATES)).indicators["signing-coverage"].targets
    due = due_target(targets, date.fromisoformat(day))
    assert due.target.limit.amounts[0].amount == limit
    assert (due.is_due, due.data_until) == (is_due, date.fromisoformat(until))


def test_later_targets_are_those_after_the_due_one():
    targets = make_policy(indicator(THREE_DATES)).indicators["signing-coverage"].targets
    due = due_target(targets, date(2017, 7, 1))
    assert targets_after(targets, due) == targets[1:]
    assert targets_after(targets, due_target(targets, date(2018, 1, 1))) == targets[3:]


def test_a_target_without_a_date_is_always_due():
    policy = make_policy(indicator(COVERAGE.replace("by: 2018-12-31, ", "")))
    assert due_target(policy.indicators["signing-coverage"].targets, None).is_due


@pytest.mark.parametrize(
    "written",
    [
        "甲乡",
        "甲",
        "甲 乡",
        "甲　乡",
        "甲乡卫生院",
        "某区甲乡",
        "全区甲乡",
        " 甲乡 ",
        "甲乡（含某村）",
        "甲乡\u200b",
    ],
)
def test_a_unit_is_known_by_its_variants(written):
    assert UnitNames(make_policy()).find(written, "township") == "甲乡"


@pytest.mark.parametrize("written", ["甲镇", "甲乡（东院）", "丁乡", "甲乡中学", ""])
def test_a_unit_is_never_known_by_likeness(written):
    assert UnitNames(make_policy()).find(written, "township") is None


ROSTER = "  township: {甲乡: [甲, 甲乡卫生院], 乙乡: [乙], 丙镇: [丙]}"


def names_of(roster):
    return UnitNames(make_policy(policy=POLICY.replace(ROSTER, f"  township: {roster}")))


@pytest.mark.parametrize("written", ["口泉", "口泉乡卫生院", "口泉卫生院", "口泉乡中心卫生院", "某区口泉乡"])
def test_a_township_is_known_by_the_usual_ways_to_write_it_without_any_alias(written):
    assert names_of("{口泉乡: [], 云冈镇: []}").find(written, "township") == "口泉乡"


@pytest.mark.parametrize("written", ["朝阳洲", "朝阳洲街道办", "朝阳洲街道办事处", "朝阳洲社区卫生服务中心"])
def test_a_street_is_known_by_its_office_and_its_health_centre(written):
    assert names_of("{朝阳洲街道: [], 桃源街道: []}").find(written, "township") == "朝阳洲街道"


def test_a_short_name_that_fits_two_units_is_that_of_neither():
    names = names_of("{口泉乡: [], 口泉镇: []}")

    assert names.find("口泉", "township") is None
    assert names.find("口泉镇卫生院", "township") == "口泉镇"


def test_the_name_of_the_area_is_never_short_for_one_of_its_townships():
    # 某区 is the area; a township 某区镇 would be 某区 for short.
    assert names_of("{某区镇: [], 乙乡: []}").find("某区", "township") is None


def test_an_alias_of_two_units_is_refused_where_it_stands():
    with pytest.raises(Several) as told:
        names_of("{甲乡: [中心], 乙乡: [中心]}")

    assert "“中心”同时是 甲乡、乙乡 的名称" in told.value.message.zh


def test_a_unit_that_is_nearly_known_is_suggested():
    assert UnitNames(make_policy()).suggest("甲乡医院", "township") == "甲乡"


def test_scorecard_weights_are_exact(tmp_path):
    policy = make_policy(
        indicator(COVERAGE + "score: {full: 10, rule: pass}\n"),
        policy=POLICY + "scorecards:\n  score: {name: 得分, weights: {signing-coverage: 0.1}}\n",
    )
    assert policy.words.scorecards["score"].weights == {"signing-coverage": Decimal("0.1")}
