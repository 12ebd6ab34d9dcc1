"""What the API's doors share: whose key calls, checking what came, and storing it."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any, cast

from drf_spectacular.utils import OpenApiResponse
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from syncs.models import Source

from .accepting import KeyReused, Receipt, accept
from .answers import ProblemSerializer
from .authentication import Caller
from .canonical import MAX_LEAD_BYTES
from .plain import canonical
from .problems import PROBLEM, Conflict

MAX_BATCH = 500
_PROBLEMS = {
    400: "Something in the request is wrong; the fields are named.",
    401: "No usable API key.",
    403: "The key lacks the scope.",
    404: "There is no such lead.",
    409: "The Idempotency-Key was used with another body.",
    413: "The body is larger than 2 MB.",
    415: "The body is not application/json.",
    503: "Nothing can be stored right now; send the same again in a moment.",
}


def problems(*statuses: int) -> dict[Any, Any]:
    """The problem answers with these statuses, for the OpenAPI document."""
    return {
        (status, PROBLEM): OpenApiResponse(ProblemSerializer, _PROBLEMS[status])
        for status in (*statuses, 503)
    }


def tenant_of(request: Request) -> uuid.UUID:
    """The tenant whose key calls."""
    return cast(Caller, request.user).key.tenant_id


def source_of(request: Request) -> Source:
    """The source whose key called. Raises ValidationError when the key has none."""
    source = cast(Caller, request.user).source
    if source is None:
        raise ValidationError("This key belongs to no source. Make a new one in Settings.")
    return source


def take(request: Request, payloads: list[dict[str, Any]]) -> Receipt:
    """Accept the payloads under the request's Idempotency-Key."""
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > 255 or not key.isprintable():
        raise ValidationError({"Idempotency-Key": ["Use up to 255 printable characters."]})
    try:
        return accept(source_of(request), payloads, key=key)
    except KeyReused:
        raise Conflict from None


def read_lead(item: Any) -> dict[str, Any]:
    """The canonical payload of a lead. Raises ValidationError, also for one above 64 KB."""
    if len(json.dumps(item)) > MAX_LEAD_BYTES:
        raise ValidationError("This lead is larger than 64 KB. Send only what is mapped.")
    return canonical(item)


@dataclass(frozen=True, slots=True)
class Checked:
    """One lead of many: its payload, or what is wrong with it, by field."""

    payload: dict[str, Any] | None
    errors: dict[str, Any] = field(default_factory=dict)


def checked(item: Any) -> Checked:
    """A lead to be judged by itself, so that the others of its call may go on."""
    try:
        return Checked(read_lead(item))
    except ValidationError as error:
        wrong = error.detail
    return Checked(None, dict(wrong) if isinstance(wrong, dict) else {"lead": wrong})
