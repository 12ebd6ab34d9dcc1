"""The forms of the mapping editor: what a person types is checked by the pure rules at once."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminTextInputWidget

from connections.record_ids import full_id, is_record_id
from tenants.staff_forms import WalledForm, WalledFormSet

from .checking import check_rules
from .models import FieldMapping, MappingVersion, MatchRuleRow
from .rules import FieldRule, MatchKind, MatchRule, Ownership, RoutingKind, Rules

# A comma separates transforms as well as a space does, but for the one in "number:,".
_BETWEEN = re.compile(r"(?<!:),|\s+")
_FIRST_LETTERS = {RoutingKind.USER: "005", RoutingKind.QUEUE: "00G"}
SOURCE_EXAMPLES = (
    ("person.email", "the e-mail address of the person"),
    ("custom.budget", "a field of your own"),
    ("company.name || custom.firm", "the second one where the first is missing"),
    ("join(' ', [person.first_name, person.last_name])", "two put together"),
    ("custom.interests[0]", "the first of a list"),
)


def problems_of(source: str, transforms: list[str]) -> list[str]:
    """What the pure checker says about one field's source and transforms, as sentences."""
    rule = FieldRule(
        source=source or "person",
        lead_field="Field__c",
        transforms=tuple(transforms),
        ownership=Ownership.ALWAYS,
    )
    match = MatchRule(MatchKind.EMAIL, "Email")
    rules = Rules(version=0, fields=(rule,), match_rules=(match,), external_id_field="")
    return [problem.removeprefix("Field__c: ") for problem in check_rules(rules)]


class SourceField(forms.CharField):
    """A JMESPath into the payload, or nothing."""

    widget = UnfoldAdminTextInputWidget

    def validate(self, value: str) -> None:
        """Raises ValidationError with what the checker says."""
        super().validate(value)
        if problems := problems_of(value, []):
            raise ValidationError(problems)


class TransformsField(forms.CharField):
    """Names of transforms with spaces between them, as a list."""

    widget = UnfoldAdminTextInputWidget

    def prepare_value(self, value: Any) -> Any:
        """The list as one line; what was typed stays as it was typed."""
        return " ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """The line as a list."""
        if isinstance(value, list):
            return value
        return [name for name in _BETWEEN.split(value or "") if name]

    def validate(self, value: Any) -> None:
        """Raises ValidationError with what the checker says."""
        if problems := problems_of("", value):
            raise ValidationError(problems)

    def run_validators(self, value: Any) -> None:
        """None: the checker has seen all."""


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row of a table, whose inputs have no label of their own but a column's heading."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            whose = "" if self.instance._state.adding else f" of {self.instance}"
            field.widget.attrs["aria-label"] = f"{field.label}{whose}"


class FieldMappingForm(RowForm):
    """One row of the editor."""

    source = SourceField(
        label="Source",
        required=False,
        max_length=200,
        help_text="Path into the payload, such as person.email.",
    )
    transforms = TransformsField(
        label="Transforms", required=False, help_text="Names with spaces between them."
    )

    class Meta:
        model = FieldMapping
        fields = (
            "label", "source", "lead_field", "contact_field", "ownership", "transforms", "default",
            "position",
        )  # fmt: skip
        labels = {"lead_field": "On a Lead", "contact_field": "On a Contact", "position": "Order"}
        help_texts = {
            "lead_field": "API name of the field; empty: not written on Leads.",
            "contact_field": "API name of the field; empty: not written on Contacts.",
            "default": "Written when the source sends nothing.",
            "ownership": "Who may overwrite what.",
        }


class MatchRuleForm(RowForm):
    """One way to recognise a person."""

    class Meta:
        model = MatchRuleRow
        fields = ("kind", "field", "position")
        labels = {"field": "Field in Salesforce", "position": "Order"}


class OrderedFormSet(WalledFormSet):
    """Rows in an order; a new one whose place nobody chose comes last."""

    def save_new(self, form: Any, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        """Put it behind the rows there are."""
        if "position" not in form.changed_data:
            taken = [one.instance.position for one in self.forms if one is not form]
            form.instance.position = max(taken, default=-1) + 1
        return super().save_new(form, commit)


class FieldMappingFormSet(OrderedFormSet):
    """The rows: each field of a Lead is written by one of them."""

    def clean(self) -> None:
        """Raises ValidationError that names a field with two rows."""
        super().clean()
        written = Counter(form.cleaned_data.get("lead_field") for form in self._kept())
        twice = [name for name, count in written.items() if name and count > 1]
        if twice:
            raise ValidationError([f"More than one row writes {name} on a Lead." for name in twice])

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        """Two rows may swap their fields, so the changed ones first let go of theirs."""
        changed = [
            form.instance.pk for form in self.initial_forms if "lead_field" in form.changed_data
        ]
        FieldMapping.objects.filter(pk__in=changed).update(lead_field="")
        return super().save(commit)

    def _kept(self) -> list[Any]:
        return [
            form
            for form in self.forms
            if hasattr(form, "cleaned_data") and form not in self.deleted_forms
        ]


class MappingVersionForm(WalledForm):
    """What a version says beside its fields."""

    class Meta:
        model = MappingVersion
        fields = (
            "mode", "lead_found", "contact_found", "routing_kind", "routing_owner_name",
            "routing_owner_id", "routing_rule_id", "default_status", "external_id_field",
            "contact_external_id_field", "allow_duplicate_save",
        )  # fmt: skip
        help_texts = {
            "routing_owner_id": "The Salesforce id, 15 or 18 characters: 005… of a user, "
            "00G… of a queue.",
            "routing_owner_name": "As people call it; only shown.",
            "external_id_field": "The unique field on the Lead that names a person. Empty: the "
            "org may not have it, and no key is kept.",
            "contact_external_id_field": "The same on the Contact. Empty: there is none.",
            "default_status": "The org's own default Lead Status.",
        }
        labels = {
            "mode": "New and existing records",
            "lead_found": "When the person is a Lead already",
            "contact_found": "When the person is a Contact already",
            "routing_kind": "New Leads belong to",
            "routing_owner_id": "Id of the user or queue",
            "routing_owner_name": "Name of the user or queue",
            "routing_rule_id": "Id of the assignment rule",
            "default_status": "Default Lead Status",
            "external_id_field": "Key on the Lead",
            "contact_external_id_field": "Key on the Contact",
            "allow_duplicate_save": "Save although the org's duplicate rules warn",
        }

    def clean_routing_owner_id(self) -> str:
        """The id with 18 characters. Raises ValidationError for one of another kind."""
        text = self.cleaned_data["routing_owner_id"].strip()
        kind = self.cleaned_data.get("routing_kind", "")
        first = _FIRST_LETTERS.get(RoutingKind(kind)) if kind else None
        if text and first and not (is_record_id(text) and text.startswith(first)):
            raise ValidationError(
                f"This is no id of a {kind}: those have 15 or 18 characters and begin with {first}."
            )
        return full_id(text)
