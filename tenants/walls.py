"""The wall between tenants.

PostgreSQL's row-level security stops a query that strays, composite foreign keys stop a row
that points astray, and django-scopes says so loudly (design.md 4.3, reliability.md 2).
The tenants in force are a setting of the running transaction, so a pooled connection carries
nothing into the next request.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar, Self, cast

from django.db import connection, models, transaction
from django.db.migrations.operations.base import Operation
from django_scopes import ScopedManager, scope

from .identifiers import uuid7

TENANTS = "inlet.tenants"
LOOKUP = "inlet.lookup"
Statement = tuple[str, Sequence[Any]]


class TenantOwned(models.Model):
    """Base of every table whose rows belong to exactly one tenant."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager[Self]] = cast(Any, ScopedManager(tenant="tenant"))
    unscoped: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True


class AgencyOwned(models.Model):
    """Base of every table whose rows belong to an agency, above its tenants.

    A row is seen while one of the agency's tenants is in force (``AgencyWall``).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("tenants.Agency", on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


def _identity(tenant: models.Model | uuid.UUID) -> uuid.UUID:
    return tenant if isinstance(tenant, uuid.UUID) else cast(uuid.UUID, tenant.pk)


def _put(setting: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [setting, value])


def _current(setting: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [setting])
        return str(cursor.fetchone()[0])


@contextmanager
def _holding(setting: str, value: str) -> Iterator[None]:
    """One transaction (or savepoint) in which `setting` is `value`; put back at its end."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _current(setting) if nested else ""
        _put(setting, value)
        yield
        # Only on success: after an error the savepoint's rollback has put it back already.
        if nested:
            _put(setting, before)


@contextmanager
def inside(*tenants: models.Model | uuid.UUID) -> Iterator[None]:
    """Put these tenants in force, for one transaction. No network call belongs inside.

    Takes tenants or their ids; at least one. Raises ValueError without any.
    """
    if not tenants:
        raise ValueError("walls.inside needs at least one tenant.")
    ids = [_identity(tenant) for tenant in tenants]
    with _holding(TENANTS, _array(ids)), scope(tenant=ids if len(ids) > 1 else ids[0]):
        yield


def _array(ids: Sequence[uuid.UUID]) -> str:
    return "{" + ",".join(str(one) for one in ids) + "}"


@contextmanager
def looking_up(key: str) -> Iterator[None]:
    """Let the one row be read whose lookup column is `key`, before its tenant is known."""
    with _holding(LOOKUP, key):
        yield


def in_one_trip(
    statements: Sequence[Statement], *, tenant: uuid.UUID | None = None, lookup: str = ""
) -> list[list[tuple[Any, ...]]]:
    """Run statements as one transaction in a single round trip; returns the rows of each.

    `tenant` is in force, and the row whose lookup column is `lookup` may be read. What PostgreSQL
    is sent as one message it commits as one, so there is neither a BEGIN nor a COMMIT to wait for.
    """
    tenants = _array([tenant]) if tenant else ""
    if connection.in_atomic_block:
        with _holding(TENANTS, tenants), _holding(LOOKUP, lookup):
            return _all_rows(statements)
    forces = "SELECT set_config(%s, %s, true), set_config(%s, %s, true)"
    return _all_rows([(forces, (TENANTS, tenants, LOOKUP, lookup)), *statements])[1:]


def _all_rows(statements: Sequence[Statement]) -> list[list[tuple[Any, ...]]]:
    text = ";\n".join(sql for sql, _ in statements)
    with connection.cursor() as cursor:
        cursor.execute(text, [value for _, values in statements for value in values])
        # All answers are here by now; Django's wrapper would look at each of them again.
        answers, rows = cursor.cursor, []
        while True:
            rows.append(answers.fetchall() if answers.pgresult.nfields else [])
            if not answers.nextset():
                return rows


class Wall(Operation):
    """Migration operation: the wall of one tenant-owned model.

    Row-level security, enabled and forced, with one policy for reading and writing; a unique
    (tenant_id, id); for each relation to a tenant-owned model a composite foreign key, since
    PostgreSQL checks plain ones without row-level security. `lookup` names a unique column
    whose holder may read the row without a tenant in force (see `looking_up`).
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str, lookup: str = "") -> None:
        self.model = model
        self.lookup = lookup

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The wall is no part of Django's model state."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Build it."""
        del from_state
        model = to_state.apps.get_model(app_label, self.model)
        for statement in wall_statements(model, self.lookup):
            schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Take it down; the table follows."""
        del to_state
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        schema_editor.execute(f'DROP POLICY IF EXISTS wall ON "{table}"')
        schema_editor.execute(f'DROP POLICY IF EXISTS lookup ON "{table}"')
        schema_editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')

    def describe(self) -> str:
        """What `migrate` prints."""
        return f"Wall between tenants around {self.model}"


class AgencyWall(Wall):
    """Migration operation: the wall of one agency-owned model.

    Which agencies may be seen follows from the tenants in force; relations to other rows of an
    agency are tied to it as a tenant's are to the tenant.
    """

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Build it."""
        del from_state
        model = to_state.apps.get_model(app_label, self.model)
        mine = f"agency_id IN (SELECT agency_id FROM tenants_tenant WHERE id = ANY ({_IN_FORCE}))"  # noqa: S608
        for statement in _walling(model._meta.db_table, mine, owner="agency_id"):
            schema_editor.execute(statement)
        for field in tied_fields(model, owner="agency"):
            schema_editor.execute(tie_statement(model, field, owner="agency_id"))

    def describe(self) -> str:
        """What `migrate` prints."""
        return f"Wall between agencies around {self.model}"


# A scalar sub-select is evaluated once a query, and an unset setting is no tenant at all.
_IN_FORCE = f"(SELECT nullif(current_setting('{TENANTS}', true), ''))::uuid[]"


def _walling(table: str, mine: str, *, owner: str) -> list[str]:
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'CREATE POLICY wall ON "{table}" USING ({mine}) WITH CHECK ({mine})',
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_own" UNIQUE ({owner}, id)',
    ]


def wall_statements(model: type[models.Model], lookup: str = "") -> list[str]:
    """The SQL that walls in `model`'s table, in order."""
    table = model._meta.db_table
    statements = _walling(table, f"tenant_id = ANY ({_IN_FORCE})", owner="tenant_id")
    if lookup:
        statements.append(
            f'CREATE POLICY lookup ON "{table}" FOR SELECT USING '
            f"({lookup} = (SELECT nullif(current_setting('{LOOKUP}', true), '')))"
        )
    statements += [tie_statement(model, field) for field in tied_fields(model)]
    return statements


def tied_fields(
    model: type[models.Model], *, owner: str = "tenant"
) -> list[models.ForeignKey[Any, Any]]:
    """The relations of `model` that lead to another table with an `owner`: tenant or agency."""
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and field.name != owner
        and any(one.name == owner for one in field.related_model._meta.local_fields)
    ]


def tie_statement(
    model: type[models.Model], field: models.ForeignKey[Any, Any], *, owner: str = "tenant_id"
) -> str:
    """The composite foreign key that keeps a relation within its tenant or agency."""
    table, column = model._meta.db_table, field.column
    target = field.related_model._meta.db_table
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{column}_tie" '
        f'FOREIGN KEY ({owner}, "{column}") REFERENCES "{target}" ({owner}, id) '
        "DEFERRABLE INITIALLY DEFERRED"
    )
