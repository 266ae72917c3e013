"""The oracle is worth something only as long as it shares no code with what it is held against."""

import ast
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", ["reading.py", "reckoning.py"])
def test_the_oracle_imports_the_standard_library_and_openpyxl_only(name):
    tree = ast.parse((HERE / name).read_text("utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {each.partition(".")[0] for each in imported} - set(sys.stdlib_module_names) <= {"openpyxl"}
