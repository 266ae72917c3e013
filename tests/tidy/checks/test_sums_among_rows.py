"""Totals that do not say so."""

from hypothesis import given
from hypothesis import strategies as st

from making import grid
from tidy.checks.telling import told

HEADER = ["乡镇", "常住人口", "签约人数"]


def sums(*rows):
    return told("HK332", grid([["2018年9月"], HEADER, *rows]))


def test_a_row_that_is_the_sum_of_the_rows_below_it_is_told():
    rows = [["东片", 300, 130], ["甲乡", 100, 50], ["乙乡", 200, 80], ["丙镇", 70, 60]]
    ((place, words),) = sums(*rows)
    assert place == "表.xlsx[签约]!3"
    assert words.startswith("2 columns of 东片 are the sums of 甲乡 to 乙乡")


def test_a_row_that_is_the_sum_of_the_rows_above_it_is_told():
    rows = [["丙镇", 70, 60], ["甲乡", 100, 50], ["乙乡", 200, 80], ["东片", 300, 130]]
    assert [place for place, _ in sums(*rows)] == ["表.xlsx[签约]!6"]


def test_one_column_that_agrees_is_a_coincidence():
    assert sums(["丁乡", 300, 100], ["甲乡", 100, 50], ["乙乡", 200, 80]) == []


def test_one_row_that_equals_its_neighbour_is_no_sum():
    assert sums(["丁乡", 100, 50], ["甲乡", 100, 50], ["乙乡", 0, 0], ["丙镇", 7, 3]) == []


def test_small_figures_agree_by_chance():
    assert sums(["丁乡", 3, 2], ["甲乡", 1, 1], ["乙乡", 2, 1]) == []


def test_of_many_sheets_those_with_a_sum_are_told_and_none_across_two_sheets():
    def sheet(name, *rows):
        return grid([["2018年9月"], HEADER, *rows], sheet=name)

    plain = sheet("一", ["戊乡", 90, 40], ["己乡", 80, 30], ["庚镇", 300, 130])
    # 300 and 130 of the sheet before are the sums of its first two rows.
    with_sum = sheet("二", ["甲乡", 100, 50], ["乙乡", 200, 80], ["丙镇", 70, 60], ["西片", 270, 140])

    found = told("HK332", plain, with_sum)

    assert [words.split(" are the sums of ")[1].split(":")[0] for _, words in found] == ["乙乡 to 丙镇"]


@given(st.lists(st.tuples(st.integers(10, 400), st.integers(10, 200)), min_size=2, max_size=6), st.booleans())
def test_the_sum_of_any_figures_is_told_above_or_below_them(parts, is_above):
    people, signed = (sum(column) for column in zip(*parts, strict=True))
    rows = [[f"{number}村", *part] for number, part in enumerate(parts)]
    together = ["东片", people, signed]

    found = sums(together, *rows) if is_above else sums(*rows, together)

    assert any("东片" in words for _, words in found)
