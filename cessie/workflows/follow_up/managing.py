"""Invoices that the house manages for their creditor: they are taken in, and what his bank says settles them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction

from cessie.domain.arrangements.queries import covered_of
from cessie.domain.banking.models import Line
from cessie.domain.banking.queries import lines_of_creditors
from cessie.domain.banking.take_in import TakenIn, take_in
from cessie.domain.contracts.queries import terms_on
from cessie.domain.disputes import queries as disputes
from cessie.domain.disputes.rules.states import LIVE
from cessie.domain.dunning.queries import reached
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.rules.facts import of_document
from cessie.domain.managed.queries import to_look_at_again
from cessie.domain.managed.receive import look_again, receive
from cessie.domain.managed.rules.phases import Marks, Reached
from cessie.domain.parties.know_debtor import Contact, know_debtor
from cessie.domain.parties.models import Client
from cessie.domain.payments.tasks import ask_about_line
from cessie.domain.users.rules.viewer import NotFound, Viewer, system
from cessie.formats.values import InvoiceDocument
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal
from cessie.workflows.direct_debit.collecting import recognise_theirs
from cessie.workflows.reading.statements import begin_to_read, manages_for

#: What follows from a creditor's statement is the house's own act.
READER = system("managing")
#: The language of letters to a debtor of whom no other is known; in other countries the creditor's own.
LANGUAGES = {"NL": "nl", "FR": "fr"}


@dataclass(frozen=True, slots=True)
class Read:
    """What a run over the lines of creditors did: lines looked at, and invoices settled with them."""

    lines: int = 0
    settled: int = 0


def manages(invoice: Invoice, at: datetime) -> bool:
    """Whether under its contract the invoice is managed and not bought."""
    return terms_on(invoice.contract_id, booking_day(at))[1].manages


def buyer_of(*, document: InvoiceDocument, client_id: UUID, by: Viewer, at: datetime) -> UUID | None:
    """The debtor of an invoice that is to be managed, made known if he is new; None where he is not named well enough,
    or where the contract buys: there the desk says whom it takes on.

    A company is known by its numbers, a patient or another person by the creditor's own number of him, else by name and
    address among those whom this creditor knows.
    """
    if not manages_for(client_id, at):
        return None
    buyer, numbers = document.buyer, of_document(document).buyer.numbers
    theirs = Client.objects.select_related("company").get(pk=client_id).company
    country = (buyer.address.country or theirs.country).upper()
    known = Contact(
        name=(buyer.name or buyer.trade_name or "").strip(),
        country=country,
        language=LANGUAGES.get(country, theirs.language),
        street=buyer.address.street or "",
        postcode=buyer.address.postcode or "",
        town=buyer.address.city or "",
        email=buyer.email or "",
    )
    reference = next(iter(buyer.identifiers), "")
    try:
        with transaction.atomic():
            return know_debtor(
                client_id=client_id, contact=known, numbers=dict(numbers), reference=reference, by=READER, at=at
            )
    except Refusal:  # numbers of two companies, or a wrong one: the checks of the invoice say so, and it is held
        return None


def take_in_statement(*, data: bytes, name: str, client_id: UUID, channel: str, by: Viewer, at: datetime) -> TakenIn:
    """A creditor hands in a statement of his own account; what is sure in it settles his invoices at once.

    His confirmed accounts are read from their first statement on. Refused as ``banking.take_in`` and
    ``banking.read_account``: for him no other account exists.
    """
    if not by.sees_client(client_id):
        raise NotFound("parties.unknown_client", N_("There is no such client."))
    begin_to_read(data=data, name=name, client_id=client_id, by=by, at=at)
    taken = take_in(data=data, name=name, channel=channel, client_id=client_id, by=by, at=at)
    look_at_lines(client_id=client_id, by=READER, at=at)
    return taken


def look_at_lines(*, client_id: UUID | None = None, by: Viewer, at: datetime) -> Read:
    """Take every line that waits on accounts of creditors, each in a transaction of its own. Again does nothing.

    One that cannot be worked on waits in the queue; the others go on.
    """
    lines = settled = 0
    for line in lines_of_creditors(client_id):
        lines += 1
        settled += _look_at(line, by, at)
    return Read(lines, settled)


def _look_at(line: Line, by: Viewer, at: datetime) -> int:
    try:
        with transaction.atomic():
            receipt = recognise_theirs(line=line, by=by, at=at) or receive(line_id=line.pk, by=by, at=at)
            return receipt.settlements.filter(state="posted").count() if receipt else 0
    except Refusal as no:
        ask_about_line(line, [no.reason], by=by, at=at)
        return 0


def match_late(*, by: Viewer, at: datetime) -> int:
    """Money that came before its invoice was handed in is looked at again. How many payments."""
    found = to_look_at_again()
    for receipt_id in found:
        look_again(receipt_id=receipt_id, by=by, at=at)
    return len(found)


def marks_of(client_id: UUID) -> dict[UUID, Marks]:
    """What other rooms know of a creditor's open invoices, for the phases that pages show."""
    live = disputes.matching(viewer=READER, client_id=client_id, states=LIVE).order_by()
    contested = set(live.values_list("invoice_id", flat=True))
    agreed, steps = covered_of(client_id=client_id), reached(client_id=client_id)
    return {
        key: Marks(
            step=cast(Reached, steps.get(key, "")),
            disputed=key in contested,
            promised=agreed.get(key) in ("promise", "paid"),
            plan=agreed.get(key) == "plan",
        )
        for key in contested | agreed.keys() | steps.keys()
    }
