"""Companies that are called alike: their names without legal forms, and how near two are. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from mappings.plain_text import fold, name_key

# How a name may end: legal forms, as ``name_key`` leaves them.
_FORMS = frozenset({
    # English-speaking countries, India, South-East Asia
    "ltd", "limited", "inc", "incorporated", "corp", "corporation", "co", "company", "llc", "llp",
    "lp", "lllp", "plc", "pllc", "cic", "pty", "pte", "pvt", "private", "bhd", "sdn", "berhad",
    "tbk", "unltd",
    # German
    "gmbh", "ggmbh", "mbh", "ag", "kg", "kgaa", "ohg", "og", "ug", "ek", "eg", "ev", "gbr", "se",
    "aktiengesellschaft", "haftungsbeschrankt",
    # French, Italian, Spanish, Portuguese, Romanian
    "sa", "sas", "sasu", "sarl", "eurl", "snc", "scs", "sca", "scop", "ltee", "spa", "srl", "srls",
    "sapa", "sl", "slu", "sau", "sll", "lda", "ltda", "sgps", "eireli", "unipessoal",
    # Dutch, Nordic, Baltic
    "bv", "nv", "vof", "cv", "bvba", "sprl", "cvba", "vzw", "asbl", "oy", "oyj", "ky", "ab", "hb",
    "kb", "as", "asa", "aps", "amba", "hf", "ehf", "uab", "sia", "ou",
    # Eastern and southern Europe, Turkey
    "sro", "spol", "kft", "zrt", "nyrt", "bt", "doo", "dd", "ood", "eood", "ad", "ead", "ae",
    "epe", "ike", "sti", "jsc", "ojsc", "cjsc", "pjsc", "ooo", "oao", "zao", "pao", "tov",
    "ооо", "оао", "зао", "пао", "ао", "тов",
    # Japan, the Gulf
    "kk", "gk", "fze", "fzco", "fzllc", "dmcc", "wll",
})  # fmt: skip
_LONG_FORMS = tuple(tuple(form.split()) for form in (
    "gesellschaft mit beschrankter haftung", "limited liability company",
    "limited liability partnership", "public limited company",
    "sociedad anonima de capital variable", "sociedad anonima", "sociedad limitada",
    "societe anonyme", "societa per azioni", "societa a responsabilita limitata",
    "sociedade anonima", "s de rl de cv", "sa de cv", "sapi de cv", "sp z oo", "spolka z oo",
    "sp zoo", "sp k", "sp j", "kabushiki kaisha", "godo kaisha", "and",
))  # fmt: skip
# How a name may begin instead.
_BEFORE = frozenset({"the", "pt", "ооо", "оао", "зао", "пао", "ао", "тов",
                     "ooo", "oao", "zao", "pao"})  # fmt: skip
_ANYWHERE = re.compile("株式会社|有限会社|合同会社|股份有限公司|有限责任公司|有限公司|주식회사|"
                       "[(（](?:株|有|주|유)[)）]|㈱|㈲")  # fmt: skip
_SLASHED = re.compile(r"\b([aikps])/([s])\b")
_AND = frozenset({"und", "et", "och"})
_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=16_384)
def company_key(name: str) -> str:
    """The name without legal form, "The", accents and punctuation: "tarn and sons".

    A legal form that is all of the name stays.
    """
    before = None
    key = name
    while key != before:
        before, key = key, _stripped(key)
    return key


def likeness(one: str, other: str) -> float:
    """How near two companies' names are, 0 to 100; 100 for the same words in any order.

    Names with different numbers are different companies: "Area 51" is not "Area 52".
    """
    left, right = company_key(one), company_key(other)
    if not left or not right or sorted(_DIGITS.findall(left)) != sorted(_DIGITS.findall(right)):
        return 0.0
    if left == right:
        return 100.0
    joined = fuzz.ratio(left.replace(" ", ""), right.replace(" ", ""))
    # What differs by nothing but a space isn't the same words, but very near.
    return max(fuzz.token_sort_ratio(left, right), min(joined, 99.0))


def alike_companies(one: str, other: str, least: int) -> bool:
    """Whether two names are that near; a blank name is like no other."""
    return likeness(one, other) >= least


def is_legal_form(word: str, *, at_first: bool = False) -> bool:
    """Whether the word, behind or ``at_first`` before a name, only says what kind it is."""
    return fold(word) in (_BEFORE if at_first else _FORMS)


def without_asian_forms(name: str) -> str:
    """The name without the forms that stand in it without a space, such as 株式会社."""
    return _ANYWHERE.sub(" ", name)


def _stripped(name: str) -> str:
    """One round: words made plain, then a legal form taken off each end."""
    text = _SLASHED.sub(
        r"\1\2", fold(without_asian_forms(name)).replace("&", " and ").replace("+", " and ")
    )
    words = _initials_joined(["and" if word in _AND else word for word in name_key(text).split()])
    while len(words) > 1 and words[0] in _BEFORE:
        words = words[1:]
    while (kept := _without_form(words)) != words:
        words = kept
    return " ".join(words)


def _without_form(words: list[str]) -> list[str]:
    for form in _LONG_FORMS:
        if len(words) > len(form) and tuple(words[-len(form) :]) == form:
            return words[: -len(form)]
    return words[:-1] if len(words) > 1 and words[-1] in _FORMS else words


def _initials_joined(words: list[str]) -> list[str]:
    """ "s a" becomes "sa", "j p morgan" becomes "jp morgan"."""
    joined: list[str] = []
    run = False
    for word in words:
        is_initial = len(word) == 1 and word.isascii() and word.isalpha()
        if is_initial and run:
            joined[-1] += word
        else:
            joined.append(word)
        run = is_initial
    return joined
