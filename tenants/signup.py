"""Signing up: one form makes the person, the agency and its first tenant."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.http import HttpRequest

from . import firstkey
from .models import User
from .opening import open_agency


class SignupForm(AllauthSignupForm):  # type: ignore[misc]
    """Name, company, e-mail, password."""

    name = forms.CharField(max_length=120, label="Your name")
    company = forms.CharField(
        max_length=120, label="Company or agency", required=False,
        help_text="Empty when you were invited to somebody else's.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages["invalid"] = (
            "This is not an e-mail address. Check it and try again."
        )

    def save(self, request: HttpRequest) -> User | None:
        """The new person, with an agency of their own when they named one."""
        user: User | None = super().save(request)
        if user is not None and self.cleaned_data["company"]:
            opened = open_agency(user, self.cleaned_data["company"])
            firstkey.remember(request.session, opened.tenant, opened.first_key)
        return user


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Where allauth's people become ours."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: FBT001, FBT002
        """Keep the name beside the address."""
        user.name = form.cleaned_data.get("name", "")
        saved: User = super().save_user(request, user, form, commit)
        return saved
