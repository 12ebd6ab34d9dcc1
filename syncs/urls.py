"""The addresses of pages and API."""

from __future__ import annotations

from django.urls import include, path, re_path

from .pages import (
    admin_asks,
    admin_link,
    agreement_forms,
    agreement_replay,
    agreement_versions,
    blueprints,
    clients,
    configuration,
    connect,
    connection,
    keys,
    leads,
    ledger,
    mail,
    mapping,
    mapping_fields,
    mapping_plan,
    mapping_plan_many,
    mapping_suggest,
    members,
    overview,
    practice,
    practice_records,
    practice_setup,
    promotions,
    salesforce,
    samples,
    settings,
    signing_in,
    ways,
)

AGREEMENT_PARTS = ("policy", "routing", "follow")
_MANY = "mapping/<uuid:mapping_id>/plan/many/"
client_patterns = [
    path("", overview.overview, name="overview"),
    path("leads/", leads.leads, name="leads"),
    path("leads/<uuid:lead_id>/", leads.lead, name="lead"),
    path("leads/<uuid:lead_id>/send-again/", leads.send_lead_again, name="lead-send-again"),
    path("leads/<uuid:lead_id>/plan/", mapping_plan.lead_plan, name="lead-plan"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/file.csv", ledger.ledger_file, name="ledger-file"),
    path("ledger/compare/", ledger.compare_now, name="ledger-compare"),
    path("mapping/", mapping.mappings, name="mappings"),
    path("mapping/<uuid:mapping_id>/", mapping.mapping, name="mapping"),
    path("mapping/<uuid:mapping_id>/field/", mapping_fields.change_field, name="mapping-field"),
    path("mapping/<uuid:mapping_id>/plan/", mapping_plan.plan, name="mapping-plan"),
    path("mapping/<uuid:mapping_id>/plan/try/", mapping_plan.try_plan, name="mapping-plan-try"),
    path(_MANY, mapping_plan_many.plan_many, name="mapping-plan-file"),
    path(f"{_MANY}start/", mapping_plan_many.start_plan, name="mapping-plan-file-start"),
    path(f"{_MANY}<uuid:run_id>/", mapping_plan_many.plan_run, name="mapping-plan-run"),
    path(f"{_MANY}<uuid:run_id>.csv", mapping_plan_many.plan_file, name="mapping-plan-run-file"),
    path("mapping/<uuid:mapping_id>/suggest/", mapping_suggest.suggest, name="mapping-suggest"),
    path(
        "mapping/<uuid:mapping_id>/suggest/try/",
        mapping_suggest.try_suggest,
        name="mapping-suggest-try",
    ),
    path(
        "mapping/<uuid:mapping_id>/suggest/add/",
        mapping_suggest.add_suggested,
        name="mapping-suggest-add",
    ),
    path("mapping/<uuid:mapping_id>/ownership/", mapping.ownership, name="mapping-ownership"),
    re_path(
        r"^mapping/(?P<mapping_id>[0-9a-f-]{36})/ownership\.(?P<kind>md|txt)$",
        mapping.ownership_download,
        name="mapping-ownership-file",
    ),
    *(
        path(
            f"mapping/<uuid:mapping_id>/{part}/",
            agreement_forms.agreement_part,
            {"part": part},
            name=f"mapping-{part}",
        )
        for part in AGREEMENT_PARTS
    ),
    *(
        path(
            f"mapping/<uuid:mapping_id>/{part}/save/",
            agreement_forms.save_agreement_part,
            {"part": part},
            name=f"mapping-{part}-save",
        )
        for part in AGREEMENT_PARTS
    ),
    path(
        "mapping/<uuid:mapping_id>/versions/", agreement_versions.versions, name="mapping-versions"
    ),
    path("mapping/<uuid:mapping_id>/compare/", agreement_versions.compare, name="mapping-compare"),
    path("mapping/<uuid:mapping_id>/publish/", agreement_versions.review, name="mapping-publish"),
    path(
        "mapping/<uuid:mapping_id>/publish/now/",
        agreement_versions.publish_now,
        name="mapping-publish-now",
    ),
    path("mapping/<uuid:mapping_id>/discard/", agreement_versions.discard, name="mapping-discard"),
    path(
        "mapping/<uuid:mapping_id>/roll-back/<int:number>/",
        agreement_versions.show_roll_back,
        name="mapping-roll-back",
    ),
    path(
        "mapping/<uuid:mapping_id>/roll-back/<int:number>/now/",
        agreement_versions.roll_back_now,
        name="mapping-roll-back-now",
    ),
    path("mapping/<uuid:mapping_id>/replay/", agreement_replay.replay, name="mapping-replay"),
    path(
        "mapping/<uuid:mapping_id>/replay/start/",
        agreement_replay.start_replay,
        name="mapping-replay-start",
    ),
    path("sample/", samples.send_sample, name="first-run-sample"),
    path("practice/", practice.practice, name="practice"),
    path("practice/sample/", samples.send_sample, name="practice-sample"),
    path("practice/reset/", practice.reset_practice, name="practice-reset"),
    path("practice/login/", practice.make_login, name="practice-login"),
    path("practice/twice/", practice.twice, name="practice-twice"),
    path("practice/setup/", practice_setup.setup, name="practice-setup"),
    path("practice/setup/change/", practice_setup.change, name="practice-setup-change"),
    path("practice/setup/access/", practice_setup.change_access, name="practice-setup-access"),
    path("practice/setup/revoke/", practice_setup.revoke_all, name="practice-setup-revoke"),
    path("practice/setup/again/", practice_setup.start_again, name="practice-setup-again"),
    path("practice/setup/fault/", practice_setup.add_fault, name="practice-setup-fault"),
    path(
        "practice/setup/fault/<uuid:fault_id>/",
        practice_setup.change_fault,
        name="practice-setup-fault-change",
    ),
    path("practice/setup/<slug:tab>/", practice_setup.setup, name="practice-setup-tab"),
    path(
        "practice/setup/fields/<str:sobject>/<str:name>/",
        practice_setup.field,
        name="practice-setup-field",
    ),
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
    path("connect/by/<slug:flow>/", ways.way, name="connect-way"),
    path("connect/by/<slug:flow>/add/", ways.connect_by, name="connect-by"),
    path("connections/<uuid:connection_id>/", connection.connection, name="connection"),
    path("connections/<uuid:connection_id>/edit/", ways.edit, name="connection-edit"),
    path("connections/<uuid:connection_id>/edit/save/", ways.save, name="connection-save"),
    path("connections/<uuid:connection_id>/pace/", connection.set_pace, name="connection-pace"),
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
    path("settings/configuration/", configuration.configuration, name="settings-configuration"),
    path(
        "settings/configuration/file/", configuration.download, name="settings-configuration-file"
    ),
    path("settings/configuration/plan/", configuration.plan, name="settings-configuration-plan"),
    path("settings/configuration/apply/", configuration.apply, name="settings-configuration-apply"),
    path("settings/members/", settings.settings_members, name="settings-members"),
    path("settings/members/invite/", members.send_invitation, name="invite"),
    path("settings/members/<int:user_id>/remove/", members.remove_member, name="member-remove"),
    path(
        "settings/members/invitations/<uuid:invitation_id>/withdraw/",
        members.withdraw_invitation,
        name="invitation-withdraw",
    ),
]

_PROMOTION = "<uuid:blueprint_id>/promotions/<uuid:promotion_id>/"
blueprint_patterns = [
    path("", blueprints.blueprints, name="blueprints"),
    path("make/", blueprints.create, name="blueprint-make"),
    path("<uuid:blueprint_id>/", blueprints.blueprint, name="blueprint"),
    path("<uuid:blueprint_id>/version/", blueprints.new_version, name="blueprint-version"),
    path("<uuid:blueprint_id>/follow/", blueprints.add_follower, name="blueprint-follow"),
    path(
        "<uuid:blueprint_id>/followers/<uuid:follower_id>/leave/",
        blueprints.end_following,
        name="blueprint-leave",
    ),
    path("<uuid:blueprint_id>/promote/", promotions.begin, name="promotion-begin"),
    path(_PROMOTION, promotions.promotion, name="promotion"),
    path(f"{_PROMOTION}start/", promotions.start, name="promotion-start"),
    path(f"{_PROMOTION}go-on/", promotions.go_on, name="promotion-go-on"),
    path(f"{_PROMOTION}end/", promotions.end, name="promotion-end"),
    path(f"{_PROMOTION}back/", promotions.go_back, name="promotion-back"),
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
    path("agency/blueprints/", include(blueprint_patterns)),
    path("invitations/<slug:token>/", members.invitation, name="invitation"),
    path("mail/", mail.mail, name="mail"),
    path("mail/<slug:mail_id>/", mail.mail_one, name="mail-one"),
    path("c/<slug:slug>/", include(client_patterns)),
]
