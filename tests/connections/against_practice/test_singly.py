"""Records written one by one: what the org says in full about each."""

from __future__ import annotations

from typing import Any

from connections.crm import Crm, Write
from connections.errors import ErrorClass
from connections.practice.models import PracticeOrg
from connections.practice.opening import change_org
from connections.practice.rules.changes import with_duplicate_rule

KEY = "External_Person_ID__c"


def lead(ref: str, **fields: Any) -> Write:
    told = {"LastName": "Ruiz", "Company": "Tarn", "Email": f"{ref}@tarn.example"} | fields
    return Write(ref=ref, sobject="Lead", fields=told)


def keyed(ref: str, key: str, **fields: Any) -> Write:
    told = {"LastName": "Ruiz", "Company": "Tarn", KEY: key} | fields
    return Write(ref=ref, sobject="Lead", fields=told, external_id_field=KEY)


def test_each_record_fails_or_goes_by_itself_in_order(crm: Crm) -> None:
    writes = [lead(str(at), **({"Company": ""} if at % 3 == 0 else {})) for at in range(30)]
    before = crm.calls
    results = crm.write_singly(writes)
    assert crm.calls - before == 2  # 25 in a call
    assert [one.ref for one in results] == [str(at) for at in range(30)]
    assert [one.ok for one in results] == [at % 3 != 0 for at in range(30)]
    assert results[0].failures[0].code == "REQUIRED_FIELD_MISSING"
    assert len({one.record_id for one in results if one.ok}) == 20


def test_a_key_with_odd_letters_makes_a_record_and_then_finds_it(crm: Crm) -> None:
    (made,) = crm.write_singly([keyed("a", "ext/1 ü?&#")])
    (found,) = crm.write_singly([keyed("a", "ext/1 ü?&#", Title="COO")])
    assert (made.ok, made.created) == (True, True)
    assert (found.ok, found.record_id) == (True, made.record_id)
    update = Write("u", "Lead", {"Title": "CEO"}, record_id=made.record_id)
    (changed,) = crm.write_singly([update])
    assert (changed.ok, changed.record_id) == (True, made.record_id)


def test_a_duplicate_rule_names_the_record_only_to_single_ones(crm: Crm, org: PracticeOrg) -> None:
    change_org(org, lambda setup: with_duplicate_rule(setup, "Lead", active=True))
    (first,) = crm.write_singly([keyed("a", "one", Email="a@tarn.example")])
    again = keyed("b", "two", Email="a@tarn.example")
    (among_many,) = crm.write([again]).results
    assert among_many.failures[0].kind is ErrorClass.DUPLICATE_RULE
    assert among_many.failures[0].matched_ids == ()
    (alone,) = crm.write_singly([again])
    assert alone.failures[0].kind is ErrorClass.DUPLICATE_RULE
    assert alone.failures[0].matched_ids == (first.record_id,)
