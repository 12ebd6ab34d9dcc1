"""What a click on a line's button would do, before it is done. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from .shell import Choice


@dataclass(frozen=True)
class FixChange:
    """One thing that would change."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class FixPage:
    """The plan of a fix. With `choices` one is chosen first; without any, a value is typed."""

    connection_id: str
    key: str
    title: str
    what: str
    why: str
    button: str
    sentence: str
    lines: tuple[FixChange, ...] = ()
    choices: tuple[Choice, ...] = ()
    typed: str = ""
    needs_choice: bool = False
    takes_value: bool = False
    error: str = ""
