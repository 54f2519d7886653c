"""Number the fee invoices of a month, and write them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext

from cessie.domain.audit.record import record_many
from cessie.domain.charges.accrue import NotOver
from cessie.domain.charges.agreed import Agreed, agreed
from cessie.domain.charges.models import FeeInvoice
from cessie.domain.charges.rules.fee_document import Named, Words, document
from cessie.domain.charges.rules.fee_lines import VAT_TYPES, Booked, FeeLine, Tax, fee_lines, totals
from cessie.domain.credit import locks
from cessie.domain.documents.store_own import Paper, store_own
from cessie.domain.parties.models import Company, Identifier
from cessie.domain.parties.queries import house_company
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.invoices import ubl
from cessie.formats.values import InvoiceDocument
from cessie.ledger.period import following
from cessie.ledger.rules.kinds import in_words
from cessie.ledger.valued import Volume, volumes
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.terms import vat
from cessie.terms.contract import Terms

SETTLED = N_("Settled on your current account; nothing remains to be paid.")
SET_OFF = N_("Set off against what is collected for you; nothing remains to be transferred.")
EXEMPT = N_("Exempt from VAT")
#: Where it is settled: on the client's account, or against money that was collected for him.
OWED = ("2100", "1410")
#: Posting rules that charge a client.
CHARGING = ("P03", "P12", "P30")


def number_fees(
    *, contract_ids: Collection[UUID], month: date, by: Viewer, at: datetime
) -> tuple[tuple[FeeInvoice, ...], dict[UUID, Reason]]:
    """A numbered invoice for each contract that was charged something in the month; who cannot have one, and why.

    A contract has one a month: again gives the same. Numbers rise without a gap within the year of the month, taken
    under the lock of the year's row; an invoice that could not be written takes none.
    """
    by.require("charges.accrue")
    last = following(month) - timedelta(days=1)
    if booking_day(at) <= last:
        raise NotOver("charges.not_over", N_("{day} is not over yet."), day=last)
    with transaction.atomic():
        locks.take(contract_ids=contract_ids, debtor_ids=())
        have = {row.contract_id: row for row in FeeInvoice.objects.filter(contract_id__in=contract_ids, month=month)}
        rows = [row for row in agreed(contract_ids) if row.contract.pk not in have]
        booked = _booked([row.contract.pk for row in rows], month, last)
        house, named = _house_and(rows)
        new, refused = [], {}
        for row in rows:
            try:
                invoice = _drafted(row, month, last, booked.get(row.contract.pk, ()), at)
                if invoice is not None:
                    _document(invoice, row, house, named)  # refused before it takes a number
            except Refusal as no:
                refused[row.contract.pk] = no.reason
                continue
            if invoice is not None:
                new.append(invoice)
        _number(new, last.year)
        FeeInvoice.objects.bulk_create(new)
        record_many(
            action="charges.number", by=by, at=at,
            lines=[
                (row, row.client_id, {"number": row.number, "month": month, "net_cents": row.net_cents}) for row in new
            ],
        )  # fmt: skip
    return (*have.values(), *new), refused


def write_fees(*, invoices: Sequence[FeeInvoice], by: Viewer, at: datetime) -> None:
    """Keep the UBL of each invoice that has none yet; an invoice gives the same bytes each time."""
    by.require("charges.accrue")
    lacking = [row for row in invoices if row.xml_id is None]
    contracts = {row.contract.pk: row for row in agreed([row.contract_id for row in lacking])}
    house, named = _house_and(contracts.values())
    papers = [
        Paper(
            ubl.write(_document(row, contracts[row.contract_id], house, named)), f"{row.number}.xml", row.client_id
        )
        for row in lacking
    ]  # fmt: skip
    hashes = store_own(papers=papers, by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute(
            "update charges_feeinvoice f set xml_id = made.digest"
            " from unnest(%s::uuid[], %s::text[]) as made (id, digest) where f.id = made.id and f.xml_id is null",
            [[row.pk for row in lacking], hashes],
        )


def _number(new: Sequence[FeeInvoice], year: int) -> None:
    if not new:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into charges_series (year, last) values (%s, %s)"
            " on conflict (year) do update set last = charges_series.last + excluded.last returning last",
            [year, len(new)],
        )
        last: int = cursor.fetchone()[0]
    for serial, invoice in enumerate(new, last - len(new) + 1):
        invoice.year, invoice.serial, invoice.number = year, serial, f"{year}-{serial:06}"


def _drafted(row: Agreed, month: date, last: date, booked: Sequence[Booked], at: datetime) -> FeeInvoice | None:
    terms = row.terms_on(last)
    lines = fee_lines(booked, lambda kind: _tax(terms, kind, last))
    if not lines:
        return None
    net, tax = totals(lines)
    return FeeInvoice(
        contract_id=row.contract.pk, client_id=row.contract.client_id, month=month, issue_date=last,
        language=row.contract.client.company.language, lines=[line.to_json() for line in lines],
        net_cents=net.cents, vat_cents=tax.cents, currency=net.currency, made_at=at, number="0",
    )  # fmt: skip


def _tax(terms: Terms, kind: str, day: date) -> Tax:
    fee_type = VAT_TYPES.get(kind, "SERVICE")
    rate = terms.interest_vat_rate(day) if fee_type == "FINANCING" else vat.rate_on(terms.vat_country, fee_type, day)
    return Tax(rate, "" if rate else EXEMPT)


def _house_and(rows: Iterable[Agreed]) -> tuple[Named | None, Mapping[UUID, Named]]:
    """The house, if it has a company, and the companies of these contracts."""
    house = house_company()
    companies = [row.contract.client.company_id for row in rows]
    named = _named([*companies, house.pk] if house else companies)
    return (named[house.pk] if house else None), named


def _document(invoice: FeeInvoice, row: Agreed, house: Named | None, named: Mapping[UUID, Named]) -> InvoiceDocument:
    if house is None:
        raise Refusal("charges.no_house", N_("The house has no company: it can issue no invoice."))
    with translation.override(invoice.language):
        lines = [FeeLine.from_json(line) for line in invoice.lines]
        settled = SET_OFF if row.terms_on(invoice.issue_date).holds_for_others else SETTLED
        return document(
            number=invoice.number, day=invoice.issue_date, period=(invoice.month, invoice.issue_date),
            contract=row.contract.number, house=house, client=named[row.contract.client.company_id],
            lines=[_translated(line) for line in lines],
            words=Words(lambda kind: in_words(kind, gettext), gettext(settled)),
        )  # fmt: skip


def _translated(line: FeeLine) -> FeeLine:
    reason = gettext(line.reason) if line.reason else ""
    return FeeLine(line.kind, line.count, line.net, line.vat, line.rate, reason)


def _booked(keys: Collection[UUID], month: date, last: date) -> Mapping[UUID, Sequence[Booked]]:
    by: dict[UUID, dict[str, list[Volume]]] = defaultdict(lambda: defaultdict(list))
    for volume in volumes(keys, month, last):
        if volume.rule in CHARGING:
            by[volume.contract][volume.kind.removesuffix("_reversed")].append(volume)
    return {contract: [_sum(kind, found) for kind, found in kinds.items()] for contract, kinds in by.items()}


def _sum(kind: str, found: Sequence[Volume]) -> Booked:
    net = Money.total(v.amount for v in found if v.account not in (*OWED, "2400"))
    tax = Money.total(v.amount for v in found if v.account == "2400")
    return Booked(kind, net, tax, sum(v.count for v in found if v.account in OWED))


def _named(company_ids: Collection[UUID]) -> Mapping[UUID, Named]:
    numbers: dict[UUID, dict[str, str]] = defaultdict(dict)
    for company, scheme, value in Identifier.objects.filter(company_id__in=company_ids, valid=True).values_list(
        "company_id", "scheme", "value"
    ):
        numbers[company].setdefault(scheme, value)
    return {
        row.pk: Named(
            row.name, row.country, f"{row.street} {row.building}".strip(), row.postcode, row.town, numbers[row.pk]
        )
        for row in Company.objects.filter(pk__in=company_ids)
    }
