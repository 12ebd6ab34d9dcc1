"""The database and the plain reading of the rules agree on every condition."""

# ruff: noqa: S608 (what is put together here is SOQL of a test)

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import pytest

from connections.practice.models import PracticeOrg, PracticeRecord
from connections.practice.rehearsing import change_record, convert_lead, seed
from connections.practice.soql.judging import Rows
from connections.practice.soql.plan import Plan
from connections.practice.soql.planning import Context, plan
from connections.practice.soql.reading import read_statement
from connections.practice.store.filters import reader
from connections.practice.store.parents import parents_of
from connections.practice.store.querying import first_page
from connections.practice.store.rows import row_of
from connections.practice.store.setups import setup_of
from tenants import walls

NOW = datetime(2026, 11, 19, 14, 20, tzinfo=UTC)
LEADS: list[dict[str, Any]] = [
    {"LastName": "Ruiz", "Company": "Acme", "Email": "ana@acme.example", "NumberOfEmployees": 5},
    {
        "LastName": "ruiz",
        "FirstName": "Eva",
        "Company": "50% off_",
        "Title": "CTO",
        "DoNotCall": True,
    },
    {
        "LastName": "Ångström",
        "Company": "Bolt\\Nut",
        "External_Person_ID__c": "P-1",
        "Title": "cfo",
    },
    {"LastName": "O'Neil", "Company": "acme", "Region__c": "EMEA", "AnnualRevenue": 1.5e6},
    {"LastName": "Zoë", "Company": "Acme", "Email": "zoe@acme.example", "AnnualRevenue": -2},
    {"LastName": "Li", "Company": "Li & Li", "External_Person_ID__c": "p-2", "Phone": "+49 30"},
]
TEXTS = [
    "'Acme'",
    "'ACME'",
    "'p-1'",
    "'ana@acme.example'",
    "'CTO'",
    "''",
    "null",
    "'O\\'Neil'",
    "'m'",
]
PATTERNS = ["'ac%'", "'%o%'", "'_li%'", "'50\\%%'", "'%\\_'", "'%\\\\\\\\%'", "'ruiz'", "'%'"]
NUMBERS = ["0", "5", "1500000", "-2.0", "null"]
TEXT_FIELDS = [
    "LastName", "Company", "Email", "Title", "Phone", "External_Person_ID__c", "Name", "Region__c",
    "Status", "Owner.Name", "CreatedBy.Username", "ConvertedContact.LastName",
    "ConvertedContact.Account.Name", "LastModifiedBy.Profile.Name",
]  # fmt: skip
MOMENTS = ["2026-11-01T00:00:00Z", "2026-11-10T09:00:00Z", "TODAY", "LAST_N_DAYS:5", "null"]


@pytest.fixture
def stocked(org: PracticeOrg) -> PracticeOrg:
    """An org with a few very different Leads, some converted, some changed."""
    early = datetime(2026, 11, 1, 9, tzinfo=UTC)
    ids = seed(org, "Lead", LEADS, by="Tom Reyes", at=early)
    change_record(org, ids[1], {"Title": "Head"}, by="Aisha Bello", at=NOW)
    late = datetime(2026, 11, 10, 9, tzinfo=UTC)
    for lead_id in ids[3:5]:
        convert_lead(org, lead_id, by="Maya Okafor", at=late)
    return org


class Conditions:
    """Random conditions over Leads, the same for the same seed."""

    def __init__(self, seed_number: int) -> None:
        self.random = random.Random(seed_number)  # noqa: S311

    def any(self, depth: int = 0) -> str:
        if depth < 3 and self.random.random() < 0.45:
            word = self.random.choice([" AND ", " OR "])
            parts = [f"({self.any(depth + 1)})" for _ in range(self.random.randint(2, 3))]
            return word.join(parts)
        single = self.random.choice([self.text, self.text, self.like, self.number, self.other])()
        return f"NOT ({single})" if self.random.random() < 0.25 else single

    def text(self) -> str:
        field, choose = self.random.choice(TEXT_FIELDS), self.random.choice
        if self.random.random() < 0.4:
            word = choose(["IN", "NOT IN"])
            values = ", ".join(self.random.sample(TEXTS, self.random.randint(1, 4)))
            return f"{field} {word} ({values})"
        return f"{field} {choose(['=', '!=', '<', '>='])} {choose(TEXTS)}"

    def like(self) -> str:
        return f"{self.random.choice(TEXT_FIELDS)} LIKE {self.random.choice(PATTERNS)}"

    def number(self) -> str:
        field = self.random.choice(["NumberOfEmployees", "AnnualRevenue"])
        return f"{field} {self.operator()} {self.random.choice(NUMBERS)}"

    def other(self) -> str:
        return self.random.choice(
            [
                f"IsConverted = {self.random.choice(['true', 'false'])}",
                "DoNotCall != false",
                f"CreatedDate {self.operator()} {self.random.choice(MOMENTS)}",
                f"LastModifiedDate {self.operator()} {self.random.choice(MOMENTS)}",
                f"ConvertedDate {self.operator()} 2026-11-10",
                "ConvertedDate = LAST_N_DAYS:20",
                "OwnerId != null",
                "ConvertedContactId = null",
            ]
        )

    def operator(self) -> str:
        return self.random.choice(["=", "!=", "<", "<=", ">", ">="])


def in_memory(org: PracticeOrg, wanted: Plan) -> list[str]:
    """The ids of the plan's rows by the plain reading, which sees every Lead."""
    read = reader(org, setup_of(org))
    rows = [row_of(record) for record in read.records("Lead").order_by("sf_id")]
    everything = plan(
        read_statement(f"SELECT {', '.join(TEXT_FIELDS)} FROM Lead"),
        Context(setup_of(org).objects, NOW),
    )
    parents = parents_of(read, everything.steps(), rows)
    return [row["Id"] for row in Rows(parents).select(wanted, rows)]


@pytest.mark.parametrize("seed_number", range(6))
def test_both_readings_find_the_same_leads(stocked: PracticeOrg, seed_number: int) -> None:
    conditions, found_some = Conditions(seed_number), 0
    setup = setup_of(stocked)
    with walls.inside(stocked.tenant_id):
        for _ in range(40):
            text = f"SELECT Id FROM Lead WHERE {conditions.any()}"
            wanted = plan(read_statement(text), Context(setup.objects, NOW))
            page = first_page(reader(stocked, setup), wanted, size=200)
            found = [row["Id"] for row in page.rows]
            assert found == in_memory(stocked, wanted), text
            found_some += 0 < len(found) < len(LEADS)
    assert found_some > 5


@pytest.mark.parametrize(
    "order",
    [
        "CreatedDate, Id",
        "LastName DESC",
        "Title",
        "Title NULLS LAST",
        "Title DESC NULLS FIRST, Company",
        "NumberOfEmployees DESC",
        "Owner.Name DESC, LastName",
        "ConvertedContact.LastName, Company",
        "LastModifiedBy.Profile.Name, Id",
        "IsConverted, AnnualRevenue",
    ],
)
def test_both_readings_have_the_same_order(stocked: PracticeOrg, order: str) -> None:
    setup = setup_of(stocked)
    text = f"SELECT Id FROM Lead ORDER BY {order} LIMIT 5 OFFSET 1"
    wanted = plan(read_statement(text), Context(setup.objects, NOW))
    with walls.inside(stocked.tenant_id):
        page = first_page(reader(stocked, setup), wanted, size=200)
        assert [row["Id"] for row in page.rows] == in_memory(stocked, wanted)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Contact WHERE Id IN (SELECT ConvertedContactId FROM Lead WHERE IsConverted = true AND "
         "Email IN ('ZOE@acme.example'))", ["Zoë"]),
        ("Contact WHERE Id NOT IN (SELECT ConvertedContactId FROM Lead WHERE Email != null)",
         ["O'Neil"]),
        ("Lead WHERE OwnerId IN (SELECT Id FROM User WHERE Name = 'tom reyes')",
         ["Eva ruiz", "Li", "O'Neil", "Ruiz", "Zoë", "Ångström"]),
        ("User WHERE Id IN (SELECT OwnerId FROM Lead)", ["Tom Reyes"]),
        ("User WHERE IsActive = false", ["Dana Whitlock"]),
        ("Group WHERE Type = 'Queue' AND Name LIKE 'inbound u%'", ["Inbound UK", "Inbound US"]),
    ],
)  # fmt: skip
def test_semi_joins_reach_over_objects(stocked: PracticeOrg, text: str, names: list[str]) -> None:
    setup = setup_of(stocked)
    wanted = plan(read_statement(f"SELECT Name FROM {text}"), Context(setup.objects, NOW))
    with walls.inside(stocked.tenant_id):
        page = first_page(reader(stocked, setup), wanted, size=200)
    assert sorted(row["Name"] for row in page.rows) == names


def test_no_rows_of_another_tenant_are_found(stocked: PracticeOrg, outsider: Any) -> None:
    with walls.inside(outsider):
        assert list(reader(stocked, setup_of(stocked)).records("Lead")) == []
        assert PracticeRecord.unscoped.count() == 0
