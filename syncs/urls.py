"""The addresses of pages and API."""

from __future__ import annotations

from django.urls import include, path

from .pages import clients, keys, leads, mail, members, overview, practice, samples, settings

client_patterns = [
    path("", overview.overview, name="overview"),
    path("leads/", leads.leads, name="leads"),
    path("leads/<uuid:lead_id>/", leads.lead, name="lead"),
    path("leads/<uuid:lead_id>/send-again/", leads.send_lead_again, name="lead-send-again"),
    path("sample/", samples.send_sample, name="first-run-sample"),
    path("practice/", practice.practice, name="practice"),
    path("practice/sample/", samples.send_sample, name="practice-sample"),
    path("practice/reset/", practice.reset_practice, name="practice-reset"),
    path("practice/<str:sobject>/", practice.practice, name="practice-object"),
    path("practice/<str:sobject>/<str:record_id>/", practice.record, name="practice-record"),
    path("settings/keys/", settings.settings_keys, name="settings-keys"),
    path("settings/keys/new/", keys.create_key, name="key-create"),
    path("settings/keys/<uuid:key_id>/revoke/", keys.end_key, name="key-revoke"),
    path("settings/members/", settings.settings_members, name="settings-members"),
    path("settings/members/invite/", members.send_invitation, name="invite"),
    path("settings/members/<int:user_id>/remove/", members.remove_member, name="member-remove"),
    path(
        "settings/members/invitations/<uuid:invitation_id>/withdraw/",
        members.withdraw_invitation,
        name="invitation-withdraw",
    ),
]

urlpatterns = [
    path("api/v1/", include("syncs.intake.urls")),
    path("", clients.home, name="home"),
    path("clients/", clients.clients, name="clients"),
    path("agency/", clients.open_own_agency, name="open-agency"),
    path("invitations/<slug:token>/", members.invitation, name="invitation"),
    path("mail/", mail.mail, name="mail"),
    path("mail/<slug:mail_id>/", mail.mail_one, name="mail-one"),
    path("c/<slug:slug>/", include(client_patterns)),
]
