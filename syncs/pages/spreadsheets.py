"""A table as a CSV file that a spreadsheet opens safely."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.http import HttpResponse

# A cell that begins so is carried out as a formula; the last two are how Excel's East Asian
# versions write = and @. OWASP, CSV injection.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_file(rows: Iterable[tuple[object, ...]], name: str) -> HttpResponse:
    """The rows as a file of this name, in UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe(one) for one in row])
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    body = text.getvalue().encode("utf-8-sig", "replace")
    return HttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)


def safe(value: object) -> str:
    """A cell that no spreadsheet carries out: what begins like a formula gets a quote before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULAS) else text
