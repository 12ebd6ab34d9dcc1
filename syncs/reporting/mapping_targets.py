"""The Salesforce fields that a mapping may write, as the org's last describe has them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from connections.crm import Field
from mappings.nearness import nearest_field
from mappings.orgs import Org
from mappings.rules import RESERVED_FIELDS, Rules
from syncs.page_values import Choice

TEXT_TYPES = frozenset({"string", "textarea", "email", "phone", "url", "encryptedstring"})
# Parts of names and addresses that Salesforce puts together by itself can't be written.
_UNWRITTEN = frozenset({"address", "location", "base64", "anyType"})


def writable(org: Org, sobject: str) -> list[Field]:
    """The fields of an object that somebody may map, by label."""
    known = org.objects.get(sobject)
    found = [
        one
        for one in (known.fields.values() if known else ())
        if one.name not in RESERVED_FIELDS
        and one.type not in _UNWRITTEN
        and (one.createable or one.updateable)
    ]
    return sorted(found, key=lambda one: one.label.lower())


def field_choices(org: Org, sobject: str) -> tuple[Choice, ...]:
    """The fields to choose from: those that a create needs first, then by label."""
    fields = sorted(writable(org, sobject), key=lambda one: not one.required_on_create)
    return tuple(Choice(one.name, _told(one)) for one in fields)


def required_open(rules: Rules, org: Org) -> tuple[Choice, ...]:
    """The fields without which Salesforce takes no Lead, and that nothing fills."""
    taken = {rule.target("Lead") for rule in rules.every_field}
    return tuple(
        Choice(one.name, one.label)
        for one in writable(org, "Lead")
        if one.required_on_create and one.name not in taken and one.type != "reference"
    )


def likely_target(path: str, org: Org, taken: Iterable[str]) -> str:
    """The field of a Lead that a path seems to mean, "" if none that is free does."""
    used = set(taken)
    free = {one.name: one for one in writable(org, "Lead") if one.name not in used}
    return nearest_field(path.rpartition(".")[2], free)


def _told(one: Field) -> str:
    return _("%(label)s (required)") % {"label": one.label} if one.required_on_create else one.label
