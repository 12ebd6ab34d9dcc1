"""Text tables: any usual delimiter and encoding, quoted line breaks. Pure."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from .grids import MOST_ROWS, Grid, Line, TableRefused, check_rows, grid_of, is_blank
from .headings import known

_DELIMITERS = ",;\t|^~"
_PROBED = 25
# UTF-32's mark begins with UTF-16's, so it is looked for first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNCLOSED = "Row {}: a quotation mark is opened and not closed. Close it or take it out."


def text_of(raw: bytes) -> str:
    """The text in UTF-8, UTF-16 or Windows-1252, with or without a mark. Raises TableRefused."""
    marked = next((name for mark, name in _MARKS if raw.startswith(mark)), "")
    for encoding in [marked] if marked else [*_unmarked(raw), "utf-8", "cp1252"]:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableRefused("The letters of this file can’t be read. Save it as CSV in UTF-8.")


def read_delimited(text: str) -> Grid:
    """The table that a text is. Raises TableRefused."""
    said, text = _said(text)
    delimiter = said or _delimiter(text)
    lines: list[Line] = []
    for number, cells in _records(text, delimiter, first=2 if said else 1):
        if not all(is_blank(one) for one in cells):
            lines.append(Line(number, tuple(cells)))
        if len(lines) > MOST_ROWS + 1:
            check_rows(len(lines))
    return grid_of(lines)


def _unmarked(raw: bytes) -> list[str]:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    head = raw[:2000]
    if b"\x00" not in head:
        return []
    return ["utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le"]


def _said(text: str) -> tuple[str, str]:
    """The delimiter that Excel's first line "sep=;" names, and the text behind that line."""
    first, _break, rest = text.partition("\n")
    first = first.strip("\r").strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], rest
    return "", text


def _delimiter(text: str) -> str:
    """The delimiter with which the headings are best understood and the rows alike in width."""
    return max(_DELIMITERS, key=lambda one: _fit(text, one))


def _fit(text: str, delimiter: str) -> tuple[int, float, int]:
    try:
        rows = [cells for _, cells in islice(_records(text, delimiter), _PROBED) if any(cells)]
    except TableRefused:
        return -1, 0.0, 0
    if not rows:
        return 0, 0.0, 0
    widths = Counter(len(cells) for cells in rows)
    understood = sum(1 for one in rows[0] if known(one))
    return understood, widths[len(rows[0])] / len(rows), len(rows[0])


def _records(text: str, delimiter: str, *, first: int = 1) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = first
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise TableRefused(_UNCLOSED.format(number)) from None
        yield number, cells
        number += 1
