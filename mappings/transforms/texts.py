"""Steps on text. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from mappings.markup import text_of
from mappings.values import Scalar, Step, as_text

from .around import Around, Transform

Affix = Annotated[str, Field(min_length=1, max_length=255)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trim(Transform):
    """Cuts blank space at both ends."""

    do: Literal["trim"] = "trim"

    def change(self, value: Scalar, around: Around) -> Step:
        """The value without white space at its ends."""
        return Step(value.strip() if isinstance(value, str) else value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collapse(Transform):
    """Makes one blank of several, and one line of many."""

    do: Literal["collapse"] = "collapse"

    def change(self, value: Scalar, around: Around) -> Step:
        """The value with single spaces only."""
        return Step(" ".join(value.split()) if isinstance(value, str) else value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lower(Transform):
    """Puts the text into lower case."""

    do: Literal["lower"] = "lower"

    def change(self, value: Scalar, around: Around) -> Step:
        """The value in lower case."""
        text = as_text(value)
        return Step(text.lower(), "" if text == text.lower() else "Put into lower case.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upper(Transform):
    """Puts the text into capital letters."""

    do: Literal["upper"] = "upper"

    def change(self, value: Scalar, around: Around) -> Step:
        """The value in capitals."""
        text = as_text(value)
        return Step(text.upper(), "" if text == text.upper() else "Put into capital letters.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleCase(Transform):
    """Begins Each Word With A Capital Letter."""

    do: Literal["title_case"] = "title_case"

    def change(self, value: Scalar, around: Around) -> Step:
        """Each word with a capital first letter, the rest in lower case."""
        text = as_text(value)
        cased = re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)*", lambda word: word[0].capitalize(), text)
        return Step(cased, "" if cased == text else "Each word begins with a capital.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Transform):
    """Turns a number or a yes/no into text."""

    do: Literal["text"] = "text"

    def change(self, value: Scalar, around: Around) -> Step:
        """The value as Salesforce would hold it in a text field."""
        return Step(as_text(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Truncate(Transform):
    """Cuts after so many characters; without a length, where the Salesforce field ends."""

    do: Literal["truncate"] = "truncate"
    length: Annotated[int, Field(ge=1, le=131_072)] | None = None

    def change(self, value: Scalar, around: Around) -> Step:
        """The first ``length`` characters."""
        text = as_text(value)
        length = self.length or (around.target.length if around.target else 0)
        if not length or len(text) <= length:
            return Step(text)
        cut = text[:length].rstrip()
        return Step(cut, f"Cut from {len(text):,} to {len(cut):,} characters.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix(Transform):
    """Puts a text in front."""

    do: Literal["prefix"] = "prefix"
    text: Affix

    def change(self, value: Scalar, around: Around) -> Step:
        """The value with the text before it."""
        return Step(self.text + as_text(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Suffix(Transform):
    """Puts a text behind."""

    do: Literal["suffix"] = "suffix"
    text: Affix

    def change(self, value: Scalar, around: Around) -> Step:
        """The value with the text after it."""
        return Step(as_text(value) + self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digits(Transform):
    """Keeps only the digits."""

    do: Literal["digits"] = "digits"

    def change(self, value: Scalar, around: Around) -> Step:
        """The digits 0 to 9 of the value; "" when it has none."""
        text = as_text(value)
        digits = re.sub(r"[^0-9]", "", text)
        return Step(digits, "" if digits == text else "Only the digits are kept.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StripHtml(Transform):
    """Takes the text out of HTML; scripts and styles are left out."""

    do: Literal["strip_html"] = "strip_html"

    def change(self, value: Scalar, around: Around) -> Step:
        """The text that a reader of the page would see."""
        text = as_text(value)
        plain = text_of(text)
        return Step(plain, "" if plain == text else "Taken out of HTML.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hash(Transform):
    """Replaces the text by its SHA-256, 64 characters that can’t be turned back.

    Blank space at the ends and capital letters make no difference, as ad platforms expect.
    """

    do: Literal["hash"] = "hash"

    def change(self, value: Scalar, around: Around) -> Step:
        """The digest as lower-case hexadecimal."""
        text = as_text(value).strip().lower()
        digest = hashlib.sha256(text.encode()).hexdigest() if text else ""
        return Step(digest, "Replaced by its SHA-256." if text else "")
