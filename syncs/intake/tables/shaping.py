"""A table's cells as canonical leads (ingest-presets.md I0). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, tzinfo
from typing import Any

from mappings.dates import Order, read_day, read_moment

from .grids import LONGEST_CELL, Cell, Grid, Line, is_blank
from .headings import Column

_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}\b.*", re.DOTALL)
_GROUPED = re.compile(r"\d{1,3}(?:[.,'’   ]\d{3})+")
_HALF = re.compile("[\ud800-\udfff]")


def order_in(grid: Grid, columns: Sequence[Column]) -> Order | None:
    """How 03/04/2026 is read in this table: as its other dates are. None: that can't be told."""
    at = next((i for i, one in enumerate(columns) if one.path == "occurred_at"), None)
    days = (line.cells[at] for line in grid.lines if at is not None and at < len(line.cells))
    found = [match for one in days if isinstance(one, str) and (match := _SLASHED.match(one))]
    firsts, seconds = ({int(one[part]) > 12 for one in found} for part in (1, 2))
    if (True in firsts) == (True in seconds):
        return None
    return "dmy" if True in firsts else "mdy"


def lead_of(
    line: Line, columns: Sequence[Column], *, order: Order | None, zone: tzinfo = UTC
) -> tuple[dict[str, Any], list[str]]:
    """The lead that a row is, and what is wrong with the row. ``zone`` is that of bare times."""
    lead: dict[str, Any] = {}
    wrongs = [*_wide(line, columns)]
    for column, cell in zip(columns, line.cells, strict=False):
        if not column.path or is_blank(cell):
            continue
        if wrong := _unfit(cell):
            wrongs.append(f"{column.heading}: {wrong}")
            continue
        put(lead, column.path, _value(column.path, cell, order, zone=zone))
    return lead, wrongs


def put(lead: dict[str, Any], path: str, value: object) -> None:
    """Set what lies at a path with one dot or none."""
    first, _dot, rest = path.partition(".")
    if rest:
        lead.setdefault(first, {})[rest] = value
    else:
        lead[first] = value


def _wide(line: Line, columns: Sequence[Column]) -> Iterable[str]:
    beyond = [one for one in line.cells[len(columns) :] if not is_blank(one)]
    if beyond:
        yield (
            f"The row has {len(line.cells)} values and the table {len(columns)} columns. "
            "Put values that hold the delimiter in quotation marks."
        )


def _unfit(cell: Cell) -> str:
    if not isinstance(cell, str):
        return ""
    if len(cell) > LONGEST_CELL:
        return (
            f"the value is longer than {LONGEST_CELL:,} characters. "
            "Perhaps a quotation mark is not closed."
        )
    if "\x00" in cell or _HALF.search(cell):
        return "the value holds a character that can’t be stored. Take it out."
    return ""


def _value(path: str, cell: Cell, order: Order | None, *, zone: tzinfo) -> object:
    if path.startswith("custom."):
        return cell.strip() if isinstance(cell, str) else cell
    text = str(cell).strip()
    if path == "company.employees":
        return re.sub(r"\D", "", text) if _GROUPED.fullmatch(text) else text
    if path == "occurred_at":
        return _moment(text, order, zone)
    return text


def _moment(text: str, order: Order | None, zone: tzinfo) -> str:
    """The moment as ISO 8601; as it is where it can't be told which day is meant."""
    if order is None and _SLASHED.match(text):
        return text
    found = read_moment(text, order or "dmy", zone)
    if found is not None:
        return found.isoformat()
    day = read_day(text, order or "dmy", zone)
    return day.isoformat() if day else text


def spread(document: Mapping[str, Any], columns: Mapping[str, Column]) -> dict[str, Any]:
    """A flat JSON object as a lead: each key fills what its heading means."""
    lead: dict[str, Any] = {}
    for key, value in document.items():
        path = columns[key].path
        if path and value is not None and not (isinstance(value, str) and not value.strip()):
            is_scalar = not isinstance(value, dict | list)
            path = path if is_scalar or path.startswith("custom.") else f"custom.{_tail(path)}"
            put(lead, path, _json_value(path, value))
    return lead


def _tail(path: str) -> str:
    return path.rpartition(".")[2]


def _json_value(path: str, value: Any) -> Any:
    if path.startswith("custom.") or isinstance(value, dict | list):
        return value
    return _value(path, value, None, zone=UTC)
