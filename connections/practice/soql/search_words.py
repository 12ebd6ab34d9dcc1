"""What a search looks for: its words, and in which kinds of fields (facts 3.6). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from connections.practice.rules.fields import Field
from connections.practice.rules.refusals import Refused, refuse

MAX_TEXT = 10_000
_TERM = re.compile(r'"([^"]+)"|(\S+)')
_KINDS: Mapping[str, frozenset[str]] = {
    "EMAIL": frozenset({"email"}),
    "PHONE": frozenset({"phone"}),
    "ALL": frozenset({"string", "email", "phone", "textarea", "url", "picklist", "combobox"}),
}
_NAMES = frozenset({"Name", "FirstName", "LastName", "Company"})


def malformed(message: str) -> Refused:
    """A search that can't be understood."""
    return refuse("MALFORMED_SEARCH", message)


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
