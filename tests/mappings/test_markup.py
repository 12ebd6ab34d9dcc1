from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.markup import text_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hello <b>Ana</b></p><p>two</p>", "Hello Ana\ntwo"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul><li>a<li>b</ul>", "a\nb"),
        ("<td>a</td><td>b</td>", "a b"),
        ("a&nbsp;b &amp; c &#8364;", "a b & c €"),
        ("<!-- c -->x", "x"),
        ("one\n <i>line</i>", "one line"),
        ("5 < 6 & x", "5 < 6 & x"),
        ("  plain \n text ", "  plain \n text "),
        ("<script>alert(1)</script>hi<style>p{}</style>", "hi"),
        ("<script>if (a</script >b", "b"),
        ("<script>unclosed", ""),
        ("<svg><svg>x</svg>y</svg>z", "z"),
        ("<svg/>x", "x"),
        ("</svg>x", "x"),
        ("<title>q</title>b<noscript>no</noscript>", "b"),
        ("<![foo x", ""),
    ],
)
def test_a_reader_sees_the_text_only(html: str, text: str) -> None:
    assert text_of(html) == text


@given(st.text("<>/!&;- abps[]", max_size=30))
def test_no_markup_breaks_it_or_is_left(html: str) -> None:
    assert "<b>" not in text_of(html)


@given(st.text("abc <>;", max_size=20))
def test_what_scripts_say_is_never_taken(inner: str) -> None:
    assert "abc" not in text_of(f"<script>abc{inner}</script>")
