"""What the error codes of a whole call mean: sign-in, limits, the org's state, our own bugs.

Pure. Source: salesforce-facts 1.8 (token endpoint), 3.5 (queries) and 9.
"""

from __future__ import annotations

from .error_kinds import WAIT, ErrorClass, Meaning, by_code
from .inlet_errors import INLET
from .record_errors import AMBIGUOUS, LOCKED, NOT_FOUND

_AUTH, _LIMIT, _PERMISSION = ErrorClass.AUTH, ErrorClass.LIMIT, ErrorClass.PERMISSION
_TRANSIENT, _UNKNOWN = ErrorClass.TRANSIENT, ErrorClass.UNKNOWN

BUSY = Meaning(_TRANSIENT, "Salesforce didn't answer as it should.", WAIT, retry=True)
TOO_PARALLEL = Meaning(
    _TRANSIENT, "The org is working on too many long calls at once.", WAIT, retry=True
)
SESSION_ENDED = Meaning(
    _AUTH, "Salesforce ended our access.", "Connect the org again. The leads wait meanwhile."
)
SCOPE_MISSING = Meaning(
    _PERMISSION,
    "Salesforce lets us sign in, but not use the REST API.",
    "Ask an admin to allow the scope “api” for the app, and our address if the org limits "
    "addresses. Then connect again.",
)
SIGN_IN_REFUSED = Meaning(
    _AUTH,
    "Salesforce refused our sign-in: {message}",
    "Ask an admin of the org what changed, then connect the org again. The leads wait meanwhile.",
)
UNKNOWN_CODE = Meaning(
    _UNKNOWN,
    "Salesforce refused this {object}: “{message}”",
    "Correct what the message names, then send the lead again.",
)
UNKNOWN_FAULT = Meaning(
    _UNKNOWN,
    "Something failed inside Salesforce: {message}",
    "Nothing to do at first: Inlet sends it again. If it stays, give the message to Salesforce's "
    "support.",
    retry=True,
)
GONE_ORG = Meaning(
    _AUTH,
    "Salesforce doesn't find this org. It was deleted or moved, or its trial is over.",
    "Ask an admin of the org, then connect it again.",
)
POLICY = Meaning(
    _PERMISSION,
    "A security policy of the org stopped us: {message}",
    "Ask an admin to exempt our user from the transaction security policy.",
)
REFUSED = Meaning(
    _PERMISSION,
    "Salesforce refused the call: {message}",
    "Ask an admin of the org whether our user may use the API.",
)


def _our_fault(cause: str) -> Meaning:
    fix = "The fault is ours and has been reported. Nothing in your org has to change."
    return Meaning(ErrorClass.BUG, cause, fix)


OUR_BUG = _our_fault("Salesforce didn't understand what Inlet sent: {message}")

_SIGN_IN = (
    (
        "INVALID_SESSION_ID Bad_OAuth_Token Missing_OAuth_Token invalid_token invalid_grant",
        SESSION_ENDED,
    ),
    ("inactive_user inactive_org Wrong_Org INVALID_LOGIN", SIGN_IN_REFUSED),
    ("TRIAL_EXPIRED", GONE_ORG),
    (
        "access_denied access-denied",
        Meaning(
            _AUTH,
            "The person at the Salesforce sign-in didn't allow the access.",
            "Connect again and choose Allow.",
        ),
    ),
    (
        "invalid_client invalid_client_id redirect_uri_mismatch",
        Meaning(
            _PERMISSION,
            "Salesforce doesn't accept the app: {message}",
            "Compare the consumer key, the secret and the callback address with the app in "
            "Salesforce Setup. A new app needs up to 10 minutes.",
        ),
    ),
    (
        "CLIENT_NOT_ACCESSIBLE_FOR_USER invalid_app_access OAUTH_APPROVAL_ERROR_GENERIC",
        Meaning(
            _PERMISSION,
            "The org doesn't let our user use the app Inlet.",
            "Ask an admin to install the app and to allow it for our user, then connect again.",
        ),
    ),
    (
        "LOGIN_DURING_RESTRICTED_DOMAIN LOGIN_DURING_RESTRICTED_TIME",
        Meaning(
            _PERMISSION,
            "The org lets our user sign in only from certain addresses or at certain hours.",
            "Ask an admin to allow our address and all hours on our user's profile.",
        ),
    ),
    (
        "rate_limit_exceeded LOGIN_RATE_EXCEEDED",
        Meaning(_TRANSIENT, "Our user signed in too often in the last hour.", WAIT, retry=True),
    ),
)

_ORG = (
    (
        "REQUEST_LIMIT_EXCEEDED",
        Meaning(
            _LIMIT,
            "The org has used all its API calls of the last 24 hours.",
            "Nothing to do if this is rare: Inlet goes on as soon as calls are free. Else ask "
            "Salesforce for more calls.",
            retry=True,
        ),
    ),
    (
        "STORAGE_LIMIT_EXCEEDED",
        Meaning(
            _LIMIT,
            "The org's data storage is full.",
            "Ask an admin to free storage or to buy more, then send the leads again.",
        ),
    ),
    (
        "LIMIT_EXCEEDED LICENSE_LIMIT_EXCEEDED MAX_LIMIT_EXCEEDED CUSTOM_ENTITY_OR_FIELD_LIMIT",
        Meaning(
            _LIMIT,
            "The org reached one of its limits: {message}",
            "Ask an admin of the org to raise it, then send the leads again.",
        ),
    ),
    (
        "API_DISABLED_FOR_ORG API_CURRENTLY_DISABLED",
        Meaning(
            _PERMISSION,
            "The org, or our user, may not use the API.",
            "Ask an admin to give our user the permission “API Enabled”. Some editions of "
            "Salesforce have no API.",
        ),
    ),
    (
        "FUNCTIONALITY_NOT_ENABLED REQUIRED_FEATURE_MISSING ORG_SETTING_REQUIRED",
        Meaning(
            _PERMISSION,
            "The org doesn't have this feature: {message}",
            "Ask an admin to turn it on, or choose another way in the mapping.",
        ),
    ),
    (
        "TXN_SECURITY_NO_ACCESS TXN_SECURITY_APEX_ERROR TXN_SECURITY_RUNTIME_ERROR "
        "TXN_SECURITY_FAIL_CLOSE TXN_SECURITY_TWO_FA_REQUIRED TXN_SECURITY_END_A_SESSION",
        POLICY,
    ),
    (
        "TXN_SECURITY_METERING_ERROR",
        Meaning(_TRANSIENT, "A security policy of the org slows us down.", WAIT, retry=True),
    ),
    (
        "ORG_LOCKED ORG_IN_MAINTENANCE INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE",
        Meaning(_TRANSIENT, "Salesforce is under maintenance.", WAIT, retry=True),
    ),
    (
        "SERVER_UNAVAILABLE",
        Meaning(_TRANSIENT, "Salesforce is overloaded or under maintenance.", WAIT, retry=True),
    ),
    (
        "FUNCTIONALITY_TEMPORARILY_UNAVAILABLE",
        Meaning(
            _TRANSIENT,
            "Salesforce has switched off, for a while, what Inlet asked for.",
            WAIT,
            retry=True,
        ),
    ),
    (
        "TOO_MANY_APEX_REQUESTS TOO_MANY_JOBS",
        Meaning(
            _TRANSIENT, "The org's own code is busy with too many calls at once.", WAIT, retry=True
        ),
    ),
    ("unknown_error temporarily_unavailable server_error SERVICE_UNAVAILABLE BAD_GATEWAY", BUSY),
    ("FORBIDDEN_EXCEPTION UNAUTHORIZED_EXCEPTION", REFUSED),
    (
        "UNKNOWN_EXCEPTION INTERNAL_SERVER_ERROR INTERNAL_ERROR",
        Meaning(
            _UNKNOWN,
            "Salesforce failed and doesn't say why: {message}",
            "Nothing to do at first: Inlet sends it again. If it stays, give the ErrorId in the "
            "message to Salesforce's support.",
            retry=True,
        ),
    ),
    (
        "QUERY_TIMEOUT REQUEST_RUNNING_TOO_LONG",
        Meaning(_TRANSIENT, "The search took Salesforce too long.", WAIT, retry=True),
    ),
    (
        "QUERY_TOO_COMPLICATED OPERATION_TOO_LARGE",
        Meaning(
            _TRANSIENT,
            "The search asked more of Salesforce than it does at once.",
            WAIT,
            retry=True,
        ),
    ),
    (
        "INVALID_QUERY_LOCATOR",
        Meaning(
            _TRANSIENT,
            "Salesforce no longer keeps the rest of a long search.",
            "Nothing to do. Inlet begins the search anew.",
            retry=True,
        ),
    ),
)

_OURS = (
    ("INVALID_INPUT unsupported_grant_type invalid_request invalid_scope BAD_REQUEST", OUR_BUG),
    ("INVALID_AUTH_HEADER", _our_fault("Inlet didn't show its token as Salesforce wants it.")),
    (
        "UNSUPPORTED_API_VERSION",
        _our_fault("Inlet speaks a version of the API that Salesforce has ended: {message}"),
    ),
    (
        "MIXED_DML_OPERATION",
        _our_fault("Inlet sent set-up records and other records in one call."),
    ),
    (
        "METHOD_NOT_ALLOWED",
        _our_fault("Inlet asked Salesforce for something that it doesn't do: {message}"),
    ),
    (
        "MALFORMED_QUERY INVALID_QUERY_FILTER_OPERATOR",
        _our_fault("Salesforce didn't understand a search of Inlet's: {message}"),
    ),
    (
        "INVALID_EXTERNAL_ID_FIELD_NAME INVALID_ENTITY_FOR_UPSERT",
        Meaning(
            _PERMISSION,
            "The field that holds Inlet's key is no external ID of the org any more: {message}",
            "Ask an admin to mark it as External ID and Unique, or choose another key.",
        ),
    ),
    (
        "INVALID_TYPE",
        Meaning(
            ErrorClass.BUG,
            "Salesforce shows our user no such object: {message}",
            "If the org has the object, ask an admin to let our user read it. Else the fault is "
            "ours.",
        ),
    ),
    (
        "MISSING_ARGUMENT NOT_ACCEPTABLE UNSUPPORTED_MEDIA_TYPE MALFORMED_SEARCH "
        "INVALID_REPLICATION_DATE INVALID_OPERATION",
        OUR_BUG,
    ),
    (
        "INVALIDJOB INVALIDJOBSTATE INVALIDBATCH CLIENTINPUTERROR",
        _our_fault("Inlet asked for a bulk load that Salesforce doesn't do: {message}"),
    ),
    (
        "EXCEEDEDQUOTA FEATURENOTENABLED",
        Meaning(
            ErrorClass.LIMIT,
            "The org takes no bulk loads at the moment: {message}",
            "Inlet writes in batches meanwhile. Ask an admin if the org is to take more loads.",
        ),
    ),
    (
        "INVALID_BATCH_SIZE EXCEEDED_MAX_SIZE_REQUEST EXCEEDED_ID_LIMIT PAYLOAD_SIZE_EXCEEDED",
        _our_fault("Inlet asked for more in one call than Salesforce takes: {message}"),
    ),
)

CALL_ERRORS = by_code((*_SIGN_IN, *_ORG, *_OURS, *INLET))

# For answers without a code: HTML pages, proxies, empty bodies.
BY_STATUS: dict[int, Meaning] = {
    300: AMBIGUOUS,
    301: GONE_ORG,
    302: GONE_ORG,
    307: GONE_ORG,
    308: GONE_ORG,
    401: SESSION_ENDED,
    403: REFUSED,
    404: NOT_FOUND,
    408: BUSY,
    412: LOCKED,
    420: GONE_ORG,
    429: TOO_PARALLEL,
    500: UNKNOWN_FAULT,
}
