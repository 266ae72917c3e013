"""What kind of value an expression has."""

from enum import StrEnum

from healthkpi.text import Text


class ValueType(StrEnum):
    """The four kinds of value that a field may hold and an expression may have."""

    NUMBER = "number"
    TEXT = "text"
    FLAG = "flag"
    DATE = "date"

    @property
    def label(self) -> Text:
        """The kind in the words of a message."""
        return LABELS[self]


LABELS = {
    ValueType.NUMBER: Text("数", "a number"),
    ValueType.TEXT: Text("文字", "text"),
    ValueType.FLAG: Text("是/否", "a yes/no"),
    ValueType.DATE: Text("日期", "a date"),
}
