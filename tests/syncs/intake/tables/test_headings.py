"""What headings mean, in several languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.paths import path
from syncs.intake.tables.headings import columns_of, custom_name, known


@pytest.mark.parametrize(
    ("headings", "paths"),
    [
        ("Email Address*|First Name|Surname", "person.email|person.first_name|person.last_name"),
        ("E-Mail-Adresse|Vorname|Name", "person.email|person.first_name|person.last_name"),
        ("Correo electrónico|Nombre|Apellidos", "person.email|person.first_name|person.last_name"),
        ("Courriel|Prénom|Nom", "person.email|person.first_name|person.last_name"),
        ("Nom|Société|Poste", "person.name|company.name|person.title"),
        ("Nombre|Empresa|Cargo", "person.name|company.name|person.title"),
        ("Firma|Branche|Land|Mitarbeiterzahl",
         "company.name|company.industry|company.country|company.employees"),
        ("País|Sector|Número de empleados|Sitio web",
         "company.country|company.industry|company.employees|company.website"),
        ("Pays|Secteur d’activité|Nombre d’employés|Site web",
         "company.country|company.industry|company.employees|company.website"),
        ("utm_source|UTM Medium|utmCampaign|gclid",
         "attribution.utm_source|attribution.utm_medium|attribution.utm_campaign"
         "|attribution.click_id"),
        ("Lead Source|Kampagne|External ID", "source|attribution.campaign|external_id"),
        ("Handy|Telefon", "custom.handy|person.phone"),
        ("Mobile", "person.phone"),
        ("email|E-Mail|email", "person.email|custom.e_mail|custom.email"),
        ("Straße & Nr.||電話", "custom.strasse_nr||custom.column"),
        ("Telefon (geschäftlich)|Email [required]", "person.phone|person.email"),
    ],
)  # fmt: skip
def test_a_row_of_headings_is_understood(headings: str, paths: str) -> None:
    assert "|".join(one.path for one in columns_of(headings.split("|"))) == paths


def test_a_heading_that_nobody_knows_means_nothing() -> None:
    assert [known(one) for one in ("", "Roof", "*", "( ) [x]")] == ["", "", "", ""]


@given(st.lists(st.text(max_size=80), max_size=12))
def test_every_column_has_a_place_of_its_own_that_a_path_can_name(headings: list[str]) -> None:
    found = [one.path for one in columns_of(headings) if one.path]
    assert len(found) == len(set(found))
    for one in found:
        assert path(one).search({}) is None


def test_a_name_is_taken_once() -> None:
    taken: set[str] = set()
    assert [custom_name("A b", taken) for _ in range(3)] == ["a_b", "a_b_2", "a_b_3"]
