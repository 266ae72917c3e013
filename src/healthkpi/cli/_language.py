"""Which language to speak: --lang, else HEALTHKPI_LANG, else the locale."""

import locale
import os
import sys
from collections.abc import Mapping, Sequence

from healthkpi.text import Language


def choose_language(
    arguments: Sequence[str], environment: Mapping[str, str], system: str | None = None
) -> Language:
    """Chinese where it is asked for or the locale is Chinese, else English.

    The arguments are looked through before they are parsed, so that the help and the errors of the parser
    are in the same language as the rest.
    """
    for place, argument in enumerate(arguments):
        asked = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and place + 1 < len(arguments):
            asked = arguments[place + 1]
        if asked in {"zh", "en"}:
            return "zh" if asked == "zh" else "en"
    words = next((environment[name] for name in _VARIABLES if environment.get(name)), system or "")
    return "zh" if words.casefold().startswith(("zh", "chinese")) else "en"


_VARIABLES = ("HEALTHKPI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")

LANGUAGE: Language = choose_language(sys.argv[1:], os.environ, locale.getlocale()[0])
