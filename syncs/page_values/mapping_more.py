"""Beside the editor of a mapping: what could be mapped as well, and who owns what. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .mapping import MappingHead, TryIt
from .shell import Choice


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A field that could be mapped."""

    key: str
    source: str
    sample: str
    label: str
    api_names: str
    steps: tuple[str, ...]
    percent: int
    why: str
    chosen: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SuggestPage:
    """What could be mapped. `kind`: what the sample looks like, such as "a Typeform answer"."""

    head: MappingHead
    tried: TryIt
    sentence: str
    kind: str = ""
    rows: tuple[Suggestion, ...] = ()
    required: tuple[Choice, ...] = ()
    revision: int = 0
    can_edit: bool = False
    error: str = ""

    @property
    def has_sample(self) -> bool:
        """Whether there is something to propose for."""
        return bool(self.tried.lead or self.tried.text)


@dataclass(frozen=True)
class OwnershipLine:
    """A field, who owns it, and what that means, for an admin of the org to approve."""

    label: str
    api_names: str
    source: str
    owned: str
    effect: str


@dataclass(frozen=True, kw_only=True)
class OwnershipPage:
    """Who owns each field, to be read and printed."""

    now: datetime
    head: MappingHead
    version: str
    rows: tuple[OwnershipLine, ...] = ()
