"""The sample workbooks: one module a policy, each offers WORKBOOKS, on top of what sheets.py gives."""

import os

# openpyxl writes other spaces where lxml is installed; the bytes must not depend on that. It is asked on import.
os.environ["OPENPYXL_LXML"] = "False"
