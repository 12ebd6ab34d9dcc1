"""Steps on numbers, money and yes/no. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mappings import amounts
from mappings.amounts import DecimalSign
from mappings.values import Scalar, Step

from .around import Around, Transform


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Transform):
    """Reads “52,500 kWh” as 52500. The decimal sign says whether 1,5 or 1.5 is one and a half."""

    do: Literal["number"] = "number"
    decimal: DecimalSign = "."

    def change(self, value: Scalar, around: Around) -> Step:
        """The one number that the text states, or why that isn't clear."""
        return amounts.number(value, self.decimal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency(Transform):
    """Reads “€1.2M”, “USD 1,200” or “(40)” as a number; the currency itself is left out."""

    do: Literal["currency"] = "currency"
    decimal: DecimalSign = "."

    def change(self, value: Scalar, around: Around) -> Step:
        """The amount, or why it isn't clear."""
        return amounts.money(value, self.decimal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Boolean(Transform):
    """Reads yes, no, true, false, on, off, 1 and 0, also in a few other languages."""

    do: Literal["boolean"] = "boolean"

    def change(self, value: Scalar, around: Around) -> Step:
        """True or false, or why it is neither."""
        return amounts.boolean(value)
