"""Versions: drafting, publishing, rolling back. One version of a mapping is live, one is drafted.

Call everything here inside the walls. ``by`` is whoever does it: their name is kept with the
version and goes into the record of what people did; "" is nobody in particular. ``orgs`` None:
the rules are checked against the orgs that the mapping's leads go to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from tenants import audit

from .checking import RuleProblem, check_for, check_rules
from .documents import Document, DocumentRefused, document_of, rules_of
from .models import Mapping, MappingVersion
from .orgs import Org
from .rules import Rules

# Sent within the transaction, with the new live `version`.
published = Signal()
# Asked, with a `mapping`, which orgs its leads go to: a receiver answers with a list of Org.
surroundings = Signal()


class Refused(Exception):
    """Something is wrong with the rules. ``problems`` says each in a sentence; ``found`` are
    those that lie in the rules, with their places."""

    def __init__(self, problems: tuple[str, ...], found: tuple[RuleProblem, ...] = ()) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems
        self.found = found


class NotPublished(Refused):
    """The draft doesn't go live."""


class Behind(NotPublished):
    """Another version went live since the draft was begun; ``live`` is its number."""

    def __init__(self, live: int) -> None:
        super().__init__(
            (
                f"Version {live} went live after this draft was begun. Publishing the draft would "
                "undo what it changed. Compare the two, then publish all the same.",
            )
        )
        self.live = live


class NotSaved(Refused):
    """The draft stays as it was."""


class Overtaken(NotSaved):
    """Somebody else has saved the draft in between."""

    def __init__(self, draft: MappingVersion) -> None:
        who = draft.changed_by or "Somebody else"
        when = f"{draft.changed_at:%H:%M} UTC"
        super().__init__(
            (f"{who} changed this draft at {when}. Load it again, then make your change.",)
        )
        self.by, self.at = draft.changed_by, draft.changed_at


def open_draft(mapping: Mapping, *, by: object = "") -> MappingVersion:
    """The draft of the mapping; a copy of the live version if there is none.

    Raises NotPublished when there is nothing to copy.
    """
    with transaction.atomic():
        _lock(mapping.pk)
        draft = mapping.draft()
        if draft is not None:
            return draft
        live = mapping.live_version()
        if live is None:
            raise NotPublished((f"{mapping} has no live version to change.",))
        return _copied(live, by=by)


def draft_from(version: MappingVersion, *, by: object = "") -> MappingVersion:
    """A draft with the same rules as `version`, numbered after the newest.

    An open draft without changes of its own is used again. Raises NotPublished when there is
    one that has some: nobody's work is thrown away by a copy.
    """
    with transaction.atomic():
        mapping = _lock(version.mapping_id)
        draft = mapping.draft()
        if draft is None or draft.pk == version.pk:
            return draft or _copied(version, by=by)
        if not _is_untouched(draft):
            raise NotPublished(
                (f"Version {draft.number} is a draft already. Publish or discard it first.",)
            )
        draft.delete()
        return _copied(version, by=by)


def save_draft(
    draft: MappingVersion,
    rules: Rules,
    *,
    revision: int,
    by: object = "",
    note: str | None = None,
    orgs: Sequence[Org] | None = None,
) -> MappingVersion:
    """Put these rules into the draft, which was read when it had this ``revision``.

    Raises NotSaved with every problem that the draft didn't have before, and Overtaken when
    somebody else saved it in between. ``note`` None keeps the one there is.
    """
    with transaction.atomic():
        _lock(draft.mapping_id)
        stored = MappingVersion.objects.filter(pk=draft.pk).first()
        if stored is None or not stored.is_draft:
            raise NotSaved(("This is no draft any more. Open the mapping again.",))
        if stored.revision != revision:
            raise Overtaken(stored)
        found = new_problems(rules, stored, orgs)
        if found:
            raise NotSaved(tuple(one.text for one in found), found)
        stored.document = document_of(rules)
        stored.note = stored.note if note is None else note
        stored.revision += 1
        stored.changed_at, stored.changed_by = timezone.now(), str(by)[:160]
        stored.save()
        _note(stored, by, "changed")
    return stored


def discard_draft(draft: MappingVersion, *, by: object = "") -> None:
    """Throw the draft away. Raises NotPublished for what isn't a draft."""
    with transaction.atomic():
        _lock(draft.mapping_id)
        draft.refresh_from_db()
        if not draft.is_draft:
            raise NotPublished(("Only a draft can be discarded.",))
        _note(draft, by, "discarded")
        draft.delete()


def publish(
    version: MappingVersion,
    *,
    by: object = "",
    why: str = "",
    orgs: Sequence[Org] | None = None,
    although_behind: bool = False,
) -> None:
    """Make the draft the live version; the former one retires.

    Raises NotPublished with every problem of the rules, and for what isn't a draft; Behind when
    another version went live since the draft was begun, unless ``although_behind``. What an org
    finds wrong with the live version too stops nothing.
    """
    with transaction.atomic():
        mapping = _lock(version.mapping_id)
        version.refresh_from_db()
        if not version.is_draft:
            raise NotPublished(
                ("Only a draft can be published. Copy this version to a draft first.",)
            )
        live = mapping.live_version()
        if live is not None and live.number > version.number:
            if not although_behind:
                raise Behind(live.number)
            version.number = _next_number(mapping)
        _refuse_unsound(_rules_or_none(version), live, orgs)
        _go_live(version, by=by, why=why)


def publish_rules(
    mapping: Mapping,
    rules: Rules,
    *,
    by: object = "",
    why: str = "",
    orgs: Sequence[Org] | None = None,
) -> MappingVersion:
    """A new live version with these rules. An open draft is left alone and is behind then.

    Raises NotPublished with every problem of the rules.
    """
    return publish_document(mapping, document_of(rules), by=by, why=why, orgs=orgs)


def publish_document(
    mapping: Mapping,
    document: Document,
    *,
    by: object = "",
    why: str = "",
    orgs: Sequence[Org] | None = None,
) -> MappingVersion:
    """The same, with a document that is kept as it is. Raises DocumentRefused as well."""
    rules = rules_of(document)
    with transaction.atomic():
        _lock(mapping.pk)
        live = mapping.live_version()
        _refuse_unsound(rules, live, orgs)
        made = _next(mapping, document, based_on=live.number if live else None)
        _go_live(made, by=by, why=why)
    return made


def catch_up(mapping: Mapping, change: Callable[[Rules], Rules], *, since: int) -> None:
    """Make the same change to an open draft as was made to the live version ``since``.

    A draft that was behind already, or to which it can't be made, stays behind.
    """
    draft = mapping.draft()
    rules = _rules_or_none(draft)
    if draft is None or rules is None or draft.number < since:
        return
    try:
        draft.document = document_of(change(rules))
    except NotPublished:
        return
    draft.number, draft.revision = _next_number(mapping), draft.revision + 1
    draft.changed_at = timezone.now()
    draft.save()


def roll_back(mapping: Mapping, to: int, *, by: object = "", why: str = "") -> MappingVersion:
    """A new live version whose document is that of version ``to``, to the byte.

    Raises NotPublished when there is no such version, or it was never live, or is live now.
    """
    with transaction.atomic():
        _lock(mapping.pk)
        former = MappingVersion.objects.filter(mapping=mapping, number=to).first()
        if former is None or former.published_at is None:
            raise NotPublished((f"Version {to} was never live, so nothing can go back to it.",))
        if former.state == MappingVersion.LIVE:
            raise NotPublished((f"Version {to} is live already.",))
        if _rules_or_none(former) is None:
            raise NotPublished((f"Version {to} can’t be read any more.",))
        made = _next(mapping, former.document, based_on=to)
        _go_live(made, by=by, why=why or f"Back to version {to}.")
    return made


def new_problems(
    rules: Rules, before: MappingVersion | None, orgs: Sequence[Org] | None = None
) -> tuple[RuleProblem, ...]:
    """The problems of the rules that the version of before didn't have, wherever they stood."""
    known = orgs
    if known is None:
        known = orgs_of(before.mapping) if before is not None else ()
    former = _rules_or_none(before)
    had = {one.text for one in check_for(former, known)} if former is not None else set()
    return tuple(one for one in check_for(rules, known) if one.text not in had)


def orgs_of(mapping: Mapping) -> list[Org]:
    """The orgs that the mapping's leads go to, as they were last looked at."""
    answers: list[Any] = [found for _, found in surroundings.send(Mapping, mapping=mapping)]
    return [org for found in answers for org in found]


def _lock(mapping_id: Any) -> Mapping:
    """Wait for whoever is drafting, saving or publishing a version of the same mapping."""
    return Mapping.objects.select_for_update(of=("self",)).get(pk=mapping_id)


def _next_number(mapping: Mapping) -> int:
    newest = MappingVersion.objects.filter(mapping=mapping).order_by("-number").first()
    return (newest.number if newest else 0) + 1


def _next(mapping: Mapping, document: Any, *, based_on: int | None) -> MappingVersion:
    return MappingVersion(
        tenant_id=mapping.tenant_id,
        mapping=mapping,
        number=_next_number(mapping),
        document=document,
        based_on=based_on,
    )


def _copied(version: MappingVersion, *, by: object) -> MappingVersion:
    draft = _next(version.mapping, version.document, based_on=version.number)
    draft.changed_by = str(by)[:160]
    draft.save()
    _note(draft, by, "copied", what=f"From version {version.number}.")
    return draft


def _is_untouched(draft: MappingVersion) -> bool:
    base = MappingVersion.objects.filter(
        mapping=draft.mapping_id, number=draft.based_on or 0
    ).first()
    return base is not None and base.document == draft.document


def _go_live(version: MappingVersion, *, by: object, why: str) -> None:
    MappingVersion.objects.filter(
        mapping=version.mapping_id, state=MappingVersion.LIVE
    ).update(state=MappingVersion.RETIRED)  # fmt: skip
    version.state, version.published_at = MappingVersion.LIVE, timezone.now()
    version.published_by = str(by)[:160]
    version.note = why or version.note
    version.save()
    _note(version, by, "published", **({"what": version.note} if version.note else {}))
    published.send(MappingVersion, version=version)


def _refuse_unsound(
    rules: Rules | None, live: MappingVersion | None, orgs: Sequence[Org] | None
) -> None:
    """Raises NotPublished for rules that can't be right, or that make something wrong."""
    if rules is None:
        raise NotPublished(("The draft’s document can’t be read. Discard it and begin again.",))
    found = check_rules(rules) or new_problems(rules, live, orgs)
    if found:
        raise NotPublished(tuple(one.text for one in found), found)


def _rules_or_none(version: MappingVersion | None) -> Rules | None:
    try:
        return version.as_rules() if version is not None else None
    except DocumentRefused:
        return None


def _note(version: MappingVersion, by: object, action: str, **detail: str) -> None:
    if by:
        audit.note(
            version.tenant, by, f"mapping_version.{action}", subject=version,
            id=str(version.pk), **detail,
        )  # fmt: skip
