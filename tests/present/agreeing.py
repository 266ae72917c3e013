"""Whether what a report says of a figure is what the JSON has: by digits and words, with no function of the writers."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from present.reading_back import Told

LABELS = {
    "met": ("达标", "met"),
    "missed": ("未达标", "missed"),
    "ahead": ("达序时", "ahead"),
    "behind": ("滞后", "behind"),
    "reached": ("已达到", "reached"),
    "not yet": ("未达到", "not yet"),
    "not judged": ("未判定", "not judged"),
    "not applicable": ("不适用", "n/a"),
    "recorded": ("仅监测", "recorded"),
}
MARKS = {
    **dict.fromkeys(("met", "ahead", "reached"), "√"),
    **dict.fromkeys(("behind", "not yet"), "△"),
    **dict.fromkeys(("not applicable", "recorded"), "-"),
    "missed": "×",
    "not judged": "●",
}
GOOD = ("met", "ahead", "reached")
SIGNS = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<", "equals": "="}
NONE = {"", "—", "-"}
DIGITS = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")
# A measure may begin with a digit: 2.80/10万.
MEASURES = re.compile(r"/10万|/万|/百万| per [\d,]+")
SHARE_OF_DOUBLE = Decimal("1e-11")


class Figures:
    """The figures of one JSON document, by indicator (id and both names) and unit."""

    def __init__(self, document: dict, language: str) -> None:
        self.language = language
        self.place_of_language = 0 if language == "zh" else 1
        self.area = document["policy"]["area"]
        self.supplied = [each for each in document["indicators"] if each["supplied"]]
        self.by_name = {
            key: each
            for each in self.supplied
            for key in (each["id"], each["name"]["zh"], each["name"]["en"])
        }

    def said(self, unit: str) -> str:
        """A unit as it is called; the area has a name in both languages."""
        return self.area[self.language] if unit == self.area["zh"] else unit

    def indicator(self, told: Told) -> dict:
        assert told.indicator in self.by_name, f"no such indicator: {told}"
        return self.by_name[told.indicator]

    def units(self, told: Told) -> list[dict]:
        """Those that are meant; several where one name stands at two levels."""
        result = self.indicator(told)
        if told.unit is None:
            return result["judged"] if len(result["judged"]) == 1 else []
        name = self.area["zh"] if told.unit in self.area.values() else told.unit
        found = [each for each in (*result["judged"], *result["listed"]) if each["unit"] == name]
        assert found, f"no such unit: {told}"
        return found

    def faults(self, told: Told) -> list[str]:
        """Everything in which the words differ from the figures."""
        units = self.units(told)
        if not units:
            return list(self._faults_of_many(told))
        each = [list(self._faults(told, unit)) for unit in units]
        return min(each, key=len)

    def _faults(self, told: Told, unit: dict) -> Iterator[str]:
        result = self.indicator(told)
        for figure, words in told.words.items():
            if not getattr(self, f"is_{figure}")(words, result, unit):
                yield f"{told.indicator} {told.unit or ''} {figure}: {words!r} but {_of(unit, figure)}"
        for figure, number in told.exact.items():
            wanted = EXACT.get(figure, lambda _: None)(unit)
            if number is not None and wanted is not None and not _is_same(number, wanted):
                yield f"{told.indicator} {told.unit or ''} {figure}: exactly {number!r} but {wanted}"

    def _faults_of_many(self, told: Told) -> Iterator[str]:
        """Where each unit is judged, the line of the indicator counts them."""
        result = self.indicator(told)
        judged = result["judged"]
        good = sum(each["judgement"] in GOOD for each in judged)
        others = [
            sum(each["judgement"] == word for each in judged) for word in ("not applicable", "recorded")
        ]
        count = len(judged) - sum(others)
        wanted = [good, count, *filter(None, others)] if count else [len(judged)]
        # What was done after its date is done, and missed all the same.
        short = [each for each in judged if each["reached"] is False or each["judgement"] == "missed"]
        for figure, words in told.words.items():
            numbers = [int(each) for each in re.findall(r"\d+", words)]
            if figure == "value" and numbers != wanted:
                yield f"{told.indicator} value: {words!r} but {wanted}"
            if figure == "gap" and not _is_short(words, short):
                yield f"{told.indicator} gap: {words!r} but {[unit['unit'] for unit in short]}"
            if figure == "verdict" and not self._is_label(words, result["verdict"]):
                yield f"{told.indicator} verdict: {words!r} but {result['verdict']}"
            if figure == "target" and not any(
                self.is_target(re.sub(r"^(各|each )", "", words), result, each) for each in judged
            ):
                yield f"{told.indicator} target: {words!r} but {judged[0]['target']}"

    # Whether the words of one figure say what the unit has.

    def is_value(self, words: str, result: dict, unit: dict) -> bool:
        value = unit["value"]
        if value is None:
            return words in NONE
        if result["kind"] == "attested":
            return words == (("未完成", "not done"), ("完成", "done"))[value == "1"][self.place_of_language]
        if (result["unit"] == "%" or self.language == "zh") and not words.endswith(result["unit"]):
            return False
        return is_rounded(words, value) and _is_on_its_side(words, unit)

    def is_counts(self, words: str, result: dict, unit: dict) -> bool:
        above, below = unit["numerator"], unit["denominator"]
        if above is None or below is None:
            return words == ""
        parts = words.split("/")
        return len(parts) == 2 and is_count(parts[0], above) and is_count(parts[1], below)

    def is_numerator(self, words: str, result: dict, unit: dict) -> bool:
        return _is_count_or_none(words, unit["numerator"])

    def is_denominator(self, words: str, result: dict, unit: dict) -> bool:
        return _is_count_or_none(words, unit["denominator"])

    def is_target(self, words: str, result: dict, unit: dict) -> bool:
        target = unit["target"]
        if target is None:
            return words == ""
        day = re.search(r"\d{4}-\d\d-\d\d", words)
        if day and day[0] != target["by"]:
            return False
        if target["limit"] == "done":
            return words.startswith(("完成", "done"))
        said = [_number(each) for each in DIGITS.findall(MEASURES.sub("", words))]
        wanted = [Decimal(each) for each in target["numbers"]]
        return said[: len(wanted)] == wanted and words.startswith(SIGNS.get(target["limit"], ""))

    def is_by(self, words: str, result: dict, unit: dict) -> bool:
        return words == ((unit["target"] or {}).get("by") or "")

    def is_verdict(self, words: str, result: dict, unit: dict) -> bool:
        if unit["contribution"] and unit["contribution"]["unreported"] and words in {"未报", "unreported"}:
            return True
        return self._is_label(words, unit["judgement"])

    def is_mark(self, words: str, result: dict, unit: dict) -> bool:
        return words in {MARKS[unit["judgement"]], ""}

    def _is_label(self, words: str, judgement: str) -> bool:
        mark, label = re.fullmatch(r"([√×△●-]?) ?(.*)", words).groups()
        return label == LABELS[judgement][self.place_of_language] and mark in {"", MARKS[judgement]}

    def is_gap(self, words: str, result: dict, unit: dict) -> bool:
        gap, part = unit["gap"], unit["contribution"]
        if words == "":
            return gap is None or unit["value"] is None
        if part is not None and part["unreported"]:
            return is_count(words, part["short"])
        is_allowed = words.startswith("还可") or words.endswith((" left", " allowed"))
        is_over = words.startswith("超") or words.endswith(" over")
        return (
            gap is not None
            and (is_allowed, is_over) == (gap["allowed"], gap["over"])
            and is_count(words, gap["amount"])
        )

    def is_with_unreported(self, words: str, result: dict, unit: dict) -> bool:
        return _is_count_or_none(words, (unit["gap"] or {}).get("with_unreported"))

    def is_expected(self, words: str, result: dict, unit: dict) -> bool:
        return _is_count_or_none(words, unit["expected"])

    def is_needed(self, words: str, result: dict, unit: dict) -> bool:
        """What is there and what is short; of who has not reported, what its denominator asks for."""
        gap, part = unit["gap"], unit["contribution"]
        if part is not None and part["unreported"]:
            return is_count(words, part["short"])
        if gap is None or unit["numerator"] is None:
            return words == ""
        sign = -1 if gap["over"] else 1
        return is_count(words, str(Decimal(unit["numerator"]) + sign * Decimal(gap["amount"])))

    def is_place(self, words: str, result: dict, unit: dict) -> bool:
        place = (unit["rank"] or {}).get("place")
        if place is None:
            return words in NONE
        return words in {str(place), f"{place}/{unit['rank']['of']}"}

    def is_moved(self, words: str, result: dict, unit: dict) -> bool:
        rank = unit["rank"] or {}
        if rank.get("place") is None or rank.get("before") is None:
            return words == ""
        steps = rank["before"] - rank["place"]
        named = ("持平", "same") if not steps else (f"升{steps}", f"up {steps}") if steps > 0 else None
        return words == (named or (f"降{-steps}", f"down {-steps}"))[self.place_of_language]

    def is_change(self, words: str, result: dict, unit: dict) -> bool:
        amounts = [each["amount"] for each in unit["changes"] if each["since"] == "previous period"]
        if not amounts or amounts[0] is None:
            return words == ""
        return is_rounded(words, amounts[0]) and (Decimal(amounts[0]) <= 0 or words.startswith("+"))

    def is_points(self, words: str, result: dict, unit: dict) -> bool:
        score = unit.get("score")
        if score is None or score["points"] is None:
            return words in NONE
        return is_rounded_at_all(words.split("/")[0], score["points"])

    def is_of_shortfalls(self, words: str, result: dict, unit: dict) -> bool:
        return self._is_share(words, unit, "of_shortfalls")

    def is_of_whole(self, words: str, result: dict, unit: dict) -> bool:
        return self._is_share(words, unit, "of_whole")

    def _is_share(self, words: str, unit: dict, key: str) -> bool:
        part = unit["contribution"]
        if part is None or part[key] is None or not Decimal(part["short"] or 0):
            return words == ""
        return words.endswith("%") and _half_up(part[key], 1) == _number(words[:-1])


def _is_short(words: str, short: list[dict]) -> bool:
    """How many fall short, or the names of them."""
    if words in {"", f"{len(short)} 个未达到", f"{len(short)} below"}:
        return True
    return words.split("、" if "、" in words else ", ")[0] in {unit["unit"] for unit in short}


EXACT = {
    "value": lambda unit: unit["value"],
    "numerator": lambda unit: unit["numerator"],
    "denominator": lambda unit: unit["denominator"],
    "gap": lambda unit: (unit["gap"] or {}).get("amount"),
    "with_unreported": lambda unit: (unit["gap"] or {}).get("with_unreported"),
    "expected": lambda unit: unit["expected"],
    "place": lambda unit: (unit["rank"] or {}).get("place"),
    "change": lambda unit: next(
        (each["amount"] for each in unit["changes"] if each["since"] == "previous period"), None
    ),
    "points": lambda unit: (unit.get("score") or {}).get("points"),
}


def is_rounded(words: str, number: str) -> bool:
    """Whether words show a number half-up: with two decimals or more, or whole because it is."""
    found = DIGITS.search(words)
    if found is None:
        return False
    decimals = len(found[0].partition(".")[2])
    is_whole = Decimal(number) == Decimal(number).to_integral_value()
    return (decimals >= 2 or (not decimals and is_whole)) and _number(found[0]) == _half_up(number, decimals)


def is_rounded_at_all(words: str, number: str) -> bool:
    """Whether words show a number half-up with any number of decimals: 9.996 is not shown as 10."""
    found = DIGITS.search(words)
    return found is not None and _number(found[0]) == _half_up(number, len(found[0].partition(".")[2]))


def is_count(words: str, number: str) -> bool:
    """Whether words show a count: at most two decimals and no more than it has."""
    found = DIGITS.search(words)
    return found is not None and _number(found[0]) == _half_up(number, 2)


def _is_count_or_none(words: str, number: str | None) -> bool:
    return words == "" if number is None else is_count(words, number)


def _is_on_its_side(words: str, unit: dict) -> bool:
    """The figure that is shown reaches the target exactly where the exact one does."""
    target, reached = unit["target"], unit["reached"]
    if target is None or reached is None or target["limit"] not in SIGNS:
        return True
    shown, limit = _number(DIGITS.search(words)[0]), Decimal(target["numbers"][0])
    holds = {
        "at_least": shown >= limit,
        "more_than": shown > limit,
        "at_most": shown <= limit,
        "less_than": shown < limit,
        "equals": shown == limit,
    }
    return holds[target["limit"]] == reached


def _is_same(number: float | str, wanted: str) -> bool:
    """To the last digits that a spreadsheet keeps and that JSON writes."""
    return (
        abs(Decimal(repr(number)) - Decimal(str(wanted)))
        <= max(abs(Decimal(str(wanted))), 1) * SHARE_OF_DOUBLE
    )


def _number(words: str) -> Decimal:
    return Decimal(words.replace(",", "").removeprefix("+"))


def _half_up(number: str, decimals: int) -> Decimal:
    return Decimal(number).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _of(unit: dict, figure: str) -> object:
    keys = {"verdict": "judgement", "place": "rank", "mark": "judgement", "change": "changes"}
    return unit.get(keys.get(figure, figure), {key: unit[key] for key in ("numerator", "denominator", "gap")})
