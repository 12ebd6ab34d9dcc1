"""The 39 ways of `vectors`, with the attacker's tenant in force and with it forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from typing import Any, NamedTuple

import psycopg
import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from django_scopes.exceptions import ScopeError

from mappings.models import MappingVersion
from syncs.models import InboundLead
from tenants import walls
from tenants.models import Tenant

from .vectors import CANARY, LONG_AGO, VECTORS, Scene, Side, Vector, furnish

pytestmark = pytest.mark.django_db(transaction=True)


class Figures(NamedTuple):
    """Which vectors got through, and which met an error that nobody can overlook."""

    leaks: set[str]
    loud: set[str]


class _Undone(Exception):
    """The attempt is over; nothing of it stays."""


@pytest.fixture
def scene(tenant: Tenant, outsider: Tenant) -> Scene:
    """Both sides, committed, so that other connections see them as well."""
    return Scene(
        furnish(tenant, "mine", datetime(2026, 11, 23, tzinfo=UTC)),
        furnish(outsider, CANARY, LONG_AGO),
    )


def _rows(side: Side) -> list[dict[str, Any]]:
    """All that the side owns, as it is in the database now."""
    with walls.inside(side.tenant):
        models = {type(row) for row in side if isinstance(row, walls.TenantOwned)}
        return [row for model in models for row in model.unscoped.order_by("pk").values()]


def _attempt(run: Vector, scene: Scene, standing: AbstractContextManager[None]) -> str:
    """ "leak", "loud" or "" for one vector; the database is as it was afterwards."""
    before, outcome = _rows(scene.theirs), ""
    try:
        with transaction.atomic():
            try:
                with transaction.atomic(), standing:
                    seen = run(scene)
                outcome = "leak" if seen is True or CANARY in repr(seen) else ""
            except (ScopeError, DatabaseError, psycopg.Error):
                outcome = "loud"
            except ObjectDoesNotExist:
                outcome = ""
            if _rows(scene.theirs) != before:
                outcome = "leak"
            raise _Undone
    except _Undone:
        return outcome


def _probe(scene: Scene, *, forgotten: bool = False, manager: str = "unscoped") -> Figures:
    attack = scene._replace(manager=manager)
    found = {
        name: _attempt(run, attack, nullcontext() if forgotten else walls.inside(scene.mine.tenant))
        for name, run in VECTORS.items()
    }
    return Figures(
        {name for name, outcome in found.items() if outcome == "leak"},
        {name for name, outcome in found.items() if outcome == "loud"},
    )


def test_39_ways_lead_nowhere(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    """The wall alone, and with django-scopes before it: that is what makes the noise."""
    wall, alarm = _probe(scene), _probe(scene, manager="objects")
    bare, noisy = _probe(scene, forgotten=True), _probe(scene, forgotten=True, manager="objects")
    with capsys.disabled():
        print(
            f"\n{len(VECTORS)} vectors: {len(wall.leaks | alarm.leaks)} leaks with the tenant set, "
            f"{len(bare.leaks | noisy.leaks)} with it forgotten, {len(noisy.loud)} loud errors"
        )
    assert len(VECTORS) == 39
    assert [one.leaks for one in (wall, alarm, bare, noisy)] == [set()] * 4
    assert len(noisy.loud) >= 28


@pytest.fixture
def without_row_level_security(owner: psycopg.Connection[Any]) -> Iterator[str]:
    """The leads, for one test, as a table whose migration forgot its wall."""
    table = InboundLead._meta.db_table
    owner.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
    yield table
    owner.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')


@pytest.fixture
def without_composite_key(owner: psycopg.Connection[Any]) -> Iterator[None]:
    """The versions' relation to their mapping, for one test, as Django alone would make it."""
    table = MappingVersion._meta.db_table
    (field,) = walls.tied_fields(MappingVersion)
    owner.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_{field.column}_tie"')
    yield
    owner.execute(walls.tie_statement(MappingVersion, field))


def test_the_probe_finds_a_table_without_row_level_security(
    scene: Scene, without_row_level_security: str
) -> None:
    reads = {
        "aggregate", "async_iteration", "content_type", "copy_out", "count", "dates", "iterator",
        "raw_join_from_the_tenant_table", "refresh_from_db", "select_for_update",
        "subquery_from_the_tenant_table", "fresh_thread", "manager",
    }  # fmt: skip
    writes = {"queryset_update", "bulk_update"}
    assert _probe(scene).leaks == reads | writes
    assert _probe(scene, forgotten=True).leaks == reads | writes


def test_the_probe_finds_a_relation_without_a_composite_key(
    scene: Scene, without_composite_key: None
) -> None:
    assert _probe(scene).leaks == {"pointing_into_theirs"}
