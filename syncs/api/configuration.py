"""The HTTP API's configuration: a client as one document, read and brought to what is wanted."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from syncs.configuring.applying import Applied
from syncs.configuring.changes import Plan
from syncs.configuring.reading import ConfigurationRefused
from syncs.configuring.uploading import (
    Brought,
    carry_out,
    client_document,
    plan_document,
)
from syncs.intake.authentication import HasScope
from syncs.intake.taking import problems, tenant_of
from tenants.models import Tenant

from .calling import caller

_MODE = OpenApiParameter(
    "mode", str, enum=["apply", "plan"], default="apply",
    description="“plan” says what would change and changes nothing.",
)  # fmt: skip


class ConfigurationDocument(serializers.Serializer[Any]):
    """The client as a configuration file has it; docs/inlet.schema.json describes all of it."""

    inlet = serializers.IntegerField(help_text="The number of the format: 1.")
    agency = serializers.CharField()
    clients = serializers.ListField(
        child=serializers.DictField(), help_text="This client and no other."
    )


class ConfigurationChange(serializers.Serializer[Any]):
    """One thing that changes."""

    thing = serializers.CharField()
    verb = serializers.ChoiceField(choices=["add", "change", "remove"])
    name = serializers.CharField()
    title = serializers.CharField()
    lines = serializers.ListField(child=serializers.CharField())


class ConfigurationKey(serializers.Serializer[Any]):
    """A key that was made, and the name of its source; it is told this once."""

    name = serializers.CharField()
    key = serializers.CharField()


class ConfigurationAnswer(serializers.Serializer[Any]):
    """What changed, or would. `trouble`: why nothing was changed after all."""

    applied = serializers.BooleanField()
    changes = ConfigurationChange(many=True)
    keys = ConfigurationKey(many=True)
    waiting = serializers.ListField(child=serializers.CharField())
    trouble = serializers.CharField(allow_blank=True)


class ConfigurationView(APIView):
    """The whole configuration of the client."""

    permission_classes = (HasScope,)
    scopes: ClassVar = {"GET": "configuration:read", "PUT": "configuration:write"}

    @extend_schema(
        operation_id="get_configuration", summary="The client’s configuration",
        responses={200: ConfigurationDocument, **problems(401, 403)},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Connections, mappings and sources. Secrets are named, never told."""
        return Response(client_document(_tenant(request)))

    @extend_schema(
        operation_id="put_configuration", summary="Bring the client to a configuration",
        parameters=[_MODE], request=ConfigurationDocument,
        responses={200: ConfigurationAnswer, **problems(400, 401, 403, 413, 415)},
    )  # fmt: skip
    def put(self, request: Request) -> Response:
        """Everything at once or nothing. The same document again changes nothing."""
        mode = request.query_params.get("mode", "apply")
        if mode not in {"apply", "plan"}:
            raise ValidationError({"mode": ["There are two modes: apply, and plan."]})
        try:
            brought = plan_document(_tenant(request), request.data)
        except ConfigurationRefused as refused:
            raise ValidationError(_errors(refused)) from refused
        if mode == "plan":
            return Response(_answer(brought.survey.plan, None))
        return Response(_applied(brought, caller(request)))


def _applied(brought: Brought, actor: str) -> dict[str, Any]:
    plan = brought.survey.plan
    return _answer(plan, Applied() if plan.is_empty else carry_out(brought, actor=actor))


def _tenant(request: Request) -> Tenant:
    return Tenant.objects.select_related("agency").get(pk=tenant_of(request))


def _errors(refused: ConfigurationRefused) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in refused.wrongs:
        found.setdefault(one.place or "body", []).append(one.sentence)
    return found


def _answer(plan: Plan, done: Applied | None) -> dict[str, Any]:
    return {
        "applied": done is not None and not done.trouble,
        "changes": [
            {
                "thing": one.thing.value,
                "verb": one.verb.value,
                "name": one.name,
                "title": one.title,
                "lines": list(one.lines),
            }
            for client in plan.clients
            for one in client.changes
        ],
        "keys": [{"name": one.source, "key": one.text} for one in done.keys] if done else [],
        "waiting": list(done.waiting) if done else [],
        "trouble": done.trouble if done else "",
    }
