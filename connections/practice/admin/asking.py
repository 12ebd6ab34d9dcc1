"""What is asked of the admin API, read from JSON with care; what is wrong is said in words."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

Kind = TypeVar("Kind", str, int, float, bool, list[Any], dict[str, Any])
_NAMES: Mapping[type, str] = {
    str: "a text", int: "a whole number", float: "a number", bool: "true or false",
    list: "a list", dict: "an object",
}  # fmt: skip


class AdminError(Exception):
    """An answer that is no success: HTTP status, a code for machines, a sentence for people."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Asked:
    """A call of the admin API: its query, and its body, which is a JSON object."""

    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)

    def only(self, *names: str) -> None:
        """Raise AdminError for a key of the body that has no meaning here."""
        unknown = self.body.keys() - set(names)
        if unknown:
            allowed = ", ".join(names) or "nothing"
            raise wrong(f"{', '.join(sorted(unknown))}: unknown. Known here: {allowed}.")

    def get(self, name: str, kind: type[Kind], default: Kind | None = None) -> Kind:
        """A value of the body. Raises AdminError when it is of another kind, or missing."""
        if name not in self.body:
            if default is None:
                raise wrong(f"{name} is missing.")
            return default
        value = self.body[name]
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind:
            raise wrong(f"{name}: {_NAMES[kind]} is needed.")
        return value

    def number(self, name: str, default: int, *, top: int) -> int:
        """A number of the query, 1 to `top`."""
        text = self.query.get(name, str(default))
        if not (text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= top):
            raise wrong(f"{name}: a whole number from 1 to {top} is needed.")
        return int(text)


def wrong(message: str) -> AdminError:
    """What was asked can't be done, 400."""
    return AdminError(400, "bad_request", message)


def missing(what: str) -> AdminError:
    """There is no such thing, 404."""
    return AdminError(404, "not_found", f"There is no {what}.")


def one_of(value: str, known: Collection[str], what: str) -> str:
    """The value, if it is known. Raises AdminError, 404."""
    if value not in known:
        raise AdminError(
            404, "not_found", f"There is no {what} {value}. There are: {', '.join(sorted(known))}."
        )
    return value


def uuid_of(text: str, what: str) -> uuid.UUID:
    """The id in a text. Raises AdminError, 404."""
    try:
        return uuid.UUID(text)
    except ValueError as malformed:
        raise missing(f"{what} {text}") from malformed
