"""Fields that an admin has made: what became of each, and what is still missing."""

from __future__ import annotations

from typing import Any

from connections.fieldmaking import Made, NewField, grant_fields, make_fields

from .orgs import composite, open_org
from .scripted import Answer, Script

USER = "005KB000001mNoPYAU"


def wanted(name: str, **changed: Any) -> NewField:
    values: dict[str, Any] = {"sobject": "Lead", "name": name, "label": name, "length": 80,
                              "description": "d"}  # fmt: skip
    return NewField(**(values | changed))


def described(**fields: dict[str, Any]) -> Answer:
    entries = [{"name": name, **values} for name, values in fields.items()]
    return composite(({"name": "Lead", "fields": entries}, 200))


def made(*parts: tuple[str, int, Any]) -> Answer:
    return Answer({"compositeResponse": [
        {"referenceId": ref, "httpStatusCode": status, "body": body} for ref, status, body in parts
    ]})  # fmt: skip


def refused(code: str) -> list[dict[str, Any]]:
    return [{"errorCode": code, "message": "no", "fields": []}]


FINE = {"id": "00NKB0000001bCd2AI", "success": True}
ASKED = [
    wanted("New__c"),
    wanted("Hidden__c"),
    wanted("Forbidden__c"),
    wanted("There__c"),
    wanted("Number__c"),
    wanted("Short__c"),
    wanted("Key__c", is_key=True),
]


def test_each_field_says_what_became_of_it(script: Script) -> None:
    text = {"type": "string", "length": 80}
    script.say(
        described(
            There__c=text, Number__c={"type": "double"}, Short__c=text | {"length": 40},
            Key__c=text,
        ),
        made(
            ("Lead_New", 201, FINE),
            ("Lead_Hidden", 400, refused("DUPLICATE_DEVELOPER_NAME")),
            ("Lead_Forbidden", 403, refused("INSUFFICIENT_ACCESS")),
        ),
    )  # fmt: skip
    org = open_org(script.url)
    found = {one.field: one for one in make_fields(org, ASKED)}
    assert {name: one.state for name, one in found.items()} == {
        "Lead.New__c": Made.CREATED,
        "Lead.Hidden__c": Made.PRESENT,
        "Lead.Forbidden__c": Made.REFUSED,
        "Lead.There__c": Made.PRESENT,
        "Lead.Number__c": Made.WRONG,
        "Lead.Short__c": Made.WRONG,
        "Lead.Key__c": Made.WRONG,
    }
    assert "double" in found["Lead.Number__c"].sentence
    assert "40 characters, not 80" in found["Lead.Short__c"].sentence
    assert "External ID is off and Unique is off" in found["Lead.Key__c"].sentence
    assert org.calls == 2


def test_a_key_is_asked_for_as_unique_in_any_letter_case(script: Script) -> None:
    script.say(described(), made(("Lead_Key", 201, FINE)))
    make_fields(open_org(script.url), ASKED[-1:])
    (part,) = script.seen[-1].json["compositeRequest"]
    assert part["body"]["FullName"] == "Lead.Key__c"
    assert {name: part["body"]["Metadata"][name] for name in (
        "type", "length", "externalId", "unique", "caseSensitive")} == {
        "type": "Text", "length": 80, "externalId": True, "unique": True, "caseSensitive": False,
    }  # fmt: skip


def test_nothing_missing_writes_nothing(script: Script) -> None:
    script.say(described(There__c={"type": "string", "length": 80}))
    org = open_org(script.url)
    assert [one.state for one in make_fields(org, ASKED[3:4])] == [Made.PRESENT]
    assert org.calls == 1


def test_a_grant_names_exactly_the_fields_and_the_user(script: Script) -> None:
    refs = ("permissions", "object0", "field0", "assignment")
    script.say(made(*((ref, 201, FINE) for ref in refs)))
    assert grant_fields(open_org(script.url), ASKED[:1], USER).done
    parts = script.seen[-1].json["compositeRequest"]
    assert [part["referenceId"] for part in parts] == list(refs)
    assert parts[2]["body"]["Field"] == "Lead.New__c"
    assert parts[3]["body"] == {"AssigneeId": USER, "PermissionSetId": "@{permissions.id}"}


def test_a_permission_set_that_is_there_is_left_alone(script: Script) -> None:
    script.say(made(("permissions", 400, refused("DUPLICATE_DEVELOPER_NAME")),
                    ("object0", 400, refused("PROCESSING_HALTED")),
                    ("field0", 400, refused("PROCESSING_HALTED")),
                    ("assignment", 400, refused("PROCESSING_HALTED"))))  # fmt: skip
    found = grant_fields(open_org(script.url), ASKED[:1], USER)
    assert (found.done, "exists already" in found.sentence) == (False, True)
