"""The questions of a run: those its findings carry, and the readings that were not chosen yet."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from healthkpi.definitions.policy import Policy
from healthkpi.model.finding import Finding
from healthkpi.model.identity import IDENTITY_NUMBER
from healthkpi.model.question import AS_STATED, NEW_UNIT, NO_COLUMN, NOT_A_UNIT, About, Asked, Question
from healthkpi.text import Language, Text, same

_MOST_PLACES = 3
_BESIDE_NAMES = {About.UNIT: (NEW_UNIT, NOT_A_UNIT), About.COLUMN: (NO_COLUMN,)}


def open_questions(
    policy: Policy, findings: Iterable[Finding], asked: Sequence[Asked], language: Language
) -> tuple[Asked, ...]:
    """What the findings ask and nobody has answered yet, each question once with the places where it arose."""
    answered = {each.key for each in asked if not each.is_open}
    places: dict[tuple[About, str, str], list[str]] = {}
    questions: dict[tuple[About, str, str], Question] = {}
    for finding in findings:
        for question in finding.questions:
            # The form would hand it on; the finding says which cell holds it.
            if IDENTITY_NUMBER.search(question.written):
                continue
            questions.setdefault(question.key, question)
            places.setdefault(question.key, []).append(str(finding.place or ""))
    return tuple(
        Asked(policy.id, _with_words(question, language), _where(places[key]).say(language))
        for key, question in questions.items()
        if (policy.id, *key) not in answered
    )


def _with_words(question: Question, language: Language) -> Question:
    """The question with what may be answered beside names."""
    words = tuple(each.say(language) for each in _BESIDE_NAMES.get(question.about, ()))
    return replace(question, choices=(*question.choices, *words))


def _where(places: Sequence[str]) -> Text:
    different = list(dict.fromkeys(places))
    shown, more = different[:_MOST_PLACES], len(different) - _MOST_PLACES
    words = same("\n".join(shown))
    return Text(f"{words.zh}\n等 {len(different)} 处", f"{words.en}\nand {more} more") if more > 0 else words


def questions_of_readings(
    policy: Policy,
    supplied: Collection[str],
    chosen: Collection[str],
    asked: Sequence[Asked],
    language: Language,
) -> Iterator[Asked]:
    """For each indicator with data whose clause can be read in two ways: which way; the stated one is proposed."""
    answered = {each.key for each in asked if not each.is_open}
    for name in supplied:
        indicator = policy.indicators[name]
        reading = indicator.reading
        if reading is None or not reading.other or name in chosen:
            continue
        asks = Text(
            f"“{indicator.name.zh}”现在按“{reading.how.zh}”算；要换一种读法吗？",
            f"{indicator.name.en} is figured as: {reading.how.en}. Take another reading?",
        )
        choices = (AS_STATED.say(language), *reading.other)
        question = Question(About.READING, name, indicator.name.zh, asks, choices[0], reading.why, choices)
        if (policy.id, *question.key) not in answered:
            yield Asked(policy.id, question, " ".join(clause.at for clause in indicator.clause))


def rows_of_form(asked: Sequence[Asked], open_: Sequence[Asked], policy: str) -> tuple[Asked, ...]:
    """The form anew: every answer stays in its place, what is still open is renewed, what is new comes last.

    What is open and is not asked again is left out, unless it is of another policy: that was not looked at.
    """
    now = {each.key: each for each in open_}
    kept = [
        each if not each.is_open else now.get(each.key, each)
        for each in asked
        if not each.is_open or each.key in now or each.policy != policy
    ]
    known = {each.key for each in kept}
    return (*kept, *(each for each in open_ if each.key not in known))
