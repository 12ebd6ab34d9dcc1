"""A call to the REST API and its answer, whether it came alone or as a part of a composite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from connections.practice.rules.refusals import Refusal, Refused, refuse

from .sentences import Note


@dataclass(frozen=True, slots=True)
class Call:
    """A request. `path`: decoded, below the version; `headers`: names in lower case.

    `body`: what the JSON says, None without any; for a bulk job's data see `bodies`.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None

    def document(self) -> dict[str, Any]:
        """The body, which has to be a JSON object."""
        if not isinstance(self.body, dict):
            raise refuse("JSON_PARSER_ERROR", "The HTTP entity body is required, a JSON object.")
        return self.body


@dataclass(frozen=True, slots=True)
class Answer:
    """A response. `body` None: there is none; bytes: no JSON, and the headers say what.

    `notes` tell people what was asked.
    """

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def refusal(self) -> str:
        """The code of the first error; "" when it went well."""
        first = self.body[0] if isinstance(self.body, list) and self.body else None
        return str(first.get("errorCode", "")) if isinstance(first, dict) else ""


def refused(wrong: Refused, notes: Iterable[Note] = ()) -> Answer:
    """The answer that an error leads to, in the single-record shape."""
    return Answer(wrong.status, [one.single() for one in wrong.refusals], notes=tuple(notes))


def raise_all(refusals: tuple[Refusal, ...]) -> None:
    """Raise Refused if there is any refusal."""
    if refusals:
        raise Refused(*refusals)


def split_url(url: str) -> tuple[str, dict[str, str]]:
    """The decoded path and the query of a URL without host."""
    parts = urlsplit(url)
    return unquote(parts.path), dict(parse_qsl(parts.query, keep_blank_values=True))
