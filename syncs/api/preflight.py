"""The HTTP API's checklist: the last run of a connection, and a new one."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from connections.documents import document_of
from connections.models import Connection
from mappings.preflight import Check, Level, RemedyKind
from syncs.intake.authentication import HasScope
from syncs.intake.taking import problems
from syncs.page_values.checklist import Checklist
from syncs.preflight.downloads import as_document
from syncs.preflight.drifting import changed_in_org
from syncs.preflight.running import latest, run_preflight

from .calling import READ, WRITE, find_connection


class RemedySerializer(serializers.Serializer[Any]):
    """What a click can do about a finding."""

    kind = serializers.ChoiceField(choices=[one.value for one in RemedyKind])
    button = serializers.CharField()
    parameters = serializers.DictField(child=serializers.CharField(allow_blank=True))


class FindingSerializer(serializers.Serializer[Any]):
    """One row of the checklist."""

    key = serializers.CharField()
    check_name = serializers.ChoiceField(choices=[one.value for one in Check])
    level = serializers.ChoiceField(choices=[one.value for one in Level])
    title = serializers.CharField()
    what = serializers.CharField()
    why = serializers.CharField(allow_blank=True)
    fix = serializers.CharField(allow_blank=True)
    setup_path = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    remedy = RemedySerializer(allow_null=True)
    mappings = serializers.ListField(child=serializers.CharField(allow_blank=True))


class ChangeSerializer(serializers.Serializer[Any]):
    """One thing that changed in the org."""

    at = serializers.DateTimeField()
    kind = serializers.CharField()
    sentence = serializers.CharField()
    effect = serializers.CharField(allow_blank=True)
    matters = serializers.BooleanField()
    mappings = serializers.ListField(child=serializers.CharField())
    leads = serializers.IntegerField()


class ChecklistSerializer(serializers.Serializer[Any]):
    """The checklist of a connection. `at` is null before the first run."""

    connection = serializers.CharField()
    connection_id = serializers.UUIDField()
    at = serializers.DateTimeField(allow_null=True)
    tried_at = serializers.DateTimeField(allow_null=True)
    trigger = serializers.CharField(allow_blank=True)
    calls = serializers.IntegerField()
    ms = serializers.IntegerField()
    org_name = serializers.CharField(allow_blank=True)
    user_name = serializers.CharField(allow_blank=True)
    summary = serializers.CharField()
    trouble = serializers.CharField(allow_blank=True)
    blocks = serializers.BooleanField()
    mappings = serializers.ListField(child=serializers.CharField(allow_blank=True))
    findings = FindingSerializer(many=True)
    changes = ChangeSerializer(many=True)


class PreflightView(APIView):
    """The settings of one Salesforce org, checked."""

    permission_classes = (HasScope,)
    scopes: ClassVar = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="get_preflight", summary="The last check of the org’s settings",
        responses={200: ChecklistSerializer, **problems(401, 403, 404)},
    )  # fmt: skip
    def get(self, request: Request, connection_id: uuid.UUID) -> Response:
        """Every line of the checklist, worst first, and what changed in the org."""
        row = find_connection(request, connection_id)
        return Response(_answer(row, latest(row)))

    @extend_schema(
        operation_id="run_preflight", summary="Check the org’s settings now", request=None,
        responses={200: ChecklistSerializer, **problems(401, 403, 404)},
    )  # fmt: skip
    def post(self, request: Request, connection_id: uuid.UUID) -> Response:
        """The same, fresh; it takes up to 6 API calls. `trouble` says why it could not be done."""
        row = find_connection(request, connection_id)
        return Response(_answer(row, run_preflight(row)))


def _answer(row: Connection, checklist: Checklist) -> dict[str, Any]:
    document = as_document(checklist)
    # DRF keeps the name "check" for itself.
    findings = [{"check_name": one.pop("check"), **one} for one in document["findings"]]
    changes = document_of(changed_in_org(row))
    return {**document, "findings": findings, "changes": changes}
