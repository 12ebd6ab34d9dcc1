"""The set-up of the practice org: looked at, changed by its buttons, put back, begun again."""

from __future__ import annotations

import re

import pytest

from .conftest import Place
from .test_practice import noted, org_of, sent, text_of, workshop


@pytest.mark.parametrize("tab", ["fields", "rights", "people", "rules", "app", "faults"])
def test_every_tab_of_the_set_up_is_shown(place: Place, tab: str) -> None:
    page = text_of(place.get(f"practice/setup/{tab}/"))
    assert "Everything is as on the first day." in page


def test_a_tab_that_is_none_is_not_there(place: Place) -> None:
    assert place.get("practice/setup/nothing/").status_code == 404
    assert place.get("practice/setup/fields/Lead/Nothing__c/").status_code == 404


def press(place: Place, page: str, label: str) -> str:
    """The text after pressing the first button of a page with this label."""
    html = place.get(page).content.decode()
    forms = re.findall(r'<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>', html, re.DOTALL)
    action, body = next(pair for pair in forms if label in re.sub(r"<[^>]+>", "", pair[1]))
    data = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', body))
    return text_of(place.client.post(action, data, follow=True))


@pytest.mark.parametrize(
    ("page", "label", "differs"),
    [
        ("fields/Lead/Title/", "Make it required", "It is required."),
        ("fields/Lead/Industry/", "Switch off: Agriculture", "“Agriculture” is switched off."),
        ("people/", "Switch off: Tom Reyes", "Tom Reyes Switched off."),
        ("rules/", "Switch on: Leads by country", "Leads by country Switched on."),
        ("rules/", "Switch on: Standard Lead Duplicate Rule", "Duplicate Rule Switched on."),
    ],
)
def test_a_button_changes_the_org_and_what_differs_can_be_put_back(
    place: Place, page: str, label: str, differs: str
) -> None:
    assert "Changed." in press(place, f"practice/setup/{page}", label)
    now = text_of(place.get("practice/setup/"))
    assert "1 thing differs from the first day." in now
    assert differs in now


def test_a_difference_is_put_back_by_its_own_button(place: Place) -> None:
    press(place, "practice/setup/fields/Lead/Industry/", "Switch off: Agriculture")
    assert "Everything is as on the first day." in press(
        place, "practice/setup/", "Switch it on: Industry"
    )


def test_an_access_a_new_value_and_a_new_field_are_set_by_forms(place: Place) -> None:
    change = "practice/setup/change/"
    field = {"a-sobject": "Lead", "a-field": "Webinar_Score__c"}
    sent(place, change, change="set_field_access", **field, **{"a-access": "read"})
    value = {"a-sobject": "Lead", "a-field": "Industry", "a-value": "Renewables"}
    sent(place, change, change="add_picklist_value", **value)
    made = {"a-sobject": "Lead", "a-field": "Budget__c", "a-label": "Budget", "a-length": "40"}
    sent(place, change, change="add_text_field", **made)
    page = text_of(place.get("practice/setup/"))
    for told in ("Inlet may: read only.", "“Renewables” was added.", "The field is new."):
        assert told in page
    assert "Budget Budget__c Text, 40" in page


@pytest.mark.parametrize(
    "form",
    [
        {"change": "no_such_change"},
        {"change": "set_field_access", "a-sobject": "Lead"},
        {"change": "set_user_active", "a-user": "nobody", "a-active": "1"},
        {"change": "set_field_length", "a-sobject": "Lead", "a-field": "Title", "a-length": "x"},
        {"change": "set_field_access", "a-sobject": "Nope", "a-field": "X", "a-access": "read"},
    ],
)
def test_what_cannot_be_changed_is_said_in_words(place: Place, form: dict[str, str]) -> None:
    told = sent(place, "practice/setup/change/", **form)
    assert "Nothing was changed:" in told
    assert "Everything is as on the first day." in told
    assert noted(place) == []


def test_a_form_leads_back_to_where_it_stood_and_nowhere_else(place: Place) -> None:
    form = {"change": "set_assignment_rule", "a-active": "1"}
    rules = place.at("practice/setup/rules/")
    for back, lands in ((rules, rules), ("https://evil.example/", place.at("practice/setup/"))):
        answer = place.post("practice/setup/change/", {**form, "back": back})
        assert (answer.status_code, answer.url) == (302, lands)


def test_an_obstacle_and_a_rule_are_added_and_taken_away(place: Place) -> None:
    rule = {"a-sobject": "Lead", "a-name": "Phone_needed", "a-message": "Give a phone number."}
    change = "practice/setup/change/"
    sent(place, change, change="add_validation_rule", **rule, **{"a-formula": "ISBLANK(Phone)"})
    refused = place.post("practice/new/Lead/save/", {"f-LastName": "A", "f-Company": "B"})
    assert "The org refused it: Give a phone number." in text_of(refused)
    flow = {"a-sobject": "Lead", "a-name": "Old flow", "a-kind": "flow", "a-message": ""}
    sent(place, change, change="add_automation", **flow)
    page = text_of(place.get("practice/setup/rules/"))
    assert "Phone_needed Lead: Give a phone number." in page
    assert "Old flow Lead: flow" in page
    assert "Changed." in press(place, "practice/setup/rules/", "Remove: Old flow")
    assert "Old flow" not in text_of(place.get("practice/setup/rules/"))


def test_ways_in_are_switched_and_somebody_is_frozen(place: Place) -> None:
    press(place, "practice/setup/app/", "Switch off: Client credentials")
    press(place, "practice/setup/app/", "Switch on: SOAP login()")
    press(place, "practice/setup/people/", "Freeze: Tom Reyes")
    minutes = {"change": "set_session_timeout", "a-minutes": "30"}
    sent(place, "practice/setup/access/", **minutes)
    access = workshop(place).access()
    app = access.apps[0]
    assert ("client_credentials" in app.flows, access.soap_login) == (False, True)
    assert (app.session_minutes, [one.frozen for one in access.users.values()]) == (30, [True])
    wrong = sent(
        place, "practice/setup/access/", change="set_session_timeout", **{"a-minutes": "1"}
    )
    assert "Nothing was changed: A session lasts 15 to 1440 minutes." in wrong
    assert "All tokens have ended." in sent(place, "practice/setup/revoke/")


def test_a_fault_is_added_switched_off_and_removed(place: Place) -> None:
    form = {"kind": "lock", "route": "writes", "every": "3", "percent": "50", "seed": "7"}
    assert "It goes wrong from the next call on." in sent(place, "practice/setup/fault/", **form)
    (line,) = workshop(place).faults()
    assert (line.fault.kind, line.fault.every, line.fault.probability) == ("lock", 3, 0.5)
    assert "1 call in 3, 50%" in text_of(place.get("practice/setup/faults/"))
    one = f"practice/setup/fault/{line.id}/"
    assert "It goes right again." in sent(place, one, do="off")
    assert "It goes wrong again." in sent(place, one, do="on")
    assert "The fault is removed." in sent(place, one, do="remove")
    assert place.post(one, {"do": "remove"}).status_code == 404
    wrong = sent(place, "practice/setup/fault/", kind="lock", percent="much")
    assert "Chance: a number is needed." in wrong
    assert workshop(place).faults() == []


def test_the_org_starts_again_as_another_kind(place: Place) -> None:
    told = sent(place, "practice/setup/again/", kind="enterprise")
    assert "The practice org began again." in told
    assert "Strict enterprise." in told
    assert org_of(place).personality == "enterprise"
    assert place.post("practice/setup/again/", {"kind": "nothing"}).status_code == 404
