"""How one thing may stand in Salesforce: the spellings that a look-up asks for. Pure.

A record counts as found only by what its own lead would have asked for; whoever else is in the
batch changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

import phonenumbers
from phonenumbers import PhoneNumberFormat

from connections.soql import fits, like_text
from mappings.companies import company_key, is_legal_form, without_asian_forms
from mappings.identities import alike
from mappings.plain_text import fold, name_key

_APOSTROPHES = re.compile("['’ʼ`´‘]")
_WORDS = re.compile(r"[^\W_]+")
_SHORTEST_BEGINNING = 3
_ASIAN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")


@lru_cache(maxsize=8192)
def name_spellings(last_name: str) -> tuple[str, ...]:
    """A last name with and without accents, apostrophes and hyphens, in lower case."""
    name = alike(unicodedata.normalize("NFC", last_name))
    if not name_key(name):
        return ()
    accents = dict.fromkeys((name, fold(name)))
    signs = ("'", "’", "") if _APOSTROPHES.search(name) else ("'",)
    hyphens = (("-", "-"), ("-", " "), (" ", "-")) if {"-", " "} & set(name) else (("", ""),)
    found: dict[str, None] = {}
    for accent, sign, (old, new) in product(accents, signs, hyphens):
        spelt = _APOSTROPHES.sub(sign, accent)
        found[spelt.replace(old, new) if old else spelt] = None
    return tuple(found)


@lru_cache(maxsize=8192)
def company_beginnings(company: str) -> tuple[str, ...]:
    """Patterns for LIKE that find each spelling of the company's name by how it begins.

    The first word, or as many short ones as tell something; an accented letter may be any.
    Where names have no spaces between words, the name may stand anywhere.
    """
    if not company_key(company):
        return ()
    words = _WORDS.findall(without_asian_forms(unicodedata.normalize("NFC", company)))
    before = words[0] if len(words) > 1 and is_legal_form(words[0], at_first=True) else ""
    beginning = "%".join(_telling(words[1:] if before else words)) + "%"
    if _ASIAN.match(words[1] if before else words[0]):
        return (f"%{beginning}",)
    return tuple(dict.fromkeys((beginning, f"The {beginning}", *_with(before, beginning))))


def begins_alike(company: str, name: str) -> bool:
    """Whether the look-up for the company would find the name."""
    return any(fits(pattern, name) for pattern in company_beginnings(company))


@lru_cache(maxsize=8192)
def phone_spellings(number: str) -> tuple[str, ...]:
    """The usual ways to write a number such as "+442079460958", in lower case."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return (number,) if number else ()
    code = str(parsed.country_code)
    national = phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)
    groups = phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)[len(code) + 1 :]
    within = [group for group in re.split(r"\D+", groups) if group]
    at_home = [group for group in re.split(r"\D+", national) if group]
    bare = "".join(within)
    found = (
        *(f"+{code}{bare}", f"{code}{bare}", f"00{code}{bare}", bare, "".join(at_home)),
        *(f"+{code} {sign.join(within)}" for sign in " -."),
        *(f"+{code}{sign}{sign.join(within)}" for sign in "-."),
        *(f"+{code} {_bracketed(within)}", _dashed(f"+{code} {_bracketed(within)}")),
        *(f"00{code} {' '.join(within)}", national),
        *(sign.join(at_home) for sign in " -."),
        *(_bracketed(at_home), _dashed(_bracketed(at_home))),
        *((f"+{code} (0){' '.join(within)}", f"+{code} (0) {' '.join(within)}")
          if at_home and at_home[0].startswith("0") else (f"{code}-{'-'.join(within)}",)),
    )  # fmt: skip
    return tuple(dict.fromkeys(found))


def domain_spellings(domain: str) -> tuple[str, ...]:
    """Patterns for LIKE that find the domain in any web address, however it is spelt."""
    if not domain:
        return ()
    spelt = dict.fromkeys((domain, _decoded(domain), _encoded(domain)))
    return tuple(f"%{like_text(one)}%" for one in spelt)


def _telling(words: list[str]) -> list[str]:
    """The words, as patterns, up to the first that is not too short to tell companies apart."""
    found: list[str] = []
    for word in words:
        if found and (is_legal_form(word) or sum(map(len, found)) >= _SHORTEST_BEGINNING):
            break
        found.append(_any_accent(word))
    return found


def _with(before: str, beginning: str) -> tuple[str, ...]:
    return (f"{_any_accent(before)}%{beginning}",) if before and fold(before) != "the" else ()


def _any_accent(word: str) -> str:
    return "".join("_" if _is_accented(one) else like_text(one) for one in word)


def _is_accented(letter: str) -> bool:
    plain = fold(letter)
    return len(plain) == 1 and plain != letter.casefold()


def _bracketed(groups: list[str]) -> str:
    """ "(020) 7946 0958", "(415) 555 1212"."""
    return f"({groups[0]}) {' '.join(groups[1:])}" if len(groups) > 1 else "".join(groups)


def _dashed(number: str) -> str:
    """ "(415) 555-1212"."""
    head, sign, rest = number.partition(") ")
    return f"{head}{sign}{rest.replace(' ', '-')}"


def _decoded(domain: str) -> str:
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def _encoded(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain
