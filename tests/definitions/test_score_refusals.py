"""What a score and a scorecard may not say: told with line and column."""

import pytest

from making import COVERAGE, POLICY, indicator

from .test_refusals import coverage_but, place_of, refused

PASS = COVERAGE + "score: {full: 10, rule: pass}\n"
LOWER = coverage_but("better: higher", "better: lower").replace("at_least", "at_most")


def score(words, body=COVERAGE):
    return f"{body}score: {words}\n"


BANDS = "score:\n  full: 10\n  rule: bands\n  bands:\n"

ONE_MISTAKE = {
    "a rule that does not exist": (score("{full: 10, rule: ▸lineal}"), 'there is no rule "lineal"'),
    "a key of another rule": (
        score("{full: 10, rule: pass, ▸step: 1%}"),
        '"step" does not belong to pass; it is for: deduct',
    ),
    "a key that the rule needs": (
        score("{full: 10, rule: linear, to: 90%}").replace("score", "▸score"),
        '"from"',
    ),
    "no full marks": (score("{full: ▸0, rule: pass}"), "must be above 0"),
    "a line the wrong way round": (
        score("{full: 10, rule: linear, from: 90%, to: ▸40%}"),
        "that contradicts better: higher",
    ),
    "a line without length": (score("{full: 10, rule: linear, from: 40%, to: ▸40%}"), "use pass"),
    "an amount without its unit": (
        score("{full: 10, rule: linear, from: ▸40, to: 90%}"),
        'values of this indicator are in "%"',
    ),
    "a parameter that does not exist": (
        score("{full: 10, rule: linear, from: ▸provinze, to: 90%}"),
        'did you mean "province"?',
    ),
    "lower is better without a choice of reading": (
        score("{full: 10, rule: proportional}", LOWER).replace("score", "▸score"),
        'needs "when_over"',
    ),
    "a proportion of a limit that leaves itself out": (
        score("{full: 10, rule: ▸proportional}", coverage_but("at_least", "more_than")),
        "more_than leaves out the limit itself",
    ),
    "a rule with a direction where there is none": (
        score(
            "{full: 10, rule: ▸linear, from: 40%, to: 90%}",
            coverage_but("better: higher", "better: neither").replace("at_least: 50%", "between: [40%, 60%]"),
        ),
        "needs a direction",
    ),
    "a floor above full marks": (
        score("{full: 3, rule: deduct, step: 0.1个百分点, deduct: 0.3, part_step: exact, floor: ▸4}"),
        "must lie between 0 and full marks",
    ),
    "a first band with an end": (
        COVERAGE + BANDS + "    - {▸from: 10%, below: 40%, points: 0}\n    - {from: 40%, points: 10}\n",
        "the first band has no from",
    ),
    "a last band with an end": (
        COVERAGE + BANDS + "    - {below: 40%, points: 0}\n    - {from: 40%, ▸below: 90%, points: 10}\n",
        "the last band has no below",
    ),
    "fewer points for a better value": (
        COVERAGE + BANDS + "    - {below: 40%, points: 6}\n    - {from: 40%, points: ▸5}\n",
        "a better value has fewer points",
    ),
    "more points than there are": (
        COVERAGE + BANDS + "    - {below: 40%, points: 0}\n    - {from: 40%, points: ▸11}\n",
        "points must lie between 0 and full marks",
    ),
    "a baseline in other words": (
        score("{full: 10, rule: level and progress, progress_weight: 0.3, since: ▸previous years}"),
        'did you mean "previous year"?',
    ),
}


@pytest.mark.parametrize(("body", "words"), ONE_MISTAKE.values(), ids=ONE_MISTAKE)
def test_a_score_is_refused_where_it_stands(tmp_path, body, words):
    text, place = place_of(indicator(body))
    found = refused(tmp_path, indicators=text)
    assert len(found) == 1
    assert found[0][1].startswith(f"{place}: ")
    assert words in found[0][1]


SCORECARDS = {
    "an unknown indicator": (
        "{name: 得分, weights: {▸signing-coverag: 1}}",
        'did you mean "signing-coverage"?',
    ),
    "a weight of nothing": ("{name: 得分, weights: {signing-coverage: ▸0}}", "a weight must be above 0"),
    "a veto that nobody knows": (
        "{name: 得分, weights: {signing-coverage: 1}, veto: [▸other]}",
        'there is no indicator "other"',
    ),
    "a level that does not exist": (
        "{name: 得分, level: ▸town, weights: {signing-coverage: 1}}",
        "there is no level",
    ),
    "a gate without its total": (
        "{name: 得分, weights: {signing-coverage: 1}, ▸gate: {signing-coverage: 6}}",
        '"below_gate"',
    ),
    "a cap above all weights": (
        "{name: 得分, weights: {signing-coverage: 1}, cap: ▸2}",
        "the sum of the weights, 1",
    ),
    "another word for what is missing": (
        "{name: 得分, weights: {signing-coverage: 1}, missing: ▸full}",
        "block, zero, leave out",
    ),
}


@pytest.mark.parametrize(("words", "says"), SCORECARDS.values(), ids=SCORECARDS)
def test_a_scorecard_is_refused_where_it_stands(tmp_path, words, says):
    text, place = place_of(f"{POLICY}scorecards:\n  total: {words}\n", "plan/policy.yaml")
    found = refused(tmp_path, indicators=indicator(PASS), policy=text)
    assert any(en.startswith(f"{place}: ") and says in en for _, en in found), found


def test_a_weighted_indicator_has_a_score(tmp_path):
    text, place = place_of(
        f"{POLICY}scorecards:\n  total: {{name: 得分, weights: {{▸signing-coverage: 1}}}}\n",
        "plan/policy.yaml",
    )
    assert refused(tmp_path, indicators=indicator(COVERAGE), policy=text)[0][1] == (
        f'{place}: indicator "signing-coverage" has no "score"'
    )
