"""Who lives in a new practice org, so that a newcomer sees people recognised. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# (object, fields, owner's name, what its owner changed afterwards; "convert" converts the Lead)
Seed = tuple[str, Mapping[str, Any], str, Mapping[str, Any]]


def _lead(first: str, last: str, email: str, **more: Any) -> dict[str, Any]:
    return {"FirstName": first, "LastName": last, "Email": email, **more}


RESIDENTS: tuple[Seed, ...] = (
    (
        "Lead",
        _lead("Omar", "Haddad", "omar@haddad-marine.example", Company="Haddad Marine"),
        "Aisha Bello",
        {"Status": "Qualified", "Title": "Managing Director"},
    ),
    (
        "Lead",
        _lead(
            "Priya", "Natarajan", "priya.natarajan@brightfield.example",
            Company="Brightfield Farms", Industry="Agriculture", Title="Head of Operations",
        ),
        "Tom Reyes",
        {"Status": "Working", "Title": "Operations Director"},
    ),
    (
        "Lead",
        _lead("Mei-Ling", "Chou", "meiling@chou-instruments.example", Company="Chou Instruments"),
        "Aisha Bello",
        {"convert": True},
    ),
    (
        "Lead",
        _lead("Patrick", "Doyle", "patrick@doyle-joinery.example", Company="Doyle Joinery"),
        "Tom Reyes",
        {},
    ),
    (
        "Contact",
        {"FirstName": "Ingrid", "LastName": "Sørensen", "Email": "ingrid@nordlys-fisk.example"},
        "Tom Reyes",
        {},
    ),
)  # fmt: skip
