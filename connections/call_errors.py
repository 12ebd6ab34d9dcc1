"""What the error codes of a whole call mean: sign-in, limits, the org's state, our own bugs.

Pure. Source: salesforce-facts 1.8 (token endpoint), 3.5 (queries) and 9.
"""

from __future__ import annotations

from .error_kinds import WAIT, ErrorClass, Meaning, by_code
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
LOST = Meaning(
    _UNKNOWN,
    "We sent this, but Salesforce's answer never came.",
    "Nothing to do. We are looking whether it arrived; we will not send it twice.",
    retry=True,
)
NOT_SENT = Meaning(_TRANSIENT, "We couldn't reach Salesforce.", WAIT, retry=True)
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
OUR_BUG = Meaning(
    ErrorClass.BUG,
    "Salesforce didn't understand what Inlet sent: {message}",
    "The fault is ours and has been reported. Nothing in your org has to change.",
)

_SIGN_IN = (
    (
        "INVALID_SESSION_ID Bad_OAuth_Token Missing_OAuth_Token invalid_token invalid_grant",
        SESSION_ENDED,
    ),
    ("inactive_user inactive_org Wrong_Org", SIGN_IN_REFUSED),
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
        "CLIENT_NOT_ACCESSIBLE_FOR_USER invalid_app_access",
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
        "LIMIT_EXCEEDED LICENSE_LIMIT_EXCEEDED",
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
        "FUNCTIONALITY_NOT_ENABLED",
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
        "SERVER_UNAVAILABLE FUNCTIONALITY_TEMPORARILY_UNAVAILABLE TOO_MANY_APEX_REQUESTS "
        "unknown_error temporarily_unavailable",
        BUSY,
    ),
    ("UNKNOWN_EXCEPTION INTERNAL_SERVER_ERROR", UNKNOWN_FAULT),
    (
        "QUERY_TIMEOUT QUERY_TOO_COMPLICATED REQUEST_RUNNING_TOO_LONG OPERATION_TOO_LARGE "
        "INVALID_QUERY_LOCATOR",
        Meaning(_TRANSIENT, "The search took Salesforce too long.", WAIT, retry=True),
    ),
)

_OURS = (
    (
        "INVALID_AUTH_HEADER UNSUPPORTED_API_VERSION MIXED_DML_OPERATION METHOD_NOT_ALLOWED "
        "MALFORMED_QUERY INVALID_TYPE INVALID_QUERY_FILTER_OPERATOR INVALID_BATCH_SIZE "
        "EXCEEDED_MAX_SIZE_REQUEST EXCEEDED_ID_LIMIT INVALID_INPUT unsupported_grant_type "
        "invalid_request",
        OUR_BUG,
    ),
)

# Codes of ours, for what no answer of Salesforce says.
_INLET = (
    ("ANSWER_LOST", LOST),
    ("NOT_SENT", NOT_SENT),
    (
        "FORBIDDEN_HOST",
        Meaning(
            _PERMISSION,
            "The address isn't one of Salesforce's. Inlet sent nothing there.",
            "Correct the sign-in address of the connection, then connect again.",
        ),
    ),
    (
        "WRONG_ORG",
        Meaning(
            _PERMISSION,
            "This org is not the one you connected before. Nothing was sent.",
            "Connect the right org, or start a new client. If the leads are to go to this org from "
            "now on, confirm it.",
        ),
    ),
    (
        "SANDBOX_REFRESHED",
        Meaning(
            _PERMISSION,
            "This sandbox was refreshed: it is another org now, a new copy, and the ids of its "
            "records have changed. Nothing was sent.",
            "Confirm that the leads go to the refreshed sandbox, then sign in once more.",
        ),
    ),
    (
        "LINK_OVER",
        Meaning(
            _AUTH,
            "This link is no longer open. It was used, ended or has expired.",
            "Ask whoever sent it for a new one.",
        ),
    ),
    (
        "NO_APP",
        Meaning(
            _PERMISSION,
            "There is no app yet that Inlet could sign in with.",
            "Enter the consumer key of an External Client App of the org.",
        ),
    ),
    (
        "NEEDS_MY_DOMAIN",
        Meaning(
            _PERMISSION,
            "Client credentials work only at the org's own address.",
            "Enter the My Domain of the org, such as https://acme.my.salesforce.com.",
        ),
    ),
    (
        "SIGN_IN_OVER",
        Meaning(
            _AUTH,
            "This sign-in is no longer open. It was used already, or begun by somebody else, or "
            "more than 10 minutes ago.",
            "Start it again from the page of the connection.",
        ),
    ),
    (
        "VAULT_CLOSED",
        Meaning(
            _AUTH,
            "Inlet can no longer read the tokens of this connection.",
            "Connect the org again. The leads wait meanwhile.",
        ),
    ),
    (
        "NOT_CONNECTED",
        Meaning(_AUTH, "The org isn't connected.", "Connect the org. The leads wait meanwhile."),
    ),
)

CALL_ERRORS = by_code((*_SIGN_IN, *_ORG, *_OURS, *_INLET))

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
