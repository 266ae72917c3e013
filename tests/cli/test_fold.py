"""Prose in lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from healthkpi.present._fold import fold_words


def test_a_figure_is_never_split_over_two_lines():
    assert fold_words("期限按首批示范村取2018年底", 20) == "期限按首批示范村取\n2018年底"


def test_no_line_begins_with_a_stop_or_ends_with_an_opening_bracket():
    assert fold_words("三项都达到，才算（见附件）", 10) == "三项都达\n到，才算\n（见附件）"


def test_latin_words_break_at_their_spaces():
    assert fold_words("two of six reported", 10) == "two of six\nreported"


@given(st.text(alphabet="签约率达，。12 50%ab（）", max_size=60), st.integers(4, 40))
def test_nothing_is_lost_but_spaces(words, width):
    assert "".join(fold_words(words, width).split()) == "".join(words.split())


@pytest.mark.parametrize("width", [8, 12, 20])
def test_no_line_is_wider_than_the_window(width):
    folded = fold_words("6个中5个已报；缺鸦儿崖乡，含未报单位还差12人", width)
    assert max(cell_len(line) for line in folded.split("\n")) <= width
