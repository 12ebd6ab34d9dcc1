"""Users and queues in a form: one text that says the name and the id. Pure."""

from __future__ import annotations

import re

from mappings.nearness import nearest

from .shapes import Flaw, Offers, Typed

_ID = re.compile(
    r"^(?:(?P<name>.*?)\s*\()?(?P<id>(?:005|00G)[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)\)?$"
)
OWNERS = "owners"  # users and queues, each as "Name (id)"


def shown(owner: Typed) -> str:
    """An owner of the document, as the form has it: "Ana Ferreira (005…)"."""
    name, found = owner.get("name", ""), owner.get("id", "")
    return f"{name} ({found})" if name and found else found


def told(typed: str, offers: Offers) -> Typed:
    """What was typed or chosen, as the document has it: id and name.

    A name alone is looked up; one that nobody or several have stays as the id, which is no id.
    """
    text = typed.strip()
    if given := _ID.match(text):
        name = (given["name"] or "").strip() or _name(given["id"], offers)
        return {"id": given["id"], "name": name}
    called = [one.value for one in offers.of(OWNERS) if _called(one.value, text)]
    return told(called[0], offers) if len(called) == 1 else {"id": text, "name": ""}


def unknown(typed: str, place: str, offers: Offers) -> Flaw | None:
    """What is wrong with this text as a user or queue; None for one that is known or an id."""
    found = told(typed, offers)["id"]
    if _ID.match(found):
        return None
    if not found:
        return Flaw(place=place, sentence="Choose a user or a queue.")
    names = {one.value.rpartition(" (")[0]: one.value for one in offers.of(OWNERS)}
    near = names.get(nearest(found, list(names)), "")
    if near:
        name = near.rpartition(" (")[0]
        said = f"Nobody here is called “{found}”. Did you mean “{name}”?"
        return Flaw(place=place, sentence=said, better=near)
    said = "Write the id of a user (005…) or a queue (00G…), or a name from the list."
    return Flaw(place=place, sentence=said)


def _called(offer: str, name: str) -> bool:
    return offer.rpartition(" (")[0].casefold() == name.casefold()


def _name(found: str, offers: Offers) -> str:
    for one in offers.of(OWNERS):
        name, _, rest = one.value.rpartition(" (")
        if rest[:15] == found[:15]:
            return name
    return ""
