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
    "practice-login": "practice/login/",
    "practice-twice": "practice/twice/",
    "practice-setup": "practice/setup/",
    "practice-setup-change": "practice/setup/change/",
    "practice-setup-access": "practice/setup/access/",
    "practice-setup-revoke": "practice/setup/revoke/",
    "practice-setup-again": "practice/setup/again/",
    "practice-setup-fault": "practice/setup/fault/",
    "practice-setup-fault-change": "practice/setup/fault/<str:id>/",
    "practice-setup-tab": "practice/setup/<str:tab>/",
    "practice-setup-field": "practice/setup/fields/<str:sobject>/<str:name>/",
    "practice-switch": "practice/switch/<str:name>/",
    "practice-new": "practice/new/<str:sobject>/",
    "practice-create": "practice/new/<str:sobject>/save/",
    "practice-record-convert": "practice/Lead/<str:record>/convert/",
    "practice-record-edit": "practice/<str:sobject>/<str:record>/edit/",
    "practice-record-save": "practice/<str:sobject>/<str:record>/save/",
    "practice-record-merge": "practice/<str:sobject>/<str:record>/merge/",
    "practice-record-merge-into": "practice/<str:sobject>/<str:record>/merge/into/",
    "practice-record-delete": "practice/<str:sobject>/<str:record>/delete/",
    "practice-record-undelete": "practice/<str:sobject>/<str:record>/undelete/",
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
    "connect": "connect/",
    "connect-begin": "connect/begin/",
    "connect-ask": "connect/ask/",
    "connect-way": "connect/by/<str:flow>/",
    "connect-by": "connect/by/<str:flow>/add/",
    "connection": "connections/<str:id>/",
    "connection-edit": "connections/<str:id>/edit/",
    "connection-save": "connections/<str:id>/edit/save/",
    "connection-now": "connections/<str:id>/now/",
    "connection-disconnect": "connections/<str:id>/disconnect/",
    "connection-other-org": "connections/<str:id>/other-org/",
    "connection-certificate": "connections/<str:id>/certificate/",
    "connection-rehearse": "connections/<str:id>/rehearse/",
    "connection-sign-in": "connections/<str:id>/sign-in/",
    "salesforce": "salesforce/",
    "salesforce-org": "salesforce/<str:id>/",
    "salesforce-check": "salesforce/<str:id>/check/",
    "salesforce-fix": "salesforce/<str:id>/fix/",
    "salesforce-fix-apply": "salesforce/<str:id>/fix/apply/",
    "salesforce-ask": "salesforce/<str:id>/ask/",
    "salesforce-export": "salesforce/<str:id>/checklist.<str:kind>",
    "salesforce-package": "salesforce/<str:id>/package.zip",
    "admin-link-end": "salesforce/<str:id>/links/<str:link>/end/",
}
_GUEST = {
    "admin-link": "",
    "admin-link-check": "check/",
    "admin-link-fields": "fields/",
    "admin-link-package": "package.zip",
    "admin-link-sign-in": "sign-in/",
}
urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("clients/", nothing, name="clients"),
    path("agency/", nothing, name="open-agency"),
    path("mail/", nothing, name="mail"),
    path("mail/<str:id>/", nothing, name="mail-one"),
    path("api/docs/", nothing, name="api-docs"),
    *(path(f"connect/<str:token>/{rest}", nothing, name=name) for name, rest in _GUEST.items()),
    *(path(f"<slug:slug>/{rest}", nothing, name=name) for name, rest in _CLIENT.items()),
]
