"""The form of one row of a mapping. Names of inputs are places within the rule's document. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .shell import Choice


@dataclass(frozen=True, kw_only=True)
class Input:
    """One input. `list`: one value a line. `options` is the id of a list of suggestions."""

    name: str
    label: str
    kind: Literal["text", "number", "choice", "check", "list"] = "text"
    value: str = ""
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    error: str = ""
    options: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """A transform in the list. `number` begins at 0."""

    number: int
    name: str
    label: str
    about: str
    inputs: tuple[Input, ...] = ()
    error: str = ""
    is_first: bool = False
    is_last: bool = False

    @property
    def place(self) -> str:
        """Where it stands in the rule."""
        return f"transforms.{self.number}"


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A line of the value map: what the source sends, what is written instead."""

    number: int
    given: str
    to: str
    choices: tuple[Choice, ...] = ()
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class ValueMapForm:
    """The value map. `offers` are the values of the org's picklist, `seen` those of samples.

    Of a long one the first lines are drawn; `rest` keeps the others as JSON, `more` counts them.
    """

    pairs: tuple[Pair, ...]
    compare: tuple[Choice, ...]
    unknown: tuple[Choice, ...]
    is_used: bool = False
    rest: str = ""
    more: int = 0
    offers: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many lines it has."""
        return len(self.pairs) + self.more


@dataclass(frozen=True, kw_only=True)
class RuleChoice:
    """An answer to "Who owns it?", with its effect; drawn as a radio card."""

    name: str
    value: str
    title: str
    effect: str
    chosen: bool = False
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Extra:
    """A condition that has to hold as well; drawn as a tick with its inputs."""

    name: str
    label: str
    is_on: bool = False
    value: str = "1"
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """Something that keeps the row from being saved. `anchor` is the id of its input, or ""."""

    sentence: str
    title: str = ""
    anchor: str = ""


@dataclass(frozen=True, kw_only=True)
class RowForm:
    """The form. `key` names the rule that is edited, "" for a new one."""

    key: str
    title: str
    revision: int
    source: Input
    lead_field: Input
    contact_field: Input
    label: Input
    default: Input
    rules: tuple[RuleChoice, ...]
    more_rules: tuple[RuleChoice, ...]
    extras: tuple[Extra, ...]
    value_map: ValueMapForm
    steps: tuple[Step, ...] = ()
    new_steps: tuple[Choice, ...] = ()
    paths: tuple[Choice, ...] = ()
    lead_fields: tuple[Choice, ...] = ()
    contact_fields: tuple[Choice, ...] = ()
    open_required: tuple[Choice, ...] = ()
    wrongs: tuple[Wrong, ...] = ()
    length: str = ""
    lately: str = ""
    is_removable: bool = True

    @property
    def is_new(self) -> bool:
        """Whether it adds a field."""
        return not self.key

    @property
    def rare_is_open(self) -> bool:
        """Whether one of the rarer rules is chosen."""
        return any(one.chosen for one in self.more_rules)

    @property
    def extras_are_open(self) -> bool:
        """Whether one of the conditions is on."""
        return any(one.is_on for one in self.extras)
