"""Three ways to take leads in: one by one, many by DRF, many without it."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.http import HttpRequest, JsonResponse
from rest_framework import serializers
from rest_framework.authentication import TokenAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from .models import BareLead

COLUMNS = [
    "external_id", "source", "email", "first_name", "last_name", "title", "phone", "company",
    "website",
]  # fmt: skip


class BareSerializer(serializers.ModelSerializer[BareLead]):
    """What a ModelSerializer checks by itself."""

    class Meta:
        model = BareLead
        fields = ["id", *COLUMNS, "custom", "received_at"]


class BulkSerializer(serializers.ListSerializer[Any]):
    """The list that stores with one `bulk_create`."""

    def create(self, validated_data: Any) -> Any:
        """One INSERT."""
        return BareLead.objects.bulk_create(BareLead(**one) for one in validated_data)


class BulkLead(BareSerializer):
    """The same lead, many at once."""

    class Meta(BareSerializer.Meta):
        list_serializer_class = BulkSerializer


class One(APIView):
    """A bare view: token, serializer, INSERT."""

    authentication_classes = (TokenAuthentication,)
    permission_classes = (IsAuthenticated,)

    def post(self, request: Request) -> Response:
        """201 with the stored lead."""
        lead = BareSerializer(data=request.data)
        lead.is_valid(raise_exception=True)
        lead.save()
        return Response(lead.data, 201)


class Many(One):
    """The same for a list."""

    def post(self, request: Request) -> Response:
        """201 with the stored leads."""
        leads = BulkLead(data=request.data, many=True)
        leads.is_valid(raise_exception=True)
        leads.save()
        return Response(leads.data, 201)


def plain(request: HttpRequest) -> JsonResponse:
    """Neither token nor checks: the JSON as it comes, in one multi-row INSERT."""
    leads = json.loads(request.body)
    values = [(*(one[name] for name in COLUMNS), json.dumps(one["custom"])) for one in leads]
    row = f"({', '.join(['%s'] * (len(COLUMNS) + 1))}, now())"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO yardstick_barelead ({', '.join(COLUMNS)}, custom, received_at) "  # noqa: S608
            f"VALUES {', '.join([row] * len(values))} RETURNING id",
            [value for one in values for value in one],
        )
        return JsonResponse({"ids": [found for (found,) in cursor.fetchall()]}, status=201)
