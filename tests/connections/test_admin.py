"""Connections and admin links in the admin: seen, renewed, ended, offered, inside the walls."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from connections import links
from connections.links import LinkState, Maker
from connections.models import AdminLink, Connection, State
from tenants import walls
from tenants.access import Role
from tenants.models import AuditEntry, Membership, Tenant, User

from .conftest import stored
from .scripted import Answer, Script
from .sign_in_host import tokens

pytestmark = pytest.mark.django_db(transaction=True)


def browser_of(tenant: Tenant, role: Role) -> Client:
    user = User.objects.create_user(f"{role}-{tenant.slug}@example.com")
    Membership.objects.create(user=user, agency=tenant.agency, tenant=tenant, role=role)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def admin(connected: Connection) -> Client:
    return browser_of(connected.tenant, Role.ADMIN)


def act(browser: Client, action: str, row: Any, table: str = "connection") -> Any:
    """Choose the row in its list and carry out the action."""
    address = reverse(f"admin:connections_{table}_changelist")
    chosen = {"action": action, "_selected_action": [str(row.pk)]}
    return browser.post(address, chosen)


def audited(connection: Connection) -> list[str]:
    with walls.inside(connection.tenant_id):
        return list(AuditEntry.objects.order_by("at", "id").values_list("action", flat=True))


def test_disconnecting_happens_after_the_request_s_transaction(
    admin: Client, connected: Connection, script: Script
) -> None:
    script.say(Answer(b"", kind=""))
    assert act(admin, "disconnect", connected).status_code == 302
    assert stored(connected).state == State.DISCONNECTED
    assert [seen.form for seen in script.seen] == [{"token": "r1"}]
    assert audited(connected) == ["connection.disconnected"]


def test_tokens_are_renewed_on_demand(admin: Client, connected: Connection, script: Script) -> None:
    script.say(tokens(script, 2))
    act(admin, "keep_alive", connected)
    assert (stored(connected).generation, audited(connected)) == (2, ["connection.renewed"])


def test_a_link_is_made_told_once_and_revoked(admin: Client, connected: Connection) -> None:
    answer = act(admin, "make_link", connected)
    (said,) = (str(one) for one in get_messages(answer.wsgi_request))
    address = re.search(r"/connect/(\S+)/\.", said)
    assert address is not None
    link = links.find_link(address[1])
    assert link is not None
    assert link.made_by_name == f"admin-{connected.tenant.slug}@example.com"
    page = admin.get(reverse("admin:connections_connection_change", args=[connected.pk]))
    assert link.made_by_name in page.content.decode()
    act(admin, "revoke", link, "adminlink")
    with walls.inside(connected.tenant_id):
        assert AdminLink.objects.get().revoked_at is not None
    assert audited(connected) == ["connection.link_made", "link.revoked"]


def test_no_secret_stands_on_any_page(admin: Client, connected: Connection) -> None:
    with walls.inside(connected.tenant_id):
        _, token = links.make_link(connected, maker=Maker("Ana"))
    pages = [
        reverse("admin:connections_connection_changelist"),
        reverse("admin:connections_connection_change", args=[connected.pk]),
        reverse("admin:connections_adminlink_changelist"),
    ]
    for address in pages:
        shown = admin.get(address)
        assert shown.status_code == 200
        text = shown.content.decode()
        assert not any(word in text for word in ("our secret", token, "v1.k1"))


@pytest.mark.parametrize(("role", "status"), [(Role.EDITOR, 403), (Role.VIEWER, 302)])
def test_who_may_not_manage_does_nothing(connected: Connection, role: Role, status: int) -> None:
    browser = browser_of(connected.tenant, role)
    answer = act(browser, "disconnect", connected)
    assert (answer.status_code, "login" in answer.headers.get("Location", "")) == (
        status, role is Role.VIEWER,
    )  # fmt: skip
    assert stored(connected).state == State.CONNECTED


def test_a_stranger_reaches_neither_connection_nor_link(
    connected: Connection, outsider: Tenant, script: Script
) -> None:
    with walls.inside(connected.tenant_id):
        link, _ = links.make_link(connected, maker=Maker("Ana"))
    stranger = browser_of(outsider, Role.OWNER)
    for action, row, table in (
        ("disconnect", connected, "connection"),
        ("make_link", connected, "connection"),
        ("revoke", link, "adminlink"),
    ):
        act(stranger, action, row, table)
    assert stored(connected).state == State.CONNECTED
    with walls.inside(connected.tenant_id):
        (kept,) = AdminLink.objects.all()
        assert links.state_of(kept, now=kept.made_at) == LinkState.OPEN
    assert (audited(connected), script.seen) == ([], [])
