"""A value map as a form, and the lines that what came and the org's picklist suggest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from mappings.nearness import nearest
from mappings.orgs import Org
from mappings.rules import Compare, Unknown
from syncs.page_values import Choice
from syncs.page_values.mapping_form import Pair, ValueMapForm

from .mapping_samples import Sample, values_at

LIKE = 60
# So many lines fit into a form that Django takes (DATA_UPLOAD_MAX_NUMBER_FIELDS).
DRAWN = 200
Document = Mapping[str, Any]
Errors = Mapping[str, str]


def value_map_form(
    document: Document, *, org: Org, samples: Sequence[Sample], errors: Errors
) -> ValueMapForm:
    """The value map of a rule's document as a form."""
    given = document.get("value_map") or {}
    offers = picklist_of(document, org)
    compare = str(given.get("compare", Compare.ANY_CASE))
    unknown = str(given.get("unknown", Unknown.PASS))
    every = [(str(one[0]), str(one[1])) for one in given.get("pairs", ())]
    pairs, rest = every[:DRAWN], every[DRAWN:]
    return ValueMapForm(
        pairs=tuple(
            Pair(
                number=number,
                given=value,
                to=to,
                choices=_offered(offers, to),
                error=_first(errors, f"value_map.pairs.{number}"),
            )
            for number, (value, to) in enumerate(pairs)
        ),
        compare=tuple(Choice(k, v, chosen=k == compare) for k, v in _compares().items()),
        unknown=tuple(Choice(k, v, chosen=k == unknown) for k, v in _unknowns().items()),
        rest=json.dumps(rest) if rest else "",
        more=len(rest),
        is_used=bool(pairs) or unknown != Unknown.PASS.value,
        offers=offers,
        seen=values_at(str(document.get("source", "")), samples)[:20],
    )


def picklist_of(document: Document, org: Org) -> tuple[str, ...]:
    """The values that the field's picklist offers in the org; none for other fields."""
    lead, contact = str(document.get("lead_field", "")), str(document.get("contact_field", ""))
    known = org.field("Lead", lead) or org.field("Contact", contact)
    return tuple(one.value for one in known.picklist if one.active) if known else ()


def _offered(offers: tuple[str, ...], to: str) -> tuple[Choice, ...]:
    """The picklist as choices; a value that isn't in it stays to be seen."""
    if not offers:
        return ()
    first = [Choice("", _("Choose one"), chosen=not to)]
    missing = _("%(value)s (not in the org)") % {"value": to}
    first += [Choice(to, missing, chosen=True)] if to and to not in offers else []
    return (*first, *(Choice(one, one, chosen=one == to) for one in offers))


def _first(errors: Errors, place: str) -> str:
    return next((text for name, text in errors.items() if name.startswith(place)), "")


def _compares() -> dict[str, str]:
    return {
        Compare.ANY_CASE.value: _("in upper or lower case"),
        Compare.EXACT.value: _("letter by letter"),
        Compare.PATTERN.value: _("as a pattern for the whole value"),
    }


def _unknowns() -> dict[str, str]:
    return {
        Unknown.PASS.value: _("goes as it is"),
        Unknown.DEFAULT.value: _("gives way to the value for nothing"),
        Unknown.HOLD.value: _("holds the lead for a person"),
    }


def suggested_pairs(
    pairs: Sequence[Sequence[str]], seen: Sequence[str], offers: Sequence[str]
) -> list[list[str]]:
    """The lines there are, and one for each value that came and the picklist doesn't have.

    A value that is near none of the picklist gets an open line, to be chosen by a person.
    """
    kept = [list(pair) for pair in pairs if any(pair)]
    known = {pair[0].casefold() for pair in kept} | {one.casefold() for one in offers}
    loose = [one for one in seen if one.casefold() not in known]
    return [*kept, *([one, nearest(one, offers, like=LIKE)] for one in loose)]
