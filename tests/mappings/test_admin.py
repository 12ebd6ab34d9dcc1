"""Mappings in the admin: a draft's document is edited as text, checked and published."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from mappings.defaults import default_rules, make_mapping
from mappings.documents import text_of
from mappings.models import Mapping, MappingVersion
from mappings.publishing import draft_from, save_draft
from tenants import walls
from tenants.access import Role
from tenants.models import AuditEntry, Membership, Tenant, User


@pytest.fixture
def editor(tenant: Tenant) -> Client:
    """The browser of somebody who may edit the tenant's mappings."""
    user = User.objects.create_user("editor@solvane.example")
    Membership.objects.create(user=user, agency=tenant.agency, tenant=tenant, role=Role.EDITOR)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def live(tenant: Tenant) -> MappingVersion:
    """Version 1, by which leads are worked."""
    with walls.inside(tenant):
        version = make_mapping(tenant, "Website").live_version()
    assert version is not None
    return version


@pytest.fixture
def draft(tenant: Tenant, live: MappingVersion) -> MappingVersion:
    """Version 2, its copy."""
    with walls.inside(tenant):
        return draft_from(live)


def _address(version: MappingVersion, page: str = "change") -> str:
    return reverse(f"admin:mappings_mappingversion_{page}", args=[version.pk])


def _form(page: Any) -> dict[str, Any]:
    """What the browser would send back if nobody changed anything."""
    return {field.html_name: field.value() for field in page.context["adminform"].form}


def _said(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def _errors(answer: Any) -> dict[str, list[str]]:
    return dict(answer.context["adminform"].form.errors)


def test_saving_an_untouched_draft_changes_nothing(editor: Client, draft: MappingVersion) -> None:
    form = _form(editor.get(_address(draft)))
    typed = form | {"text": form["text"].replace("\n", "\r\n"), "_save": "Save"}
    assert editor.post(_address(draft), typed).status_code == 302
    with walls.inside(draft.tenant_id):
        before = draft.document
        draft.refresh_from_db()
        assert (draft.document, draft.revision) == (before, 0)
        assert AuditEntry.objects.count() == 0


def test_a_draft_is_edited_as_text(editor: Client, draft: MappingVersion) -> None:
    form = _form(editor.get(_address(draft)))
    text = form["text"].replace("- truncate", "- name_case") + "lead_found: skip\n"
    typed = form | {"text": text, "note": "Names in upper case", "_save": "Save"}
    assert editor.post(_address(draft), typed).status_code == 302
    with walls.inside(draft.tenant_id):
        draft.refresh_from_db()
        entry = AuditEntry.objects.get()
        rules = draft.as_rules()
    title = rules.field("Title")
    assert title is not None
    assert [step.do for step in title.transforms] == ["trim", "name_case"]
    assert (rules.lead_found, draft.note, draft.revision) == ("skip", "Names in upper case", 1)
    assert (entry.actor, entry.action, entry.subject) == (
        "editor@solvane.example", "mapping_version.changed", "Website version 2",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "slip", "error"),
    [
        ("- trim\n", "- trimm\n", "There is no transform called “trimm”. Did you mean “trim”?"),
        ("person.title", "persn.title", "A lead has no “persn”. Did you mean “person.title”?"),
        ("match:", "mtch:", "There is nothing called “mtch” here. Did you mean “match”?"),
        ("- email\n- external_id", "[", "The text can’t be read as YAML."),
    ],
)
def test_every_slip_is_said_beside_the_text(
    editor: Client, draft: MappingVersion, typed: str, slip: str, error: str
) -> None:
    form = _form(editor.get(_address(draft)))
    changed = form | {"text": form["text"].replace(typed, slip), "_publish": "1"}
    errors = _errors(editor.post(_address(draft), changed))
    assert list(errors) == ["text"]
    assert any(error in one for one in errors["text"])
    with walls.inside(draft.tenant_id):
        draft.refresh_from_db()
        assert (draft.state, draft.revision) == ("draft", 0)


def test_nobody_saves_over_what_they_have_not_seen(editor: Client, draft: MappingVersion) -> None:
    form = _form(editor.get(_address(draft)))
    with walls.inside(draft.tenant_id):
        rules = default_rules(default_status="Open")
        save_draft(draft, rules, revision=0, by="Ana")
    answer = editor.post(_address(draft), form | {"note": "Mine", "_save": "Save"})
    assert _errors(answer) == {"__all__": ["Ana changed this draft meanwhile. Load it again."]}
    with walls.inside(draft.tenant_id):
        draft.refresh_from_db()
        assert draft.as_rules() == rules


def test_publishing_saves_first_and_retires_the_former_version(
    editor: Client, draft: MappingVersion
) -> None:
    form = _form(editor.get(_address(draft)))
    changed = form | {"text": form["text"] + "lead_found: skip\n", "_publish": "1"}
    answer = editor.post(_address(draft), changed, follow=True)
    assert _said(answer) == ["Website version 2 is live: leads are worked by it from now on."]
    with walls.inside(draft.tenant_id):
        states = dict(MappingVersion.objects.values_list("number", "state"))
        assert [one.action for one in AuditEntry.objects.order_by("at")] == [
            "mapping_version.changed", "mapping_version.published",
        ]  # fmt: skip
        draft.refresh_from_db()
    assert (states, draft.as_rules().lead_found) == ({1: "retired", 2: "live"}, "skip")
    assert draft.published_by == "editor@solvane.example"


def test_what_stands_in_the_way_is_said_before_anybody_publishes(
    editor: Client, draft: MappingVersion
) -> None:
    page = editor.get(_address(draft))
    assert "Nothing stands in the way" in page.content.decode()
    with walls.inside(draft.tenant_id):
        draft.document = {**draft.document, "match": []}
        draft.save()
    problem = "Name at least one match rule, or every lead becomes a new Lead."
    assert editor.get(_address(draft)).context["problems"] == (problem,)
    listed = reverse("admin:mappings_mappingversion_changelist")
    action = {"action": "publish_selected", "_selected_action": str(draft.pk)}
    answer = editor.post(listed, action, follow=True)
    assert _said(answer) == [f"Website version 2 is not live yet. {problem}"]


def test_what_is_or_was_live_is_only_read(
    editor: Client, live: MappingVersion, draft: MappingVersion
) -> None:
    values = _form(editor.get(_address(draft)))
    page = editor.get(_address(live)).content.decode()
    assert "Version 1 is live." in page
    assert "lead_field: FirstName" in page
    assert 'name="_save"' not in page
    for name in ("change", "delete"):
        answer = editor.post(_address(live, name), values | {"note": "x", "post": "yes"})
        assert answer.status_code == 403
    with walls.inside(live.tenant_id):
        MappingVersion.objects.filter(pk=live.pk).update(state="retired")
    page = editor.get(_address(live)).content.decode()
    assert "Version 1 is retired." in page
    assert "Roll back to it" in page


def test_a_live_version_is_copied_to_a_new_draft(editor: Client, live: MappingVersion) -> None:
    assert editor.get(_address(live, "copy")).status_code == 405
    answer = editor.post(_address(live, "copy"), follow=True)
    assert _said(answer) == ["Website version 2 is a copy of version 1. Edit it here."]
    with walls.inside(live.tenant_id):
        copy = MappingVersion.objects.get(number=2)
        assert (copy.state, copy.document) == ("draft", live.document)
        entry = AuditEntry.objects.get()
    assert (entry.action, entry.detail["what"]) == ("mapping_version.copied", "From version 1.")
    assert answer.redirect_chain == [(_address(copy), 302)]


def test_a_retired_version_is_rolled_back_to(
    editor: Client, live: MappingVersion, draft: MappingVersion
) -> None:
    publishing = _form(editor.get(_address(draft))) | {"_publish": "1"}
    editor.post(_address(draft), publishing, follow=True)
    answer = editor.post(_address(live, "roll_back"), follow=True)
    assert _said(answer) == ["Website version 3 is live, with the rules of version 1."]
    with walls.inside(live.tenant_id):
        states = dict(MappingVersion.objects.values_list("number", "state"))
    assert states == {1: "retired", 2: "retired", 3: "live"}
    again = editor.post(_address(draft, "roll_back"), follow=True)
    assert _said(again) == ["Website version 4 is live, with the rules of version 2."]


def test_the_list_publishes_and_rolls_back_too(
    editor: Client, live: MappingVersion, draft: MappingVersion
) -> None:
    listed = reverse("admin:mappings_mappingversion_changelist")
    both = [str(live.pk), str(draft.pk)]

    def act(name: str) -> list[str]:
        posted = {"action": name, "_selected_action": both}
        return sorted(_said(editor.post(listed, posted, follow=True)))

    assert act("publish_selected") == [
        "Website version 1 is not live yet. Only a draft can be published. "
        "Copy this version to a draft first.",
        "Website version 2 is live: leads are worked by it from now on.",
    ]
    assert act("roll_back_selected") == [
        "Version 2 is live already.",
        "Website version 3 is live, with the rules of version 1.",
    ]


def test_a_draft_is_discarded(editor: Client, draft: MappingVersion) -> None:
    editor.post(_address(draft, "delete"), {"post": "yes"})
    with walls.inside(draft.tenant_id):
        assert not MappingVersion.objects.filter(pk=draft.pk).exists()
        assert "mapping_version.discarded" in AuditEntry.objects.values_list("action", flat=True)


def test_a_new_mapping_begins_with_the_guide_s_fields(editor: Client, tenant: Tenant) -> None:
    where = reverse("admin:mappings_mapping_add")
    editor.post(where, {"tenant": str(tenant.pk), "name": "Form", "_save": "Save"})
    with walls.inside(tenant):
        mapping = Mapping.objects.get(name="Form")
        version = mapping.live_version()
        assert version is not None
        assert version.as_rules() == default_rules()
        assert AuditEntry.objects.get().detail["id"] == str(mapping.pk)
    page = editor.get(reverse("admin:mappings_mapping_changelist"))
    assert [(row.name, row.live) for row in page.context["cl"].result_list] == [("Form", 1)]


def test_a_stranger_s_version_can_be_neither_copied_nor_published(
    editor: Client, outsider: Tenant
) -> None:
    with walls.inside(outsider):
        theirs = make_mapping(outsider, "Theirs").live_version()
    assert theirs is not None
    for page in ("copy", "roll_back"):
        assert editor.post(_address(theirs, page)).status_code == 404
    editor.post(
        reverse("admin:mappings_mappingversion_changelist"),
        {"action": "copy_selected", "_selected_action": str(theirs.pk)},
    )
    with walls.inside(outsider):
        assert MappingVersion.objects.count() == 1


def test_a_document_that_no_longer_reads_is_shown_as_it_is(
    editor: Client, draft: MappingVersion
) -> None:
    with walls.inside(draft.tenant_id):
        draft.state, draft.document = "retired", {"of_old": True}
        draft.save()
    assert "of_old: true" in editor.get(_address(draft)).content.decode()
    assert text_of(default_rules()).startswith("fields:")
