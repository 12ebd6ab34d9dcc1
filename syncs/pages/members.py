"""Inviting somebody, and the page behind the link of an invitation."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from syncs.reporting.members import (
    accepted_invitation,
    agency_role,
    invitation_page,
    may_remove,
    memberships_at,
)
from tenants import audit
from tenants.access import Action, Role, may_grant
from tenants.doors import Visit
from tenants.invitations import accept, invite, open_invitation
from tenants.models import Invitation, Membership, User

from .forms import InviteForm, first_error
from .guarding import private, tenant_page
from .settings import show_members


@tenant_page(Action.MANAGE, post=True)
def send_invitation(request: Visit) -> HttpResponse:
    """Mail an invitation."""
    form = InviteForm(request.POST)
    error = _refusal(request, form) if form.is_valid() else first_error(form)
    if error:
        return show_members(request, typed=request.POST.get("email", ""), error=error)
    asked = form.cleaned_data
    invitation = invite(
        request.tenant,
        asked["email"],
        role=Role(asked["role"]),
        by=request.user,
        whole_agency=asked["whole_agency"],
    )
    audit.note(
        request.tenant, request.user, "member.invited", subject=invitation, role=invitation.role
    )
    messages.success(request, _("%(email)s was invited.") % {"email": invitation.email})
    return redirect("settings-members", request.tenant.slug)


@tenant_page(Action.MANAGE, post=True)
def remove_member(request: Visit, user_id: int) -> HttpResponse:
    """End a person's memberships that let them in here."""
    theirs = [one for one in memberships_at(request.tenant) if one.user_id == user_id]
    everywhere = agency_role(request.user, request.tenant)
    if not theirs or user_id == request.user.pk:
        raise Http404("There is no such other member here.")
    if not may_remove(theirs, here=request.role, everywhere=everywhere):
        raise PermissionDenied("Only who may give this role can take it away.")
    person = theirs[0].user
    Membership.objects.filter(pk__in=[one.pk for one in theirs]).delete()
    audit.note(request.tenant, request.user, "member.removed", subject=person)
    messages.success(request, _("%(name)s is no longer a member.") % {"name": person})
    return redirect("settings-members", request.tenant.slug)


@tenant_page(Action.MANAGE, post=True)
def withdraw_invitation(request: Visit, invitation_id: uuid.UUID) -> HttpResponse:
    """Take back an invitation that nobody accepted yet."""
    here = Q(tenant=request.tenant) | Q(tenant__isnull=True)
    waiting = Invitation.objects.filter(
        here, pk=invitation_id, agency_id=request.tenant.agency_id, accepted_at__isnull=True
    )
    found = waiting.first()
    if found is None:
        raise Http404("There is no such invitation waiting.")
    own = request.role if found.tenant_id else agency_role(request.user, request.tenant)
    if not may_grant(own, Role(found.role)):
        raise PermissionDenied("Only who may give this role can take it back.")
    waiting.delete()
    audit.note(request.tenant, request.user, "member.invitation_withdrawn", subject=found.email)
    messages.success(request, _("The invitation of %(email)s is off.") % {"email": found.email})
    return redirect("settings-members", request.tenant.slug)


def _refusal(request: Visit, form: InviteForm) -> str:
    """Why this invitation may not be sent, or ""."""
    asked = form.cleaned_data
    role, email = Role(asked["role"]), asked["email"].lower()
    if not may_grant(request.role, role):
        return _("You can give no role that allows more than your own.")
    # Who manages one client only must not open the others.
    if asked["whole_agency"] and not may_grant(agency_role(request.user, request.tenant), role):
        return _("Only who manages every client can invite somebody to every client.")
    if any(one.user.email.lower() == email for one in memberships_at(request.tenant)):
        return _("%(email)s is a member here already.") % {"email": email}
    return ""


@private
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the link opens; a POST accepts."""
    found = open_invitation(token) or accepted_invitation(token)
    if found is None:
        raise Http404("This invitation is over, or there never was one.")
    user = request.user if isinstance(request.user, User) else None
    page = invitation_page(found, user)
    if request.method == "POST" and user and page.state == "open":
        return _accept(request, found, user)
    return render(request, "tenants/invitation.html", {"page": page})


def _accept(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    accept(found, user)
    where = found.tenant.name if found.tenant else found.agency.name
    messages.success(request, _("You are a member of %(where)s now.") % {"where": where})
    return redirect("overview", found.tenant.slug) if found.tenant else redirect("home")
