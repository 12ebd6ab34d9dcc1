"""The CSV of bulk jobs: what is uploaded, and what the results say row by row. Pure.

Shapes and limits: salesforce-facts 6.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from .composite import wire
from .crm import WriteResult
from .errors import Failure, failure
from .record_ids import full_id

# One of Salesforce's own batches: its rows are worked in order, so they don't lock each other out.
MAX_ROWS = 10_000
# An upload may have 150 MB as base64; ours stay small enough to hold in memory.
MAX_BYTES = 8 * 1024 * 1024
_MAX_FIELD = 32_000
_MAX_RECORD = 400_000
# It would empty the field, and Inlet never blanks one.
_EMPTIES = "#N/A"
_CODE = "[A-Z][A-Z0-9_]{2,60}"
# A message may hold colons and dashes of its own.
_ERROR = re.compile(
    rf"({_CODE}):(.*?)(?::([A-Za-z0-9_.,]*))? --(?=\s*$|\s+{_CODE}:)", re.ASCII | re.DOTALL
)


class ResultsBroken(Exception):
    """A file of results doesn't have the columns, or ends in the middle of a row."""


def fits(fields: Mapping[str, Any]) -> bool:
    """Whether a bulk row can say all of these values, as a single write would."""
    cells = [cell(value) for value in fields.values() if value is not None]
    return (
        all(told.strip() and told.strip() != _EMPTIES and "\x00" not in told for told in cells)
        and max(map(len, cells), default=0) <= _MAX_FIELD
        and sum(map(len, cells)) <= _MAX_RECORD
    )


def cell(value: Any) -> str:
    """A value as a cell: moments in UTC, numbers without an exponent, "" for nothing to say."""
    said = wire(value)
    if said is None:
        return ""
    if isinstance(said, bool):
        return "true" if said else "false"
    if isinstance(said, float):
        return format(Decimal(repr(said)), "f")
    return str(said)


def csv_of(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The upload: API names first, a line for each row; an empty cell leaves its field alone."""
    lines = [columns, *([cell(row.get(name)) for name in columns] for row in rows)]
    return "".join(f"{','.join(map(_quoted, line))}\n" for line in lines).encode()


def _quoted(told: str) -> str:
    """A cell that says something stands in quotes: readers differ in what breaks a line."""
    doubled = told.replace('"', '""')
    return f'"{doubled}"' if told else ""


def read_successes(lines: Iterable[str], key: str) -> Iterator[WriteResult]:
    """The rows of ``successfulResults``. Raises ResultsBroken."""
    for row in _rows(lines, key, "sf__Created"):
        created = row["sf__Created"].strip().lower() == "true"
        yield WriteResult(row[key], ok=True, record_id=full_id(row["sf__Id"]), created=created)


def read_failures(lines: Iterable[str], key: str) -> Iterator[WriteResult]:
    """The rows of ``failedResults``. Raises ResultsBroken."""
    for row in _rows(lines, key, "sf__Error"):
        failures = row_errors(row["sf__Error"])
        yield WriteResult(row[key], ok=False, record_id=full_id(row["sf__Id"]), failures=failures)


def row_errors(text: str) -> tuple[Failure, ...]:
    """What refused a row, out of "CODE:message:Field1,Field2 --", once or several times.

    A text of another form is kept as the message of an error that nobody knows.
    """
    found = tuple(
        failure(code, message.strip(), fields=_names(fields or ""))
        for code, message, fields in _ERROR.findall(text)
    )
    return found or (failure("UNKNOWN_EXCEPTION", text.strip()),)


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in listed.split(",") if name.strip())


def _rows(lines: Iterable[str], *needed: str) -> Iterator[Mapping[str, str]]:
    reader = csv.reader(lines, strict=True)
    try:
        header = next(reader, None)
        if header is None:
            return
        if not {"sf__Id", *needed} <= set(header):
            raise ResultsBroken("The results lack a column.")
        for row in reader:
            if len(row) != len(header):
                raise ResultsBroken("The results end in the middle of a row.")
            yield dict(zip(header, row, strict=True))
    except csv.Error as error:
        raise ResultsBroken(str(error)) from error
