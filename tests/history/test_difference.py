"""What differs between two scorings, and why."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from kept_returns import key, of_unit

from correct.correcting import BY_CELL, SIGNED, write_corrections
from healthkpi.errors import UsageError
from healthkpi.history.difference import compare
from healthkpi.model.history import Lock
from healthkpi.model.told import Cause
from returns import USUAL

MORE_SIGNED = [["甲乡", 1000, 700], *USUAL[1:]]


@pytest.fixture
def kept(history, office):
    """September, and September again with more who signed in 甲乡."""
    history.record(office.run(office.scored(office.month(9))))
    history.record(office.run(office.scored(office.month(9, MORE_SIGNED))))
    return history


def between(history, before, after):
    (compared,) = compare(history.told(before), history.told(after))
    return compared


def moved(compared):
    return {
        each.key[2]: (
            each.before and each.before["numerator"],
            each.after and each.after["numerator"],
            each.because,
        )
        for each in compared.moved
    }


def test_a_changed_file_is_told_with_its_cells_and_the_results_it_moved(kept):
    compared = between(kept, "previous", "last")

    (name,) = compared.files
    was, now = compared.files[name]
    assert name == "签约9月.xlsx"
    assert was != now
    (cell,) = compared.cells
    assert (cell.place, cell.row, cell.field, cell.before, cell.after) == (
        "签约9月.xlsx[签约]!C3",
        "甲乡",
        "签约人数",
        "500",
        "700",
    )
    # 500 + 900 + 600, then 700 + 900 + 600.
    assert moved(compared) == {
        "某区": ("2000", "2200", (Cause.DATA,)),
        "甲乡": ("500", "700", (Cause.DATA,)),
    }


def test_a_row_that_moved_down_has_not_changed(history, office):
    history.record(office.run(office.scored(office.month(9))))
    history.record(office.run(office.scored(office.month(9, [USUAL[1], USUAL[0], USUAL[2]]))))

    compared = between(history, "previous", "last")

    assert compared.files
    assert compared.cells == ()
    assert compared.moved == []


def test_a_row_that_is_new_or_gone_is_told_by_its_cells(history, office):
    history.record(office.run(office.scored(office.month(9, USUAL[:2]))))
    history.record(office.run(office.scored(office.month(9))))

    compared = between(history, "previous", "last")

    assert {(cell.row, cell.field, cell.before, cell.after) for cell in compared.cells} == {
        ("丙镇", "乡镇", None, "丙镇"),
        ("丙镇", "常住人口", None, "1000"),
        ("丙镇", "签约人数", None, "600"),
    }


def test_a_cell_that_was_no_number_is_told_as_it_was_written(history, office):
    history.record(office.run(office.scored(office.month(9, [["甲乡", 1000, "五百人左右"], *USUAL[1:]]))))
    history.record(office.run(office.scored(office.month(9))))

    (cell,) = between(history, "previous", "last").cells

    assert (cell.row, cell.before, cell.after) == ("甲乡", "五百人左右", "500")


def test_a_correction_is_told_with_who_and_why_and_moves_what_it_has_an_effect_on(history, office):
    file = office.month(9)
    history.record(office.run(office.scored(file)))
    write_corrections(file.parent, [["C4", 900, 1100, *SIGNED]], BY_CELL)
    history.record(office.run(office.scored(file)))

    compared = between(history, "previous", "last")

    (correction,) = compared.corrections
    assert (correction["who"], correction["reason"], correction["new"]) == ("王XX", "乡镇更正函", "1100")
    assert compared.files == {}
    assert {unit: because for unit, (_, _, because) in moved(compared).items()} == {
        "某区": (Cause.CORRECTION,),
        "乙乡": (Cause.CORRECTION,),
    }


def test_a_correction_that_is_withdrawn_is_told(history, office):
    file = office.month(9)
    corrections = write_corrections(file.parent, [["C4", 900, 1100, *SIGNED]], BY_CELL)
    history.record(office.run(office.scored(file)))
    corrections.unlink()
    history.record(office.run(office.scored(file)))

    compared = between(history, "previous", "last")

    assert [each["new"] for each in compared.dropped] == ["1100"]
    assert moved(compared)["乙乡"] == ("1100", "900", (Cause.CORRECTION,))


def test_definitions_and_options_are_causes_of_their_own(history, office):
    scored = office.scored(office.month(9))
    history.record(office.run(scored))
    other = {**office.scored(office.month(9, MORE_SIGNED)).document}
    changed = {**other, "definitions": {"version": "another"}, "missing": "zero", "inputs": []}
    history.record(office.run(replace(scored, fingerprint="other", document=changed)))

    compared = between(history, "previous", "last")

    assert compared.has_new_definitions
    assert compared.options == {"missing": ("left out", "zero")}
    assert moved(compared)["甲乡"] == ("500", "700", (Cause.DEFINITION, Cause.OPTIONS))


def test_what_was_issued_is_compared_with_what_holds_now(history, office):
    file = office.month(9)
    history.record(office.run(office.scored(file)))
    history.lock(Lock("2018-09", "王XX", datetime(2018, 10, 9, tzinfo=UTC)))
    write_corrections(file.parent, [["C4", 900, 1100, *SIGNED]], BY_CELL)
    history.record(office.run(office.scored(file)))

    compared = between(history, "2018-09@locked", "2018-09")

    assert moved(compared)["某区"][:2] == ("2000", "2200")


def test_two_times_of_one_unit_are_compared(history, office):
    history.record(office.run(office.scored(office.month(8, MORE_SIGNED))))
    history.record(office.run(office.scored(office.month(9))))

    compared = between(history, "2018-08", "2018-09")

    assert (compared.before.key.period, compared.after.key.period) == ("2018-08", "2018-09")
    assert moved(compared)["甲乡"][:2] == ("700", "500")


def test_a_return_on_one_side_only_is_told(history, office):
    scored = office.scored(office.month(9))
    history.record(office.run(scored))
    history.record(office.run(scored, of_unit(scored, "乙区")))

    same, new = compare(history.told("previous"), history.told("last"))

    assert same.is_same
    assert (new.before, new.after.key) == (None, replace(key(), unit="乙区"))


def test_a_run_saw_what_it_found_unchanged(kept, office):
    kept.record(office.run(office.scored(office.month(9, MORE_SIGNED))))

    assert between(kept, "previous", "last").is_same


def test_a_run_is_named_by_as_much_as_tells_it_apart(kept):
    first, second = (run.id for run in reversed(kept.runs()))

    assert between(kept, first[:8], second[:8]).moved


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("2018-10", "the history has no return for 2018-10"),
        ("20990101T", 'the history has no run "20990101T"'),
        ("2018", "the history has no return for 2018"),
        ("201810", '"201810" could be several runs'),
        ("2018-09@locked", "the period is not locked"),
    ],
)
def test_a_word_that_names_nothing_is_refused(kept, word, said):
    with pytest.raises(UsageError) as caught:
        kept.told(word)
    assert said in caught.value.message.en
