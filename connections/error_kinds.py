"""The values of an error: its class, what its code means, one failure. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ErrorClass(StrEnum):
    """What an error asks for."""

    TRANSIENT = "transient"  # Salesforce is busy or unreachable; the same call works later
    LIMIT = "limit"  # a quota of the org is used up
    AUTH = "auth"  # our access ended; a person has to reconnect
    LOCK = "lock"  # somebody else wrote the record at the same moment
    UNKNOWN = "unknown"  # nobody knows the code, or the answer was lost
    DATA = "data"  # this record; other records are fine
    PERMISSION = "permission"  # an admin of the org has to allow or change something
    DUPLICATE_RULE = "duplicate_rule"  # a duplicate rule of the org stopped the save
    GONE = "gone"  # the record we meant isn't there any more; look again
    BUG = "bug"  # Inlet sent what it should never send


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code means.

    ``cause`` may hold {field}, {value}, {object} and {message}. ``bare`` replaces it where the
    field or the value isn't known, ``many`` where {fields} are several. ``retry``: whether the
    same may go well later without a person doing anything.
    """

    kind: ErrorClass
    cause: str
    fix: str
    retry: bool = False
    bare: str = ""
    many: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """One error that Salesforce gave, classified. ``matched_ids``: the records it named.

    ``given``: Salesforce's own code, where one of Inlet's says what it means for the write.
    """

    code: str
    message: str
    fields: tuple[str, ...]
    kind: ErrorClass
    retry: bool = False
    matched_ids: tuple[str, ...] = ()
    given: str = ""


WAIT = "Nothing to do. Inlet sends it again by itself."


def by_code(rows: tuple[tuple[str, Meaning], ...]) -> dict[str, Meaning]:
    """A table from rows of ("CODE CODE …", meaning). Raises ValueError if a code stands twice."""
    table: dict[str, Meaning] = {}
    for codes, meaning in rows:
        for code in codes.split():
            if code in table:
                raise ValueError(f"{code} stands twice in the table.")
            table[code] = meaning
    return table
