"""What looking at a file and scoring a return need, imported once by the process that the others are forked from."""

from healthkpi.batch import _scoring
from healthkpi.pipeline import declare_all_codes

__all__ = ["_scoring"]

declare_all_codes()
