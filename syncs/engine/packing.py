"""Many values become few conditions, each short enough for one SOQL statement. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from connections import soql

# Characters of one statement's conditions: SOQL takes 100,000, with columns and words.
ROOM = soql.MAX_STATEMENT - 500
# No index helps a LIKE that begins with %, and a query has 120 seconds (salesforce-facts 3.2).
MOST_PATTERNS = 250
_ESCAPED = "\\'\"\n\r\t\b\f"


@dataclass(frozen=True, slots=True)
class Asked:
    """Values to look for, and the condition for some of them.

    ``each`` and ``once`` are the characters that the condition takes beside the literals.
    """

    condition: Callable[[Sequence[str]], soql.Condition]
    values: tuple[str, ...]
    each: int
    once: int


def within(field: str, values: Iterable[str]) -> Asked:
    """One of the values stands in the field."""
    return Asked(lambda some: soql.within(field, some), _each_once(values), 2, len(field) + 12)


def liked(field: str, patterns: Iterable[str]) -> Asked:
    """The field is like one of the patterns."""
    return Asked(lambda some: any_like(field, some), _each_once(patterns), len(field) + 12, 8)


def both(asked: Asked, other: soql.Condition) -> Asked:
    """What is asked, where the other condition holds too."""
    return Asked(
        lambda some: soql.all_of(asked.condition(some), other),
        asked.values,
        asked.each,
        asked.once + len(other.text) + 12,
    )


def any_like(field: str, patterns: Sequence[str]) -> soql.Condition:
    """The condition of ``liked``."""
    return soql.any_of(*(soql.like(field, pattern) for pattern in patterns))


def conditions(
    asked: Iterable[Asked], columns: Iterable[str] = (), *, most: int = 100_000
) -> list[soql.Condition]:
    """Conditions that together ask for everything, each of at most ``most`` values.

    Each leaves room for the columns that stand before it.
    """
    parts: list[list[tuple[Asked, str]]] = [[]]
    whole = room = ROOM - sum(len(name) + 2 for name in columns)
    for one, value, cost in _costs(asked):
        begins = not parts[-1] or parts[-1][-1][0] is not one
        if parts[-1] and (room < cost + one.once or len(parts[-1]) >= most):
            parts.append([])
            room, begins = whole, True
        parts[-1].append((one, value))
        room -= cost + (one.once if begins else 0)
    return [_any_of(part) for part in parts if part]


def _costs(asked: Iterable[Asked]) -> Iterator[tuple[Asked, str, int]]:
    for one in asked:
        for value in one.values:
            yield one, value, len(value) + 2 + sum(map(value.count, _ESCAPED)) + one.each


def _any_of(part: Iterable[tuple[Asked, str]]) -> soql.Condition:
    grouped: list[tuple[Asked, list[str]]] = []
    for one, value in part:
        if not grouped or grouped[-1][0] is not one:
            grouped.append((one, []))
        grouped[-1][1].append(value)
    return soql.any_of(*(one.condition(values) for one, values in grouped))


def _each_once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))
