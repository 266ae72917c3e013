"""Chinese numerals: 三百, 二十八, 二〇一八."""

import re

# ○ and the letter O are what is typed for 〇.
_ZEROS = "〇零○◯Oo0"
_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_USUAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟两〇○", "一二三四五六七八九十百千二零零")
_YEAR = re.compile(rf"(?:一九|二[{_ZEROS}])[一二三四五六七八九{_ZEROS}]{{2}}(?=年)")
_PART_OF_DATE = re.compile(
    r"[一二三四五六七八九十]{1,3}(?=[月日号]|[至到—~-]+[一二三四五六七八九十\d]{1,2}月)"
)

# 〇 begins none: alone in a cell it is a mark, not a nought.
NUMERAL = re.compile(
    r"[零一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾][零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]*"
)


def parse_numeral(text: str) -> int | None:
    """The number that a numeral spells out; None for 一百二, which may be 102 or 120."""
    usual = text.translate(_USUAL)
    total = section = digit = 0
    for sign in usual:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _PLACES:
            section, digit = section + (digit or 1) * _PLACES[sign], 0
        elif sign in _MYRIADS:
            total, section, digit = total + (section + digit) * _MYRIADS[sign], 0, 0
        else:
            return None
    number = total + section + digit
    # What is spelled otherwise than its number leaves something out.
    said = usual.removeprefix("一") if usual.startswith("一十") else usual
    return number if spell_number(number) == said else None


def spell_number(number: int) -> str:
    """A number below a trillion as it is spelled out: 10 050 is 一万零五十."""
    words = ""
    for myriad, sign in ((_MYRIADS["亿"], "亿"), (_MYRIADS["万"], "万"), (1, "")):
        section = number // myriad % 10_000
        if section:
            words += ("零" if words and section < 1000 else "") + _spell_section(section) + sign
    return words.removeprefix("一") if words.startswith("一十") else words or "零"


def _spell_section(section: int) -> str:
    words, skipped = "", False
    for place, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = section // place % 10
        if digit:
            words += ("零" if words and skipped else "") + "零一二三四五六七八九"[digit] + sign
        skipped = not digit
    return words


def with_digits(text: str) -> str:
    """The years, months and days of a text in digits: 二〇一八年九月 is 2018年9月."""
    text = _YEAR.sub(lambda match: "".join(map(_year_digit, match[0])), text)
    return _PART_OF_DATE.sub(_small_number, text)


def _year_digit(sign: str) -> str:
    return "0" if sign in _ZEROS else str(_DIGITS[sign])


def _small_number(match: re.Match[str]) -> str:
    number = parse_numeral(match[0])
    return match[0] if number is None else str(number)
