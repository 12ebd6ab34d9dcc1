"""Countries and states: their codes and names, however they are written. Pure.

The names are those of ISO 3166 in English and in the languages that the library translates.
"""

from __future__ import annotations

import gettext
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import pycountry

_LANGUAGES = ("de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da")
_DROPPED = re.compile(r"[^\w\s]|_")
_ALSO = {
    "uk": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB",
    "wales": "GB", "northern ireland": "GB", "america": "US", "united states of america": "US",
    "estados unidos": "US", "holland": "NL", "korea": "KR", "south korea": "KR",
    "north korea": "KP", "russia": "RU", "ivory coast": "CI", "turkey": "TR",
    "czech republic": "CZ",
    "macedonia": "MK", "cape verde": "CV", "swaziland": "SZ", "burma": "MM", "uae": "AE",
    "emirates": "AE", "vatican": "VA", "palestine": "PS", "east timor": "TL", "laos": "LA",
    "syria": "SY", "brunei": "BN", "taiwan": "TW", "hong kong": "HK", "macau": "MO",
    "prc": "CN", "ksa": "SA", "drc": "CD", "bolivia": "BO", "venezuela": "VE", "iran": "IR",
    "republic of ireland": "IE", "eire": "IE",
    "tanzania": "TZ", "moldova": "MD", "vietnam": "VN", "viet nam": "VN",
}  # fmt: skip


class Place(NamedTuple):
    """A country, or a part of one: ``code3`` is "" for a part."""

    code: str
    code3: str
    label: str


def country(text: str) -> Place | None:
    """The country that is meant by a code, a name or a usual short name; None if unknown."""
    return _countries().get(_plain(text)) if len(text) <= 100 else None


def state(text: str, country_code: str) -> Place | None:
    """The state or province of this country ("US"), by its code or name; None if unknown."""
    return _states(country_code).get(_plain(text)) if len(text) <= 100 else None


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    """Without accents, dots and articles, in lower case: the form in which names are compared."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    words = _DROPPED.sub("" if _is_dotted(bare) else " ", bare.replace("&", " and ")).split()
    return " ".join(word for word in words if word != "the")


def _is_dotted(text: str) -> bool:
    """Whether it is an abbreviation such as "u.s.a."."""
    return bool(re.fullmatch(r"\s*(?:\w\.\s?)+\w?\s*", text))


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, Place]:
    found: dict[str, Place] = {}
    by_code = {}
    for one in pycountry.countries:
        label = getattr(one, "common_name", "") or one.name
        place = by_code[one.alpha_2] = Place(one.alpha_2, one.alpha_3, label)
        named = (label, one.name, getattr(one, "official_name", ""), one.alpha_2, one.alpha_3)
        found |= {_plain(name): place for name in named if name}
    for one in pycountry.countries:
        for name in _translated(one.name):
            found.setdefault(_plain(name), by_code[one.alpha_2])
    return MappingProxyType(found | {name: by_code[code] for name, code in _ALSO.items()})


def _translated(name: str) -> Iterator[str]:
    for translation in _translations():
        yield translation.gettext(name)


@lru_cache(maxsize=1)
def _translations() -> tuple[gettext.NullTranslations, ...]:
    return tuple(
        gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[one], fallback=True)
        for one in _LANGUAGES
    )


@lru_cache(maxsize=64)
def _states(country_code: str) -> Mapping[str, Place]:
    """The parts of a country by code and name; a name that two of them have is left out."""
    found: dict[str, Place] = {}
    twice: set[str] = set()
    for one in pycountry.subdivisions:
        if one.country_code != country_code:
            continue
        code = one.code.partition("-")[2]
        place = Place(code, "", one.name)
        for name in {_plain(one.name), _plain(code), _plain(one.code)}:
            if name in found:
                twice.add(name)
            found[name] = place
    return MappingProxyType({name: place for name, place in found.items() if name not in twice})
