"""The addresses of pages and API."""

from __future__ import annotations

from django.urls import include, path, re_path

from .pages import (
    admin_asks,
    admin_link,
    clients,
    connect,
    connection,
    keys,
    leads,
    mail,
    members,
    overview,
    practice,
    practice_records,
    salesforce,
    samples,
    settings,
    signing_in,
)

client_patterns = [
    path("", overview.overview, name="overview"),
    path("leads/", leads.leads, name="leads"),
    path("leads/<uuid:lead_id>/", leads.lead, name="lead"),
    path("leads/<uuid:lead_id>/send-again/", leads.send_lead_again, name="lead-send-again"),
    path("sample/", samples.send_sample, name="first-run-sample"),
    path("practice/", practice.practice, name="practice"),
    path("practice/sample/", samples.send_sample, name="practice-sample"),
    path("practice/reset/", practice.reset_practice, name="practice-reset"),
    path("practice/login/", practice.make_login, name="practice-login"),
    path("practice/switch/<slug:name>/", practice.flip_switch, name="practice-switch"),
    path("practice/new/<str:sobject>/", practice_records.new_record, name="practice-new"),
    path(
        "practice/new/<str:sobject>/save/",
        practice_records.create_record,
        name="practice-create",
    ),
    path(
        "practice/Lead/<str:record_id>/convert/",
        practice_records.convert,
        name="practice-record-convert",
    ),
    path("practice/<str:sobject>/", practice.practice, name="practice-object"),
    path(
        "practice/<str:sobject>/<str:record_id>/",
        practice_records.record,
        name="practice-record",
    ),
    path(
        "practice/<str:sobject>/<str:record_id>/edit/",
        practice_records.edit_record,
        name="practice-record-edit",
    ),
    path(
        "practice/<str:sobject>/<str:record_id>/save/",
        practice_records.save_record,
        name="practice-record-save",
    ),
    path(
        "practice/<str:sobject>/<str:record_id>/merge/",
        practice_records.choose_merge,
        name="practice-record-merge",
    ),
    path(
        "practice/<str:sobject>/<str:record_id>/merge/into/",
        practice_records.merge,
        name="practice-record-merge-into",
    ),
    path(
        "practice/<str:sobject>/<str:record_id>/delete/",
        practice_records.delete,
        name="practice-record-delete",
    ),
    path(
        "practice/<str:sobject>/<str:record_id>/undelete/",
        practice_records.undelete,
        name="practice-record-undelete",
    ),
    path("connect/", connect.connect, name="connect"),
    path("connect/begin/", connect.begin, name="connect-begin"),
    path("connect/ask/", admin_asks.ask_to_connect, name="connect-ask"),
    path("connect/by/<slug:flow>/", connect.way, name="connect-way"),
    path("connect/by/<slug:flow>/add/", connect.connect_by, name="connect-by"),
    path("connections/<uuid:connection_id>/", connection.connection, name="connection"),
    path("connections/<uuid:connection_id>/now/", connection.connect_now, name="connection-now"),
    path(
        "connections/<uuid:connection_id>/disconnect/",
        connection.disconnect,
        name="connection-disconnect",
    ),
    path(
        "connections/<uuid:connection_id>/other-org/",
        connection.confirm_other_org,
        name="connection-other-org",
    ),
    path(
        "connections/<uuid:connection_id>/certificate/",
        connection.renew_certificate,
        name="connection-certificate",
    ),
    path(
        "connections/<uuid:connection_id>/rehearse/", connect.rehearse, name="connection-rehearse"
    ),
    path("salesforce/", salesforce.salesforce, name="salesforce"),
    path("salesforce/<uuid:connection_id>/", salesforce.salesforce, name="salesforce-org"),
    path("salesforce/<uuid:connection_id>/check/", salesforce.check_again, name="salesforce-check"),
    path("salesforce/<uuid:connection_id>/fix/", salesforce.show_fix, name="salesforce-fix"),
    path(
        "salesforce/<uuid:connection_id>/fix/apply/",
        salesforce.apply_the_fix,
        name="salesforce-fix-apply",
    ),
    path("salesforce/<uuid:connection_id>/ask/", admin_asks.ask_admin, name="salesforce-ask"),
    path(
        "salesforce/<uuid:connection_id>/links/<uuid:link_id>/end/",
        admin_asks.end_link,
        name="admin-link-end",
    ),
    re_path(
        r"^salesforce/(?P<connection_id>[0-9a-f-]{36})/checklist\.(?P<kind>md|pdf)$",
        salesforce.export_checklist,
        name="salesforce-export",
    ),
    path(
        "salesforce/<uuid:connection_id>/package.zip",
        salesforce.export_package,
        name="salesforce-package",
    ),
    path(
        "connections/<uuid:connection_id>/sign-in/",
        signing_in.begin_sign_in,
        name="connection-sign-in",
    ),
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
    path("api/v1/", include("syncs.api.urls")),
    path("salesforce/return", signing_in.come_back, name="salesforce-return"),
    path("connect/<str:token>/", admin_link.admin_link, name="admin-link"),
    path("connect/<str:token>/check/", admin_link.check_by_link, name="admin-link-check"),
    path("connect/<str:token>/fields/", admin_link.fields_by_link, name="admin-link-fields"),
    path("connect/<str:token>/package.zip", admin_link.package_by_link, name="admin-link-package"),
    path("connect/<str:token>/sign-in/", signing_in.begin_by_link, name="admin-link-sign-in"),
    path("", clients.home, name="home"),
    path("clients/", clients.clients, name="clients"),
    path("agency/", clients.open_own_agency, name="open-agency"),
    path("invitations/<slug:token>/", members.invitation, name="invitation"),
    path("mail/", mail.mail, name="mail"),
    path("mail/<slug:mail_id>/", mail.mail_one, name="mail-one"),
    path("c/<slug:slug>/", include(client_patterns)),
]
