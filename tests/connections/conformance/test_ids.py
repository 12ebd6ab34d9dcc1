"""Ids carry their object and a checksum, and both lengths mean the same (salesforce-facts 10.6)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections import soql
from connections.crm import Write
from connections.practice.rules.ids import DIGITS, PREFIXES, checksum, mint
from connections.record_ids import full_id

from .world import World

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
# The facts' own examples: invented ids with true checksums.
EXAMPLES = [
    "00QKB00000aBcD12AK", "00DKB0000004VwX2AU", "005KB000001mNoPYAU", "003KB00000xYzQ7YAK",
    "701KB0000003jKlYAI", "750KB00000dEfG2YAK", "01QKB0000002gHi2AI", "00NKB0000001bCd2AI",
    "0PSKB0000006wXy4AI", "00QKB00000aBcD22AK", "012000000000000AAA",
]  # fmt: skip
SHORT_IDS = st.text(DIGITS, min_size=15, max_size=15)
PODS = st.text(DIGITS, min_size=3, max_size=3)


def by_the_book(id15: str) -> str:
    """The checksum, as section 10.6 tells it, and as neither side of ours computes it."""
    groups = re.findall(".....", id15)
    numbers = ["".join("01"[one.isupper()] for one in reversed(group)) for group in groups]
    return "".join(LETTERS[int(number, 2)] for number in numbers)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_facts_check(example: str) -> None:
    short = example[:15]
    assert [short + by_the_book(short), short + checksum(short), full_id(short)] == [example] * 3


@given(SHORT_IDS)
def test_org_client_and_book_compute_the_same(id15: str) -> None:
    assert checksum(id15) == by_the_book(id15)
    assert full_id(id15) == id15 + by_the_book(id15)


@pytest.mark.parametrize("sobject", sorted(PREFIXES))
@given(pod=PODS, number=st.integers(0, 62**9 - 1))
def test_every_object_s_ids_check(sobject: str, pod: str, number: int) -> None:
    minted = mint(sobject, pod=pod, number=number)
    assert (len(minted), minted[:3], minted[15:]) == (
        18, PREFIXES[sobject], by_the_book(minted[:15]),
    )  # fmt: skip


def test_what_the_org_hands_out_checks(world: World) -> None:
    results = world.crm.write(
        [Write(f"l{n}", "Lead", {"LastName": "R", "Company": "A"}) for n in range(100)]
        + [Write(f"c{n}", "Contact", {"LastName": "R"}) for n in range(100)]
        + [Write(f"a{n}", "Account", {"Name": "A"}) for n in range(100)]
    ).results
    ids = [one.record_id for one in results]
    kinds = [one[:3] for one in ids]
    assert kinds == ["00Q"] * 100 + ["003"] * 100 + ["001"] * 100
    assert all(one[15:] == by_the_book(one[:15]) for one in ids)
    assert len(set(ids)) == 300


@pytest.mark.parametrize("length", [15, 18])
def test_addresses_take_both_lengths(world: World, length: int) -> None:
    lead = world.made()
    path = f"sobjects/Lead/{lead[:length]}"
    assert world.http("GET", path).json()["Id"] == lead
    assert world.http("PATCH", path, {"Title": "CEO"}).status_code == 204
    listed = f"composite/sobjects/Lead?ids={lead[:length]}&fields=Id,Title"
    (row,) = world.http("GET", listed).json()
    assert (row["Id"], row["Title"]) == (lead, "CEO")
    assert world.http("DELETE", path).status_code == 204


@pytest.mark.parametrize("length", [15, 18])
def test_the_client_writes_and_finds_by_both_lengths(world: World, length: int) -> None:
    lead = world.made()
    update: dict[str, Any] = {"Title": "CEO"}
    (result,) = world.crm.write([Write("a", "Lead", update, record_id=lead[:length])]).results
    assert (result.ok, result.record_id) == (True, lead)
    where = soql.equals("Id", lead[:length])
    ((row,),) = world.crm.find([soql.select("Lead", ["Title"], where=where)])
    assert (row.id, row.fields["Title"]) == (lead, "CEO")


def test_an_id_with_another_s_checksum_is_none(world: World) -> None:
    lead = world.made()
    other = "A" if lead[17] != "A" else "B"
    reply = world.http("GET", f"sobjects/Lead/{lead[:17]}{other}")
    assert (reply.status_code, reply.json()[0]["errorCode"]) == (404, "NOT_FOUND")
