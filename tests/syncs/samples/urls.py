"""The names that templates point to, so that they can be drawn without any view."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest, **parts: str) -> HttpResponse:
    """Not a page: these addresses are only pointed to."""
    del request, parts
    return HttpResponse(status=204)


_CLIENT = {
    "overview": "",
    "leads": "leads/",
    "lead": "leads/<str:id>/",
    "lead-send-again": "leads/<str:id>/send-again/",
    "practice": "practice/",
    "practice-sample": "practice/sample/",
    "practice-reset": "practice/reset/",
    "practice-object": "practice/<str:sobject>/",
    "practice-record": "practice/<str:sobject>/<str:record>/",
    "settings-keys": "settings/keys/",
    "key-create": "settings/keys/new/",
    "key-revoke": "settings/keys/<str:id>/revoke/",
    "settings-members": "settings/members/",
    "invite": "settings/members/invite/",
    "member-remove": "settings/members/<str:id>/remove/",
    "invitation-withdraw": "settings/members/invitations/<str:id>/withdraw/",
    "first-run-sample": "sample/",
}
urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("clients/", nothing, name="clients"),
    path("agency/", nothing, name="open-agency"),
    path("mail/", nothing, name="mail"),
    path("mail/<str:id>/", nothing, name="mail-one"),
    path("api/docs/", nothing, name="api-docs"),
    *(path(f"<slug:slug>/{rest}", nothing, name=name) for name, rest in _CLIENT.items()),
]
