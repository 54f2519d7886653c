"""Whether a channel may carry a message to this debtor, and why not: the law, his consent, his reach, the time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from cessie.domain.correspondence.rules.means import MEANS, Channel
from cessie.domain.correspondence.rules.purpose import NEEDS, PROOFS, Proof, Purpose, at_least
from cessie.lib.days import add_bank_days
from cessie.lib.reasons import N_, Reason

#: Structured invoices between Belgian undertakings (royal decree of 14 July 2025; handbook law 13).
BELGIAN_MANDATE: Final = date(2026, 1, 1)
#: From then on every French undertaking issues over an approved platform; large and mid-size ones a year before.
FRENCH_MANDATE: Final = {True: date(2026, 9, 1), False: date(2027, 9, 1)}


@dataclass(frozen=True, slots=True)
class Need:
    """What a message asks of its channel.

    ``home`` and ``country``: of the creditor and of the debtor; ``consumer``: the debtor is no undertaking; ``by``: the
    day on which it must be there; ``structured``: it can leave as an e-invoice; ``large``: the creditor is a large or
    mid-size undertaking in the sense of the French reform; ``registered``: the law asks for a registered letter.
    """

    purpose: Purpose
    home: str
    country: str
    consumer: bool
    on: date
    by: date | None = None
    pages: int = 1
    grams: int = 20
    structured: bool = False
    large: bool = False
    registered: bool = False

    @property
    def proof(self) -> Proof:
        """The proof it needs. A Belgian consumer's reminder must be shown to have left (Book XIX CEL)."""
        wanted: list[Proof] = [NEEDS[self.purpose]]
        if self.consumer and self.country == "BE" and self.purpose == "reminder":
            wanted.append("sent")
        if self.registered:
            wanted.append("delivered")
        return max(wanted, key=PROOFS.index)

    @property
    def over_peppol_by_law(self) -> bool:
        """A Belgian undertaking's invoice to another one. Where that one is certainly no participant, whether another
        channel will do is unverified: it is allowed, for the fault is not the creditor's."""
        domestic = self.home == self.country == "BE" and not self.consumer
        return self.purpose == "invoice" and domestic and self.on >= BELGIAN_MANDATE


@dataclass(frozen=True, slots=True)
class Reach:
    """How a debtor can be found, and what he agreed to or refused.

    ``peppol``: whether he receives there, by the last look-up; ``person``: it is known by first and last name who is to
    take it; ``failed``: channels by which this very message came
    back.
    """

    peppol: Literal["yes", "no", "unknown"] = "unknown"
    email: bool = False
    portal: bool = False
    mobile: bool = False
    address: bool = False
    person: bool = True
    agreed: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()


def objections(channel: Channel, need: Need, reach: Reach) -> Iterator[Reason]:
    """Everything that speaks against a channel, the law first; nothing where it may be used."""
    yield from _unlawful(channel, need, reach)
    yield from _not_agreed(channel, need, reach)
    yield from _not_reached(channel, reach)
    if need.by is not None and arrival(channel, need) > need.by:
        words = N_("It would be there on {there}, and must be on {by}.")
        yield Reason("choice.late", words, {"there": arrival(channel, need), "by": need.by})


def arrival(channel: Channel, need: Need) -> date:
    """The day on which it is there, if all goes well."""
    days = MEANS[channel].days[need.home != need.country]
    return add_bank_days(need.on, days) if days else need.on


def _unlawful(channel: Channel, need: Need, reach: Reach) -> Iterator[Reason]:
    means = MEANS[channel]
    if need.purpose not in means.bears:
        yield Reason("choice.not_for", N_("It cannot carry such a message."))
    if not at_least(means.proof, need.proof):
        yield Reason("choice.proof", _TOO_LITTLE[need.proof])
    if channel == "peppol":
        if not need.structured:
            yield Reason("choice.not_structured", N_("There is no e-invoice to send."))
    elif need.over_peppol_by_law and reach.peppol != "no":
        words = N_("Invoices between Belgian undertakings go over Peppol by law.")
        yield Reason("choice.be_mandate", words)
    if _french(need) and channel != "peppol":
        words = N_("Invoices between French undertakings go over an approved platform by law; the house has none.")
        yield Reason("choice.fr_mandate", words)
    if channel == "sms" and need.consumer and need.country == "BE" and need.purpose == "reminder":
        words = N_("What the law wants in a Belgian consumer's reminder does not fit a text message.")
        yield Reason("choice.be_reminder", words)


def _french(need: Need) -> bool:
    domestic = need.home == need.country == "FR" and not need.consumer
    return need.purpose == "invoice" and domestic and need.on >= FRENCH_MANDATE[need.large]


def _not_agreed(channel: Channel, need: Need, reach: Reach) -> Iterator[Reason]:
    """A consumer agrees before anything reaches him electronically; an undertaking may refuse.

    That a French non-professional must agree to registered e-mail in advance is unverified (handbook 7.3): it is held
    to here, as the safe reading, for consumers of every country.
    """
    consent = MEANS[channel].consent
    if consent is None:
        return
    if consent in reach.refused:
        yield Reason("choice.refused", N_("The debtor does not want it."))
    elif need.consumer and consent not in reach.agreed:
        yield Reason("choice.no_consent", N_("A consumer must have agreed to it, and did not."))


def _not_reached(channel: Channel, reach: Reach) -> Iterator[Reason]:
    needs = MEANS[channel].needs
    if needs == "participant":
        if reach.peppol != "yes":
            yield Reason("choice.peppol", _PEPPOL[reach.peppol])
    elif not getattr(reach, needs):
        yield Reason(f"choice.no_{needs}", _UNKNOWN[needs])
    if channel == "registered_email" and not reach.person:
        yield Reason("choice.no_person", _NOBODY)
    if channel in reach.failed:
        yield Reason("choice.failed", N_("This message came back from there."))


_TOO_LITTLE: Final = {
    "none": "",
    "sent": N_("It must be shown that it left."),
    "delivered": N_("It must be shown that it arrived."),
    "qualified": N_("It must be shown by a qualified service that it arrived."),
}
_PEPPOL: Final = {
    "no": N_("The debtor does not receive invoices over Peppol."),
    "unknown": N_("Whether the debtor receives invoices over Peppol is not known yet."),
}
_NOBODY: Final = N_("It is handed to a person: his first and last name are not known (for the attention of).")
_UNKNOWN: Final = {
    "email": N_("No e-mail address is known."),
    "portal": N_("He has no access to the portal."),
    "mobile": N_("No mobile number is known."),
    "address": N_("No whole postal address is known."),
}
