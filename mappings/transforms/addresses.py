"""Steps on e-mail addresses, phone numbers and web addresses. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from connections.record_ids import is_record_id
from mappings import addresses, domains, phones
from mappings.values import Scalar, Step, as_text

from .around import Around, Region, Transform


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailAddress(Transform):
    """Checks an e-mail address and puts it into lower case."""

    do: Literal["email"] = "email"

    def change(self, value: Scalar, around: Around) -> Step:
        """The address in lower case, or what is wrong with it."""
        return addresses.email(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone(Transform):
    """Puts a phone number into international form, +442079460958.

    The region says how to read one without a country code; left out, it is the client’s country.
    """

    do: Literal["phone"] = "phone"
    region: Region = ""

    def change(self, value: Scalar, around: Around) -> Step:
        """The number as E.164; what can't be read goes as it came."""
        return phones.phone(value, self.region or around.region)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneSpaced(Transform):
    """Like phone, with spaces: +44 20 7946 0958."""

    do: Literal["phone_spaced"] = "phone_spaced"
    region: Region = ""

    def change(self, value: Scalar, around: Around) -> Step:
        """The number in international form with spaces."""
        return phones.phone(value, self.region or around.region, spaced=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAddress(Transform):
    """Puts a web address into its usual form; http and https only."""

    do: Literal["url"] = "url"

    def change(self, value: Scalar, around: Around) -> Step:
        """The address with its host in lower case, or what is wrong with it."""
        return addresses.url(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain(Transform):
    """Takes the domain from an e-mail or web address: tarn.co.uk.

    Without free mail, gmail.com and the like count as nothing.
    """

    do: Literal["domain"] = "domain"
    free_mail: bool = True

    def change(self, value: Scalar, around: Around) -> Step:
        """The registrable domain, "" for a free-mail one that isn't wanted."""
        text = as_text(value).strip()
        domain = domains.domain_of(text)
        if not domain:
            return Step(text, problem=f"“{text[:60]}” has no domain. Check it and try again.")
        if not self.free_mail and domains.is_free_mail(domain):
            return Step("", f"{domain} is free mail, so it names no company.")
        return Step(domain, "" if domain == text else "Its domain.")


@dataclass(frozen=True, slots=True, kw_only=True)
class UserByEmail(Transform):
    """Looks up the Salesforce user with this e-mail address, and writes the user’s id."""

    do: Literal["user_by_email"] = "user_by_email"

    def change(self, value: Scalar, around: Around) -> Step:
        """The address, whose user is looked up later; a user's id goes as it is."""
        text = as_text(value).strip()
        if text.startswith("005") and is_record_id(text):
            return Step(text)
        return addresses.email(text)._replace(note="")
