import pytest
from hypothesis import given

from healthkpi.expression import parse, say, write
from healthkpi.expression.tree import Name, Number, walk

from .trees import ANY_TREES


@given(ANY_TREES)
def test_what_is_written_parses_to_the_same_tree(tree):
    assert parse(write(tree)) == tree


@given(ANY_TREES)
def test_every_node_points_at_text_that_parses_to_it(tree):
    text = write(tree)
    for node in walk(parse(text)):
        assert parse(text[node.span.start : node.span.end]) == node


@given(ANY_TREES)
def test_words_for_officers_never_fail(tree):
    assert say(tree, "zh")
    assert say(tree, "en")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("（签约人数＋1）／常住人口数", "(签约人数 + 1) / 常住人口数"),
        ("甲 - (乙 - 丙)", "甲 - (乙 - 丙)"),
        ("(甲 - 乙) - 丙", "甲 - 乙 - 丙"),
        ("(甲 且 乙) 且 丙", "(甲 and 乙) and 丙"),
        ("甲 ≥ 50％", "甲 >= 50%"),
        ("甲 ＞ 0.50", "甲 > 0.5"),
        ("当 甲 < 5‰ 则 合计(乙) 否则 2 完", "case when 甲 < 5‰ then sum(乙) else 2 end"),
        ("“他说”", '"他说"'),
        ("'说\"好\"'", '"说""好"""'),
        ("「a」」b」", "「a」」b」"),
        ("「甲」", "甲"),
    ],
)
def test_the_canonical_text(text, written):
    assert write(parse(text)) == written


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("甲 * 2 / 乙 >= 50%", "甲 × 2 ÷ 乙 ≥ 50%", "甲 × 2 ÷ 乙 ≥ 50%"),
        ("not 甲 and 乙 != 是", "非 甲 且 乙 ≠ 是", "not 甲 and 乙 ≠ yes"),
        ("县 in ('东','西')", "县 属于 “东”、“西”", "县 is one of “东”, “西”"),
        ("县 not in ('东')", "县 不属于 “东”", "县 is none of “东”"),
        ("hours_between(甲, 乙)", "小时数（甲，乙）", "hours_between(甲, 乙)"),
        ("当 甲 则 1 当 乙 则 2 完", "（当 甲 则 1，当 乙 则 2）", "(if 甲: 1; if 乙: 2)"),
    ],
)
def test_the_words_for_officers(text, zh, en):
    assert (say(parse(text), "zh"), say(parse(text), "en")) == (zh, en)


def test_a_share_stays_a_share_when_written():
    assert parse("50%") == Number(parse("0.5").value)
    assert write(parse("50%")) == "50%"


def test_a_name_is_never_renamed():
    assert parse("面积㎡") == Name("面积㎡")
    assert parse("ＰＭ值") == Name("ＰＭ值")
