"""Text and codes: as they stand, without the spaces around them."""

from datetime import date, datetime
from decimal import Decimal

from healthkpi.definitions.table import Field
from healthkpi.model.folding import half_width
from healthkpi.model.grid import CellValue
from healthkpi.tidy._reading import Doubt, Missing, without_value


def read_text(value: CellValue, _field: Field) -> str | Missing | Doubt:
    """The words of a cell; a number in a text column keeps its digits."""
    nothing = without_value(value)
    if nothing is not None:
        return nothing
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute) else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return half_width(str(value))


def read_code(value: CellValue, field: Field) -> str | Missing | Doubt:
    """A code; the leading zeros of a text cell are part of it, the apostrophe that keeps them is not."""
    text = read_text(value, field)
    return text.removeprefix("'") if isinstance(text, str) else text
