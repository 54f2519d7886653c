"""What the house knows when it looks at an invoice: the frozen facts for the pure checks."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from cessie.domain.banking.queries import own_ibans
from cessie.domain.contracts.queries import terms_on
from cessie.domain.invoices.credits import corrected, creditable, preceding
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.rules.facts import Company, Credited, Known, Other, Stated, Subject
from cessie.domain.parties import models as parties
from cessie.domain.parties.mark import marks_of
from cessie.domain.parties.queries import confirmed_ibans, house_company, numbers_of
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.terms import codec

LIVING = ("received", "held", "accepted")
MOST = 50  # alike invoices looked at


def subject_of(invoice: Invoice) -> Subject:
    """The invoice as it is registered."""
    return Subject(
        number=invoice.number,
        number_key=invoice.number_key,
        issue_date=invoice.issue_date,
        due_date=invoice.due_date,
        currency=invoice.currency,
        gross=Money(invoice.gross_cents, invoice.currency),
        payable=Money(invoice.payable_cents, invoice.currency),
        net=Money(invoice.net_cents, invoice.currency),
        draw=invoice.pk.int % 100,  # the random end of the key: nobody can choose it
    )


def stated_by(invoice: Invoice) -> tuple[Stated, tuple[Reason, ...]]:
    """What its document states, and the sums in it that do not come out."""
    breaches = tuple(Reason.from_json(breach) for breach in invoice.content["breaches"])
    return codec.unpack(Stated, invoice.content["stated"]), breaches


def known_of(invoice: Invoice) -> Known:
    """The parties, the contract's terms on the day of arrival, and other invoices that might be the same claim."""
    factor = house_company()
    if factor is None:
        raise Refusal("parties.no_house", N_("This installation has not been founded yet."))
    received = booking_day(invoice.received_at)
    _, terms = terms_on(invoice.contract_id, received)
    sides = [invoice.client.company_id, *([invoice.debtor.company_id] if invoice.debtor else [])]
    marked = marks_of(sides)
    return Known(
        client=_company(invoice.client.company, marked),
        debtor=_company(invoice.debtor.company, marked) if invoice.debtor else None,
        factor=_company(factor, {}),
        factor_ibans=own_ibans(),
        notified=terms.disclosure == "NOTIFIED",
        payment_days=terms.payment_days,
        currency=terms.currency,
        received=received,
        first_of_debtor=not _earlier_to_debtor(invoice),
        others=_others(invoice),
        credited=tuple(_credited(invoice, number) for number in preceding(invoice)),
        managed=terms.manages,
        client_ibans=confirmed_ibans(invoice.client.company_id) if terms.manages else frozenset(),
    )


def _credited(note: Invoice, number: str) -> Credited:
    found = corrected(note, number)
    if found is None:
        return Credited(number, None)
    return Credited(found.number, creditable(found), found.debtor_id == note.debtor_id)


def _company(company: parties.Company, marked: Mapping[UUID, Mapping[str, Decimal]]) -> Company:
    marks = tuple(sorted(marked.get(company.pk, {}).items()))
    return Company(company.name, company.language, company.country, numbers_of(company.pk), marks)


def _earlier_to_debtor(invoice: Invoice) -> bool:
    if invoice.debtor_id is None:
        return False
    rows = Invoice.objects.filter(client_id=invoice.client_id, debtor_id=invoice.debtor_id, state="accepted")
    return rows.exclude(pk=invoice.pk).exists()


def _others(invoice: Invoice) -> tuple[Other, ...]:
    """The same number at this client or debtor, the same amount to this debtor, the same document anywhere."""
    rows = Invoice.objects.filter(state__in=LIVING, kind=invoice.kind).exclude(pk=invoice.pk).order_by("received_at")
    looks = [
        rows.filter(client_id=invoice.client_id, number_key=invoice.number_key),
        rows.filter(document_id=invoice.document_id).exclude(client_id=invoice.client_id),
    ]
    if invoice.debtor_id is not None:
        looks += [
            rows.filter(debtor_id=invoice.debtor_id, gross_cents=invoice.gross_cents),
            rows.filter(debtor_id=invoice.debtor_id, number_key=invoice.number_key),
        ]
    found = {row.pk: row for look in looks for row in look[:MOST]}
    return tuple(_other(row, invoice) for row in found.values())


def _other(row: Invoice, invoice: Invoice) -> Other:
    """Of two that wait side by side the one that came first is the claim, so that not both are turned away."""
    if row.debtor_id is None and invoice.debtor_id is None:
        same_debtor = row.buyer_name.casefold() == invoice.buyer_name.casefold()
    else:
        same_debtor = row.debtor_id == invoice.debtor_id
    return Other(
        number=row.number,
        number_key=row.number_key,
        gross=Money(row.gross_cents, row.currency),
        issue_date=row.issue_date,
        same_client=row.client_id == invoice.client_id,
        same_debtor=same_debtor,
        same_document=row.document_id == invoice.document_id and row.part == invoice.part,
        first=row.state == "accepted" or (row.received_at, row.pk) < (invoice.received_at, invoice.pk),
    )
