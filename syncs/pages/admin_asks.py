"""Asking an admin of the client's org: a link for somebody without an account, with its message."""

from __future__ import annotations

import logging
import uuid
from dataclasses import replace
from smtplib import SMTPException

from django.contrib import messages
from django.core.mail import send_mail
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from connections.links import Maker
from connections.models import Connection, Purpose, State
from mappings.preflight import RemedyKind
from syncs.limits import count_up
from syncs.linking import create_link, revoke_link
from syncs.page_values.salesforce import AskedPage
from syncs.preflight.running import latest
from syncs.reporting.asked import asked_page, for_admin
from syncs.reporting.orgs import read_orgs
from tenants import walls
from tenants.access import Action
from tenants.doors import Visit

from .connect import to_be_connected
from .forms import AskForm, first_error
from .guarding import outside_post
from .showing import shell_for, show

logger = logging.getLogger(__name__)


# So many mails an hour does one client send through us.
_MAILS = 30


@outside_post(Action.MANAGE)
def ask_admin(request: Visit, connection_id: uuid.UUID) -> HttpResponse:
    """Make the link; mail it when an address is given, and show it this once."""
    return _ask(request, _found(request, connection_id), AskForm(request.POST))


@outside_post(Action.MANAGE)
def ask_to_connect(request: Visit) -> HttpResponse:
    """A link with which the client's admin connects an org that nobody has connected yet."""
    form = AskForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("connect", request.tenant.slug)
    connection = to_be_connected(request, request.POST.get("where", ""))
    return _ask(request, connection, form, connects=True)


def _ask(
    request: Visit, connection: Connection, form: AskForm, *, connects: bool = False
) -> HttpResponse:
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("salesforce-org", request.tenant.slug, connection.pk)
    findings = () if connects else for_admin(latest(connection))
    makes = any(one.remedy and one.remedy.kind is RemedyKind.CREATE_FIELDS for one in findings)
    made = create_link(
        connection,
        maker=Maker(str(request.user), request.user),
        purpose=Purpose.CONNECT if connects else _purpose(connection, makes_fields=makes),
        recipient=form.cleaned_data["recipient"],
    )
    email = form.cleaned_data["email"]
    page = asked_page(connection, made, findings, email=email, is_sent=False)
    if email:
        page = replace(page, is_sent=_sent(connection, page, email))
    if email and not page.is_sent:
        messages.warning(request, _("The mail could not be sent. Send the message yourself."))
    with walls.inside(request.tenant):
        shell = shell_for(request, "salesforce", known=read_orgs(), shown=connection)
        return show(request, "connections/asked.html", page=page, shell=shell)


def _sent(connection: Connection, page: AskedPage, email: str) -> bool:
    """Whether the message is on its way; a client's mails are limited."""
    if count_up("mails", connection.tenant_id, seconds=3600) > _MAILS:
        return False
    try:
        send_mail(page.subject, page.message, None, [email])
    except (OSError, SMTPException):
        logger.warning("A mail with an admin link could not be sent.", exc_info=True)
        return False
    return True


def _found(request: Visit, connection_id: uuid.UUID) -> Connection:
    with walls.inside(request.tenant):
        rows = Connection.objects.select_related("tenant")
        found = rows.filter(pk=connection_id).first()
    if found is None:
        raise Http404("There is no such connection here.")
    return found


def _purpose(connection: Connection, *, makes_fields: bool) -> str:
    """What the link is for: to connect while nobody has, else to put right what is missing."""
    if connection.state != State.CONNECTED:
        return Purpose.CONNECT
    return Purpose.FIELDS if makes_fields else Purpose.RIGHTS


@outside_post(Action.MANAGE)
def end_link(request: Visit, connection_id: uuid.UUID, link_id: uuid.UUID) -> HttpResponse:
    """Take a link back; one that was used shows nothing any more."""
    if revoke_link(_found(request, connection_id), link_id, actor=request.user):
        messages.success(request, _("The link no longer works."))
    else:
        messages.error(request, _("The link had ended already."))
    return redirect("connection", request.tenant.slug, connection_id)
