"""The fields that Salesforce requires of a Lead and that nothing would fill. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from connections.crm import Field, SObject
from mappings.rules import RESERVED_FIELDS, FieldRule, IfBlank
from mappings.transforms import Domain

from .values import Open, Suggested


def still_open(
    objects: Mapping[str, SObject], found: Iterable[Suggested], taken: Collection[str]
) -> tuple[Open, ...]:
    """What a create of a Lead would lack, with what to do about it."""
    known = objects.get("Lead")
    found = tuple(found)
    filled = {one.rule.lead_field for one in found} | set(taken)
    email = next((one.rule.source for one in found if one.rule.lead_field == "Email"), "")
    return tuple(
        _open(one, email)
        for one in (known.fields.values() if known else ())
        if one.required_on_create and one.name not in filled | RESERVED_FIELDS
    )


def _open(field: Field, email: str) -> Open:
    sentence, offer = _advice(field, email)
    return Open(field=field.name, label=field.label, sentence=sentence, offer=offer)


def _advice(field: Field, email: str) -> tuple[str, FieldRule | None]:
    if field.name == "Company" and email:
        return (
            "Salesforce takes no Lead without a company. Take the domain of the e-mail address, "
            "and “Unknown” for free mail.",
            _rule(field, source=email, transforms=(Domain(free_mail=False),), default="Unknown"),
        )
    if field.name in {"Company", "LastName"}:
        return (
            f"Salesforce takes no Lead without {field.label}. Let “Unknown” stand in, or ask for "
            "it in the form.",
            _rule(field, default="Unknown"),
        )
    first = next((one.value for one in field.picklist if one.active), "")
    if first:
        named = next((one.value for one in field.picklist if one.active and one.default), first)
        return (
            f"Salesforce takes no Lead without {field.label}. Choose a value for all leads, such "
            f"as “{named}”.",
            _rule(field, default=named),
        )
    return (f"Salesforce takes no Lead without {field.label}. Give it a fixed value.", None)


def _rule(field: Field, **more: object) -> FieldRule:
    return FieldRule(lead_field=field.name, label=field.label, ownership=(IfBlank(),), **more)  # type: ignore[arg-type]
