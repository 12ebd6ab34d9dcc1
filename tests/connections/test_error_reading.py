"""Errors are read in every shape that Salesforce sends, and classified by their code."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.error_kinds import ErrorClass, Meaning, by_code
from connections.errors import TABLE, Failure, classify, is_known, parse_errors
from connections.inlet_errors import INLET

K = ErrorClass

# Every code of salesforce-facts 9 and 1.8, with what its row says there.
CATALOGUE = [
    ("INVALID_SESSION_ID", K.AUTH, False),
    ("INVALID_AUTH_HEADER", K.BUG, False),
    ("REQUEST_LIMIT_EXCEEDED", K.LIMIT, True),
    ("API_DISABLED_FOR_ORG", K.PERMISSION, False),
    ("API_CURRENTLY_DISABLED", K.PERMISSION, False),
    ("SERVER_UNAVAILABLE", K.TRANSIENT, True),
    ("UNKNOWN_EXCEPTION", K.UNKNOWN, True),
    ("ORG_LOCKED", K.TRANSIENT, True),
    ("ORG_IN_MAINTENANCE", K.TRANSIENT, True),
    ("INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE", K.TRANSIENT, True),
    ("TRIAL_EXPIRED", K.AUTH, False),
    ("UNSUPPORTED_API_VERSION", K.BUG, False),
    ("UNABLE_TO_LOCK_ROW", K.LOCK, True),
    ("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", K.DATA, False),
    ("CANNOT_EXECUTE_FLOW_TRIGGER", K.DATA, False),
    ("FIELD_CUSTOM_VALIDATION_EXCEPTION", K.DATA, False),
    ("REQUIRED_FIELD_MISSING", K.DATA, False),
    ("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", K.DATA, False),
    ("INVALID_EMAIL_ADDRESS", K.DATA, False),
    ("STRING_TOO_LONG", K.DATA, False),
    ("NUMBER_OUTSIDE_VALID_RANGE", K.DATA, False),
    ("INVALID_TYPE_ON_FIELD_IN_RECORD", K.DATA, False),
    ("JSON_PARSER_ERROR", K.DATA, False),
    ("INVALID_FIELD", K.PERMISSION, False),
    ("INVALID_FIELD_FOR_INSERT_UPDATE", K.PERMISSION, False),
    ("INSUFFICIENT_ACCESS_OR_READONLY", K.PERMISSION, False),
    ("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", K.PERMISSION, False),
    ("INVALID_CROSS_REFERENCE_KEY", K.DATA, False),
    ("MALFORMED_ID", K.DATA, False),
    ("ENTITY_IS_DELETED", K.GONE, True),
    ("NOT_FOUND", K.GONE, True),
    ("DUPLICATE_VALUE", K.DATA, True),
    ("DUPLICATE_EXTERNAL_ID", K.DATA, False),
    ("DUPLICATES_DETECTED", K.DUPLICATE_RULE, False),
    ("CANNOT_UPDATE_CONVERTED_LEAD", K.GONE, True),
    ("INACTIVE_OWNER_OR_USER", K.PERMISSION, False),
    ("OP_WITH_INVALID_USER_TYPE_EXCEPTION", K.PERMISSION, False),
    ("TRANSFER_REQUIRES_READ", K.PERMISSION, False),
    ("INVALID_ASSIGNMENT_RULE", K.PERMISSION, False),
    ("INVALID_ASSIGNEE_TYPE", K.PERMISSION, False),
    ("FIELD_INTEGRITY_EXCEPTION", K.DATA, False),
    ("FIELD_FILTER_VALIDATION_EXCEPTION", K.DATA, False),
    ("INVALID_STATUS", K.DATA, False),
    ("STORAGE_LIMIT_EXCEEDED", K.LIMIT, False),
    ("LIMIT_EXCEEDED", K.LIMIT, False),
    ("LICENSE_LIMIT_EXCEEDED", K.LIMIT, False),
    ("TXN_SECURITY_NO_ACCESS", K.PERMISSION, False),
    ("TXN_SECURITY_APEX_ERROR", K.PERMISSION, False),
    ("TXN_SECURITY_METERING_ERROR", K.TRANSIENT, True),
    ("TXN_SECURITY_RUNTIME_ERROR", K.PERMISSION, False),
    ("TXN_SECURITY_FAIL_CLOSE", K.PERMISSION, False),
    ("TXN_SECURITY_TWO_FA_REQUIRED", K.PERMISSION, False),
    ("TXN_SECURITY_END_A_SESSION", K.PERMISSION, False),
    ("LOGIN_DURING_RESTRICTED_DOMAIN", K.PERMISSION, False),
    ("LOGIN_DURING_RESTRICTED_TIME", K.PERMISSION, False),
    ("CLIENT_NOT_ACCESSIBLE_FOR_USER", K.PERMISSION, False),
    ("ALL_OR_NONE_OPERATION_ROLLED_BACK", K.TRANSIENT, True),
    ("PROCESSING_HALTED", K.TRANSIENT, True),
    ("MIXED_DML_OPERATION", K.BUG, False),
    ("FUNCTIONALITY_NOT_ENABLED", K.PERMISSION, False),
    ("FUNCTIONALITY_TEMPORARILY_UNAVAILABLE", K.TRANSIENT, True),
    ("METHOD_NOT_ALLOWED", K.BUG, False),
    ("QUERY_TIMEOUT", K.TRANSIENT, True),
    ("QUERY_TOO_COMPLICATED", K.TRANSIENT, True),
    ("REQUEST_RUNNING_TOO_LONG", K.TRANSIENT, True),
    ("OPERATION_TOO_LARGE", K.TRANSIENT, True),
    ("INVALID_QUERY_LOCATOR", K.TRANSIENT, True),
    ("MALFORMED_QUERY", K.BUG, False),
    ("INVALID_TYPE", K.BUG, False),
    ("INVALID_QUERY_FILTER_OPERATOR", K.BUG, False),
    ("INVALID_BATCH_SIZE", K.BUG, False),
    ("EXCEEDED_MAX_SIZE_REQUEST", K.BUG, False),
    ("EXCEEDED_ID_LIMIT", K.BUG, False),
    ("UNSAFE_HTML_CONTENT", K.DATA, False),
    ("APEX_DATA_ACCESS_RESTRICTION", K.PERMISSION, False),
    ("TOO_MANY_APEX_REQUESTS", K.TRANSIENT, True),
    ("invalid_grant", K.AUTH, False),
    ("invalid_app_access", K.PERMISSION, False),
    ("invalid_client", K.PERMISSION, False),
    ("invalid_client_id", K.PERMISSION, False),
    ("redirect_uri_mismatch", K.PERMISSION, False),
    ("unsupported_grant_type", K.BUG, False),
    ("inactive_user", K.AUTH, False),
    ("inactive_org", K.AUTH, False),
    ("rate_limit_exceeded", K.TRANSIENT, True),
    ("unknown_error", K.TRANSIENT, True),
    ("access_denied", K.AUTH, False),
    ("Bad_OAuth_Token", K.AUTH, False),
    ("OAUTH_APPROVAL_ERROR_GENERIC", K.PERMISSION, False),
    # More of the WSDL's status codes that a save or a search of ours may get.
    ("RECORD_LOCKED", K.LOCK, True),
    ("COLLISION_DETECTED", K.LOCK, True),
    ("RECORD_NOT_FOUND", K.GONE, True),
    ("ENTITY_IS_LOCKED", K.PERMISSION, False),
    ("DATE_OUT_OF_RANGE", K.DATA, False),
    ("TEXT_DATA_OUTSIDE_SUPPORTED_CHARSET", K.DATA, False),
    ("RELATED_ENTITY_FILTER_VALIDATION_EXCEPTION", K.DATA, False),
    ("INVALID_OWNER", K.PERMISSION, False),
    ("FIELD_NOT_UPDATABLE", K.PERMISSION, False),
    ("UNAVAILABLE_RECORDTYPE_EXCEPTION", K.PERMISSION, False),
    ("CUSTOM_APEX_ERROR", K.DATA, False),
    ("FLOW_EXCEPTION", K.DATA, False),
    ("BATCH_PROCESSING_HALTED", K.TRANSIENT, True),
    ("MATCH_SERVICE_TIMED_OUT", K.TRANSIENT, True),
    ("PICKLIST_INACTIVE_VALUES_EXCEEDED", K.LIMIT, False),
    ("INVALID_EXTERNAL_ID_FIELD_NAME", K.PERMISSION, False),
    ("REQUIRED_FEATURE_MISSING", K.PERMISSION, False),
    ("SERVICE_UNAVAILABLE", K.TRANSIENT, True),
    ("INTERNAL_ERROR", K.UNKNOWN, True),
    ("TOO_MANY_JOBS", K.TRANSIENT, True),
]


def test_the_table_knows_more_than_60_codes_each_with_class_cause_and_fix() -> None:
    of_salesforce = {code: TABLE[code] for code in TABLE if code not in dict(INLET)}
    assert len(of_salesforce) >= 60
    assert {code for code, *_ in CATALOGUE} <= set(of_salesforce)
    for code, meaning in of_salesforce.items():
        assert meaning.kind in ErrorClass, code
        assert meaning.cause, code
        assert meaning.fix, code
        assert is_known(code)


def test_what_waits_says_so_and_what_does_not_wait_tells_somebody_what_to_do() -> None:
    for code, meaning in TABLE.items():
        says = "Nothing to do" in meaning.fix or "by itself" in meaning.fix
        assert says is meaning.retry, code


@pytest.mark.parametrize(("code", "kind", "retry"), CATALOGUE)
def test_each_code_has_its_class(code: str, kind: ErrorClass, *, retry: bool) -> None:
    for status in (0, 200, 400, 403, 404, 500):
        meaning = classify(code, "", status)
        assert (meaning.kind, meaning.retry) == (kind, retry)


@pytest.mark.parametrize(
    ("code", "message", "kind", "retry"),
    [
        ("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", K.LIMIT, True),
        ("REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.", K.TRANSIENT, True),
        ("REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (…) Limit exceeded.", K.TRANSIENT, True),
        ("INVALID_SESSION_ID", "Session expired or invalid", K.AUTH, False),
        (
            "INVALID_SESSION_ID",
            "This session is not valid for use with the REST API",
            K.PERMISSION,
            False,
        ),
        ("INVALID_SESSION_ID", "Connected app is not attached to Agent", K.PERMISSION, False),
        ("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "… UNABLE_TO_LOCK_ROW …", K.LOCK, True),
        ("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "Too many SOQL queries: 101", K.TRANSIENT, True),
        ("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "Apex CPU time limit", K.TRANSIENT, True),
        ("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "LeadTrigger: null", K.DATA, False),
        ("invalid_grant", "expired access/refresh token", K.AUTH, False),
        ("invalid_grant", "authentication failure", K.AUTH, False),
        ("invalid_grant", "user hasn't approved this consumer", K.AUTH, False),
    ],
)
def test_the_message_decides_where_the_code_means_several_things(
    code: str, message: str, kind: ErrorClass, *, retry: bool
) -> None:
    meaning = classify(code, message, 400)
    assert (meaning.kind, meaning.retry) == (kind, retry)


@pytest.mark.parametrize(
    ("status", "kind", "retry"),
    [
        (0, K.TRANSIENT, True),
        (200, K.TRANSIENT, True),
        (300, K.DATA, False),
        (302, K.AUTH, False),
        (400, K.BUG, False),
        (401, K.AUTH, False),
        (403, K.PERMISSION, False),
        (404, K.GONE, True),
        (405, K.BUG, False),
        (408, K.TRANSIENT, True),
        (410, K.BUG, False),
        (412, K.LOCK, True),
        (414, K.BUG, False),
        (420, K.AUTH, False),
        (429, K.TRANSIENT, True),
        (431, K.BUG, False),
        (500, K.UNKNOWN, True),
        (502, K.TRANSIENT, True),
        (503, K.TRANSIENT, True),
        (504, K.TRANSIENT, True),
    ],
)
def test_the_status_decides_where_there_is_no_code(
    status: int, kind: ErrorClass, *, retry: bool
) -> None:
    page = "<html><body>Down for maintenance</body></html>"
    (failure,) = parse_errors(page, status)
    expected = Failure(
        f"HTTP_{status}", f"Salesforce answered {status or 'nothing'}.", (), kind, retry
    )
    assert failure == expected
    # What was stored can be classified again, without the status.
    assert classify(failure.code, failure.message).kind == kind


@pytest.mark.parametrize(("status", "retry"), [(0, False), (400, False), (500, True), (503, True)])
def test_an_unknown_code_is_tried_again_only_if_the_server_failed(
    status: int, *, retry: bool
) -> None:
    meaning = classify("SOMETHING_NEW", "Hm", status)
    assert (meaning.kind, meaning.retry) == (K.UNKNOWN, retry)


REQUIRED = "Required fields are missing: [Company]"
MATCHES = {
    "allowSave": True,
    "matchResults": [
        {"matchRecords": [{"record": {"Id": "003KB00000xYzQ7YAK"}}], "size": 1},
        {"matchRecords": [{"record": {"Id": "00QKB00000aBcD12AK"}}, {"record": None}]},
        {"matchRecords": [{"record": {"Id": "003KB00000xYzQ7YAK"}}]},
    ],
}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            [{"errorCode": "REQUIRED_FIELD_MISSING", "message": REQUIRED, "fields": ["Company"]}],
            [("REQUIRED_FIELD_MISSING", REQUIRED, ("Company",), ())],
        ),
        (
            [{"statusCode": "REQUIRED_FIELD_MISSING", "message": REQUIRED, "fields": []}],
            [("REQUIRED_FIELD_MISSING", REQUIRED, (), ())],
        ),
        (
            [
                {"errorCode": "FIELD_CUSTOM_VALIDATION_EXCEPTION", "message": "One"},
                {"errorCode": "FIELD_CUSTOM_VALIDATION_EXCEPTION", "message": "Two"},
            ],
            [
                ("FIELD_CUSTOM_VALIDATION_EXCEPTION", "One", (), ()),
                ("FIELD_CUSTOM_VALIDATION_EXCEPTION", "Two", (), ()),
            ],
        ),
        (
            {"errorCode": "SERVER_UNAVAILABLE", "message": "Later"},
            [("SERVER_UNAVAILABLE", "Later", (), ())],
        ),
        (
            {"error": "invalid_grant", "error_description": "expired access/refresh token"},
            [("invalid_grant", "expired access/refresh token", (), ())],
        ),
        ({"error": "invalid_client"}, [("invalid_client", "invalid_client", (), ())]),
        ("Bad_OAuth_Token", [("Bad_OAuth_Token", "Bad_OAuth_Token", (), ())]),
        (
            [{"duplicateResut": MATCHES, "errorCode": "DUPLICATES_DETECTED", "message": "Use?"}],
            [("DUPLICATES_DETECTED", "Use?", (), ("003KB00000xYzQ7YAK", "00QKB00000aBcD12AK"))],
        ),
        (
            [{"statusCode": "DUPLICATES_DETECTED", "message": "Use?", "duplicateResult": MATCHES}],
            [("DUPLICATES_DETECTED", "Use?", (), ("003KB00000xYzQ7YAK", "00QKB00000aBcD12AK"))],
        ),
        (
            [
                {
                    "errorCode": "DUPLICATE_VALUE",
                    "message": "duplicate value found: External_Person_ID__c duplicates value on "
                    "record with id: 00QKB00000aBcD1",
                }
            ],
            [
                (
                    "DUPLICATE_VALUE",
                    "duplicate value found: External_Person_ID__c duplicates value on record "
                    "with id: 00QKB00000aBcD1",
                    (),
                    ("00QKB00000aBcD12AK",),
                )
            ],
        ),
        (
            [
                {
                    "errorCode": "DUPLICATE_VALUE",
                    "message": "duplicate value found: <unknown> duplicates value on record with "
                    "id: <unknown>",
                }
            ],
            [
                (
                    "DUPLICATE_VALUE",
                    "duplicate value found: <unknown> duplicates value on record with id: "
                    "<unknown>",
                    (),
                    (),
                )
            ],
        ),
        (
            [
                "/services/data/v62.0/sobjects/Lead/00QKB00000aBcD12AK",
                "/services/data/v62.0/sobjects/Lead/00QKB00000aBcD22AK",
            ],
            [
                (
                    "DUPLICATE_EXTERNAL_ID",
                    "Several records have this value.",
                    (),
                    ("00QKB00000aBcD12AK", "00QKB00000aBcD22AK"),
                )
            ],
        ),
    ],
)
def test_each_shape_is_read(body: object, expected: list[tuple[Any, ...]]) -> None:
    found = parse_errors(body, 400)
    assert [(one.code, one.message, one.fields, one.matched_ids) for one in found] == expected
    assert all(one.kind == TABLE[one.code].kind for one in found)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["errorCode", "statusCode", "message", "fields", "duplicateResut", "matchResults",
                 "matchRecords", "record", "Id", "error"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)  # fmt: skip


@given(JSON, st.integers(0, 599))
def test_whatever_comes_is_at_least_one_failure(body: object, status: int) -> None:
    found = parse_errors(body, status)
    assert found
    assert all(one.code and isinstance(one.kind, ErrorClass) for one in found)


def test_a_long_message_is_cut() -> None:
    (failure,) = parse_errors([{"errorCode": "STRING_TOO_LONG", "message": "x" * 9999}])
    assert len(failure.message) == 2000


def test_a_code_stands_once_in_a_table() -> None:
    meaning = Meaning(K.BUG, "One.", "Two.")
    assert by_code((("A B", meaning), ("C", meaning))) == {"A": meaning, "B": meaning, "C": meaning}
    with pytest.raises(ValueError, match="A stands twice"):
        by_code((("A B", meaning), ("A", meaning)))
