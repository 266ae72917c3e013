"""Saying an error: one sentence each, on stderr."""

import sys
import unicodedata

from healthkpi.cli._language import LANGUAGE
from healthkpi.errors import HealthKpiError, Several
from healthkpi.text import Text


def tell(error: HealthKpiError) -> None:
    """Each error as one sentence."""
    label = Text("错误", "error").say(LANGUAGE)
    for each in error.errors if isinstance(error, Several) else (error,):
        print(f"{label}: {_harmless(each.message.say(LANGUAGE))}", file=sys.stderr)  # noqa: T201 - errors go past rich, unstyled


def _harmless(words: str) -> str:
    """Without what moves the cursor or turns the writing round: a file's name may hold anything."""
    return "".join(sign for sign in words if sign == "\n" or not unicodedata.category(sign).startswith("C"))


def say_aside(words: Text) -> None:
    """One sentence beside the result."""
    print(_harmless(words.say(LANGUAGE)), file=sys.stderr)  # noqa: T201 - beside the result, unstyled
