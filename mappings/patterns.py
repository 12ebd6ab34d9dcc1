"""Regular expressions that people write, held to those that always come to an end soon. Pure.

Python's matcher can need years for a nested repeat such as (a+)+, and nothing can stop it. So
the work that a pattern can make is reckoned before it is used, and limits the text it may meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from re import _parser
from typing import Any, NamedTuple

from mappings.strict import RulesRefused

LONGEST_PATTERN = 255
_MOST_WORK = 25_000_000  # steps of the matcher; about a second at the very worst
_LONGEST_TEXT = 100_000
_MOST_REPEATS = 3
_MOST_WAYS = 4_096
_SHORT = 10  # how much longer a repeat may get before it counts as one without an end
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})


class Pattern(NamedTuple):
    """A pattern, and the longest text in which it may be looked for, or which it may fit whole."""

    compiled: re.Pattern[str]
    longest: int
    longest_whole: int


class _Work(NamedTuple):
    """``ways`` to match at one place, times the text's length for each of ``repeats``."""

    repeats: int = 0
    ways: int = 1

    @property
    def is_fixed(self) -> bool:
        return self == _Work()


@lru_cache(maxsize=1024)
def pattern(text: str, *, any_case: bool = True, literal: bool = False) -> Pattern:
    """The compiled pattern. Raises RulesRefused, with a suggestion, for one that can't be used."""
    if len(text) > LONGEST_PATTERN:
        raise RulesRefused(f"The pattern “{text[:40]}…” is too long. Use two shorter ones.")
    written = re.escape(text) if literal else text
    try:
        compiled = re.compile(written, re.IGNORECASE if any_case else 0)
        work = _work(_parser.parse(written))
    except (re.error, OverflowError, RecursionError) as error:
        said = str(error).partition(" at position")[0]
        raise RulesRefused(
            f"The pattern “{text}” can’t be read: {said}. "
            "Put \\ before a sign that is meant as it stands."
        ) from error
    if work.repeats > _MOST_REPEATS or work.ways > _MOST_WAYS:
        raise RulesRefused(
            f"The pattern “{text}” could run for years. Leave at most {_MOST_REPEATS} of * and +, "
            "and fewer choices."
        )
    return Pattern(
        compiled,
        longest=_longest(work, work.repeats + 1),  # it may begin anywhere
        longest_whole=_longest(work, max(work.repeats, 1)),
    )


def fits(text: str, value: str) -> bool:
    """Whether the whole value fits the pattern, in any case; one too long for it never does."""
    found = pattern(text)
    return len(value) <= found.longest_whole and found.compiled.fullmatch(value) is not None


def _longest(work: _Work, power: int) -> int:
    return min(int((_MOST_WORK / work.ways) ** (1 / power)), _LONGEST_TEXT)


def _work(parsed: Any) -> _Work:
    """The work of a sequence. Raises RulesRefused for what can't be reckoned."""
    repeats, ways = 0, 1
    for operator, argument in parsed:
        part = _work_of(str(operator), argument)
        repeats, ways = repeats + part.repeats, min(ways * part.ways, _MOST_WAYS + 1)
    return _Work(repeats, ways)


def _work_of(operator: str, argument: Any) -> _Work:
    if operator in _REPEATS:
        return _repeat(*argument)
    if operator == "BRANCH":
        return _choice(argument[1])
    if operator.startswith("GROUPREF"):
        raise RulesRefused("A pattern can’t refer back to a group of its own. Leave it out.")
    parts = [_work(inner) for inner in _inner(argument)]
    return parts[0] if parts else _Work()


def _repeat(least: int, most: int, inner: Any) -> _Work:
    work = _work(inner)
    if work.is_fixed:
        is_short = most - least <= _SHORT
        return _Work(0, most - least + 1) if is_short else _Work(1, 1)
    if most > _SHORT:
        raise RulesRefused(
            "The pattern has a repeat inside a repeat, or a choice whose parts begin alike, "
            "and could run for years. Write it without the outer * or +."
        )
    ways = min(work.ways**most * (most - least + 1), _MOST_WAYS + 1)
    return _Work(work.repeats * most, ways)


def _choice(branches: list[Any]) -> _Work:
    works = [_work(branch) for branch in branches]
    firsts = [_first(branch) for branch in branches]
    is_clear = None not in firsts and len(set(firsts)) == len(firsts)
    ways = [work.ways for work in works]
    return _Work(max(work.repeats for work in works), max(ways) if is_clear else sum(ways))


def _first(branch: Any) -> str | None:
    if not branch or str(branch[0][0]) != "LITERAL":
        return None
    return chr(branch[0][1]).casefold()


def _inner(argument: Any) -> Iterator[Any]:
    """The patterns inside an operator's argument: those of groups and of looks around."""
    if isinstance(argument, _parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple):
        for one in argument:
            yield from _inner(one)
