"""Excel workbooks (.xlsx): the values of the first visible sheet. Pure.

Nothing in a workbook is carried out: of a formula, the value that Excel stored is read. What a
workbook unpacks to, and how far its cells reach, is measured before the reader sees it, because
the reader holds a sheet as one full rectangle.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from .grids import MOST_ROWS, Cell, Grid, Line, TableRefused, check_rows, grid_of, is_blank

_MOST_UNPACKED = 150_000_000
_MOST_PARTS = 2_000
_MOST_CELLS = 5_000_000
_PLACE = re.compile(rb"""[\s:]r\s*=\s*["']\$?([A-Za-z]{0,9})\$?([0-9]{1,12})["']""")
_ODD_PLACE = re.compile(rb"""[\s:]r\s*=\s*["'][^"']*&""")
_DAMAGED = "This workbook is damaged. Open it in Excel, save it as .xlsx, and try again."
_FULL = "This workbook unpacks to more than a table of leads needs. Save only the sheet with leads."
_READER = (CalamineError, PasswordError, XmlError, ZipError)


def is_workbook(raw: bytes) -> bool:
    """Whether the bytes begin as a zip file does."""
    return raw.startswith(b"PK\x03\x04")


def read_workbook(raw: bytes) -> Grid:
    """The first visible sheet. Raises TableRefused."""
    clean = _measured(raw)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(clean))
        shown = [
            at
            for at, sheet in enumerate(book.sheets_metadata)
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        if not shown:
            raise TableRefused("This workbook has no visible sheet.")
        sheet = book.get_sheet_by_index(shown[0])
        if sheet.height > MOST_ROWS + 1:
            check_rows(sheet.height)
        begins = (sheet.start or (0, 0))[0] + 1
        rows = sheet.to_python(skip_empty_area=True)
    except _READER:
        raise TableRefused(_DAMAGED) from None
    lines = [Line(begins + at, tuple(_cell(one) for one in row)) for at, row in enumerate(rows)]
    return grid_of([line for line in lines if not all(is_blank(one) for one in line.cells)])


def _measured(raw: bytes) -> bytes:
    """The workbook packed anew from the parts that were measured, so that the reader sees these
    and no others, whatever the sizes in the file say. Raises TableRefused.
    """
    clean = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed, zipfile.ZipFile(clean, "w") as kept:
            parts = [one for one in packed.infolist() if one.filename.endswith((".xml", ".rels"))]
            if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > _MOST_UNPACKED:
                raise TableRefused(_FULL)
            if not any(one.filename.lower() == "xl/workbook.xml" for one in parts):
                raise TableRefused("This is a packed file, and no Excel workbook (.xlsx).")
            for one in {part.filename: part for part in parts}.values():
                kept.writestr(one.filename, _part(packed, one))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        raise TableRefused(_DAMAGED) from None
    return clean.getvalue()


def _part(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part, unpacked; the cells of a sheet may not reach too far. Raises TableRefused."""
    with packed.open(part) as stream:
        text = stream.read()
    if not part.filename.lower().startswith("xl/worksheets/"):
        return text
    _check_plain(text)
    rows = columns = 1
    for found in _PLACE.finditer(text):
        rows, columns = max(rows, int(found[2])), max(columns, _column(found[1]))
        if rows * columns > _MOST_CELLS:
            raise TableRefused(
                "A cell lies far outside the table. Delete the empty rows and columns "
                "around it, or save the sheet as CSV."
            )
    return text


def _check_plain(text: bytes) -> None:
    if b"\x00" in text or _ODD_PLACE.search(text):
        raise TableRefused(_DAMAGED)


def _column(letters: bytes) -> int:
    """The number of a column: 1 of A, 28 of AB."""
    found = 0
    for letter in letters.upper():
        found = found * 26 + letter - 64
    return found


def _cell(value: object) -> Cell:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bool | int | float | str):
        return value
    return None if value is None else str(value)
