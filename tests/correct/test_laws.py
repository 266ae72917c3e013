"""A correction is an edit of the workbook: the law, over any cell of a return and any figure."""

import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from correct.correcting import BY_FIELD, SIGNED, write_corrections
from healthkpi.correct._old import holds
from healthkpi.model.grid import shown_raw
from returns import USUAL, Bureau, write_return

FIGURES = st.one_of(
    st.integers(0, 4000),
    st.sampled_from(["1.79万", "１２００", "约300", "未报", "—", "1,230", "12.5%", "三百", "乱写", 12.5]),
)


def told(checked):
    """All that a reader sees, but for what is said of the corrections themselves."""
    card = checked.scorecard
    results = [
        (unit.value.unit, unit.value.value.status, unit.value.value.amount, unit.judgement.verdict)
        for result in card.results
        for unit in result.results
    ]
    return results, sorted((each.code.id, str(each.place), each.message.zh) for each in card.findings)


@settings(max_examples=25)
@given(new=FIGURES, row=st.integers(0, 2), column=st.integers(1, 2), by_address=st.booleans())
def test_applying_a_correction_is_editing_the_cell(new, row, column, by_address):
    old = USUAL[row][column]
    if str(new) == str(old):
        return
    with tempfile.TemporaryDirectory() as root:
        bureau = Bureau(Path(root))
        (bureau.folder / "改").mkdir()
        edited = [[*each] for each in USUAL]
        edited[row][column] = new
        expected = told(bureau.check(write_return(bureau.folder / "改", edited)))
        file = write_return(bureau.folder, USUAL)
        field = ["常住人口", "签约人数"][column - 1]
        where = [None, None, f"{'ABC'[column]}{row + 3}"] if by_address else [USUAL[row][0], field, None]
        headings = ["单位", "栏目", "单元格", *BY_FIELD[2:]]
        write_corrections(bureau.folder, [[*where, old, new, *SIGNED]], headings)

        checked = bureau.check(file)

        assert told(checked) == expected
        assert len(checked.scorecard.corrections.applied) == 1


@given(st.one_of(st.integers(-10, 10**9), st.decimals(-1000, 1000, places=3)))
def test_a_cell_always_holds_what_is_copied_from_it(figure):
    from decimal import Decimal

    cell = Decimal(figure)

    assert holds(cell, shown_raw(cell))
    assert holds(shown_raw(cell), cell)


@pytest.mark.parametrize(
    ("cell", "said", "expected"),
    [
        ("1.79万", "17900", True),
        ("1.79万", "1.79", False),
        ("51.7%", "51.7", True),
        ("51.7%", "0.517", True),
        ("300人次", "300", True),
        (None, "空白", True),
        (None, "0", False),
        ("—", "—", True),
        ("0", "空白", False),
        ("2018年9月28日", "2018-09-28", True),
        ("甲乡", "甲 乡", True),
        ("甲乡", "乙乡", False),
        ("abc", "abd", False),
    ],
)
def test_what_counts_as_the_same(cell, said, expected):
    assert holds(cell, said) is expected


def test_a_figure_with_more_digits_than_the_sheet_shows_is_known_by_those():
    from decimal import Decimal

    assert holds(Decimal("50.92303322919"), "50.92")
    assert not holds(Decimal("50.92803322919"), "50.92")
    assert not holds(Decimal(17900), "17901")


def test_the_workbook_itself_is_never_written(tmp_path):
    bureau = Bureau(tmp_path)
    file = write_return(tmp_path, USUAL)
    before = file.read_bytes()
    write_corrections(tmp_path, [["乙乡", "签约人数", 900, 1000, *SIGNED]], BY_FIELD)

    bureau.check(file)

    assert file.read_bytes() == before
    assert openpyxl.load_workbook(file).worksheets[0]["C4"].value == 900
