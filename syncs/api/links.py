"""The HTTP API's admin links: made, listed, ended."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from connections.links import state_of
from connections.models import AdminLink
from syncs import linking
from syncs.intake.authentication import HasScope
from syncs.intake.taking import problems

from .calling import READ, WRITE, caller, find_connection, maker
from .serializers import (
    LinkListSerializer,
    LinkSerializer,
    LinkWishSerializer,
    MadeLinkSerializer,
)


def told(link: AdminLink) -> dict[str, Any]:
    """The link as `LinkSerializer` describes it."""
    state = state_of(link, now=timezone.now())
    return {**vars(link), "state": state.value, "made_by": link.made_by_name}


class LinksView(APIView):
    """The admin links of a connection."""

    permission_classes = (HasScope,)
    scopes: ClassVar = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="list_links", summary="List the admin links of a connection",
        responses={200: LinkListSerializer, **problems(401, 403, 404)},
    )  # fmt: skip
    def get(self, request: Request, connection_id: uuid.UUID) -> Response:
        """Newest first; their addresses aren't told again."""
        found = linking.links_of(find_connection(request, connection_id))
        return Response(LinkListSerializer({"links": [told(link) for link in found]}).data)

    @extend_schema(
        operation_id="make_link", summary="Make a link for the org's Salesforce admin",
        request=LinkWishSerializer,
        responses={201: MadeLinkSerializer, **problems(400, 401, 403, 404, 413, 415)},
    )  # fmt: skip
    def post(self, request: Request, connection_id: uuid.UUID) -> Response:
        """201 with the address: open for 7 days, good once, and no account is needed."""
        wish = LinkWishSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        connection = find_connection(request, connection_id)
        made = linking.create_link(connection, maker=maker(request), **wish.validated_data)
        body = MadeLinkSerializer({**told(made.link), "url": made.url}).data
        return Response(body, HTTPStatus.CREATED)


class LinkView(APIView):
    """One admin link."""

    permission_classes = (HasScope,)
    scopes: ClassVar = {"DELETE": WRITE}

    @extend_schema(
        operation_id="revoke_link", summary="End an admin link",
        responses={200: LinkSerializer, **problems(401, 403, 404)},
    )  # fmt: skip
    def delete(self, request: Request, connection_id: uuid.UUID, link_id: uuid.UUID) -> Response:
        """200; whoever opens it now reads that it has ended. A used one only shows nothing more."""
        connection = find_connection(request, connection_id)
        linking.revoke_link(connection, link_id, actor=caller(request))
        for link in linking.links_of(connection):
            if link.pk == link_id:
                return Response(LinkSerializer(told(link)).data)
        raise Http404("There is no such link here.")
