from contextlib import suppress
from fractions import Fraction
from itertools import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthkpi.expression import ExpressionError, names_in, parse
from healthkpi.expression.tree import (
    And,
    Arithmetic,
    Call,
    Case,
    Comparison,
    Membership,
    Name,
    Not,
    Number,
    Truth,
    Words,
)


def name(word):
    return Name(word)


def number(value):
    return Number(Fraction(value))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("签约人数 / 常住人口数", Arithmetic("/", name("签约人数"), name("常住人口数"))),
        ("甲×乙÷丙", Arithmetic("/", Arithmetic("*", name("甲"), name("乙")), name("丙"))),
        ("65岁以上人数", name("65岁以上人数")),
        ("「24m MMR1」", name("24m MMR1")),
        ("「签约率(%)」 > 50%", Comparison((name("签约率(%)"), number("1/2")), (">",))),
        ("面积㎡ ≥ 40", Comparison((name("面积㎡"), number(40)), (">=",))),
        ("300 <= 人口 < 500", Comparison((number(300), name("人口"), number(500)), ("<=", "<"))),
        ("甲 == 5‰", Comparison((name("甲"), number("1/200")), ("=",))),
        ("甲 ＜＞ ５", Comparison((name("甲"), number(5)), ("!=",))),
        ("甲！＝5", Comparison((name("甲"), number(5)), ("!=",))),
        ("县区 属于 （'甲'、“乙”）", Membership(name("县区"), (Words("甲"), Words("乙")))),
        ("县区 not in ('甲')", Membership(name("县区"), (Words("甲"),), negated=True)),
        ("县区 不属于('甲')", Membership(name("县区"), (Words("甲"),), negated=True)),
        ("是否贫困村 = 是", Comparison((name("是否贫困村"), Truth(True)), ("=",))),
        ("not 甲 = 1", Not(Comparison((name("甲"), number(1)), ("=",)))),
        ("非(甲)", Not(name("甲"))),
        ("合计(甲)", Call("sum", (name("甲"),))),
        ("count()", Call("count", ())),
        ("Case WHEN 甲 then 1 END", Case(((name("甲"), number(1)),), None)),
        ("当 甲 则 1 否则 2 完", Case(((name("甲"), number(1)),), number(2))),
    ],
)
def test_what_officers_write_is_understood(text, tree):
    assert parse(text) == tree


@pytest.mark.parametrize(
    "text",
    [
        "人口 < 500 且 面积 >= 40",
        "人口<500且面积>=40",
        "人口<500 且面积>=40",
        "人口<500并且面积>=40",
        "（人口<500）且（面积>=40）",
        "（人口<500）且面积>=40",
        "人口 < 500 and 面积 >= 40",
    ],
)
def test_and_is_understood_beside_a_number_and_a_bracket(text):
    assert parse(text) == And(
        (
            Comparison((name("人口"), number(500)), ("<",)),
            Comparison((name("面积"), number(40)), (">=",)),
        )
    )


@pytest.mark.parametrize(
    "word",
    ["服务人口且面积", "或有负债", "非贫困人口", "是否贫困村", "真实姓名", "当年人数", "完成数", "index"],
)
def test_a_keyword_inside_a_name_is_part_of_the_name(word):
    assert parse(word) == name(word)


def test_a_number_with_its_unit_is_left_to_the_checker():
    assert parse("人口 < 500人").operands[1] == name("500人")


def test_names_are_listed_once_in_the_order_written():
    assert names_in(parse("乙 + 甲 * 乙 + 合计(丙)")) == ("乙", "甲", "丙")


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("", "第1字：表达式是空的", "character 1: the expression is empty"),
        ("   ", "第4字：表达式是空的", "character 4: the expression is empty"),
        (
            "a / / b",
            "第5字：这里缺少一个数、列名或括号",
            "character 5: a number, a name or a bracket is missing here",
        ),
        ("签约人数.to_csv('x')", "第5字：不认识的符号 '.'", "character 5: unknown sign '.'"),
        ("a; b", "第2字：不认识的符号 ';'", "character 2: unknown sign ';'"),
        ("a & b", "第3字：不认识的符号 '&'", "character 3: unknown sign '&'"),
        ("a\u200b", "第2字：不认识的符号 'U+200B'", "character 2: unknown sign 'U+200B'"),
        ("(1 + 2", "第1字：这个括号没有关上", "character 1: this bracket is not closed"),
        ("1 + 2)", "第6字：多了一个右括号", "character 6: one closing bracket too many"),
        ("甲 = “乙", "第5字：“ 没有配对的 ”", "character 5: “ is not closed by ”"),
        ("甲 乙", "第3字：这里缺少运算符", "character 3: an operator is missing here"),
        ("1 = not 甲", "第5字：这里的“非”要放在括号里", "character 5: this “not” needs brackets around it"),
        ("甲 属于 乙", "第6字：“属于”后面是括号里的列表", "character 6: a list in brackets follows “in”"),
        ("「 」", "第1字：「」里没有列名", "character 1: there is no name inside 「」"),
        ("当 甲 则 1", "第8字：条件取值要以“完”或 end 结束", "character 8: a case ends with “end”"),
        ("当 甲 1 完", "第5字：条件后面要有“则”或 then", "character 5: “then” follows a condition"),
        (
            "甲 in (1) = 是",
            "第10字：这里要用括号写明先后",
            "character 10: brackets are needed here to say what comes first",
        ),
    ],
)
def test_a_fault_is_named_in_both_languages(text, zh, en):
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert (caught.value.message.zh, caught.value.message.en) == (zh, en)


@pytest.mark.parametrize(
    "text",
    [
        "a.b",
        "a[0]",
        "a @ b",
        "lambda: 1",
        "a := 1",
        "f'{a}'()",
        "`a`",
        "a if b else c",
        "{a}",
        "a // b",
        "a ** b",
    ],
)
def test_python_is_refused(text):
    with pytest.raises(ExpressionError):
        parse(text)


@given(st.text(max_size=40))
def test_any_text_parses_or_is_refused(text):
    with suppress(ExpressionError):
        parse(text)


@pytest.mark.parametrize(
    "text",
    ["(" * 61 + "1" + ")" * 61, "-" * 900 + "1", "not " * 400 + "a", "+".join(repeat("1", 900)), "f(" * 500],
)
def test_a_tree_too_deep_is_refused(text):
    with pytest.raises(ExpressionError, match="more than 60 levels"):
        parse(text)


def test_a_text_too_long_is_refused():
    with pytest.raises(ExpressionError, match="longer than 2000"):
        parse("1" * 2001)


def test_a_sum_of_fifty_months_is_accepted():
    assert len(names_in(parse(" + ".join(f"{month}月" for month in range(1, 51))))) == 50
