"""The versions of a mapping as pages: the list, two of them compared, the way back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mappings.checking import RuleProblem, check_for
from mappings.differing import Difference, Part, differences
from mappings.documents import DocumentRefused
from mappings.models import Mapping, MappingVersion
from mappings.rules import Rules
from syncs.page_values import Choice
from syncs.page_values.agreement import (
    ChangeRow,
    ComparePage,
    ProblemRow,
    RollBackPage,
    VersionRow,
    VersionsPage,
)

from .mappings import Agreed, mapping_head

SHOWN = 25
_CHOICES = 200
_PAGES = {
    Part.MATCH: "mapping-policy",
    Part.POLICY: "mapping-policy",
    Part.ACCOUNTS: "mapping-policy",
    Part.ROUTING: "mapping-routing",
    Part.CAMPAIGNS: "mapping-follow",
    Part.TASKS: "mapping-follow",
}
_OWN_PAGES = {
    "routing": "mapping-routing",
    "campaigns": "mapping-follow",
    "tasks": "mapping-follow",
}
State = Literal["draft", "live", "retired"]
_STATES: dict[str, State] = {
    MappingVersion.DRAFT: "draft",
    MappingVersion.LIVE: "live",
    MappingVersion.RETIRED: "retired",
}


def versions_page(
    agreed: Agreed, slug: str, *, after: int | None, undo: int | None, can_edit: bool, now: datetime
) -> VersionsPage:
    """The list, newest first, from below the version ``after``; two reads."""
    found = MappingVersion.objects.filter(mapping=agreed.mapping).order_by("-number")
    rows = list((found.filter(number__lt=after) if after else found).defer("document")[: SHOWN + 1])
    here = reverse("mapping-versions", args=[slug, agreed.mapping.pk])
    return VersionsPage(
        now=now,
        head=mapping_head(agreed, slug),
        rows=tuple(_row(one) for one in rows[:SHOWN]),
        choices=_choices(agreed.mapping, chosen=agreed.live.number if agreed.live else None),
        older=f"{here}?after={rows[SHOWN - 1].number}" if len(rows) > SHOWN else "",
        newest=here if after else "",
        undo=undo,
        can_edit=can_edit,
    )


def compare_page(
    agreed: Agreed, slug: str, *, before: MappingVersion, after: MappingVersion
) -> ComparePage:
    """Two versions; one read. Raises DocumentRefused for one that can't be read."""
    return ComparePage(
        head=mapping_head(agreed, slug),
        before=before.number,
        after=after.number,
        befores=_choices(agreed.mapping, chosen=before.number),
        afters=_choices(agreed.mapping, chosen=after.number),
        rows=change_rows(differences(before.as_rules(), after.as_rules()), agreed, slug),
    )


def roll_back_page(
    agreed: Agreed, slug: str, version: MappingVersion, *, error: str = ""
) -> RollBackPage:
    """What bringing this version back would do; one read."""
    rules = readable(version)
    live = agreed.live_rules or Rules()
    newest = MappingVersion.objects.filter(mapping=agreed.mapping).order_by("-number").first()
    orgs = (agreed.org,) if agreed.org.objects else ()
    return RollBackPage(
        head=mapping_head(agreed, slug),
        number=version.number,
        new=(newest.number if newest else 0) + 1,
        rows=change_rows(differences(live, rules), agreed, slug) if rules else (),
        problems=problem_rows(check_for(rules, orgs), rules, agreed, slug=slug) if rules else (),
        error=error or ("" if rules else _("This version can’t be read any more.")),
    )


def readable(version: MappingVersion) -> Rules | None:
    """The rules of a version, or None where they can't be read any more."""
    try:
        return version.as_rules()
    except DocumentRefused:
        return None


def change_rows(found: Iterable[Difference], agreed: Agreed, slug: str) -> tuple[ChangeRow, ...]:
    """Differences with the pages where they are edited."""
    names = _part_names()
    return tuple(
        ChangeRow(
            part=names[one.part],
            title=one.title,
            before=one.before,
            after=one.after,
            sentence=one.sentence,
            kind=one.kind.value,
            address=_edited(one.part, one.key, agreed, slug=slug),
        )
        for one in found
    )


def problem_rows(
    found: Iterable[RuleProblem], rules: Rules, agreed: Agreed, *, slug: str
) -> tuple[ProblemRow, ...]:
    """What is wrong with the rules, with the pages where it is mended."""
    return tuple(
        ProblemRow(
            title=one.title or _("The mapping"),
            sentence=one.sentence,
            suggestion=one.suggestion,
            address=_mended(one.place, rules, agreed, slug=slug),
        )
        for one in found
    )


def _mended(place: str, rules: Rules, agreed: Agreed, *, slug: str) -> str:
    head, _dot, rest = place.partition(".")
    if head == "fields":
        number = rest.partition(".")[0]
        known = number.isdecimal() and int(number) < len(rules.fields)
        return _edited(
            Part.FIELDS, rules.fields[int(number)].key if known else "", agreed, slug=slug
        )
    page = _OWN_PAGES.get(head, "mapping-policy" if head else "mapping")
    return reverse(page, args=[slug, agreed.mapping.pk])


def _edited(part: Part, key: str, agreed: Agreed, *, slug: str) -> str:
    if part is not Part.FIELDS:
        return reverse(_PAGES[part], args=[slug, agreed.mapping.pk])
    here = reverse("mapping", args=[slug, agreed.mapping.pk])
    return f"{here}?field={key}#r-{key}" if key else here


def _part_names() -> dict[Part, str]:
    policy, follow = _("Matching and duplicates"), _("What follows")
    return {
        Part.FIELDS: _("Field"),
        Part.MATCH: policy,
        Part.POLICY: policy,
        Part.ACCOUNTS: policy,
        Part.ROUTING: _("Routing"),
        Part.CAMPAIGNS: follow,
        Part.TASKS: follow,
    }


def _row(version: MappingVersion) -> VersionRow:
    draft = version.is_draft
    return VersionRow(
        number=version.number,
        state=_STATES[version.state],
        at=version.changed_at if draft else version.published_at,
        by=version.changed_by if draft else version.published_by,
        note=version.note,
        based_on=version.based_on,
    )


def _choices(mapping: Mapping, *, chosen: int | None) -> tuple[Choice, ...]:
    found = MappingVersion.objects.filter(mapping=mapping).order_by("-number")
    rows = found.values_list("number", "state", "published_at")[:_CHOICES]
    return tuple(
        Choice(str(number), _named(number, state, at), chosen=number == chosen)
        for number, state, at in rows
    )


def _named(number: int, state: str, at: datetime | None) -> str:
    told: dict[str, object] = {"number": number}
    if state == MappingVersion.DRAFT:
        return _("%(number)s, draft") % told
    if state == MappingVersion.LIVE:
        return _("%(number)s, live") % told
    if at is None:
        return str(number)
    told["day"] = date_format(timezone.localtime(at), "j F")
    return _("%(number)s, of %(day)s") % told
