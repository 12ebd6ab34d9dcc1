"""CSV as bulk jobs take and give it: one header of API names, UTF-8, values in quotes. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

DELIMITERS: Mapping[str, str] = {
    "BACKQUOTE": "`",
    "CARET": "^",
    "COMMA": ",",
    "PIPE": "|",
    "SEMICOLON": ";",
    "TAB": "\t",
}
ENDINGS: Mapping[str, str] = {"LF": "\n", "CRLF": "\r\n"}
# Limits of salesforce-facts 6.
MAX_FIELDS = 5_000
MAX_FIELD = 32_000
MAX_RECORD = 400_000
UPLOADED_LIMIT = 150 * 1024 * 1024
_ENDING = re.compile("\r\n|\r|\n")


class Broken(Exception):
    """The upload can't be worked at all; the message becomes the job's `errorMessage`."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a job's CSV is written. Both are Salesforce's names: COMMA, LF."""

    delimiter: str = "COMMA"
    ending: str = "LF"

    def read(self, content: bytes) -> list[list[str]]:
        """The header, then the rows, each as long as the header. Raises Broken."""
        try:
            text = content.decode("utf-8-sig").replace("\x00", "")
        except UnicodeDecodeError as unreadable:
            raise Broken("InvalidBatch : The data is not UTF-8") from unreadable
        self._check_ending(text)
        lines = csv.reader(
            io.StringIO(text, newline=""), delimiter=DELIMITERS[self.delimiter], strict=True
        )
        try:
            rows = [row for row in lines if row]
        except csv.Error as malformed:
            raise Broken(f"ClientInputError : {malformed}") from malformed
        _check(rows)
        return rows

    def write(self, rows: Iterable[Sequence[str]]) -> str:
        """Rows as CSV, every value in quotes."""
        target = io.StringIO()
        csv.writer(
            target,
            delimiter=DELIMITERS[self.delimiter],
            lineterminator=ENDINGS[self.ending],
            quoting=csv.QUOTE_ALL,
        ).writerows(rows)
        return target.getvalue()

    def _check_ending(self, text: str) -> None:
        first = _ENDING.search(text)
        if first and first[0] != ENDINGS[self.ending]:
            message = "LineEnding is invalid on user data. Current LineEnding setting is"
            raise Broken(f"ClientInputError : {message} {self.ending}")


def _check(rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        raise Broken("InvalidBatch : The data has no header")
    width = len(rows[0])
    if width > MAX_FIELDS:
        raise Broken(f"InvalidBatch : The data has {width} columns, {MAX_FIELDS} are allowed")
    for number, row in enumerate(rows[1:], start=1):
        if len(row) != width:
            message = f"Record {number} has {len(row)} columns, the header has {width}"
            raise Broken(f"InvalidBatch : {message}")
        _check_sizes(number, row)


def _check_sizes(number: int, row: Sequence[str]) -> None:
    if sum(map(len, row)) > MAX_RECORD:
        message = f"Record {number} has more than {MAX_RECORD} characters"
        raise Broken(f"InvalidBatch : {message}")
    if max(map(len, row)) > MAX_FIELD:
        message = f"A field of record {number} has more than {MAX_FIELD} characters"
        raise Broken(f"InvalidBatch : {message}")


def too_large(size: int) -> bool:
    """Whether an upload of `size` bytes has more than 150 MB once it is base64."""
    return 4 * -(-size // 3) > UPLOADED_LIMIT


def split(rows: Sequence[list[str]], size: int) -> Iterator[list[list[str]]]:
    """Rows in portions of `size`."""
    return (list(rows[start : start + size]) for start in range(0, len(rows), size))
