"""A file of leads: CSV, Excel or JSON becomes canonical leads, and says what it can't read."""

from .grids import MOST_BYTES, MOST_ROWS, TableRefused
from .headings import Column
from .reading import Row, Table, read_table

__all__ = ["MOST_BYTES", "MOST_ROWS", "Column", "Row", "Table", "TableRefused", "read_table"]
