"""Numbers, amounts of money and yes/no, however they are written. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

import pycountry

from mappings.values import Scalar, Step, Unreadable, as_text, read

DecimalSign = Literal[".", ","]

_TRUE = frozenset(
    {"true", "t", "yes", "y", "1", "on", "checked", "x", "ja", "oui", "si", "sí", "sim"}
)
_FALSE = frozenset(
    {"false", "f", "no", "n", "0", "off", "unchecked", "nein", "non", "nee", "não", "nao"}
)
_DIGITS = r"([0-9]{1,3}(?:[,'’ \u00a0\u202f][0-9]{3})+|[0-9]+)?(\.[0-9]+)?"
_NUMBER = re.compile(
    r"[^\w+.,-]{0,3}"  # a currency sign
    rf"([+-]?){_DIGITS}"
    r"[^\d.,]*"  # a unit
)
_SIGN = r"((?:[^\W\d_]{1,3}\.?)?[^\w\s+.,()-]{0,2})"
_MONEY = re.compile(
    rf"([-+]?)\s*{_SIGN}\s*([-+]?)\s*{_DIGITS}\s*"
    r"(?:(k|tsd|thousand|m|mm|mn|mio|mln|millions?|b|bn|billions?|mrd)(?![^\W\d_])[.,]?)?"
    rf"\s*{_SIGN}",
    re.IGNORECASE,
)
_WORDS = frozenset({"", "a", "c", "fr", "hk", "kr", "nz", "r", "rm", "rs", "s", "us", "zł", "kč"})
_CODES = frozenset(one.alpha_3.lower() for one in pycountry.currencies)
_TIMES = {
    "k": 3, "tsd": 3, "thousand": 3, "m": 6, "mm": 6, "mn": 6, "mio": 6, "mln": 6, "million": 6,
    "millions": 6, "b": 9, "bn": 9, "billion": 9, "billions": 9, "mrd": 9,
}  # fmt: skip
_SWAP_SIGNS = str.maketrans(".,", ",.")
_LONGEST = 60


def number(value: Scalar, decimal: DecimalSign) -> Step:
    """The one number that a text states, without its unit; a problem if that isn't clear."""
    if not isinstance(value, str):
        return Step(int(value) if isinstance(value, bool) else value)
    came = value.strip()
    found = _NUMBER.fullmatch(_with_point(came, decimal)) if len(came) <= _LONGEST else None
    if found is None or not (found[2] or found[3]):
        return Step(came, problem=f"“{came[:_LONGEST]}” is not one number.")
    sign, whole, fraction = found.groups(default="")
    return _as_number(came, sign + _plain(whole) + fraction)


def money(value: Scalar, decimal: DecimalSign) -> Step:
    """The amount: "€1.2M" is 1200000, "(1,200)" is -1200. The currency itself is left out."""
    if not isinstance(value, str):
        return number(value, decimal)
    came = value.strip()
    is_negative = came.startswith("(") and came.endswith(")")
    text = _with_point(came[1:-1] if is_negative else came, decimal)
    found = _MONEY.fullmatch(text) if len(came) <= _LONGEST else None
    if found is None or not (found[4] or found[5]) or not _is_currency(found[2], found[7]):
        return Step(came, problem=f"“{came[:_LONGEST]}” is not one amount.")
    before, _, after, whole, fraction, times, _ = found.groups(default="")
    digits = Decimal(_plain(whole) + fraction).scaleb(_TIMES.get(times.lower(), 0))
    negative = is_negative or "-" in before + after
    return _as_number(came, f"{'-' if negative else ''}{digits:f}")


def _is_currency(*signs: str) -> bool:
    """Whether the letters beside the amount are those of currencies: "3 mont" is no money."""
    words = (re.sub(r"[\W\d_]", "", sign).lower() for sign in signs)
    return all(word in _WORDS or word in _CODES for word in words)


def boolean(value: Scalar) -> Step:
    """Yes or no, however it was put; a problem if it is neither."""
    word = as_text(value).strip().lower()
    if word in _TRUE or word in _FALSE:
        return Step(word in _TRUE)
    return Step(value, problem=f"“{word[:_LONGEST]}” is neither yes nor no.")


def _with_point(text: str, decimal: DecimalSign) -> str:
    return text.translate(_SWAP_SIGNS) if decimal == "," else text


def _plain(whole: str) -> str:
    return re.sub(r"[^0-9]", "", whole) or "0"


def _as_number(came: str, digits: str) -> Step:
    try:
        found = read(float(digits) if "." in digits else int(digits))
    except Unreadable as unreadable:
        return Step(came, problem=str(unreadable))
    if found is None:
        return Step(came)
    same = came == as_text(found)
    return Step(found, "" if same else f"“{came}” is read as {found:,}.")
