"""What the API's doors share: whose key calls, checking what came, and storing it."""

from __future__ import annotations

import json
import uuid
from typing import Any, cast

from drf_spectacular.utils import OpenApiResponse
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from syncs.models import Source
from tenants import walls

from .accepting import KeyReused, Receipt, accept
from .answers import ProblemSerializer
from .authentication import Caller
from .canonical import MAX_LEAD_BYTES, LeadSerializer
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
}


def problems(*statuses: int) -> dict[Any, Any]:
    """The problem answers with these statuses, for the OpenAPI document."""
    return {
        (status, PROBLEM): OpenApiResponse(ProblemSerializer, _PROBLEMS[status])
        for status in statuses
    }


def tenant_of(request: Request) -> uuid.UUID:
    """The tenant whose key calls."""
    return cast(Caller, request.user).key.tenant_id


def source_of(request: Request) -> Source:
    """The source whose key called. Raises ValidationError when the key has none."""
    key = cast(Caller, request.user).key
    with walls.inside(key.tenant_id):
        source = Source.objects.filter(api_key=key).first()
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


def check_size(item: Any) -> None:
    """Refuse a lead above 64 KB."""
    if len(json.dumps(item)) > MAX_LEAD_BYTES:
        raise ValidationError("This lead is larger than 64 KB. Send only what is mapped.")


def checked(item: Any) -> LeadSerializer | str:
    """A lead to be judged, or what is wrong with its size."""
    try:
        check_size(item)
    except ValidationError as error:
        return str(error.detail[0])  # type: ignore[index]
    return LeadSerializer(data=item)


def errors_of(one: LeadSerializer | str) -> dict[str, Any]:
    """What is wrong with one lead, by field; empty for a good one."""
    if isinstance(one, str):
        return {"lead": [one]}
    return {} if one.is_valid() else dict(one.errors)
