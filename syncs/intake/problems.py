"""Errors of the API as problem details (RFC 9457): one sentence, and the fields it is about."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.exceptions import PermissionDenied as ApiPermissionDenied
from rest_framework.response import Response

from .parsing import TooLarge

logger = logging.getLogger(__name__)


class Conflict(APIException):
    """409: the same Idempotency-Key was used for something else."""

    status_code = HTTPStatus.CONFLICT
    default_detail = "The Idempotency-Key was used with another body. Use a new key."
    default_code = "conflict"


class Unavailable(APIException):
    """503: the database is away, full or too busy; nothing was stored that was not answered."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = (
        "Inlet can’t store anything right now. Send the same again in a moment; "
        "with an Idempotency-Key it counts once."
    )
    default_code = "unavailable"
    wait = 0


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: the problem as `application/problem+json`, else None (a 500)."""
    del context
    known = _known(error)
    if known is None:
        return None
    fields = wrong_fields(known.detail) if isinstance(known, ValidationError) else []
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(known.status_code).phrase,
        "status": known.status_code,
        "detail": _sentence(known, fields),
    }
    if fields:
        body["errors"] = fields
    return Response(body, known.status_code, headers=_headers(known), content_type=PROBLEM)


PROBLEM = "application/problem+json"


def _known(error: Exception) -> APIException | None:
    if isinstance(error, RequestDataTooBig):
        return TooLarge()
    if isinstance(error, Http404):
        return NotFound(str(error) or "There is no such thing.")
    if isinstance(error, PermissionDenied):
        return ApiPermissionDenied()
    if isinstance(error, OperationalError | InterfaceError):
        logger.warning("The database did not do its part: %s", error)
        return Unavailable()
    return error if isinstance(error, APIException) else None


def _sentence(error: APIException, fields: list[dict[str, str]]) -> str:
    if not fields:
        return str(error.detail)
    first = fields[0]
    more = f" ({len(fields) - 1} more below)" if len(fields) > 1 else ""
    return f"{first['field']}: {first['message']}{more}"


def _headers(error: APIException) -> dict[str, str]:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(error.auth_header)  # type: ignore[attr-defined]
    wait = getattr(error, "wait", None)
    if wait is not None:
        headers["Retry-After"] = str(int(wait) + 1)
    return headers


def wrong_fields(detail: Any, path: str = "") -> list[dict[str, str]]:
    """Every message with the path of its field: `person.email`, `leads[3].company`."""
    if isinstance(detail, dict):
        parts = [
            wrong_fields(inner, path if key == "non_field_errors" else f"{path}.{key}".lstrip("."))
            for key, inner in detail.items()
        ]
        return [one for part in parts for one in part]
    if isinstance(detail, list) and any(isinstance(one, dict | list) for one in detail):
        return [
            one for i, inner in enumerate(detail) for one in wrong_fields(inner, f"{path}[{i}]")
        ]
    messages = detail if isinstance(detail, list) else [detail]
    return [{"field": path or "body", "message": str(message)} for message in messages]
