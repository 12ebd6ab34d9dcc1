"""Mails of the embedded run, on a page instead of in a mailbox; nowhere else is there such a page.

Readable without signing in, because who signs up needs the mail first.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from syncs.page_values import Mail, MailPage
from syncs.reporting.mails import read_mails

from .guarding import private


def _mails() -> tuple[Mail, ...]:
    if not settings.EMBEDDED:
        raise Http404("Mails are sent here, not kept.")
    return read_mails(Path(settings.EMAIL_FILE_PATH))


@private
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """The list, the newest first."""
    return _show(request, _mails(), None)


@private
@require_safe
def mail_one(request: HttpRequest, mail_id: str) -> HttpResponse:
    """One of them, opened above the list."""
    mails = _mails()
    opened = next((one for one in mails if one.id == mail_id), None)
    if opened is None:
        raise Http404("There is no such mail.")
    return _show(request, mails, opened)


def _show(request: HttpRequest, mails: tuple[Mail, ...], opened: Mail | None) -> HttpResponse:
    page = MailPage(now=timezone.now(), mails=mails, opened=opened)
    return render(request, "tenants/mail.html", {"page": page})
