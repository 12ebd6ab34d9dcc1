"""How an error is brought about, and what the product has to make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from connections.errors import ErrorClass

from .world import Met, Surface, World


class Origin(StrEnum):
    """Where the practice org gets an error from."""

    CONDITION = "condition"  # it finds it out by itself, from records, rights and settings
    AUTOMATION = "automation"  # an admin put up an obstacle: a trigger, a flow, a filter
    INJECTED = "injected"  # an admin chose the answer


@dataclass(frozen=True)
class Way:
    """One error: its code, how it is reached, and as what the client has to take it."""

    code: str
    kind: ErrorClass
    reach: Callable[[World], Met]
    surface: Surface = Surface.RECORD
    raised: str = ""
    retry: bool = False
    origin: Origin = Origin.CONDITION
    about: str = ""

    @property
    def name(self) -> str:
        """The code, with what tells it from others of the same code."""
        return f"{self.code} {self.about}".strip()
