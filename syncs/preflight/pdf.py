"""The checklist as a PDF for the client's admin. Fonts: static/vendor/dejavu."""

from __future__ import annotations

from django.conf import settings
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from mappings.preflight import Finding, Level
from syncs.page_values.checklist import Checklist

_FONT = "DejaVu"
_INK, _QUIET = (28, 33, 40), (98, 108, 120)
_COLOURS = {
    Level.BLOCKS: (176, 42, 55),
    Level.LOOK: (148, 99, 0),
    Level.UNSEEN: (98, 108, 120),
    Level.IN_ORDER: (32, 112, 68),
}
_INDENT = 6.0


class _Paper(FPDF):
    """A4 with a foot line."""

    def __init__(self, name: str) -> None:
        super().__init__(format="A4")
        folder = settings.BASE_DIR / "static" / "vendor" / "dejavu"
        self.add_font(_FONT, "", folder / "DejaVuSans.ttf")
        self.add_font(_FONT, "B", folder / "DejaVuSans-Bold.ttf")
        self.set_title(name)
        self.set_lang("en")
        self.set_margin(18)
        self.set_auto_page_break(auto=True, margin=18)
        self._name = name
        self.add_page()

    def footer(self) -> None:
        """The name, and which page it is."""
        self.set_y(-12)
        self.set_font(_FONT, "", 8)
        self.set_text_color(*_QUIET)
        self.cell(0, 5, f"{self._name} · {self.page_no()}", align="C")

    def line_of(
        self,
        text: str,
        *,
        size: float = 9.5,
        style: str = "",
        colour: tuple[int, int, int] = _INK,
        indent: float = 0,
    ) -> None:
        """A paragraph, as many lines as it takes."""
        self.set_font(_FONT, style, size)
        self.set_text_color(*colour)
        self.set_x(self.l_margin + indent)
        self.multi_cell(
            0, size * 0.5, _printable(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )


def pdf(checklist: Checklist) -> bytes:
    """The whole checklist: what, why, how to fix it and where.

    Letters that the font lacks (such as Chinese ones) appear as empty boxes.
    """
    paper = _Paper(f"Salesforce settings: {checklist.org_name or checklist.connection}")
    if checklist.at:
        paper.set_creation_date(checklist.at)
    paper.line_of(paper.title or "", size=16, style="B")
    paper.ln(2)
    when = f"{checklist.at:%d %B %Y, %H:%M} UTC" if checklist.at else "not yet"
    paper.line_of(checklist.summary)
    paper.line_of(f"Checked: {when}, as {checklist.user_name or 'nobody'}.", colour=_QUIET)
    for level in Level:
        found = checklist.of(level)
        if found:
            paper.ln(5)
            paper.line_of(f"{level.label} ({len(found)})", size=12, style="B",
                          colour=_COLOURS[level])  # fmt: skip
            for one in found:
                _finding(paper, one)
    return bytes(paper.output())


def _finding(paper: _Paper, one: Finding) -> None:
    paper.ln(2)
    paper.line_of(one.title, style="B", indent=_INDENT)
    paper.line_of(one.what, indent=_INDENT)
    for word, text in (("Why", one.why), ("Fix", one.fix), ("Where", one.setup_path)):
        if text:
            paper.line_of(f"{word}: {text}", indent=_INDENT)
    if one.note:
        paper.line_of(one.note, indent=_INDENT, colour=_QUIET)


def _printable(text: str) -> str:
    """The text without characters that no font draws."""
    return "".join(one for one in text if one.isprintable() or one == "\n")
