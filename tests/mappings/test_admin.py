"""The mapping editor in the admin: a draft is edited, checked and published; the rest is read."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from mappings.defaults import default_fields, make_mapping
from mappings.editing import SOURCE_EXAMPLES, TransformsField, problems_of
from mappings.models import FieldMapping, Mapping, MappingVersion, MatchRuleRow
from mappings.publishing import draft_from
from mappings.transforms import TRANSFORMS
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
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {field.html_name: field.value() for form in forms for field in form}
    return {
        name: value for name, value in values.items() if value is not None and value is not False
    }


def _row(page: Any, label: str) -> str:
    """The prefix of the field's row."""
    formset = page.context["inline_admin_formsets"][0].formset
    return next(form.prefix for form in formset.forms if form.instance.label == label)


def _said(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def _fields(version: MappingVersion) -> dict[str, FieldMapping]:
    with walls.inside(version.tenant_id):
        return {row.label: row for row in FieldMapping.objects.filter(version=version)}


def test_saving_an_untouched_draft_changes_nothing(editor: Client, draft: MappingVersion) -> None:
    with walls.inside(draft.tenant_id):
        before = draft.as_rules()
    answer = editor.post(_address(draft), _form(editor.get(_address(draft))) | {"_save": "Save"})
    assert answer.status_code == 302
    with walls.inside(draft.tenant_id):
        draft.refresh_from_db()
        assert draft.as_rules() == before
        assert AuditEntry.objects.count() == 0


def test_a_draft_is_edited(editor: Client, draft: MappingVersion) -> None:
    page = editor.get(_address(draft))
    title = _row(page, "Title")
    changes = {
        "routing_kind": "queue", "routing_owner_id": "00G000000000001", "lead_found": "skip",
        f"{title}-transforms": "name_case, truncate:80", f"{title}-default": "None given",
        f"{_row(page, 'Website')}-DELETE": "on",
    }  # fmt: skip
    prefix = page.context["inline_admin_formsets"][0].formset.prefix
    new = f"{prefix}-14"
    added = {
        f"{prefix}-TOTAL_FORMS": "15", f"{new}-label": "Budget", f"{new}-source": "custom.budget",
        f"{new}-lead_field": "Budget__c", f"{new}-transforms": "number:,",
        f"{new}-ownership": "always", f"{new}-position": "0",
    }  # fmt: skip
    answer = editor.post(_address(draft), _form(page) | changes | added | {"_save": "Save"})
    assert answer.status_code == 302
    fields = _fields(draft)
    assert (fields["Title"].transforms, fields["Title"].default) == (
        ["name_case", "truncate:80"],
        "None given",
    )
    assert "Website" not in fields
    assert (fields["Budget"].transforms, fields["Budget"].tenant_id) == (
        ["number:,"],
        draft.tenant_id,
    )
    assert fields["Budget"].position == max(row.position for row in fields.values())
    with walls.inside(draft.tenant_id):
        draft.refresh_from_db()
        entry = AuditEntry.objects.get()
    assert (draft.routing_owner_id, draft.lead_found) == ("00G000000000001EAA", "skip")
    assert (entry.actor, entry.action, entry.subject) == (
        "editor@solvane.example", "mapping_version.changed", "Website version 2",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [
        ("transforms", "trimm", "There is no transform called “trimm”."),
        ("transforms", "trim phone:XX", "The transform “phone” can’t be given “XX”."),
        ("source", "person..email", "The source “person..email” can’t be read as a path."),
        ("source", "upper(a)", "The source “upper(a)” uses upper(), which does not exist."),
    ],
)
def test_a_slip_is_said_beside_its_field(
    editor: Client, draft: MappingVersion, field: str, typed: str, error: str
) -> None:
    page = editor.get(_address(draft))
    changed = {f"{_row(page, 'Phone')}-{field}": typed}
    answer = editor.post(_address(draft), _form(page) | changed | {"_publish": "1"})
    errors = [one for one in answer.context["inline_admin_formsets"][0].formset.errors if one]
    assert errors == [{field: [error]}]
    assert _fields(draft)["Phone"].transforms == ["phone:US"]


@pytest.mark.parametrize(
    ("kind", "typed", "error"),
    [
        ("queue", "005000000000001", "This is no id of a queue: those have 15 or 18 characters "
         "and begin with 00G."),
        ("user", "Maya", "This is no id of a user: those have 15 or 18 characters and begin "
         "with 005."),
    ],
)  # fmt: skip
def test_an_owner_of_another_kind_is_refused(
    editor: Client, draft: MappingVersion, kind: str, typed: str, error: str
) -> None:
    values = _form(editor.get(_address(draft)))
    values |= {"routing_kind": kind, "routing_owner_id": typed, "_save": "Save"}
    answer = editor.post(_address(draft), values)
    assert answer.context["adminform"].form.errors == {"routing_owner_id": [error]}


def test_two_rows_may_not_write_one_field(editor: Client, draft: MappingVersion) -> None:
    page = editor.get(_address(draft))
    changed = {f"{_row(page, 'Phone')}-lead_field": "Email"}
    answer = editor.post(_address(draft), _form(page) | changed | {"_save": "Save"})
    formset = answer.context["inline_admin_formsets"][0].formset
    assert formset.non_form_errors() == ["More than one row writes Email on a Lead."]


def test_two_rows_may_swap_their_fields(editor: Client, draft: MappingVersion) -> None:
    page = editor.get(_address(draft))
    swap = {
        f"{_row(page, 'Phone')}-lead_field": "Title",
        f"{_row(page, 'Title')}-lead_field": "Phone",
    }
    assert editor.post(_address(draft), _form(page) | swap | {"_save": "Save"}).status_code == 302
    fields = _fields(draft)
    assert (fields["Phone"].lead_field, fields["Title"].lead_field) == ("Title", "Phone")


def test_publishing_saves_first_and_retires_the_former_version(
    editor: Client, live: MappingVersion, draft: MappingVersion
) -> None:
    page = editor.get(_address(draft))
    changed = {f"{_row(page, 'Phone')}-transforms": "phone:GB", "_publish": "1"}
    answer = editor.post(_address(draft), _form(page) | changed, follow=True)
    assert _said(answer) == ["Website version 2 is live: leads are worked by it from now on."]
    with walls.inside(draft.tenant_id):
        states = dict(MappingVersion.objects.values_list("number", "state"))
        assert [one.action for one in AuditEntry.objects.order_by("at")] == [
            "mapping_version.changed", "mapping_version.published",
        ]  # fmt: skip
    assert states == {1: "retired", 2: "live"}
    assert _fields(draft)["Phone"].transforms == ["phone:GB"]


def test_what_stands_in_the_way_is_said_one_by_one_and_the_draft_is_kept(
    editor: Client, draft: MappingVersion
) -> None:
    page = editor.get(_address(draft))
    assert "Nothing stands in the way" in page.content.decode()
    changed = {f"{_row(page, 'Phone')}-source": "", "routing_kind": "queue", "_publish": "1"}
    answer = editor.post(_address(draft), _form(page) | changed, follow=True)
    problems = ["Phone: name a source or a fixed value.", "Choose the queue that gets new Leads."]
    assert _said(answer) == [f"Website version 2 is not live yet. {one}" for one in problems]
    assert answer.context["problems"] == tuple(problems)
    with walls.inside(draft.tenant_id):
        draft.refresh_from_db()
    assert (draft.state, draft.routing_kind) == ("draft", "queue")


def test_what_is_or_was_live_is_only_read(
    editor: Client, live: MappingVersion, draft: MappingVersion
) -> None:
    values = _form(editor.get(_address(draft)))
    page = editor.get(_address(live)).content.decode()
    assert "Version 1 is live." in page
    assert 'name="_save"' not in page
    with walls.inside(live.tenant_id):
        before = live.as_rules()
    for name in ("change", "delete"):
        answer = editor.post(_address(live, name), values | {"lead_found": "skip", "post": "yes"})
        assert answer.status_code == 403
    with walls.inside(live.tenant_id):
        live.refresh_from_db()
        assert live.as_rules() == before
        MappingVersion.objects.filter(pk=live.pk).update(state="retired")
    assert "Version 1 is retired." in editor.get(_address(live)).content.decode()


def test_a_live_version_is_copied_to_a_new_draft(editor: Client, live: MappingVersion) -> None:
    assert editor.get(_address(live, "copy")).status_code == 405
    answer = editor.post(_address(live, "copy"), follow=True)
    assert _said(answer) == ["Website version 2 is a copy of version 1. Edit it here."]
    with walls.inside(live.tenant_id):
        copy = MappingVersion.objects.get(number=2)
        assert copy.state == "draft"
        assert copy.as_rules().fields == live.as_rules().fields
        entry = AuditEntry.objects.get()
    assert (entry.action, entry.detail["what"]) == ("mapping_version.copied", "From version 1.")
    assert answer.redirect_chain == [(_address(copy), 302)]


def test_the_list_copies_and_publishes_too(
    editor: Client, live: MappingVersion, draft: MappingVersion
) -> None:
    listed = reverse("admin:mappings_mappingversion_changelist")
    both = [str(live.pk), str(draft.pk)]
    published = editor.post(
        listed, {"action": "publish_selected", "_selected_action": both}, follow=True
    )
    assert sorted(_said(published)) == [
        "Website version 1 is no draft. Copy it first.",
        "Website version 2 is live: leads are worked by it from now on.",
    ]
    editor.post(listed, {"action": "copy_selected", "_selected_action": both})
    rows = editor.get(listed, {"state__exact": "draft"}).context["cl"].result_list
    assert [row.number for row in rows] == [4, 3]


def test_a_new_mapping_begins_with_the_guide_s_fields(editor: Client, tenant: Tenant) -> None:
    where = reverse("admin:mappings_mapping_add")
    editor.post(where, {"tenant": str(tenant.pk), "name": "Form", "_save": "Save"})
    with walls.inside(tenant):
        mapping = Mapping.objects.get(name="Form")
        version = mapping.live_version()
        assert version is not None
        assert version.as_rules().fields == default_fields("US")
        assert MatchRuleRow.objects.filter(version=version).count() == 2
        assert AuditEntry.objects.get().detail["id"] == str(mapping.pk)
    page = editor.get(reverse("admin:mappings_mapping_changelist"))
    assert [(row.name, row.live) for row in page.context["cl"].result_list] == [("Form", 1)]


def test_a_stranger_s_version_can_be_neither_copied_nor_published(
    editor: Client, outsider: Tenant
) -> None:
    with walls.inside(outsider):
        theirs = make_mapping(outsider, "Theirs").live_version()
    assert theirs is not None
    assert editor.post(_address(theirs, "copy")).status_code == 404
    editor.post(
        reverse("admin:mappings_mappingversion_changelist"),
        {"action": "copy_selected", "_selected_action": str(theirs.pk)},
    )
    with walls.inside(outsider):
        assert MappingVersion.objects.count() == 1


def test_every_input_of_a_row_says_what_it_is_of_which_row(
    editor: Client, draft: MappingVersion
) -> None:
    page = editor.get(_address(draft)).content.decode()
    names = ["Label", "Source", "On a Lead", "On a Contact", "Ownership", "Transforms", "Default"]
    assert [name for name in names if f'aria-label="{name} of Phone"' not in page] == []


def test_the_help_names_every_transform_and_its_examples_can_be_read(
    editor: Client, draft: MappingVersion
) -> None:
    page = editor.get(_address(draft))
    assert [name for name, _ in page.context["transforms"]] == list(TRANSFORMS)
    assert [problems_of(path, []) for path, _ in SOURCE_EXAMPLES] == [[]] * len(SOURCE_EXAMPLES)


@pytest.mark.parametrize(
    ("typed", "transforms"),
    [
        ("", []),
        ("  trim ", ["trim"]),
        ("trim lower", ["trim", "lower"]),
        ("trim,lower, email", ["trim", "lower", "email"]),
        ("number:,", ["number:,"]),
        ("number:, trim", ["number:,", "trim"]),
        ("number:,,trim", ["number:,", "trim"]),
    ],
)
def test_transforms_are_typed_with_spaces_or_commas(typed: str, transforms: list[str]) -> None:
    field = TransformsField(required=False)
    assert field.clean(typed) == transforms
    assert field.clean(field.prepare_value(transforms)) == transforms
