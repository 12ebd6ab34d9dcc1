"""The review of a draft: what changes, what stops it, what the org and the last leads say."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connections.org_facts import OrgFacts
from mappings.checking import RuleProblem, check_rules
from mappings.differing import differences
from mappings.orgs import Org
from mappings.preflight import Case, Check, Finding, Level, judge
from mappings.publishing import new_problems
from mappings.rules import Rules
from syncs.models import Replay
from syncs.orgs import org_of
from syncs.page_values.agreement import FindingRow, PublishPage, ReplayTold

from .agreement_forms import base_of
from .agreement_versions import change_rows, problem_rows
from .mappings import Agreed, mapping_head

# Where the part of the mapping is changed that a line of the checklist is about.
_CHANGED = {
    Check.ROUTING: "mapping-routing",
    Check.PERSON_KEY: "mapping-policy",
    Check.DUPLICATE_RULES: "mapping-policy",
    Check.CONVERTED: "mapping-policy",
    Check.LEAD_OR_CONTACT: "mapping-policy",
    Check.CREATE_AND_UPDATE: "mapping-policy",
    Check.FIELD_ACCESS: "mapping",
    Check.REQUIRED_FIELDS: "mapping",
    Check.LEAD_STATUS: "mapping-policy",
    Check.PICKLISTS: "mapping",
    Check.LENGTHS: "mapping",
}


def publish_page(
    agreed: Agreed,
    slug: str,
    *,
    facts: OrgFacts | None,
    looked_at: datetime | None,
    can_edit: bool,
    now: datetime,
    note: str = "",
    error: str = "",
) -> PublishPage:
    """What publishing the draft would do; one read."""
    rules, live = agreed.rules, agreed.live_rules
    if agreed.draft is None:
        return PublishPage(now=now, head=mapping_head(agreed, slug), can_edit=can_edit, error=error)
    return PublishPage(
        now=now,
        head=mapping_head(agreed, slug),
        rows=change_rows(differences(live or Rules(), rules), agreed, slug),
        problems=problem_rows(stopping(agreed), rules, agreed, slug=slug),
        findings=_finding_rows(caused(agreed, facts), agreed, slug) if facts else (),
        looked_at=looked_at if facts else None,
        replay=replay_told(agreed),
        note=note or agreed.draft.note,
        base=base_of(agreed),
        behind=behind(agreed),
        error=error,
        can_edit=can_edit,
    )


def behind(agreed: Agreed) -> int | None:
    """The live version that is newer than the draft; None if none is."""
    if agreed.live is None or agreed.draft is None:
        return None
    return agreed.live.number if agreed.live.number > agreed.draft.number else None


def stopping(agreed: Agreed) -> tuple[RuleProblem, ...]:
    """What keeps the draft from going live: unsound rules, and what the org lacks only now."""
    return check_rules(agreed.rules) or new_problems(agreed.rules, agreed.live, _orgs(agreed))


def _orgs(agreed: Agreed) -> tuple[Org, ...]:
    """The orgs that the mapping's leads go to; one read for each beyond the first."""
    if not agreed.sources:
        return ()
    shown = agreed.sources[0].connection
    others = {one.connection_id: one.connection for one in agreed.sources}
    others.pop(shown.pk)
    return (agreed.org, *(org_of(one, now=agreed.org.now) for one in others.values()))


def caused(agreed: Agreed, facts: OrgFacts) -> tuple[Finding, ...]:
    """What the checklist would say of the draft and doesn't say of the live version; no read."""
    name = agreed.mapping.name
    live = agreed.live_rules
    had = {_same(one) for one in judge(facts, Case(mapping=name, rules=live))} if live else set()
    return tuple(
        one
        for one in judge(facts, Case(mapping=name, rules=agreed.rules))
        if one.level in (Level.BLOCKS, Level.LOOK) and _same(one) not in had
    )


def replay_told(agreed: Agreed) -> ReplayTold | None:
    """What the newest replay of this draft says; None before the first. One read."""
    if agreed.draft is None:
        return None
    runs = Replay.objects.filter(mapping=agreed.mapping, number=agreed.draft.number)
    newest = runs.exclude(state=Replay.State.BROKEN).first()
    if newest is None:
        return None
    return ReplayTold(
        sentence=_sentence(newest),
        at=newest.finished_at,
        is_current=is_current(newest, agreed),
        is_running=newest.state != Replay.State.DONE,
        differing=newest.differing,
        leads=newest.leads,
    )


def is_current(replay: Replay, agreed: Agreed) -> bool:
    """Whether a replay was of what is drafted and live now."""
    return (
        agreed.draft is not None
        and replay.document == agreed.draft.document
        and replay.against == (agreed.live.number if agreed.live else 0)
    )


def _finding_rows(found: tuple[Finding, ...], agreed: Agreed, slug: str) -> tuple[FindingRow, ...]:
    return tuple(
        FindingRow(one, reverse(_CHANGED[one.check], args=[slug, agreed.mapping.pk]))
        if one.check in _CHANGED
        else FindingRow(one)
        for one in found
    )


def _same(finding: Finding) -> tuple[str, Level]:
    return finding.key, finding.level


def _sentence(replay: Replay) -> str:
    if replay.state != Replay.State.DONE:
        return _("The last 30 days are being played through the draft.")
    if not replay.leads:
        return _("No lead came in during the last 30 days.")
    told = {"differing": f"{replay.differing:,}", "leads": f"{replay.leads:,}"}
    if not replay.differing:
        return _("All %(leads)s leads of the last 30 days would come out as they did.") % told
    return (
        ngettext(
            "%(differing)s of %(leads)s leads of the last 30 days would come out differently.",
            "%(differing)s of %(leads)s leads of the last 30 days would come out differently.",
            replay.differing,
        )
        % told
    )
