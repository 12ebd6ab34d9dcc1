"""Two looks at an org become a list of changes. Pure.

A part that one of the looks didn't show is not compared: hidden is not the same as gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connections.crm import Field, SObject
from connections.org_facts import (
    ASSIGNMENT_RULES,
    DUPLICATE_RULES,
    LEAD_RIGHTS,
    ORGANIZATION,
    QUEUES,
    USER,
    VALIDATION_RULES,
    OrgFacts,
    Rule,
)

from .kinds import Change, ChangeKind

_RULES = {
    ASSIGNMENT_RULES: "assignment",
    DUPLICATE_RULES: "duplicate",
    VALIDATION_RULES: "validation",
}


def compare(before: OrgFacts, after: OrgFacts) -> tuple[Change, ...]:
    """What changed from the one to the other and may matter; nothing while access is refused."""
    if before.refusal or after.refusal:
        return ()
    return (
        *_objects(before, after),
        *_people(before, after),
        *_rules(before, after),
        *_sharing(before, after),
    )


def _objects(before: OrgFacts, after: OrgFacts) -> Iterator[Change]:
    for name, old in before.objects.items():
        new = after.objects.get(name)
        if new is None:
            yield Change(kind=ChangeKind.RIGHT_LOST, subject=name, name=name, value="Read")
            continue
        yield from _rights(old, new)
        yield from _record_types(old, new)
        for field_name, one in new.fields.items():
            yield from _field(name, old.fields.get(field_name), one, after=after)
        for field_name in old.fields.keys() - new.fields.keys():
            label = old.fields[field_name].label
            subject = f"{name}.{field_name}"
            yield Change(kind=ChangeKind.FIELD_GONE, subject=subject, name=label)


def _rights(old: SObject, new: SObject) -> Iterator[Change]:
    lost = [
        right
        for right, had, has in (
            ("Create", old.createable, new.createable),
            ("Edit", old.updateable, new.updateable),
        )
        if had and not has
    ]
    for right in lost:
        yield Change(kind=ChangeKind.RIGHT_LOST, subject=new.name, name=new.label, value=right)


def _record_types(old: SObject, new: SObject) -> Iterator[Change]:
    was = next((one for one in old.record_types if one.default), None)
    now = next((one for one in new.record_types if one.default), None)
    if was and now and was.id != now.id:
        yield Change(
            kind=ChangeKind.RECORD_TYPE,
            subject=new.name,
            name=new.label,
            value=now.name,
            refuses=False,
        )


def _field(sobject: str, old: Field | None, new: Field, *, after: OrgFacts) -> Iterator[Change]:
    subject = f"{sobject}.{new.name}"
    if new.required_on_create and not (old and old.required_on_create):
        yield Change(kind=ChangeKind.FIELD_REQUIRED, subject=subject, name=new.label)
    if old is None:
        return
    known = after.objects[sobject]
    lost = (old.createable and not new.createable and known.createable) or (
        old.updateable and not new.updateable and known.updateable
    )
    if lost:
        yield Change(kind=ChangeKind.FIELD_LOCKED, subject=subject, name=new.label)
    yield from _shape(subject, old, new)
    yield from _values(subject, old, new)


def _shape(subject: str, old: Field, new: Field) -> Iterator[Change]:
    if old.type != new.type:
        yield Change(kind=ChangeKind.FIELD_TYPE, subject=subject, name=new.label, value=new.type)
    elif 0 < new.length < old.length:
        yield Change(
            kind=ChangeKind.FIELD_SHORTER,
            subject=subject,
            name=new.label,
            value=str(new.length),
        )
    for option, had, has in (
        ("an external id", old.external_id, new.external_id),
        ("unique", old.unique, new.unique),
    ):
        if had and not has:
            yield Change(kind=ChangeKind.KEY_UNFIT, subject=subject, name=new.label, value=option)


def _values(subject: str, old: Field, new: Field) -> Iterator[Change]:
    if new.restricted_picklist and not old.restricted_picklist:
        yield Change(kind=ChangeKind.FIELD_RESTRICTED, subject=subject, name=new.label)
    has = {one.value for one in new.picklist if one.active}
    left = (one.value for one in old.picklist if one.active and one.value not in has)
    for value in dict.fromkeys(left):
        yield Change(
            kind=ChangeKind.VALUE_LEFT,
            subject=subject,
            name=new.label,
            value=value,
            refuses=new.restricted_picklist,
        )


def _people(before: OrgFacts, after: OrgFacts) -> Iterator[Change]:
    if not (before.lacks(USER) or after.lacks(USER)):
        was = {one.id for one in before.owners if one.is_active}
        for one in after.owners:
            if one.id in was and not one.is_active:
                yield Change(kind=ChangeKind.USER_OFF, subject=one.id, name=one.name)
    if not (before.lacks(QUEUES) or after.lacks(QUEUES)):
        there = {one.id for one in after.queues}
        for queue in before.queues:
            if queue.id not in there:
                yield Change(kind=ChangeKind.QUEUE_GONE, subject=queue.id, name=queue.name)


def _rules(before: OrgFacts, after: OrgFacts) -> Iterator[Change]:
    for part, word in _RULES.items():
        if not (before.lacks(part) or after.lacks(part)):
            yield from _switched(getattr(before, part), getattr(after, part), word)


def _switched(old: Sequence[Rule], new: Sequence[Rule], word: str) -> Iterator[Change]:
    was = {one.id: one for one in old if one.is_active}
    now = {one.id: one for one in new if one.is_active}
    for rule_id in now.keys() - was.keys():
        yield _rule(ChangeKind.RULE_ON, now[rule_id], word)
    for rule_id in was.keys() - now.keys():
        yield _rule(ChangeKind.RULE_OFF, was[rule_id], word)


def _rule(kind: ChangeKind, rule: Rule, word: str) -> Change:
    return Change(kind=kind, subject=rule.sobject, name=rule.name, value=word, refuses=False)


def _sharing(before: OrgFacts, after: OrgFacts) -> Iterator[Change]:
    if any(one.lacks(ORGANIZATION) or one.lacks(LEAD_RIGHTS) for one in (before, after)):
        return
    if _sees_leads(before) and not _sees_leads(after):
        yield Change(kind=ChangeKind.LEADS_HIDDEN, subject="Lead", name="Lead", refuses=False)


def _sees_leads(facts: OrgFacts) -> bool:
    view_all = facts.lead_rights is not None and facts.lead_rights.view_all
    return view_all or facts.org.lead_access != "None"
