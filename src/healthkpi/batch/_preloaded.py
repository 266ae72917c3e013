"""What looking at a file needs, imported once by the process that the others are forked from.

Not what scoring needs: it would keep the first file waiting as long again.
"""

from healthkpi.batch import _looking
from healthkpi.read import readers

__all__ = ["_looking"]

readers()
