"""The Account as a fresh org defines it (salesforce-facts 10.2)."""

from __future__ import annotations

from connections.practice.rules.fields import Field
from connections.practice.rules.ids import PREFIXES
from connections.practice.rules.objects import SObject
from connections.practice.standard.addresses import address
from connections.practice.standard.making import phone, picklist, reference, text
from connections.practice.standard.picklists import LEAD_SOURCE
from connections.practice.standard.system_fields import owner, record_id, system_fields

from .people import company_figures


def account() -> SObject:
    """The Account."""
    types = picklist("Type", "Account Type", ())
    return SObject(
        name="Account",
        label="Account",
        plural="Accounts",
        prefix=PREFIXES["Account"],
        fields=(
            record_id(),
            text("Name", "Account Name", 255, nillable=False, permissionable=False),
            types,
            reference("ParentId", "Parent Account ID", ("Account",)),
            *address("Billing", "Billing "),
            *address("Shipping", "Shipping "),
            phone("Phone", "Account Phone"),
            Field("Website", "Website", "url", length=255),
            *company_figures(),
            picklist("AccountSource", "Account Source", LEAD_SOURCE),
            owner("User"),
            *system_fields(),
        ),
    )
