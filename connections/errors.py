"""Salesforce's errors: classified, told in plain words, and raised as one of three kinds.

Pure. The table is in ``record_errors`` and ``call_errors``, the reading in ``error_reading``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .error_kinds import ErrorClass, Failure, Meaning
from .error_reading import TABLE, classify, failure, is_known, parse_errors

__all__ = [
    "ANSWER_LOST",
    "FORBIDDEN_HOST",
    "LINK_OVER",
    "NEEDS_MY_DOMAIN",
    "NOT_CONNECTED",
    "NOT_SENT",
    "NO_APP",
    "SANDBOX_REFRESHED",
    "SIGN_IN_OVER",
    "TABLE",
    "VAULT_CLOSED",
    "WRONG_ORG",
    "ConfigurationError",
    "CrmError",
    "ErrorClass",
    "Failure",
    "Meaning",
    "PermanentError",
    "TransientError",
    "UnknownOutcome",
    "answer_lost",
    "answered_in_vain",
    "as_error",
    "classify",
    "explain",
    "failure",
    "is_known",
    "may_have_happened",
    "not_sent",
    "parse_errors",
]

# Codes of ours, for what no answer of Salesforce can say.
ANSWER_LOST = "ANSWER_LOST"
NOT_SENT = "NOT_SENT"
FORBIDDEN_HOST = "FORBIDDEN_HOST"
WRONG_ORG = "WRONG_ORG"
SIGN_IN_OVER = "SIGN_IN_OVER"
NOT_CONNECTED = "NOT_CONNECTED"
VAULT_CLOSED = "VAULT_CLOSED"
SANDBOX_REFRESHED = "SANDBOX_REFRESHED"
LINK_OVER = "LINK_OVER"
NO_APP = "NO_APP"
NEEDS_MY_DOMAIN = "NEEDS_MY_DOMAIN"

_LONGEST_VALUE = 120


class CrmError(Exception):
    """A call failed as a whole. Always one of the three kinds below."""

    def __init__(self, failure: Failure) -> None:
        code = " after ".join(filter(None, (failure.code, failure.given)))
        super().__init__(f"{code}: {failure.message}")
        self.failure = failure

    @property
    def code(self) -> str:
        """Salesforce's code, or ours; "HTTP_503" where the answer had none."""
        return self.failure.code

    @property
    def message(self) -> str:
        """What Salesforce said."""
        return self.failure.message

    @property
    def kind(self) -> ErrorClass:
        """The class of the error."""
        return self.failure.kind


class TransientError(CrmError):
    """The same call may work later, without a person doing anything."""


class UnknownOutcome(TransientError):
    """A writing call was sent and its answer lost: Salesforce may have carried it out."""


class PermanentError(CrmError):
    """The same call fails again; what was sent has to change."""


class ConfigurationError(CrmError):
    """Every call fails until a person changes something in the org or in the connection."""


_NEEDS_A_PERSON = {ErrorClass.AUTH, ErrorClass.PERMISSION, ErrorClass.LIMIT}

# With these Salesforce turned the call away before it did anything.
_TURNED_AWAY = frozenset(
    {
        "SERVER_UNAVAILABLE",
        "ORG_LOCKED",
        "ORG_IN_MAINTENANCE",
        "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE",
    }
)


def as_error(failure: Failure) -> CrmError:
    """The exception for a call that failed with this."""
    # What is gone comes back for a record that is looked up again, not for the same call.
    if failure.retry and failure.kind is not ErrorClass.GONE:
        return TransientError(failure)
    if failure.kind in _NEEDS_A_PERSON:
        return ConfigurationError(failure)
    return PermanentError(failure)


def may_have_happened(failure: Failure, http_status: int) -> bool:
    """Whether a writing call that failed like this may still have been carried out."""
    if failure.code in _TURNED_AWAY:
        return False
    if http_status >= 500 or http_status == 408:
        return True
    # A 200 that tells of an error: only a refusal that we know says that nothing was done.
    return http_status < 300 and failure.kind in (ErrorClass.UNKNOWN, ErrorClass.TRANSIENT)


def answer_lost(detail: str) -> UnknownOutcome:
    """The exception for a writing call whose answer was lost; ``detail`` is for the log."""
    return UnknownOutcome(failure(ANSWER_LOST, detail))


def answered_in_vain(given: Failure) -> UnknownOutcome:
    """The same, for an answer that doesn't tell whether the call was carried out."""
    return UnknownOutcome(replace(failure(ANSWER_LOST, given.message), given=given.code))


def not_sent(detail: str) -> TransientError:
    """The exception for a call that never reached Salesforce."""
    return TransientError(failure(NOT_SENT, detail))


def explain(
    failure: Failure,
    labels: Mapping[str, str],
    *,
    sobject: str = "Lead",
    sent: Mapping[str, Any] | None = None,
) -> tuple[str, str]:
    """The cause and the fix, in plain sentences for a person.

    ``labels``: API name to label. ``sent``: the values that were written, for naming the one
    that Salesforce refused; its own message isn't read for that, as it comes in any language.
    """
    meaning = classify(failure.code, failure.message, 500 if failure.retry else 0)
    names = [labels.get(name, name) for name in failure.fields]
    words = {
        "object": labels.get(sobject, sobject),
        "message": failure.message.rstrip(". ") or failure.code,
        "field": names[0] if names else "",
        "fields": _listed(names),
        "value": _shown((sent or {}).get(failure.fields[0])) if names else "",
    }
    return _filled(_cause(meaning, words, many=len(names) > 1), words), meaning.fix


def _cause(meaning: Meaning, words: Mapping[str, str], *, many: bool) -> str:
    """The variant of the cause whose placeholders can all be filled."""
    if many and meaning.many:
        return meaning.many
    lacking = [name for name in ("field", "value") if not words[name]]
    if meaning.bare and any(f"{{{name}}}" in meaning.cause for name in lacking):
        return meaning.bare
    return meaning.cause


def _filled(sentence: str, words: Mapping[str, str]) -> str:
    """The sentence with its words, and one full stop at its end."""
    text = sentence.format_map(words)
    return text if text.endswith((".", "!", "?", ".”", "!”", "?”")) else f"{text}."


def _shown(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _listed(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
