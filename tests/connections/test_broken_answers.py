"""Each broken answer to each call of the port: the right class, and never a crash."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from connections import soql
from connections.crm import Creation, Crm, Describe, Look, Query, Sight, Write, WriteResult
from connections.errors import ANSWER_LOST, CrmError, Failure, UnknownOutcome
from connections.grants import ask
from connections.models import Connection, Environment
from connections.salesforce import Access, SalesforceOrg
from connections.transport import OrgSession, TimedAdapter

from .broken_answers import IN_PARTS, LOST, WHOLE, Kind
from .orgs import USER_PATH
from .scripted import Answer, Script, scripted_server

SELECTS = [soql.select("Lead", ["Id"]), soql.select("Contact", ["Id"])]
# Two collections: what is wrong with the second says nothing of the first.
WRITES = [
    Write("a", "Lead", {"LastName": "A"}),
    Write("b", "Lead", {"LastName": "B"}, auto_assign="TRUE"),
]
MADE = [Creation("a", "PermissionSet", {}), Creation("b", "PermissionSet", {})]
LOOKS: list[Look] = [Describe("Lead"), Query(SELECTS[0])]
TOTAL = 0.3


def word(failure: Failure) -> str:
    return LOST if failure.code == ANSWER_LOST else failure.kind.value


def words(results: Iterable[WriteResult | Sight]) -> list[str]:
    """What became of each, in a word."""
    return [
        word(one.failures[0]) if isinstance(one, WriteResult) and not one.ok
        else word(one.failure) if isinstance(one, Sight) and one.failure is not None
        else "ok"
        for one in results
    ]  # fmt: skip


def found(_: object) -> list[str]:
    return ["ok"]


READS: dict[str, Callable[[Crm], list[str]]] = {
    "user": lambda crm: found(crm.user()),
    "who_am_i": lambda crm: found(crm.who_am_i()),
    "describe": lambda crm: found(crm.describe("Lead")),
    "find": lambda crm: found(crm.find(SELECTS)),
    "look": lambda crm: words(crm.look(LOOKS)),
    "look_tooling": lambda crm: words([crm.look_tooling(SELECTS[0])]),
}
CHANGES: dict[str, Callable[[Crm], list[str]]] = {
    "write": lambda crm: words(crm.write(WRITES).results),
    "write_singly": lambda crm: words(crm.write_singly(WRITES)),
    "set_up": lambda crm: words(crm.set_up(MADE)),
    "set_up (Tooling)": lambda crm: words(crm.set_up(MADE, tooling=True)),
}


@pytest.fixture(scope="module")
def host() -> Iterator[Script]:
    """One server for all of them: each has its own sockets to it."""
    with scripted_server() as running:
        yield running


@pytest.fixture
def quick(host: Script) -> Crm:
    """An org with little patience."""
    access = Access(
        instance_url=host.url, identity_url=f"{host.url}{USER_PATH}", token="t", version="62.0"
    )
    session = OrgSession(TimedAdapter(1, 0.2, TOTAL), host.url)
    return SalesforceOrg(access, session, refresh=lambda: "t2")


def outcome(call: Callable[[Crm], list[str]], crm: Crm) -> list[str]:
    """The words of the call, or of the error that it raised."""
    try:
        return call(crm)
    except CrmError as error:
        lost = isinstance(error, UnknownOutcome)
        assert lost == (error.code == ANSWER_LOST)
        return [word(error.failure)]


def check(host: Script, crm: Crm, call: Callable[[Crm], list[str]]) -> list[str]:
    """The outcome of the call, after which the client goes on as if nothing had been."""
    began = time.monotonic()
    told = outcome(call, crm)
    assert time.monotonic() - began < 2 * TOTAL + 1
    host.answers.clear()
    host.say(Answer({"user_id": "005KB000001mNoPYAU"}))
    assert crm.user()["user_id"]
    return told


def test_there_are_at_least_25_kinds() -> None:
    assert len({kind.name for kind in (*WHOLE, *IN_PARTS)}) >= 50


@pytest.mark.parametrize("kind", WHOLE, ids=lambda kind: kind.name)
@pytest.mark.parametrize("name", READS)
def test_a_reading_call(host: Script, quick: Crm, name: str, kind: Kind) -> None:
    host.say(kind.answer, kind.answer)
    assert check(host, quick, READS[name]) == [kind.read]


@pytest.mark.parametrize("kind", WHOLE, ids=lambda kind: kind.name)
@pytest.mark.parametrize("name", CHANGES)
def test_a_changing_call(host: Script, quick: Crm, name: str, kind: Kind) -> None:
    host.say(kind.answer, kind.answer)
    assert check(host, quick, CHANGES[name]) == [kind.written]


@pytest.mark.parametrize("kind", IN_PARTS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("name", ["find", "look", *CHANGES])
def test_a_part_of_a_call(host: Script, quick: Crm, name: str, kind: Kind) -> None:
    host.say(kind.answer)
    told = check(host, quick, {**READS, **CHANGES}[name])
    assert told in RIGHT[name](kind)


def _of_collections(kind: Kind) -> list[list[str]]:
    # What tells of each of its records is whole without a status.
    whole = "status" in kind.name
    return [["ok", "ok"]] if whole else [["ok", kind.written]]


def _of_single(kind: Kind) -> list[list[str]]:
    return [["ok", "ok"]] if kind.name.startswith("a result too") else [["ok", kind.written]]


def _of_rows(kind: Kind) -> list[list[str]]:
    return [["ok"]] if "status" in kind.name else [[kind.read]]


def _of_looks(kind: Kind) -> list[list[str]]:
    return [["ok", "ok"]] if "status" in kind.name else [["ok", kind.read]]


RIGHT: dict[str, Callable[[Kind], list[list[str]]]] = {
    "find": _of_rows,
    "look": _of_looks,
    "write": _of_collections,
    "write_singly": _of_single,
    "set_up": _of_single,
    "set_up (Tooling)": _of_single,
}


@pytest.mark.parametrize("kind", WHOLE, ids=lambda kind: kind.name)
def test_the_token_endpoint(host: Script, settings: Any, kind: Kind) -> None:
    settings.PRACTICE_URL, settings.SALESFORCE_TOKEN_TIMEOUT = host.url, 0.2
    row = Connection(
        tenant_id=uuid.uuid4(),
        environment=Environment.PRACTICE,
        login_url=host.url,
        consumer_key="our key",
    )
    host.answers.clear()
    host.say(kind.answer)
    with pytest.raises(CrmError) as caught:
        ask(row, {"grant_type": "refresh_token", "refresh_token": "r"})
    assert word(caught.value.failure) == (kind.token or kind.written)
