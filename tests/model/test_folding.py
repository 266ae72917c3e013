"""The form in which names are compared: what one cannot see does not tell them apart."""

import pytest

from healthkpi.model.folding import fold


@pytest.mark.parametrize(
    "written", ["口泉乡\ufeff", "口泉\u200b乡", "\u202a口泉乡\u202c", "口 泉 乡", "口泉\n乡"]
)
def test_spaces_and_signs_that_take_no_room_do_not_tell_names_apart(written):
    assert fold(written) == "口泉乡"


def test_width_and_capitals_do_not_tell_names_apart():
    assert fold("ＣＴ 室（一）") == fold("ct室(一)") == "ct室(一)"
