"""Another limit for one run: what may stand there, and that nothing but the number changes."""

from datetime import date

import pytest

from healthkpi.definitions.what_if import with_targets
from healthkpi.errors import Several
from making import COVERAGE, indicator, make_policy

NAME = "signing-coverage"
YEAR_END = date(2018, 12, 31)
HEAD = "kind: ratio\ntable: signing\nnumerator: 签约人数\ndenominator: 常住人口\nunit: '%'\n"


def policy(targets="", body=COVERAGE):
    head = body.partition("targets:")[0] if targets else body
    return make_policy(indicator(head + targets))


def target(plan, words, as_of=YEAR_END, place=-1):
    return with_targets(plan, {NAME: words}, as_of).indicators[NAME].targets[place]


def refused(plan, words, as_of=YEAR_END):
    with pytest.raises(Several) as told:
        with_targets(plan, {NAME: words}, as_of)
    return str(told.value)


@pytest.mark.parametrize("key", ["at_least", "more_than", "at_most", "less_than"])
def test_the_number_changes_and_the_direction_stays(key):
    better = "lower" if key in {"at_most", "less_than"} else "higher"
    plan = policy(
        f"targets: [{{by: 2018-12-31, {key}: 50%}}]\n",
        COVERAGE.replace("better: higher", f"better: {better}"),
    )
    limit = target(plan, "55%").limit
    assert (limit.key, [amount.amount for amount in limit.amounts]) == (key, [55])


@pytest.mark.parametrize("words", ["95%..105%", "95%～105%", "95% 至 105%", "９５％..１０５％"])
def test_both_ends_of_a_range_are_given(words):
    plan = policy("targets: [{by: 2018-12-31, between: [90%, 110%]}]\n", HEAD + "better: neither\ntargets:")
    assert [amount.amount for amount in target(plan, words).limit.amounts] == [95, 105]


def test_a_parameter_is_replaced_by_the_number():
    limit = target(policy("targets: [{by: 2018-12-31, at_least: province}]\n"), "23.5%").limit
    assert [str(amount.amount) for amount in limit.amounts] == ["47/2"]


def test_of_several_targets_the_one_that_is_judged_by_is_replaced():
    plan = policy("targets:\n  - {by: 2018-12-31, at_least: 50%}\n  - {by: 2020-12-31, at_least: 60%}\n")
    assert target(plan, "55%", place=0).limit.amounts[0].amount == 55
    assert target(plan, "55%", place=1).limit.amounts[0].amount == 60
    assert target(plan, "65%", date(2021, 1, 1), place=1).limit.amounts[0].amount == 65


def test_a_share_must_say_its_sign():
    """0.55 could be 55 % or 0.55 %."""
    assert "such as 50%" in refused(policy(), "0.55")
    assert "such as 50%" in refused(policy(), "55人")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("40%..50%", "1 number(s)"),
        ("大半", "1 number(s)"),
        ("150%", "between 0 and 100 %"),
    ],
)
def test_what_cannot_be_a_limit_of_it_is_refused(words, told):
    assert told in refused(policy(), words)


def test_the_ends_stand_in_their_order():
    plan = policy("targets: [{by: 2018-12-31, between: [90%, 110%]}]\n", HEAD + "better: neither\ntargets:")
    assert "lower end first" in refused(plan, "105%..95%")


def test_what_has_no_target_or_no_limit_is_refused_by_name():
    recorded = policy(body=COVERAGE.partition("targets:")[0])
    attested = make_policy(indicator("kind: attested\nitem: 签约方案\ntargets: [{by: 2018-12-31}]\n"))
    assert f"--target {NAME}=50%: it is only recorded and has no target" in refused(recorded, "50%")
    assert "no limit to change" in refused(attested, "50%")


def test_without_a_day_nobody_knows_which_target_is_meant():
    assert "give --as-of" in refused(policy(), "55%", None)


def test_all_mistakes_are_told_at_once():
    plan = make_policy(indicator(COVERAGE) + indicator(COVERAGE, "second"))
    with pytest.raises(Several) as told:
        with_targets(plan, {NAME: "0.5", "second": "500%"}, YEAR_END)
    assert len(told.value.errors) == 2
