"""Errors are told in plain words, and raised as one of three kinds."""

from __future__ import annotations

import re
from typing import Any

import pytest

from connections import errors
from connections.call_errors import BY_STATUS, UNKNOWN_CODE, UNKNOWN_FAULT
from connections.errors import (
    TABLE,
    ConfigurationError,
    CrmError,
    ErrorClass,
    PermanentError,
    TransientError,
    UnknownOutcome,
    as_error,
    explain,
    failure,
    may_have_happened,
    parse_errors,
)

LABELS = {"Region__c": "Region", "LastName": "Last Name", "Email": "Email"}


@pytest.mark.parametrize(
    ("code", "fields", "message", "cause"),
    [
        (
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            ("Region__c",),
            "Lead Region: bad value for restricted picklist field: Narnia",
            "Salesforce has no Region called “Narnia”.",
        ),
        (
            "REQUIRED_FIELD_MISSING",
            ("Company",),
            "Required fields are missing: [Company]",
            "Company is missing. Salesforce requires it on every Lead.",
        ),
        (
            "REQUIRED_FIELD_MISSING",
            ("Company", "LastName"),
            "…",
            "Company and Last Name are missing. Salesforce requires them on every Lead.",
        ),
        (
            "REQUIRED_FIELD_MISSING",
            (),
            "Required fields are missing: [Company]",
            "A field is missing that Salesforce requires on every Lead: Required fields are "
            "missing: [Company].",
        ),
        (
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            ("Score__c", "Region__c", "Email"),
            "…",
            "Inlet may not edit the fields Score__c, Region and Email.",
        ),
        (
            "FIELD_CUSTOM_VALIDATION_EXCEPTION",
            (),
            "Phone or e-mail!",
            "A rule of the org refused this Lead: “Phone or e-mail!”",
        ),
        (
            "DUPLICATES_DETECTED",
            (),
            "Use one of these records?",
            "A duplicate rule of the org stopped this Lead: “Use one of these records?”",
        ),
        (
            "STRING_TOO_LONG",
            ("Email",),
            "…",
            "The value for Email is longer than the field.",
        ),
        (
            "INVALID_EMAIL_ADDRESS",
            ("Email",),
            "…",
            "“foo@” isn't an e-mail address that Salesforce takes in Email.",
        ),
        # The value isn't known: the sentence that needs it isn't used.
        (
            "INVALID_EMAIL_ADDRESS",
            ("Other__c",),
            "Email: invalid email address: foo@",
            "Salesforce doesn't take the e-mail address: Email: invalid email address: foo@.",
        ),
        ("SOMETHING_NEW", (), "Hm.", "Salesforce refused this Lead: “Hm”."),
        ("HTTP_503", (), "Salesforce answered 503.", "Salesforce didn't answer as it should."),
    ],
)
def test_an_error_is_explained_to_a_person(
    code: str, fields: tuple[str, ...], message: str, cause: str
) -> None:
    sent = {"Region__c": "Narnia", "Email": "foo@"}
    told, fix = explain(failure(code, message, fields=fields), LABELS, sent=sent)
    assert told == cause
    assert fix.endswith(".")


def test_the_object_is_named_by_its_label() -> None:
    missing = failure("REQUIRED_FIELD_MISSING", "…", fields=("LastName",))
    told, _ = explain(missing, LABELS | {"Contact": "Kontakt"}, sobject="Contact")
    assert told == "Last Name is missing. Salesforce requires it on every Kontakt."


def test_a_long_value_is_cut_in_its_sentence() -> None:
    bad = failure("INVALID_STATUS", "…", fields=("Status",))
    told, _ = explain(bad, {}, sent={"Status": "x" * 500})
    assert told == f"The org doesn't allow the status “{'x' * 120}…” here."


MEANINGS = {id(one): one for one in (*TABLE.values(), *BY_STATUS.values())}.values()
WORDS = {"field": "F", "fields": "F and G", "value": "V", "object": "Lead", "message": "M"}


@pytest.mark.parametrize("meaning", [*MEANINGS, UNKNOWN_CODE, UNKNOWN_FAULT])
def test_every_sentence_is_whole_and_plain(meaning: errors.Meaning) -> None:
    needs = set(re.findall(r"{(\w+)}", meaning.cause))
    assert needs <= set(WORDS)
    if needs & {"field", "value"}:
        assert not set(re.findall(r"{(\w+)}", meaning.bare)) & {"field", "fields", "value"}
        assert meaning.bare
    assert not re.findall(r"{(field|value)}", meaning.many)
    assert "{" not in meaning.fix
    for sentence in filter(None, (meaning.cause, meaning.bare, meaning.many, meaning.fix)):
        told = sentence.format_map(WORDS)
        assert re.match(r"[A-Z“]", told)
        assert re.search(r"([.”]|M)$", told)
        plain = r"(?i)\b(please|oops|invalid|successful|successfully|an error occurred)\b"
        assert not re.search(plain, told)


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("SERVER_UNAVAILABLE", 503, TransientError),
        ("UNABLE_TO_LOCK_ROW", 400, TransientError),
        ("REQUEST_LIMIT_EXCEEDED", 403, TransientError),
        ("INVALID_SESSION_ID", 401, ConfigurationError),
        ("API_DISABLED_FOR_ORG", 403, ConfigurationError),
        ("STORAGE_LIMIT_EXCEEDED", 403, ConfigurationError),
        ("MALFORMED_QUERY", 400, PermanentError),
        ("NOT_FOUND", 404, PermanentError),
        ("REQUIRED_FIELD_MISSING", 400, PermanentError),
        ("DUPLICATES_DETECTED", 400, PermanentError),
        ("SOMETHING_NEW", 400, PermanentError),
        ("SOMETHING_NEW", 500, TransientError),
    ],
)
def test_a_call_fails_in_one_of_three_ways(code: str, status: int, kind: type[CrmError]) -> None:
    error = as_error(failure(code, "Why", http_status=status))
    assert type(error) is kind
    assert (error.code, error.message, str(error)) == (code, "Why", f"{code}: Why")
    assert isinstance(error.kind, ErrorClass)


def test_a_lost_answer_is_its_own_kind_of_transient_error() -> None:
    lost = errors.answer_lost("ReadTimeout")
    assert (type(lost), lost.code, lost.kind) == (
        UnknownOutcome, errors.ANSWER_LOST, ErrorClass.UNKNOWN,
    )  # fmt: skip
    assert isinstance(lost, TransientError)
    assert not isinstance(errors.not_sent("refused"), UnknownOutcome)


@pytest.mark.parametrize(
    ("body", "status", "possible"),
    [
        ([{"errorCode": "SERVER_UNAVAILABLE", "message": ""}], 503, False),
        ([{"errorCode": "ORG_IN_MAINTENANCE", "message": ""}], 503, False),
        ([{"errorCode": "UNKNOWN_EXCEPTION", "message": ""}], 500, True),
        ("<html>Bad gateway</html>", 502, True),
        ("<html>Time-out</html>", 504, True),
        ("<html>Down for maintenance</html>", 503, True),
        ("", 408, True),
        ([{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": ""}], 403, False),
        ([{"errorCode": "INVALID_SESSION_ID", "message": ""}], 401, False),
    ],
)
def test_a_failed_write_may_have_happened_unless_salesforce_turned_it_away(
    body: Any, status: int, *, possible: bool
) -> None:
    (found,) = parse_errors(body, status)
    assert may_have_happened(found, status) is possible
