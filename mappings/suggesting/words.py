"""Names of fields in a form in which they can be compared, whatever the language. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def each_of(words: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split())


_LONGEST = 300
_CAMEL = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])")
_RECALL = re.compile(r"\{\{[^}]*\}\}")
_OTHER = re.compile(r"[\W_]+")
_CUSTOM = re.compile(r"__(?:c|pc)$", re.IGNORECASE)
_JOINED = ((" e mail", " email"), (" linked in ", " linkedin "), (" post code ", " postcode "))
# Words that a question has around the thing it asks for.
_FILLING = each_of(
    "what whats s is are your you the a an and or please enter provide tell us best to reach do "
    "does have has at of for in on by my our which how can we may would like let know with as "
    "if any it field input value text answer question your's wie lautet lauten heisst ist sind "
    "ihr ihre ihrer ihren ihrem dein deine deinen bitte geben sie und ein eine einen welcher "
    "welche welches unter erreichen wir haben zu zur der die das den dem des fur von im quel "
    "quelle quels est sont votre vos ton ta tes veuillez indiquer indiquez le la les du de des "
    "d l un une pour et a vous nous dans cual cuales es son tu tus su sus el los las por favor "
    "en que y trabajas trabaja indique wat uw jouw je het een van waar bent u werk qual quali "
    "sono il lo gli i tuo tua suo sua vostro vostra della del di per favore o os as seu sua teu "
    "da do um uma em no na para hs wpcf7 wpforms mce mc cf cf7 custom lead person customer c"
)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Lower-case words without accents and signs: "E-Mail (geschäftl.)" is "email geschaftl"."""
    spaced = _CAMEL.sub(" ", _RECALL.sub(" ", _CUSTOM.sub("", text[:_LONGEST].strip())))
    bare = unicodedata.normalize("NFKD", spaced.casefold())
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    words = f" {_OTHER.sub(' ', bare).strip()} "
    for apart, joined in _JOINED:
        words = words.replace(apart, joined)
    return " ".join(words.split())


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """``plain`` without numbers and without the words of a question: "what is your name" is
    "name". Without anything left, what ``plain`` says.
    """
    words = plain(text).split()
    kept = [one for one in words if one not in _FILLING and not one.isdigit()]
    return " ".join(kept or words)
