"""What a configuration can't say and its comparison has to know. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from mappings.orgs import Org

from .wanted import Client

# (slug of the client, name of the connection or source, "client_secret", "password" or "key")
Place = tuple[str, str, str]


class Secret(Enum):
    """How a secret that a file names stands to the one that is stored."""

    SAME = "same"
    OTHER = "other"  # it is there, and isn't what is stored
    ABSENT = "absent"  # the environment has no such variable: what is stored stays
    MALFORMED = "malformed"  # it is there, and is no API key


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a configuration doesn't say.

    ``is_new``: nobody has this agency yet. ``received``: (slug, source) of sources that leads
    came through. ``taken``: slugs that are clients of other agencies. ``orgs``: what was last
    seen of the org behind (slug, connection). ``sealed``: where a secret is stored.
    """

    secrets: Mapping[Place, Secret] = field(default_factory=dict)
    sealed: frozenset[Place] = frozenset()
    received: frozenset[tuple[str, str]] = frozenset()
    taken: frozenset[str] = frozenset()
    orgs: Mapping[tuple[str, str], Org] = field(default_factory=dict)
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Sides:
    """What there is and what is wanted of one client."""

    current: Client
    wanted: Client
    known: Known
