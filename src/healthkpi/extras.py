"""Libraries that come with an extra: pip install healthkpi[…]."""

import importlib
from types import ModuleType


def load_extra(module: str) -> ModuleType | None:
    """A library if it is installed; imported only when a file asks for it."""
    try:
        return importlib.import_module(module)
    except ImportError:
        return None
