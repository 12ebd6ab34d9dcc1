from __future__ import annotations

from dataclasses import replace

import pytest

from mappings.columns import account_columns, contact_columns, lead_columns
from mappings.indexing import index_records, missing
from mappings.lookups import Lookups, Missing, email_fields, lookups, readable
from mappings.rules import (
    AccountByDomain,
    AccountByName,
    Always,
    ByCompanyAndName,
    ByEmail,
    ByExternalId,
    ByPhone,
    CampaignRule,
    Condition,
    Member,
    OneQueue,
    OneUser,
    RoundRobin,
    Routing,
    Row,
    Table,
    TaskRule,
    WhileField,
)
from tests.mappings.agreement import (
    BY_ID,
    ORG,
    RULES,
    contact,
    described,
    field,
    lead,
    org,
    proposal,
    rules,
)

ANA = "ana@tarn.example"
KEY = "External_Person_ID__c"
LEAD_ID, CONTACT_ID = "00QKB00000aBcD12AK", "003KB00000xYzQ7YAK"
RUIZ = {"last_name": "Ruiz", "company": "Tarn", "phone": "+442079460958"}


def test_a_batch_asks_for_each_address_and_key_once() -> None:
    batch = [proposal(email=ANA), proposal("a:1", email="Ana@Tarn.example"), proposal("a:2")]
    wanted = lookups(RULES, batch)
    assert wanted == Lookups(
        emails=frozenset({ANA}), external_ids=frozenset({batch[0].person_key, "a:1", "a:2"})
    )


def test_only_what_the_rules_compare_is_asked_for() -> None:
    batch = [proposal("a:1", email=ANA, **RUIZ)]
    assert lookups(rules(match=(BY_ID,)), batch) == Lookups(external_ids=frozenset({"a:1"}))
    assert lookups(rules(external_id_field=""), batch) == Lookups(emails=frozenset({ANA}))
    everything = rules(
        match=(ByCompanyAndName(), ByPhone()), accounts=(AccountByDomain(), AccountByName())
    )
    assert lookups(everything, batch) == Lookups(
        external_ids=frozenset({"a:1"}),
        names=frozenset({("Ruiz", "Tarn")}),
        phones=frozenset({"+442079460958"}),
        domains=frozenset({"tarn.example"}),
        companies=frozenset({"Tarn"}),
    )


def test_earlier_addresses_bring_the_records_in_which_they_ended() -> None:
    known = {
        "ANA@Tarn.example ": frozenset(
            {LEAD_ID[:15], CONTACT_ID, "001KB00000xYzQ7YAK", "nonsense"}
        ),
        "bo@tarn.example": frozenset({LEAD_ID}),
    }
    wanted = lookups(RULES, [proposal(email=ANA)], known)
    assert (wanted.ids, wanted.known) == (
        {LEAD_ID, CONTACT_ID},
        {ANA: frozenset({LEAD_ID, CONTACT_ID})},
    )
    forgetful = rules(match=(ByEmail(earlier=False),))
    assert lookups(forgetful, [proposal(email=ANA)], known).ids == frozenset()


def test_users_are_asked_for_by_address_and_by_id() -> None:
    pool = RoundRobin(pool="p", members=(Member(id="005KB000001mNoPYAU"), Member(id="005x")))
    of = rules(routing=Routing(owner=pool, fallback=OneQueue(id="00GKB000001mNoPYAU")))
    leads = [replace(proposal(email=ANA), user_emails=frozenset({"Dana@x.example"}))]
    wanted = lookups(of, leads)
    assert (wanted.user_ids, wanted.user_emails) == ({"005KB000001mNoPYAU"}, {"dana@x.example"})


@pytest.mark.parametrize(
    ("names", "columns"),
    [
        (("Id", "Title", "Nope__c", "Title", ""), ("Id", "Title")),
        (("Owner.Name", "Boss__r.Email", "Other__r.Email"), ("Owner.Name", "Boss__r.Email")),
        (("Account.Owner.Name",), ()),
    ],
)
def test_what_the_describe_lacks_is_left_out(
    names: tuple[str, ...], columns: tuple[str, ...]
) -> None:
    seen = org(described("Title"), described("OwnerId"), described("Boss__c"))
    assert readable(seen, "Lead", names) == columns
    unseen = tuple(dict.fromkeys(name for name in names if name))
    assert readable(ORG, "Lead", names) == readable(seen, "Contact", names) == unseen


def test_e_mail_fields_are_those_the_rule_names_or_all_there_are() -> None:
    seen = org(described("Email", "email"), described("Work__c", "email"), described("Title"))
    assert email_fields(ByEmail(), "Lead", seen) == ("Email",)
    assert email_fields(ByEmail(lead_fields=()), "Lead", seen) == ("Email", "Work__c")
    assert email_fields(ByEmail(lead_fields=()), "Lead", ORG) == ("Email",)
    assert email_fields(ByEmail(lead_fields=("Gone__c",)), "Lead", seen) == ()


def test_the_columns_are_what_deciding_needs() -> None:
    of = rules(
        match=(ByEmail(lead_fields=("Email", "Work__c")), ByExternalId(), ByPhone()),
        fields=(
            field("Title", ownership=(Always(), WhileField(field="Rating", values=("Hot",)))),
            field("City", contact_field="MailingCity"),
        ),
    )
    leads, contacts = lead_columns(of, ORG), contact_columns(of, ORG)
    needed = {"IsConverted", "ConvertedContactId", "LastModifiedById", "LastModifiedBy.Name",
              "LastActivityDate", "Owner.IsActive", "Owner.Type", "Status", KEY}  # fmt: skip
    assert needed | {"Title", "City", "Rating", "Work__c", "MobilePhone"} <= set(leads)
    assert {"MailingCity", "AccountId", "Account.Owner.IsActive", KEY, "Email"} <= set(contacts)
    assert not {"Rating", "Work__c", "City", "Status", "IsConverted"} & set(contacts)
    assert "Account.Id" not in contacts  # AccountId says it
    assert len(set(leads)) == len(leads)


def test_conditions_may_look_at_the_record_and_at_its_account() -> None:
    first, second, third = (
        (Condition(field=name),) for name in ("Country", "Account.Industry", "Account.Type")
    )
    owner = OneUser(id="005KB000001mNoPYAU")
    of = rules(
        routing=Routing(owner=Table(rows=(Row(when=first, owner=owner),))),
        campaigns=(CampaignRule(campaign="x", when=second),),
        tasks=(TaskRule(subject="x", when=third),),
        contact_when=(Condition(field="Stage__c"),),
        accounts=(AccountByDomain(field="Site__c"),),
    )
    assert {"Site__c", "Stage__c", "Industry", "Type", "Owner.IsActive"} <= set(
        account_columns(of, ORG)
    )
    assert {"Account.Industry", "Account.Type", "Account.Stage__c"} <= set(contact_columns(of, ORG))
    seen = org(described("Country"), contact=(described("AccountId"),))
    assert "Country" in lead_columns(of, seen)
    assert not {"Country", "Account.Industry"} & set(lead_columns(of, ORG))
    assert "Country" not in contact_columns(of, seen)


def test_what_is_still_missing_is_known() -> None:
    done = lead(1, Email="Old@x.example", IsConverted=True, ConvertedContactId=CONTACT_ID)
    wanted = Lookups(ids=frozenset({LEAD_ID, done.id}))
    index = index_records(RULES, [done], wanted=wanted)
    assert missing(index) == Missing(frozenset({LEAD_ID, CONTACT_ID}), frozenset({"old@x.example"}))
    gone = lead(2, IsDeleted=True, MasterRecordId="00QKB00000aBcD22AK")
    gone = replace(gone, id=LEAD_ID)
    asked = replace(wanted, asked=frozenset({LEAD_ID, CONTACT_ID}))
    then = index_records(RULES, [done, gone], wanted=asked)
    assert missing(then).ids == {"00QKB00000aBcD22AK"}
    assert not missing(then).emails
    left = replace(lead(3), id="00QKB00000aBcD22AK")
    settled = index_records(RULES, [done, gone, left], wanted=asked)
    assert not missing(settled)
    assert settled.survivor(LEAD_ID) == left
    assert settled.survivor("00QKB00000aBcD32AK") is None


def test_an_address_names_one_user_or_nobody() -> None:
    def user(number: int, email: str, *, active: bool = True) -> object:
        return replace(
            contact(number, Email=email, IsActive=active), sobject="User", id=f"005{number}"
        )

    users = [
        user(1, "One@x.example"),
        user(2, "two@x.example"), user(3, "TWO@x.example", active=False),
        user(4, "three@x.example"), user(5, "three@x.example"),
        user(6, "left@x.example", active=False),
        user(7, ""),
    ]  # fmt: skip
    index = index_records(RULES, users)  # type: ignore[arg-type]
    assert set(index.users) == {f"005{number}" for number in range(1, 8)}
    assert index.users_by_email == {
        "one@x.example": "0051", "two@x.example": "0052", "left@x.example": "0056",
    }  # fmt: skip
