"""Which kind of source a payload is taken for."""

from __future__ import annotations

from typing import Any

import pytest

from mappings.suggesting import recognise


@pytest.mark.parametrize(
    ("payload", "name", "dedupe", "event_at"),
    [
        ({}, "unknown", "", ""),
        ({"a": {"b": 1}, "id": 7}, "unknown", "id", ""),
        ({"email": "a@b.example.test", "submitted_at": "x"}, "form", "", "submitted_at"),
        ({"First Name": "Ana", "Submitted at": "x"}, "csv", "", '"Submitted at"'),
        ({"first name": "Ana", "e mail": "x"}, "csv", "", ""),
        ({"contact__email": "a", "meta__created_at": "x"}, "zapier", "", "meta__created_at"),
        ({"region__c": "x", "email": "y"}, "form", "", ""),
        ({"field_data": [{"name": "email", "values": ["x"]}], "id": "1"}, "meta_lead", "id", ""),
        ({"oid": "00D", "retURL": "x"}, "web_to_lead", "", ""),
        ({"event": 7, "platform": [], "created_time": 1, "type": None}, "form", "", ""),
    ],
)
def test_a_body_without_a_vendor_is_told_by_its_shape(
    payload: dict[str, Any], name: str, dedupe: str, event_at: str
) -> None:
    found = recognise(payload)
    assert (found.name, found.dedupe, found.event_at) == (name, dedupe, event_at)
    assert bool(found.label) == (name != "unknown")


def test_more_of_a_vendors_keys_make_it_surer() -> None:
    some = recognise({"form_response": {"answers": [{}]}})
    more = recognise({"event_type": "form_response", "form_response": {"answers": [{}]}})
    assert some.confidence < more.confidence
    assert more.label == "a Typeform answer"
    assert more.reasons == ("form_response.answers", "event_type == 'form_response'")
