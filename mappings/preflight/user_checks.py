"""Who Inlet is connected as, and what that user may do with Leads and Contacts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connections.errors import ErrorClass, classify
from connections.org_facts import LEAD_RIGHTS, ORGANIZATION, OrgFacts
from mappings.reaching import objects_reached

from .cases import Case, listed
from .findings import Check, Finding, Level, Remedy, RemedyKind, in_order, unseen

USERS = "Setup › Users › Users"
PERMISSION_SETS = "Setup › Users › Permission Sets"
SHARING = "Setup › Security › Sharing Settings"
# Said by the licence or the profile, or by the name that somebody gave the user.
_MACHINE_RIGHTS = re.compile(r"integration|api[ -]only", re.IGNORECASE)
_MACHINE_NAME = re.compile(
    r"integration|automat|service account|\b(?:api|sync|bot|inlet)\b|[._-](?:api|sync|bot)[._@-]",
    re.IGNORECASE,
)
_HIDES_OTHERS = "None"
_SHOWS_OTHERS = {"Read"}


def integration_user(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """Whether the user is a machine's (row S1)."""
    del case
    user = facts.user
    if not user.name and not user.username:
        yield unseen(Check.INTEGRATION_USER, "Salesforce didn’t say who Inlet is connected as.")
        return
    name = user.name or user.username
    by_rights = _MACHINE_RIGHTS.search(f"{user.license} {user.profile}")
    if by_rights or _MACHINE_NAME.search(f"{user.name} {user.username}"):
        licence = f" Licence: {user.license}." if user.license else ""
        yield in_order(Check.INTEGRATION_USER, f"“{name}” is not a person’s account.{licence}")
        return
    yield Finding(
        key="integration_user",
        check=Check.INTEGRATION_USER,
        level=Level.LOOK,
        title="Inlet is connected as a person",
        what=f"“{name}” ({user.profile or user.username}) looks like a person’s account.",
        why="When this person leaves or changes, leads stop; and every write bears their name.",
        fix="Make a user of its own with the licence Salesforce Integration and connect again.",
        setup_path=USERS,
        remedy=Remedy(RemedyKind.RECONNECT, "Connect as another user"),
    )


def api_access(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """Whether the API lets this user in (row S2)."""
    del case
    if not facts.refusal:
        yield in_order(Check.API_ACCESS, "API Enabled is on. The session works.")
        return
    meaning = classify(facts.refusal, "")
    signed_out = meaning.kind is ErrorClass.AUTH
    right = Remedy(RemedyKind.ASK_ADMIN, "Ask the admin", {"right": "API Enabled"})
    yield Finding(
        key="api_access",
        check=Check.API_ACCESS,
        level=Level.BLOCKS,
        title="Access ended" if signed_out else "API Enabled is off",
        what=f"Salesforce answered {facts.refusal}.",
        why="Without the API nothing reaches the org. All leads wait.",
        fix="Connect again."
        if signed_out
        else "Give the integration user API Enabled, or ask "
        "for an edition of Salesforce with the API.",
        setup_path="" if signed_out else f"{PERMISSION_SETS} › System Permissions › API Enabled",
        remedy=Remedy(RemedyKind.RECONNECT, "Reconnect") if signed_out else right,
    )


def object_rights(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """Read, create and edit, as far as the mode needs them (row S2)."""
    wanted = _wanted(case)
    lacking = {name: _lacking(facts, name, rights) for name, rights in wanted.items()}
    for name, rights in lacking.items():
        if rights:
            yield _lacks(facts, name, rights)
    if not any(lacking.values()):
        has = "; ".join(f"{listed(rights)} on {name}" for name, rights in wanted.items())
        what = f"{has}. Nothing more is needed for this mapping."
        yield in_order(Check.OBJECT_RIGHTS, what)


def _wanted(case: Case) -> dict[str, list[str]]:
    """Object by object, what the mapping does there."""
    campaigns, tasks = case.rules.campaigns, case.rules.tasks
    rights = {
        "Lead": {"Read": True, "Create": case.creates_leads, "Edit": case.updates_leads},
        "Contact": {"Read": True, "Create": case.creates_contacts, "Edit": case.updates_contacts},
        "Account": {"Read": True},
        "Campaign": {"Read": True},
        "CampaignMember": {"Create": True, "Edit": any(one.update_status for one in campaigns)},
        "Task": {"Create": bool(tasks)},
    }
    return {
        name: [right for right, is_needed in rights[name].items() if is_needed]
        for name in objects_reached(case.rules)
    }


def sharing(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """Whether existing Leads of other people can be seen and changed (facts 2.4)."""
    if not facts.org.lead_access:
        why = facts.unseen.get(ORGANIZATION, "Salesforce didn’t show the default access to Leads.")
        yield unseen(Check.SHARING, why, setup_path=SHARING)
        return
    sees_all = _sees_all(facts)
    if facts.org.lead_access == _HIDES_OTHERS and not sees_all:
        yield _hidden_leads(facts)
    elif facts.org.lead_access in _SHOWS_OTHERS and case.updates_leads and not sees_all:
        yield _kept_leads()
    else:
        yield in_order(Check.SHARING, "The integration user finds every Lead of the org.")


def _sees_all(facts: OrgFacts) -> bool:
    system = facts.rights is not None and (
        facts.rights.view_all_data or facts.rights.modify_all_data
    )
    return system or (facts.lead_rights is not None and facts.lead_rights.view_all)


def _lacking(facts: OrgFacts, name: str, rights: list[str]) -> list[str]:
    known = facts.objects.get(name)
    if known is None:
        return rights
    has = {"Read": True, "Create": known.createable, "Edit": known.updateable}
    return [right for right in rights if not has[right]]


def _lacks(facts: OrgFacts, name: str, rights: list[str]) -> Finding:
    lead = facts.lead_rights if name == "Lead" else None
    grants = f" It has its rights from {listed(lead.grants)}." if lead and lead.grants else ""
    words = listed(rights)
    return Finding(
        key=f"object_rights.{name}",
        check=Check.OBJECT_RIGHTS,
        level=Level.BLOCKS,
        title=f"{name}: {words} is missing",
        what=f"The integration user lacks {words} on {name}.{grants}",
        why=f"The mapping needs {words} on {name}. Salesforce refuses the leads without it.",
        fix=f"Grant {words} on {name} in a permission set of the integration user.",
        setup_path=f"{PERMISSION_SETS} › Object Settings › {name}",
        remedy=Remedy(RemedyKind.ASK_ADMIN, "Ask the admin", {"right": f"{words} on {name}"}),
    )


def _hidden_leads(facts: OrgFacts) -> Finding:
    note = ""
    if facts.lacks(LEAD_RIGHTS):
        note = "Whether View All is granted can’t be seen by this user."
    return Finding(
        key="sharing",
        check=Check.SHARING,
        level=Level.LOOK,
        title="Leads of other people are hidden",
        what="Leads are private in this org, and View All on Lead is not granted.",
        why="Inlet doesn’t find a hidden Lead, so the same person would be created again.",
        fix="Grant View All on Lead in a permission set of the integration user.",
        setup_path=f"{PERMISSION_SETS} › Object Settings › Lead › View All",
        note=note,
        remedy=Remedy(RemedyKind.ASK_ADMIN, "Ask the admin", {"right": "View All on Lead"}),
    )


def _kept_leads() -> Finding:
    return Finding(
        key="sharing",
        check=Check.SHARING,
        level=Level.LOOK,
        title="Leads of other people can’t be changed",
        what="Everybody reads all Leads of this org, but only owners edit them.",
        why="Salesforce refuses updates of Leads that belong to somebody else.",
        fix="Grant Modify All on Lead, or share Leads with the integration user for editing.",
        setup_path=SHARING,
        remedy=Remedy(RemedyKind.ASK_ADMIN, "Ask the admin", {"right": "Modify All on Lead"}),
    )
