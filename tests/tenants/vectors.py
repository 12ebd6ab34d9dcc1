"""39 ways to see, change, plant or infer a stranger's data (reliability.md 2.2), each tried by
code that forgot every filter. A vector returns what it got hold of, or whether it succeeded."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, NamedTuple

from asgiref.sync import async_to_sync
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import Exists, Max, OuterRef, Prefetch, Subquery, prefetch_related_objects

from connections.models import Connection, Environment
from mappings.models import Mapping, MappingVersion
from syncs.models import InboundLead, Source
from tenants import walls
from tenants.apikeys import make_key
from tenants.models import Agency, ApiKey, Tenant

# Sorts after everything else, so that a maximum shows it.
CANARY = "zz-canary"
LONG_AGO = datetime(1999, 12, 31, tzinfo=UTC)


class Side(NamedTuple):
    """One tenant's rows: one of each kind that the vectors reach for."""

    tenant: Tenant
    key: ApiKey
    mapping: Mapping
    version: MappingVersion
    connection: Connection
    source: Source
    lead: InboundLead


class Scene(NamedTuple):
    """Who attacks, whom, and through which manager: the usual one, or the one without a scope."""

    mine: Side
    theirs: Side
    manager: str = "unscoped"

    def rows(self, model: type[walls.TenantOwned]) -> Any:
        """The manager of `model` that this attack uses."""
        return getattr(model, self.manager)


def furnish(tenant: Tenant, name: str, received_at: datetime) -> Side:
    """One row of each kind; every text in them is `name`."""
    key, _ = make_key(tenant, name)
    with walls.inside(tenant):
        mapping = Mapping.objects.create(tenant=tenant, name=name)
        version = MappingVersion.objects.create(tenant=tenant, mapping=mapping, note=name)
        org = Connection.objects.create(
            tenant=tenant, name=name, environment=Environment.PRACTICE, login_url="http://127.0.0.1"
        )
        source = Source.objects.create(
            tenant=tenant, name=name, api_key=key, mapping=mapping, connection=org
        )
        lead = InboundLead.objects.create(
            tenant=tenant, source=source, connection=org, payload={"name": name}, name=name,
            received_at=received_at,
        )  # fmt: skip
    return Side(tenant, key, mapping, version, org, source, lead)


Vector = Callable[[Scene], Any]
VECTORS: dict[str, Vector] = {}


def vector(run: Vector) -> Vector:
    """Put it into the table under its name."""
    VECTORS[run.__name__] = run
    return run


# ---- seeing -----------------------------------------------------------------------------------
@vector
def manager(scene: Scene) -> Any:
    return list(scene.rows(InboundLead).all().values("name"))


@vector
def exists(scene: Scene) -> Any:
    return scene.rows(Mapping).filter(name=CANARY).exists()


@vector
def exclude_then_exists(scene: Scene) -> Any:
    return scene.rows(Mapping).exclude(tenant=scene.mine.tenant).exists()


@vector
def in_bulk(scene: Scene) -> Any:
    return scene.rows(ApiKey).in_bulk([scene.theirs.key.pk])


@vector
def aggregate(scene: Scene) -> Any:
    return scene.rows(InboundLead).aggregate(Max("name"))


@vector
def count(scene: Scene) -> Any:
    return scene.rows(InboundLead).filter(tenant=scene.theirs.tenant).count() > 0


@vector
def dates(scene: Scene) -> Any:
    return LONG_AGO.date() in scene.rows(InboundLead).dates("received_at", "day")


@vector
def iterator(scene: Scene) -> Any:
    return [row.name for row in scene.rows(InboundLead).iterator(chunk_size=1)]


@vector
def unscoped_manager(scene: Scene) -> Any:
    return list(scene.rows(Source).values_list("name"))


@vector
def base_manager(scene: Scene) -> Any:
    return list(MappingVersion._base_manager.values_list("note"))


@vector
def forward_foreign_key(scene: Scene) -> Any:
    return MappingVersion(mapping_id=scene.theirs.mapping.pk).mapping.name


@vector
def select_related(scene: Scene) -> Any:
    return [
        (row.name, row.mapping.name, row.api_key)
        for row in scene.rows(Source).select_related("mapping", "api_key")
    ]


@vector
def filter_across_a_join(scene: Scene) -> Any:
    return scene.rows(Source).filter(mapping__name=CANARY).exists()


@vector
def subquery_from_the_tenant_table(scene: Scene) -> Any:
    leads = scene.rows(InboundLead).filter(tenant=OuterRef("pk")).values("name")
    return list(Tenant.objects.annotate(leak=Subquery(leads[:1])).values_list("leak"))


@vector
def filter_from_the_tenant_table(scene: Scene) -> Any:
    secret = scene.rows(Mapping).filter(tenant=OuterRef("pk"), name=CANARY)
    return Tenant.objects.filter(Exists(secret)).exists()


@vector
def raw_join_from_the_tenant_table(scene: Scene) -> Any:
    sql = "SELECT t.*, l.name AS leak FROM tenants_tenant t JOIN syncs_inboundlead l "
    return [row.leak for row in Tenant.objects.raw(sql + "ON l.tenant_id = t.id")]


@vector
def prefetch(scene: Scene) -> Any:
    row = MappingVersion(mapping_id=scene.theirs.mapping.pk)
    prefetch_related_objects([row], Prefetch("mapping", scene.rows(Mapping).all()))
    return row.mapping.name


@vector
def subquery_in_a_filter(scene: Scene) -> Any:
    seen = Agency.objects.filter(tenants__in=scene.rows(Mapping).values("tenant"))
    return seen.filter(pk=scene.theirs.tenant.agency_id).exists()


@vector
def raw_sql(scene: Scene) -> Any:
    return [row.name for row in scene.rows(Connection).raw("SELECT * FROM connections_connection")]


@vector
def cursor(scene: Scene) -> Any:
    return _fetch("SELECT name, public_id, secret_hash FROM tenants_apikey")


@vector
def copy_out(scene: Scene) -> Any:
    with connection.cursor() as one, one.copy("COPY syncs_inboundlead TO STDOUT") as rows:
        return b"".join(bytes(row) for row in rows).decode()


@vector
def refresh_from_db(scene: Scene) -> Any:
    row = InboundLead(pk=scene.theirs.lead.pk)
    row.refresh_from_db()
    return row.name


@vector
def content_type(scene: Scene) -> Any:
    kind = ContentType.objects.get_for_model(InboundLead)
    return kind.get_object_for_this_type(pk=scene.theirs.lead.pk).name


@vector
def async_iteration(scene: Scene) -> Any:
    async def collect() -> list[str]:
        return [row.name async for row in scene.rows(InboundLead).all()]

    return async_to_sync(collect)()


@vector
def union(scene: Scene) -> Any:
    names = scene.rows(Mapping).order_by().values_list("name")
    return list(names.union(scene.rows(Source).order_by().values_list("name")))


@vector
def select_for_update(scene: Scene) -> Any:
    return [row.name for row in scene.rows(InboundLead).select_for_update(of=("self",))]


@vector
def fresh_thread(scene: Scene) -> Any:
    def look() -> list[Any]:
        try:
            names = scene.rows(InboundLead).values_list("name")
            return [*names, *_fetch("SELECT name FROM syncs_source")]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(look).result()


# ---- changing ---------------------------------------------------------------------------------
@vector
def save_over_a_foreign_key(scene: Scene) -> Any:
    Mapping(pk=scene.theirs.mapping.pk, tenant=scene.mine.tenant, name="stolen").save()


@vector
def instance_delete(scene: Scene) -> Any:
    return MappingVersion(pk=scene.theirs.version.pk, tenant=scene.theirs.tenant).delete()[0] > 0


@vector
def queryset_update(scene: Scene) -> Any:
    return scene.rows(InboundLead).filter(pk=scene.theirs.lead.pk).update(name="stolen") > 0


@vector
def queryset_delete(scene: Scene) -> Any:
    return scene.rows(MappingVersion).filter(tenant=scene.theirs.tenant).delete()[0] > 0


@vector
def bulk_update(scene: Scene) -> Any:
    row = InboundLead(pk=scene.theirs.lead.pk, name="stolen")
    return scene.rows(InboundLead).bulk_update([row], ["name"]) > 0


@vector
def upsert_over_a_foreign_key(scene: Scene) -> Any:
    row = Mapping(pk=scene.theirs.mapping.pk, tenant=scene.mine.tenant, name="stolen")
    scene.rows(Mapping).bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=["name"]
    )


@vector
def moving_a_row_to_them(scene: Scene) -> Any:
    moved = {"tenant": scene.theirs.tenant, "mapping": scene.theirs.mapping, "number": 7}
    mine = scene.rows(MappingVersion).filter(pk=scene.mine.version.pk)
    return mine.update(**moved, state="retired") > 0


# ---- planting ---------------------------------------------------------------------------------
@vector
def create_in_theirs(scene: Scene) -> Any:
    return scene.rows(Mapping).create(tenant=scene.theirs.tenant, name="planted")


@vector
def bulk_create_in_theirs(scene: Scene) -> Any:
    return scene.rows(Mapping).bulk_create([Mapping(tenant=scene.theirs.tenant, name="planted")])


@vector
def cursor_insert(scene: Scene) -> Any:
    return _fetch(
        "INSERT INTO mappings_mapping (id, tenant_id, name, created_at) "
        "VALUES (gen_random_uuid(), %s, 'planted', now()) RETURNING name",
        scene.theirs.tenant.pk,
    )


@vector
def pointing_into_theirs(scene: Scene) -> Any:
    scene.rows(MappingVersion).create(
        tenant=scene.mine.tenant, mapping=scene.theirs.mapping, note="planted"
    )
    _fetch("SET CONSTRAINTS ALL IMMEDIATE")
    return True


# ---- inferring --------------------------------------------------------------------------------
@vector
def a_name_that_clashes(scene: Scene) -> Any:
    try:
        with transaction.atomic():
            scene.rows(Mapping).create(tenant=scene.mine.tenant, name=CANARY)
    except IntegrityError:
        return True
    return False


def _fetch(sql: str, *values: Any) -> list[Any]:
    with connection.cursor() as one:
        one.execute(sql, values)
        return list(one.fetchall()) if one.description else []
