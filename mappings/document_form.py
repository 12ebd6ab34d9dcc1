"""The form by which staff edit a draft as text: every problem is said beside the text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from tenants.staff_forms import WalledForm

from . import plain_yaml
from .checking import check_for
from .documents import DocumentRefused, rules_of_text, text_of
from .models import MappingVersion
from .publishing import new_problems, orgs_of
from .rules import Rules

_ROWS = 40


def shown(version: MappingVersion) -> str:
    """The version's document as YAML, also one that can't be read as rules any more."""
    try:
        return text_of(version.as_rules())
    except DocumentRefused:
        return plain_yaml.write(version.document)


def problems_of(version: MappingVersion) -> tuple[str, ...]:
    """What stands in the way of publishing this draft."""
    try:
        rules = version.as_rules()
    except DocumentRefused as refused:
        return tuple(wrong.text for wrong in refused.wrongs)
    return tuple(one.text for one in check_for(rules, orgs_of(version.mapping)))


class MonospacedTextarea(UnfoldAdminTextareaWidget):  # type: ignore[misc]
    """A tall field for text whose blanks count."""

    def __init__(self) -> None:
        super().__init__(attrs={"rows": _ROWS, "spellcheck": "false"})
        self.attrs["class"] = f"{self.attrs.get('class', '')} font-mono"


class DocumentForm(WalledForm):
    """A draft: its document as YAML, and why it was made."""

    text = forms.CharField(
        label="Document",
        strip=False,
        widget=MonospacedTextarea,
        help_text="YAML. What is left out has its default.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = MappingVersion
        fields = ("note",)
        labels = {"note": "Why"}
        widgets = {"note": UnfoldAdminTextInputWidget}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules: Rules | None = None
        if "text" in self.fields and self.instance.pk:
            self.initial["text"] = shown(self.instance)
            self.initial["revision"] = self.instance.revision

    def clean_text(self) -> str:
        """The text. Raises ValidationError with everything that is wrong with it."""
        text: str = self.cleaned_data["text"]
        try:
            self.rules = rules_of_text(text.replace("\r\n", "\n"))
        except DocumentRefused as refused:
            raise ValidationError([wrong.text for wrong in refused.wrongs]) from refused
        found = new_problems(self.rules, self.instance)
        if found:
            raise ValidationError([problem.text for problem in found])
        return text

    def clean(self) -> dict[str, Any]:
        """Say so when the draft has moved on since it was shown."""
        values = super().clean()
        if "text" in self.fields and values.get("revision") != self.instance.revision:
            who = self.instance.changed_by or "Somebody else"
            self.add_error(None, f"{who} changed this draft meanwhile. Load it again.")
        return values

    @property
    def is_changed(self) -> bool:
        """Whether saving would change anything."""
        return "note" in self.changed_data or self.rules != self._stored()

    def _stored(self) -> Rules | None:
        try:
            stored: Rules = self.instance.as_rules()
        except DocumentRefused:
            return None
        return stored
