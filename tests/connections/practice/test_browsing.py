"""What the product's page shows of an org."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connections.practice.browsing import Line, Usage, browse, count, counts, usage
from connections.practice.models import PracticeOrg
from connections.practice.rehearsing import change_record, seed

START = datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.fixture
def stocked(org: PracticeOrg) -> PracticeOrg:
    """An org with five Leads of different minutes, a Contact and its Account."""
    people = [
        ("Priya", "Natarajan", "Brightfield Farms"),
        ("Jonas", "Albrecht", "Albrecht Logistik"),
        ("Elena", "Petrova", "Petrova Architects"),
        ("Omar", "Haddad", "Brightfield Farms"),
        ("Ingrid", "Sørensen", "Nordlys Fisk"),
    ]
    for minute, (first, last, company) in enumerate(people):
        record = {
            "FirstName": first,
            "LastName": last,
            "Company": company,
            "Email": f"{first}@{last[:3]}.example".lower().replace("ø", "o"),
        }
        seed(org, "Lead", [record], by="Tom Reyes", at=START + timedelta(minutes=minute))
    (account,) = seed(org, "Account", [{"Name": "Doyle Joinery"}])
    seed(org, "Contact", [{"LastName": "Doyle", "AccountId": account}])
    return org


def names(org: PracticeOrg, **how: Any) -> list[str]:
    return [line.name for line in browse(org, "Lead", **how).lines]


def test_a_line_tells_names_not_ids(stocked: PracticeOrg) -> None:
    (line,) = browse(stocked, "Lead", search="priya@").lines
    assert line == Line(
        id=line.id,
        name="Priya Natarajan",
        company="Brightfield Farms",
        status="New",
        owner="Tom Reyes",
        created_at=START,
        created_by="Tom Reyes",
        modified_at=START,
        modified_by="Tom Reyes",
        seeded=True,
    )
    assert [one.company for one in browse(stocked, "Contact").lines] == ["Doyle Joinery"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("sør", ["Ingrid Sørensen"]),
        ("BRIGHTFIELD", ["Omar Haddad", "Priya Natarajan"]),
        (" jonas@alb.example ", ["Jonas Albrecht"]),
        ("x", []),
        ("%", []),
        ("a\x00lbrecht", ["Jonas Albrecht"]),
    ],
)
def test_a_search_is_for_how_a_name_a_mail_or_a_company_begins(
    stocked: PracticeOrg, search: str, found: list[str]
) -> None:
    assert names(stocked, search=search) == found


def test_an_id_can_be_searched_for(stocked: PracticeOrg) -> None:
    line = browse(stocked, "Lead").lines[0]
    assert names(stocked, search=line.id) == [line.name]


def test_pages_follow_each_other_last_changed_first(stocked: PracticeOrg) -> None:
    oldest = browse(stocked, "Lead").lines[-1]
    change_record(
        stocked, oldest.id, {"Status": "Working"}, by="Aisha Bello", at=START + timedelta(hours=1)
    )
    found, after = [], ""
    for _ in range(3):
        page = browse(stocked, "Lead", after=after, limit=2)
        found.append([line.name.split()[0] for line in page.lines])
        after = page.after
    assert found == [["Priya", "Ingrid"], ["Omar", "Elena"], ["Jonas"]]
    assert after == ""


@pytest.mark.parametrize("after", ["x", "|", "2026-11-01|x", "2026-11-01T00:00:00+00:00|\x00"])
def test_a_mark_that_was_tampered_with_begins_at_the_beginning(
    stocked: PracticeOrg, after: str
) -> None:
    assert len(names(stocked, after=after)) == 5


def test_records_are_counted(stocked: PracticeOrg) -> None:
    tom = stocked.setup["users"][0]["id"]
    found = counts(stocked)
    assert {name: many for name, many in found.items() if many} == {
        "Lead": 5,
        "Contact": 1,
        "Account": 1,
    }
    assert found["Task"] == 0
    assert (count(stocked, "Lead"), count(stocked, "Lead", changed_by=tom)) == (5, 5)
    assert count(stocked, "Contact", changed_by=tom) == 0
    assert count(stocked, "Lead", search="brightfield") == 2
    change_record(stocked, browse(stocked, "Lead").lines[0].id, {"Title": "x"}, by="Aisha Bello")
    aisha = stocked.setup["users"][1]["id"]
    assert names(stocked, changed_by=aisha) == ["Ingrid Sørensen"]
    assert usage(stocked) == Usage(0, 15_000)
