"""Write every sample workbook: python sample_data/make_samples.py [FOLDER]

Each module of making/ that offers WORKBOOKS is asked; to add a sample, add a module. The figures are invented.
Run it again and the same bytes come out.
"""

import importlib
import pkgutil
import sys
from pathlib import Path

import making
from making.sheets import save

HERE = Path(__file__).parent


def write_samples(folder: Path) -> list[Path]:
    """The workbooks of every module, into a folder."""
    written = []
    for module in sorted(each.name for each in pkgutil.iter_modules(making.__path__)):
        workbooks = getattr(importlib.import_module(f"making.{module}"), "WORKBOOKS", {})
        for name, make in workbooks.items():
            written.append(folder / f"{name}.xlsx")
            written[-1].parent.mkdir(parents=True, exist_ok=True)
            save(make(), written[-1])
    return written


if __name__ == "__main__":
    for path in write_samples(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE):
        print(path.relative_to(HERE.parent) if path.is_relative_to(HERE.parent) else path)
