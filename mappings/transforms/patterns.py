"""Steps that find and replace. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from mappings.patterns import LONGEST_PATTERN, pattern
from mappings.values import Scalar, Step, as_text

from .around import Around, Transform

_LONGEST = 131_072  # what the longest text field holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace(Transform):
    """Replaces what fits a pattern, wherever it stands; “literal” takes the pattern as a text."""

    do: Literal["replace"] = "replace"
    pattern: Annotated[str, Field(min_length=1, max_length=LONGEST_PATTERN)]
    by: Annotated[str, Field(max_length=255)] = ""
    any_case: bool = True
    literal: bool = False

    def change(self, value: Scalar, around: Around) -> Step:
        """The value with each find replaced. Raises RulesRefused for an unusable pattern."""
        text = as_text(value)
        found = pattern(self.pattern, any_case=self.any_case, literal=self.literal)
        if len(text) > found.longest:
            return Step(
                text,
                problem=f"It has {len(text):,} characters, and the pattern “{self.pattern}” "
                f"takes {found.longest:,} at most. Cut it first, or use a simpler pattern.",
            )
        changed = found.compiled.sub(lambda _: self.by, text)
        if len(changed) > _LONGEST:
            return Step(text, problem=f"The replacement makes it {len(changed):,} characters long.")
        return Step(changed, "" if changed == text else f"“{self.pattern}” was replaced.")
