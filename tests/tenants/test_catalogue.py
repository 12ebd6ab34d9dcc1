"""The walls as PostgreSQL's own catalogue has them, for every table there is or will be."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django_scopes.manager import DisabledQuerySet

from tenants import walls

# Why these tables have no tenant. A new table without one has to be given a reason here.
WITHOUT_TENANT = {
    "account_emailaddress": "a person's addresses: people belong to several agencies",
    "account_emailconfirmation": "proof of a person's address",
    "auth_group": "Django's; unused, roles take its place",
    "auth_group_permissions": "Django's; unused",
    "auth_permission": "Django's list of its own permissions",
    "django_admin_log": "changes to the platform's own tables; a tenant's have its audit entries",
    "django_content_type": "the list of models",
    "django_migrations": "the list of migrations",
    "django_session": "whose browser is signed in, before any tenant is known",
    "mappings_blueprint": "an agency's, above its tenants; walled in by agency",
    "mappings_blueprintversion": "an agency's, above its tenants; walled in by agency",
    "mappings_promotion": "an agency's, above its tenants; walled in by agency",
    "inlet_cache": "limits on guessing, by address; and a person's search in the admin's menu",
    "tenants_agency": "stands above tenants",
    "tenants_tenant": "is the tenant",
    "tenants_user": "people belong to several agencies",
    "tenants_user_groups": "Django's; unused",
    "tenants_user_user_permissions": "Django's; unused",
}
# Why these tables name a tenant and have no wall.
READ_BEFORE_ENTERING = {
    "tenants_membership": "says who may enter a tenant, so it is read before one is in force",
    "tenants_invitation": "is found by its token's hash by somebody who is no member yet",
}
# Why a value of these columns is unique across tenants, which tells a stranger that it is taken:
# each is looked up before its tenant is known, and is too random to be guessed.
LOOKUPS = {
    ("connections_adminlink", "token_hash"): "SHA-256 of 256 random bits",
    ("connections_pendingconsent", "state_hash"): "SHA-256 of 256 random bits",
    ("practice_practiceaddress", "key"): "made by Inlet: a consumer key, or an org's id",
    ("tenants_apikey", "public_id"): "8 random characters, made by Inlet",
}


def _rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _walled_models() -> list[type[walls.TenantOwned]]:
    return [model for model in apps.get_models() if issubclass(model, walls.TenantOwned)]


def _agency_models() -> list[type[walls.AgencyOwned]]:
    return [model for model in apps.get_models() if issubclass(model, walls.AgencyOwned)]


def _of_agencies() -> set[str]:
    return {model._meta.db_table for model in _agency_models()}


def _tables() -> set[str]:
    sql = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = "
    return {name for (name,) in _rows(sql + "'public'::regnamespace")}


def _tables_with_a_tenant() -> set[str]:
    found = _rows(
        "SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
        "WHERE a.attname = 'tenant_id' AND NOT a.attisdropped AND c.relkind IN ('r', 'p') "
        "AND c.relnamespace = 'public'::regnamespace"
    )
    return {name for (name,) in found}


def _walled_tables() -> set[str]:
    return {model._meta.db_table for model in _walled_models()}


def test_every_table_has_a_tenant_or_a_reason(db: None) -> None:
    assert _tables() - _tables_with_a_tenant() == set(WITHOUT_TENANT)
    assert _tables_with_a_tenant() - _walled_tables() == set(READ_BEFORE_ENTERING)
    assert len(_walled_tables()) > 10


def test_row_level_security_is_on_and_holds_for_the_owner_too(db: None) -> None:
    found = _rows(
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity "
        "AND relnamespace = 'public'::regnamespace"
    )
    assert {name for (name,) in found} == _walled_tables() | _of_agencies()


def test_one_policy_walls_reading_and_writing_and_a_lookup_only_reads(db: None) -> None:
    policies = _rows(
        "SELECT tablename, policyname, cmd, permissive, roles::text, qual, with_check "
        "FROM pg_policies WHERE schemaname = 'public'"
    )
    mine = {one[0]: one for one in policies if one[1] == "wall"}
    assert set(mine) == _walled_tables() | _of_agencies()
    for table, _, command, permissive, roles, using, check in mine.values():
        assert (command, permissive, roles) == ("ALL", "PERMISSIVE", "{public}")
        assert using == check
        assert ("(tenant_id = ANY (" in using) is (table in _walled_tables())
        assert ("(agency_id IN (" in using) is (table in _of_agencies())
        assert f"'{walls.TENANTS}'" in using
    others = [one for one in policies if one[1] != "wall"]
    assert {one[1:3] for one in others} <= {("lookup", "SELECT")}
    assert {one[0] for one in others} == {table for table, _ in LOOKUPS}
    for table, _, _, _, _, using, check in others:
        column = next(column for name, column in LOOKUPS if name == table)
        assert check is None
        assert using.startswith(f"(({column})::text = ")
        assert f"'{walls.LOOKUP}'" in using


@pytest.mark.parametrize("model", _walled_models(), ids=lambda model: model._meta.label)
def test_the_row_can_be_pointed_at_together_with_its_tenant(
    db: None, model: type[models.Model]
) -> None:
    assert ["tenant_id", "id"] in [columns for columns, _ in _unique_indexes(model._meta.db_table)]


@pytest.mark.parametrize("model", _walled_models(), ids=lambda model: model._meta.label)
def test_a_relation_to_a_walled_table_carries_the_tenant(
    db: None, model: type[models.Model]
) -> None:
    expected = {
        (("tenant_id", field.column), field.related_model._meta.db_table, ("tenant_id", "id"))
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and issubclass(field.related_model, walls.TenantOwned)
    }
    found = {key for key in _foreign_keys(model._meta.db_table) if key[1] in _walled_tables()}
    assert found == expected


@pytest.mark.parametrize("model", _agency_models(), ids=lambda model: model._meta.label)
def test_a_relation_between_rows_of_agencies_carries_the_agency(
    db: None, model: type[models.Model]
) -> None:
    expected = {
        (("agency_id", field.column), field.related_model._meta.db_table, ("agency_id", "id"))
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and issubclass(field.related_model, walls.AgencyOwned)
    }
    found = {key for key in _foreign_keys(model._meta.db_table) if key[1] in _of_agencies()}
    assert found == expected


@pytest.mark.parametrize("model", _walled_models(), ids=lambda model: model._meta.label)
def test_what_is_unique_is_unique_within_a_tenant(db: None, model: type[models.Model]) -> None:
    table = model._meta.db_table
    across = [
        columns
        for columns, is_primary in _unique_indexes(table)
        if columns[0] != "tenant_id" and not is_primary
    ]
    assert across == [[column] for name, column in LOOKUPS if name == table]


@pytest.mark.parametrize("model", _walled_models(), ids=lambda model: model._meta.label)
def test_the_first_manager_refuses_without_a_tenant_in_force(model: type[models.Model]) -> None:
    assert model._default_manager.name == "objects"
    assert isinstance(model._default_manager.get_queryset(), DisabledQuerySet)


def test_the_role_of_web_and_workers_has_no_power_of_its_own(db: None) -> None:
    assert _rows("SELECT current_user::text, session_user::text") == [
        (settings.DATABASES["default"]["USER"],) * 2
    ]
    powers = "rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
    assert _rows(f"SELECT {powers} FROM pg_roles WHERE rolname = current_user") == [  # noqa: S608
        (False,) * 5
    ]
    assert _rows("SELECT 1 FROM pg_auth_members WHERE member = current_user::regrole") == []
    assert _rows("SELECT 1 FROM pg_shdepend WHERE refobjid = current_user::regrole "
                 "AND deptype = 'o'") == []  # fmt: skip
    assert _rows(
        "SELECT has_schema_privilege('public', 'CREATE'), "
        "has_database_privilege(current_database(), 'CREATE')"
    ) == [(False, False)]


def test_nothing_runs_with_the_owner_s_rights(db: None) -> None:
    """Functions and views of the owner's would see past the walls."""
    functions = "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = "
    assert _rows(functions + "'public'::regnamespace") == []
    views = "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = "
    assert _rows(views + "'public'::regnamespace") == []


def _unique_indexes(table: str) -> list[tuple[list[str], bool]]:
    """The columns of each unique index (an expression is ""), and whether it is the key."""
    found = _rows(
        "SELECT array_agg(coalesce(a.attname::text, '') ORDER BY k.place), i.indisprimary "
        "FROM pg_index i CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k(number, place) "
        "LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number "
        "WHERE i.indrelid = %s::regclass AND i.indisunique GROUP BY i.indexrelid, i.indisprimary",
        table,
    )
    return [(list(columns), is_primary) for columns, is_primary in found]


def _foreign_keys(table: str) -> set[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    """Each foreign key of a table: its columns, the table it leads to, and the columns there."""
    names = (
        "(SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest({keys}) "
        "WITH ORDINALITY AS k(number, place) JOIN pg_attribute a "
        "ON a.attrelid = {table} AND a.attnum = k.number)"
    )
    here = names.format(keys="c.conkey", table="c.conrelid")
    there = names.format(keys="c.confkey", table="c.confrelid")
    found = _rows(
        f"SELECT {here}, t.relname, {there} FROM pg_constraint c "  # noqa: S608
        "JOIN pg_class t ON t.oid = c.confrelid "
        "WHERE c.contype = 'f' AND c.convalidated AND c.conrelid = %s::regclass",
        table,
    )
    return {(tuple(columns), target, tuple(keys)) for columns, target, keys in found}
