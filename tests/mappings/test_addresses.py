from __future__ import annotations

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from mappings.addresses import address_in, email, url
from mappings.values import Step

LOWER = "Put into lower case."
USUAL = "Put into the usual form of a web address."
UNREAD_URL = "Inlet could not read it as a web address, so it goes as it came."
NO_ADDRESS = "This is not an e-mail address. Check it and try again."
NO_ENDING = "This address has no ending such as .com. Check it and try again."
UNREACHABLE = "No mail can reach this address as it is written. Check it and try again."
ONLY_HTTP = "Only web addresses that start with http or https are kept."
texts = st.text(max_size=60)


@pytest.mark.parametrize(
    ("came", "step"),
    [
        ("ana@tarn.example", Step("ana@tarn.example")),
        (" Ana.RUIZ@Tarn.Example ", Step("ana.ruiz@tarn.example", LOWER)),
        ("ana@tarn.test", Step("ana@tarn.test")),
        ("o'brien@x.ie", Step("o'brien@x.ie")),
        ("jörg@bücher.de", Step("jörg@bücher.de")),
        ("ana", Step("ana", problem=NO_ADDRESS)),
        ("@tarn.example", Step("@tarn.example", problem=NO_ADDRESS)),
        ("ana@tarn", Step("ana@tarn", problem=NO_ENDING)),
        ("ana@tarn.", Step("ana@tarn.", problem=NO_ENDING)),
        ("ana@", Step("ana@", problem=NO_ENDING)),
        ("a b@tarn.example", Step("a b@tarn.example", problem=UNREACHABLE)),
        ("a@@tarn.example", Step("a@@tarn.example", problem=UNREACHABLE)),
        ("Ana <ana@tarn.example>", Step("Ana <ana@tarn.example>", problem=UNREACHABLE)),
        ("a@x.invalid", Step("a@x.invalid", problem=UNREACHABLE)),
        (40, Step("40", problem=NO_ADDRESS)),
    ],
)
def test_an_email_address_is_checked_and_lowered(came: str | int, step: Step) -> None:
    assert email(came) == step


def test_what_is_no_address_has_none() -> None:
    assert (address_in(" Ana@Tarn.example"), address_in("ana")) == ("ana@tarn.example", "")


@given(texts | st.emails())
def test_a_checked_email_address_stays_as_it_is(text: str) -> None:
    once = email(text)
    if not once.problem:
        assert email(once.value) == Step(once.value)


@given(
    st.from_regex(
        r"[a-zA-Z0-9._+-]{1,8}@[a-z0-9-]{1,6}\.[a-z0-9-]{1,6}\.?[a-z]{0,4}", fullmatch=True
    )
    | st.sampled_from(["a@x.test", "a@x.local", "a@invalid", "a@x.onion", "a@b.arpa", "a.@x.com"])
)
def test_a_plain_address_is_read_as_the_library_reads_it(text: str) -> None:
    step = email(text)
    try:
        expected = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        assert step.problem
    else:
        assert (step.value, step.problem) == (expected.normalized.lower(), "")


@pytest.mark.parametrize(
    ("came", "step"),
    [
        ("tarn.example", Step("tarn.example")),
        (" Tarn.Example/ ", Step("tarn.example", USUAL)),
        ("HTTPS://Tarn.example/Team?x=1#top", Step("https://tarn.example/Team?x=1#top", USUAL)),
        ("tarn.example/go?to=https://x.example", Step("tarn.example/go?to=https://x.example")),
        ("tarn", Step("tarn", UNREAD_URL)),
        ("tarn dot example", Step("tarn dot example", UNREAD_URL)),
        ("http://[", Step("http://[", UNREAD_URL)),
        ("http://ana:pw@Tarn.example", Step("http://ana:pw@Tarn.example", UNREAD_URL)),
        ("javascript:alert(1)", Step("javascript:alert(1)", problem=ONLY_HTTP)),
        ("java\tscript:alert(1)", Step("java\tscript:alert(1)", problem=ONLY_HTTP)),
        ("ftp://tarn.example", Step("ftp://tarn.example", problem=ONLY_HTTP)),
        ("mailto:a@tarn.example", Step("mailto:a@tarn.example", problem=ONLY_HTTP)),
    ],
)
def test_a_web_address_gets_its_usual_form(came: str, step: Step) -> None:
    assert url(came) == step


@given(texts)
def test_the_usual_form_of_a_web_address_is_final(text: str) -> None:
    once = url(text)
    if not once.problem:
        assert url(once.value).value == once.value
