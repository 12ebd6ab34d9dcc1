"""The HTTP API's connections: listed, made, connected without a person, moved, ended."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import ClassVar

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from connections.blocking import advise
from connections.entering import Entry, EntryRefused
from connections.errors import ConfigurationError
from connections.models import Connection
from syncs import connecting
from syncs.intake.authentication import HasScope
from syncs.intake.taking import problems, tenant_of
from tenants import walls
from tenants.models import Tenant

from .calling import READ, REFUSED, WRITE, caller, find_connection, refusal
from .serializers import (
    CertificateSerializer,
    ConnectionListSerializer,
    ConnectionSerializer,
    EntrySerializer,
    OrgSerializer,
    PartingSerializer,
)

_NO_CERTIFICATE = "This connection has no certificate; its flow is not jwt_bearer."


class ConnectionsView(APIView):
    """The client's connections."""

    permission_classes = (HasScope,)
    scopes: ClassVar = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="list_connections", summary="List connections",
        responses={200: ConnectionListSerializer, **problems(401, 403)},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """All of them, oldest first."""
        with walls.inside(tenant_of(request)):
            rows = list(Connection.objects.all())
        return Response(ConnectionListSerializer({"connections": rows}).data)

    @extend_schema(
        operation_id="add_connection", summary="Add a connection", request=EntrySerializer,
        responses={201: ConnectionSerializer, **problems(400, 401, 403, 413, 415)},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """201; it is not connected yet. jwt_bearer gets a certificate of its own."""
        wish = EntrySerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        tenant = Tenant.objects.get(pk=tenant_of(request))
        try:
            row = connecting.add(tenant, Entry(**wish.validated_data), actor=caller(request))
        except EntryRefused as refused:
            raise ValidationError({k: [text] for k, text in refused.problems.items()}) from refused
        return Response(ConnectionSerializer(row).data, HTTPStatus.CREATED)


class ConnectionView(APIView):
    """One connection."""

    permission_classes = (HasScope,)
    scopes: ClassVar = {"GET": READ}

    @extend_schema(
        operation_id="get_connection", summary="How a connection stands",
        responses={200: ConnectionSerializer, **problems(401, 403, 404)},
    )  # fmt: skip
    def get(self, request: Request, connection_id: uuid.UUID) -> Response:
        """Its state, the org, and what is wrong if anything is."""
        return Response(ConnectionSerializer(find_connection(request, connection_id)).data)


class ConnectView(APIView):
    """Connecting without a person."""

    permission_classes = (HasScope,)
    scopes: ClassVar = {"POST": WRITE}

    @extend_schema(
        operation_id="connect", summary="Connect by certificate, credentials or password",
        request=None,
        responses={200: ConnectionSerializer, **REFUSED, **problems(401, 403, 404)},
    )  # fmt: skip
    def post(self, request: Request, connection_id: uuid.UUID) -> Response:
        """200 once the org is connected; 409 with the reason and the fix."""
        row = find_connection(request, connection_id)
        arrival = connecting.connect_alone(row, actor=caller(request))
        if arrival.advice is not None:
            return refusal(arrival.advice)
        return Response(ConnectionSerializer(find_connection(request, connection_id)).data)


class DisconnectView(APIView):
    """Ending a connection."""

    permission_classes = (HasScope,)
    scopes: ClassVar = {"POST": WRITE}

    @extend_schema(
        operation_id="disconnect", summary="End a connection", request=None,
        responses={200: PartingSerializer, **problems(401, 403, 404)},
    )  # fmt: skip
    def post(self, request: Request, connection_id: uuid.UUID) -> Response:
        """200; tokens are forgotten here and revoked at Salesforce. Leads wait."""
        row = find_connection(request, connection_id)
        ended = connecting.disconnect(row, actor=caller(request))
        row = find_connection(request, connection_id)
        return Response(PartingSerializer({"connection": row, "ended_at_salesforce": ended}).data)


class ConfirmOrgView(APIView):
    """Another org behind the same connection."""

    permission_classes = (HasScope,)
    scopes: ClassVar = {"POST": WRITE}

    @extend_schema(
        operation_id="confirm_org", summary="Confirm that another org is meant from now on",
        request=OrgSerializer,
        responses={200: ConnectionSerializer, **REFUSED, **problems(400, 401, 403, 404, 413, 415)},
    )  # fmt: skip
    def post(self, request: Request, connection_id: uuid.UUID) -> Response:
        """200; mapping and sources stay, and somebody signs in to the new org next."""
        wish = OrgSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        row = find_connection(request, connection_id)
        org_id = wish.validated_data["org_id"]
        try:
            row = connecting.confirm_other_org(row, org_id, actor=caller(request))
        except ConfigurationError as error:
            return refusal(advise(error.failure))
        return Response(ConnectionSerializer(row).data)


class CertificateView(APIView):
    """The certificate for JWT bearer."""

    permission_classes = (HasScope,)
    scopes: ClassVar = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="get_certificate", summary="The certificate for JWT bearer",
        responses={200: CertificateSerializer, **problems(401, 403, 404)},
    )  # fmt: skip
    def get(self, request: Request, connection_id: uuid.UUID) -> Response:
        """To be uploaded to the org's External Client App."""
        row = find_connection(request, connection_id)
        if not row.certificate:
            raise Http404(_NO_CERTIFICATE)
        return Response(CertificateSerializer(row).data)

    @extend_schema(
        operation_id="renew_certificate", summary="A new key and certificate", request=None,
        responses={200: CertificateSerializer, **problems(401, 403, 404)},
    )  # fmt: skip
    def post(self, request: Request, connection_id: uuid.UUID) -> Response:
        """200; the old certificate opens nothing any more. Upload the new one."""
        row = find_connection(request, connection_id)
        if not row.certificate:
            raise Http404(_NO_CERTIFICATE)
        row = connecting.new_certificate(row, actor=caller(request))
        return Response(CertificateSerializer(row).data)
