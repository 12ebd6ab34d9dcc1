"""The error codes of salesforce-facts 9, row by row, and the class that each row gives them.

R: the same again works later. P: this record's data. H: a person has to change something in the
org. A: sign in anew. S: special handling. bug: the client's own mistake.
"""

from __future__ import annotations

from collections.abc import Mapping

_ROWS = (
    ("A", "INVALID_SESSION_ID"),
    ("bug", "INVALID_AUTH_HEADER"),
    ("S", "REQUEST_LIMIT_EXCEEDED"),
    ("H", "API_DISABLED_FOR_ORG"),
    ("H", "API_CURRENTLY_DISABLED"),
    ("R", "SERVER_UNAVAILABLE"),
    ("R then H", "UNKNOWN_EXCEPTION"),
    (
        "R long / H",
        "ORG_LOCKED ORG_IN_MAINTENANCE INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE "
        "TRIAL_EXPIRED",
    ),
    ("bug", "UNSUPPORTED_API_VERSION"),
    ("R", "UNABLE_TO_LOCK_ROW"),
    ("S", "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"),
    ("H", "CANNOT_EXECUTE_FLOW_TRIGGER"),
    ("P", "FIELD_CUSTOM_VALIDATION_EXCEPTION"),
    ("P/H", "REQUIRED_FIELD_MISSING"),
    ("P", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
    ("P", "INVALID_EMAIL_ADDRESS"),
    ("P", "STRING_TOO_LONG"),
    ("P", "NUMBER_OUTSIDE_VALID_RANGE"),
    ("P", "INVALID_TYPE_ON_FIELD_IN_RECORD"),
    ("P/bug", "JSON_PARSER_ERROR"),
    ("H", "INVALID_FIELD"),
    ("H", "INVALID_FIELD_FOR_INSERT_UPDATE"),
    ("H", "INSUFFICIENT_ACCESS_OR_READONLY"),
    ("H", "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"),
    ("P/H", "INVALID_CROSS_REFERENCE_KEY"),
    ("P", "MALFORMED_ID"),
    ("S", "ENTITY_IS_DELETED"),
    ("S", "NOT_FOUND"),
    ("S", "DUPLICATE_VALUE"),
    ("S", "DUPLICATE_EXTERNAL_ID"),
    ("S", "DUPLICATES_DETECTED"),
    ("S", "CANNOT_UPDATE_CONVERTED_LEAD"),
    (
        "H",
        "INACTIVE_OWNER_OR_USER OP_WITH_INVALID_USER_TYPE_EXCEPTION TRANSFER_REQUIRES_READ "
        "INVALID_ASSIGNMENT_RULE INVALID_ASSIGNEE_TYPE",
    ),
    ("P/H", "FIELD_INTEGRITY_EXCEPTION"),
    ("P", "FIELD_FILTER_VALIDATION_EXCEPTION"),
    ("P", "INVALID_STATUS"),
    ("H", "STORAGE_LIMIT_EXCEEDED"),
    ("H/R", "LIMIT_EXCEEDED LICENSE_LIMIT_EXCEEDED"),
    (
        "H",
        "TXN_SECURITY_NO_ACCESS TXN_SECURITY_APEX_ERROR TXN_SECURITY_RUNTIME_ERROR "
        "TXN_SECURITY_FAIL_CLOSE TXN_SECURITY_TWO_FA_REQUIRED TXN_SECURITY_END_A_SESSION",
    ),
    ("R", "TXN_SECURITY_METERING_ERROR"),
    ("H", "LOGIN_DURING_RESTRICTED_DOMAIN LOGIN_DURING_RESTRICTED_TIME"),
    ("H", "CLIENT_NOT_ACCESSIBLE_FOR_USER"),
    ("S", "ALL_OR_NONE_OPERATION_ROLLED_BACK PROCESSING_HALTED"),
    ("bug", "MIXED_DML_OPERATION"),
    ("H", "FUNCTIONALITY_NOT_ENABLED"),
    ("R", "FUNCTIONALITY_TEMPORARILY_UNAVAILABLE"),
    ("bug", "METHOD_NOT_ALLOWED"),
    ("R", "QUERY_TIMEOUT QUERY_TOO_COMPLICATED REQUEST_RUNNING_TOO_LONG OPERATION_TOO_LARGE"),
    ("bug", "MALFORMED_QUERY INVALID_TYPE INVALID_QUERY_FILTER_OPERATOR"),
    ("bug", "INVALID_BATCH_SIZE EXCEEDED_MAX_SIZE_REQUEST EXCEEDED_ID_LIMIT"),
    ("P/H", "UNSAFE_HTML_CONTENT APEX_DATA_ACCESS_RESTRICTION"),
    ("R", "TOO_MANY_APEX_REQUESTS"),
)
CATALOGUE: Mapping[str, str] = {code: letters for letters, codes in _ROWS for code in codes.split()}
# A code of 3.5 that 9 doesn't list.
OF_QUERIES: Mapping[str, str] = {"INVALID_QUERY_LOCATOR": "R"}
# Rows that have a status and no code; the client names them by it.
STATUSES: Mapping[str, str] = {"HTTP_502": "R", "HTTP_503": "R", "HTTP_504": "R", "HTTP_420": "H"}
