"""Queries over HTTP: shapes, parents, paging, errors."""

# ruff: noqa: S608 (what is put together here is SOQL of a test)

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from connections.practice.models import PracticeCursor
from connections.practice.rehearsing import convert_lead, seed
from tenants import walls

from .conftest import VERSION, Api


def test_a_record_has_attributes_and_what_was_selected(api: Api) -> None:
    lead = api.create("Lead", LastName="Ruiz", FirstName="Ana", Company="Acme", City="Bonn")
    user = api.org.setup["api_user"]
    reply = api.query("SELECT Id, name, Owner.Name, Owner.Type, Address, Title FROM Lead")
    assert (reply.status, reply.body) == (
        200,
        {
            "totalSize": 1,
            "done": True,
            "records": [
                {
                    "attributes": {"type": "Lead", "url": f"{VERSION}/sobjects/Lead/{lead}"},
                    "Id": lead,
                    "Name": "Ana Ruiz",
                    "Owner": {
                        "attributes": {"type": "Name", "url": f"{VERSION}/sobjects/User/{user}"},
                        "Name": "Inlet Integration",
                        "Type": "User",
                    },
                    "Address": {
                        "city": "Bonn",
                        "country": None,
                        "geocodeAccuracy": None,
                        "latitude": None,
                        "longitude": None,
                        "postalCode": None,
                        "state": None,
                        "street": None,
                    },
                    "Title": None,
                }
            ],
        },
    )


def test_stamps_are_salesforces(api: Api) -> None:
    with time_machine.travel("2026-03-04T10:11:12.987Z", tick=False):
        api = Api(api.client, api.credentials, api.org, api.token)
        seed(api.org, "Lead", [{"LastName": "Ruiz", "Company": "Acme"}])
    wanted = "CreatedDate, LastModifiedDate, SystemModstamp"
    assert api.rows(f"SELECT {wanted} FROM Lead WHERE CreatedDate = 2026-03-04T10:11:12Z") == [
        dict.fromkeys(wanted.split(", "), "2026-03-04T10:11:12.000+0000")
    ]


def test_an_absent_parent_is_null(api: Api) -> None:
    api.create("Contact", LastName="Ruiz")
    assert api.rows("SELECT Account.Name, Account.Owner.Name FROM Contact") == [{"Account": None}]


def test_parents_of_parents(api: Api) -> None:
    (lead,) = seed(api.org, "Lead", [{"LastName": "Ruiz", "Company": "Acme"}], by="Tom Reyes")
    convert_lead(api.org, lead, by="Tom Reyes")
    assert api.rows(
        "SELECT LastName, ConvertedContact.Account.Name, ConvertedContact.LastName, "
        "CreatedBy.Profile.Name FROM Lead WHERE ConvertedContact.Account.Owner.Name = 'Tom Reyes'"
    ) == [
        {
            "LastName": "Ruiz",
            "ConvertedContact": {"Account": {"Name": "Acme"}, "LastName": "Ruiz"},
            "CreatedBy": {"Profile": {"Name": "Standard User"}},
        }
    ]


def test_a_queue_is_shown_as_owner(api: Api) -> None:
    queue = api.rows("SELECT Id, Name FROM Group WHERE Name = 'Inbound UK'")[0]["Id"]
    headers = {"Sforce-Auto-Assign": "FALSE"}
    api.create("Lead", headers, LastName="Ruiz", Company="Acme", OwnerId=queue)
    reply = api.query("SELECT Owner.Name, Owner.Type FROM Lead")
    assert reply.body["records"][0]["Owner"] == {
        "attributes": {"type": "Name", "url": f"{VERSION}/sobjects/Group/{queue}"},
        "Name": "Inbound UK",
        "Type": "Queue",
    }


@pytest.mark.parametrize(
    ("soql", "rows"),
    [
        (
            "SELECT Name, IsSandbox, InstanceName, OrganizationType, DefaultLeadAccess, "
            "TrialExpirationDate, NamespacePrefix, LanguageLocaleKey FROM Organization",
            [
                {
                    "Name": "Solvane Energy",
                    "IsSandbox": False,
                    "InstanceName": "PRACTICE1",
                    "OrganizationType": "Developer Edition",
                    "DefaultLeadAccess": "ReadEditTransfer",
                    "TrialExpirationDate": None,
                    "NamespacePrefix": None,
                    "LanguageLocaleKey": "en_US",
                }
            ],
        ),
        (
            "SELECT Username, Profile.Name, Profile.UserLicense.Name, "
            "UserPermissionsMarketingUser FROM User WHERE LastName = 'integration'",
            [
                {
                    "Username": "integration@solvane-energy.practice",
                    "Profile": {
                        "Name": "Minimum Access - API Only Integrations",
                        "UserLicense": {"Name": "Salesforce Integration"},
                    },
                    "UserPermissionsMarketingUser": False,
                }
            ],
        ),
        (
            "SELECT Name FROM User WHERE IsActive = true AND UserType = 'Standard' ORDER BY Name",
            [
                {"Name": name}
                for name in ("Aisha Bello", "Inlet Integration", "Maya Okafor", "Tom Reyes")
            ],
        ),
        (
            "SELECT Queue.Name, Queue.DeveloperName, Queue.Email FROM QueueSobject "
            "WHERE SobjectType = 'Lead' ORDER BY Queue.Name LIMIT 1",
            [
                {
                    "Queue": {
                        "Name": "Inbound DACH",
                        "DeveloperName": "Inbound_DACH",
                        "Email": None,
                    }
                }
            ],
        ),
        (
            "SELECT Name, Active, SobjectType FROM AssignmentRule WHERE SobjectType = 'Lead'",
            [{"Name": "Leads by country", "Active": False, "SobjectType": "Lead"}],
        ),
        (
            "SELECT DeveloperName, MasterLabel, IsActive, SobjectType, SobjectSubtype, "
            "NamespacePrefix FROM DuplicateRule WHERE SobjectType IN ('Lead')",
            [
                {
                    "DeveloperName": "Standard_Lead_Duplicate_Rule",
                    "MasterLabel": "Standard Lead Duplicate Rule",
                    "IsActive": False,
                    "SobjectType": "Lead",
                    "SobjectSubtype": "None",
                    "NamespacePrefix": None,
                }
            ],
        ),
        (
            "SELECT ApiName, IsDefault, IsConverted, SortOrder FROM LeadStatus ORDER BY SortOrder",
            [
                {
                    "ApiName": name,
                    "IsDefault": name == "New",
                    "IsConverted": name == "Converted",
                    "SortOrder": order,
                }
                for order, name in enumerate(
                    ("New", "Working", "Qualified", "Unqualified", "Converted"), start=1
                )
            ],
        ),
        ("SELECT Id, Name FROM RecordType WHERE SobjectType = 'Lead'", []),
    ],
)
def test_the_setup_can_be_queried(api: Api, soql: str, rows: object) -> None:
    assert api.rows(soql) == rows


def test_setup_rows_have_well_formed_ids_that_lead_back(api: Api) -> None:
    for sobject in ("User", "Group", "Organization", "AssignmentRule", "DuplicateRule"):
        for row in api.rows(f"SELECT Id FROM {sobject}"):
            reply = api.get(f"sobjects/{sobject}/{row['Id']}", fields="Id")
            assert (reply.status, reply.body["Id"]) == (200, row["Id"])


def test_counting(api: Api) -> None:
    seed(api.org, "Lead", [{"LastName": f"L{n}", "Company": "Acme"} for n in range(3)])
    for soql, total in (
        ("SELECT COUNT() FROM Lead", 3),
        ("SELECT COUNT() FROM Lead WHERE LastName != 'L1'", 2),
        ("SELECT COUNT() FROM Lead LIMIT 2", 2),
        ("SELECT COUNT() FROM User", 5),
    ):
        assert api.query(soql).body == {"totalSize": total, "done": True, "records": []}


@pytest.mark.parametrize(
    ("soql", "code"),
    [
        ("SELECT Id FROM Lead WHERE", "MALFORMED_QUERY"),
        ("SELECT Foo__c FROM Lead", "INVALID_FIELD"),
        ("SELECT Id FROM Foo__c", "INVALID_TYPE"),
        ("SELECT Id FROM Lead WHERE OwnerId = 'abc'", "INVALID_QUERY_FILTER_OPERATOR"),
        ("SELECT Id FROM Lead OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE"),
        ("SELECT Id FROM Lead ORDER BY ConvertedContact.Account.Name", "INVALID_FIELD"),
    ],
)
def test_errors_have_a_code_and_no_fields(api: Api, soql: str, code: str) -> None:
    reply = api.query(soql)
    assert reply.status == 400
    assert [(one["errorCode"], sorted(one)) for one in reply.body] == [
        (code, ["errorCode", "message"])
    ]


def test_values_that_no_database_takes_do_no_harm(api: Api) -> None:
    for soql in (
        "SELECT Id FROM Lead WHERE Title = 'a\x00b' AND Email = 'x\\u0000'",
        "SELECT Id FROM Lead WHERE Title LIKE '\\uD800%'",
        "SELECT Id FROM Lead WHERE AnnualRevenue > 1" + "0" * 3000,
        "SELECT Id FROM Lead LIMIT 99999999999999999999999999",
    ):
        assert api.query(soql).body == {"totalSize": 0, "done": True, "records": []}


@pytest.fixture
def crowded(api: Api) -> Api:
    """An org with 450 Leads named 000 to 449."""
    seed(api.org, "Lead", [{"LastName": f"{n:03}", "Company": "Acme"} for n in range(450)])
    return api


def pages(api: Api, soql: str) -> list[list[str]]:
    """The last names of each page."""
    headers = {"Sforce-Query-Options": "batchSize=200"}
    reply = api.call("GET", "query", headers=headers, q=soql)
    found = []
    while True:
        found.append([record["LastName"] for record in reply.body["records"]])
        assert reply.body["totalSize"] == 450
        if reply.body["done"]:
            assert "nextRecordsUrl" not in reply.body
            return found
        path = reply.body["nextRecordsUrl"].removeprefix(f"{VERSION}/")
        reply = api.call("GET", path, headers=headers)


def test_pages_follow_each_other_in_order(crowded: Api) -> None:
    found = pages(crowded, "SELECT LastName FROM Lead ORDER BY LastName DESC")
    assert [len(page) for page in found] == [200, 200, 50]
    assert [name for page in found for name in page] == [f"{n:03}" for n in range(449, -1, -1)]


def test_a_query_keeps_the_rows_that_it_began_with(crowded: Api) -> None:
    reply = crowded.call(
        "GET",
        "query",
        headers={"Sforce-Query-Options": "batchSize=200"},
        q="SELECT Id, LastName FROM Lead ORDER BY LastName",
    )
    seed(crowded.org, "Lead", [{"LastName": "000", "Company": "Late"}])
    gone = crowded.rows("SELECT Id FROM Lead WHERE LastName = '300'")[0]["Id"]
    crowded.call("DELETE", f"sobjects/Lead/{gone}")
    rest = crowded.get(reply.body["nextRecordsUrl"].removeprefix(f"{VERSION}/"))
    names = [record["LastName"] for record in rest.body["records"]]
    assert names == [f"{n:03}" for n in range(200, 450) if n != 300]


def test_a_locator_ends(crowded: Api) -> None:
    headers = {"Sforce-Query-Options": "batchSize=200"}
    reply = crowded.call("GET", "query", headers=headers, q="SELECT Id FROM Lead")
    path = reply.body["nextRecordsUrl"].removeprefix(f"{VERSION}/")
    unknown = [{"errorCode": "INVALID_QUERY_LOCATOR", "message": "invalid query locator"}]
    never = ("query/01g000000000000AAA-200", "query/01gKB000000abcd-2000")
    for wrong in (*never, path.replace("-200", "-9999999999")):
        assert crowded.get(wrong).body == unknown
    without_checksum = path.replace(path[-7:-4], "")
    assert len(crowded.get(without_checksum).body["records"]) == len(
        crowded.get(path).body["records"]
    )
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        token = Api(crowded.client, crowded.credentials, crowded.org, crowded.token)
        assert token.get("limits").status == 401
    past = timezone.now() - timedelta(days=3)
    with walls.inside(crowded.org.tenant_id):
        PracticeCursor.objects.update(created_at=past)
    assert crowded.get(path).body == unknown


def test_deleted_rows_are_for_query_all_only(api: Api) -> None:
    lead = api.create("Lead", LastName="Ruiz", Company="Acme")
    api.call("DELETE", f"sobjects/Lead/{lead}")
    soql = "SELECT LastName, IsDeleted FROM Lead"
    assert api.rows(soql) == []
    (record,) = api.call("GET", "queryAll", q=soql).body["records"]
    assert (record["LastName"], record["IsDeleted"]) == ("Ruiz", True)
