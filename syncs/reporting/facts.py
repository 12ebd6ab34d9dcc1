"""What there is to know about a client, beside its settings."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from connections.models import Environment
from syncs.page_values import Fact
from tenants.models import Tenant

from .orgs import Orgs, host


def leads_endpoint() -> str:
    """Where the API takes leads."""
    return f"{settings.BASE_URL}{reverse('api-leads')}"


def client_facts(tenant: Tenant, known: Orgs) -> tuple[Fact, ...]:
    """Name, agency, org, API address, time zone, region."""
    return (
        Fact(_("Client"), tenant.name),
        Fact(_("Agency"), tenant.agency.name),
        _org(known),
        Fact(_("API address"), leads_endpoint(), is_code=True),
        Fact(_("Time zone"), tenant.time_zone),
        Fact(_("Phone region"), tenant.phone_region),
    )


def _org(known: Orgs) -> Fact:
    main = known.main
    if main is None:
        return Fact(_("Org"), _("none yet"))
    if main.environment == Environment.PRACTICE:
        return Fact(_("Org"), _("Practice org"))
    return Fact(_("Org"), host(main.instance_url or main.login_url), is_code=True)
