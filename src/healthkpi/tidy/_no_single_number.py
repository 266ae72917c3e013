"""Cells that speak of numbers without giving one: about 300, 300 or more, 80-100, 3/5, a range that became a date."""

import re
from collections.abc import Callable
from datetime import date, time

from healthkpi.model.finding import Severity, declare
from healthkpi.model.numerals import NUMERAL, parse_numeral
from healthkpi.text import Text
from healthkpi.tidy._reading import Doubt, not_a_number

# A word in half width as a number, None where it is none.
ReadPlain = Callable[[str], object]

APPROXIMATE = declare(
    "HK240",
    Severity.ERROR,
    Text(
        "“{shown}”是约数，不能据以判定；按缺报处理（确为 {figure} 的，请填 {figure}）",
        '"{shown}" is about so many, nothing can be judged by it; treated as missing (if it is {figure}, write {figure})',
    ),
    Text(
        "约数多半出现在限值附近（“约60”平方米、“500左右”人），照数计入就等于替填报人作了判定。请问清后填确数。",
        "A figure is called about so much where it is near the limit (about 60 m² of 60). To take it as it stands would "
        "decide the verdict. Ask, and write the exact number.",
    ),
)
BOUND = declare(
    "HK241",
    Severity.ERROR,
    Text(
        "“{shown}”只说了界限，没有说是多少；按缺报处理（确为 {figure} 的，请填 {figure}）",
        '"{shown}" is a limit, not a figure; treated as missing (if it is {figure}, write {figure})',
    ),
    Text(
        "“300以上”“>90%”没有说到底是多少，不能相加，也不能求率。请填确数。",
        "300 or more, or above 90 %, does not say how many. It cannot be added up, nor make a rate. Write the exact number.",
    ),
)
RANGE = declare(
    "HK242",
    Severity.ERROR,
    Text(
        "“{shown}”是一个区间，不是一个数；按缺报处理",
        '"{shown}" is a range, not one number; treated as missing',
    ),
    Text(
        "一格只填一个数。不取中间数，也不取两端。请填确数。",
        "A cell holds one number. Neither the middle nor an end of a range is taken. Write the exact number.",
    ),
)
MADE_A_DATE = declare(
    "HK243",
    Severity.ERROR,
    Text(
        "这里要填数，格里却是“{shown}”（是不是 {typed} 被表格软件改了？）；按缺报处理",
        '"{shown}" stands where a number is wanted (was {typed} typed?); treated as missing',
    ),
    Text(
        "在表格里键入 2-3 或 2/3，软件会改成 2 月 3 日；键入 1:30 会改成时刻。原来填的是什么，只有填表人知道。请先把单元格设为文本再填。",
        "Spreadsheets turn 2-3 or 2/3 into 3 February and 1:30 into a time. What was typed only its writer knows. Format "
        "the cell as text and write it again.",
    ),
)
SEVERAL = declare(
    "HK244",
    Severity.ERROR,
    Text(
        "“{shown}”里不止一个数，不拆开；按缺报处理",
        '"{shown}" holds more than one number and is not split; treated as missing',
    ),
    Text(
        "“3/5”“12(其中女5)”里哪一个是这一列要的数，程序不猜。请一格填一个数，其余写在别的列里。",
        "Which of the numbers in 3/5 or in 12 (5 of them women) belongs here is not guessed. Write one number to a cell.",
    ),
)

_MEASURE = r"[^\d\s.,%‰+~-]{0,4}"
_ABOUT = (
    re.compile(r"(?:大约|约为|约|大概|大致|将近|接近|近|差不多|≈|~)(?P<figure>.+)"),
    re.compile(rf"(?P<figure>.+?(?:左右|上下|余|多|来|出头|许)(?P<unit>{_MEASURE}))"),
)
_VAGUE = re.compile(r"左右|上下|余|多|来|出头|许")
_BOUNDS = (
    re.compile(
        r"(?:[><≥≤]=?|大于|小于|高于|低于|超过|多于|少于|不足|不到|不满|不少于|不低于|不超过|不多于|至少|至多|最多|最少|超|逾)"
        r"(?:等于)?(?P<figure>.+)"
    ),
    re.compile(r"(?P<figure>.+?)(?:及?以[上下内外]|\+|起)"),
)
_RANGE = re.compile(rf"(\d[\d.,]*)({_MEASURE}|[%‰])(?:[-‐–—―─~至到]+)\d[\d.,]*({_MEASURE}|[%‰])")
_DAY_OF_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})日?")
_DAY_IN_ENGLISH = re.compile(r"(\d{1,2})-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_DATE = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\d{1,2}:\d{2}.*)?")
_ONE_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LETTERS_FOR_DIGITS = str.maketrans("OoIl", "0011")
_MISPLACED_COMMA = re.compile(r"\d+(?:,\d+)+")


def doubt_of_words(shown: str, word: str, read_plain: ReadPlain) -> Doubt:
    """What is the matter with a text that is not one plain number."""
    for code, patterns in ((APPROXIMATE, _ABOUT), (BOUND, _BOUNDS)):
        figure = _figure_inside(word, patterns, read_plain)
        if figure is not None:
            return Doubt(code, {"shown": shown, "figure": figure})
    return (
        _doubt_of_dates(shown, word)
        or _doubt_of_several(shown, word)
        or not_a_number(shown, _hint(word, read_plain))
    )


def doubt_of_time(value: date | time) -> Doubt:
    """A date or a time in a number column: typed as a range or a ratio, perhaps."""
    if isinstance(value, date):
        return _made_a_date(value.strftime("%Y-%m-%d"), value.month, value.day)
    return Doubt(MADE_A_DATE, {"shown": value.strftime("%H:%M"), "typed": f"{value.hour}:{value.minute:02}"})


def _figure_inside(word: str, patterns: tuple[re.Pattern[str], ...], read_plain: ReadPlain) -> str | None:
    """The number that words like about or at least stand around; the words may be on both sides of it."""
    for pattern in patterns:
        match = pattern.fullmatch(word)
        if match is None:
            continue
        rest = _VAGUE.sub("", match["figure"])
        if read_plain(rest) is not None:
            return rest
    return None


def _doubt_of_dates(shown: str, word: str) -> Doubt | None:
    day = _DAY_OF_YEAR.fullmatch(word)
    if day is not None:
        return _made_a_date(shown, int(day[1]), int(day[2]))
    english = _DAY_IN_ENGLISH.fullmatch(word)
    if english is not None:
        return _made_a_date(shown, _MONTHS.index(english[2].lower()) + 1, int(english[1]))
    return not_a_number(shown) if _FULL_DATE.fullmatch(word) else None


def _made_a_date(shown: str, month: int, day: int) -> Doubt:
    return Doubt(MADE_A_DATE, {"shown": shown, "typed": f"{month}-{day}"})


def _doubt_of_several(shown: str, word: str) -> Doubt | None:
    word = NUMERAL.sub(lambda numeral: str(parse_numeral(numeral[0])), word)
    if _RANGE.fullmatch(word):
        return Doubt(RANGE, {"shown": shown})
    return Doubt(SEVERAL, {"shown": shown}) if len(_ONE_NUMBER.findall(word)) > 1 else None


def _hint(word: str, read_plain: ReadPlain) -> Text:
    """What was perhaps meant: 9O% is 90% with a letter, 120,00 has its comma in the wrong place."""
    corrected = word.translate(_LETTERS_FOR_DIGITS)
    if corrected != word and any(sign.isdigit() for sign in word) and read_plain(corrected) is not None:
        return Text(f"（字母当成了数字，是不是 {corrected}？）", f" (letters for digits: {corrected}?)")
    if _MISPLACED_COMMA.fullmatch(word):
        whole, point = word.replace(",", ""), word.replace(",", ".", 1)
        return Text(
            f"（逗号的位置不对，是 {whole} 还是 {point}？）", f" (a misplaced comma: {whole} or {point}?)"
        )
    return Text("", "")
