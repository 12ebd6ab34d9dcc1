"""Whatever is sent, the org answers in its own words and never breaks."""

from __future__ import annotations

import random
from typing import Any

import pytest

from .conftest import VERSION, Api

SCALARS: list[Any] = [
    None, True, False, 0, -1, 1.5, 10**20, 1e308, "", " ", "x", "\x00", "\ud800", "é" * 300, "true",
    "2026-02-30", "0001-01-01T00:00:00+14:00", "00QKB00000aBcD1", "005000000000000AAA", "@{a.id}",
    "@{b[0].id}", "1e999999", "a@b.example", "Lead", "Id", "TRUE", "-" * 5000,
]  # fmt: skip
NAMES = [
    "LastName", "Company", "Email", "OwnerId", "Status", "NumberOfEmployees", "Webinar_Score__c",
    "DoNotCall", "External_Person_ID__c", "IsConverted", "Id", "id", "attributes", "Nope__c", "",
    "records", "allOrNone", "type", "ids", "fields", "EmailBouncedDate", "Region__c", "Latitude",
]  # fmt: skip
PATHS = [
    "sobjects/Lead", "sobjects/Contact", "sobjects/Account", "sobjects/Lead/{id}",
    "sobjects/Lead/External_Person_ID__c/{value}", "sobjects/Lead/Email/{value}",
    "composite/sobjects", "composite/sobjects/Lead", "composite/sobjects/Lead/Email",
    "composite/sobjects/Lead/External_Person_ID__c", "composite", "query", "limits/recordCount",
    "sobjects/{value}/describe", "query/01g000000000000AAA-{value}", "sobjects/User/{id}",
]  # fmt: skip
METHODS = ["GET", "POST", "PATCH", "DELETE"]
WORDS = [
    "SELECT", "FROM", "WHERE", "AND", "OR", "NOT", "IN", "LIKE", "(", ")", ",", "=", "!=", "<",
    "Id", "Email", "Owner.Name", "Lead", "Contact", "User", "COUNT()", "ORDER BY", "LIMIT", "5",
    "OFFSET", "'x'", "'\\'", "null", "true", "TODAY", "LAST_N_DAYS:5", "2026-01-01",
    "2026-01-01T00:00:00Z", "CreatedDate", "NumberOfEmployees", "IsConverted", "Account.Owner.Name",
    "(SELECT Id FROM Contact)", "Address", "NULLS LAST", "DESC", "\x00", "\u2028", "😀",
]  # fmt: skip
HEADERS = {
    "Sforce-Auto-Assign": ["TRUE", "maybe", "01Q000000000009"],
    "Sforce-Duplicate-Rule-Header": ["allowSave=true", ";;=", "="],
    "Sforce-Query-Options": ["batchSize=x", "batchSize=-1", "batchSize=99999999999"],
    "If-Modified-Since": ["x", "Mon, 01 Jan 0001 00:00:00 GMT"],
}


class Junk:
    """Random calls, the same for the same seed."""

    def __init__(self, seed_number: int) -> None:
        self.random = random.Random(seed_number)  # noqa: S311

    def value(self, depth: int = 0) -> Any:
        kind = self.random.random()
        if depth > 3 or kind < 0.6:
            return self.random.choice(SCALARS)
        if kind < 0.8:
            return [self.value(depth + 1) for _ in range(self.random.randint(0, 3))]
        return self.record(depth)

    def record(self, depth: int = 0) -> dict[str, Any]:
        names = self.random.sample(NAMES, self.random.randint(0, 5))
        return {name: self.value(depth + 1) for name in names}

    def body(self) -> Any:
        records = [
            {"attributes": {"type": self.random.choice(["Lead", "Contact", "Nope"])}}
            | {"LastName": "Ruiz", "Company": "Acme"}
            | self.record()
            for _ in range(self.random.randint(0, 3))
        ]
        parts = [
            {
                "method": self.random.choice(METHODS),
                "referenceId": self.random.choice(["a", "b", "c", "1"]),
                "url": f"{VERSION}/{self.path()}",
                "body": self.record(),
            }
            | ({} if self.random.random() < 0.7 else self.record())
            for _ in range(self.random.randint(0, 3))
        ]
        return self.random.choice(
            [
                self.value(),
                self.record(),
                {"LastName": "Ruiz", "Company": "Acme", **self.record()},
                {"records": records, "allOrNone": self.value(3)},
                {"compositeRequest": parts, "allOrNone": self.random.choice([True, False, "x"])},
                {"ids": self.value(2), "fields": self.value(2)},
            ]
        )

    def path(self) -> str:
        value = str(self.random.choice(SCALARS)).encode("utf-8", "replace").decode()
        return self.random.choice(PATHS).format(id="00QKB00000aBcD1", value=value or "x")

    def soql(self) -> str:
        words = self.random.choices(WORDS, k=self.random.randint(1, 9))
        return f"SELECT Id, Name FROM Lead WHERE {' '.join(words)}"  # noqa: S608

    def headers(self) -> dict[str, str]:
        names = [name for name in HEADERS if self.random.random() < 0.2]
        return {name: self.random.choice(HEADERS[name]) for name in names}


@pytest.mark.parametrize("seed_number", range(2))
def test_no_call_breaks_the_org(api: Api, seed_number: int) -> None:
    junk = Junk(seed_number)
    statuses = set()
    for _ in range(120):
        method, path = junk.random.choice(METHODS), junk.path()
        query = {"q": junk.soql(), "ids": "x,00QKB00000aBcD1", "allOrNone": "true"}
        reply = api.call(method, path, junk.body(), headers=junk.headers(), **query)
        assert reply.status < 500
        if reply.status >= 400:
            assert all(one["errorCode"] and "message" in one for one in reply.body)
        statuses.add(reply.status)
    assert {200, 400, 404, 405} <= statuses


@pytest.mark.parametrize("seed_number", range(2))
def test_no_query_breaks_the_org(api: Api, seed_number: int) -> None:
    junk = Junk(seed_number)
    assert {api.query(junk.soql()).status for _ in range(150)} <= {200, 400}
