"""The three forms about the agreement, each with its way into the document and back. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mappings.rules import Rules
from mappings.telling import Said, policy_sentences
from mappings.telling_owners import follow_sentences, routing_sentences

from . import following, owners, policy, routing
from .shapes import Asked, Card, Flaw, Offers, PartName, Typed


@dataclass(frozen=True, kw_only=True)
class AgreementForm:
    """A form: its cards, and how it is filled, told, and read aloud.

    ``flaws`` finds what only the form can know to be wrong, ``place`` brings a flaw of the
    document to where the form asks for it.
    """

    name: PartName
    cards: tuple[Card, ...]
    typed: Callable[[Rules], Typed]
    told: Callable[[Typed, Offers], Typed]
    said: Callable[[Rules], tuple[Said, ...]]
    place: Callable[[Flaw], Flaw]
    flaws: Callable[[Typed, Offers], tuple[Flaw, ...]]

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Everything that the cards ask."""
        return tuple(one for card in self.cards for one in card.asked)

    def placed(self, flaws: Iterable[Flaw]) -> tuple[Flaw, ...]:
        """Flaws of the document where this form asks for them."""
        return tuple(self.place(one) for one in flaws)


def _as_it_is(flaw: Flaw) -> Flaw:
    return flaw


def _no_flaws(_typed: Typed, _offers: Offers) -> tuple[Flaw, ...]:
    return ()


FORMS: dict[PartName, AgreementForm] = {
    "policy": AgreementForm(
        name="policy",
        cards=policy.CARDS,
        typed=policy.typed_policy,
        told=lambda typed, _offers: policy.told_policy(typed),
        said=policy_sentences,
        place=policy.place_of_policy,
        flaws=_no_flaws,
    ),
    "routing": AgreementForm(
        name="routing",
        cards=owners.CARDS,
        typed=routing.typed_routing,
        told=routing.told_routing,
        said=routing_sentences,
        place=routing.place_of_routing,
        flaws=routing.unknown_people,
    ),
    "follow": AgreementForm(
        name="follow",
        cards=following.CARDS,
        typed=following.typed_following,
        told=lambda typed, _offers: following.told_following(typed),
        said=follow_sentences,
        place=_as_it_is,
        flaws=_no_flaws,
    ),
}
