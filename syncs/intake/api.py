"""The HTTP API's doors: one lead, many leads, and what became of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from syncs.models import InboundLead
from tenants import walls

from .accepting import Receipt
from .answers import BatchAnswerSerializer, LeadAnswerSerializer, lead_answer
from .authentication import HasScope
from .canonical import LeadSerializer
from .planning import PLAN_MODE, PlansSerializer, planned
from .taking import (
    MAX_BATCH,
    Checked,
    checked,
    problems,
    read_lead,
    source_of,
    take,
    tenant_of,
)

IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, required=False,
    description="Up to 255 characters. The same key and body within 24 hours is one call.",
)  # fmt: skip
EXTERNAL_ID = OpenApiParameter(
    "external_id", {"type": "string", "minLength": 1, "maxLength": 255}, required=True
)


def find_lead(tenant_id: uuid.UUID, **which: Any) -> InboundLead:
    """The tenant's newest lead like this. Raises Http404, for another tenant's just the same."""
    with walls.inside(tenant_id):
        lead = InboundLead.objects.filter(**which).order_by("-received_at", "-id").first()
    if lead is None:
        raise Http404("There is no such lead here.")
    return lead


def is_plan(request: Request) -> bool:
    """Whether only a plan is wanted. Raises ValidationError for a mode that doesn't exist."""
    mode = request.query_params.get("mode", "send")
    if mode not in {"send", "plan"}:
        raise ValidationError({"mode": ["There are two modes: send, and plan."]})
    return mode == "plan"


def _repeated(request: Request, receipt: Receipt) -> InboundLead:
    return find_lead(tenant_of(request), pk=receipt.lead_ids[0])


def _new(payload: dict[str, Any], receipt: Receipt) -> InboundLead:
    """The lead as it was just stored, without reading it again."""
    return InboundLead(
        id=receipt.lead_ids[0],
        external_id=payload.get("external_id") or "",
        received_at=receipt.received_at,
    )


class LeadsView(APIView):
    """Send one lead; find one by the source's own id."""

    permission_classes = (HasScope,)
    scopes: ClassVar = {"POST": "leads:write", "GET": "leads:read"}

    @extend_schema(
        operation_id="send_lead", summary="Send one lead",
        parameters=[IDEMPOTENCY, PLAN_MODE], request=LeadSerializer,
        responses={
            200: PlansSerializer, 202: LeadAnswerSerializer,
            **problems(400, 401, 403, 409, 413, 415),
        },
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """202 once the lead is stored; it then ends in Salesforce or says why not."""
        payload = read_lead(request.data)
        if is_plan(request):
            return Response(planned(source_of(request), [Checked(payload)]))
        receipt = take(request, [payload])
        lead = _repeated(request, receipt) if receipt.repeated else _new(payload, receipt)
        return Response(lead_answer(lead), HTTPStatus.ACCEPTED)

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
        parameters=[IDEMPOTENCY, PLAN_MODE], request=LeadSerializer(many=True),
        responses={
            200: PlansSerializer, 202: BatchAnswerSerializer,
            **problems(400, 401, 403, 409, 413, 415),
        },
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """202 with one result per lead, in order: stored, or what is wrong with it."""
        items = request.data.get("leads") if isinstance(request.data, dict) else request.data
        if not isinstance(items, list) or not items:
            raise ValidationError("Send a list of leads: [{…}, {…}] or {“leads”: [{…}]}.")
        if len(items) > MAX_BATCH:
            raise ValidationError(f"{len(items)} leads are too many. Send up to {MAX_BATCH}.")
        if is_plan(request):
            return Response(planned(source_of(request), [checked(item) for item in items]))
        return self._answer(request, [checked(item) for item in items])

    def _answer(self, request: Request, leads: list[Checked]) -> Response:
        good = [one.payload for one in leads if one.payload is not None]
        if not good:
            raise ValidationError({"leads": [one.errors for one in leads]})
        receipt = take(request, good)
        ids = iter(receipt.lead_ids)
        results = [_result(one, ids) for one in leads]
        counts = {"accepted": len(good), "refused": len(leads) - len(good)}
        return Response({**counts, "results": results}, HTTPStatus.ACCEPTED)


def _result(one: Checked, ids: Iterator[uuid.UUID]) -> dict[str, Any]:
    if one.payload is None:
        return {"state": "refused", "errors": one.errors}
    return {"id": str(next(ids)), "state": "pending"}
