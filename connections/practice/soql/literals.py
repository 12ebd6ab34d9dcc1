"""Text literals: which backslash sequences SOQL knows, and no others (salesforce-facts 3.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping

MAX_LITERAL = 4_000

_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL)
_SEQUENCE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_MEANS: Mapping[str, str] = {
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "b": "\b",
    "f": "\f",
    '"': '"',
    "'": "'",
    "\\": "\\",
}
_UPPER: Mapping[str, str] = {key.upper(): means for key, means in _MEANS.items() if key.isalpha()}


def split(texts: str) -> list[str]:
    """The literals, still escaped, of a list such as ('a', 'b')."""
    return _QUOTED.findall(texts)


def unescape(escaped: str) -> str:
    """The text of a literal without its quotes. ValueError for a sequence SOQL lacks."""
    text = escaped
    if "\\" in escaped:
        text = _whole(_SEQUENCE.sub(lambda found: _meaning(found[1], escaped), escaped))
    if len(text) > MAX_LITERAL:
        raise ValueError(f"string literal is longer than {MAX_LITERAL} characters")
    return text


def unescape_pattern(escaped: str) -> str:
    r"""The pattern of a LIKE: % and _ are wild, \% \_ and \\ stand for themselves."""
    return _whole(_SEQUENCE.sub(lambda found: _pattern_meaning(found[1], escaped), escaped))


def _whole(text: str) -> str:
    """Surrogate pairs, which come as two sequences, put together; nothing holds a half."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\x00", "")


def _meaning(sequence: str, literal: str) -> str:
    if len(sequence) == 5:
        return chr(int(sequence[1:], 16))
    known = _MEANS.get(sequence) or _UPPER.get(sequence)
    if known is None:
        raise ValueError(
            f"Invalid string literal '{literal}'. "
            f"Illegal character sequence '\\{sequence}' in string literal."
        )
    return known


def _pattern_meaning(sequence: str, literal: str) -> str:
    if sequence in {"%", "_"}:
        return "\\" + sequence
    meaning = _meaning(sequence, literal)
    return "\\\\" if meaning == "\\" else meaning


def pattern_regex(pattern: str) -> re.Pattern[str]:
    """A regular expression that matches what an unescaped LIKE pattern matches."""
    wild = {"%": ".*", "_": "."}
    parts = re.findall(r"\\(.)|(.)", pattern, re.DOTALL)
    source = "".join(wild.get(plain) or re.escape(plain or kept) for kept, plain in parts)
    return re.compile(source, re.DOTALL | re.IGNORECASE)
