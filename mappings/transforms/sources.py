"""Steps that bring a value themselves, also where the source sent nothing. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mappings.paths import look_up
from mappings.templates import fill
from mappings.values import Scalar, Step, Unreadable, is_blank

from .around import Around, Transform


@dataclass(frozen=True, slots=True, kw_only=True)
class Template(Transform):
    """Writes a text with paths in braces, such as “Asked for {custom.product}”.

    {value} is the value so far. Blank paths leave nothing behind; if all are blank, so is the
    text.
    """

    brings_value: ClassVar[bool] = True
    do: Literal["template"] = "template"
    text: Annotated[str, Field(min_length=1, max_length=4_000)]

    def change(self, value: Scalar, around: Around) -> Step:
        """The text for this lead. Raises RulesRefused for one that can't be read."""
        lead = around.lead if is_blank(value) else {**around.lead, "value": value}
        try:
            return Step(fill(self.text, lead))
        except Unreadable as unreadable:
            return Step(value, problem=str(unreadable))


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant(Transform):
    """Always writes this text."""

    brings_value: ClassVar[bool] = True
    do: Literal["constant"] = "constant"
    text: Annotated[str, Field(min_length=1, max_length=4_000)]

    def change(self, value: Scalar, around: Around) -> Step:
        """The text."""
        return Step(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstOf(Transform):
    """Where there is no value yet, takes the first of several paths that has one."""

    brings_value: ClassVar[bool] = True
    do: Literal["first_of"] = "first_of"
    sources: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=500)], ...],
        Field(min_length=1, max_length=20),
    ]

    def change(self, value: Scalar, around: Around) -> Step:
        """The value, or the first that isn't blank, with a note of where it came from."""
        if not is_blank(value):
            return Step(value)
        try:
            for source in self.sources:
                found = look_up(source, around.lead)
                if found is not None:
                    return Step(found, f"Taken from {source}.")
        except Unreadable as unreadable:
            return Step(value, problem=str(unreadable))
        return Step("")
