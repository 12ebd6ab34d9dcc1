"""One thing that is wrong with the rules, and the place it is said of. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from mappings.nearness import meant


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """One reason why rules can't go live.

    ``place`` leads into the document ("fields.3.transforms.0"), ``title`` is what people call
    it, ``replacement`` the better value itself where one is near.
    """

    place: str
    title: str
    sentence: str
    suggestion: str = ""
    replacement: str = ""

    @property
    def text(self) -> str:
        """All of it in one line."""
        said = f"{self.sentence} {self.suggestion}".rstrip()
        return f"{self.title}: {said}" if self.title else said


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that something may be wrong with."""

    place: str
    title: str = ""

    def at(self, part: str | int, title: str = "") -> Spot:
        """A place within this one; without a title of its own it goes by this one's."""
        place = f"{self.place}.{part}" if self.place else str(part)
        joined = f"{self.title}, {title}" if self.title and title else self.title or title
        return Spot(place, joined)

    def wrong(self, sentence: str, *, suggestion: str = "", replacement: str = "") -> RuleProblem:
        """A problem here. The replacement, if there is one, is asked about."""
        asked = suggestion or meant(replacement)
        return RuleProblem(self.place, self.title, sentence, asked, replacement)


TOP = Spot("")
