"""The fields and the permission set as a package that an admin deploys: metadata format, zipped.

Pure. The order of the elements follows Metadata API's schema, which is strict about it
(CustomField and PermissionSet list theirs by name; the values are salesforce-facts 13).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from .reaching import creates_contacts, objects_reached
from .rules import ContactFound, Mode, Rules
from .tracking import OBJECTS, TRACKING, TrackingField

NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
PERMISSION_SET = "Inlet_Sync"
_STAMP = (2026, 1, 1, 0, 0, 0)
# These ignore field-level security, so a permission set may not name them (facts 2.3).
_ALWAYS_VISIBLE = frozenset(
    {
        "Id", "LastName", "FirstName", "Salutation", "Name", "Company", "Status", "OwnerId",
        "IsConverted", "ConvertedDate", "ConvertedContactId", "ConvertedAccountId",
        "ConvertedOpportunityId", "IsUnreadByOwner", "EmailBouncedReason", "EmailBouncedDate",
    }
)  # fmt: skip
# A compound's parts have their rights together, under the name of the whole.
_PARTS = {
    "Street": "Address", "City": "Address", "State": "Address", "PostalCode": "Address",
    "Country": "Address", "StateCode": "Address", "CountryCode": "Address",
    "MailingStreet": "MailingAddress", "MailingCity": "MailingAddress",
    "MailingState": "MailingAddress", "MailingPostalCode": "MailingAddress",
    "MailingCountry": "MailingAddress",
}  # fmt: skip
README = """# Inlet: fields and rights for lead sync

Three steps, about five minutes. Nothing in your org changes that is not listed here.

1. Deploy this zip: Workbench (workbench.developerforce.com) › migration › Deploy › choose the
   file, tick Single Package, Deploy. Or, with Salesforce's command line:
   `sf project deploy start --metadata-dir inlet-fields.zip --single-package`
2. Setup › Users › Permission Sets › Inlet Sync › Manage Assignments: add the integration user.
3. In Inlet, open Salesforce settings and click "Check again".

{fields}
Recommended: Setup › Object Manager › Lead › Fields & Relationships › Map Lead Fields: map
External Person ID to External Person ID, or the key is lost when a Lead is converted.
"""


def package(rules: Sequence[Rules], *, version: str) -> bytes:
    """The zip for these mappings: tracking fields, and a permission set for what they write.

    ``version`` is the API version, "62.0". The same rules make the same bytes.
    """
    files = {
        "package.xml": package_xml(version),
        **{f"objects/{name}.object": object_xml(TRACKING) for name in OBJECTS},
        f"permissionsets/{PERMISSION_SET}.permissionset": permission_set_xml(rules),
        "README.md": readme(rules),
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _STAMP), text)
    return held.getvalue()


def package_xml(version: str) -> str:
    """The manifest."""
    root = _root("Package")
    members = {
        "CustomField": [f"{name}.{one.name}" for name in OBJECTS for one in TRACKING],
        "PermissionSet": [PERMISSION_SET],
    }
    for kind, names in members.items():
        types = SubElement(root, "types")
        for name in names:
            _text(types, "members", name)
        _text(types, "name", kind)
    _text(root, "version", version)
    return _xml(root)


def object_xml(fields: Iterable[TrackingField]) -> str:
    """The custom fields of one object."""
    root = _root("CustomObject")
    for one in fields:
        field = SubElement(root, "fields")
        values: dict[str, str | bool | int] = {"fullName": one.name}
        if one.is_key:
            values["caseSensitive"] = False
        values |= {
            "description": one.description,
            "externalId": one.is_key,
            "inlineHelpText": one.description,
            "label": one.label,
            "length": one.length,
            "required": False,
            "trackFeedHistory": False,
            "type": "Text",
            "unique": one.is_key,
        }
        for name, value in values.items():
            _text(field, name, value)
    return _xml(root)


def permission_set_xml(rules: Sequence[Rules]) -> str:
    """The least rights with which these mappings work: their fields, their objects."""
    root = _root("PermissionSet")
    _text(root, "description", "What Inlet needs to sync leads, and nothing more.")
    for path in needed_fields(rules):
        grant = SubElement(root, "fieldPermissions")
        _text(grant, "editable", value=True)
        _text(grant, "field", path)
        _text(grant, "readable", value=True)
    _text(root, "hasActivationRequired", value=False)
    _text(root, "label", "Inlet Sync")
    for name, (creates, edits) in sorted(_object_rights(rules).items()):
        grant = SubElement(root, "objectPermissions")
        for right, value in (
            ("allowCreate", creates),
            ("allowDelete", False),
            ("allowEdit", edits),
            ("allowRead", True),
            ("modifyAllRecords", False),
        ):
            _text(grant, right, value=value)
        _text(grant, "object", name)
        _text(grant, "viewAllRecords", value=False)
    return _xml(root)


def needed_fields(rules: Sequence[Rules]) -> tuple[str, ...]:
    """ "Lead.Title" and so on: every field that is written and that a permission set can name."""
    tracking = {f"{name}.{one.name}" for name in OBJECTS for one in TRACKING}
    mapped = {
        f"{sobject}.{_PARTS.get(rule.target(sobject), rule.target(sobject))}"
        for one in rules
        for rule in one.every_field
        for sobject in OBJECTS
        if rule.target(sobject) and rule.target(sobject) not in _ALWAYS_VISIBLE
    }
    return tuple(sorted(tracking | mapped))


def readme(rules: Sequence[Rules]) -> str:
    """Three steps, and what is granted."""
    lines = [f"- {path}" for path in needed_fields(rules)]
    fields = "\n".join(["The permission set grants Read and Edit on these fields:", "", *lines, ""])
    return README.format(fields=fields)


def _object_rights(rules: Sequence[Rules]) -> dict[str, tuple[bool, bool]]:
    """Create and Edit by object, as far as the mappings' modes need them."""
    updating = [one for one in rules if one.mode is not Mode.CREATE_ONLY]
    contacts = any(one.contact_found is ContactFound.UPDATE_CONTACT for one in updating)
    made = any(creates_contacts(one) for one in rules)
    # Edit depends on Read only, but an upsert that finds its own record needs Edit as well.
    besides = {"Account": (False, False), "Campaign": (False, False)}
    return {
        "Lead": (True, True),
        "Contact": (made, contacts or made),
        **{
            name: rights
            for name, rights in besides.items()
            if any(name in objects_reached(one) for one in rules)
        },
    }


def _root(name: str) -> Element:
    return Element(name, {"xmlns": NAMESPACE})


def _text(parent: Element, name: str, value: str | bool | int) -> None:  # noqa: FBT001
    text = str(value).lower() if isinstance(value, bool) else str(value)
    SubElement(parent, name).text = text


def _xml(root: Element) -> str:
    indent(root, "    ")
    declared = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return declared + tostring(root, encoding="unicode") + "\n"
