"""Errors for which the practice org has no reason of its own: an admin chooses the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from connections import soql
from connections.errors import ErrorClass

from .ways import Origin, Way
from .world import Met, Surface, World, raised

K = ErrorClass
_CLASSES = {
    K.PERMISSION: "ConfigurationError",
    K.AUTH: "ConfigurationError",
    K.TRANSIENT: "TransientError",
    K.UNKNOWN: "TransientError",
    K.BUG: "PermanentError",
}
_LEADS = soql.select("Lead", ["Id"])


def answered(code: str, status: int, message: str) -> Callable[[World], Met]:
    """A search that gets this error from the org as its answer."""

    def reach(world: World) -> Met:
        world.answer(code, status, message)
        return raised(lambda: world.crm.find([_LEADS]))

    return reach


def befallen(kind: str) -> Callable[[World], Met]:
    """A search that meets this trouble."""

    def reach(world: World) -> Met:
        world.misbehave(kind)
        return raised(lambda: world.crm.find([_LEADS]))

    return reach


def injected(
    code: str, kind: ErrorClass, status: int = 400, *, message: str = "", **how: Any
) -> Way:
    """A code that comes as an answer that was asked for. ``how``: retry, about."""
    text = message or "What Salesforce says, in the words of the user's language."
    return Way(
        code,
        kind,
        answered(code.removeprefix(f"HTTP_{status}"), status, text),
        Surface.RAISED,
        _CLASSES[kind],
        origin=Origin.INJECTED,
        **{"retry": kind is K.TRANSIENT, **how},
    )


def trouble(code: str, kind: ErrorClass, fault: str, **how: Any) -> Way:
    """A code that a fault with a name gives."""
    told = {"retry": True, **how}
    return Way(
        code,
        kind,
        befallen(fault),
        Surface.RAISED,
        "TransientError",
        origin=Origin.INJECTED,
        **told,
    )


SECURITY = (
    "TXN_SECURITY_NO_ACCESS", "TXN_SECURITY_APEX_ERROR", "TXN_SECURITY_RUNTIME_ERROR",
    "TXN_SECURITY_FAIL_CLOSE", "TXN_SECURITY_TWO_FA_REQUIRED", "TXN_SECURITY_END_A_SESSION",
)  # fmt: skip
INJECTED = (
    trouble("SERVER_UNAVAILABLE", K.TRANSIENT, "unavailable"),
    trouble("UNKNOWN_EXCEPTION", K.UNKNOWN, "error_500", about="of a whole call"),
    trouble("REQUEST_LIMIT_EXCEEDED", K.TRANSIENT, "concurrent_limit", about="of long calls"),
    trouble("UNABLE_TO_LOCK_ROW", K.LOCK, "lock", about="of a whole call"),
    injected("ORG_LOCKED", K.TRANSIENT, 403),
    injected("ORG_IN_MAINTENANCE", K.TRANSIENT, 503),
    injected("INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE", K.TRANSIENT, 503),
    injected("TRIAL_EXPIRED", K.AUTH, 403),
    *(injected(code, K.PERMISSION, 401) for code in SECURITY),
    injected("TXN_SECURITY_METERING_ERROR", K.TRANSIENT, 403),
    injected("LOGIN_DURING_RESTRICTED_DOMAIN", K.PERMISSION, 401),
    injected("LOGIN_DURING_RESTRICTED_TIME", K.PERMISSION, 401),
    injected("CLIENT_NOT_ACCESSIBLE_FOR_USER", K.PERMISSION, 403),
    injected("FUNCTIONALITY_NOT_ENABLED", K.PERMISSION, 403),
    injected("FUNCTIONALITY_TEMPORARILY_UNAVAILABLE", K.TRANSIENT, 503),
    injected(
        "QUERY_TIMEOUT", K.TRANSIENT, 400, message="Your query request was running for too long."
    ),
    injected("REQUEST_RUNNING_TOO_LONG", K.TRANSIENT),
    injected("OPERATION_TOO_LARGE", K.TRANSIENT),
    injected("INVALID_BATCH_SIZE", K.BUG),
    injected("EXCEEDED_MAX_SIZE_REQUEST", K.BUG),
    injected("HTTP_502", K.TRANSIENT, 502),
    injected("HTTP_503", K.TRANSIENT, 503),
    injected("HTTP_504", K.TRANSIENT, 504),
    injected("HTTP_420", K.AUTH, 420),
    injected(
        "INVALID_SESSION_ID",
        K.PERMISSION,
        401,
        message="This session is not valid for use with the REST API",
        about="of a scope",
    ),
    injected(
        "INVALID_SESSION_ID",
        K.PERMISSION,
        401,
        message="Connected app is not attached to Agent",
        about="of an agent",
    ),
)
