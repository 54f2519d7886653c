"""A quote goes to the company by mail, and what it accepted becomes a client with a contract of the same terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import formats, translation
from django.utils.translation import gettext as _

from cessie.domain.comparison.quote_paper import quote_pdf
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.documents.store import store
from cessie.domain.onboarding.models import Quote
from cessie.domain.onboarding.quotes import quote
from cessie.domain.onboarding.send_quote import Sent, send_quote
from cessie.domain.onboarding.take_in import join
from cessie.domain.onboarding.take_quote import note_contract, required_accepted
from cessie.domain.parties.models import Client
from cessie.domain.parties.queries import house_company
from cessie.domain.parties.register import register_client, register_company
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal
from cessie.workflows.letters.mailing import mail_address

#: In which register a company of a country has its number.
REGISTER: Final = {"BE": "be.enterprise", "NL": "nl.kvk", "FR": "fr.siren"}


@dataclass(frozen=True, slots=True)
class Gone:
    """What was sent, its link, and whether the mail left: where it did not the desk hands the link over itself."""

    quote: Quote
    link: str
    mailed: bool


def send(*, quote_id: UUID, by: Viewer, at: datetime) -> Gone:
    """Print it in the company's language, keep the paper, and mail the link. One that was sent gets a new link.

    Refused: as ``onboarding.send_quote``.
    """
    row = quote(by, quote_id)
    by.require("onboarding.decide")
    with transaction.atomic():
        paper_id = row.paper_id
        if paper_id is None:
            with translation.override(row.language):
                data, name = quote_pdf(row), f"{row.number}-{row.version}.pdf"
            paper_id = store(data=data, name=name, channel="own", by=by, at=at).document.pk
        sent = send_quote(quote_id=quote_id, paper_id=paper_id, by=by, at=at)
    link = f"{settings.PUBLIC_URL}/quote/{sent.secret}"
    return Gone(sent.quote, link, _mail(sent, link, at))


def _mail(sent: Sent, link: str, at: datetime) -> bool:
    row, house = sent.quote, house_company()
    if house is None:
        return False
    with translation.override(row.language):
        until = formats.date_format(row.valid_until, "DATE_FORMAT")
        subject = _("Quote {number} of {house}").format(number=f"{row.number}/{row.version}", house=house.name)
        text = _(
            "{name},\n\n{house} offers to finance the invoices of {company}. Read the quote here, take it along as a"
            " PDF, and accept or decline it:\n\n{link}\n\nIt stands until {until}. Who has this link can answer: pass"
            " it on only to whoever may.\n\n{house}\n"
        ).format(name=row.to_name, house=house.name, company=row.applicant.name, link=link, until=until)
    identity = f"quote.{row.pk}.{row.link_digest[:16]}"
    return mail_address(
        identity=identity, name=row.to_name, email=row.to_email, language=row.language, subject=subject, text=text,
        at=at,
    )  # fmt: skip


@transaction.atomic
def take(*, quote_id: UUID, code: str, number: str, valid_from: date, by: Viewer, at: datetime) -> Contract:
    """The company becomes a client under a short ``code`` with the contract ``number`` from a day on, by the terms that
    it accepted; its score stands with it. Again gives the same contract.

    Refused: no right (``NotAllowed``), unknown (``NotFound``), a quote that was not accepted, a company without a
    number in a register, what ``parties.register`` and ``contracts.open_contract`` refuse.
    """
    row = required_accepted(quote_id, by)
    if row.contract is not None:
        return row.contract
    company = row.applicant
    if not company.number:
        words = N_("Note the company's number in its register first: a client is known by it.")
        raise Refusal("onboarding.quote_no_number", words)
    scheme = "vat" if company.number[:2].isalpha() else REGISTER[row.country]
    registered = register_company(
        name=company.name, country=row.country, identifiers={scheme: company.number}, language=row.language,
        email=row.to_email, by=by, at=at,
    )  # fmt: skip
    client = Client.objects.filter(company=registered).first()
    if client is None:
        client = register_client(company_id=registered.pk, code=code.strip(), by=by, at=at)
    contract = open_contract(
        client_id=client.pk, number=number.strip(), preset=str(row.told["product"]), valid_from=valid_from,
        changes=row.terms, by=by, at=at,
    )  # fmt: skip
    join(applicant_id=company.pk, client_id=client.pk, by=by, at=at)
    note_contract(row, contract, by=by, at=at)
    return contract


def proposed_codes() -> tuple[str, str]:
    """A client's code and a contract's number that nobody has: the next after the highest of the usual form."""
    return _next("C", Client.objects.values_list("code", flat=True)), _next(
        "F", Contract.objects.values_list("number", flat=True)
    )


def _next(letter: str, taken: Iterable[str]) -> str:
    highest = max((int(each[1:]) for each in taken if each[:1] == letter and each[1:].isdecimal()), default=0)
    return f"{letter}{highest + 1:03d}"
