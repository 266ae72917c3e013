"""The sample workbooks: one module a policy, each offers WORKBOOKS, on top of what sheets.py gives."""
