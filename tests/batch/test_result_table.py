"""The tables of all returns become one, whatever stands in their cells."""

import csv
import io

from healthkpi.batch._result_table import joined_table
from healthkpi.model.run import ReturnKey

AUGUST, SEPTEMBER = ReturnKey("plan", "某区", "2018-08"), ReturnKey("plan", '=某"区', "2018-09")


def table(*rows):
    """As the csv writer prints it."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def joined(*parts):
    words = joined_table(parts, "en")
    assert words.startswith(b"\xef\xbb\xbf")
    assert words.endswith(b"\r\n")
    return list(csv.reader(io.StringIO(words.decode("utf-8-sig"), newline="")))


def test_every_line_begins_with_its_return_and_period():
    assert joined(
        (AUGUST, table(["name", "value"], ["签约", "50"], ["建档", ""])),
        (SEPTEMBER, table(["name", "value"], ["签约", "51"])),
    ) == [
        ["return", "period", "name", "value"],
        ["某区", "2018-08", "签约", "50"],
        ["某区", "2018-08", "建档", ""],
        ["'=某\"区", "2018-09", "签约", "51"],
    ]


def test_commas_quotes_and_line_breaks_stay_within_their_cells():
    cells = ['a "b", c', "one\r\ntwo", '"', 'three\n"four"', "=1"]

    assert joined((AUGUST, table(["name", "value"], *([each, "1"] for each in cells)))) == [
        ["return", "period", "name", "value"],
        *(["某区", "2018-08", each, "1"] for each in cells),
    ]


def test_a_column_that_one_of_them_lacks_is_empty_there():
    assert joined(
        (AUGUST, table(["name", "points"], ["签约", "9"])),
        (SEPTEMBER, table(["name", "value"], ["签约", "51"])),
    ) == [
        ["return", "period", "name", "points", "value"],
        ["某区", "2018-08", "签约", "9", ""],
        ["'=某\"区", "2018-09", "签约", "", "51"],
    ]


def test_without_a_return_only_the_first_line_stands():
    assert joined() == [["return", "period"]]
