"""Whose records a user may read and change: org-wide defaults, ownership, queues (facts 2.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .permissions import MODIFY_ALL, TRANSFER_LEADS, VIEW_ALL
from .rights import Rights

PRIVATE, READ_ONLY, READ_WRITE = "None", "Read", "Edit"
READ_WRITE_TRANSFER = "ReadEditTransfer"
SHARING = (PRIVATE, READ_ONLY, READ_WRITE, READ_WRITE_TRANSFER)
OPEN_SHARING: Mapping[str, str] = {
    "Lead": READ_WRITE_TRANSFER,
    "Contact": READ_WRITE,
    "Account": READ_WRITE,
}


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a user's hand reaches in one object's records. `own`: itself and its queues."""

    own: frozenset[str]
    reads_all: bool
    edits_all: bool
    transfers_all: bool

    def reads(self, owner: str) -> bool:
        """Whether records of this owner are seen at all."""
        return self.reads_all or owner in self.own

    def edits(self, owner: str) -> bool:
        """Whether records of this owner may be changed."""
        return self.edits_all or owner in self.own

    def transfers(self, owner: str) -> bool:
        """Whether records of this owner may be given to another."""
        return self.transfers_all or owner in self.own


def reach(sharing: str, rights: Rights, *, sobject: str, own: frozenset[str]) -> Reach:
    """The reach of a user with these rights under an org-wide default of SHARING."""
    granted = rights.on(sobject)
    modifies = MODIFY_ALL in granted
    edits = modifies or sharing in {READ_WRITE, READ_WRITE_TRANSFER}
    transfers = modifies or sharing == READ_WRITE_TRANSFER
    return Reach(
        own=own,
        reads_all=edits or sharing == READ_ONLY or VIEW_ALL in granted,
        edits_all=edits,
        transfers_all=transfers or (sobject == "Lead" and edits and rights.may(TRANSFER_LEADS)),
    )
