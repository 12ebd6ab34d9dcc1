"""Negative controls: a safety taken out of a process, so that the harness has to go red.

What replaces it does what a simpler product would do. Nobody but these processes is changed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from math import inf
from typing import Any

from connections.crm import Write
from connections.salesforce import SalesforceOrg
from mappings.proposals import Proposal
from syncs.engine import desk, lanes, persons, preparing
from syncs.engine.rhythm import Rhythm
from tenants import walls


def remove(name: str) -> None:
    """Take the safety with this name out of this process."""
    SAFETIES[name]()


def _without_fence() -> None:
    """Whoever has claimed leads records them, however long it took."""

    @contextmanager
    def holding(lease: lanes.Lease) -> Iterator[None]:
        with walls.inside(lease.tenant_id):
            yield

    renew = lanes.renew

    def renewed(lease: lanes.Lease) -> Any:
        try:
            return renew(lease)
        except lanes.FenceLost:
            return 1, Rhythm(inf, 0, 0.0)

    lanes.holding, lanes.renew = holding, renewed


def _without_identity_rows() -> None:
    """Two workers may have leads of one person in hand."""

    def hold(lease: Any, names: Mapping[uuid.UUID, Any]) -> frozenset[uuid.UUID]:
        return frozenset(names)

    def hold_records(lease: Any, record_ids: Collection[str]) -> frozenset[str]:
        return frozenset()

    persons.hold, persons.hold_records = hold, hold_records


def _without_rereading() -> None:
    """A create whose answer was lost is sent again, and nobody looks whether it was done."""
    look_up = preparing.look_up

    def looked_up(crm: Any, rules: Any, proposals: Sequence[Proposal], **more: Any) -> Any:
        return look_up(crm, rules, [one for one in proposals if one.intent is None], **more)

    preparing.look_up = looked_up


def _without_quarantine() -> None:
    """A create whose answer was lost is matched again at once, while its call may be under way."""
    begin = desk.WorkingDesk.begin

    def begun(self: desk.WorkingDesk, *args: Any, **options: Any) -> Any:
        return begin(self, *args, **{**options, "keyless": False})

    desk.WorkingDesk.begin = begun  # type: ignore[method-assign]


def _without_key() -> None:
    """Records are created without the person's unique key."""
    write = SalesforceOrg.write

    def written(self: SalesforceOrg, writes: Sequence[Write], **more: Any) -> Any:
        return write(self, [_keyless(one) for one in writes], **more)

    SalesforceOrg.write = written  # type: ignore[method-assign]


def _keyless(one: Write) -> Write:
    fields = {name: value for name, value in one.fields.items() if name != one.external_id_field}
    return replace(one, fields=fields, external_id_field="")


SAFETIES: Mapping[str, Callable[[], None]] = {
    "fence": _without_fence,
    "identity rows": _without_identity_rows,
    "re-reading": _without_rereading,
    "quarantine": _without_quarantine,
    "unique key": _without_key,
}
