"""The message with which a member asks an admin of the org: what is missing, and the link."""

from __future__ import annotations

from urllib.parse import quote

from django.utils.translation import gettext as _

from connections.models import Connection, Purpose
from mappings.preflight import Finding, RemedyKind
from syncs.linking import MadeLink
from syncs.page_values.checklist import Checklist
from syncs.page_values.salesforce import AskedPage

_BY_ADMIN = frozenset({RemedyKind.ASK_ADMIN, RemedyKind.CREATE_FIELDS})


def for_admin(listed: Checklist) -> tuple[Finding, ...]:
    """The lines of a checklist that only an admin of the org can put right."""
    return tuple(one for one in listed.to_do if one.remedy and one.remedy.kind in _BY_ADMIN)


def asked_page(
    connection: Connection,
    made: MadeLink,
    findings: tuple[Finding, ...],
    *,
    email: str,
    is_sent: bool,
) -> AskedPage:
    """The page that shows a new link and the message around it; no read."""
    # A line break in a name would be a header of its own.
    client = " ".join(connection.tenant.name.split())
    subject = _("Inlet and the Salesforce org of %(client)s") % {"client": client}
    message = _message(connection, made, findings)
    return AskedPage(
        connection_id=str(connection.pk),
        recipient=made.link.recipient,
        message=message,
        url=made.url,
        subject=subject,
        expires_at=made.link.expires_at,
        mail_address=f"mailto:{quote(email)}?subject={quote(subject)}&body={quote(message)}",
        is_sent=is_sent,
    )


def _message(connection: Connection, made: MadeLink, findings: tuple[Finding, ...]) -> str:
    client = connection.tenant.name
    if made.link.purpose != Purpose.CONNECT:
        opening = _("Inlet writes the leads of %(client)s into your Salesforce org.")
    else:
        opening = _("We would like to connect Inlet, which writes leads, to the Salesforce org of "
                    "%(client)s.")  # fmt: skip
    parts = [_("Hello %(name)s,") % {"name": made.link.recipient}, opening % {"client": client}]
    if findings:
        lines = "\n".join(f"- {one.title}. {one.fix}".rstrip() for one in findings)
        parts.append(_("This is missing, and only an admin can put it right:") + f"\n{lines}")
    parts.append(_("This page shows it, needs no account, and works for 7 days:") + f"\n{made.url}")
    return "\n\n".join([*parts, made.link.made_by_name])
