"""Prose in lines: Chinese may break after any sign, figures and Latin words stay whole, no line begins with a full stop."""

import re

from rich.cells import cell_len

_PIECE = re.compile(r"(?:[(（“《]*(?:[!-'*-\u2e7f]+|[^\s])[,.;:，。；：、）)”》！？]*|\s)")


def fold_words(words: str, width: int) -> str:
    """The words in lines of at most so many cells; what is longer than a line alone is left to the window."""
    lines = [""]
    for piece in _PIECE.findall(words):
        if cell_len(lines[-1] + piece.rstrip()) > width and lines[-1].strip():
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        if lines[-1] or not piece.isspace():
            lines[-1] += piece
    return "\n".join(lines)
