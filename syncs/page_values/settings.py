"""Settings: keys, members, and an invitation as its receiver sees it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .shell import Fact

KeyState = Literal["active", "expired", "revoked"]
InvitationState = Literal["open", "used", "other_person"]


@dataclass(frozen=True)
class KeyRow:
    """An API key; `hint` is the part that is not secret."""

    id: str
    name: str
    hint: str
    state: KeyState
    scopes: tuple[str, ...]
    created_at: datetime
    created_by: str = ""
    last_used_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True)
class RoleChoice:
    """A role that may be given, and what it allows."""

    value: str
    label: str
    allows: str


@dataclass(frozen=True)
class MemberRow:
    """A member and their role in words; `whole_agency`: at every client."""

    name: str
    email: str
    mark: str
    role: str
    whole_agency: bool
    is_you: bool = False
    id: str = ""
    may_remove: bool = False


@dataclass(frozen=True)
class InvitationRow:
    """An invitation that nobody accepted yet."""

    id: str
    email: str
    role: str
    invited_by: str
    expires_at: datetime
    whole_agency: bool = False


@dataclass(frozen=True)
class SettingsPage:
    """Both tabs; `tab` says which one is open. Forms keep what was typed and its errors."""

    tab: Literal["keys", "members"]
    now: datetime
    keys: tuple[KeyRow, ...] = ()
    members: tuple[MemberRow, ...] = ()
    invitations: tuple[InvitationRow, ...] = ()
    roles: tuple[RoleChoice, ...] = ()
    facts: tuple[Fact, ...] = ()  # about the client
    can_manage: bool = False
    typed: str = ""  # the key's name or the invited address, after an error
    error: str = ""


@dataclass(frozen=True)
class KeyShownPage:
    """A new key, shown this once."""

    name: str
    key: str
    endpoint: str


@dataclass(frozen=True)
class InvitationPage:
    """An invitation opened by its link; the unknown and the expired link are a 404's matter."""

    state: InvitationState
    where: str  # the client or the agency
    invited_by: str
    email: str
    role: str
    expires_at: datetime
    signed_in_as: str = ""
