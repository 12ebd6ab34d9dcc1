"""Searches: words to be found in kinds of fields, as SOSL or as parameters (facts 3.6). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from connections.practice.rules.fields import Field
from connections.practice.rules.refusals import Refused, refuse

MAX_ROWS = 2_000
MAX_TEXT = 10_000
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
_TERM = re.compile(r'"([^"]+)"|(\S+)')
_KINDS: Mapping[str, frozenset[str]] = {
    "EMAIL": frozenset({"email"}),
    "PHONE": frozenset({"phone"}),
    "ALL": frozenset({"string", "email", "phone", "textarea", "url", "picklist", "combobox"}),
}
_NAMES = frozenset({"Name", "FirstName", "LastName", "Company"})


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


def malformed(message: str) -> Refused:
    """A search that can't be understood."""
    return refuse("MALFORMED_SEARCH", message)


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


def group_of(name: str) -> str:
    """A search group. Raises Refused."""
    group = name.upper().removesuffix(" FIELDS").strip()
    group = "ALL" if group == "SIDEBAR" else group
    if group not in {*_KINDS, "NAME"}:
        raise malformed(f"in: not allowed: '{name}'")
    return group


def words_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The words to be found. Raises Refused for too short or too long a text."""
    if len(text) > MAX_TEXT:
        raise malformed(f"search term is longer than {MAX_TEXT} characters")
    choices = []
    for choice in re.split(r"\s+OR\s+", text.replace("\x00", "")):
        terms = (quoted or plain for quoted, plain in _TERM.findall(choice) if plain != "AND")
        choices.append(tuple(term.lower() for term in terms))
    for term in [term for choice in choices for term in choice] or [""]:
        if len(term.replace("*", "").replace("?", "")) < 2:
            raise malformed(f"search term must be longer than one character: {term}")
    return tuple(choice for choice in choices if choice)


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


def is_searched(field: Field, where: str) -> bool:
    """Whether a search looks into a field."""
    if where == "NAME":
        return field.name in _NAMES and field.type == "string"
    return field.type in _KINDS[where] and (field.filterable or where == "ALL")


def word_regex(word: str) -> str:
    """A regular expression of PostgreSQL for a word among the words of a lower-case text."""
    wild = {"*": "[[:alnum:]]*", "?": "[[:alnum:]]"}
    source = "".join(wild.get(one) or re.escape(one) for one in word)
    return f"(^|[^[:alnum:]]){source}([^[:alnum:]]|$)"
