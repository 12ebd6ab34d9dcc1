"""Connecting an org, as pages show it: the ways, one connection, its links."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from connections import keys
from connections.blocking import Advice
from connections.flows import FLOWS, FlowRule
from connections.links import shows, state_of
from connections.models import AdminLink, Connection, Purpose
from syncs.connecting import return_address
from syncs.page_values.connecting import (
    ConnectionPage,
    ConnectPage,
    LinkRow,
    WayField,
    WayPage,
    WayRow,
    Where,
)

from .api_calls import calls_card
from .orgs import Orgs
from .salesforce import connection_facts, standing_of


def connect_page(
    known: Orgs, *, where: Where = "production", domain: str = "", error: str = ""
) -> ConnectPage:
    """The choice of the org; no read."""
    return ConnectPage(
        where=where,
        domain=domain,
        error=error,
        has_practice=known.practice is not None,
        ways=tuple(_way(rule) for rule in FLOWS.values()),
    )


def _way(rule: FlowRule) -> WayRow:
    if rule.by_browser:
        about = _("A person signs in, by an External Client App of the org instead of Inlet’s.")
        return WayRow(rule.name, _("Sign in with the org’s own app"), about, rule.legacy)
    return WayRow(rule.name, rule.title, rule.about, rule.legacy)


def way_page(
    rule: FlowRule,
    typed: Mapping[str, str],
    *,
    problems: Mapping[str, str],
    connection: Connection | None = None,
) -> WayPage:
    """The form of a way; what was typed stays, secrets don't. No read."""
    shown = [name for name in _labels() if _is_asked(rule, name)]
    return WayPage(
        way=_way(rule),
        fields=tuple(_field(name, typed, problems) for name in shown),
        environment=typed.get("environment", "production"),
        error=problems.get("", ""),
        connection_id=str(connection.pk) if connection else "",
    )


def _is_asked(rule: FlowRule, name: str) -> bool:
    asked = {
        "client_secret": rule.needs_secret or rule.by_browser,
        "login_user": rule.needs_user,
        "password": rule.needs_password,
    }
    return asked.get(name, True)


def _labels() -> Mapping[str, tuple[str, str]]:
    return {
        "name": (_("Name of the connection"), _("As you want to see it here.")),
        "login_url": (_("My Domain address"), _("In Salesforce under Setup → My Domain.")),
        "consumer_key": (_("Consumer key"), _("Of the org’s own External Client App.")),
        "client_secret": (_("Consumer secret"), _("Sealed; never shown again.")),
        "login_user": (_("Salesforce user name"), _("The user that Inlet acts as.")),
        "password": (_("Password and security token"), _("One after the other, without a space.")),
    }


def _field(name: str, typed: Mapping[str, str], problems: Mapping[str, str]) -> WayField:
    label, hint = _labels()[name]
    secret = name in ("client_secret", "password")
    value = "" if secret else typed.get(name, "")
    return WayField(name, label, hint, value, problems.get(name, ""), secret=secret)


def connection_page(
    connection: Connection,
    links: list[AdminLink],
    *,
    advice: Advice | None,
    now: datetime,
    typed: Mapping[str, str] | None = None,
    error: str = "",
) -> ConnectionPage:
    """One connection; one read. ``typed``: the share and streams that can't be, by ``error``."""
    certificate = connection.certificate
    return ConnectionPage(
        now=now,
        connection_id=str(connection.pk),
        name=connection.name,
        environment=connection.environment,
        standing=standing_of(connection),
        by_browser=FLOWS[connection.flow].by_browser,
        facts=connection_facts(connection),
        problem=connection.problem,
        notice=connection.notice,
        advice=advice,
        other_org=connection.refused_org_id,
        certificate=certificate,
        fingerprint=keys.fingerprint(certificate) if certificate else "",
        certificate_until=keys.valid_until(certificate) if certificate else None,
        return_address=return_address(),
        links=tuple(_link(link, now) for link in links),
        calls=calls_card(connection, now, typed=typed or {}, error=error),
    )


def _link(link: AdminLink, now: datetime) -> LinkRow:
    return LinkRow(
        id=str(link.pk),
        recipient=link.recipient,
        purpose=Purpose(link.purpose).label,
        state=state_of(link, now=now).value,
        made_by=link.made_by_name,
        made_at=link.made_at,
        expires_at=link.expires_at,
        opened_at=link.opened_at,
        finished_at=link.finished_at,
        approved_by=link.approved_by,
        can_end=shows(link, now=now),
    )
