"""The settings' second tab: who may see and change what; and an invitation that was opened."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from syncs.page_values import (
    InvitationPage,
    InvitationRow,
    MemberRow,
    RoleChoice,
    SettingsPage,
)
from syncs.page_values.settings import InvitationState
from tenants.access import Role, may_grant, strongest
from tenants.models import Invitation, Membership, Tenant, User

from .facts import client_facts
from .orgs import Orgs


def role_words() -> dict[Role, tuple[str, str]]:
    """Each role's name and what it allows, the narrowest first."""
    return {
        Role.VIEWER: (_("Viewer"), _("Reads everything, changes nothing.")),
        Role.EDITOR: (_("Editor"), _("Also changes mappings and sends leads again.")),
        Role.ADMIN: (_("Admin"), _("Also manages connections, keys and members.")),
        Role.OWNER: (_("Owner"), _("Everything, the agency itself included.")),
    }


def members_page(
    tenant: Tenant,
    *,
    user: User,
    role: Role,
    known: Orgs,
    now: datetime,
    typed: str = "",
    error: str = "",
) -> SettingsPage:
    """The tab; `typed` and `error` after a form that can't be taken. Three reads."""
    grantable = [one for one in role_words() if may_grant(role, one)]
    return SettingsPage(
        tab="members",
        now=now,
        members=_members(tenant, user, role),
        invitations=_invitations(tenant, now),
        roles=tuple(RoleChoice(one.value, *role_words()[one]) for one in grantable),
        facts=client_facts(tenant, known),
        can_manage=bool(grantable),
        typed=typed,
        error=error,
    )


def memberships_at(tenant: Tenant) -> Iterable[Membership]:
    """Every membership that lets somebody into the tenant."""
    here = Q(tenant=tenant) | Q(tenant__isnull=True)
    return Membership.objects.filter(here, agency_id=tenant.agency_id).select_related("user")


def agency_role(user: User, tenant: Tenant) -> Role | None:
    """The person's role at every client of the agency, which one at this client is not."""
    whole = Membership.objects.filter(user=user, agency_id=tenant.agency_id, tenant__isnull=True)
    return strongest([Role(role) for role in whole.values_list("role", flat=True)])


def may_remove(theirs: Iterable[Membership], *, here: Role | None, everywhere: Role | None) -> bool:
    """Whether somebody with these roles may end these memberships: none above their own."""
    return all(
        may_grant(everywhere if one.tenant_id is None else here, Role(one.role)) for one in theirs
    )


def _members(tenant: Tenant, user: User, role: Role) -> tuple[MemberRow, ...]:
    found: dict[User, list[Membership]] = {}
    for membership in memberships_at(tenant):
        found.setdefault(membership.user, []).append(membership)
    everywhere = agency_role(user, tenant)
    rows = [
        _member(
            person,
            theirs,
            is_you=person == user,
            removable=person != user and may_remove(theirs, here=role, everywhere=everywhere),
        )
        for person, theirs in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: row.name.casefold()))


def _member(person: User, theirs: list[Membership], *, is_you: bool, removable: bool) -> MemberRow:
    role = strongest([Role(one.role) for one in theirs]) or Role.VIEWER
    return MemberRow(
        id=str(person.pk),
        may_remove=removable,
        name=str(person),
        email=person.email,
        mark=person.initials,
        role=role_words()[role][0],
        whole_agency=any(one.tenant_id is None for one in theirs),
        is_you=is_you,
    )


def _invitations(tenant: Tenant, now: datetime) -> tuple[InvitationRow, ...]:
    here = Q(tenant=tenant) | Q(tenant__isnull=True)
    waiting = (
        Invitation.objects.filter(
            here, agency_id=tenant.agency_id, accepted_at__isnull=True, expires_at__gt=now
        )
        .select_related("invited_by")
        .order_by("-created_at")
    )
    return tuple(
        InvitationRow(
            id=str(one.pk),
            email=one.email,
            role=role_words()[Role(one.role)][0],
            invited_by=str(one.invited_by),
            expires_at=one.expires_at,
            whole_agency=one.tenant_id is None,
        )
        for one in waiting
    )


def accepted_invitation(token: str) -> Invitation | None:
    """The invitation behind a link that was accepted already."""
    # Links are kept as this hash (tenants.invitations), whose own search ends with acceptance.
    hashed = hashlib.sha256(token.encode()).hexdigest()
    found = Invitation.objects.select_related("agency", "tenant", "invited_by")
    return found.filter(token_hash=hashed, accepted_at__isnull=False).first()


def invitation_page(invitation: Invitation, user: User | None) -> InvitationPage:
    """The page behind the link, for `user` or somebody who is not signed in. No read."""
    return InvitationPage(
        state=_state(invitation, user),
        where=invitation.tenant.name if invitation.tenant else invitation.agency.name,
        invited_by=str(invitation.invited_by),
        email=invitation.email,
        role=role_words()[Role(invitation.role)][0],
        expires_at=invitation.expires_at,
        signed_in_as=user.email if user else "",
    )


def _state(invitation: Invitation, user: User | None) -> InvitationState:
    if invitation.accepted_at is not None:
        return "used"
    return "other_person" if user and user.email.lower() != invitation.email else "open"
