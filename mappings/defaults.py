"""The mapping that every new source begins with: rows C4 and P2 of the guide."""

from __future__ import annotations

from typing import Any

from tenants.models import Tenant

from .models import FieldMapping, Mapping, MappingVersion, MatchRuleRow
from .publishing import publish
from .rules import FieldRule, MatchKind, Ownership


def default_fields(phone_region: str) -> tuple[FieldRule, ...]:
    """The guide's fields, with defaults that surprise nobody."""
    blank, first = Ownership.IF_BLANK, Ownership.ON_CREATE
    both = {"FirstName", "LastName", "Email", "Phone", "Title"}
    rows: list[tuple[str, str, str, tuple[str, ...], str | None, Ownership]] = [
        ("First Name", "FirstName", "person.first_name", ("trim",), None, blank),
        ("Last Name", "LastName", "person.last_name", ("trim",), None, blank),
        ("Company", "Company", "company.name", ("trim",), None, blank),
        ("Email", "Email", "person.email", ("email",), None, blank),
        ("Phone", "Phone", "person.phone", (f"phone:{phone_region}",), None, blank),
        ("Title", "Title", "person.title", ("trim", "truncate:128"), None, blank),
        ("Website", "Website", "company.website", ("trim",), None, blank),
        ("Industry", "Industry", "company.industry", ("trim",), None, blank),
        ("Country", "Country", "company.country", ("trim",), None, blank),
        ("Lead Status", "Status", "custom.status", ("trim",), "New", Ownership.WHILE_DEFAULT),
        ("Lead Source", "LeadSource", "attribution.lead_source", ("trim",), "Web", first),
        ("Lead Source Detail", "Lead_Source_Detail__c", "attribution.campaign", (), None, first),
        (
            "Original Source",
            "Original_Source__c",
            "source || attribution.utm_source",
            (),
            None,
            first,
        ),
        ("Sync Source", "Sync_Source__c", "", (), "Inlet", Ownership.ALWAYS),
    ]
    tracking = {"LeadSource", "Lead_Source_Detail__c", "Original_Source__c", "Sync_Source__c"}
    return tuple(
        FieldRule(
            label=label,
            lead_field=field,
            contact_field=field if field in both or field in tracking else "",
            source=source,
            transforms=transforms,
            default=default,
            ownership=ownership,
        )
        for label, field, source, transforms, default, ownership in rows
    )


def make_mapping(
    tenant: Tenant, name: str, *, fields: tuple[FieldRule, ...] | None = None, **policy: Any
) -> Mapping:
    """A mapping with one version, live at once. `policy`: fields of MappingVersion.

    Call inside the tenant's walls.
    """
    mapping = Mapping.objects.create(tenant=tenant, name=name)
    version = MappingVersion.objects.create(tenant=tenant, mapping=mapping, **policy)
    for position, rule in enumerate(fields or default_fields(tenant.phone_region)):
        FieldMapping.objects.create(
            tenant=tenant,
            version=version,
            position=position,
            label=rule.label,
            source=rule.source,
            lead_field=rule.lead_field,
            contact_field=rule.contact_field,
            transforms=list(rule.transforms),
            default=rule.default,
            ownership=rule.ownership.value,
        )
    matches = ((MatchKind.EMAIL, "Email"), (MatchKind.EXTERNAL_ID, version.external_id_field))
    for position, (kind, field) in enumerate(matches):
        MatchRuleRow.objects.create(
            tenant=tenant, version=version, position=position, kind=kind.value, field=field
        )
    publish(version)
    return mapping
