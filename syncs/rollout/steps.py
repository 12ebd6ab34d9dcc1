"""One client of a promotion: checked, promoted, rolled back. Each is one transaction that finds
its step as it left it, or does nothing; so a task may run twice, in parallel, or be killed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils import timezone

from connections.documents import document_of
from mappings.models import BlueprintClient, Promotion, PromotionStep
from mappings.publishing import NotPublished, publish_document, roll_back
from tenants import walls

from .judging import Judged, judged
from .looking import standpoint

_S = PromotionStep.State
_CHANGED = (
    "Somebody changed this mapping after it was compared. It stays as it is; promote again to "
    "compare it anew."
)
_SINCE = "Somebody changed this mapping after it was promoted, so it stays as it is now."
_BLANK = "The mapping has no live version."


@dataclass(frozen=True, slots=True)
class StepRef:
    """A step and its tenant: all that a task has to carry."""

    tenant_id: uuid.UUID
    step_id: uuid.UUID


def check(ref: StepRef) -> None:
    """Compare, and look for what is in the way. Outside the walls."""
    now = timezone.now()
    with walls.inside(ref.tenant_id):
        step = _read(ref)
    if step is None or step.state != _S.PENDING:
        return
    found = standpoint(step.client, now=now)
    result = judged(found[0], step.promotion.version.document) if found else _nothing()
    with _held(ref, Promotion.State.CHECKING, _S.PENDING) as row:
        if row is None:
            return
        row.state = _S.HELD if result.reasons else _S.CHECKED
        row.reasons, row.notes = list(result.reasons), list(result.notes)
        row.changes = [document_of(one) for one in result.changes]
        row.wanted, row.wanted_overrides = dict(result.wanted), dict(result.overrides)
        row.before = dict(found[0].live) if found else {}
        row.before_number = found[1] if found else None
        row.before_version_id = step.client.version_id
        row.before_overrides = step.client.overrides


def promote(ref: StepRef, state: str) -> None:
    """Publish what was checked, while the promotion is in this state. Outside the walls."""
    with _held(ref, state, _S.CHECKED) as row:
        if row is None:
            return
        live = row.client.mapping.live_version()
        if live is None or live.number != row.before_number:
            row.state, row.reasons = _S.HELD, [_CHANGED]
            return
        if row.changes:
            try:
                made = publish_document(
                    row.client.mapping,
                    row.wanted,
                    by=row.promotion.asked_by,
                    why=f"{row.promotion.version}.",
                )
            except NotPublished as refused:
                row.state, row.reasons = _S.HELD, list(refused.problems)
                return
            row.number, row.state = made.number, _S.PROMOTED
        else:
            row.number, row.state = live.number, _S.UNCHANGED
        _point(row.client, row.promotion.version_id, row.wanted_overrides)


def take_back(ref: StepRef, by: str) -> None:
    """Put back, to the byte, what was live before. Outside the walls."""
    with _held(ref, Promotion.State.GOING_BACK, _S.PROMOTED, _S.UNCHANGED) as row:
        if row is None:
            return
        live = row.client.mapping.live_version()
        if live is None or live.number != row.number:
            row.state, row.reasons = _S.KEPT, [_SINCE]
            return
        if row.state == _S.PROMOTED and row.before_number is not None:
            why = f"Back from {row.promotion.version}."
            made = roll_back(row.client.mapping, row.before_number, by=by, why=why)
            row.number = made.number
        row.state = _S.ROLLED_BACK
        _point(row.client, row.before_version_id, row.before_overrides)


def _nothing() -> Judged:
    return Judged(wanted={}, overrides={}, reasons=(_BLANK,))


def _point(
    client: BlueprintClient, version_id: uuid.UUID | None, overrides: dict[str, object]
) -> None:
    if version_id is not None:
        BlueprintClient.objects.filter(pk=client.pk).update(
            version_id=version_id, overrides=overrides
        )


def _read(ref: StepRef) -> PromotionStep | None:
    rows = PromotionStep.objects.select_related(
        "promotion__version__blueprint", "client__mapping", "client__version", "client__tenant"
    )
    return rows.filter(pk=ref.step_id).first()


@contextmanager
def _held(ref: StepRef, state: str, *states: str) -> Iterator[PromotionStep | None]:
    """The step in one of these states while its promotion is in that one, saved afterwards;
    else None. The promotion's lock keeps whoever stops it or turns it back from passing by."""
    with walls.inside(ref.tenant_id):
        row = _read(ref)
        if row is not None:
            locked = Promotion.objects.select_for_update(no_key=True).get(pk=row.promotion_id)
            row.refresh_from_db(fields=["state"])
            if locked.state != state or row.state not in states:
                row = None
        yield row
        if row is not None:
            row.changed_at = timezone.now()
            row.save()
