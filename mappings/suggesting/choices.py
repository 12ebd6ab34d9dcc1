"""Value maps of picklists: which value of a sample stands for which that is offered. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from connections.crm import Field
from mappings.nearness import nearest
from mappings.rules import Unknown, ValueMap
from mappings.values import as_text

from .signs import offered
from .words import plain

_LIKE = 78
_RANGE = re.compile(r"[^\d+]+")
# What people are addressed by, and the usual entries of Salutation that mean it.
_ADDRESSES: Mapping[str, tuple[str, ...]] = {
    "Mr.": ("Mr", "Mister", "Herr", "Hr.", "M.", "Monsieur", "Sr.", "Señor", "Sig.", "Signor",
            "Dhr.", "De heer", "Senhor", "Male"),
    "Ms.": ("Ms", "Miss", "Frau", "Fr.", "Srta.", "Mevr.", "Mevrouw", "Female"),
    "Mrs.": ("Mrs", "Mme", "Madame", "Sra.", "Señora", "Sig.ra", "Signora", "Senhora"),
    "Dr.": ("Dr", "Doctor", "Doktor", "Docteur"),
    "Prof.": ("Prof", "Professor", "Professeur", "Profesor"),
    "Mx.": ("Mx", "Divers"),
}  # fmt: skip


def value_map_of(field: Field, value: object, concept: str = "") -> ValueMap:
    """The pairs with which the sample's value, or each of several, is one that is offered.

    Empty where it is offered already, or nothing is near. Salutations get all that are usual.
    """
    if concept == "salutation":
        return _addresses(field)
    parts = value if isinstance(value, list) else re.split(r"[;\n]", as_text(value))  # type: ignore[arg-type]
    texts = [as_text(one).strip() for one in parts if one is not None]
    pairs = [(one, near) for one in texts if one and (near := _near(one, field))]
    return ValueMap(pairs=tuple(pairs), unknown=Unknown.PASS)


def fits_list(field: Field, value: object, table: ValueMap) -> bool:
    """Whether each value of a sample is offered, as it is or by the map."""
    parts = value if isinstance(value, list) else re.split(r"[;,\n]", as_text(value))  # type: ignore[arg-type]
    known = {one.casefold() for one, _ in table.pairs}
    texts = [as_text(one).strip() for one in parts if one is not None]
    return all(one.casefold() in known or offered(one, field) for one in texts if one)


def _near(text: str, field: Field) -> str:
    """The value of the list that is most like a text; "" if it is one itself, or none is near."""
    if offered(text, field) or len(text) > 100:
        return ""
    active = {one.value: one.label for one in field.picklist if one.active}
    span = _span(text)
    if span:
        same = [value for value, label in active.items() if span in {_span(value), _span(label)}]
        return same[0] if len(same) == 1 else ""
    known = {plain(label): value for value, label in active.items()}
    return known.get(nearest(plain(text), known, like=_LIKE), "")


def _span(text: str) -> str:
    """ "11 to 50 people" as "11 50", "500+" as "500+"; "" for what begins with no number."""
    return _RANGE.sub(" ", text.replace(",", "")).strip() if text[:1].isdigit() else ""


def _addresses(field: Field) -> ValueMap:
    active = {plain(one.value): one.value for one in field.picklist if one.active}
    pairs = [
        (word, active[plain(entry)])
        for entry, words in _ADDRESSES.items()
        for word in words
        if plain(entry) in active and word != active[plain(entry)]
    ]
    return ValueMap(pairs=tuple(pairs), unknown=Unknown.PASS)
