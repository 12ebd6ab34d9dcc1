"""The HTTP API's ledger: where leads stand by hour or day, and what was found in Salesforce."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from syncs.intake.authentication import HasScope
from syncs.intake.taking import problems, tenant_of
from syncs.models import Reconciliation
from syncs.reporting.comparisons import newest_compared
from syncs.reporting.ledger import ledger_cells
from syncs.reporting.ledger_filters import read_ledger_filters
from tenants import walls
from tenants.models import Tenant

from .calling import READ

_WHEN = OpenApiParameter("when", str, enum=["today", "7d", "30d"], default="today")
_BY = OpenApiParameter(
    "by", str, enum=["hour", "day"],
    description="Usually hours today and days otherwise; 30 days come by day.",
)  # fmt: skip
_SOURCE = OpenApiParameter("source", str, description="One source’s id.")


class LedgerLineSerializer(serializers.Serializer[Any]):
    """The leads of an hour or day from one source: received is the sum of all the others."""

    begins = serializers.CharField(help_text="The hour, or the day as the client lives it.")
    source_name = serializers.CharField(allow_blank=True)
    received = serializers.IntegerField()
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    skipped = serializers.IntegerField()
    held = serializers.IntegerField()
    failed = serializers.IntegerField()
    pending = serializers.IntegerField()


class LedgerSerializer(serializers.Serializer[Any]):
    """The lines, oldest first."""

    lines = LedgerLineSerializer(many=True)


class ReconciliationSerializer(serializers.ModelSerializer[Reconciliation]):
    """A day of a connection compared with Salesforce; `right`: nothing missing, unknown, twice."""

    right = serializers.BooleanField(source="is_right")
    connection = serializers.UUIDField(source="connection_id")

    class Meta:
        model = Reconciliation
        fields = (
            "connection", "day", "state", "right", "by_key", "written", "found", "deleted",
            "merged", "missing_count", "unknown_count", "doubles_count", "missing", "unknown",
            "doubles", "calls", "finished_at", "trouble",
        )  # fmt: skip


class ReconciliationListSerializer(serializers.Serializer[Any]):
    """The days, newest first."""

    reconciliations = ReconciliationSerializer(many=True)


class LedgerView(APIView):
    """Every lead, by where it stands now."""

    permission_classes = (HasScope,)
    scopes: ClassVar = {"GET": "leads:read"}

    @extend_schema(
        operation_id="get_ledger", summary="Where leads stand, by hour or day and source",
        parameters=[_WHEN, _BY, _SOURCE],
        responses={200: LedgerSerializer, **problems(401, 403)},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """A lead counts in the hour in which it came, also after it was repaired."""
        tenant = Tenant.objects.get(pk=tenant_of(request))
        filters = read_ledger_filters(request.query_params.dict())
        with walls.inside(tenant):
            _headings, *rows = ledger_cells(tenant, filters, timezone.now())
        names = tuple(LedgerLineSerializer().fields)
        return Response({"lines": [dict(zip(names, row, strict=True)) for row in rows]})


class ReconciliationsView(APIView):
    """Days that were compared with Salesforce."""

    permission_classes = (HasScope,)
    scopes: ClassVar = {"GET": READ}

    @extend_schema(
        operation_id="list_reconciliations", summary="Days compared with Salesforce",
        responses={200: ReconciliationListSerializer, **problems(401, 403)},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """What Inlet created on each of the last days, and what Salesforce holds of it."""
        with walls.inside(tenant_of(request)):
            rows = list(newest_compared(timezone.now()))
        return Response(ReconciliationListSerializer({"reconciliations": rows}).data)
