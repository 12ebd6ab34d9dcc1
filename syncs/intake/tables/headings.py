"""What the headings of a table mean: in English, German, Spanish, French, Italian, Dutch and
Portuguese. Pure.

A heading that nobody knows keeps its values, under `custom`, by a name that a path can hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mappings.suggesting.aliases import ALIASES

_UTM = ("source", "medium", "campaign", "term", "content")
# By what a column means (the mapping helper's words). Where two columns mean the same, the one
# whose meaning and word stand earlier is taken.
_MEANINGS: Mapping[str, tuple[str, ...]] = {
    "person.email": ("email",),
    "person.first_name": ("first_name",),
    "person.last_name": ("last_name",),
    "person.name": ("full_name",),
    "person.title": ("title",),
    "person.phone": ("phone", "mobile", "other_phone"),
    "company.name": ("company",),
    "company.website": ("website",),
    "company.employees": ("employees",),
    "company.industry": ("industry",),
    "company.country": ("country",),
    "source": ("lead_source", "source"),
    "attribution.campaign": ("campaign",),
    **{f"attribution.utm_{part}": (f"utm_{part}",) for part in _UTM},
    "attribution.click_id": ("gclid", "click_id", "fbclid"),
}
# What only tables have.
_MORE: Mapping[str, str] = {
    "external_id": (
        "external id, externalid, record id, lead id, contact id, person id, id, externe id, "
        "externe nummer, id externo, identifiant externe, identifiant, id esterno, extern id"
    ),
    "occurred_at": (
        "occurred at, created at, created, create date, created date, date created, submitted at, "
        "submission date, timestamp, erstellt am, erstellungsdatum, eingegangen am, "
        "fecha de creacion, date de creation, cree le, data di creazione, aangemaakt op, "
        "data de criacao"
    ),
}
# Beside a first name these mean the last one; beside a last name, the first one.
_HALF_LAST = frozenset({"name", "nom", "naam", "nome"})
_HALF_FIRST = frozenset({"nombre", "nome"})
_BRACKETS = re.compile(r"[(\[*:].*$")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and the path of the lead that its values fill; "" for a column that has none."""

    heading: str
    path: str

    @property
    def is_known(self) -> bool:
        """Whether the heading was understood."""
        return bool(self.path) and not self.path.startswith("custom.")


def bare(text: str) -> str:
    """Letters and digits, lower-case and without accents: how headings are compared."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in plain if one.isalnum())


def _ranks() -> dict[str, tuple[str, int]]:
    """Each known heading with its path, and how early it stands there."""
    words = {path: ",".join(ALIASES[one] for one in ones) for path, ones in _MEANINGS.items()}
    found: dict[str, tuple[str, int]] = {}
    for path, aliases in (words | dict(_MORE)).items():
        for rank, alias in enumerate(aliases.split(",")):
            found.setdefault(bare(alias), (path, rank))
    return found


_RANKS: Mapping[str, tuple[str, int]] = _ranks()


def known(heading: str) -> str:
    """The path that a heading means; "" for one that nobody knows."""
    return _found(heading)[0]


def columns_of(headings: Sequence[str]) -> tuple[Column, ...]:
    """What each column fills. No path is filled by two columns."""
    meant = [_found(one) for one in headings]
    _halve(headings, meant)
    best: dict[str, int] = {}
    for at, (path, rank) in enumerate(meant):
        if path and (path not in best or rank < meant[best[path]][1]):
            best[path] = at
    taken: set[str] = set()
    found = []
    for at, heading in enumerate(headings):
        path = meant[at][0]
        if best.get(path) != at:
            path = f"custom.{custom_name(heading, taken)}" if heading else ""
        found.append(Column(heading, path))
    return tuple(found)


def custom_name(heading: str, taken: set[str]) -> str:
    """A name for JMESPath, such as annual_usage, that is not taken yet; it is from now on."""
    plain = unicodedata.normalize("NFKD", heading.replace("ß", "ss")).encode("ascii", "ignore")
    name = re.sub(r"[^a-z0-9]+", "_", plain.decode().lower()).strip("_")[:60] or "column"
    name = f"_{name}" if name[0].isdigit() else name
    found = next(one for one in _numbered(name) if one not in taken)
    taken.add(found)
    return found


def _numbered(name: str) -> Iterable[str]:
    yield name
    yield from (f"{name}_{number}" for number in range(2, 10_000))


def _found(heading: str) -> tuple[str, int]:
    whole = bare(heading)
    exact = _RANKS.get(whole)
    return exact or _RANKS.get(bare(_BRACKETS.sub("", heading)), ("", 0))


def _halve(headings: Sequence[str], meant: list[tuple[str, int]]) -> None:
    """A bare "Name" beside a first name is the last name, "Nombre" beside a last one the first."""
    paths = {path for path, _ in meant}
    for at, heading in enumerate(headings):
        word = bare(heading)
        if "person.first_name" in paths and "person.last_name" not in paths and word in _HALF_LAST:
            meant[at] = ("person.last_name", meant[at][1])
        elif (
            "person.last_name" in paths and "person.first_name" not in paths and word in _HALF_FIRST
        ):
            meant[at] = ("person.first_name", meant[at][1])
