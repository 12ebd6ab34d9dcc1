"""A client's configuration as a file: to take away, to bring back, and the plan before. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from .shell import Choice


@dataclass(frozen=True, kw_only=True)
class PlanChange:
    """One thing that would change. ``kind``: "add", "change" or "remove"."""

    kind: str
    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NewKeyShown:
    """A key that was made, shown this once."""

    source: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ConfigurationPage:
    """The tab. With ``mark`` a plan is shown; ``text`` and ``what`` are what was brought."""

    mappings: tuple[Choice, ...] = ()
    can_bring: bool = False
    can_apply: bool = False
    what: str = ""
    text: str = ""
    mark: str = ""
    changes: tuple[PlanChange, ...] = ()
    is_same: bool = False
    wrongs: tuple[str, ...] = ()
    keys: tuple[NewKeyShown, ...] = ()
    waiting: tuple[str, ...] = ()
