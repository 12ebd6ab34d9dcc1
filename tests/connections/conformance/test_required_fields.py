"""Which fields a create needs follows from the describe alone (salesforce-facts 2.3): the rule
that was checked on recorded describes gives the same fields here, and a real write agrees."""

from __future__ import annotations

import re
from typing import Any

import pytest

from connections.crm import Write

from .world import World

REQUIRED = {
    "Lead": {"LastName", "Company"},
    "Contact": {"LastName"},
    "Account": {"Name"},
    "Campaign": {"Name"},
}
# All keys of one field, as they were recorded.
RECORDED_KEYS = set(re.findall(r"\w+", """
    aggregatable autoNumber byteLength calculated calculatedFormula cascadeDelete caseSensitive
    compoundFieldName controllerName createable custom defaultValue defaultValueFormula
    defaultedOnCreate dependentPicklist deprecatedAndHidden digits displayLocationInDecimal
    encrypted externalId extraTypeInfo filterable filteredLookupInfo groupable highScaleNumber
    htmlFormatted idLookup inlineHelpText label length mask maskType name nameField namePointing
    nillable permissionable picklistValues polymorphicForeignKey precision queryByDistance
    referenceTargetField referenceTo relationshipName relationshipOrder restrictedDelete
    restrictedPicklist scale searchPrefilterable soapType sortable type unique updateable
    writeRequiresMasterRead
"""))  # fmt: skip


def by_the_rule(field: dict[str, Any]) -> bool:
    has_default = field["nillable"] or field["defaultedOnCreate"] or field["type"] == "boolean"
    return field["createable"] and not has_default


@pytest.mark.parametrize(("sobject", "required"), REQUIRED.items())
def test_the_recorded_rule_gives_exactly_these_fields(
    world: World, sobject: str, required: set[str]
) -> None:
    raw = world.http("GET", f"sobjects/{sobject}/describe").json()["fields"]
    assert {one["name"] for one in raw if by_the_rule(one)} == required
    known = world.crm.describe(sobject).fields.values()
    assert {one.name for one in known if one.required_on_create} == required


@pytest.mark.parametrize("sobject", REQUIRED)
def test_every_field_has_all_the_recorded_keys(world: World, sobject: str) -> None:
    raw = world.http("GET", f"sobjects/{sobject}/describe").json()["fields"]
    lacking = {one["name"]: RECORDED_KEYS - one.keys() for one in raw}
    assert {name: keys for name, keys in lacking.items() if keys} == {}


@pytest.mark.parametrize("sobject", ["Lead", "Contact", "Account"])
def test_a_write_needs_what_the_describe_says_and_nothing_else(world: World, sobject: str) -> None:
    whole = dict.fromkeys(REQUIRED[sobject], "Something")
    written = world.crm.write(
        [Write("empty", sobject, {"Phone": "1"}), Write("whole", sobject, whole)]
    )
    empty, full = written.results
    (missing,) = empty.failures
    assert (missing.code, set(missing.fields)) == ("REQUIRED_FIELD_MISSING", REQUIRED[sobject])
    assert full.ok
