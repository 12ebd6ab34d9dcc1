"""One field's value: what JSON may hold, as text, and when Salesforce holds the same. Pure."""

from __future__ import annotations

import math
import re
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

Scalar: TypeAlias = str | int | float | bool

_TOO_LARGE = 10**18  # a number field has at most 18 digits
# Neither PostgreSQL's jsonb nor Salesforce can hold these.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# How Salesforce writes a date with time (salesforce-facts 0, trap 12).
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}")


class Unreadable(ValueError):
    """A value that no Salesforce field can hold; the text is a sentence for a person."""


class Step(NamedTuple):
    """What a transform made of a value; with a ``problem`` the value can't be used."""

    value: Scalar
    note: str = ""
    problem: str = ""


def as_text(value: Scalar) -> str:
    """The value as Salesforce would hold it in a text field."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def is_blank(value: object) -> bool:
    """Whether a field with this value counts as empty: None, "" and white space."""
    return value is None or (isinstance(value, str) and not value.strip())


def read(found: Any) -> Scalar | None:
    """A JSON value as one scalar, or None for blank; lists are joined as in a multi-select.

    Raises Unreadable for an object, a nested list, and a number beyond 18 digits.
    """
    if isinstance(found, list):
        parts = [as_text(part) for part in map(_read_one, found) if part is not None]
        return ";".join(parts) or None
    return _read_one(found)


def _read_one(found: Any) -> Scalar | None:
    if isinstance(found, str):
        text = _UNSTORABLE.sub("", found)
        return text if text and not text.isspace() else None
    if found is None or isinstance(found, bool):
        return found
    if isinstance(found, int | float):
        return _read_number(found)
    raise Unreadable("The source sends a group of values here. Name one of them in the mapping.")


def _read_number(found: int | float) -> int | float:
    if abs(found) >= _TOO_LARGE or math.isnan(found):
        raise Unreadable("This number is too large: Salesforce keeps at most 18 digits.")
    return int(found) if found == int(found) else found


def same(current: Any, proposed: Any, *, is_email: bool = False) -> bool:
    """Whether writing ``proposed`` would leave the field as Salesforce returned it, ``current``.

    Follows what Salesforce does on save: text is trimmed, e-mail is kept in lower case, the
    order of a multi-select is its own, and numbers, checkboxes and times take text.
    """
    if is_blank(current) or is_blank(proposed):
        return is_blank(current) and is_blank(proposed)
    if isinstance(current, bool) or isinstance(proposed, bool):
        return as_text(current).strip().lower() == as_text(proposed).strip().lower()
    if isinstance(current, int | float):
        return _same_number(current, proposed)
    left, right = _plain(as_text(current)), _plain(as_text(proposed))
    if is_email:
        return left.lower() == right.lower()
    return left == right or _same_choices(left, right) or _same_moment(left, right)


def _same_number(current: float, proposed: Scalar) -> bool:
    if not isinstance(proposed, str):
        return current == proposed
    try:
        return float(current) == float(proposed)
    except ValueError:
        return False


def _plain(text: str) -> str:
    return text.strip().replace("\r\n", "\n")


def _same_choices(left: str, right: str) -> bool:
    if ";" not in left or len(left) != len(right):
        return False
    return sorted(left.split(";")) == sorted(right.split(";"))


def _same_moment(left: str, right: str) -> bool:
    if not _MOMENT.fullmatch(left):
        return False
    try:
        return datetime.fromisoformat(left) == datetime.fromisoformat(right)
    except ValueError:
        return False
