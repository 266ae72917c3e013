"""Cut the text of an expression into tokens.

A name may be written without quotes as long as it has only letters, digits, _, %, ‰ and signs such as ㎡;
it may begin with a digit. Chinese is written without spaces, so keywords need a rule:

1. A keyword is one where it stands alone: `服务人口 且 面积` is two names, `服务人口且面积` one.
2. Behind a complete value no name can stand, so a word there that begins with 且, 或, 则, 否则, 属于 … is cut
   behind the keyword: `（甲）且乙`, `人口<500 且面积>=40`.
3. A number and a keyword written together are cut apart: `人口<500且面积>=40`.

非, 是, 否 and the English keywords are cut nowhere: names begin with them (`非贫困人口`, `是否贫困村`).
"""

import re
from fractions import Fraction
from typing import NamedTuple

from healthkpi.expression.errors import ExpressionError
from healthkpi.expression.tree import Span
from healthkpi.text import Text

LONGEST_TEXT = 2000

# One sign for one sign, so that every position is one in the text as written. Names and texts are taken
# from the text as written: normalising them would rename ㎡ to m2.
PUNCTUATION = str.maketrans("（）＋－−–×＊÷／＜＞＝！，、％．＂＇", "()+---**//<>=!,,%.\"'")

LETTERS = r"\w%‰·\u0300-\u036f\u2100-\u214f\u3200-\u33ff"
TOKEN = re.compile(
    rf"""\s*(?:
    (?P<number>\d+(?:\.\d+)?[%‰]?(?![{LETTERS}.]))
    |(?P<word>(?:\d+\.\d+)?[{LETTERS}]+)
    |(?P<name>「(?:[^」]|」」)*」)
    |(?P<text>"(?:[^"]|"")*"|'(?:[^']|'')*'|“(?:[^”]|””)*”|‘(?:[^’]|’’)*’)
    |(?P<sign><=|>=|==|!=|<>|[-+*/<>=≤≥≠(),]))""",
    re.VERBOSE,
)
PLAIN_NAME = re.compile(rf"[{LETTERS}]+")
PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)?[%‰]?")
SIGNS = {"==": "=", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">="}

ENGLISH_KEYWORDS = ("and", "or", "not", "in", "case", "when", "then", "else", "end", "true", "false")
KEYWORDS = {word: word for word in ENGLISH_KEYWORDS} | {
    "且": "and",
    "并且": "and",
    "或": "or",
    "或者": "or",
    "非": "not",
    "属于": "in",
    "不属于": "not in",
    "当": "when",
    "则": "then",
    "否则": "else",
    "完": "end",
    "是": "true",
    "真": "true",
    "否": "false",
    "假": "false",
}
CUT_BEHIND_VALUE = re.compile("并且|或者|否则|不属于|属于|且|或|则")
CUT_BEHIND_NUMBER = re.compile(r"(\d+(?:\.\d+)?[%‰]?)(?=并且|或者|否则|不属于|属于|且|或|则)")

CLOSERS = {'"': '"', "'": "'", "“": "”", "‘": "’", "「": "」"}
SIGN_HINTS = {
    "&": Text("“且”写成 且 或 and", "write and"),
    "|": Text("“或”写成 或 或者 or", "write or"),
    "!": Text("“非”写成 非 或 not，“不等于”写成 !=", "write not, or != for “is not”"),
    ".": Text("列名中有点的，写在「」里", "a name with a dot stands in 「」"),
    "`": Text("列名写在「」里", "a name stands in 「」"),
    "[": Text("列名写在「」里，列表写在（）里", "a name stands in 「」, a list in ()"),
    "”": Text("左引号是“", "the opening quotation mark is “"),
}


class Token(NamedTuple):
    """One word, number, text or sign; `kind` is number, name, word, text, keyword, sign or end.

    A `word` is a name without quotes, which alone can name a function.
    """

    kind: str
    value: str
    span: Span


END_OF_VALUE = {"true", "false", "end", ")"}


def cut_tokens(text: str) -> list[Token]:
    """All the tokens and one of kind "end"; the first sign that fits nowhere is an error."""
    if len(text) > LONGEST_TEXT:
        problem = Text("表达式超过{most}个字", "the expression is longer than {most} characters")
        raise ExpressionError(text, Span(LONGEST_TEXT, len(text)), problem.format(most=LONGEST_TEXT))
    plain = text.translate(PUNCTUATION)
    tokens: list[Token] = []
    position, last = 0, len(text.rstrip())
    while position < last:
        found = TOKEN.match(plain, position)
        if found is None:
            raise _unknown_sign(text, plain, position)
        kind = found.lastgroup or ""
        start, end = found.span(kind)
        token = _make_token(kind, text[start:end], plain[start:end], start, tokens)
        tokens.append(token)
        position = token.span.end
    tokens.append(Token("end", "", Span(len(text), len(text))))
    return tokens


def _make_token(kind: str, written: str, plain: str, start: int, before: list[Token]) -> Token:
    span = Span(start, start + len(plain))
    if kind == "word":
        return _read_word(written, plain, start, bool(before) and ends_value(before[-1]))
    if kind == "sign":
        return Token(kind, SIGNS.get(plain, plain), span)
    if kind == "number":
        return Token(kind, plain, span)
    closer = written[-1]
    return Token(kind, written[1:-1].replace(closer * 2, closer), span)


def _read_word(written: str, plain: str, start: int, behind_value: bool) -> Token:
    """A keyword or a name; only what is cut off is taken, the rest is read as the next token."""
    span = Span(start, start + len(written))
    if keyword := KEYWORDS.get(written.lower()):
        return Token("keyword", keyword, span)
    if number := CUT_BEHIND_NUMBER.match(plain):
        return Token("number", number[1], Span(start, start + number.end()))
    if behind_value and (cut := CUT_BEHIND_VALUE.match(written)):
        return Token("keyword", KEYWORDS[cut[0]], Span(start, start + cut.end()))
    return Token("word", written, span)


def ends_value(token: Token) -> bool:
    """Whether a value is complete with this token, so that no name can follow it."""
    return token.kind in ("number", "name", "word", "text") or token.value in END_OF_VALUE


def is_plain_name(name: str) -> bool:
    """Whether a name can be written without 「」."""
    if not PLAIN_NAME.fullmatch(name) or PLAIN_NUMBER.fullmatch(name.translate(PUNCTUATION)):
        return False
    return name.lower() not in KEYWORDS and not CUT_BEHIND_NUMBER.match(name.translate(PUNCTUATION))


def read_number(plain: str) -> Fraction:
    """Exactly what was written: 50% is 1/2."""
    if plain.isdecimal():
        return Fraction(int(plain))
    factor = {"%": 100, "‰": 1000}.get(plain[-1], 1)
    return Fraction(plain.rstrip("%‰")) / factor


def _unknown_sign(text: str, plain: str, position: int) -> ExpressionError:
    while plain[position].isspace():
        position += 1
    sign = plain[position]
    if sign in CLOSERS:
        problem = Text("{sign} 没有配对的 {closer}", "{sign} is not closed by {closer}")
        message = problem.format(sign=text[position], closer=CLOSERS[sign])
        return ExpressionError(text, Span(position, len(text)), message)
    shown = text[position] if text[position].isprintable() else f"U+{ord(text[position]):04X}"
    message = Text("不认识的符号 '{sign}'", "unknown sign '{sign}'").format(sign=shown)
    return ExpressionError(text, Span(position, position + 1), message, SIGN_HINTS.get(sign))
