"""The leads of a file, each checked as the API checks what is sent to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from syncs.intake.canonical import LeadSerializer
from syncs.intake.problems import wrong_fields

from .delimited import read_delimited, text_of
from .grids import MOST_BYTES, Grid, TableRefused
from .headings import Column, columns_of
from .objects import Broken, is_json, read_objects
from .shaping import lead_of, order_in, spread
from .workbooks import is_workbook, read_workbook

# Old .xls files and protected workbooks are kept in this container.
_COMPOUND = b"\xd0\xcf\x11\xe0"
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"{\\rtf")
_UNKNOWN = (
    "Inlet knows none of the headings in the first row. "
    "It needs at least one such as “E-mail”, “Last name” or “External ID”."
)
_CANONICAL = frozenset(LeadSerializer().fields)


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the canonical lead, or what is wrong with it, a sentence each."""

    number: int
    lead: Mapping[str, Any] | None
    wrongs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was read: how its columns were understood, and its rows in their order."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def read_table(raw: bytes) -> Table:
    """The leads of a CSV, Excel (.xlsx) or JSON file; times without a zone are those in force.

    Raises TableRefused when it is none of them, too large, or no table of leads.
    """
    if len(raw) > MOST_BYTES:
        raise TableRefused(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Split it.")
    if not raw.strip():
        raise TableRefused("This file is empty.")
    if raw.startswith(_COMPOUND):
        raise TableRefused(
            "This workbook is protected, or in Excel’s old form. "
            "Save it as .xlsx without a password."
        )
    if raw.startswith(_OTHERS):
        raise TableRefused("This is no table. Inlet reads CSV, Excel (.xlsx) and JSON.")
    if is_workbook(raw):
        return _table(read_workbook(raw))
    text = text_of(raw)
    if is_json(text):
        return _objects(read_objects(text))
    return _table(read_delimited(text))


def _table(grid: Grid) -> Table:
    columns = columns_of(grid.headings)
    if not any(one.is_known for one in columns):
        raise TableRefused(_UNKNOWN)
    order, zone = order_in(grid, columns), timezone.get_current_timezone()
    checker = LeadSerializer()
    rows = []
    for line in grid.lines:
        lead, wrongs = lead_of(line, columns, order=order, zone=zone)
        rows.append(_row(line.number, lead, tuple(wrongs), columns=columns, checker=checker))
    return Table(columns, tuple(rows))


def _objects(documents: Sequence[Any]) -> Table:
    """Leads as the API takes them, or flat objects whose keys are headings."""
    keys = dict.fromkeys(
        key for one in documents if isinstance(one, dict) and not _is_canonical(one) for key in one
    )
    columns = dict(zip(keys, columns_of(tuple(keys)), strict=True))
    if columns and not any(one.is_known for one in columns.values()):
        raise TableRefused(
            "Inlet knows none of the keys of these objects. Send leads as the API takes them, or "
            "flat ones with keys such as “email” and “last_name”."
        )
    checker, rows = LeadSerializer(), []
    for number, one in enumerate(documents, start=1):
        if not isinstance(one, dict):
            told = one.sentence if isinstance(one, Broken) else "This is no object."
            rows.append(Row(number, None, (told,)))
            continue
        lead = one if _is_canonical(one) else spread(one, columns)
        rows.append(_row(number, lead, (), columns=tuple(columns.values()), checker=checker))
    return Table(tuple(columns.values()), tuple(rows))


def _is_canonical(document: Mapping[str, Any]) -> bool:
    return document.keys() <= _CANONICAL


def _row(
    number: int,
    lead: dict[str, Any],
    wrongs: tuple[str, ...],
    *,
    columns: Sequence[Column],
    checker: LeadSerializer,
) -> Row:
    try:
        good = checker.run_validation(lead)
    except serializers.ValidationError as error:
        wrongs += tuple(_told(one, columns) for one in wrong_fields(error.detail))
        return Row(number, None, tuple(dict.fromkeys(wrongs)))
    return Row(number, None, wrongs) if wrongs else Row(number, good)


def _told(wrong: Mapping[str, str], columns: Sequence[Column]) -> str:
    path = wrong["field"]
    heading = next((one.heading for one in columns if one.path == path), path)
    return wrong["message"] if path == "body" else f"{heading}: {wrong['message']}"
