"""What our own tables say of a day of a connection: read, and kept. Inside the walls."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Min, Q
from django.db.models.fields.json import KeyTextTransform

from connections.models import Connection, Environment
from mappings.models import MappingVersion
from syncs.models import InboundLead, RecordMemory, Source
from syncs.states import State
from tenants.models import AuditEntry

from .records import Ours

# A person's second record is looked for among what was created in so many days before, too.
LOOK_BACK = timedelta(days=3)
RESET = "practice.reset"
_AT_ONCE = 5000


def is_idle(connection: Connection, since: datetime) -> bool:
    """Whether no lead has moved since then and none is on its way: then nothing was sent."""
    moving = InboundLead.objects.filter(
        Q(changed_at__gte=since) | Q(state=State.PENDING), connection=connection
    )
    return not moving.exists()


def key_fields(connection: Connection) -> dict[str, set[str]]:
    """By object the fields that hold the key of a person, of every mapping that is live here.

    Empty where no field could be added to the org: then records are only looked for by id.
    """
    used = Source.objects.filter(connection=connection).values("mapping_id")
    live = MappingVersion.objects.filter(mapping_id__in=used, state=MappingVersion.LIVE)
    rules = [version.as_rules() for version in live]
    found = {
        sobject: {one.key_field(sobject) for one in rules if one.external_id_field}
        for sobject in ("Lead", "Contact")
    }
    return {sobject: names - {""} for sobject, names in found.items() if names - {""}}


def created(connection: Connection, begins: datetime, ends: datetime) -> list[Ours]:
    """The records that leads of ours created: those of the day, and of the days before.

    In a practice org only those that were created since it was begun anew.
    """
    since = begins - LOOK_BACK
    rows = (
        InboundLead.objects.filter(
            connection=connection,
            state=State.CREATED,
            # What was finished then has not changed before; this is what the index knows.
            changed_at__gte=since,
            finished_at__gte=since,
            finished_at__lt=ends,
        )
        .exclude(record_id="")
        .annotate(
            person=KeyTextTransform("person_key", F("decision")),
            found_by=KeyTextTransform("matched_by", F("decision")),
        )
        .order_by()
        .values_list("record_id", "person", "found_by", "finished_at")
    )
    anew = _begun_anew(connection)
    return [
        Ours(record_id, "" if found_by else (person or ""), is_today=finished_at >= begins)
        for record_id, person, found_by, finished_at in rows.iterator(chunk_size=_AT_ONCE)
        if finished_at is not None and (anew is None or finished_at >= anew)
    ]


def _begun_anew(connection: Connection) -> datetime | None:
    if connection.environment != Environment.PRACTICE:
        return None
    resets = AuditEntry.objects.filter(action=RESET).order_by("-at")
    return resets.values_list("at", flat=True).first()


def known_among(connection: Connection, ids: Collection[str]) -> set[str]:
    """Which of these records a lead of ours ended in, whenever that was."""
    known: set[str] = set()
    every = sorted(ids)
    for at in range(0, len(every), _AT_ONCE):
        some = every[at : at + _AT_ONCE]
        known |= _ids(RecordMemory.objects.filter(connection=connection, record_id__in=some))
        rest = set(some) - known
        if rest:
            known |= _ids(InboundLead.objects.filter(connection=connection, record_id__in=rest))
    return known


def _ids(rows: Any) -> set[str]:
    found: Iterable[str] = rows.order_by().values_list("record_id", flat=True)
    return set(found)


def in_progress_since(connection: Connection) -> datetime | None:
    """Since when the oldest lead that is still on its way may have created its record."""
    waiting = InboundLead.objects.filter(
        connection=connection, state=State.PENDING, intent_at__isnull=False
    )
    since: datetime | None = waiting.aggregate(since=Min("intent_at"))["since"]
    return since


def connection_of(connection_id: uuid.UUID) -> Connection | None:
    """The connection with its client, if it is still there."""
    return Connection.objects.select_related("tenant").filter(pk=connection_id).first()
