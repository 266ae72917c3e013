"""Signs that a console cannot show, in plainer ones: m² as m2, a typographic minus as -; the rest as a question mark."""

import codecs
import unicodedata

NAME = "healthkpi.plain"
_PLAINER = str.maketrans(
    {"−": "-", "–": "-", "—": "-", "‰": "/1000", "≥": ">=", "≤": "<=", "…": "...", "\u00a0": " "}
)


def register() -> None:
    """Make the handler known to every stream that asks for it by name."""
    codecs.register_error(NAME, _plainer)


def _plainer(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(_shown(sign, error.encoding) for sign in signs), error.end


def _shown(sign: str, encoding: str) -> str:
    for plainer in (sign.translate(_PLAINER), unicodedata.normalize("NFKC", sign)):
        try:
            plainer.encode(encoding)
        except UnicodeEncodeError:
            continue
        return plainer
    return "?"
