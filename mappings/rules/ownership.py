"""Who owns a field: each guard says when a lead may overwrite what Salesforce holds. Pure.

A field has one guard or several; all of them have to allow the write.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from mappings.strict import STRICT

from .conditions import Test

Days = Annotated[int, Field(ge=1, le=3_650)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Always:
    """The source owns it: always write what the source sends."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    rule: Literal["always"] = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class IfBlank:
    """Prefer Salesforce unless blank: fill gaps, never replace a value of Salesforce's own."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    rule: Literal["if_blank"] = "if_blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhileDefault:
    """Until the field leaves its first value, such as Lead Status New."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    rule: Literal["while_default"] = "while_default"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCreate:
    """On create only: the first touch stays."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    rule: Literal["on_create"] = "on_create"


@dataclass(frozen=True, slots=True, kw_only=True)
class Never:
    """Never written, only shown in the plan."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    rule: Literal["never"] = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhileField:
    """Only while another field of the record has (or hasn't) one of these values."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    rule: Literal["while_field"] = "while_field"
    field: str  # API name, on the same record
    test: Test = Test.IS
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OursUntilEdited:
    """Overwrite only while the value is still the one that Inlet wrote last."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    rule: Literal["ours_until_edited"] = "ours_until_edited"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEditedWithin:
    """Not if a person changed it in Salesforce within so many days."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    rule: Literal["not_edited_within"] = "not_edited_within"
    days: Days


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNewer:
    """Only if what happened at the source is newer than what Inlet knows Salesforce holds."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    rule: Literal["source_newer"] = "source_newer"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshAfter:
    """Only when the value that Inlet wrote is at least so many days old; blanks at once."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    rule: Literal["refresh_after"] = "refresh_after"
    days: Days


@dataclass(frozen=True, slots=True, kw_only=True)
class Append:
    """Add to what is there, once: a line of text, or a choice of a multi-select."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    rule: Literal["append"] = "append"
    separator: Annotated[str, Field(min_length=1, max_length=20)] = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class HigherOf:
    """Only what is higher: a number, a date, or further down the given order of values."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    rule: Literal["higher_of"] = "higher_of"
    order: tuple[str, ...] = ()  # lowest first; empty for numbers and dates


Guard = Annotated[
    Always
    | IfBlank
    | WhileDefault
    | OnCreate
    | Never
    | WhileField
    | OursUntilEdited
    | NotEditedWithin
    | SourceNewer
    | RefreshAfter
    | Append
    | HigherOf,
    Field(discriminator="rule"),
    BeforeValidator(lambda given: {"rule": given} if isinstance(given, str) else given),
]
