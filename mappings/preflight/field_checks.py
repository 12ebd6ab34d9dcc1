"""Fields: may they be written, are the required ones filled, is the person's key sound. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from connections.crm import Field
from connections.org_facts import RIGHTS, OrgFacts
from mappings.reaching import matched_fields
from mappings.rules import FieldRule, Never
from mappings.tracking import TRACKING

from .cases import Case, field_of, is_changed, is_written, listed
from .findings import Check, Finding, Level, Remedy, RemedyKind, in_order

_TRACKED = {one.name for one in TRACKING}
FIELD_SECURITY = "Set Field-Level Security"


def field_access(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """Whether each mapped field may be read and written (row S3)."""
    targets = [one for one in case.targets() if one[1] in facts.objects]
    found = [
        problem
        for rule, sobject, name in targets
        if (problem := _access(facts, case, rule, sobject=sobject, name=name))
    ]
    found += _unread(facts, case)
    yield from found
    if not found:
        what = f"All {len(targets)} fields that the mapping uses can be read and written."
        yield in_order(Check.FIELD_ACCESS, what)


def required_fields(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """Each field that a new record must have, and that nothing fills (row S5)."""
    required = {name: _required(facts, name) for name in case.creating}
    missing = [
        (name, one)
        for name, fields in required.items()
        for one in fields
        if one.name not in _filled(case, name)
    ]
    for name, one in missing:
        yield _unfilled(one, name)
    if not missing:
        told = [
            f"Required on a {name}: {listed([one.label for one in fields]) or 'No field'}."
            for name, fields in required.items()
        ]
        yield in_order(
            Check.REQUIRED_FIELDS,
            f"{' '.join(told)} All are mapped or have a default."
            if told
            else "The mapping creates no records.",
            note="What a page layout, a validation rule or a flow requires can’t be seen.",
        )


def _required(facts: OrgFacts, sobject: str) -> list[Field]:
    known = facts.objects.get(sobject)
    return [one for one in known.fields.values() if one.required_on_create] if known else []


def _filled(case: Case, sobject: str) -> set[str]:
    """What the mapping fills, or Inlet itself: a new Contact belongs to the Account found."""
    ours = {"OwnerId", "AccountId"} if sobject == "Contact" else {"OwnerId"}
    mapped = {rule.target(sobject) for rule in case.rules.fields if not rule.is_owned(Never)}
    return mapped | ours | {case.rules.key_field(sobject)}


def _unread(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """Fields that people are matched by, or that a condition asks for, and that nobody sees."""
    why = "The mapping looks at it to decide, and takes it for unknown."
    for sobject, name in case.looked_at():
        if sobject not in facts.objects or "." in name or field_of(facts, sobject, name):
            continue
        # A condition on a Lead's field that a Contact lacks says something of Leads only.
        is_a_leads = sobject == "Contact" and field_of(facts, "Lead", name) is not None
        if not is_a_leads or name in matched_fields(case.rules, sobject):
            found = missing_field(sobject, name, check=Check.FIELD_ACCESS, why=why, facts=facts)
            yield replace(found, level=Level.LOOK)


def person_key(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """Whether the field that names the person can be an upsert's key (facts 5.2, 13)."""
    name = case.rules.key_field("Lead")
    if not name:
        yield in_order(
            Check.PERSON_KEY,
            "The mapping keeps no key in the org. After a lost answer a person is left alone for "
            "some minutes and looked for again by the match rules.",
            note="Whom no match rule can find then waits for you, and is never created twice.",
        )
        return
    found = [*_lead_key(facts, name), *_contact_key(facts, case)]
    yield from found
    if any(one.level is Level.BLOCKS for one in found):
        yield _without_key(name)
    if not found:
        yield in_order(Check.PERSON_KEY, f"{name} is an external id, unique, and can be written.")


def missing_field(sobject: str, name: str, *, check: Check, why: str, facts: OrgFacts) -> Finding:
    """A field that describe doesn't show: it isn't there, or it is hidden."""
    creates = name in _TRACKED
    can = facts.rights is not None and facts.rights.customize_application
    ask = {"right": f"Read and Edit on {sobject}.{name}"}
    return Finding(
        key=f"{check.value}.{sobject}.{name}",
        check=check,
        level=Level.BLOCKS,
        title=f"{sobject}: {name} is missing or hidden",
        what=f"Salesforce doesn’t show {name} on {sobject} to the integration user.",
        why=why,
        fix=(
            "Create the tracking fields, and grant Read and Edit on them."
            if creates
            else "Create the field, grant Read and Edit on it, or take it out of the mapping."
        ),
        setup_path=f"Setup › Object Manager › {sobject} › Fields & Relationships",
        note=(
            "The API doesn’t tell a field that doesn’t exist from one that is hidden."
            if not can or facts.lacks(RIGHTS)
            else ""
        ),
        remedy=(
            Remedy(RemedyKind.CREATE_FIELDS, "Create the fields", {"fields": f"{sobject}.{name}"})
            if creates
            else Remedy(RemedyKind.ASK_ADMIN, "Ask the admin", ask)
        ),
    )


def _access(
    facts: OrgFacts, case: Case, rule: FieldRule, *, sobject: str, name: str
) -> Finding | None:
    found = field_of(facts, sobject, name)
    if found is None:
        why = f"{rule.title} is mapped to it, so every look-up and write of this mapping fails."
        return missing_field(sobject, name, check=Check.FIELD_ACCESS, why=why, facts=facts)
    if not is_written(case, rule, sobject):
        return None
    lacking = _lacking(facts, case, rule, sobject=sobject, found=found)
    return _locked(sobject, found, lacking) if lacking else None


def _lacking(facts: OrgFacts, case: Case, rule: FieldRule, *, sobject: str, found: Field) -> str:
    """Which right the field lacks; none that the object lacks as a whole."""
    known = facts.objects[sobject]
    if sobject in case.creating and known.createable and not found.createable:
        return "Edit"
    changes = is_changed(case, rule, sobject)
    return "Edit" if changes and known.updateable and not found.updateable else ""


def _locked(sobject: str, found: Field, right: str) -> Finding:
    path = f"{sobject}.{found.name}"
    if found.calculated:
        fix, remedy = "Take it out of the mapping: Salesforce computes it.", None
    else:
        fix = f"A permission set of the integration user needs {right} on {path}."
        remedy = Remedy(RemedyKind.ASK_ADMIN, "Ask the admin", {"right": f"{right} on {path}"})
    return Finding(
        key=f"field_access.{path}",
        check=Check.FIELD_ACCESS,
        level=Level.BLOCKS,
        title=f"{sobject}: edit access to {found.label}",
        what="The integration user can read this field but not edit it.",
        why="Salesforce refuses every lead that has a value for it.",
        fix=fix,
        setup_path=f"Setup › Object Manager › {sobject} › Fields & Relationships › "
        f"{found.label} › {FIELD_SECURITY}",
        remedy=remedy,
    )


def _unfilled(one: Field, sobject: str) -> Finding:
    default = next((value.value for value in one.picklist if value.default), "")
    return Finding(
        key=f"required_fields.{'' if sobject == 'Lead' else f'{sobject}.'}{one.name}",
        check=Check.REQUIRED_FIELDS,
        level=Level.BLOCKS,
        title=f"{one.label} is required and has no value",
        what=f"Salesforce requires {one.label} on every {sobject}, "
        "and the mapping doesn’t fill it.",
        why=f"Every new {sobject} is refused.",
        fix="Map it, or set a default. The admin can also make it optional.",
        setup_path=f"Setup › Object Manager › {sobject} › Fields & Relationships › {one.label}",
        remedy=Remedy(
            RemedyKind.SET_DEFAULT, "Set a default", {"field": one.name, "value": default}
        )
        if sobject == "Lead"
        else None,
    )


def _lead_key(facts: OrgFacts, name: str) -> Iterator[Finding]:
    lead, found = facts.objects.get("Lead"), field_of(facts, "Lead", name)
    if lead is None:
        return
    if found is None:
        why = "New Leads are written under this key. Without the field all of them fail."
        yield missing_field("Lead", name, check=Check.PERSON_KEY, why=why, facts=facts)
    elif not found.external_id:
        why = "Salesforce refuses every new Lead."
        yield _unfit(name, Level.BLOCKS, option="External ID", why=why)
    elif not found.unique:
        why = "Two leads of one person that arrive together could become two Leads."
        yield _unfit(name, Level.LOOK, option="Unique", why=why)
    elif lead.createable and not found.createable:
        yield _locked("Lead", found, "Edit")


def _without_key(name: str) -> Finding:
    """The way for orgs in which no field may be added (design.md 4.2, mode B)."""
    return Finding(
        key="person_key.without",
        check=Check.PERSON_KEY,
        level=Level.LOOK,
        title=f"Inlet can work without {name}",
        what="Where no field may be added, people are told apart by the match rules alone.",
        why="After an answer that was lost, Inlet then leaves the person alone for 15 minutes and "
        "looks again, before it creates anybody.",
        fix="Choose this if the field can’t be had. A key is safer and quicker.",
        remedy=Remedy(RemedyKind.WORK_WITHOUT_KEY, "Work without the field", {}),
    )


def _contact_key(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    name = case.rules.key_field("Contact")
    if name and "Contact" in facts.objects and field_of(facts, "Contact", name) is None:
        why = "Contacts are looked up by it. Without the field the whole look-up fails."
        yield missing_field("Contact", name, check=Check.PERSON_KEY, why=why, facts=facts)


def _unfit(name: str, level: Level, *, option: str, why: str) -> Finding:
    return Finding(
        key=f"person_key.Lead.{name}",
        check=Check.PERSON_KEY,
        level=level,
        title=f"{name} is not marked {option}",
        what=f"The field {name} exists on Lead, but {option} is off.",
        why=why,
        fix=f"Edit the field and tick {option}.",
        setup_path=f"Setup › Object Manager › Lead › Fields & Relationships › {name}",
        remedy=Remedy(RemedyKind.ASK_ADMIN, "Ask the admin", {"right": f"{option} on {name}"}),
    )
