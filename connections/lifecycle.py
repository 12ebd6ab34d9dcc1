"""How a connection's state changes. Pure: the only place that decides what follows what.

A state is one of ``models.State``'s values; the row changes under its lock.
"""

from __future__ import annotations

from enum import StrEnum

NEW, CONNECTED, NEEDS_RECONNECT, DISCONNECTED = (
    "new", "connected", "needs_reconnect", "disconnected",
)  # fmt: skip


class Happening(StrEnum):
    """What can happen to a connection."""

    GRANTED = "granted"  # Salesforce gave tokens for the org that is meant
    ENDED = "ended"  # Salesforce takes our tokens no longer, or we can't read them
    PARTED = "parted"  # a person disconnected
    MOVED = "moved"  # a person confirmed that another org is meant from now on


_AFTER: dict[Happening, dict[str, str]] = {
    Happening.GRANTED: {
        NEW: CONNECTED, CONNECTED: CONNECTED, NEEDS_RECONNECT: CONNECTED, DISCONNECTED: CONNECTED,
    },
    # What never worked, or was ended by a person, isn't a connection that broke.
    Happening.ENDED: {
        NEW: NEW, CONNECTED: NEEDS_RECONNECT, NEEDS_RECONNECT: NEEDS_RECONNECT,
        DISCONNECTED: DISCONNECTED,
    },
    Happening.PARTED: {
        NEW: DISCONNECTED, CONNECTED: DISCONNECTED, NEEDS_RECONNECT: DISCONNECTED,
        DISCONNECTED: DISCONNECTED,
    },
    # The tokens were the old org's: nothing is sent until somebody signs in to the new one.
    Happening.MOVED: {
        NEW: NEW, CONNECTED: NEEDS_RECONNECT, NEEDS_RECONNECT: NEEDS_RECONNECT,
        DISCONNECTED: DISCONNECTED,
    },
}  # fmt: skip


def after(state: str, happening: Happening) -> str:
    """The state that follows. Raises KeyError for a text that is no state."""
    return _AFTER[happening][state]


def may_call(state: str) -> bool:
    """Whether anything may be sent to Salesforce over the connection."""
    return state == CONNECTED
