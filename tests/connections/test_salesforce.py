"""The client, against a server that answers what Salesforce might."""

from __future__ import annotations

import pytest

from connections.crm import Crm, Identity, Usage, Write, WriteResult
from connections.errors import (
    NOT_SENT,
    ConfigurationError,
    CrmError,
    ErrorClass,
    PermanentError,
    TransientError,
    UnknownOutcome,
)

from .orgs import (
    CONTACTS,
    LEADS,
    SESSION_ENDED,
    USER_PATH,
    Tokens,
    composite,
    ids,
    leads,
    open_org,
    rows,
    saved,
)
from .scripted import Answer, Script, closed_port


def test_the_client_is_a_crm(script: Script) -> None:
    crm: Crm = open_org(script.url)
    assert (crm.calls, crm.usage) == (0, None)


def test_one_lead_is_one_call(script: Script) -> None:
    script.say(saved)
    crm = open_org(script.url)
    written = crm.write([Write("a", "Lead", {"LastName": "Ruiz"}, auto_assign="TRUE")])
    assert written.results == (
        WriteResult("a", ok=True, record_id="00QKB00000aBcD12AK", created=True),
    )
    assert (crm.calls, written.read_back) == (1, ())
    (seen,) = script.seen
    assert (seen.method, seen.path) == ("POST", "/services/data/v62.0/composite")
    assert seen.headers["Authorization"] == "Bearer token1"
    assert "X-PrettyPrint" not in seen.headers
    assert seen.json["compositeRequest"][0]["httpHeaders"]["Sforce-Auto-Assign"] == "TRUE"


def test_an_ended_session_is_renewed_once_and_the_call_repeated_as_it_was(script: Script) -> None:
    script.say(SESSION_ENDED, saved, saved)
    tokens = Tokens()
    crm = open_org(script.url, tokens)
    written = crm.write(
        [Write("a", "Lead", {"LastName": "Ruiz"}, auto_assign="01QKB0000002gHi2AI")]
    )
    crm.write(leads(1))
    assert written.results[0].ok
    first, second, _ = script.seen
    assert first.body == second.body
    assert [seen.headers["Authorization"] for seen in script.seen] == [
        "Bearer token1", "Bearer token2", "Bearer token2",
    ]  # fmt: skip
    assert {**first.headers, "Authorization": ""} == {**second.headers, "Authorization": ""}
    assert tokens.given == 2


def test_a_session_that_ends_at_once_is_not_renewed_for_ever(script: Script) -> None:
    script.say(SESSION_ENDED, SESSION_ENDED)
    tokens = Tokens()
    with pytest.raises(ConfigurationError) as caught:
        open_org(script.url, tokens).find([LEADS])
    assert (caught.value.code, caught.value.kind) == ("INVALID_SESSION_ID", ErrorClass.AUTH)
    assert (tokens.given, len(script.seen)) == (2, 2)


def test_a_session_without_the_api_is_not_renewed(script: Script) -> None:
    message = "This session is not valid for use with the REST API"
    script.say(Answer([{"message": message, "errorCode": "INVALID_SESSION_ID"}], status=401))
    tokens = Tokens()
    with pytest.raises(ConfigurationError) as caught:
        open_org(script.url, tokens).find([LEADS])
    assert (caught.value.kind, tokens.given) == (ErrorClass.PERMISSION, 1)


PAGE = "<html><body>Down for maintenance</body></html>"


@pytest.mark.parametrize(
    ("answer", "reading", "writing"),
    [
        (Answer([], delay=0.8), TransientError, UnknownOutcome),
        (Answer(drop=True), TransientError, UnknownOutcome),
        (Answer(PAGE, kind="text/html"), TransientError, UnknownOutcome),
        (Answer(PAGE, kind="text/html", status=502), TransientError, UnknownOutcome),
        (Answer(PAGE, kind="text/html", status=504), TransientError, UnknownOutcome),
        (Answer('{"compositeResponse": [', status=200), TransientError, UnknownOutcome),
        (
            Answer([{"errorCode": "UNKNOWN_EXCEPTION", "message": "ErrorId 1"}], status=500),
            TransientError,
            UnknownOutcome,
        ),
        (
            Answer({"errorCode": "SERVER_UNAVAILABLE", "message": "Later"}, status=503),
            TransientError,
            TransientError,
        ),
        (
            Answer([{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "TotalRequests"}], 403),
            TransientError,
            TransientError,
        ),
        (
            Answer([{"errorCode": "API_DISABLED_FOR_ORG", "message": "No"}], status=403),
            ConfigurationError,
            ConfigurationError,
        ),
        (
            Answer([{"errorCode": "JSON_PARSER_ERROR", "message": "No"}], status=400),
            PermanentError,
            PermanentError,
        ),
        (Answer(PAGE, kind="text/html", status=410), PermanentError, PermanentError),
        (
            Answer("", status=302, headers={"Location": "/x"}),
            ConfigurationError,
            ConfigurationError,
        ),
    ],
)
def test_a_call_that_fails_says_whether_it_may_have_been_carried_out(
    script: Script, answer: Answer, reading: type[CrmError], writing: type[CrmError]
) -> None:
    script.say(answer, answer)
    with pytest.raises(CrmError) as read:
        open_org(script.url).find([LEADS])
    assert type(read.value) is reading
    with pytest.raises(CrmError) as written:
        open_org(script.url).write(leads(1))
    assert type(written.value) is writing
    assert len(script.seen) == 2


def test_an_org_that_is_not_reached_was_not_written_to() -> None:
    with pytest.raises(TransientError) as caught:
        open_org(f"http://127.0.0.1:{closed_port()}").write(leads(1))
    assert (type(caught.value), caught.value.code) == (TransientError, NOT_SENT)


def test_five_searches_are_one_call_and_their_pages_are_followed(script: Script) -> None:
    first = "00QKB00000aBcD12AK"
    script.say(
        composite(
            rows(first),
            rows(),
            rows("b" * 18, rest="/q/b-2"),
            rows(),
            rows("e" * 18, rest="/q/e-2"),
        ),
        composite(rows("f" * 18), rows("c" * 18, rest="/q/b-3"), rows("g" * 18)),
        composite(rows("d" * 18)),
    )
    crm = open_org(script.url)
    found = crm.find([LEADS, CONTACTS, LEADS, CONTACTS, LEADS, LEADS])
    assert ids(found) == [
        [first],
        [],
        ["b" * 18, "c" * 18, "d" * 18],
        [],
        ["e" * 18, "g" * 18],
        ["f" * 18],
    ]
    assert crm.calls == 3
    urls = [[part["url"] for part in seen.json["compositeRequest"]] for seen in script.seen]
    query = "/services/data/v62.0/query?q=SELECT+Id%2C+Email+FROM+Lead"
    assert urls[1:] == [[query, "/q/b-2", "/q/e-2"], ["/q/b-3"]]


def test_searching_for_nothing_costs_nothing(script: Script) -> None:
    crm = open_org(script.url)
    assert (crm.find([]), crm.calls) == ([], 0)


def test_a_search_that_salesforce_refuses_is_an_error(script: Script) -> None:
    script.say(
        composite(rows(), ([{"errorCode": "QUERY_TIMEOUT", "message": "too long"}], 400)),
        composite(([{"errorCode": "INVALID_FIELD", "message": "No such column"}], 400)),
    )
    with pytest.raises(TransientError, match="QUERY_TIMEOUT"):
        open_org(script.url).find([LEADS, CONTACTS])
    with pytest.raises(ConfigurationError, match="INVALID_FIELD"):
        open_org(script.url).find([LEADS])


def test_the_org_tells_who_we_are(script: Script) -> None:
    organization = {
        "attributes": {"type": "Organization"}, "Id": "00DKB0000004VwX2AU", "Name": "Acme",
        "IsSandbox": False, "OrganizationType": "Enterprise Edition", "InstanceName": "EU1",
    }  # fmt: skip
    user = {
        "user_id": "005KB000001mNoPYAU", "organization_id": "00DKB0000004VwX2AU",
        "username": "sync@acme.example", "display_name": "Lead Sync", "email": "ops@acme.example",
    }  # fmt: skip
    script.say(
        Answer("Bad_OAuth_Token", status=403, kind="text/html"),
        Answer(user),
        composite(({"done": True, "records": [organization]}, 200)),
    )
    tokens = Tokens()
    crm = open_org(script.url, tokens)
    assert crm.who_am_i() == Identity(
        org_id="00DKB0000004VwX2AU",
        org_name="Acme",
        is_sandbox=False,
        organization_type="Enterprise Edition",
        instance_name="EU1",
        user_id="005KB000001mNoPYAU",
        username="sync@acme.example",
        display_name="Lead Sync",
        email="ops@acme.example",
    )
    assert [seen.path for seen in script.seen[:2]] == [USER_PATH, USER_PATH]
    assert (tokens.given, crm.calls) == (2, 3)


def test_an_object_is_described(script: Script) -> None:
    script.say(
        Answer(
            {"name": "Lead", "fields": [{"name": "Id", "type": "id"}]},
            headers={"Sforce-Limit-Info": "api-usage=3/15000"},
        ),
        Answer([{"errorCode": "NOT_FOUND", "message": "Does not exist"}], status=404),
    )
    crm = open_org(script.url)
    assert list(crm.describe("Lead").fields) == ["Id"]
    assert script.seen[0].path == "/services/data/v62.0/sobjects/Lead/describe"
    assert crm.usage == Usage(3, 15000)
    with pytest.raises(PermanentError, match="NOT_FOUND"):
        crm.describe("Nothing__c")
    with pytest.raises(ValueError, match="API name"):
        crm.describe("../Lead")
