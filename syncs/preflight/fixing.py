"""One-click fixes: what a finding's button would do, and doing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from connections.models import Connection
from connections.org_facts import OrgFacts
from mappings import fixing
from mappings.models import Mapping, MappingVersion
from mappings.preflight import Finding, RemedyKind
from mappings.publishing import NotPublished
from syncs.models import Source
from tenants import audit, walls

from .running import latest_facts

NOBODY = "Nothing here can fix this by a click."
_TEXTS = {
    RemedyKind.SET_DEFAULT: ("Set a default", "Set the default and publish"),
    RemedyKind.MAP_VALUE: ("Map the value", "Map the value and publish"),
    RemedyKind.CHOOSE_OWNER: ("Choose an owner", "Change the owner and publish"),
    RemedyKind.SAVE_ANYWAY: ("Save in spite of warnings", "Save in spite of warnings and publish"),
    RemedyKind.WORK_WITHOUT_KEY: ("Work without the key field", "Work without it and publish"),
}
_PLAIN = (RemedyKind.SAVE_ANYWAY, RemedyKind.WORK_WITHOUT_KEY)


@dataclass(frozen=True, slots=True)
class FixOption:
    """One choice: what is sent back, and what people see."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FixLine:
    """One thing that would change, before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FixPlan:
    """What the click would do. ``by``: "us", "admin" (of the org), or "" where nobody can here.

    ``needs_choice``: a value has to be given first, out of ``options`` if there are any.
    """

    title: str
    button: str
    by: str
    lines: tuple[FixLine, ...] = ()
    options: tuple[FixOption, ...] = ()
    choice: str = ""
    needs_choice: bool = False
    publishes: tuple[str, ...] = ()
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class FixDone:
    """Whether it is done, and a sentence."""

    done: bool
    sentence: str


def plan_fix(connection: Connection, finding: Finding, choice: str = "") -> FixPlan:
    """What the finding's button would do with this choice. Changes nothing. Outside the walls."""
    remedy = finding.remedy
    if remedy is None:
        return FixPlan(title=finding.title, button="", by="", sentence=NOBODY)
    if remedy.kind not in _TEXTS:
        by = "admin" if remedy.kind in (RemedyKind.ASK_ADMIN, RemedyKind.CREATE_FIELDS) else ""
        return FixPlan(title=finding.title, button=remedy.button, by=by, sentence=finding.fix)
    facts = latest_facts(connection) or OrgFacts()
    chosen = choice or remedy.parameters.get("to" if _maps(finding) else "value", "")
    title, button = _TEXTS[remedy.kind]
    options = _options(facts, finding)
    names = tuple(one.name for one in _mappings(connection, finding))
    return FixPlan(
        title=title,
        button=button,
        by="us",
        lines=(_line(finding, chosen, options),),
        options=options,
        choice=chosen,
        needs_choice=remedy.kind not in _PLAIN and not chosen,
        publishes=names,
        sentence=f"A new version of {' and '.join(names)} goes live. The one before is kept.",
    )


def apply_fix(
    connection: Connection, actor: object, finding: Finding, *, choice: str = ""
) -> FixDone:
    """Do what ``plan_fix`` says and note who did it. Outside the walls.

    Publishes a new version of each mapping that the finding names, all or none.
    """
    plan = plan_fix(connection, finding, choice)
    if plan.by != "us":
        return FixDone(done=False, sentence=plan.sentence)
    if plan.needs_choice or not plan.publishes:
        return FixDone(done=False, sentence="Choose a value first.")
    known = {one.value for one in plan.options}
    if known and plan.choice not in known:
        return FixDone(done=False, sentence="Salesforce doesn’t offer that. Choose another.")
    change = _change(finding, plan)
    try:
        with walls.inside(connection.tenant_id):
            for mapping in _used(connection, finding):
                version = change(mapping)
                _note(connection, actor, finding, version=version, choice=plan.choice)
    except NotPublished as refused:
        return FixDone(done=False, sentence=str(refused))
    return FixDone(done=True, sentence=f"{plan.title}: done. {plan.sentence}")


def _change(finding: Finding, plan: FixPlan) -> Callable[[Mapping], MappingVersion]:
    """The change to one mapping."""
    parameters = finding.remedy.parameters if finding.remedy else {}
    kind, chosen = finding.remedy.kind if finding.remedy else None, plan.choice
    field = parameters.get("field", "")
    if kind is RemedyKind.SET_DEFAULT:
        label = finding.title.partition(" is required")[0]
        return lambda mapping: fixing.set_default(mapping, field, chosen, label=label)
    if kind is RemedyKind.MAP_VALUE:
        return lambda mapping: fixing.map_value(mapping, field, parameters["value"], to=chosen)
    if kind is RemedyKind.CHOOSE_OWNER:
        name = next((one.label for one in plan.options if one.value == chosen), chosen)
        return lambda mapping: fixing.choose_owner(mapping, chosen, name=name)
    return fixing.work_without_key if kind is RemedyKind.WORK_WITHOUT_KEY else fixing.save_anyway


def _note(
    connection: Connection,
    actor: object,
    finding: Finding,
    *,
    version: MappingVersion,
    choice: str,
) -> None:
    audit.note(
        connection.tenant,
        actor,
        "preflight.fixed",
        subject=version,
        finding=finding.key,
        what=finding.title,
        choice=choice,
        connection=str(connection.pk),
    )


def _maps(finding: Finding) -> bool:
    return finding.remedy is not None and finding.remedy.kind is RemedyKind.MAP_VALUE


def _mappings(connection: Connection, finding: Finding) -> list[Mapping]:
    with walls.inside(connection.tenant_id):
        return _used(connection, finding)


def _used(connection: Connection, finding: Finding) -> list[Mapping]:
    """The mappings that the finding names, as far as they still use the connection. Inside."""
    ids = Source.objects.filter(connection=connection).values("mapping_id")
    return list(Mapping.objects.filter(pk__in=ids, name__in=finding.mappings).order_by("name"))


def _options(facts: OrgFacts, finding: Finding) -> tuple[FixOption, ...]:
    remedy = finding.remedy
    if remedy is None or remedy.kind in _PLAIN:
        return ()
    if remedy.kind is RemedyKind.CHOOSE_OWNER:
        return _owners(facts)
    name = remedy.parameters["field"]
    sobject, name = ("Contact", name[8:]) if name.startswith("Contact.") else ("Lead", name)
    return tuple(FixOption(value, value) for value in facts.allowed_values(sobject, name))


def _owners(facts: OrgFacts) -> tuple[FixOption, ...]:
    queues = [FixOption(one.id, one.name) for one in facts.queues]
    users = [FixOption(one.id, one.name) for one in facts.owners if one.is_active]
    rules = [FixOption(one.id, one.name) for one in facts.assignment_rules if one.is_active]
    user = facts.user
    connected = [FixOption(user.id, user.name)] if user.is_active and user.id else []
    return (*queues, *users, *rules, *connected)


def _line(finding: Finding, chosen: str, options: tuple[FixOption, ...]) -> FixLine:
    remedy = finding.remedy
    parameters = remedy.parameters if remedy else {}
    shown = next((one.label for one in options if one.value == chosen), chosen)
    if remedy and remedy.kind is RemedyKind.MAP_VALUE:
        return FixLine(parameters["field"], parameters["value"], shown)
    if remedy and remedy.kind is RemedyKind.CHOOSE_OWNER:
        return FixLine("Owner of new Leads", finding.title, shown)
    if remedy and remedy.kind is RemedyKind.SAVE_ANYWAY:
        return FixLine("When a duplicate rule warns", "The lead is refused", "The lead is saved")
    if remedy and remedy.kind is RemedyKind.WORK_WITHOUT_KEY:
        return FixLine("How a person is recognised", "Key field and match rules", "Match rules")
    return FixLine(parameters.get("field", ""), "No default that fits", shown)
