"""An admin lets the org answer with an error of the admin's own choice."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from connections.practice.browsing import calls, counts
from connections.practice.faulting import add_fault
from connections.practice.opening import Credentials
from connections.practice.rules.faults import ANSWER, Fault

from .conftest import Api, token_for
from .test_faults import LEAD, create, raw


@pytest.mark.parametrize(("asked", "given"), [(0, 400), (403, 403), (503, 503)])
def test_the_error_comes_as_it_was_chosen(api: Api, asked: int, given: int) -> None:
    add_fault(api.org, Fault(ANSWER, status=asked, code="ORG_LOCKED", message="Locked."))
    reply = create(api)
    assert (reply.status, reply.body) == (
        given,
        [{"message": "Locked.", "errorCode": "ORG_LOCKED"}],
    )
    (asked_for, *_) = calls(api.org, 1)
    assert (asked_for.sentence, asked_for.refusal, asked_for.fault) == (
        "Create 1 Lead; answered with an error that was asked for",
        "ORG_LOCKED",
        ANSWER,
    )
    assert counts(api.org)["Lead"] == 0


@pytest.mark.parametrize(("asked", "given"), [(0, 503), (420, 420), (504, 504)])
def test_without_a_code_it_is_a_page(api: Api, asked: int, given: int) -> None:
    add_fault(api.org, Fault(ANSWER, status=asked))
    response = raw(api, "POST", "sobjects/Lead", LEAD)
    assert (response.status_code, response.headers["Content-Type"]) == (
        given,
        "text/html;charset=UTF-8",
    )


def test_only_the_calls_that_are_meant_get_it(api: Api) -> None:
    add_fault(api.org, Fault(ANSWER, "queries", code="QUERY_TIMEOUT"))
    assert create(api).status == 201
    assert api.query("SELECT Id FROM Lead").body[0]["errorCode"] == "QUERY_TIMEOUT"


def test_the_token_endpoint_does_not_know_it(
    api: Api, client: Client, credentials: Credentials
) -> None:
    add_fault(api.org, Fault(ANSWER, status=500))
    assert token_for(client, credentials)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"status": 200}, "status: 400 to 599"),
        ({"status": 600}, "status: 400 to 599"),
        ({"code": "A B"}, "code: up to 80 letters"),
        ({"code": "X" * 81}, "code: up to 80 letters"),
        ({"message": "x" * 501}, "message: up to 500"),
        ({"kind": "lock", "code": "ORG_LOCKED"}, "only for “answer”"),
    ],
)
def test_what_can_not_be_an_answer_is_said(api: Api, wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        add_fault(api.org, Fault(**{"kind": ANSWER, **wrong}))
