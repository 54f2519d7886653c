"""Who writes and who is written to, as it is known at this moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from cessie.connectors.channels.peppol.identifiers import participant
from cessie.domain.correspondence.models import Receiving, Writing
from cessie.domain.correspondence.outlets import offers
from cessie.domain.correspondence.reach import Asking, need, reach, wishes
from cessie.domain.correspondence.rules.address import Place, Recipient, Sender, can_be_mailed, lines
from cessie.domain.correspondence.rules.choice import Choice, choose
from cessie.domain.correspondence.rules.choice_batch import Asked
from cessie.domain.correspondence.rules.language import letter_language
from cessie.domain.parties.models import Company, Debtor
from cessie.domain.parties.queries import house_company
from cessie.lib.reasons import N_, Reason, Refusal


@dataclass(frozen=True, slots=True)
class Addressed:
    """What a message to a debtor starts from; ``channel`` is blank where nobody can bring it. ``considered``: every
    channel of the house with what spoke against it; ``cents``: the price of the chosen one, where it is known."""

    recipient: Recipient
    language: str
    channel: str
    why: Reason
    considered: tuple[dict[str, Any], ...] = ()
    cents: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a debtor when he is to be written to: his addresses, and what a choice is made from."""

    recipient: Recipient
    language: str
    asked: Asked


def house_sender() -> Sender:
    """The house as it writes; refused (``letter.no_house``) before there is one."""
    house = house_company()
    if house is None:
        raise Refusal("letter.no_house", N_("There is no house that could write a letter."))
    return sender_from(house)


def sender_from(company: Company) -> Sender:
    """A company as it writes: its address, its e-mail address, and at most two of its numbers."""
    numbers = company.identifiers.filter(valid=True).order_by("scheme", "value").values_list("scheme", "value")
    shown = [value for scheme, value in numbers if scheme == "vat"] or [value for _, value in numbers]
    address = lines("", _place(company), from_country=company.country)
    where = participant(dict(numbers))
    return Sender(company.name, address, company.email.strip(), tuple(shown[:2]), company.country, participant=where)


def addressed(debtor_id: UUID, sender: Sender, *, asking: Asking, at: datetime) -> Addressed:
    """How this debtor is written to now, by the channel that is chosen for what is asked."""
    found = known(debtor_id, sender, asking=asking, at=at)
    offered = offers(at, without=closed_to(sender) | asking.closed)
    return chosen(found, choose(found.asked.need, found.asked.reach, offered, dict(found.asked.wishes)))


def closed_to(sender: Sender) -> frozenset[str]:
    """Channels that cannot carry what this one writes: mail without an address; in confidence the registered e-mail,
    for its service knows nobody but the house."""
    mute = frozenset() if sender.email else frozenset(("email", "portal"))
    return mute | (frozenset(("registered_email",)) if sender.confidential else frozenset())


def chosen(found: Known, choice: Choice) -> Addressed:
    """The addressee with a choice: an address that nothing goes to is not kept with the message."""
    first = choice.considered[0] if choice.channel else None
    to = found.recipient
    if choice.channel not in ("email", "portal", "registered_email"):
        to = replace(to, email="")
    to = replace(
        to,
        mobile=to.mobile if choice.channel == "sms" else "",
        participant=to.participant if choice.channel == "peppol" else "",
    )
    considered = tuple(each.to_json() for each in choice.considered)
    cents = first.price.cents if first is not None and first.price is not None else None
    return Addressed(to, found.language, choice.channel, choice.why, considered, cents)


def known(debtor_id: UUID, sender: Sender, *, asking: Asking, at: datetime) -> Known:
    """His addresses, his language, and what a choice for him is made from."""
    company = Debtor.objects.select_related("company").get(pk=debtor_id).company
    noted = Writing.objects.filter(pk=debtor_id).first() or Writing()
    place = _place(company, noted)
    envelope = lines(company.name, place, from_country=sender.country, attention=noted.attention)
    email = (noted.email or company.email).strip()
    email = email if can_be_mailed(email) else ""
    receiving = Receiving.objects.filter(pk=debtor_id).values_list("participant", flat=True).first()
    to = Recipient(company.name, envelope, email, noted.mobile, receiving or "", place, noted.attention)
    wanted = need(asking, company, home=sender.country, country=place.country, at=at)
    found = reach(asking, noted, to, debtor_id=debtor_id, consumer=wanted.consumer, at=at)
    wished = tuple((asker, channel) for asker, channel in wishes(asking, noted, debtor_id=debtor_id).items() if channel)
    language = letter_language(noted.language, company.language, place.country, place.postcode)
    return Known(to, language, Asked(wanted, found, wished))


def mobile_of(debtor_id: UUID) -> str:
    """The mobile number noted for a debtor, in international form; blank where there is none. For jobs."""
    return Writing.objects.filter(pk=debtor_id).values_list("mobile", flat=True).first() or ""


def _place(company: Company, noted: Writing | None = None) -> Place:
    """The address noted for letters where there is one, whole; else that of the company."""
    if noted is not None and noted.street and noted.town:
        country = noted.country or company.country
        return Place(noted.street, noted.building, noted.postcode, noted.town, country)
    return Place(company.street, company.building, company.postcode, company.town, company.country)
