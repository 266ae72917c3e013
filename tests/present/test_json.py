"""How a JSON document is written down, whatever stands in it."""

import json

import pytest

from healthkpi.present.json import dumped

# Of Unicode: delete and C1 controls, zero width and direction, embeddings, joiners and isolates, the byte-order mark.
UNSEEN = (
    *range(0x7F, 0xA0),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x206A),
    0xFEFF,
)


@pytest.mark.parametrize("number", UNSEEN, ids=hex)
def test_what_a_terminal_would_obey_or_nobody_sees_is_escaped(number):
    words = f"平旺{chr(number)}乡"

    written = dumped({"unit": words}).decode()

    assert f"平旺\\u{number:04x}乡" in written
    assert json.loads(written) == {"unit": words}


def test_every_other_sign_stands_as_it_is():
    seen = [chr(each) for each in range(0x20, 0xD800) if each not in UNSEEN and chr(each) not in '"\\']

    assert "".join(seen) in dumped({"words": "".join(seen)}).decode()


def test_the_figures_of_a_unit_stand_on_one_line_without_blanks():
    document = {"indicators": [{"id": "a", "judged": [{"value": "50", "cells": [1, 2]}, {"value": None}]}]}

    assert dumped(document).decode() == (
        '{\n  "indicators": [\n    {\n      "id": "a",\n      "judged": [\n'
        '        {"value":"50","cells":[1,2]},\n        {"value":null}\n'
        "      ]\n    }\n  ]\n}\n"
    )
