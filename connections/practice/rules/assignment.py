"""Assignment rules: the first entry that matches names the owner (salesforce-facts 8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Condition:
    """A test of one field. `operator` is a key of OPERATORS; any of `values` will do."""

    field: str
    operator: str
    values: tuple[str, ...]

    def holds(self, record: Mapping[str, Any]) -> bool:
        """Whether the record's value passes. Letter case doesn't matter, blank is ""."""
        held = str(record.get(self.field) or "").lower()
        return OPERATORS[self.operator](held, [value.lower() for value in self.values])


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a rule. Without conditions it matches everything. `owner`: an id."""

    owner: str
    conditions: tuple[Condition, ...] = field(default=(), metadata={"of": Condition})


@dataclass(frozen=True, slots=True)
class AssignmentRule:
    """A rule of one object."""

    id: str
    name: str
    sobject: str
    active: bool
    entries: tuple[Entry, ...] = field(default=(), metadata={"of": Entry})

    def owner_for(self, record: Mapping[str, Any]) -> str:
        """The owner of the first matching entry; "" when none matches."""
        matching = (
            entry.owner
            for entry in self.entries
            if all(condition.holds(record) for condition in entry.conditions)
        )
        return next(matching, "")


def _greater(held: str, values: list[str]) -> bool:
    return _is_number(held) and any(float(held) > float(value) for value in values)


def _less(held: str, values: list[str]) -> bool:
    return _is_number(held) and any(float(held) < float(value) for value in values)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).removeprefix("-").isdecimal()


OPERATORS: Mapping[str, Callable[[str, list[str]], bool]] = {
    "equals": lambda held, values: held in values,
    "not equal to": lambda held, values: held not in values,
    "starts with": lambda held, values: held.startswith(tuple(values)),
    "contains": lambda held, values: any(value in held for value in values),
    "greater than": _greater,
    "less than": _less,
}
