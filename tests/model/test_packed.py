"""A packed document is read only when it is asked for more than is known of it."""

import zlib

import pytest

from healthkpi.model.packed import Packed


def test_what_is_known_of_a_packed_document_is_told_without_reading_it():
    packed = Packed(b"not a document", {"exit_code": 1})

    assert packed["exit_code"] == 1
    with pytest.raises(zlib.error):
        _ = packed["summary"]
    assert Packed.of({"exit_code": 1, "summary": {"indicators": 2}}) == {
        "exit_code": 1,
        "summary": {"indicators": 2},
    }
