from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connections.crm import Record
from mappings.decisions import Action, Decision
from mappings.indexing import RecordIndex, index_records
from mappings.matching import Match
from mappings.reading_back import compare_owner
from mappings.routing import Desk, Route, active_ids, at_desk, given_turn, pool_named, route
from mappings.rules import (
    AccountOwner,
    AssignmentRules,
    Condition,
    Creator,
    Member,
    OneQueue,
    OneUser,
    Owner,
    RoundRobin,
    Routing,
    Row,
    SourceOwner,
    Table,
    Test,
)
from tests.mappings.agreement import INLET, ORG, RULES, lead, proposal, rules

TOM = OneUser(id="005000000000002AAA", name="Tom Reyes")
DANA = OneUser(id="005000000000003AAA", name="Dana Whitlock")
SOLAR = OneQueue(id="00G000000000001AAA", name="Solar UK")
BY_RULE = "Salesforce’s assignment rule picks the owner."
STAYS = Route({}, "FALSE", "The owner stays. Assignment rules are off, as on every update.")
CREATOR = "The owner is the user through whom Inlet is connected."
POOL = RoundRobin(pool="EMEA", members=(Member(id=TOM.id, name="Tom"), Member(id=DANA.id)))


def user(one: OneUser, *, active: bool = True, email: str = "") -> Record:
    fields = {"Id": one.id, "Name": one.name, "IsActive": active, "Email": email}
    return Record("User", one.id, fields)


def users(*records: Record) -> RecordIndex:
    return index_records(RULES, records)


def account(**fields: Any) -> Record:
    known = {"Name": "Tarn Ltd", "OwnerId": TOM.id, "Owner.Name": "Tom Reyes"}
    return Record("Account", "001000000000001AAA", known | fields)


def desk(owner: Owner, fallback: OneUser | OneQueue | None = None, **more: Any) -> Desk:
    """A new Lead's, unless told otherwise."""
    known: dict[str, Any] = {"sobject": "Lead", "is_new": True, "org": ORG}
    return Desk(
        rules=rules(routing=Routing(owner=owner, fallback=fallback, on_update=True)),
        **(known | more),
    )


def to(owner: OneUser | OneQueue, sentence: str) -> Route:
    return Route({"OwnerId": owner.id}, "FALSE", sentence, owner.id, owner.name)


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        (Creator(), Route({}, "FALSE", CREATOR, INLET)),
        (TOM, to(TOM, "The owner is Tom Reyes.")),
        (
            OneUser(id=TOM.id),
            Route({"OwnerId": TOM.id}, "FALSE", f"The owner is {TOM.id}.", TOM.id, TOM.id),
        ),
        (
            OneUser(id=TOM.id[:15], name="Tom"),
            Route({"OwnerId": TOM.id[:15]}, "FALSE", "The owner is Tom.", TOM.id, "Tom"),
        ),
        (SOLAR, to(SOLAR, "The owner is the queue Solar UK.")),
        (AssignmentRules(), Route({}, "TRUE", BY_RULE)),
        (
            AssignmentRules(rule_id="01Q000000000001AAA"),
            Route({}, "01Q000000000001AAA", BY_RULE),
        ),
        (POOL, Route({}, "FALSE", "The round robin “EMEA” picks the owner.", pool="EMEA")),
    ],
)
def test_a_new_lead_goes_where_the_routing_says(owner: Owner, expected: Route) -> None:
    assert at_desk(desk(owner)) == expected


@pytest.mark.parametrize("owner", [Creator(), TOM, SOLAR, AssignmentRules(), POOL, AccountOwner()])
def test_an_existing_record_keeps_its_owner(owner: Owner) -> None:
    found = route(
        rules(routing=Routing(owner=owner)),
        proposal(),
        Match(record=lead(1, OwnerId=DANA.id), account=account()),
        values={},
        org=ORG,
        is_new=False,
        sobject="Lead",
    )
    assert found == STAYS


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        (Creator(), STAYS),
        (TOM, to(TOM, "The owner is Tom Reyes.")),
        (
            DANA,
            Route({}, "FALSE", "The owner is Dana Whitlock. It is so already.", DANA.id, DANA.name),
        ),
        (AssignmentRules(), Route({}, "TRUE", BY_RULE)),
        (
            POOL,
            Route({}, "FALSE", f"{DANA.id} of the round robin “EMEA” has it already."),
        ),
        (
            replace(POOL, members=POOL.members[:1]),
            Route({}, "FALSE", "The round robin “EMEA” picks the owner.", pool="EMEA"),
        ),
    ],
)
def test_an_existing_record_gets_an_owner_only_if_asked(owner: Owner, expected: Route) -> None:
    found = route(
        rules(routing=Routing(owner=owner, on_update=True)),
        proposal(),
        Match(record=lead(1, OwnerId=DANA.id)),
        values={},
        org=ORG,
        is_new=False,
        sobject="Lead",
    )
    assert found == expected


@pytest.mark.parametrize(
    ("owner", "more", "because"),
    [
        (TOM, {"index": users()}, "Tom Reyes is no user of this org that Inlet can see."),
        (
            TOM,
            {"index": users(user(TOM, active=False))},
            "Tom Reyes is no longer active in Salesforce.",
        ),
        (
            SOLAR,
            {"sobject": "Contact"},
            "A queue such as Solar UK can’t own a Contact.",
        ),
        (
            AssignmentRules(),
            {"sobject": "Contact"},
            "Assignment rules are for Leads, not for a Contact.",
        ),
        (AccountOwner(), {}, "No Account was found, so there is no Account owner."),
        (
            AccountOwner(),
            {"match": Match(account=account(OwnerId=None))},
            "Inlet can’t see who owns Tarn Ltd.",
        ),
        (
            AccountOwner(),
            {"match": Match(account=account(**{"Owner.IsActive": False}))},
            "Tom Reyes, who owns Tarn Ltd, is no longer active in Salesforce.",
        ),
        (SourceOwner(source="owner"), {}, "The lead names no owner."),
        (
            SourceOwner(source="owner"),
            {"lead": {"owner": "Tom@tarn.example"}, "index": users()},
            "No active user in Salesforce has the address Tom@tarn.example.",
        ),
        (
            SourceOwner(source="owner"),
            {
                "lead": {"owner": "tom@tarn.example"},
                "index": users(user(TOM, active=False, email="tom@tarn.example")),
            },
            "Tom Reyes is no longer active in Salesforce.",
        ),
    ],
)
def test_the_fallback_steps_in(owner: Owner, more: dict[str, Any], because: str) -> None:
    index = more.get("index")
    if index is not None:
        more = more | {"index": users(user(DANA), *index.users.values())}
    found = at_desk(desk(owner, DANA, **more))
    assert found == to(DANA, f"{because} The fallback steps in. The owner is Dana Whitlock.")
    without = at_desk(desk(owner, **more))
    assert without == Route({}, "FALSE", f"{because} {CREATOR}", INLET)
    kept = at_desk(desk(owner, **(more | {"is_new": False, "owner_id": INLET})))
    assert (kept.fields, kept.owner_id) == ({}, "")
    assert kept.sentence == f"{because} {STAYS.sentence}"


def test_a_fallback_that_cant_own_it_leaves_it_to_the_creator() -> None:
    found = at_desk(desk(TOM, SOLAR, sobject="Contact", index=users()))
    assert found.owner_id == INLET
    assert found.sentence == (
        "Tom Reyes is no user of this org that Inlet can see. "
        f"A queue such as Solar UK can’t own a Contact. {CREATOR}"
    )


def test_the_owner_of_the_account_and_the_one_the_lead_names() -> None:
    by_account = at_desk(desk(AccountOwner(), match=Match(account=account())))
    assert by_account == to(TOM, "The owner is Tom Reyes, who owns Tarn Ltd.")
    index = users(user(TOM, email="Tom@tarn.example"))
    source = SourceOwner(source="owner.email")
    sent = {"owner": {"email": "TOM@tarn.example"}}
    assert at_desk(desk(source, lead=sent, index=index)) == to(TOM, "The owner is Tom Reyes.")
    by_id = at_desk(desk(source, lead={"owner": {"email": TOM.id}}, index=index))
    assert by_id == to(TOM, "The owner is Tom Reyes.")


TABLE = Table(
    rows=(
        Row(
            when=(
                Condition(field="Country", values=("DE", "AT")),
                Condition(field="NumberOfEmployees", test=Test.AT_LEAST, values=("200",)),
            ),
            owner=TOM,
        ),
        Row(when=(Condition(source="company.country", values=("GB",)),), owner=SOLAR),
        Row(when=(Condition(field="Account.Industry", values=("Energy",)),), owner=POOL),
    ),
    otherwise=AssignmentRules(),
)


@pytest.mark.parametrize(
    ("values", "sent", "sentence"),
    [
        (
            {"Country": "at", "NumberOfEmployees": 200},
            {},
            "Line 1 of the routing table fits. The owner is Tom Reyes.",
        ),
        (
            {"Country": "AT", "NumberOfEmployees": 199},
            {"company": {"country": "gb"}},
            "Line 2 of the routing table fits. The owner is the queue Solar UK.",
        ),
        (
            {"Account.Industry": "energy"},
            {},
            "Line 3 of the routing table fits. The round robin “EMEA” picks the owner.",
        ),
        ({}, {}, f"No line of the routing table fits. {BY_RULE}"),
    ],
)
def test_the_first_line_of_the_table_that_fits_decides(
    values: dict[str, Any], sent: dict[str, Any], sentence: str
) -> None:
    assert at_desk(desk(TABLE, values=values, lead=sent)).sentence == sentence


def test_a_turn_names_the_owner() -> None:
    given = given_turn(desk(POOL), TOM.id, POOL)
    sentence = "Tom is next in the round robin “EMEA”."
    assert given == Route({"OwnerId": TOM.id}, "FALSE", sentence, TOM.id, "Tom")
    nobody = given_turn(desk(POOL, DANA), "", POOL)
    assert nobody == to(
        DANA,
        "Nobody in the round robin “EMEA” is there now. "
        "The fallback steps in. The owner is Dana Whitlock.",
    )


def test_pools_are_found_by_name_also_in_a_table() -> None:
    assert pool_named(Routing(owner=TABLE), "EMEA") == POOL
    assert pool_named(Routing(owner=POOL), "EMEA") == POOL
    assert pool_named(Routing(owner=TABLE), "APAC") is None


def test_who_is_active_is_known_only_after_a_look() -> None:
    assert active_ids(None) is None
    index = users(user(TOM), user(DANA, active=False))
    assert active_ids(index) == frozenset({TOM.id})


def test_a_user_of_whom_nothing_is_said_can_own_records() -> None:
    index = users(Record("User", TOM.id, {"Id": TOM.id, "Name": TOM.name}))
    assert active_ids(index) == frozenset({TOM.id})
    assert at_desk(desk(TOM, index=index)) == to(TOM, "The owner is Tom Reyes.")


def decision(**changed: Any) -> Decision:
    known = {"action": Action.CREATE_LEAD, "reason": "", "person_key": "k", "auto_assign": "FALSE"}
    return Decision(**(known | changed))


@pytest.mark.parametrize(
    ("meant", "owner", "sentence"),
    [
        (decision(owner_id=TOM.id), TOM.id, ""),
        (decision(owner_id=TOM.id[:15]), TOM.id, ""),
        (decision(), INLET, ""),
        (decision(owner_id=TOM.id), "", ""),
        (
            decision(owner_id=TOM.id, owner_name="Tom Reyes"),
            INLET,
            "The owner was to be Tom Reyes, but Salesforce says Inlet. "
            "A flow or a trigger of the org changes it when the record is saved.",
        ),
        (
            decision(owner_id=INLET),
            TOM.id,
            "The owner was to be the user through whom Inlet is connected, but Salesforce says "
            "Inlet. A flow or a trigger of the org changes it when the record is saved.",
        ),
        (decision(auto_assign="TRUE"), TOM.id, ""),
        (
            decision(auto_assign="TRUE"),
            INLET,
            "The owner is Inlet, the user through whom Inlet is connected: no assignment rule "
            "is active, or none of its entries fits.",
        ),
        (decision(auto_assign="TRUE", action=Action.UPDATE_LEAD), INLET, ""),
    ],
)
def test_the_owner_read_back_is_compared(meant: Decision, owner: str, sentence: str) -> None:
    read = lead(1, OwnerId=owner, **{"Owner.Name": "Inlet"})
    assert compare_owner(meant, read, ORG) == sentence
    assert compare_owner(meant, None, ORG) == ""
