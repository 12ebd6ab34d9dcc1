from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from mappings.memory import Held, Memory
from syncs.engine.remembering import forget, keep, known_ids, move, recall
from syncs.models import RecordAlias, RecordMemory
from tenants import walls
from tenants.models import Tenant
from tests.conftest import owner_connection
from tests.syncs.conftest import Door

ANA, BEN = "00Q000000000001AAA", "00Q000000000002AAA"
CONTACT = "003000000000001AAA"
AT = datetime(2026, 11, 16, 9, 12, 44, tzinfo=UTC)


def memory(*emails: str, keys: tuple[str, ...] = (), title: str = "CEO") -> Memory:
    held = {"Title": Held(value=title, ours=True, at=AT, lead_key="1")}
    return Memory(created=True, held=held, count=1, emails=emails, keys=keys)


def put(door: Door, memories: dict[tuple[str, str], Memory]) -> None:
    with walls.inside(door.tenant):
        keep(door.tenant.pk, door.source.connection_id, memories)


def known(door: Door, *names: str, keys: tuple[str, ...] = ()) -> dict[str, frozenset[str]]:
    with walls.inside(door.tenant):
        return known_ids(door.source.connection_id, names, keys)


def recalled(door: Door, *ids: str) -> dict[str, Memory]:
    with walls.inside(door.tenant):
        return recall(door.source.connection_id, ids)


def test_what_was_kept_is_recalled_and_the_newest_counts(door: Door) -> None:
    put(door, {("Lead", ANA): memory("ana@x.example"), ("Contact", CONTACT): memory()})
    put(door, {("Lead", ANA): memory("ana@x.example", title="COO")})
    found = recalled(door, ANA, CONTACT, BEN, "")
    assert found == {ANA: memory("ana@x.example", title="COO"), CONTACT: memory()}
    assert recalled(door) == {}


def test_earlier_addresses_and_keys_lead_to_their_records(door: Door) -> None:
    put(
        door,
        {
            ("Lead", ANA): memory("ana@x.example", "old@x.example", keys=("crm-1",)),
            ("Lead", BEN): memory("old@x.example"),
        },
    )
    assert known(door, " Old@X.example", "nobody@x.example") == {
        "old@x.example": frozenset({ANA, BEN})
    }
    assert known(door, keys=("CRM-1",)) == {"crm-1": frozenset({ANA})}
    assert known(door, "", " ") == {}


def test_any_number_is_kept_and_recalled_in_few_statements(door: Door) -> None:
    many = {("Lead", f"00Q{number:015}"): memory(f"{number}@x.example") for number in range(300)}
    with walls.inside(door.tenant):
        before = len(connection.queries_log)
        connection.force_debug_cursor = True
        try:
            keep(door.tenant.pk, door.source.connection_id, many)
            recall(door.source.connection_id, [record_id for _, record_id in many])
            known_ids(door.source.connection_id, [f"{number}@x.example" for number in range(300)])
            statements = [
                query["sql"]
                for query in list(connection.queries_log)[before:]
                if "SAVEPOINT" not in query["sql"]
            ]
        finally:
            connection.force_debug_cursor = False
    # What is kept goes by `storing.run`, past Django: one statement for memories, one for names.
    assert len(statements) == 2
    assert len(recalled(door, *(record_id for _, record_id in many))) == len(many)


def test_a_record_is_forgotten_with_its_names(door: Door) -> None:
    put(door, {("Lead", ANA): memory("ana@x.example"), ("Lead", BEN): memory("ben@x.example")})
    with walls.inside(door.tenant):
        forget(door.source.connection_id, [ANA])
    assert recalled(door, ANA, BEN).keys() == {BEN}
    assert known(door, "ana@x.example", "ben@x.example").keys() == {"ben@x.example"}


@pytest.mark.parametrize("survivor_is_known", [True, False])
def test_the_survivor_of_a_merge_takes_the_names(door: Door, *, survivor_is_known: bool) -> None:
    put(door, {("Lead", ANA): memory("ana@x.example", keys=("a",), title="CFO")})
    if survivor_is_known:
        put(door, {("Lead", BEN): memory("ben@x.example", title="COO")})
    with walls.inside(door.tenant):
        move(door.tenant.pk, door.source.connection_id, {ANA: ("Lead", BEN), "00Q": ("Lead", BEN)})
    found = recalled(door, ANA, BEN)
    assert found.keys() == {BEN}
    assert found[BEN].held.keys() == ({"Title"} if survivor_is_known else set())
    assert known(door, "ana@x.example", keys=("a",)) == {
        "ana@x.example": frozenset({BEN}),
        "a": frozenset({BEN}),
    }


def test_nobody_sees_what_another_tenant_remembers(door: Door, outsider: Tenant) -> None:
    put(door, {("Lead", ANA): memory("ana@x.example")})
    with walls.inside(outsider):
        assert recall(door.source.connection_id, [ANA]) == {}
        assert known_ids(door.source.connection_id, ["ana@x.example"]) == {}
        assert not RecordMemory.unscoped.exists()
        assert not RecordAlias.unscoped.exists()


def test_a_memory_belongs_to_a_connection_of_its_own_tenant(door: Door, outsider: Tenant) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), walls.inside(outsider):
        keep(outsider.pk, door.source.connection_id, {("Lead", ANA): memory()})
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db(transaction=True)
def test_an_address_is_found_by_an_index_behind_the_walls(door: Door) -> None:
    names = [f"{number}@x.example" for number in range(2_000)]
    put(door, {("Lead", ANA): memory(*names)})
    with owner_connection(settings.DATABASES["default"]["NAME"]) as owner:
        owner.execute("ANALYZE syncs_recordalias")
    with walls.inside(door.tenant):
        rows = RecordAlias.objects.filter(
            connection_id=door.source.connection_id, alias__in=names[:3]
        )
        plan = rows.explain()
    wanted = next(line for line in plan.splitlines() if "(alias)::text = ANY" in line)
    assert wanted.strip().startswith("Index Cond"), plan


def test_an_unknown_connection_remembers_nothing(door: Door) -> None:
    with walls.inside(door.tenant):
        assert recall(uuid.uuid4(), [ANA]) == {}
