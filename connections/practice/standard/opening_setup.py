"""The setup of a newly opened org: who works there, which queues and rules it has."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from connections.practice.rules.assignment import AssignmentRule, Condition, Entry
from connections.practice.rules.duplicates import ALERT, DuplicateRule, Match
from connections.practice.rules.ids import mint, pod_of
from connections.practice.rules.permissions import ADMINISTRATOR
from connections.practice.rules.resembling import BY_EMAIL, BY_NAME_AND_COMPANY
from connections.practice.rules.setup import Queue, Setup, User
from connections.practice.rules.standard_rights import (
    INTEGRATION_PROFILE,
    STANDARD_PROFILE,
    opening_assignments,
    opening_sets,
)

from .accounts import account
from .broken_orgs import BROKEN
from .contacts import contact
from .leads import lead
from .marketing import marketing_objects
from .strict_orgs import enterprise, no_custom_fields

_PEOPLE = (
    ("Tom", "Reyes", True),
    ("Aisha", "Bello", True),
    ("Dana", "Whitlock", False),
    ("Maya", "Okafor", True),
)
_ADMIN = ("Maya", "Okafor")
_QUEUES = (
    ("Inbound UK", ("United Kingdom", "Ireland")),
    ("Inbound DACH", ("Germany", "Austria", "Switzerland")),
    ("Inbound US", ("United States", "Canada")),
)


@dataclass(frozen=True, slots=True)
class Personality:
    """What differs between practice orgs when they open.

    `change`: what its admin did at the end.
    """

    assignment_active: bool = False
    lead_duplicates: bool = False
    contact_duplicates: bool = False
    duplicate_action: str = ALERT
    duplicates_by: tuple[str, ...] = (BY_EMAIL,)
    change: Callable[[Setup], Setup] = lambda setup: setup


PERSONALITIES: Mapping[str, Personality] = {
    "default": Personality(),
    "routed": Personality(assignment_active=True),
    "careful": Personality(
        lead_duplicates=True,
        contact_duplicates=True,
        duplicates_by=(BY_EMAIL, BY_NAME_AND_COMPANY),
    ),
    "enterprise": Personality(change=enterprise),
    "no_custom_fields": Personality(change=no_custom_fields),
    **{name: Personality(change=broken) for name, broken in BROKEN.items()},
}


def domain_of(name: str) -> str:
    """The domain of the org's usernames: "solvane-energy.practice"."""
    return (re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "org") + ".practice"


def fresh_setup(*, org_id: str, org_name: str, password: str, personality: Personality) -> Setup:
    """The setup of a new org. `password`: the hash of the integration user's password."""
    pod = pod_of(org_id)
    users = _users(pod, domain_of(org_name), password)
    queues = _queues(pod)
    objects = (lead(), contact(), account(), *marketing_objects())
    opened = Setup(
        org_id=org_id,
        org_name=org_name,
        objects={one.name: one for one in objects},
        users=users,
        queues=queues,
        assignment_rules=(_by_country(pod, queues, active=personality.assignment_active),),
        duplicate_rules=_duplicate_rules(pod, personality),
        api_user=users[-1].id,
        default_lead_owner=users[0].id,
        permission_sets=opening_sets(pod),
        set_assignments=opening_assignments(pod, users[-1].id),
    )
    return personality.change(opened)


def _users(pod: str, domain: str, password: str) -> tuple[User, ...]:
    people = tuple(
        User(
            id=mint("User", pod=pod, number=number),
            username=f"{first}.{last}@{domain}".lower(),
            first_name=first,
            last_name=last,
            email=f"{first}.{last}@{domain}".lower(),
            active=active,
            profile=ADMINISTRATOR if (first, last) == _ADMIN else STANDARD_PROFILE,
        )
        for number, (first, last, active) in enumerate(_PEOPLE, start=1)
    )
    integration = User(
        id=mint("User", pod=pod, number=len(_PEOPLE) + 1),
        username=f"integration@{domain}",
        first_name="Inlet",
        last_name="Integration",
        email=f"integration@{domain}",
        profile=INTEGRATION_PROFILE,
        password=password,
    )
    return (*people, integration)


def _queues(pod: str) -> tuple[Queue, ...]:
    return tuple(
        Queue(
            id=mint("Group", pod=pod, number=number),
            name=name,
            developer_name=name.replace(" ", "_"),
            sobjects=("Lead",),
        )
        for number, (name, _) in enumerate(_QUEUES, start=1)
    )


def _by_country(pod: str, queues: tuple[Queue, ...], *, active: bool) -> AssignmentRule:
    entries = tuple(
        Entry(queue.id, (Condition("Country", "equals", countries),))
        for queue, (_, countries) in zip(queues, _QUEUES, strict=True)
    )
    return AssignmentRule(
        id=mint("AssignmentRule", pod=pod, number=1),
        name="Leads by country",
        sobject="Lead",
        active=active,
        entries=entries,
    )


def _duplicate_rules(pod: str, personality: Personality) -> tuple[DuplicateRule, ...]:
    compared = ("Lead", "Contact")
    active = {"Lead": personality.lead_duplicates, "Contact": personality.contact_duplicates}
    return tuple(
        DuplicateRule(
            id=mint("DuplicateRule", pod=pod, number=number),
            name=f"Standard_{sobject}_Duplicate_Rule",
            label=f"Standard {sobject} Duplicate Rule",
            sobject=sobject,
            active=active[sobject],
            action=personality.duplicate_action,
            matches=tuple(
                Match(other, f"Exact_{other}_Match_Rule", personality.duplicates_by)
                for other in compared
            ),
        )
        for number, sobject in enumerate(compared, start=1)
    )
