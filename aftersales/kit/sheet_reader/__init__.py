"""Reads one spreadsheet in a process of its own: ``python -m aftersales.kit.sheet_reader``, see __main__.py."""

AT_ONCE = 200  # rows of a line that it writes
