"""Keeping what a form changed in the draft of a mapping."""

from __future__ import annotations

from django.db import transaction

from mappings.publishing import open_draft, save_draft
from mappings.rules import Rules
from syncs.reporting.mappings import Agreed
from tenants.doors import Visit


def save_rules(request: Visit, agreed: Agreed, rules: Rules) -> None:
    """Keep the rules in the draft, which is begun if there is none. Raises Refused, Overtaken.

    The form says in "revision" which state of the draft it showed, 0 when there was none.
    """
    seen = request.POST.get("revision", "")
    with transaction.atomic():
        draft = open_draft(agreed.mapping, by=request.user)
        was_begun_here = agreed.draft is None and seen in ("", "0")
        revision = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
        save_draft(
            draft,
            rules,
            revision=draft.revision if was_begun_here else revision,
            by=request.user,
            orgs=(agreed.org,) if agreed.org.objects else (),
        )
