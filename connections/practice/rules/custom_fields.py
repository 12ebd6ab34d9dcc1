"""The names of custom fields, and how many an object has room for (salesforce-facts 13)."""

from __future__ import annotations

import re

from .fields import Field
from .ids import pod_of
from .objects import SObject
from .permission_sets import derived_id
from .refusals import Refused, refuse

MAX_EXTERNAL_IDS = 25
MAX_CUSTOM_FIELDS = 500
_FULL_NAME = re.compile(r"([A-Za-z][A-Za-z0-9_]*)\.([A-Za-z0-9_]+)__c", re.ASCII)
_LONGEST_NAME = 40


def custom_field_id(org_id: str, sobject: str, name: str) -> str:
    """The id, 00N…, of a custom field: it follows from the names alone."""
    return derived_id("CustomField", pod=pod_of(org_id), key=f"{sobject}.{name}")


def split_name(full_name: str) -> tuple[str, str]:
    """Object and API name of "Lead.Sync_Source__c". Raises Refused for what can't be a name."""
    found = _FULL_NAME.fullmatch(full_name)
    bare = found[2] if found else ""
    if found is None or not bare[0].isalpha() or "__" in bare or bare.endswith("_"):
        message = (
            "The API name must contain only underscores and alphanumeric characters, begin with "
            "a letter, not include spaces, not end with an underscore, and not contain two "
            f"consecutive underscores: {full_name}"
        )
        raise refuse("FIELD_INTEGRITY_EXCEPTION", message, ("FullName",))
    if len(bare) > _LONGEST_NAME:
        message = f"The API name can be {_LONGEST_NAME} characters long at most: {full_name}"
        raise refuse("STRING_TOO_LONG", message, ("FullName",))
    return found[1], f"{bare}__c"


def check_room(sobject: SObject, field: Field) -> None:
    """Raise Refused when the object can't take one more such field."""
    own = [one for one in sobject.fields if one.custom]
    if any(one.name.lower() == field.name.lower() for one in own):
        message = f"There is already a field named {field.name[:-3]} on {sobject.label}."
        raise refuse("DUPLICATE_DEVELOPER_NAME", message, ("DeveloperName",))
    if len(own) >= MAX_CUSTOM_FIELDS:
        raise no_room(sobject)
    if field.external_id and sum(one.external_id for one in own) >= MAX_EXTERNAL_IDS:
        message = f"The maximum number of external IDs on {sobject.label} is {MAX_EXTERNAL_IDS}."
        raise refuse("FIELD_INTEGRITY_EXCEPTION", message, ("externalId",))


def no_room(sobject: SObject) -> Refused:
    """The refusal of an org whose limit of custom fields is reached."""
    message = f"You have reached the maximum number of custom fields for {sobject.label}."
    return refuse("LIMIT_EXCEEDED", message, ())
