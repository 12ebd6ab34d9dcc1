"""Several values in one line of text, with commas between: GB, "Bonn, Rhine". Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from io import StringIO

LONGEST = 100_000
_BREAKS = re.compile(r"[\r\n]+")


def words_of(text: str) -> list[str]:
    """The values of a text; blanks around them and empty ones are nothing."""
    line = _BREAKS.sub(" ", text[:LONGEST].replace("\x00", ""))
    found = next(csv.reader([line], skipinitialspace=True), [])
    return [word for word in (one.strip() for one in found) if word]


def text_of(words: Iterable[object]) -> str:
    """The text that ``words_of`` reads as these values; one with a comma stands in quotes."""
    return ", ".join(_quoted(str(one)) for one in words)


def _quoted(word: str) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="").writerow([word])
    return out.getvalue()
