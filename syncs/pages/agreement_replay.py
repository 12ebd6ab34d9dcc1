"""The rule time machine: the last 30 days, played through the draft."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from syncs.planning import replaying
from syncs.reporting.agreement_replay import is_going, replay_page
from syncs.reporting.orgs import read_orgs
from tenants.access import Action, may
from tenants.doors import Visit

from .agreement_versions import number_in
from .guarding import tenant_page
from .mapping_finding import find_agreed
from .showing import is_current, nothing_new, shell_for, show


@tenant_page()
def replay(request: Visit, mapping_id: uuid.UUID) -> HttpResponse:
    """The newest replay; while it runs, the page follows it."""
    known = read_orgs()
    agreed = find_agreed(mapping_id, known=known)
    page = replay_page(
        agreed,
        request.tenant.slug,
        kind=request.GET.get("kind", ""),
        after=number_in(request.GET.get("after", "")),
        can_edit=may(request.role, Action.EDIT),
        now=timezone.now(),
    )
    if page.live is not None and is_current(request, page.live.seen):
        return nothing_new()
    shell = shell_for(request, "mapping", known=known)
    return show(request, "mappings/replay.html", page=page, shell=shell)


@tenant_page(Action.EDIT, post=True)
def start_replay(request: Visit, mapping_id: uuid.UUID) -> HttpResponse:
    """Have the draft tried on the leads of the last 30 days."""
    agreed = find_agreed(mapping_id)
    if agreed.draft is None:
        messages.error(request, _("There is no draft to play the leads through."))
    elif not is_going(agreed):
        replaying.ask(agreed.draft, by=str(request.user))
    return redirect("mapping-replay", request.tenant.slug, mapping_id)
