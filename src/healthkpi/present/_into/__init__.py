"""A filled-in copy of a superior's blank table."""

from healthkpi.present._into.filling import FilledIn, fill_in
from healthkpi.present._into.times import periods_of
from healthkpi.present._placeholder_words import PLACEHOLDER_WORDS

__all__ = ["PLACEHOLDER_WORDS", "FilledIn", "fill_in", "periods_of"]
