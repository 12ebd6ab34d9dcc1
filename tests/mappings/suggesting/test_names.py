"""How names are compared, and what they usually mean."""

from __future__ import annotations

from collections import Counter

import pytest

from mappings.suggesting.aliases import ALIASES, INSTEAD, STANDARD, WEAK
from mappings.suggesting.answers import answers_of
from mappings.suggesting.leaves import leaves_of, names_of
from mappings.suggesting.meanings import concept_of, meanings_of
from mappings.suggesting.words import bare, plain
from mappings.suggesting.writing_paths import below, entry, only


@pytest.mark.parametrize(
    ("name", "words", "short"),
    [
        ("firstName", "first name", "first name"),
        ("E-Mail (geschäftl.)", "email geschaftl", "email geschaftl"),
        ("Straße", "strasse", "strasse"),
        ("HTTPReferer", "http referer", "http referer"),
        ("Region__c", "region", "region"),
        ("# Employees", "employees", "employees"),
        ("What's your first name?", "what s your first name", "first name"),
        ("And your last name, {{field:x}}?", "and your last name", "last name"),
        ("¿Cuál es tu correo?", "cual es tu correo", "correo"),
        ("Email 2", "email 2", "email"),
        ("what is", "what is", "what is"),
        ("?", "", ""),
    ],
)
def test_names_are_compared_without_accents_signs_and_filling(
    name: str, words: str, short: str
) -> None:
    assert (plain(name), bare(name)) == (words, short)


@pytest.mark.parametrize(
    ("name", "concept", "how"),
    [
        ("Nachname", "last_name", "usual"),
        ("prénom", "first_name", "usual"),
        ("Unter welcher Telefonnummer erreichen wir Sie?", "phone", "usual"),
        ("How many employees does your company have?", "employees", "part"),
        ("Telefonummer", "phone", "alike"),
        ("favourite colour", "", ""),
        ("phon", "", ""),  # so short a name is like too many
        ("Webhook", "", ""),
    ],
)
def test_what_a_name_means(name: str, concept: str, how: str) -> None:
    found = [(one.concept, one.how) for one in meanings_of([name]).values()]
    assert found == ([(concept, how)] if concept else [])


def test_a_nearer_name_counts_for_more() -> None:
    found = meanings_of(["something else", "email"])
    assert found["email"].strength == 97


def test_a_name_that_means_many_things_is_less_sure() -> None:
    sure, weak = meanings_of(["Job Title"])["title"], meanings_of(["Titel"])["title"]
    assert sure.strength == 100
    assert weak.strength == WEAK["titel"]


def test_a_usual_name_beside_another_word_means_something_else() -> None:
    strength = {
        name: max((one.strength for one in meanings_of([name]).values()), default=0)
        for name in ("country of birth", "ebook title", "monthly revenue", "office country")
    }
    assert all(value < 60 for name, value in strength.items() if name != "office country")
    assert strength["office country"] > 70


def test_each_usual_name_has_one_meaning_and_every_meaning_is_known() -> None:
    names = Counter(plain(one) for names in ALIASES.values() for one in set(names.split(", ")))
    assert [name for name, count in names.items() if count > 1] == []
    assert {one for one in WEAK if not concept_of(one)} == set()
    assert set(STANDARD.values()) <= set(ALIASES)
    assert set(INSTEAD) | {key for one in INSTEAD.values() for key in one} <= set(ALIASES)
    assert all(0 < share < 1 for one in INSTEAD.values() for share in one.values())


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        (("email",), ("email",)),
        (("properties", "email", "value"), ("email",)),
        (("company", "name"), ("company name",)),
        (("person", "name"), ("name",)),
        (("traits", "address", "city"), ("address city", "city")),
        (("contact__first_name",), ("first_name",)),
        (("consent", "email"), ("consent email", "email")),
        (("value",), ("value",)),
        ((), ()),
    ],
)
def test_wrappers_say_nothing_of_what_is_in_them(
    keys: tuple[str, ...], names: tuple[str, ...]
) -> None:
    assert names_of(keys) == names


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({"a": {"b": [1, 2], "c d": "x"}}, ["a.b", 'a."c d"']),
        ({"list": [{"x": 1}, {"x": 2}]}, ["list[0].x"]),
        ({"list": [[1], [2]], "none": []}, ["none"]),
        ({"f": [{"name": "it's", "values": ["x"]}]}, ['f[?name==`"it\'s"`].values | [0]']),
        ({"f": [{"id": 3, "answer": "x"}]}, ["f[?id==`3`].answer | [0]"]),
        ({"f": [{"id": 3, "answer": "x"}, {"id": 3, "answer": "y"}]}, ["f[0].id", "f[0].answer"]),
        ({"f": [{"id": True, "answer": "x"}]}, ["f[0].id", "f[0].answer"]),
        ({"schema": [{"fieldName": "a", "value": "b"}], "x" * 501: 1}, []),
    ],
)
def test_each_value_has_a_path(body: dict[str, object], paths: list[str]) -> None:
    assert [one.path for one in leaves_of(body)] == paths


def test_endless_bodies_end() -> None:
    assert len(leaves_of({f"k{number}": number for number in range(2_000)})) == 400
    deep: dict[str, object] = {"x": 1}
    for _ in range(50):
        deep = {"d": deep}
    assert leaves_of(deep) == ()


def test_questions_are_called_by_their_titles_too() -> None:
    found = [{"type": "text", "text": "Ana", "field": {"ref": "r1"}}]
    (one,) = answers_of(found, "a", {"r1": "Your name?"})
    assert one == ("a[?field.ref=='r1'].text | [0]", ("Your name?", "r1"), "Ana")


def test_paths_are_written_so_that_they_can_be_read() -> None:
    assert below("", 'a "b"') == '"a \\"b\\""'
    assert only(entry("x", "name", "a`b")) == 'x[?name==`"a\\`b"`] | [0]'
