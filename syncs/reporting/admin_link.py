"""What somebody with an admin link sees first: objects, fields, rights and calls a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Sum
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from connections.blocking import Advice
from connections.models import Connection
from mappings.defaults import default_rules
from mappings.preflight import Case
from mappings.rules import Rules
from mappings.tracking import TRACKING
from syncs.linking import OpenedLink
from syncs.models import BatchRun
from syncs.page_values.connecting import FieldGroup, GuestPage, RightRow
from syncs.preflight.agreements import agreements
from tenants import walls

_DAYS = 14


def guest_page(
    opened: OpenedLink,
    connection: Connection,
    *,
    token: str,
    advice: Advice | None,
    now: datetime,
) -> GuestPage:
    """The page of a link; four reads. Outside or inside the walls."""
    rules = [one.rules for one in agreements(connection)] or [
        default_rules(connection.tenant.phone_region)
    ]
    calls, leads = _daily(connection, now)
    return GuestPage(
        token=token,
        state=opened.state.value,
        purpose=opened.purpose,  # type: ignore[arg-type]
        recipient=opened.recipient,
        client=opened.client,
        agency=opened.agency,
        made_by=opened.made_by,
        expires_at=opened.expires_at,
        environment=opened.environment,
        by_browser=opened.by_browser,
        advice=advice,
        rights=rights_of(rules, opened.agency),
        fields=fields_of(rules),
        own_fields=tuple(one.label for one in TRACKING),
        calls=calls,
        leads_a_day=leads,
        certificate=connection.certificate,
    )


def rights_of(rules: list[Rules], agency: str) -> tuple[RightRow, ...]:
    """The rights that these rules need, object by object; pure."""
    cases = [Case(mapping="", rules=one) for one in rules]
    lead = _("Read, create, edit") if any(one.updates_leads for one in cases) else _("Read, create")
    edits = any(one.updates_contacts for one in cases)
    contact = _("Read, edit") if edits else _("Read")
    new = _("New people become Leads; existing ones are updated under the rules of %(agency)s.")
    known = _("Somebody you know already is updated as a Contact, never doubled as a Lead.")
    seen = _("To see who is a Contact already, and never double them as a Lead.")
    owners = _("To give each lead to an owner who is active, and to see why a write was refused.")
    return (
        RightRow("Lead", lead, new % {"agency": agency}),
        RightRow("Contact", contact, known if edits else seen),
        RightRow("Account", _("Read"), _("To know which company a Contact belongs to.")),
        RightRow(_("Users, queues, rules"), _("Read"), owners),
    )


def fields_of(rules: list[Rules]) -> tuple[FieldGroup, ...]:
    """The fields that these rules write, by object and label; pure."""
    own = {one.name for one in TRACKING}
    groups = []
    for sobject in ("Lead", "Contact"):
        labels = {
            rule.label or rule.target(sobject): None
            for one in rules
            for rule in one.fields
            if rule.target(sobject) and rule.target(sobject) not in own
        }
        groups.append(FieldGroup(sobject, tuple(labels)))
    return tuple(group for group in groups if group.labels)


def _daily(connection: Connection, now: datetime) -> tuple[int | None, int | None]:
    """API calls and leads of the busiest of the last 14 days; None before the first."""
    with walls.inside(connection.tenant_id):
        runs = BatchRun.objects.filter(connection=connection, at__gte=now - timedelta(days=_DAYS))
        days = (
            runs.order_by()
            .annotate(day=TruncDate("at"))
            .values("day")
            .annotate(calls_made=Sum("calls"), leads_worked=Sum("leads"))
        )
        found = [(day["calls_made"], day["leads_worked"]) for day in days]
    return max(found) if found else (None, None)
