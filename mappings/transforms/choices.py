"""Steps on several choices in one value. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from mappings.values import Scalar, Step, as_text

from .around import Around, Transform


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiPicklist(Transform):
    """Makes a list of choices for a multi-select: “Energy, Retail” becomes Energy;Retail.

    A line separates, else the first of the separators that occurs.
    """

    do: Literal["multi_picklist"] = "multi_picklist"
    separators: Annotated[str, Field(min_length=1, max_length=10)] = ";|,"
    sort: bool = False

    def change(self, value: Scalar, around: Around) -> Step:
        """The choices without blanks and repeats, joined with semicolons."""
        text = as_text(value).strip()
        separator = next((one for one in ("\n", *self.separators) if one in text), ";")
        chosen = dict.fromkeys(one.strip().replace(";", ",") for one in text.split(separator))
        chosen.pop("", None)
        joined = ";".join(sorted(chosen) if self.sort else chosen)
        return Step(joined, "" if joined == text else "Split into choices.")
