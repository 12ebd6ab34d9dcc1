"""Time passes for one tenant's leads: whatever waits for a moment finds it so much nearer."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Model

from syncs.models import InboundLead, Lane, PersonClaim, Stream

from .world import World

_MOMENTS: tuple[tuple[type[Model], str], ...] = (
    (Stream, "lease_until"),
    (Stream, "live_at"),
    (Stream, "gather_until"),
    (Lane, "paused_until"),
    (PersonClaim, "until"),
    (InboundLead, "due_at"),
    (InboundLead, "intent_at"),
)


def pass_time(world: World, seconds: float) -> None:
    """The database's clock, as far as leases, pauses, claims, retries and quarantines see it."""

    def move() -> None:
        for model, name in _MOMENTS:
            rows = model.objects.filter(**{f"{name}__isnull": False})  # type: ignore[attr-defined]
            rows.update(**{name: F(name) - timedelta(seconds=seconds)})

    world.ask(move)
