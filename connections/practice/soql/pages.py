"""What a query found: rows, their parents, and the rows of selects among the fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .judging import Row


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a query. `total`: all its rows; `parents`: rows by id, for showing.

    `ids`: those of all rows, in order, when there are more than the page holds. `children`:
    by the relationship's name, then by the parent's id.
    """

    total: int
    rows: list[Row]
    parents: Mapping[str, Row]
    ids: list[str] = field(default_factory=list)
    children: Mapping[str, Mapping[str, Page]] = field(default_factory=dict)
