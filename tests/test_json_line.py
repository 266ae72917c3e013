"""What one encoder refuses the other writes, in the same form."""

import json

import pytest

from healthkpi.json_line import json_line


def test_a_value_becomes_one_line_without_blanks_and_with_chinese_as_it_is():
    assert (
        json_line({"单位": "口泉乡", "值": ["50", None, True]})
        == '{"单位":"口泉乡","值":["50",null,true]}'.encode()
    )


def test_a_file_name_that_is_not_utf_8_has_question_marks_and_all_else_as_it_is():
    name = b"\xbe\xc5\xd4\xc2-\xe4\xb9\x9d.xlsx".decode("utf-8", "surrogateescape")  # GBK, then UTF-8

    assert json_line({"name": name, "size": 12}) == '{"name":"????-九.xlsx","size":12}'.encode()


@pytest.mark.parametrize("number", [2**64, -(2**63) - 1])
def test_a_whole_number_of_more_than_64_bits_keeps_all_its_digits(number):
    assert json_line([number, "乡"]) == f'[{number},"乡"]'.encode()


@pytest.mark.parametrize("number", [2**64 - 1, -(2**63)])
def test_the_largest_whole_numbers_of_64_bits_keep_all_their_digits(number):
    assert json.loads(json_line(number)) == number


def test_what_is_no_data_is_refused():
    with pytest.raises(TypeError, match="complex"):
        json_line({"value": 1j})
