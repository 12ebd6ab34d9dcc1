"""Addresses of the practice org, served at an address of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, re_path

from connections.practice.admin.entry import admin
from connections.practice.api.at_token import may_misbehave
from connections.practice.api.entry import rest, version_list
from connections.practice.oauth.authorize import authorize
from connections.practice.oauth.identity import identity, userinfo
from connections.practice.oauth.openid import discovery, keys
from connections.practice.oauth.revoke import introspect, revoke_token
from connections.practice.oauth.soap_login import soap
from connections.practice.oauth.token import token
from connections.practice.web_to_lead import web_to_lead


def healthz(_request: HttpRequest) -> HttpResponse:
    """Whether the process answers."""
    return HttpResponse("ok", content_type="text/plain")


def not_found(_request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """404 in Salesforce's shape."""
    body = [{"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}]
    return JsonResponse(body, status=404, safe=False)


def broken(_request: HttpRequest) -> HttpResponse:
    """500 in Salesforce's shape."""
    message = "An unexpected error occurred. Please include this ErrorId if you contact support"
    body = [{"errorCode": "UNKNOWN_EXCEPTION", "message": message}]
    return JsonResponse(body, status=500, safe=False)


handler404 = not_found
handler500 = broken

urlpatterns = [
    path("healthz", healthz),
    path("services/oauth2/authorize", authorize),
    path("services/oauth2/token", may_misbehave(token)),
    path("services/oauth2/revoke", revoke_token),
    path("services/oauth2/introspect", introspect),
    path("services/oauth2/userinfo", userinfo),
    path(".well-known/openid-configuration", discovery),
    path("id/<str:org_id>/keys", keys),
    path("id/<str:org_id>/.well-known/openid-configuration", discovery),
    path("id/<str:org_id>/<str:user_id>", identity),
    re_path(r"^services/Soap/u/(?P<version>\d{1,3}\.\d)(?:/(?P<org_id>\w{15,18}))?$", soap),
    path("servlet/servlet.WebToLead", web_to_lead),
    re_path(r"^practice/admin/v1(?:/(?P<path>.*))?$", admin),
    re_path(r"^services/data/?$", version_list),
    re_path(r"^services/data/v(?P<version>\d{1,3}\.\d)(?:/(?P<path>.*))?$", rest),
]
