"""clauses.csv: what a file may not say, and that those of the shipped policies say everything once."""

from pathlib import Path

import pytest

from healthkpi.definitions.clauses import CLAUSES_FILE, HEADER, Disposition, load_clauses
from healthkpi.definitions.load import load_policy
from healthkpi.errors import DefinitionError, Several
from making import COVERAGE, indicator, write_policy

INDICATORS = Path(__file__).parents[2] / "indicators"
POLICIES = (
    "dingxi-2022",
    "jixi-14th-five-year-plan",
    "linyi-2021",
    "medical-community-guidance",
    "songshan-2018",
    "xihu-2017",
    "yungang-2018",
)

FIRST_LINE = ",".join(HEADER)
GOOD = "T-001,一,达50%,computed,signing-coverage,"


@pytest.fixture
def plan(tmp_path):
    return load_policy(write_policy(tmp_path, indicator(COVERAGE)))


def clauses(plan, *lines, header=FIRST_LINE, encoding="utf-8-sig"):
    (plan.folder / CLAUSES_FILE).write_text("\r\n".join([header, *lines, ""]), encoding=encoding, newline="")
    return load_clauses(plan)


def told(plan, *lines, **more):
    with pytest.raises(Several) as caught:
        clauses(plan, *lines, **more)
    return [(error.message.zh, error.message.en) for error in caught.value.errors]


def test_a_line_says_the_sentence_and_what_is_done_with_it(plan):
    rows = clauses(plan, GOOD, 'T-002,二,"推进控烟,\n加强管理",not_judged,,没有可比的数')

    assert [(row.row_id, row.disposition, row.indicator, row.reason) for row in rows] == [
        ("T-001", Disposition.COMPUTED, "signing-coverage", None),
        ("T-002", Disposition.NOT_JUDGED, None, "没有可比的数"),
    ]
    assert rows[1].quote == "推进控烟,\n加强管理"


ONE_MISTAKE = {
    "an indicator that does not exist": (
        "T-001,一,达50%,computed,signing-covrage,",
        "没有指标“signing-covrage”；是不是“signing-coverage”？",
        'there is no indicator "signing-covrage"; did you mean "signing-coverage"?',
    ),
    "an unknown disposition": (
        "T-001,一,达50%,calculated,signing-coverage,",
        "disposition 不能写“calculated”；可写：computed, attested, needs_parameter, monitor, not_judged",
        '"calculated" cannot stand in disposition; write one of computed, attested, needs_parameter, monitor, not_judged',
    ),
    "a computed sentence without its indicator": (
        "T-001,一,达50%,computed,,",
        "computed 要写指标编号（indicator）；没有指标的写 not_judged，并说明理由",
        "computed needs its indicator; a sentence without one is not_judged, with the reason",
    ),
    "a sentence that is not judged for no reason": (
        "T-001,一,达50%,not_judged,,",
        "not_judged 要写理由（reason）",
        "not_judged needs a reason",
    ),
    "a sentence that is not quoted": (
        "T-001,一,,computed,signing-coverage,",
        "quote 是空的；请填上",
        '"quote" is empty; fill it in',
    ),
    "a comma that splits the quote": (
        "T-001,一,达50%,以上,computed,signing-coverage,",
        "有 7 格，应有 6 格；内容里有逗号的格要加引号",
        "7 cells, 6 are wanted; put a cell that holds a comma in quotes",
    ),
}


@pytest.mark.parametrize("mistake", ONE_MISTAKE)
def test_a_mistake_is_told_with_its_line_and_what_to_write(plan, mistake):
    line, zh, en = ONE_MISTAKE[mistake]

    assert told(plan, line) == [(f"plan/clauses.csv:2: {zh}", f"plan/clauses.csv:2: {en}")]


def test_all_mistakes_are_told_at_once_each_in_the_line_where_its_sentence_begins(plan):
    errors = told(plan, 'T-001,一,"达\n50%",computed,signing-coverage,', GOOD, "T-003,一,达50%,monitor,,")

    assert [en for _, en in errors] == [
        'plan/clauses.csv:4: the id "T-001" stands in line 2 already; choose another',
        "plan/clauses.csv:5: monitor needs its indicator; a sentence without one is not_judged, with the reason",
        "plan/clauses.csv:5: monitor needs a reason",
    ]


def test_another_header_is_refused_with_the_right_one(plan):
    assert told(plan, GOOD, header="id,clause,quote,disposition,indicator,reason") == [
        (
            "plan/clauses.csv:1: 表头不对；第一行要写 row_id,clause,quote,disposition,indicator,reason",
            "plan/clauses.csv:1: wrong header; the first line must be row_id,clause,quote,disposition,indicator,reason",
        )
    ]


def test_a_file_in_another_encoding_is_refused(plan):
    assert told(plan, GOOD, encoding="gb18030") == [
        (
            "plan/clauses.csv:1: 不是 UTF-8 编码；请另存为 UTF-8",
            "plan/clauses.csv:1: not UTF-8; save it as UTF-8",
        )
    ]


def test_an_open_quotation_mark_is_told_where_it_opens(plan):
    assert [en for _, en in told(plan, GOOD, 'T-002,一,"达50%,computed,signing-coverage,')] == [
        "plan/clauses.csv:3: a quotation mark is not closed (unexpected end of data)"
    ]


def test_a_policy_without_the_file_says_what_to_write(plan):
    with pytest.raises(DefinitionError) as caught:
        load_clauses(plan)
    assert str(caught.value).startswith(
        f"plan/clauses.csv: there is no such file; write one with the header {FIRST_LINE}"
    )


def test_every_policy_that_ships_has_the_file():
    assert tuple(sorted(path.parent.name for path in INDICATORS.glob("*/policy.yaml"))) == POLICIES


@pytest.fixture(scope="module", params=POLICIES)
def shipped(request):
    policy = load_policy(INDICATORS / request.param)
    return policy, load_clauses(policy)


def test_every_indicator_comes_from_a_sentence_of_the_document(shipped):
    policy, rows = shipped

    assert set(policy.indicators) - {row.indicator for row in rows} == set()


def test_the_file_opens_in_a_spreadsheet_with_its_chinese_intact(shipped):
    policy, _ = shipped

    assert (policy.folder / CLAUSES_FILE).read_bytes().startswith(b"\xef\xbb\xbf")


def test_what_is_judged_has_a_target_and_what_is_only_recorded_has_none(shipped):
    policy, rows = shipped
    judged = {row.indicator for row in rows if row.disposition in JUDGED}

    for row in rows:
        if row.indicator is None or (row.indicator in judged and row.disposition not in JUDGED):
            continue
        assert bool(policy.indicators[row.indicator].targets) == (row.disposition in JUDGED), row.row_id


def test_what_needs_a_parameter_names_one(shipped):
    policy, rows = shipped

    for row in rows:
        if row.disposition is Disposition.NEEDS_PARAMETER:
            assert parameters_of(policy.indicators[row.indicator]) <= set(policy.words.parameters), row.row_id
            assert parameters_of(policy.indicators[row.indicator]), f"{row.row_id} names no parameter"


def test_every_indicator_quotes_the_sentences_that_name_it(shipped):
    policy, rows = shipped

    for row in rows:
        if row.indicator is not None:
            quotes = [clause.quote for clause in policy.indicators[row.indicator].clause]
            assert any(quote in row.quote or row.quote in quote for quote in quotes), (row.row_id, quotes)


JUDGED = {Disposition.COMPUTED, Disposition.ATTESTED, Disposition.NEEDS_PARAMETER}


def parameters_of(indicator):
    amounts = [
        amount
        for target in indicator.targets
        for amount in (*(target.limit.amounts if target.limit else ()), target.within)
    ]
    return {amount for amount in amounts if isinstance(amount, str)}
