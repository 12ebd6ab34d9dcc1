"""Who is in the demo's orgs before the first lead arrives. Pure."""

from __future__ import annotations

from typing import Any

from connections.residents import Seed


def _lead(email: str, first: str, last: str, **more: Any) -> dict[str, Any]:
    return {"Email": email, "FirstName": first, "LastName": last, **more}


def _contact(email: str, first: str, last: str, **more: Any) -> dict[str, Any]:
    return {"Email": email, "FirstName": first, "LastName": last, **more}


_TWIN = _lead("office@twin-peaks.example", "Laura", "Whitcombe", Company="Twin Peaks")

SOLVANE_SEEDS: tuple[Seed, ...] = (
    (
        "Lead",
        _lead(
            "priya.natarajan@brightfield.example", "Priya", "Natarajan", Company="Brightfield Farms"
        ),
        "Tom Reyes",
        {"Title": "Operations Director", "Status": "Working"},
    ),
    (
        "Lead",
        _lead("patrick@doyle-joinery.example", "Patrick", "Doyle", Company="Doyle Joinery"),
        "Tom Reyes",
        {"Status": "Qualified", "Sync_Source__c": "Inlet", "External_Person_ID__c": "web-70011"},
    ),
    (
        "Lead",
        _lead("omar@haddad-marine.example", "Omar", "Haddad", Company="Haddad Marine"),
        "Aisha Bello",
        {},
    ),
    ("Contact", _contact("ingrid@nordlys-fisk.example", "Ingrid", "Sørensen"), "Tom Reyes", {}),
    (
        "Lead",
        _lead("meiling@chou-instruments.example", "Mei-Ling", "Chou", Company="Chou Instruments"),
        "Aisha Bello",
        {"convert": True},
    ),
    (
        "Lead",
        _lead(
            "ana.ruiz@tarn.example",
            "Ana",
            "Ruiz",
            Company="Tarn Ltd",
            External_Person_ID__c="apollo:6512",
        ),
        "Tom Reyes",
        {},
    ),
    ("Lead", dict(_TWIN), "Tom Reyes", {}),
    ("Lead", dict(_TWIN), "Aisha Bello", {}),
)

TIDEWELL_SEEDS: tuple[Seed, ...] = (
    (
        "Lead",
        _lead("luca@ferri-ottica.example", "Luca", "Ferri", Company="Ferri Ottica"),
        "Tom Reyes",
        {},
    ),
    ("Contact", _contact("hannah@roth-partner.example", "Hannah", "Roth"), "Aisha Bello", {}),
)
