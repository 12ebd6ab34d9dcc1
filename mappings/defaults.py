"""The mapping that every new source begins with: rows C4 and P2 of the guide.

Nothing that a person wrote in Salesforce is ever overwritten by it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tenants.models import Tenant

from .documents import rules_of
from .models import Mapping
from .publishing import publish_rules
from .rules import FieldRule, Rules

_BLANK, _FIRST, _OURS = "if_blank", "on_create", "always"
_ON_CONTACTS = frozenset(
    {
        "FirstName", "LastName", "Email", "Phone", "Title", "LeadSource",
        "Lead_Source_Detail__c", "Original_Source__c", "Sync_Source__c",
    }
)  # fmt: skip
# Label, API name, source, transforms, default, owner.
_FIELDS: tuple[tuple[str, str, str, list[Any], str | None, str], ...] = (
    ("First Name", "FirstName", "person.first_name", ["trim"], None, _BLANK),
    ("Last Name", "LastName", "person.last_name", ["trim"], None, _BLANK),
    ("Company", "Company", "company.name", ["trim"], None, _BLANK),
    ("Email", "Email", "person.email", ["email"], None, _BLANK),
    ("Phone", "Phone", "person.phone", ["phone"], None, _BLANK),
    ("Title", "Title", "person.title", ["trim", "truncate"], None, _BLANK),
    ("Website", "Website", "company.website", ["trim"], None, _BLANK),
    ("Industry", "Industry", "company.industry", ["trim"], None, _BLANK),
    ("Country", "Country", "company.country", ["trim"], None, _BLANK),
    ("Lead Status", "Status", "custom.status", ["trim"], "New", "while_default"),
    ("Lead Source", "LeadSource", "attribution.lead_source", ["trim"], "Web", _FIRST),
    ("Lead Source Detail", "Lead_Source_Detail__c", "attribution.campaign", [], None, _FIRST),
    ("Original Source", "Original_Source__c", "source || attribution.utm_source", [], None, _FIRST),
    ("Sync Source", "Sync_Source__c", "", [], "Inlet", _OURS),
)


def default_rules(phone_region: str = "", **changed: Any) -> Rules:
    """The guide's agreement; ``changed`` are fields of Rules.

    ``phone_region`` such as "GB" reads numbers without a country code; "" leaves it to the
    tenant's own at the time.
    """
    return replace(rules_of({"fields": _documents(phone_region), "match": _MATCH}), **changed)


def default_fields(phone_region: str = "") -> tuple[FieldRule, ...]:
    """The guide's fields, with defaults that surprise nobody."""
    return default_rules(phone_region).fields


def make_mapping(
    tenant: Tenant, name: str, *, rules: Rules | None = None, by: object = "", **changed: Any
) -> Mapping:
    """A mapping with one version, live at once. `changed`: fields of Rules.

    Call inside the tenant's walls. Raises publishing.NotPublished for rules that are not sound.
    """
    mapping = Mapping.objects.create(tenant=tenant, name=name)
    publish_rules(mapping, replace(rules or default_rules(), **changed), by=by)
    return mapping


_MATCH = ["email", "external_id"]


def _documents(phone_region: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "lead_field": field,
            "contact_field": field if field in _ON_CONTACTS else "",
            "source": source,
            "transforms": [_step(one, phone_region) for one in transforms],
            "default": default,
            "ownership": owner,
        }
        for label, field, source, transforms, default, owner in _FIELDS
    ]


def _step(name: str, phone_region: str) -> Any:
    return {"do": name, "region": phone_region} if name == "phone" and phone_region else name
