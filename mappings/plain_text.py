"""Text without what people write differently: letter case, accents, punctuation. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode doesn't take apart.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŋ": "n",
                          "æ": "ae", "œ": "oe", "þ": "th", "ŧ": "t"})  # fmt: skip
_ACCENTS = re.compile("[\u0300-\u036f]")
_JOINING = re.compile(r"[.'’ʼ`´‘]")
_PUNCTUATION = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """The text in one letter case and without accents: "Café Müller" is "cafe muller"."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart).translate(_LETTERS))


@lru_cache(maxsize=16_384)
def name_key(text: str) -> str:
    """The form in which two names are compared: "O’Néill-Smith" is "oneill smith"."""
    return _PUNCTUATION.sub(" ", _JOINING.sub("", fold(text))).strip()
