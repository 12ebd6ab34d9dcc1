"""Phone numbers in international form. Pure."""

from __future__ import annotations

from functools import lru_cache

import phonenumbers

from mappings.values import Scalar, Step, as_text

_UNREAD = "Inlet could not read it as a phone number, so it goes as it came."
_LONGEST = 60
_SPACED = phonenumbers.PhoneNumberFormat.INTERNATIONAL


def phone(value: Scalar, region: str, *, spaced: bool = False) -> Step:
    """The number as +442079460958, or spaced as +44 20 7946 0958, with its extension.

    ``region`` "GB" says how to read one without a country code, "" that there is no telling.
    """
    text = as_text(value).strip()
    plain, extension = _read(text, region)
    if not plain:
        return Step(text, _UNREAD)
    if spaced:
        plain = phonenumbers.format_number(phonenumbers.parse(plain), _SPACED)
    written = f"{plain} x{extension}" if extension else plain
    return Step(written, "" if written == text else "Put into international form.")


def e164(value: Scalar, region: str) -> str:
    """The number as +442079460958 without its extension; "" if it can't be read as one."""
    return _read(as_text(value).strip(), region)[0]


@lru_cache(maxsize=8192)
def _read(text: str, region: str) -> tuple[str, str]:
    """The number without spaces, and its extension; both "" if it is none."""
    if len(text) > _LONGEST:
        return "", ""
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return "", ""
    if not phonenumbers.is_valid_number(number):
        return "", ""
    extension, number.extension = number.extension or "", None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), extension
