"""A file's table as cells, whatever kind of file it is. Pure."""

from __future__ import annotations

from dataclasses import dataclass

MOST_BYTES = 10_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 300
LONGEST_CELL = 32_768

Cell = str | int | float | bool | None


class TableRefused(Exception):
    """The file is no table that can be read; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its number as a spreadsheet counts (the heading is row 1), and its cells."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's headings and the rows below them; blank rows are left out."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def grid_of(lines: list[Line]) -> Grid:
    """The table whose headings are the first row. Raises TableRefused."""
    if not lines:
        raise TableRefused("This file has no rows.")
    first, *rest = lines
    headings = tuple("" if one is None else str(one).strip() for one in first.cells)
    while headings and not headings[-1]:
        headings = headings[:-1]
    if len(headings) > MOST_COLUMNS:
        raise TableRefused(
            f"The table has {len(headings)} columns. Inlet reads up to {MOST_COLUMNS}."
        )
    if not rest:
        raise TableRefused("This file has headings and no rows below them.")
    check_rows(len(rest))
    return Grid(headings, tuple(rest))


def check_rows(count: int) -> None:
    """Refuse more rows than a plan takes. Raises TableRefused."""
    if count > MOST_ROWS:
        raise TableRefused(
            f"The file has more than {MOST_ROWS:,} rows. Split it, and plan each part."
        )
