"""Who writes and who is written to, as it is known at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from cessie.domain.correspondence.models import Writing
from cessie.domain.correspondence.rules.address import Place, Recipient, Sender, can_be_mailed, lines
from cessie.domain.correspondence.rules.channel import choose
from cessie.domain.correspondence.rules.language import letter_language
from cessie.domain.parties.models import Company, Debtor
from cessie.domain.parties.queries import house_company
from cessie.lib.reasons import N_, Reason, Refusal


@dataclass(frozen=True, slots=True)
class Addressed:
    """What a message to a debtor starts from; ``channel`` is blank where nobody can bring it."""

    recipient: Recipient
    language: str
    channel: str
    why: Reason


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
    return Sender(company.name, address, company.email.strip(), tuple(shown[:2]), company.country)


def addressed(debtor_id: UUID, sender: Sender, *, post_only: bool = False) -> Addressed:
    """How this debtor is written to now; ``post_only`` where mail has failed already."""
    company = Debtor.objects.select_related("company").get(pk=debtor_id).company
    noted = Writing.objects.filter(pk=debtor_id).first() or Writing()
    place = _place(company, noted)
    envelope = lines(company.name, place, from_country=sender.country, attention=noted.attention)
    email = "" if post_only else (noted.email or company.email).strip()
    email = email if can_be_mailed(email) else ""
    channel, why = choose(
        can_mail=bool(settings.SMTP_URL and sender.email),
        email=email,
        mail_allowed=noted.mail_allowed,
        has_address=bool(envelope),
    )
    if post_only and channel:
        why = Reason("letter.after_mail", N_("The mail did not arrive: a letter by post."))
    language = letter_language(noted.language, company.language, place.country, place.postcode)
    return Addressed(Recipient(company.name, envelope, email if channel == "email" else ""), language, channel, why)


def _place(company: Company, noted: Writing | None = None) -> Place:
    """The address noted for letters where there is one, whole; else that of the company."""
    if noted is not None and noted.street and noted.town:
        country = noted.country or company.country
        return Place(noted.street, noted.building, noted.postcode, noted.town, country)
    return Place(company.street, company.building, company.postcode, company.town, company.country)
