"""Aggregate functions and GROUP BY: shapes, and that database and plain reading agree."""

# ruff: noqa: S608 (what is put together here is SOQL of a test)

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import pytest

from connections.practice.models import PracticeOrg
from connections.practice.rehearsing import seed
from connections.practice.soql.groups import chosen_groups, groups_of
from connections.practice.soql.judging import Rows
from connections.practice.soql.planning import Context, plan
from connections.practice.soql.reading import read_statement
from connections.practice.store.filters import reader
from connections.practice.store.grouping import read_groups
from connections.practice.store.parents import parents_of
from connections.practice.store.rows import row_of
from connections.practice.store.setups import setup_of
from tenants import walls

from .conftest import Api

NOW = datetime(2026, 11, 19, 14, 20, tzinfo=UTC)
LEADS: list[dict[str, Any]] = [
    {"LastName": "Ruiz", "Company": "Acme", "NumberOfEmployees": 5, "DoNotCall": True},
    {"LastName": "Li", "Company": "ACME", "AnnualRevenue": 1.5, "Title": "CTO"},
    {"LastName": "Zoë", "Company": "Bolt", "NumberOfEmployees": 7, "Title": "cto"},
    {"LastName": "Ng", "Company": "Bolt", "NumberOfEmployees": 8, "AnnualRevenue": 2},
    {"LastName": "Abe", "Company": "Cog", "Title": "CFO", "LeadSource": "Web"},
]


@pytest.fixture
def stocked(org: PracticeOrg) -> PracticeOrg:
    """An org with a few Leads of two owners."""
    seed(org, "Lead", LEADS[:3], by="Tom Reyes", at=datetime(2026, 11, 1, 9, tzinfo=UTC))
    seed(org, "Lead", LEADS[3:], by="Aisha Bello", at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    return org


@pytest.mark.parametrize(
    ("soql", "records"),
    [
        ("SELECT COUNT(Id) FROM Lead", [{"expr0": 5}]),
        ("SELECT COUNT(Id), COUNT(Title) titled FROM Lead", [{"expr0": 5, "titled": 3}]),
        ("SELECT COUNT(Id) FROM Lead WHERE LastName = 'nobody'", [{"expr0": 0}]),
        ("SELECT MAX(AnnualRevenue) FROM Lead WHERE LastName = 'nobody'", [{"expr0": None}]),
        (
            "SELECT MIN(CreatedDate), MAX(LastName), AVG(NumberOfEmployees), "
            "SUM(AnnualRevenue), COUNT_DISTINCT(Title) FROM Lead",
            [
                {
                    "expr0": "2026-11-01T09:00:00.000+0000",
                    "expr1": "Zoë",
                    "expr2": 20 / 3,
                    "expr3": 3.5,
                    "expr4": 2,
                }
            ],
        ),
        (
            "SELECT Company, COUNT(Id) c FROM Lead GROUP BY Company ORDER BY COUNT(Id) DESC, "
            "Company LIMIT 2",
            [{"Company": "ACME", "c": 2}, {"Company": "Bolt", "c": 2}],
        ),
        (
            "SELECT Title, COUNT(Id) FROM Lead GROUP BY Title HAVING COUNT(Id) > 1 "
            "ORDER BY Title NULLS LAST",
            [{"Title": "CTO", "expr0": 2}, {"Title": None, "expr0": 2}],
        ),
        (
            "SELECT Owner.Name who, DoNotCall, COUNT(Id) FROM Lead "
            "GROUP BY Owner.Name, DoNotCall ORDER BY Owner.Name, DoNotCall",
            [
                {"who": "Aisha Bello", "DoNotCall": False, "expr0": 2},
                {"who": "Tom Reyes", "DoNotCall": False, "expr0": 2},
                {"who": "Tom Reyes", "DoNotCall": True, "expr0": 1},
            ],
        ),
        ("SELECT IsActive, COUNT(Id) n FROM User GROUP BY IsActive HAVING IsActive = false",
         [{"IsActive": False, "n": 1}]),
        ("SELECT COUNT(Id) FROM User WHERE Name = 'nobody'", [{"expr0": 0}]),
    ],
)  # fmt: skip
def test_groups_are_aggregate_results(
    api: Api, stocked: PracticeOrg, soql: str, records: list[dict[str, Any]]
) -> None:
    shown = [{"attributes": {"type": "AggregateResult"}, **one} for one in records]
    assert api.query(soql).body == {"totalSize": len(shown), "done": True, "records": shown}


@pytest.mark.parametrize(
    ("soql", "code", "message"),
    [
        ("SELECT Name, COUNT(Id) FROM Lead", "MALFORMED_QUERY",
         "Field must be grouped or aggregated: Name"),
        ("SELECT COUNT(Id) FROM Lead ORDER BY Name", "MALFORMED_QUERY",
         "Field must be grouped or aggregated: Name"),
        ("SELECT Description, COUNT(Id) FROM Lead GROUP BY Description", "INVALID_FIELD",
         "field 'Description' can not be grouped in a query call"),
        ("SELECT CreatedDate FROM Lead GROUP BY CreatedDate", "INVALID_FIELD",
         "field 'CreatedDate' can not be grouped in a query call"),
        ("SELECT SUM(LastName) FROM Lead", "MALFORMED_QUERY",
         "field LastName does not support aggregate operator SUM"),
        ("SELECT MAX(OwnerId) FROM Lead", "MALFORMED_QUERY",
         "field OwnerId does not support aggregate operator MAX"),
        ("SELECT COUNT(Id) n, COUNT(Title) N FROM Lead", "MALFORMED_QUERY", "duplicate alias: N"),
        ("SELECT COUNT(), Name FROM Lead", "MALFORMED_QUERY", "unexpected token: 'COUNT()'"),
        ("SELECT Id FROM Lead WHERE COUNT(Id) > 1", "MALFORMED_QUERY",
         "unexpected token: 'count'"),
        ("SELECT Id FROM Lead HAVING COUNT(Id) > 1", "MALFORMED_QUERY",
         "unexpected token: 'HAVING'"),
        ("SELECT Id x FROM Lead", "MALFORMED_QUERY",
         "only aggregate expressions use field aliasing"),
        ("SELECT FIELDS(ALL), COUNT(Id) FROM Lead LIMIT 5", "MALFORMED_QUERY",
         "Grouped query cannot use child relationships or FIELDS in the SELECT list"),
    ],
)  # fmt: skip
def test_groups_that_make_no_sense(api: Api, soql: str, code: str, message: str) -> None:
    reply = api.query(soql)
    assert [(one["errorCode"], one["message"].splitlines()[-1]) for one in reply.body] == [
        (code, message)
    ]


def test_more_groups_than_a_page_are_refused(api: Api, org: PracticeOrg) -> None:
    seed(org, "Lead", [{"LastName": f"L{n}", "Company": "x"} for n in range(2001)])
    soql = "SELECT LastName FROM Lead GROUP BY LastName"
    assert api.query(soql).body[0]["errorCode"] == "EXCEEDED_ID_LIMIT"
    assert api.query(soql + " LIMIT 2000").body["totalSize"] == 2000


@pytest.mark.parametrize("seed_number", range(3))
def test_both_readings_make_the_same_groups(stocked: PracticeOrg, seed_number: int) -> None:
    choose = random.Random(seed_number)  # noqa: S311
    keys = ["Company", "Title", "DoNotCall", "OwnerId", "LeadSource", "Owner.Name"]
    measures = [
        "COUNT(Id)", "COUNT(Title)", "COUNT_DISTINCT(Company)", "SUM(NumberOfEmployees)",
        "AVG(AnnualRevenue)", "MIN(CreatedDate)", "MAX(NumberOfEmployees)", "MIN(Title)",
    ]  # fmt: skip
    setup = setup_of(stocked)
    with walls.inside(stocked.tenant_id):
        read = reader(stocked, setup)
        rows = [row_of(record) for record in read.records("Lead").order_by("sf_id")]
        for _ in range(25):
            grouped = choose.sample(keys, choose.randint(0, 2))
            chosen = [*grouped, *choose.sample(measures, choose.randint(1, 3))]
            text = f"SELECT {', '.join(chosen)} FROM Lead" + (
                f" GROUP BY {', '.join(grouped)} ORDER BY {', '.join(grouped)}" if grouped else ""
            )
            wanted = plan(read_statement(text), Context(setup.objects, NOW))
            assert wanted.grouping is not None
            steps = {one.steps for one in wanted.grouping.keys.values() if one.steps}
            seen = Rows(parents_of(read, steps, rows))
            plain = chosen_groups(wanted, wanted.grouping, groups_of(wanted.grouping, rows, seen))
            found = read_groups(read, wanted, wanted.grouping)
            assert _same_case(found) == _same_case(plain), text


def _same_case(groups: list[Any]) -> list[dict[str, Any]]:
    """Which spelling stands for a group of several is anybody's choice."""
    return [
        {
            name: value.lower() if isinstance(value, str)
            else round(value, 6) if isinstance(value, float) else value
            for name, value in group.items()
        }
        for group in groups
    ]  # fmt: skip
