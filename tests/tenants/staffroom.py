"""Short ways through the admin, for its tests."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib import admin
from django.test import Client
from django.urls import reverse

from connections.links import Maker, make_link
from syncs.models import BatchRun, HourlyCount, UnseenAnswer
from tenants import walls
from tenants.audit import note
from tenants.models import Tenant, User

from .vectors import Side, furnish

NOW = datetime(2026, 11, 23, tzinfo=UTC)
WALLED = [model for model in admin.site._registry if issubclass(model, walls.TenantOwned)]
Member = Callable[..., User]


def client_of(user: User) -> Client:
    """The browser of a person who is signed in."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def address(model: type[Any], page: str, *ids: object) -> str:
    """The admin's page of a table."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=ids)


def choices(page: Any, name: str) -> list[str]:
    """What a select offers, as it stands on the page; the chosen one has a star."""
    select = re.search(rf'<select name="{name}".*?</select>', page.content.decode(), re.DOTALL)
    assert select is not None
    options = re.findall(r"<option([^>]*)>([^<]*)</option>", select[0])
    return [("*" if "selected" in marks else "") + label.strip() for marks, label in options]


def full(tenant: Tenant, name: str, at: datetime) -> Side:
    """A row in every table that the admin shows."""
    side = furnish(tenant, name, at)
    with walls.inside(tenant):
        HourlyCount.objects.create(tenant=tenant, source=side.source, hour=at)
        BatchRun.objects.create(tenant=tenant, connection=side.connection, leads=1, calls=1)
        UnseenAnswer.objects.create(tenant=tenant, connection=side.connection, code=name)
        note(tenant, name, "made", subject=name)
        make_link(side.connection, recipient=name, maker=Maker(name))
    return side


def rows_of(tenant: Tenant) -> dict[str, list[dict[str, Any]]]:
    """All that the tenant has in the admin's tables, as it is in the database now."""
    with walls.inside(tenant):
        return {model._meta.label: list(model.unscoped.order_by("pk").values()) for model in WALLED}
