"""Made-up people for sample leads. Pure."""

from __future__ import annotations

from typing import Any

MARK = "sample:"


def _person(first: str, last: str, title: str, *, phone: str, company: dict[str, str]) -> Any:
    domain = company["name"].lower().replace(" & ", "-").replace(" ", "-") + ".example"
    handle = f"{first}.{last}".lower().replace(" ", "")
    return {
        "external_id": f"{MARK}{handle}",
        "source": "Sample",
        "person": {
            "email": f"{handle}@{domain}",
            "first_name": first,
            "last_name": last,
            "title": title,
            "phone": phone,
        },
        "company": company,
    }


_GRACE = _person(
    "Grace",
    "Adeyemi",
    "Head of Operations",
    phone="+44 20 7946 0958",
    company={"name": "Lowmoor Bakery", "country": "United Kingdom", "industry": "Agriculture"},
)
_NEW = (
    _GRACE,
    _person(
        "Jonas",
        "Albrecht",
        "Fleet Manager",
        phone="+49 30 901820",
        company={"name": "Albrecht Logistik", "country": "Germany"},
    ),
    _person(
        "Noor",
        "Hassan",
        "Owner",
        phone="+1 415 555 0134",
        company={"name": "Hassan Retail", "country": "United States"},
    ),
    _person(
        "Elena",
        "Petrova",
        "Partner",
        phone="+359 2 981 1234",
        company={"name": "Petrova Architects", "website": "https://petrova-architects.example"},
    ),
    _person(
        "Liam",
        "Byrne",
        "Dairy Manager",
        phone="+353 1 679 6000",
        company={"name": "Ballymore Dairy", "country": "Ireland"},
    ),
    _person(
        "Mei",
        "Chou",
        "Founder",
        phone="+886 2 2720 8889",
        company={"name": "Chou Instruments", "employees": "12"},
    ),
)
# One of those who live in a new practice org: found by e-mail, a blank phone filled, the title
# that a rep wrote kept.
_RESIDENT = {
    "external_id": f"{MARK}priya.natarajan",
    "source": "Sample",
    "person": {
        "email": "priya.natarajan@brightfield.example",
        "first_name": "Priya",
        "last_name": "Natarajan",
        "title": "Head of Operations",
        "phone": "+44 20 7946 0101",
    },
    "company": {"name": "Brightfield Farms"},
}
# Somebody who was sent before: found again, not made twice.
_AGAIN = {
    **_GRACE,
    "person": {**_GRACE["person"], "title": "Director of Operations"},
    "attribution": {"campaign": "Autumn webinar"},
}
PEOPLE: tuple[dict[str, Any], ...] = (*_NEW[:2], _RESIDENT, *_NEW[2:], _AGAIN)


def sample_number(sent: int) -> dict[str, Any]:
    """The lead to send after so many were sent: new people, a resident among them, one again."""
    return PEOPLE[sent % len(PEOPLE)]
