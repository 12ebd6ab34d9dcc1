"""The package for an admin: what is in it, in which order, and that it is always the same."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

from mappings.recipe import NAMESPACE, needed_fields, object_xml, package, permission_set_xml
from mappings.rules import AccountByDomain, Mode
from mappings.tracking import TRACKING
from tests.mappings.preflight.facts import rules

KEY_FIELD = """\
    <fields>
        <fullName>External_Person_ID__c</fullName>
        <caseSensitive>false</caseSensitive>
        <description>Names the person across systems, so that nobody is created twice.</description>
        <externalId>true</externalId>
        <inlineHelpText>Names the person across systems, so that nobody is created twice.\
</inlineHelpText>
        <label>External Person ID</label>
        <length>100</length>
        <required>false</required>
        <trackFeedHistory>false</trackFeedHistory>
        <type>Text</type>
        <unique>true</unique>
    </fields>
"""
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="{NAMESPACE}">
    <types>
        <members>Lead.Lead_Source_Detail__c</members>
        <members>Lead.Original_Source__c</members>
        <members>Lead.Sync_Source__c</members>
        <members>Lead.External_Person_ID__c</members>
        <members>Contact.Lead_Source_Detail__c</members>
        <members>Contact.Original_Source__c</members>
        <members>Contact.Sync_Source__c</members>
        <members>Contact.External_Person_ID__c</members>
        <name>CustomField</name>
    </types>
    <types>
        <members>Inlet_Sync</members>
        <name>PermissionSet</name>
    </types>
    <version>62.0</version>
</Package>
"""


def read(data: bytes) -> dict[str, str]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name).decode() for name in archive.namelist()}


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314


def local(element: ElementTree.Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def test_the_package_holds_what_the_manifest_names() -> None:
    files = read(package([rules()], version="62.0"))
    assert list(files) == [
        "package.xml",
        "objects/Lead.object",
        "objects/Contact.object",
        "permissionsets/Inlet_Sync.permissionset",
        "README.md",
    ]
    assert files["package.xml"] == MANIFEST
    assert [files["README.md"].count(f"\n{n}. ") for n in (1, 2, 3, 4)] == [1, 1, 1, 0]


def test_the_key_is_an_external_id_and_unique_in_any_letter_case() -> None:
    assert KEY_FIELD in object_xml(TRACKING)


def test_the_elements_stand_in_the_order_of_the_schema() -> None:
    root = parsed(permission_set_xml([rules()]))
    order = list(dict.fromkeys(local(one) for one in root))
    assert order == ["description", "fieldPermissions", "hasActivationRequired", "label",
                     "objectPermissions"]  # fmt: skip
    for one in root:
        names = [local(inner) for inner in one]
        assert names == sorted(names)
    for field in parsed(object_xml(TRACKING)):
        first, *rest = [local(inner) for inner in field]
        assert (first, rest) == ("fullName", sorted(rest))


def test_the_permission_set_names_exactly_what_is_mapped() -> None:
    fields = needed_fields([rules()])
    assert fields == (
        "Contact.Email", "Contact.External_Person_ID__c", "Contact.LeadSource",
        "Contact.Lead_Source_Detail__c", "Contact.Original_Source__c", "Contact.Phone",
        "Contact.Sync_Source__c", "Contact.Title", "Lead.Address", "Lead.Email",
        "Lead.External_Person_ID__c", "Lead.Industry", "Lead.LeadSource",
        "Lead.Lead_Source_Detail__c", "Lead.Original_Source__c", "Lead.Phone",
        "Lead.Sync_Source__c", "Lead.Title", "Lead.Website",
    )  # fmt: skip
    root = parsed(permission_set_xml([rules()]))
    granted = [one.findtext(f"{{{NAMESPACE}}}field") for one in root if "field" in one.tag]
    assert tuple(one for one in granted if one) == fields


def test_objects_get_no_more_than_the_mode_needs() -> None:
    text = permission_set_xml([rules(mode=Mode.CREATE_ONLY)])
    root = parsed(text)
    rights = {
        one.findtext(f"{{{NAMESPACE}}}object"): [
            local(inner) for inner in one if inner.text == "true"
        ]
        for one in root
        if local(one) == "objectPermissions"
    }
    assert rights == {
        "Contact": ["allowRead"],
        "Lead": ["allowCreate", "allowEdit", "allowRead"],
    }
    assert "<modifyAllRecords>true" not in text


def test_contacts_and_accounts_get_what_the_policy_needs() -> None:
    made = rules(contact_when=(), accounts=(AccountByDomain(),), mode=Mode.CREATE_ONLY)
    root = parsed(permission_set_xml([made]))
    rights = {
        one.findtext(f"{{{NAMESPACE}}}object"): [
            local(inner) for inner in one if inner.text == "true"
        ]
        for one in root
        if local(one) == "objectPermissions"
    }
    assert rights["Contact"] == ["allowCreate", "allowEdit", "allowRead"]
    assert rights["Account"] == ["allowRead"]


def test_the_same_mapping_makes_the_same_bytes() -> None:
    assert package([rules()], version="62.0") == package([rules()], version="62.0")


def test_an_ampersand_stays_well_formed() -> None:
    for name, text in read(package([rules()], version="62.0")).items():
        if not name.endswith(".md"):
            parsed(text)
