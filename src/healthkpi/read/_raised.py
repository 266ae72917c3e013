"""Raised and struck text: 120 with a raised 1 is a figure with its footnote, or a power; 1201 would be a wrong figure."""


def write_raised(pieces: list[str], text: str) -> None:
    """Add raised text to what stands before it, a digit after a digit as 120^1."""
    before = next((piece for piece in reversed(pieces) if piece), "")
    is_figure = before[-1:].isdigit() and text[:1].isdigit()
    pieces.append("^" + text if is_figure else text)


def write_struck(pieces: list[str], text: str) -> None:
    """Add text that is struck out so that it shows: 28 with a struck 26 before it is not 2628."""
    pieces.append(f"~~{text}~~" if text.strip() else text)
