"""The session under the client: time limits, one host, no redirects, only JSON, open sockets."""

from __future__ import annotations

import gzip
import uuid

import pytest
import requests

from connections.crm import Usage
from connections.errors import (
    ANSWER_LOST,
    FORBIDDEN_HOST,
    NOT_SENT,
    ConfigurationError,
    CrmError,
    PermanentError,
    TransientError,
    UnknownOutcome,
)
from connections.transport import (
    MAX_ANSWER,
    AnswerTooLarge,
    CarefulSession,
    NotJson,
    OrgSession,
    TimedAdapter,
    pool,
    unanswered,
    usage_in,
)

from .scripted import Answer, Script, closed_port


def open_session(script: Script, read: float = 5) -> OrgSession:
    return OrgSession(TimedAdapter(1, read, 2 * read), script.url)


def failing(url: str, session: requests.Session) -> requests.RequestException:
    with pytest.raises(requests.RequestException) as caught:
        session.post(url, json={})
    return caught.value


def test_a_call_is_counted_and_timed_and_tells_the_orgs_usage(script: Script) -> None:
    script.say(
        Answer([], headers={"Sforce-Limit-Info": "api-usage=18/15000"}, delay=0.05),
        Answer([]),
    )
    session = open_session(script)
    assert (session.calls, session.ms, session.usage) == (0, 0, None)
    assert session.get(f"{script.url}/a").json() == []
    session.get(f"{script.url}/b")
    assert (session.calls, session.usage) == (2, Usage(used=18, allowed=15000))
    assert 50 <= session.ms < 2000


@pytest.mark.parametrize(
    ("header", "usage"),
    [
        ("api-usage=8370/15000", Usage(8370, 15000)),
        ("api-usage=10018/100000; api-bursts=1/750", Usage(10018, 100000)),
        ("api-usage=25/5; per-app-api-usage=17/250(appName=x)", Usage(25, 5)),
        ("per-app-api-usage=17/250(appName=x)", None),
        ("api-usage=x", None),
        ("", None),
    ],
)
def test_usage_is_read_from_its_header(header: str, usage: Usage | None) -> None:
    assert usage_in(header) == usage


def test_no_answer_within_the_time_limit_is_an_end(script: Script) -> None:
    script.say(Answer([], delay=0.6))
    error = failing(f"{script.url}/", open_session(script, read=0.2))
    assert isinstance(error, requests.ReadTimeout)


def test_a_redirect_is_not_followed(script: Script) -> None:
    script.say(Answer({}, status=302, headers={"Location": f"{script.url}/elsewhere"}))
    answer = open_session(script).get(f"{script.url}/")
    assert (answer.status_code, len(script.seen)) == (302, 1)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "https://login.salesforce.com/",
        "{url}@evil.example/",
        "https://127.0.0.1/",
    ],
)
def test_a_session_reaches_its_own_host_only(script: Script, url: str) -> None:
    error = failing(url.format(url=script.url), open_session(script))
    assert isinstance(error, requests.exceptions.InvalidSchema)
    assert script.seen == []


def test_nothing_is_taken_from_the_environment_and_no_cookie_is_kept(script: Script) -> None:
    script.say(Answer([], headers={"Set-Cookie": "BrowserId=x; Path=/"}), Answer([]))
    session = open_session(script)
    session.get(f"{script.url}/")
    session.get(f"{script.url}/")
    assert (session.trust_env, session.proxies, len(session.cookies)) == (False, {}, 0)
    assert "Cookie" not in script.seen[1].headers


def test_a_page_is_no_answer_but_a_failing_page_is_left_to_the_reader(script: Script) -> None:
    page = "<html>Down for maintenance</html>"
    script.say(Answer(page, kind="text/html"), Answer(page, kind="text/html", status=503))
    session = open_session(script)
    assert isinstance(failing(f"{script.url}/", session), NotJson)
    assert session.get(f"{script.url}/").text == page


def test_an_answer_without_a_body_needs_no_type(script: Script) -> None:
    script.say(Answer(b"", kind="", status=200))
    assert open_session(script).get(f"{script.url}/").content == b""


def test_an_answer_without_end_is_not_read_to_its_end(script: Script) -> None:
    bomb = gzip.compress(b"0" * (MAX_ANSWER + 1))
    script.say(Answer(bomb, headers={"Content-Encoding": "gzip"}))
    assert isinstance(failing(f"{script.url}/", open_session(script)), AnswerTooLarge)


def test_a_connection_keeps_its_sockets_from_one_lead_to_the_next(script: Script) -> None:
    script.say(Answer([]), Answer([]), Answer([]))
    mine, other = uuid.uuid4(), uuid.uuid4()
    for connection in (mine, mine, other):
        OrgSession(pool(connection, 1, 5, total=9), script.url).get(f"{script.url}/")
    first, second, third = (seen.port for seen in script.seen)
    assert first == second != third
    assert pool.cache_info().maxsize == 64


@pytest.mark.parametrize(
    ("answer", "written", "read"),
    [
        (Answer([], delay=0.6), UnknownOutcome, TransientError),
        (Answer(drop=True), UnknownOutcome, TransientError),
        (Answer("<html>", kind="text/html"), UnknownOutcome, TransientError),
        (
            Answer(gzip.compress(b"0" * (MAX_ANSWER + 1)), headers={"Content-Encoding": "gzip"}),
            UnknownOutcome,
            TransientError,
        ),
        (Answer(b"broken", headers={"Content-Encoding": "gzip"}), UnknownOutcome, TransientError),
    ],
)
def test_a_call_that_was_sent_may_have_been_carried_out(
    script: Script, answer: Answer, written: type[CrmError], read: type[CrmError]
) -> None:
    script.say(answer)
    error = failing(f"{script.url}/", open_session(script, read=0.2))
    assert len(script.seen) == 1
    lost = unanswered(error, writing=True)
    assert (type(lost), lost.code) == (written, ANSWER_LOST)
    assert type(unanswered(error, writing=False)) is read


@pytest.mark.parametrize("writing", [True, False])
def test_a_call_that_never_left_is_simply_tried_again(*, writing: bool) -> None:
    nobody = f"http://127.0.0.1:{closed_port()}"
    error = failing(f"{nobody}/", CarefulSession(TimedAdapter(1, 1, 1), nobody))
    found = unanswered(error, writing=writing)
    assert (type(found), found.code) == (TransientError, NOT_SENT)
    timeout = unanswered(requests.ConnectTimeout(), writing=writing)
    assert (type(timeout), timeout.code) == (TransientError, NOT_SENT)


def test_a_host_or_a_value_that_is_never_sent_is_not_tried_again(script: Script) -> None:
    session = open_session(script)
    for url in ("https://evil.example/", f"{script.url}99999/", "http://"):
        host = unanswered(failing(url, session), writing=True)
        assert (type(host), host.code) == (ConfigurationError, FORBIDDEN_HOST)
    with pytest.raises(requests.RequestException) as caught:
        session.post(f"{script.url}/", json={"AnnualRevenue": float("nan")})
    value = unanswered(caught.value, writing=True)
    assert (type(value), value.code) == (PermanentError, "INVALID_INPUT")
    assert script.seen == []


def test_a_certificate_that_is_not_salesforces_stops_the_call_before_it_is_sent() -> None:
    refused = requests.exceptions.SSLError("… CERTIFICATE_VERIFY_FAILED …")
    broken = requests.exceptions.SSLError("EOF occurred in violation of protocol")
    assert unanswered(refused, writing=True).code == NOT_SENT
    assert unanswered(broken, writing=True).code == ANSWER_LOST
