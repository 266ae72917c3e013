"""The shared strings of an .xlsx: what is plain is scanned, all else is walked, and both say the same."""

from xml.parsers.expat import ExpatError

import pytest

from healthkpi.read import _xlsx_strings
from healthkpi.read._xlsx_strings import read_strings
from healthkpi.read._xml import DocumentTypeError

from .making import MAIN

PLAIN = "<si><t>大坡乡</t></si>"


def part(strings: str, before: str = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n') -> bytes:
    return f'{before}<sst xmlns="{MAIN}">{strings}</sst>'.encode()


def test_plain_strings_are_not_walked(monkeypatch):
    monkeypatch.setattr(_xlsx_strings._StringsWalk, "text", None)
    strings = ' <si><t xml:space="preserve"> 签约人数\n</t></si>\n<si><t></t></si><si><t>_x5361_</t></si>'
    assert read_strings(part(PLAIN + strings)) == ["大坡乡", " 签约人数\n", "", "卡"]


@pytest.mark.parametrize(
    ("unusual", "shown"),
    [
        ("<si ><t>甲</t></si>", ["甲"]),
        ("<si><t >甲</t></si>", ["甲"]),
        ("<si/>", [""]),
        ("<si><t/></si>", [""]),
        ("<si><r><t>甲</t></r><r><t>乙</t></r></si>", ["甲乙"]),
        ("<si><t>甲</t><rPh><t>jia</t></rPh></si>", ["甲"]),
        ("<si><t>甲&amp;乙&#x4e19;</t></si>", ["甲&乙丙"]),
        ("<si><t><![CDATA[<甲>]]></t></si>", ["<甲>"]),
        ("<si><t>甲<!-- </t></si> -->乙</t></si>", ["甲乙"]),
        ("<!-- <si><t>甲</t></si> -->", []),
        ("<si><t>甲\r\n乙</t></si>", ["甲\n乙"]),
        (f'<x:si xmlns:x="{MAIN}"><x:t>甲</x:t></x:si>', ["甲"]),
    ],
)
def test_an_unusual_string_keeps_its_place_among_the_plain_ones(unusual, shown):
    assert read_strings(part(unusual + PLAIN)) == [*shown, "大坡乡"]
    assert read_strings(part(PLAIN + unusual)) == ["大坡乡", *shown]


def test_strings_in_another_encoding_are_read_by_what_they_say():
    text = part(PLAIN, '<?xml version="1.0" encoding="utf-16"?>').decode()
    assert read_strings(text.encode("utf-16")) == ["大坡乡"]


@pytest.mark.parametrize(
    "broken",
    [
        "<si><t>甲\x01</t></si>",
        "<si><t>甲]]></t></si>",
        "<si><t>甲</t>",
        "<si><t>甲</t></si></sst><sst>",
        "<a>",
    ],
)
def test_strings_that_are_no_xml_are_refused(broken):
    with pytest.raises(ExpatError):
        read_strings(part(PLAIN + broken + PLAIN))


def test_a_document_type_is_refused_behind_a_long_comment():
    before = f"<!--{' ' * 5000}--><!DOCTYPE sst [<!ENTITY a 'b'>]>"
    with pytest.raises(DocumentTypeError):
        read_strings(part(PLAIN, before))
