"""The admin from a stranger's side: nothing of another tenant is shown, offered or changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from mappings.models import Mapping
from syncs.models import Source
from tenants import walls
from tenants.access import Role
from tenants.models import ApiKey, AuditEntry, Membership, Tenant

from .staffroom import NOW, WALLED, Member, address, choices, client_of, full, rows_of
from .vectors import CANARY, Side


def test_an_editor_here_and_admin_there_manages_only_there(tenant: Tenant, member: Member) -> None:
    other = Tenant.objects.create(agency=tenant.agency, name="Merrow", slug="merrow")
    here, there = full(tenant, "here", NOW), full(other, "there", NOW)
    user = member(tenant, Role.EDITOR)
    Membership.objects.create(user=user, agency=other.agency, tenant=other, role=Role.ADMIN)
    client = client_of(user)
    page = client.get(address(ApiKey, "changelist"))
    assert [key.pk for key in page.context["cl"].result_list] == [there.key.pk]
    assert client.get(address(ApiKey, "change", here.key.pk)).status_code == 302
    assert client.get(address(Mapping, "changelist")).context["cl"].result_count == 2
    form = client.get(address(Source, "add"))
    assert choices(form, "tenant") == ["*Merrow"]
    assert choices(form, "mapping") == ["*Select value", "there"]


def _requests(theirs: Side) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every way to ask the admin for a stranger's row: method, address, values."""
    with walls.inside(theirs.tenant):
        rows = {model: model.unscoped.first() for model in WALLED}
    for model, row in rows.items():
        listed = address(model, "changelist")
        values = {"name": "stolen", "tenant": str(theirs.tenant.pk), "_save": "Save"}
        yield "get", listed, {}
        for key in ("tenant", "tenant__id__exact", "client", "id", "tenant__name__startswith"):
            yield "get", listed, {key: CANARY if "name" in key else str(theirs.tenant.pk)}
        yield "get", address(model, "add"), {}
        yield "get", address(model, "change", row.pk), {}
        yield "post", address(model, "change", row.pk), values
        yield "get", address(model, "delete", row.pk), {}
        yield "post", address(model, "delete", row.pk), {"post": "yes"}
        yield "get", address(model, "history", row.pk), {}
        for action in admin.site._registry[model].actions or ():
            yield "post", listed, {"action": action, "_selected_action": str(row.pk)}
        yield "post", listed, {"action": "delete_selected", "_selected_action": str(row.pk),
                               "post": "yes"}  # fmt: skip
    for name in ("copy", "roll_back"):
        yield "post", reverse(f"admin:mappings_mappingversion_{name}", args=[theirs.version.pk]), {}
    yield "get", "/staff/search/", {"s": CANARY, "extended": "1"}


@pytest.mark.parametrize("role", [Role.OWNER, Role.EDITOR])
def test_no_page_shows_or_changes_a_stranger_s_row(
    mine: Side, theirs: Side, member: Member, role: Role, capsys: pytest.CaptureFixture[str]
) -> None:
    client, before, count = client_of(member(mine.tenant, role)), rows_of(theirs.tenant), 0
    for method, where, values in _requests(theirs):
        answer = getattr(client, method)(where, values, follow=True)
        count += 1
        assert answer.status_code in {200, 400, 403, 404, 405}, (method, where, values)
        body = answer.content.decode()
        assert CANARY not in body.replace(f'value="{CANARY}"', ""), (method, where, values)
        assert theirs.tenant.name not in body, (method, where, values)
    assert rows_of(theirs.tenant) == before
    with capsys.disabled():
        print(f"\nadmin as {role}: {count} requests for a stranger's rows, 0 leaks, 0 changes")


def test_no_page_shows_a_secret(mine: Side, member: Member) -> None:
    with walls.inside(mine.tenant):
        mine.connection.access_token = "the-token"
        mine.connection.save()
        secrets = ["the-token", mine.connection.access_token_sealed, mine.key.secret_hash]
    client = client_of(member(mine.tenant, Role.OWNER))
    for row in (mine.connection, mine.key, mine.source):
        body = client.get(address(type(row), "change", row.pk)).content.decode()
        assert "mine" in body
        assert [secret for secret in secrets if secret in body] == []


def test_a_client_is_seen_by_its_own_staff_and_changed_by_who_manages_it(
    tenant: Tenant, outsider: Tenant, member: Member
) -> None:
    page, values = address(Tenant, "change", tenant.pk), {
        "name": "Solvane", "time_zone": "Europe/London", "phone_region": "GB", "_save": "Save",
    }  # fmt: skip
    for role, status in ((Role.EDITOR, 403), (Role.ADMIN, 302)):
        client = client_of(member(tenant, role))
        listed = client.get(address(Tenant, "changelist")).context["cl"].result_list
        assert [one.pk for one in listed] == [tenant.pk]
        assert client.get(address(Tenant, "change", outsider.pk)).status_code == 302
        assert client.post(address(Tenant, "delete", tenant.pk)).status_code == 403
        assert client.get(page).status_code == 200
        assert client.post(page, values).status_code == status
    tenant.refresh_from_db()
    assert (tenant.name, tenant.slug, tenant.phone_region) == ("Solvane", "solvane-energy", "GB")
    with walls.inside(tenant):
        assert AuditEntry.objects.get().action == "client.changed"


def test_a_row_stays_with_its_tenant_and_a_name_taken_there_is_said(
    tenant: Tenant, member: Member
) -> None:
    other = Tenant.objects.create(agency=tenant.agency, name="Merrow", slug="merrow")
    side = full(tenant, "mine", NOW)
    client = client_of(member(tenant, Role.OWNER, whole_agency=True))
    with walls.inside(tenant):
        Mapping.objects.create(tenant=tenant, name="taken")
    page = address(Mapping, "change", side.mapping.pk)
    client.post(page, {"name": "moved", "tenant": str(other.pk), "_save": "Save"})
    with walls.inside(tenant):
        assert Mapping.objects.filter(name="moved").exists()
    answer = client.post(page, {"name": "taken", "_save": "Save"})
    assert answer.status_code == 200
    assert "already exists" in str(answer.context["errors"])


def _new_source(side: Side, **changed: object) -> dict[str, str]:
    values: dict[str, object] = {
        "tenant": side.tenant.pk, "name": "Form", "kind": "api", "mapping": side.mapping.pk,
        "connection": side.connection.pk,
    }  # fmt: skip
    return {key: str(value) for key, value in (values | changed).items()}


def test_choices_are_the_person_s_own_and_never_mix_tenants(
    tenant: Tenant, theirs: Side, member: Member
) -> None:
    mine = full(tenant, "mine", NOW)
    alone = client_of(member(tenant, Role.ADMIN)).get(address(Source, "add"))
    assert choices(alone, "tenant") == ["*Solvane Energy"]
    assert choices(alone, "mapping") == ["*Select value", "mine"]

    other = full(Tenant.objects.create(agency=tenant.agency, name="Merrow", slug="m"), "too", NOW)
    client = client_of(member(tenant, Role.ADMIN, whole_agency=True))
    both = client.get(address(Source, "add"))
    assert choices(both, "tenant") == ["*Select value", "Merrow", "Solvane Energy"]
    assert choices(both, "mapping") == [
        "*Select value", "mine (Solvane Energy)", "too (Merrow)",
    ]  # fmt: skip
    mixed = client.post(address(Source, "add"), _new_source(mine, mapping=other.mapping.pk))
    assert mixed.context["adminform"].form.errors == {
        "mapping": [f"This belongs to Merrow, not to {tenant.name}."]
    }
    stolen = client.post(address(Source, "add"), _new_source(mine, mapping=theirs.mapping.pk))
    assert list(stolen.context["adminform"].form.errors) == ["mapping"]
    assert client.post(address(Source, "add"), _new_source(mine)).status_code == 302
    with walls.inside(tenant):
        assert Source.objects.get(name="Form").mapping == mine.mapping
