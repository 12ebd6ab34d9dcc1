"""The text of a piece of HTML. Pure."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# What stands in these is for the browser, not for a reader.
_SILENT = frozenset({"script", "style", "template", "title", "noscript", "svg", "object"})
_BREAKS = frozenset({
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre",
    "section", "table", "tr", "ul",
})  # fmt: skip
_CELLS = frozenset({"td", "th"})
_LOOKS_LIKE_MARKUP = re.compile(r"<[A-Za-z/!?]|&(?:#|[A-Za-z])")


def text_of(html: str) -> str:
    """What a reader would see: lines kept apart, blanks run together, scripts left out.

    Text that holds no markup comes back as it is.
    """
    if not _LOOKS_LIKE_MARKUP.search(html):
        return html
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except AssertionError:  # the library's answer to a broken declaration
        reader.heard.append(" ")
    lines = (" ".join(line.split()) for line in "".join(reader.heard).split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    """Collects what is said; ``silent`` is the element whose inside is not for readers."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.heard: list[str] = []
        self.silent = ""
        self.depth = 0

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if self.silent:
            self.depth += tag == self.silent
        elif tag in _SILENT:
            self.silent, self.depth = tag, 1
        elif tag in _BREAKS:
            self.heard.append("\n")
        elif tag in _CELLS:
            self.heard.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            self.depth -= tag == self.silent
            self.silent = self.silent if self.depth else ""
        elif tag in _BREAKS:
            self.heard.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.heard.append(data.replace("\n", " "))
