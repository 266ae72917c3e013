import pytest

from healthkpi.expression import ExpressionError
from healthkpi.expression.errors import count_cells, find_similar
from healthkpi.expression.tree import Span
from healthkpi.text import Text

PROBLEM = Text("错", "wrong")


@pytest.mark.parametrize(
    ("text", "span", "pointer"),
    [
        ("签约人数 / 常住人囗数", (7, 12), "签约人数 / 常住人囗数\n           ^^^^^^^^^^"),
        ("a / / b", (4, 5), "a / / b\n    ^"),
        ("（甲）＋b", (4, 5), "（甲）＋b\n        ^"),
        ("甲 +", (3, 3), "甲 +\n    ^"),
        ("甲 >\n乙人", (4, 6), "乙人\n^^^^"),
        ("甲\t乙", (2, 3), "甲 乙\n   ^^"),
        ("e\u0301 甲", (3, 4), "e\u0301 甲\n  ^^"),
        ("甲 >\n乙", (0, 6), "甲 >\n^^^^"),
    ],
)
def test_the_caret_stands_below_the_fault(text, span, pointer):
    assert ExpressionError(text, Span(*span), PROBLEM).pointer() == pointer


def test_chinese_is_two_cells_wide():
    assert count_cells("签约a％") == 2 + 2 + 1 + 2


def test_an_error_is_printed_with_its_pointer_and_hint():
    error = ExpressionError("人口 < 500人", Span(5, 9), PROBLEM, Text("不写单位", "no unit"))
    assert error.say("zh") == "第6字：错\n  | 人口 < 500人\n  |        ^^^^^\n  = 提示：不写单位"
    assert error.say("en") == "character 6: wrong\n  | 人口 < 500人\n  |        ^^^^^\n  = hint: no unit"


@pytest.mark.parametrize(
    ("word", "similar"), [("常住人囗", "常住人口"), ("ａｂｃ", "abc"), ("完全不同", None)]
)
def test_a_near_miss_is_found(word, similar):
    assert find_similar(word, ["常住人口", "abc", "签约人数"]) == similar
