"""Carrying a plan out: the agency, its blueprints, then each client in a transaction of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from connections.entering import EntryRefused
from connections.models import Connection, Environment
from mappings.blueprints import add_version
from mappings.documents import DocumentRefused
from mappings.models import Blueprint
from mappings.publishing import NotPublished
from syncs import connecting, onboarding
from tenants import audit, walls
from tenants.access import Role
from tenants.models import Agency, Membership, Tenant, User

from .changes import Change, ClientPlan, Thing, Verb
from .client_changes import Bench, NewKey, carry_out, open_practices
from .surveying import Survey
from .wanted import BlueprintVersionEntry, Client


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What was done. ``keys`` are shown this once. ``waiting``: what a person has to do now;
    ``trouble``: why it broke off, everything before that client being done; "" when it is whole."""

    keys: tuple[NewKey, ...] = ()
    waiting: tuple[str, ...] = ()
    trouble: str = ""


def apply(found: Survey, *, actor: object, owner: User | None = None) -> Applied:
    """Do what the survey's plan says. Call outside any transaction.

    ``owner`` owns an agency that is new. A client whose changes are refused after all stays as
    it was, and so do those after it.
    """
    agency = found.agency or _new_agency(found.wanted.agency, owner)
    tenants = dict(found.tenants)
    for plan in found.plan.clients:
        if plan.is_new:
            tenants[plan.slug] = _new_tenant(agency, plan)
    _add_blueprints(found, list(tenants.values()), actor=actor)
    keys: list[NewKey] = []
    for plan in found.plan.clients:
        bench = Bench(tenant=tenants[plan.slug], actor=actor, environment=found.environment)
        try:
            keys += _apply_client(bench, plan)
        except (EntryRefused, NotPublished, DocumentRefused) as refused:
            trouble = f"{plan.name} stays as it was: {refused}"
            return Applied(keys=tuple(keys), trouble=trouble)
    return Applied(keys=tuple(keys), waiting=tuple(_waiting(found, tenants)))


def _new_agency(name: str, owner: User | None) -> Agency:
    with transaction.atomic():
        agency = Agency.objects.create(name=name)
        if owner is not None:
            Membership.objects.create(user=owner, agency=agency, role=Role.OWNER)
    return agency


def _new_tenant(agency: Agency, plan: ClientPlan) -> Tenant:
    wanted = plan.changes[0].entry
    if not isinstance(wanted, Client):
        raise ValueError("A client that is new is added first.")
    return Tenant.objects.create(
        agency=agency,
        name=wanted.name,
        slug=wanted.slug,
        phone_region=wanted.region,
        time_zone=wanted.time_zone,
    )


def _add_blueprints(found: Survey, tenants: list[Tenant], *, actor: object) -> None:
    added = [one for one in found.plan.changes if one.thing is Thing.BLUEPRINT]
    if not added:
        return
    with walls.inside(*tenants):
        for one in added:
            if isinstance(one.entry, BlueprintVersionEntry):
                _add_blueprint(tenants[0].agency, one, one.entry, actor=actor)


def _add_blueprint(
    agency: Agency, change: Change, entry: BlueprintVersionEntry, *, actor: object
) -> None:
    blueprint, _ = Blueprint.objects.get_or_create(agency=agency, name=change.name)
    add_version(blueprint, entry.rules, by=actor, note=entry.note, number=entry.number)


def _apply_client(bench: Bench, plan: ClientPlan) -> list[NewKey]:
    """One client, whole or not at all; what happens outside of Inlet comes before and after."""
    opened = open_practices(bench, plan.changes)
    leaving = [
        one.name
        for one in plan.changes
        if one.thing is Thing.CONNECTION and one.verb is Verb.REMOVE
    ]
    with walls.inside(bench.tenant):
        keys = carry_out(bench, plan.changes)
        audit.note(
            bench.tenant,
            bench.actor,
            "configuration.applied",
            subject=bench.tenant,
            changes=[one.title for one in plan.changes],
        )
        rows = list(Connection.objects.filter(name__in=leaving).select_related("tenant"))
    for row in opened:
        onboarding.connect(row)
    for row in rows:
        connecting.disconnect(row, actor=bench.actor)
        with walls.inside(bench.tenant):
            row.delete()
    return keys


def _waiting(found: Survey, tenants: dict[str, Tenant]) -> list[str]:
    """The connections that somebody has to sign in to before leads go on."""
    told = []
    for plan in found.plan.clients:
        names = [one.name for one in plan.changes if one.thing is Thing.CONNECTION]
        with walls.inside(tenants[plan.slug]):
            rows = Connection.objects.filter(name__in=names, state="new")
            told += [
                f"{plan.name}: “{row.name}” is not connected yet. "
                f"Its page is /c/{plan.slug}/connections/{row.pk}/"
                for row in rows.exclude(environment=Environment.PRACTICE)
            ]
    return told
