"""Random trees for the laws: any tree at all, and trees that have a kind of value."""

from fractions import Fraction

from hypothesis import strategies as st

from healthkpi.expression.tree import (
    And,
    Arithmetic,
    Call,
    Case,
    Comparison,
    Membership,
    Name,
    Negative,
    Not,
    Number,
    Or,
    Truth,
    Words,
)

COMPARISON_SIGNS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
NAMES = st.one_of(
    st.sampled_from(
        [
            "签约人数",
            "65岁以上人数",
            "面积㎡",
            "签约率(%)",
            "是否贫困村",
            "且",
            "is not",
            "in",
            "50%",
            "a」b",
            "或",
        ]
    ),
    st.text(min_size=1, max_size=6).filter(lambda name: name.strip()),
)
NUMBERS = st.builds(
    lambda digits, places, mark: Number(Fraction(digits, 10**places), mark),
    st.integers(0, 10**6),
    st.integers(0, 4),
    st.sampled_from(["", "%", "‰"]),
)


def pairs(part):
    return st.lists(part, min_size=2, max_size=3).map(tuple)


def chains(part, signs=COMPARISON_SIGNS):
    return st.integers(1, 2).flatmap(
        lambda count: st.builds(
            Comparison,
            st.tuples(*[part] * (count + 1)),
            st.tuples(*[signs] * count),
        )
    )


def _larger(part):
    return st.one_of(
        st.builds(Negative, part),
        st.builds(Not, part),
        st.builds(Arithmetic, st.sampled_from("+-*/"), part, part),
        chains(part),
        st.builds(And, pairs(part)),
        st.builds(Or, pairs(part)),
        st.builds(Membership, part, st.lists(part, min_size=1, max_size=3).map(tuple), st.booleans()),
        st.builds(Case, st.lists(st.tuples(part, part), min_size=1, max_size=2).map(tuple), st.none() | part),
        st.builds(Call, st.sampled_from(["sum", "coalesce", "别的"]), st.lists(part, max_size=2).map(tuple)),
    )


ANY_TREES = st.recursive(
    st.one_of(NUMBERS, st.builds(Words, st.text(max_size=6)), st.builds(Truth, st.booleans()), st.builds(Name, NAMES)),
    _larger,
    max_leaves=12,
)  # fmt: skip

NUMBER_LEAVES = st.builds(
    Number, st.sampled_from([Fraction(0), Fraction(2), Fraction(1, 2), Fraction(2**62)])
)
NUMBER_LEAVES |= st.builds(Name, st.sampled_from(["甲", "乙", "比"]))
FLAG_LEAVES = st.builds(Truth, st.booleans()) | st.builds(Name, st.sampled_from(["旗", "标"]))
TEXT_LEAVES = st.builds(Words, st.sampled_from(["东", "西"])) | st.builds(Name, st.just("县"))
EQUALITY = st.sampled_from(["=", "!="])


def _larger_number(number):
    condition = chains(number) | FLAG_LEAVES
    return st.one_of(
        st.builds(Negative, number),
        st.builds(Arithmetic, st.sampled_from("+-*/"), number, number),
        st.builds(Case, st.lists(st.tuples(condition, number), min_size=1, max_size=2).map(tuple), st.none() | number),
        st.builds(lambda name, parts: Call(name, parts), st.sampled_from(["coalesce", "min_of", "max_of"]), pairs(number)),
        st.builds(lambda part: Call("abs", (part,)), number),
        st.builds(lambda parts: Call("holding", parts), pairs(condition)),
    )  # fmt: skip


NUMBER_TREES = st.recursive(NUMBER_LEAVES, _larger_number, max_leaves=6)


def _larger_flag(flag):
    return st.one_of(
        st.builds(Not, flag),
        st.builds(And, pairs(flag)),
        st.builds(Or, pairs(flag)),
        chains(flag, EQUALITY),
    )


FLAG_TREES = st.recursive(
    st.one_of(
        FLAG_LEAVES,
        chains(NUMBER_TREES),
        chains(TEXT_LEAVES, EQUALITY),
        st.builds(Membership, NUMBER_TREES, st.lists(NUMBER_LEAVES, min_size=1, max_size=3).map(tuple), st.booleans()),
        st.builds(Membership, TEXT_LEAVES, st.lists(TEXT_LEAVES, min_size=1, max_size=3).map(tuple), st.booleans()),
        st.builds(lambda part: Call("is_blank", (part,)), NUMBER_TREES | TEXT_LEAVES),
    ),
    _larger_flag,
    max_leaves=4,
)  # fmt: skip

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "甲": st.none() | st.integers(-3, 3) | st.just(2**62),
            "乙": st.none() | st.integers(-3, 3),
            "比": st.none() | st.fractions(-2, 2, max_denominator=3),
            "旗": st.none() | st.booleans(),
            "标": st.none() | st.booleans(),
            "县": st.none() | st.sampled_from(["东", "西", "北"]),
            "组": st.sampled_from(["a", "b", "c"]),
        }
    ),
    max_size=8,
)
