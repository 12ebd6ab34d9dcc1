"""The few forms of the pages: what they take, and the sentence for what they can't."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.access import Role

_ROLES = [(role.value, role.value) for role in Role]


def _between(sentence: Promise) -> dict[str, Any]:
    """One sentence for whatever a number can't be."""
    return dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence)


class AgencyForm(forms.Form):
    """An agency's name."""

    name = forms.CharField(
        max_length=120, error_messages={"required": _("Give your company or agency a name.")}
    )


class KeyForm(forms.Form):
    """What a key is for; its source gets this name."""

    name = forms.CharField(
        max_length=80, error_messages={"required": _("Give the key a name, so that you know it.")}
    )
    connects = forms.BooleanField(required=False)
    configures = forms.BooleanField(required=False)


class InviteForm(forms.Form):
    """Whom to invite, as what, and to this client or to all."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": _("Write the address the invitation goes to."),
            "invalid": _("This is not an e-mail address. Check it and try again."),
        },
    )
    role = forms.ChoiceField(
        choices=_ROLES,
        error_messages={
            "required": _("Choose a role."),
            "invalid_choice": _("Choose one of the roles."),
        },
    )
    whole_agency = forms.BooleanField(required=False)


class AskForm(forms.Form):
    """Whom of the client's people to ask, and where to write to; without an address it is shown."""

    recipient = forms.CharField(
        max_length=80, error_messages={"required": _("Write the name of whom you ask.")}
    )
    email = forms.EmailField(
        required=False,
        max_length=254,
        error_messages={
            "invalid": _("This is not an e-mail address. Check it and try again."),
        },
    )


class PaceForm(forms.Form):
    """A connection's share of the org's API calls, and how many batches at once."""

    share = forms.IntegerField(
        min_value=1, max_value=100, error_messages=_between(_("Write a share from 1 to 100."))
    )
    streams = forms.IntegerField(
        min_value=1, max_value=8, error_messages=_between(_("Write a number of batches, 1 to 8."))
    )


def first_error(form: forms.Form) -> str:
    """The first sentence of what the form can't take; "" when it can."""
    return next((str(error) for errors in form.errors.values() for error in errors), "")
