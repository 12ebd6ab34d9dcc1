"""What a browser sends of a form on a page when nobody touches it."""

from __future__ import annotations

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """The values of the form with this id, by name; buttons are not sent."""

    def __init__(self, page: str, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.sent: dict[str, list[str]] = {}
        self._within = False
        self._select = ""
        self._area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._within = given.get("id") == self.form_id
        if not self._within:
            return
        if tag == "select":
            self._select = given["name"]
        elif tag == "textarea":
            self._area = given["name"]
            self.sent.setdefault(self._area, []).append("")
        elif tag == "option" and self._select:
            self._option(given)
        elif tag == "input":
            self._input(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._within = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area][-1] += data

    def _option(self, given: dict[str, str]) -> None:
        """A select sends what is selected, else its first option."""
        if "selected" in given:
            self.sent[self._select] = [given["value"]]
        else:
            self.sent.setdefault(self._select, [given["value"]])

    def _input(self, given: dict[str, str]) -> None:
        ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
        if ticked and "name" in given:
            self.sent.setdefault(given["name"], []).append(given.get("value", ""))


def form_of(page: str, form_id: str) -> dict[str, list[str]]:
    """What the form with this id sends, without the token against forged requests."""
    return {
        name: values
        for name, values in FormReader(page, form_id).sent.items()
        if name != "csrfmiddlewaretoken"
    }
