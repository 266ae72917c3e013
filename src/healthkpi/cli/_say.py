"""Saying an error: one sentence each, on stderr."""

import sys

from healthkpi.cli._language import LANGUAGE
from healthkpi.errors import HealthKpiError, Several
from healthkpi.text import Text


def tell(error: HealthKpiError) -> None:
    """Each error as one sentence."""
    label = Text("错误", "error").say(LANGUAGE)
    for each in error.errors if isinstance(error, Several) else (error,):
        print(f"{label}: {each.message.say(LANGUAGE)}", file=sys.stderr)  # noqa: T201 - errors go past rich, unstyled
