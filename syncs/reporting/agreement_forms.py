"""The forms about a mapping's agreement, as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from connections.org_facts import OrgFacts
from mappings.checking import RuleProblem
from mappings.documents import DocumentRefused, Wrong, document_of, rules_of
from mappings.rules import Rules
from mappings.telling import Said
from syncs.agreeing.drawing import Paper, draw
from syncs.agreeing.forms import AgreementForm
from syncs.agreeing.moving import touched
from syncs.agreeing.shapes import Flaw, Offers, Typed
from syncs.page_values.agreement import AgreementPage, Trouble, wrong_in
from syncs.page_values.entries import Group
from syncs.page_values.mapping import Policy

from .agreement_offers import offers_of, suggested
from .mappings import Agreed, mapping_head


@dataclass(frozen=True, kw_only=True)
class Given:
    """A form as it is filled, and what is wrong with it. ``button``: which of those within the
    form was pressed, "" for none."""

    typed: Typed
    flaws: tuple[Flaw, ...] = ()
    button: str = ""
    overtaken: str = ""


def offered(agreed: Agreed, facts: OrgFacts | None) -> Offers:
    """What the mapping's org offers."""
    return offers_of(agreed.org.objects, facts, agreed.rules)


def agreement_page(
    agreed: Agreed,
    form: AgreementForm,
    given: Given,
    *,
    slug: str,
    offers: Offers,
    can_edit: bool,
) -> AgreementPage:
    """The form's page, from what was read already; no read."""
    groups = draw(form.cards, given.typed, _paper(given, offers))
    return AgreementPage(
        head=mapping_head(agreed, slug),
        name=form.name,
        groups=groups,
        said=tuple(Policy(one.lead, one.rest) for one in _said(agreed, form, given, offers=offers)),
        suggested=suggested(form.name, offers),
        base=base_of(agreed),
        troubles=_homeless(groups, given.flaws),
        overtaken=given.overtaken,
        unsaved=bool(given.button),
        can_edit=can_edit,
        was_looked_at=bool(agreed.org.objects),
    )


def _paper(given: Given, offers: Offers) -> Paper:
    return Paper(offers=offers, flaws=given.flaws, touched=touched(given.button))


def base_of(agreed: Agreed) -> str:
    """Which state of which version a form was filled from."""
    shown = agreed.draft or agreed.live
    return f"{shown.pk}:{shown.revision}" if shown else ""


def rules_given(rules: Rules, form: AgreementForm, typed: Typed, *, offers: Offers) -> Rules:
    """The agreement with this form's part as it was typed. Raises DocumentRefused."""
    return rules_of(document_of(rules) | form.told(typed, offers))


def flaws_of(found: Sequence[Wrong] | Sequence[RuleProblem]) -> tuple[Flaw, ...]:
    """What is wrong with a document, as a form takes it."""
    return tuple(
        Flaw(
            place=one.place,
            sentence=" ".join(part for part in (one.sentence, one.suggestion) if part),
            better=one.replacement if isinstance(one, RuleProblem) else "",
        )
        for one in found
    )


def _homeless(groups: tuple[Group, ...], flaws: tuple[Flaw, ...]) -> tuple[Trouble, ...]:
    """What is wrong and stands at no entry of the form: nothing may go unsaid."""
    shown = " ".join(one.sentence for one in wrong_in(groups))
    return tuple(
        Trouble(_("The mapping"), one.sentence) for one in flaws if one.sentence not in shown
    )


def _said(agreed: Agreed, form: AgreementForm, given: Given, *, offers: Offers) -> tuple[Said, ...]:
    """The form read aloud, as it is filled; as it is kept where it can't be read."""
    try:
        return form.said(rules_given(agreed.rules, form, given.typed, offers=offers))
    except DocumentRefused:
        return form.said(agreed.rules)
