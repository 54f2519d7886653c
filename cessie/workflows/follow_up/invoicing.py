"""The invoice itself goes to its debtor, in its creditor's name: by Peppol where the law or the price says so, else by
mail, portal or post; once."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.connectors.channels.peppol.identifiers import candidates, document_type, participant
from cessie.connectors.channels.peppol.lookup import Find
from cessie.connectors.errors import Temporary
from cessie.connectors.rules import checker
from cessie.domain.contracts.queries import terms_on
from cessie.domain.correspondence.addressed import addressed
from cessie.domain.correspondence.letterheads import sender_of
from cessie.domain.correspondence.models import Outgoing
from cessie.domain.correspondence.note_receiving import is_known, note_receiving
from cessie.domain.correspondence.rules.address import Sender
from cessie.domain.correspondence.rules.papers.invoice import InvoicePaper
from cessie.domain.correspondence.send_invoice import hold_invoice, invoice_written, invoices_to_write
from cessie.domain.correspondence.send_invoice import send_invoice as ask_to_send
from cessie.domain.correspondence.set_invoice_sending import sends_invoices
from cessie.domain.correspondence.write import asking_for, write_paper
from cessie.domain.documents import queries as documents
from cessie.domain.documents.store import store
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.queries import invoice as one_invoice
from cessie.domain.keys.debtor_link import debtor_link
from cessie.domain.parties.queries import numbers_of
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.formats.bis import as_bis, is_bis
from cessie.formats.reading import read
from cessie.formats.values import InvoiceDocument
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.workflows.reading.sheets import read_parts

log = logging.getLogger(__name__)

NO_PDF = N_("It has no PDF that could be printed: it cannot go on paper.")
#: What a creditor's wish for all his invoices asks for.
SENDER = system("invoicing")


@dataclass(frozen=True, slots=True)
class Forms:
    """An invoice as people and as programs read it, by hash; ``missing``: why there is no e-invoice."""

    pdf: str
    e_invoice: str
    missing: tuple[Reason, ...] = ()

    @property
    def against(self) -> tuple[Reason, ...]:
        """What closes channels: there is no e-invoice for the network, or nothing to print."""
        return self.missing if self.pdf else (*self.missing, Reason("letter.no_pdf", NO_PDF))


def accepted(*, invoice_id: UUID, at: datetime) -> bool:
    """An invoice was taken on: where its creditor has the house send his invoices, it will be. Whether it is to be.

    One that came over Peppol is a copy of what its debtor has: it counts as sent.
    """
    row = Invoice.objects.get(pk=invoice_id)
    if not sends_invoices(row.client_id) or came_over_peppol(row):
        return False
    ask_to_send(invoice_id=invoice_id, client_id=row.client_id, by=SENDER, at=at)
    return True


def send_invoice(*, invoice_id: UUID, by: Viewer, at: datetime) -> Outgoing:
    """A person has one invoice sent. Refused: one that was not accepted (``letter.not_accepted``), one that came over
    Peppol (``letter.sent_already``); as ``correspondence.send_invoice``."""
    row = one_invoice(viewer=by, invoice_id=invoice_id)
    if row.state != "accepted":
        raise Refusal("letter.not_accepted", N_("Only an accepted invoice can be sent."))
    if came_over_peppol(row):
        raise Refusal("letter.sent_already", N_("It came over Peppol: its debtor has it already."))
    return ask_to_send(invoice_id=invoice_id, client_id=row.client_id, by=by, at=at)


def came_over_peppol(invoice: Invoice) -> bool:
    """Whether it reached us the way on which its debtor gets it too."""
    arrivals = documents.arrivals(viewer=SENDER).filter(document_id=invoice.document_id, client_id=invoice.client_id)
    return arrivals.filter(channel="peppol").exists()


def write_due(*, find: Find | None, by: Viewer, at: datetime) -> int:
    """Write every invoice that is to leave; how many were written. One that cannot leave waits with the reason.

    ``find`` asks the network whether a debtor is there; without it nobody is.
    """
    return sum(_write(invoice_id, find, by, at) for invoice_id in invoices_to_write(at=at))


def _write(invoice_id: UUID, find: Find | None, by: Viewer, at: datetime) -> bool:
    row = Invoice.objects.select_related("client__company", "debtor__company").get(pk=invoice_id)
    try:
        _look_up(row, find, at)
        forms = _forms(row, by, at)
        return _leave(row, forms, by, at)
    except Temporary as no:
        log.warning("an invoice cannot be written yet", extra={"invoice": str(invoice_id), "why": str(no)})
        return False  # at the next turn
    except Refusal as no:
        hold_invoice(invoice_id=invoice_id, reasons=[no.reason], at=at)
        return False


def _look_up(row: Invoice, find: Find | None, at: datetime) -> None:
    """Ask the network where it was not asked lately; silence notes nothing."""
    if find is None or row.debtor is None or is_known(debtor_id=row.debtor.pk, at=at):
        return
    kind = document_type("Invoice" if row.kind == "invoice" else "CreditNote")
    known = candidates(dict(numbers_of(row.debtor.company_id)))
    for who in known:
        said = find(who, kind)
        if said == "unknown":
            return
        if said == "yes":
            note_receiving(debtor_id=row.debtor.pk, participant=who, receives=True, at=at)
            return
    note_receiving(debtor_id=row.debtor.pk, participant=next(iter(known), ""), receives=False, at=at)


def _forms(row: Invoice, by: Viewer, at: datetime) -> Forms:
    """The files that are the invoice: the original's own, or the e-invoice made from what it says."""
    original = documents.content(row.document_id, by)
    arrival = documents.arrivals(viewer=by).filter(document_id=row.document_id, client_id=row.client_id).first()
    name = arrival.name if arrival is not None else ""
    parts = read_parts(data=original, name=name, client_id=row.client_id, by=by)
    document = parts[row.part - 1] if row.part <= len(parts) else None
    if not isinstance(document, InvoiceDocument):
        raise Refusal("letter.no_original", N_("The original of the invoice cannot be read any more."))
    pdf = row.document_id if original.startswith(b"%PDF-") else _embedded(document, row, by, at)
    try:
        data = _e_invoice(document, row)
    except Refusal as no:
        return Forms(pdf, "", (no.reason,))
    return Forms(pdf, row.document_id if data == original else _keep(data, f"{row.number}.xml", row, by, at))


def _e_invoice(document: InvoiceDocument, row: Invoice) -> bytes:
    """As it was handed in where it can go so; else made, and found good by the official rules."""
    debtor = row.debtor.company_id if row.debtor is not None else None
    buyer = participant(dict(numbers_of(debtor))) if debtor is not None else ""
    seller = participant(dict(numbers_of(row.client.company_id)))
    data = as_bis(document, seller=seller, buyer=buyer)
    if not is_bis(document):
        (made,) = read(data)
        broken = checker.check(made) if isinstance(made, InvoiceDocument) else None
        fatal = next((rule for rule in broken or () if rule.flag == "fatal"), None)
        if fatal is not None:
            raise Refusal(fatal.reason.code, fatal.reason.message, **fatal.reason.facts)
    return data


def _embedded(document: InvoiceDocument, row: Invoice, by: Viewer, at: datetime) -> str:
    """The PDF that an e-invoice brings along; blank where it brings none."""
    for file in document.attachments:
        data = file.content
        if data is not None and data.startswith(b"%PDF-"):
            return _keep(data, f"{row.number}.pdf", row, by, at)
    return ""


def _keep(data: bytes, name: str, row: Invoice, by: Viewer, at: datetime) -> str:
    return store(data=data, name=name, channel="own", client_id=row.client_id, by=by, at=at).document.pk


@transaction.atomic
def _leave(row: Invoice, forms: Forms, by: Viewer, at: datetime) -> bool:
    """It becomes a message, or waits with what speaks against each channel that comes close."""
    if row.debtor is None:
        raise Refusal("letter.no_debtor", N_("Whose invoice it is is not known."))
    confidential = terms_on(row.contract_id, booking_day(at))[1].disclosure != "NOTIFIED"
    sender = sender_of(client_id=row.client_id, confidential=confidential, under_client_name=True)
    paper = _paper(row, forms, sender, by, at)
    to = addressed(row.debtor.pk, sender, asking=asking_for(paper, "invoice", row.client_id), at=at)
    if not to.channel:
        hold_invoice(invoice_id=row.pk, reasons=[to.why, *forms.against], at=at)
        return False
    message = write_paper(
        key=f"invoice:{row.pk}", client_id=row.client_id, debtor_id=row.debtor.pk, about=row.contract_id, paper=paper,
        purpose="invoice", sender=sender, by=by, at=at,
    )  # fmt: skip
    invoice_written(invoice_id=row.pk, message=message)
    return True


def _paper(row: Invoice, forms: Forms, sender: Sender, by: Viewer, at: datetime) -> InvoicePaper:
    """What goes before it; the debtor's page is named where it betrays nobody."""
    link = ""
    if not sender.confidential and row.debtor is not None:
        link = debtor_link(client_id=row.client_id, debtor_id=row.debtor.pk, by=by, at=at)
    return InvoicePaper(
        creditor=row.client.company.name,
        payee=row.payee_name or row.client.company.name,
        number=row.number,
        issued=row.issue_date,
        due=row.due_date,
        amount=Money(row.payable_cents, row.currency),
        iban=row.payment_iban,
        reference=row.payment_reference,
        credit=row.kind == "credit_note",
        pdf=forms.pdf,
        e_invoice=forms.e_invoice,
        portal_link=link,
    )
