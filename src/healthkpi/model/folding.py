"""Words made comparable: width, spaces, capitals and signs that take no room aside."""

import functools
import re
import unicodedata

# Zero-width spaces and joiners, soft hyphens, marks of direction, styles of emoji.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")


@functools.lru_cache(maxsize=8192)
def fold(words: str) -> str:
    """The form in which names and headings are compared."""
    return "".join(half_width(words).split()).casefold()


def half_width(words: str) -> str:
    """Half-width, without the spaces around and the invisible signs that typing and merging leave behind."""
    plain = unicodedata.normalize("NFKC", words)
    # Most names are letters and digits alone, and neither a space nor an invisible sign is one.
    return plain if plain.isalnum() else _INVISIBLE.sub("", plain).strip()
