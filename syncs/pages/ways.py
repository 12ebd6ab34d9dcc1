"""The ways to connect that take a form: a connection's app, user and secrets, new or changed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from connections.entering import Entry, EntryRefused
from connections.flows import FLOWS, FlowRule
from connections.models import Connection, Environment
from syncs import connecting
from syncs.reporting.connecting import way_page
from tenants import walls
from tenants.access import Action
from tenants.doors import Visit

from .connect import free_name, try_alone
from .guarding import outside_post, tenant_page
from .showing import shell_for, show
from .signing_in import go_to_salesforce

_ENTERED = (
    "name", "environment", "login_url", "consumer_key", "client_secret", "login_user", "password",
)  # fmt: skip


@tenant_page(Action.MANAGE)
def way(request: Visit, flow: str) -> HttpResponse:
    """The form of a way."""
    return _show(request, _rule(flow), {"name": ""}, problems={})


@outside_post(Action.MANAGE)
def connect_by(request: Visit, flow: str) -> HttpResponse:
    """Add a connection of this way and try it at once; a certificate is shown first."""
    rule = _rule(flow)
    typed = _typed(request)
    typed["name"] = typed["name"] or free_name(request, rule.title)
    try:
        connection = connecting.add(request.tenant, _entry(flow, typed), actor=request.user)
    except EntryRefused as refused:
        with walls.inside(request.tenant):
            return _show(request, rule, typed, problems=refused.problems)
    return _go_on(request, rule, connection)


@tenant_page(Action.MANAGE)
def edit(request: Visit, connection_id: uuid.UUID) -> HttpResponse:
    """A connection's form: what is known of it, without its secrets."""
    row = _found(connection_id)
    shown = {
        "name": row.name,
        "environment": row.environment,
        "login_url": row.login_url,
        "consumer_key": row.consumer_key,
        "login_user": row.login_user,
    }
    return _show(request, FLOWS[row.flow], shown, problems={}, connection=row)


@outside_post(Action.MANAGE)
def save(request: Visit, connection_id: uuid.UUID) -> HttpResponse:
    """Keep what was entered anew; secrets that were left empty stay."""
    with walls.inside(request.tenant):
        row = _found(connection_id)
    typed = _typed(request)
    try:
        connecting.edit(row, _entry(row.flow, typed), actor=request.user)
    except EntryRefused as refused:
        with walls.inside(request.tenant):
            return _show(request, FLOWS[row.flow], typed, problems=refused.problems, connection=row)
    return redirect("connection", request.tenant.slug, row.pk)


def _go_on(request: Visit, rule: FlowRule, connection: Connection) -> HttpResponse:
    if rule.by_browser:
        back = reverse("salesforce-org", args=[request.tenant.slug, connection.pk])
        return go_to_salesforce(request, connection, back)
    if rule.needs_certificate:
        return redirect("connection", request.tenant.slug, connection.pk)
    return try_alone(request, connection)


def _typed(request: Visit) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip() for name in _ENTERED}


def _entry(flow: str, typed: Mapping[str, str]) -> Entry:
    if typed["environment"] not in ("production", "sandbox"):
        raise EntryRefused({"": "Choose production or a sandbox."})
    return Entry(flow=flow, **typed)


def _show(
    request: Visit,
    rule: FlowRule,
    typed: Mapping[str, str],
    *,
    problems: Mapping[str, str],
    connection: Connection | None = None,
) -> HttpResponse:
    page = way_page(rule, typed, problems=problems, connection=connection)
    shell = shell_for(request, "salesforce")
    status = 422 if problems else 200
    return show(request, "connections/way.html", page=page, shell=shell, status=status)


def _rule(flow: str) -> FlowRule:
    rule = FLOWS.get(flow)
    if rule is None:
        raise Http404("There is no such way to connect.")
    return rule


def _found(connection_id: uuid.UUID) -> Connection:
    rows = Connection.objects.select_related("tenant").exclude(environment=Environment.PRACTICE)
    row = rows.filter(pk=connection_id).first()
    if row is None:
        raise Http404("There is no such connection to change here.")
    return row
