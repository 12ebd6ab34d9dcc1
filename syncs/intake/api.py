"""The HTTP API's doors: one lead, many leads, and what became of them."""

from __future__ import annotations

import json
import uuid
from http import HTTPStatus
from typing import Any, ClassVar, cast

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from syncs.models import InboundLead, Source
from tenants import walls

from .accepting import KeyReused, Receipt, accept
from .answers import BatchAnswerSerializer, LeadAnswerSerializer, ProblemSerializer, lead_answer
from .authentication import Caller, HasScope
from .canonical import MAX_LEAD_BYTES, LeadSerializer
from .problems import PROBLEM, Conflict

MAX_BATCH = 500
IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, required=False,
    description="Up to 255 characters. The same key and body within 24 hours is one call.",
)  # fmt: skip
EXTERNAL_ID = OpenApiParameter(
    "external_id", {"type": "string", "minLength": 1, "maxLength": 255}, required=True
)
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


def find_lead(tenant_id: uuid.UUID, **which: Any) -> InboundLead:
    """The tenant's newest lead like this. Raises Http404, for another tenant's just the same."""
    with walls.inside(tenant_id):
        lead = InboundLead.objects.filter(**which).order_by("-received_at", "-id").first()
    if lead is None:
        raise Http404("There is no such lead here.")
    return lead


class LeadsView(APIView):
    """Send one lead; find one by the source's own id."""

    permission_classes = (HasScope,)
    scopes: ClassVar = {"POST": "leads:write", "GET": "leads:read"}

    @extend_schema(
        operation_id="send_lead", summary="Send one lead", parameters=[IDEMPOTENCY],
        request=LeadSerializer,
        responses={202: LeadAnswerSerializer, **problems(400, 401, 403, 409, 413, 415)},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """202 once the lead is stored; it then ends in Salesforce or says why not."""
        check_size(request.data)
        lead = LeadSerializer(data=request.data)
        lead.is_valid(raise_exception=True)
        receipt = take(request, [lead.validated_data])
        stored = find_lead(tenant_of(request), pk=receipt.lead_ids[0])
        return Response(lead_answer(stored), HTTPStatus.ACCEPTED)

    @extend_schema(
        operation_id="find_lead", summary="Find a lead by your own id",
        parameters=[EXTERNAL_ID],
        responses={200: LeadAnswerSerializer, **problems(400, 401, 403, 404)},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """The newest lead with this external_id."""
        external_id = request.query_params.get("external_id", "")
        if not external_id or "\x00" in external_id:
            raise ValidationError({"external_id": ["Name the lead: ?external_id=…"]})
        return Response(lead_answer(find_lead(tenant_of(request), external_id=external_id)))


class LeadView(APIView):
    """One lead."""

    permission_classes = (HasScope,)
    scopes: ClassVar = {"GET": "leads:read"}

    @extend_schema(
        operation_id="get_lead", summary="What became of a lead",
        responses={200: LeadAnswerSerializer, **problems(401, 403, 404)},
    )  # fmt: skip
    def get(self, request: Request, lead_id: uuid.UUID) -> Response:
        """Its state, the decision with every field, and Salesforce's answer."""
        return Response(lead_answer(find_lead(tenant_of(request), pk=lead_id)))


class LeadBatchView(APIView):
    """Send many leads at once."""

    permission_classes = (HasScope,)
    scopes: ClassVar = {"POST": "leads:write"}

    @extend_schema(
        operation_id="send_leads", summary=f"Send up to {MAX_BATCH} leads",
        parameters=[IDEMPOTENCY], request=LeadSerializer(many=True),
        responses={202: BatchAnswerSerializer, **problems(400, 401, 403, 409, 413, 415)},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """202 with one result per lead, in order: stored, or what is wrong with it."""
        items = request.data.get("leads") if isinstance(request.data, dict) else request.data
        if not isinstance(items, list) or not items:
            raise ValidationError("Send a list of leads: [{…}, {…}] or {“leads”: [{…}]}.")
        if len(items) > MAX_BATCH:
            raise ValidationError(f"{len(items)} leads are too many. Send up to {MAX_BATCH}.")
        return self._answer(request, [_checked(item) for item in items])

    def _answer(self, request: Request, checked: list[LeadSerializer | str]) -> Response:
        good = [one for one in checked if isinstance(one, LeadSerializer) and one.is_valid()]
        if not good:
            raise ValidationError({"leads": [_errors(one) for one in checked]})
        receipt = take(request, [one.validated_data for one in good])
        ids = iter(receipt.lead_ids)
        results = [_result(one, ids) for one in checked]
        counts = {"accepted": len(good), "refused": len(checked) - len(good)}
        return Response({**counts, "results": results}, HTTPStatus.ACCEPTED)


def _checked(item: Any) -> LeadSerializer | str:
    try:
        check_size(item)
    except ValidationError as error:
        return str(error.detail[0])  # type: ignore[index]
    return LeadSerializer(data=item)


def _result(one: LeadSerializer | str, ids: Any) -> dict[str, Any]:
    if errors := _errors(one):
        return {"state": "refused", "errors": errors}
    return {"id": str(next(ids)), "state": "pending"}


def _errors(one: LeadSerializer | str) -> dict[str, Any]:
    """What is wrong with one lead, by field; empty for a good one."""
    if isinstance(one, str):
        return {"lead": [one]}
    return {} if one.is_valid() else dict(one.errors)
