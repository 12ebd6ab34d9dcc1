"""Steps on people's names. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mappings.names import name_case, split_name
from mappings.values import Scalar, Step, as_text

from .around import Around, Transform

_FROM_FULL_NAME = "Taken from the full name."


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCase(Transform):
    """Turns ANA or ana into Ana; mixed letters stay."""

    do: Literal["name_case"] = "name_case"

    def change(self, value: Scalar, around: Around) -> Step:
        """The name with its capital letters, if it came all in one case."""
        text = as_text(value)
        cased = name_case(text)
        spelled = cased != " ".join(text.split())
        return Step(cased, "Given the capital letters of a name." if spelled else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstName(Transform):
    """Takes the first names from a full name."""

    do: Literal["first_name"] = "first_name"

    def change(self, value: Scalar, around: Around) -> Step:
        """The first names; "" when there is only one word."""
        return Step(split_name(as_text(value))[0], _FROM_FULL_NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastName(Transform):
    """Takes the last name from a full name."""

    do: Literal["last_name"] = "last_name"

    def change(self, value: Scalar, around: Around) -> Step:
        """The last name; one word alone is a last name."""
        text = as_text(value).strip()
        last = split_name(text)[1]
        return Step(last, "" if last == text else _FROM_FULL_NAME)
