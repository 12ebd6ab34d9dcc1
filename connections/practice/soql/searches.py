"""Searches: words to be found in kinds of fields, as SOSL or as parameters (facts 3.6). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .search_words import group_of, malformed, words_of

MAX_ROWS = 2_000
DEFAULT_OBJECTS = ("Lead", "Contact", "Account")

_SOSL = re.compile(
    r"\s*FIND\s*\{((?:[^\\}]|\\.)*)\}"
    r"(?:\s+IN\s+(ALL|NAME|EMAIL|PHONE|SIDEBAR)\s+FIELDS)?"
    r"(?:\s+RETURNING\s+(.+?))?"
    r"(?:\s+LIMIT\s+(\d{1,9}))?\s*",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
_RETURNED = re.compile(
    r"\s*([A-Za-z]\w*)\s*(?:\(((?:[^()']|'(?:[^'\\]|\\.)*'|\([^()]*\))*)\))?\s*(,|$)", re.ASCII
)
_CLAUSE = re.compile(r"\s+(?=(?:WHERE|ORDER\s+BY|LIMIT|OFFSET)\b)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Search:
    """What to find. `words`: one of the lists has to be found whole, each term in lower case,
    with * and ? for any characters. `where`: ALL, NAME, EMAIL or PHONE. `selects`: one SOQL
    statement for each object.
    """

    words: tuple[tuple[str, ...], ...]
    where: str
    selects: tuple[str, ...]
    limit: int = MAX_ROWS


def read_search(text: str) -> Search:
    """The search of a SOSL statement. Raises Refused, MALFORMED_SEARCH."""
    found = _SOSL.fullmatch(text)
    if found is None:
        raise malformed("No search term found. The search term must be enclosed in braces.")
    sought, where, returned, limit = found.groups()
    selects = _selects(returned) if returned else default_selects()
    most = min(int(limit or MAX_ROWS), MAX_ROWS)
    return Search(
        words_of(re.sub(r"\\(.)", r"\1", sought)), group_of(where or "ALL"), selects, most
    )


def default_selects() -> tuple[str, ...]:
    """What is asked of which objects when a search doesn't say."""
    return tuple(f"SELECT Id FROM {name}" for name in DEFAULT_OBJECTS)  # noqa: S608


def _selects(returned: str) -> tuple[str, ...]:
    selects, at = [], 0
    while at < len(returned):
        found = _RETURNED.match(returned, at)
        if found is None:
            raise malformed(f"unexpected token: '{returned[at:].split()[0]}'")
        name, inner, _ = found.groups()
        fields, _, rest = (inner or "Id").strip().partition("\n")
        selects.append(_select(name, f"{fields} {rest}".strip()))
        at = found.end()
    return tuple(selects)


def _select(name: str, inner: str) -> str:
    fields, *clauses = _CLAUSE.split(inner, maxsplit=1)
    return " ".join(["SELECT", fields, "FROM", name, *clauses])
