"""The org's own rules: duplicates and validation. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from connections.org_facts import (
    DUPLICATE_RULES,
    VALIDATION_RULES,
    OrgFacts,
)
from mappings.rules import OrgRefuses

from .cases import Case, listed
from .findings import Check, Finding, Level, Remedy, RemedyKind, in_order, unseen

DUPLICATES = "Setup › Data › Duplicate Management › Duplicate Rules"


def duplicate_rules(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """The org's duplicate rules against the mapping's policy (row S7, facts 7.2)."""
    if facts.lacks(DUPLICATE_RULES):
        yield unseen(
            Check.DUPLICATE_RULES,
            "The duplicate rules can’t be read: "
            + facts.unseen.get(DUPLICATE_RULES, "the API turned us away."),
            fix="Grant View Setup and Configuration, or look at the rules there.",
            setup_path=DUPLICATES,
        )
        return
    active = [one for one in facts.duplicate_rules if one.is_active and one.sobject == "Lead"]
    note = "Whether a rule blocks or only warns, and for whom, is not shown by the API."
    if not active:
        what = "No duplicate rule is active on Lead. Inlet finds duplicates by itself."
        yield in_order(Check.DUPLICATE_RULES, what)
    elif case.rules.org_refuses is OrgRefuses.SAVE_ANYWAY:
        what = f"{listed([one.name for one in active])}: active. Inlet saves in spite of a warning."
        yield in_order(Check.DUPLICATE_RULES, what, note=f"{note} A rule that blocks still wins.")
    elif case.rules.org_refuses is OrgRefuses.USE_MATCHED:
        what = f"{listed([one.name for one in active])}: active. Inlet takes the record it names."
        yield in_order(Check.DUPLICATE_RULES, what, note=note)
    else:
        yield _may_refuse([one.name for one in active], note)


def _may_refuse(names: list[str], note: str) -> Finding:
    return Finding(
        key="duplicate_rules",
        check=Check.DUPLICATE_RULES,
        level=Level.LOOK,
        title="Duplicate rules may refuse leads",
        what=f"{listed(names)}: active on Lead. The mapping doesn’t save in spite of a warning.",
        why="Over the API a warning refuses the lead too: nobody is there to confirm it.",
        fix="Let Inlet save in spite of warnings, or exempt the integration user from the rule.",
        setup_path=DUPLICATES,
        note=note,
        remedy=Remedy(RemedyKind.SAVE_ANYWAY, "Save in spite of warnings"),
    )


def validation_rules(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """The active validation rules, whose formulas the API keeps to itself (facts 2.4)."""
    if facts.lacks(VALIDATION_RULES):
        yield unseen(
            Check.VALIDATION_RULES,
            "Validation rules can’t be read: "
            + facts.unseen.get(VALIDATION_RULES, "the API turned us away."),
            fix="A test batch shows what they refuse.",
            setup_path="Setup › Object Manager › Lead › Validation Rules",
        )
        return
    touched = {"Lead", "Contact"} if case.updates_contacts else {"Lead"}
    active = [one.name for one in facts.validation_rules if one.sobject in touched]
    what = f"{len(active)} active: {listed(active)}." if active else "None is active."
    note = "What they demand can’t be read. A test batch shows it." if active else ""
    yield in_order(Check.VALIDATION_RULES, what, note=note)
