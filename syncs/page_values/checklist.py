"""What the page "Salesforce settings" shows. Pure."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from mappings.preflight import Finding, Level


@dataclass(frozen=True, slots=True)
class OrgChange:
    """One row of "Changed in the org". ``effect`` says what it means; "" where it means nothing."""

    at: datetime
    kind: str
    sentence: str
    effect: str
    matters: bool
    mappings: tuple[str, ...] = ()
    leads: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """The last run of a connection. ``at`` is None before the first; ``trouble`` if it broke off,
    ``tried_at`` is then later than ``at``.

    ``findings`` come worst first, then as the checklist goes.
    """

    connection: str
    connection_id: uuid.UUID
    at: datetime | None = None
    tried_at: datetime | None = None
    trigger: str = ""
    calls: int = 0
    ms: int = 0
    org_name: str = ""
    user_name: str = ""
    findings: tuple[Finding, ...] = ()
    mappings: tuple[str, ...] = ()
    trouble: str = ""

    def of(self, level: Level) -> tuple[Finding, ...]:
        """The findings of one level."""
        return tuple(one for one in self.findings if one.level is level)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What blocks leads."""
        return self.of(Level.BLOCKS)

    @property
    def looks(self) -> tuple[Finding, ...]:
        """What deserves a look."""
        return self.of(Level.LOOK)

    @property
    def to_do(self) -> tuple[Finding, ...]:
        """The rows of "To do"."""
        return (*self.blocking, *self.looks)

    @property
    def unseen(self) -> tuple[Finding, ...]:
        """What could not be checked."""
        return self.of(Level.UNSEEN)

    @property
    def in_order(self) -> tuple[Finding, ...]:
        """What is in order."""
        return self.of(Level.IN_ORDER)

    @property
    def summary(self) -> str:
        """The sentence under the page's title."""
        if self.trouble:
            return f"The settings could not be checked. {self.trouble}"
        if self.at is None:
            return "The settings have not been checked yet."
        return f"{_blocked(len(self.blocking), len(self.looks))} {_rest(len(self.unseen))}"


def _blocked(blocking: int, looks: int) -> str:
    said = f"{blocking} settings block leads"
    if blocking < 2:
        said = "1 setting blocks leads" if blocking else "Nothing blocks leads"
    if looks:
        said += f" and {looks} deserve{'' if looks > 1 else 's'} a look"
    return f"{said}."


def _rest(unseen: int) -> str:
    if not unseen:
        return "Everything else is in order."
    seen = "1 line" if unseen == 1 else f"{unseen} lines"
    return f"{seen} could not be checked; everything else is in order."
