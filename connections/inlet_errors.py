"""What the codes of Inlet's own mean: those for what no answer of Salesforce can say. Pure."""

from __future__ import annotations

from .error_kinds import WAIT, ErrorClass, Meaning

_AUTH, _PERMISSION = ErrorClass.AUTH, ErrorClass.PERMISSION

_LOST = Meaning(
    ErrorClass.UNKNOWN,
    "We sent this, but Salesforce's answer never came.",
    "Nothing to do. We are looking whether it arrived; we will not send it twice.",
    retry=True,
)
_NOT_SENT = Meaning(ErrorClass.TRANSIENT, "We couldn't reach Salesforce.", WAIT, retry=True)

INLET = (
    ("ANSWER_LOST", _LOST),
    ("NOT_SENT", _NOT_SENT),
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
