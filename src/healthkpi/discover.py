"""Find what the modules of a package offer, so that adding one is adding one file.

Each module offers one fixed name (`READER`, `LIMIT`, `METHOD`, `WRITER`). A module that does not is refused
loudly when the package is first used; a folder, or a name that begins with "_", is not a plug-in.
"""

import importlib
import pkgutil
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def offered(package: ModuleType, name: str, kind: type[T]) -> list[T]:
    """What every public module of `package` offers under `name`, in the order of the module names."""
    found = sorted(module.name for module in pkgutil.iter_modules(package.__path__) if not module.ispkg)
    return [_offer(f"{package.__name__}.{module}", name, kind) for module in found if module[0] != "_"]


def _offer(module: str, name: str, kind: type[T]) -> T:
    offer = getattr(importlib.import_module(module), name, None)
    if not isinstance(offer, kind):
        raise TypeError(f"{module} must define {name}, a {kind.__name__}")
    return offer
