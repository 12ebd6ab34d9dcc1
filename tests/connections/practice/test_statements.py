"""Statements as clients write them: the preflight's, and any at all."""

# ruff: noqa: S608 (what is put together here is SOQL of a test)

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connections.practice.rehearsing import seed
from connections.practice.rules.fields import Field
from connections.practice.rules.setup import Setup

from .conftest import VERSION, Api

USER, LEAD = "<user>", "<lead>"
# As salesforce-facts 2.4 writes them.
PREFLIGHT = [
    "SELECT Id, Name, IsSandbox, InstanceName, OrganizationType, TrialExpirationDate, "
    "NamespacePrefix, DefaultLeadAccess, LanguageLocaleKey FROM Organization",
    "SELECT Id, Username, Email, Name, IsActive, UserType, ProfileId, Profile.Name, "
    f"Profile.UserLicense.Name, UserPermissionsMarketingUser FROM User WHERE Id = '{USER}'",
    "SELECT Id, Name, Email FROM User WHERE IsActive = true AND UserType = 'Standard'",
    "SELECT QueueId, Queue.Name, Queue.DeveloperName, Queue.Email FROM QueueSobject "
    "WHERE SobjectType = 'Lead'",
    "SELECT Id, Name, Active, SobjectType FROM AssignmentRule WHERE SobjectType = 'Lead'",
    "SELECT Id, DeveloperName, MasterLabel, IsActive, SobjectType, SobjectSubtype, "
    "NamespacePrefix FROM DuplicateRule WHERE SobjectType IN ('Lead','Contact')",
    "SELECT Id, DeveloperName, MasterLabel, SobjectType, RuleStatus, MatchEngine, BooleanFilter "
    "FROM MatchingRule",
    "SELECT MatchingRuleId, Field, MatchingMethod, BlankValueBehavior, SortOrder "
    "FROM MatchingRuleItem",
    "SELECT ApiName, MasterLabel, IsDefault, IsConverted, SortOrder FROM LeadStatus",
    "SELECT PermissionsRead, PermissionsCreate, PermissionsEdit, PermissionsViewAllRecords, "
    "PermissionsModifyAllRecords, Parent.IsOwnedByProfile, Parent.Label FROM ObjectPermissions "
    "WHERE SobjectType = 'Lead' AND ParentId IN (SELECT PermissionSetId FROM "
    f"PermissionSetAssignment WHERE AssigneeId = '{USER}')",
    "SELECT Field, PermissionsRead, PermissionsEdit, Parent.IsOwnedByProfile, Parent.Label "
    "FROM FieldPermissions WHERE SobjectType = 'Lead' AND ParentId IN (SELECT PermissionSetId "
    f"FROM PermissionSetAssignment WHERE AssigneeId = '{USER}')",
    "SELECT PermissionsApiEnabled, PermissionsViewSetup, PermissionsModifyAllData, "
    "PermissionsViewAllData, PermissionsAssignPermissionSets, "
    "PermissionsCustomizeApplication FROM PermissionSet WHERE Id IN (SELECT PermissionSetId FROM "
    f"PermissionSetAssignment WHERE AssigneeId = '{USER}')",
    f"SELECT IsCreatable, IsReadable, IsEditable FROM UserEntityAccess WHERE UserId='{USER}' "
    "AND EntityDefinition.QualifiedApiName='Lead'",
    "SELECT RecordId, HasReadAccess, HasEditAccess, HasTransferAccess, MaxAccessLevel "
    f"FROM UserRecordAccess WHERE UserId='{USER}' AND RecordId IN ('{LEAD}')",
    "SELECT Id, Name, DeveloperName, IsActive, SobjectType FROM RecordType "
    "WHERE SobjectType='Lead'",
    "SELECT Id, Status, OwnerId, IsConverted, ConvertedContactId, LastModifiedDate, "
    "SystemModstamp FROM Lead WHERE SystemModstamp >= 2026-01-01T00:00:00Z AND "
    "External_Person_ID__c != null ORDER BY SystemModstamp, Id",
]
# Of these at least one row has to come.
EMPTY = {"RecordType", "Lead"}


@pytest.mark.parametrize("number", range(len(PREFLIGHT)))
def test_the_statements_of_a_preflight_are_answered(api: Api, number: int) -> None:
    (lead,) = seed(api.org, "Lead", [{"LastName": "Ruiz", "Company": "Acme"}])
    user = api.org.setup["api_user"]
    reply = api.query(PREFLIGHT[number].replace(USER, user).replace(LEAD, lead))
    assert reply.status == 200, reply.body
    wanted = PREFLIGHT[number].split(" FROM ")[1].split()[0]
    assert reply.body["totalSize"] > 0 or wanted in EMPTY


def test_all_standard_and_custom_fields_need_a_limit(api: Api) -> None:
    api.create("Lead", LastName="Ruiz", Company="Acme")
    for which in ("ALL", "CUSTOM"):
        for ending in ("", " LIMIT 201"):
            reply = api.query(f"SELECT FIELDS({which}) FROM Lead{ending}")
            assert reply.body[0]["errorCode"] == "MALFORMED_QUERY"
    (every,) = api.rows("SELECT FIELDS(ALL) FROM Lead LIMIT 200")
    (standard,) = api.rows("SELECT fields( standard ) FROM Lead")
    (custom,) = api.rows("SELECT Id, FIELDS(CUSTOM) FROM Lead LIMIT 1")
    assert {name for name in every if name.endswith("__c")} == set(custom) - {"Id"}
    assert set(every) == set(standard) | set(custom)


def test_long_texts_make_short_pages(api: Api) -> None:
    notes = Field("Notes__c", "Notes", "textarea", length=32_000, filterable=False)
    api.change(lambda setup: _with(setup, notes))
    seed(api.org, "Account", [{"Name": f"A{n:03}"} for n in range(300)])
    for columns, first in (("Id, Description", 300), ("Id, Description, Notes__c", 200)):
        reply = api.query(f"SELECT {columns} FROM Account ORDER BY Name")
        assert (len(reply.body["records"]), reply.body["totalSize"]) == (first, 300)
    rest = api.get(reply.body["nextRecordsUrl"].removeprefix(f"{VERSION}/"))
    assert (len(rest.body["records"]), rest.body["done"]) == (100, True)


def _with(setup: Setup, field: Field) -> Setup:
    account = setup.objects["Account"]
    more = replace(account, fields=(*account.fields, field))
    return replace(setup, objects={**setup.objects, "Account": more})


@pytest.mark.parametrize(
    "ending",
    ["WITH SECURITY_ENFORCED", "FOR VIEW", "FOR REFERENCE", "USING SCOPE everything"],
)
def test_what_changes_no_answer_is_taken(api: Api, ending: str) -> None:
    api.create("Lead", LastName="Ruiz", Company="Acme")
    assert api.rows(f"SELECT LastName FROM Lead {ending}") == [{"LastName": "Ruiz"}]


def test_mine_are_the_asking_users(api: Api) -> None:
    api.create("Lead", {"Sforce-Auto-Assign": "FALSE"}, LastName="Mine", Company="x")
    seed(api.org, "Lead", [{"LastName": "Tom's", "Company": "x", "OwnerId": _tom(api)}])
    soql = "SELECT LastName FROM Lead l USING SCOPE mine WHERE l.Company = 'X'"
    assert api.rows(soql) == [{"LastName": "Mine"}]


def _tom(api: Api) -> str:
    return str(api.rows("SELECT Id FROM User WHERE Name = 'Tom Reyes'")[0]["Id"])


@pytest.mark.parametrize(
    ("soql", "message"),
    [
        ("SELECT Id FROM Lead FOR UPDATE", "FOR UPDATE not allowed in this context"),
        ("SELECT Id FROM Lead ALL ROWS", "ALL ROWS not allowed in this context"),
        ("SELECT Id FROM Lead WITH NOTHING", "unexpected token: 'NOTHING'"),
        ("SELECT Id FROM Lead USING SCOPE team", "This filterScope not supported: team"),
        ("SELECT A.B.C.D.E.F.G FROM Lead",
         "Cannot have more than 5 levels of parent relationships"),
        ("SELECT Id, Name, id FROM Lead", "duplicate field selected: Id"),
        ("SELECT Id FROM Lead WHERE Title INCLUDES ('a')", "invalid operator on string field"),
    ],
)  # fmt: skip
def test_what_is_not_allowed_says_so(api: Api, soql: str, message: str) -> None:
    (error,) = api.query(soql).body
    assert error["message"].splitlines()[-1] == message


NAMES = st.sampled_from(
    ["Id", "Email", "Owner.Name", "Owner.Type", "CreatedBy.Profile.Name", "ConvertedContact.Name",
     "CreatedDate", "NumberOfEmployees", "IsConverted", "Description", "Address", "Nope__c",
     "Region__c", "Lead.Title", "l.Phone", "COUNT(Id)", "MAX(Title)", "ConvertedDate"]
)  # fmt: skip
LITERALS = st.sampled_from(
    ["'x'", "'it\\'s'", "'\\u00e9'", "'\\x'", "null", "true", "5", "-1.5", "TODAY", "LAST_WEEK",
     "N_MONTHS_AGO:3", "LAST_N_YEARS:99999", "NEXT_FISCAL_QUARTER", "2026-01-01",
     "2026-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "'00QKB00000aBcD1'", "('a', 'b')"]
)  # fmt: skip
TESTS = st.one_of(
    st.tuples(NAMES, st.sampled_from(["=", "!=", "<", ">=", "LIKE", "<>"]), LITERALS),
    st.tuples(NAMES, st.sampled_from(["IN", "NOT IN", "INCLUDES", "EXCLUDES"]),
              st.just("('x;y', 'z')")),
    st.tuples(NAMES, st.just("IN"),
              st.just("(SELECT ConvertedContactId FROM Lead WHERE Title = 'x')")),
).map(" ".join)  # fmt: skip
CONDITIONS = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        inner.map("NOT ({})".format),
        st.tuples(inner, inner).map(lambda pair: "({} AND {})".format(*pair)),
        st.tuples(inner, inner).map(lambda pair: "({}) OR ({})".format(*pair)),
    ),
    max_leaves=5,
)
COLUMNS = st.lists(
    st.one_of(NAMES, st.sampled_from(["COUNT()", "FIELDS(ALL)", "FIELDS(STANDARD)",
                                      "(SELECT Id FROM Contacts)", "AVG(NumberOfEmployees) a"])),
    min_size=1, max_size=3,
).map(", ".join)  # fmt: skip
ENDINGS = st.lists(
    st.one_of(
        NAMES.map("GROUP BY {}".format),
        st.just("HAVING COUNT(Id) > 0"),
        NAMES.map("ORDER BY {} DESC NULLS LAST".format),
        st.sampled_from(["LIMIT 5", "LIMIT 0", "OFFSET 2", "OFFSET 9999", "FOR VIEW", "ALL ROWS"]),
    ),
    max_size=3,
).map(" ".join)
STATEMENTS = st.one_of(
    st.tuples(COLUMNS, st.sampled_from(["Lead l", "Contact", "Account", "User", "Task", "Group"]),
              CONDITIONS, ENDINGS).map(lambda one: "SELECT {} FROM {} WHERE {} {}".format(*one)),
    st.tuples(COLUMNS, st.sampled_from(["Lead", "Account", "LeadStatus"]), ENDINGS).map(
        lambda one: "SELECT {} FROM {} {}".format(*one)
    ),
    st.text(max_size=60),
)  # fmt: skip


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(soql=STATEMENTS)
def test_no_statement_breaks_the_org(api: Api, soql: str) -> None:
    client = Client(raise_request_exception=False)
    response = client.get(
        "/services/data/v62.0/query",
        {"q": soql},
        headers={"Authorization": f"Bearer {api.token}"},
    )
    assert response.status_code in {200, 400}, soql
    body = json.loads(response.content)
    assert "records" in body if response.status_code == 200 else body[0]["errorCode"]
