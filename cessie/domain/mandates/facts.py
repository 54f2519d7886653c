"""What the rules must know of mandates, invoices and days, gathered from the tables and the books."""

from __future__ import annotations

from collections.abc import Collection as Some
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Sum

from cessie.domain.arrangements.amounts import Arranged, arranged
from cessie.domain.arrangements.models import Instalment
from cessie.domain.disputes.amounts import Disputed, disputed
from cessie.domain.invoices.models import Invoice
from cessie.domain.mandates.models import Collection, Creditor, Mandate
from cessie.domain.mandates.rules import may_collect as rules
from cessie.domain.mandates.rules.states import ON_ITS_WAY
from cessie.domain.mandates.set_up_creditor import hours_of
from cessie.domain.parties.mark import marks_of
from cessie.domain.parties.models import Debtor
from cessie.domain.parties.rules.marks import ALONE, MARKS
from cessie.ledger.queries import bought_amounts, managed_amounts
from cessie.lib.money import Money
from cessie.lib.reasons import Reason

#: A collection in one of these states has used its mandate.
_USED = ("instructed", "settled", "returned")


def last_collected(mandates: Some[UUID]) -> dict[UUID, date]:
    """The day of the last collection under each mandate that left the house and was not rejected."""
    rows = Collection.objects.filter(mandate_id__in=mandates, state__in=_USED).values_list("mandate_id")
    return dict(rows.annotate(Max("collection_date")).order_by())


def on_its_way(invoices: Some[UUID], *, but: Some[UUID] = ()) -> dict[UUID, int]:
    """Cents of each invoice in collections that are neither settled nor refused, leaving out those named."""
    rows = Collection.objects.filter(invoice_id__in=invoices, state__in=sorted(ON_ITS_WAY)).exclude(pk__in=but)
    return dict(rows.values_list("invoice_id").annotate(Sum("amount_cents")).order_by())


def reasons_against(rows: Sequence[Collection], at: datetime) -> dict[UUID, tuple[Reason, ...]]:
    """Why each collection may not leave now; nothing where it may. ``mandate__creditor__account`` and ``invoice``
    loaded."""
    owed = claims(rows)
    used = last_collected({row.mandate_id for row in rows})
    alone = _left_alone({row.invoice.debtor_id for row in rows})
    return {
        row.pk: rules.against(
            mandate_facts(row.mandate, used.get(row.mandate_id)),
            owed[row.pk],
            _ask(row, at),
            stopped=alone.get(row.invoice.debtor_id),
        )
        for row in rows
    }


def claims(rows: Sequence[Collection]) -> dict[UUID, rules.Claim]:
    """What is owed on the invoice of each collection, and what of it is held, beside these collections themselves."""
    invoices = {row.invoice_id for row in rows}
    parts = _instalments(rows)
    open_now = open_to({(row.invoice_id, row.mandate.creditor) for row in rows})
    contested, agreed = disputed(list(invoices)), arranged(list(invoices))
    way = on_its_way(invoices, but={row.pk for row in rows})
    found = {}
    for row in rows:
        part = parts.get(row.instalment_id)
        found[row.pk] = rules.Claim(
            open=open_now[row.invoice_id],
            due=part.due_date if part else row.invoice.due_date,
            on_its_way=Money(way.get(row.invoice_id, 0), row.currency),
            **_held(row.invoice_id, open_now[row.invoice_id], contested, agreed, part),
        )
    return found


def _instalments(rows: Sequence[Collection]) -> dict[UUID | None, Instalment]:
    """The instalments that some of them fetch, by key."""
    return dict(Instalment.objects.in_bulk({row.instalment_id for row in rows if row.instalment_id}))


def _left_alone(debtors: Some[UUID | None]) -> dict[UUID | None, Reason]:
    """Who is left alone altogether, by what was noted of him."""
    companies = dict(Debtor.objects.filter(pk__in=[key for key in debtors if key]).values_list("pk", "company_id"))
    noted = marks_of(set(companies.values()))
    found = {key: next((kind for kind in ALONE if kind in noted[company]), "") for key, company in companies.items()}
    return {key: Reason(f"mandates.{kind}", MARKS[kind].words) for key, kind in found.items() if kind}


def claim(invoice: Invoice, creditor: Creditor, instalment: Instalment | None = None) -> rules.Claim:
    """What is owed to this creditor on an invoice, and what of it is contested, arranged or on its way already; of an
    instalment what of the invoice falls due with it."""
    open_now = open_to([(invoice.pk, creditor)])[invoice.pk]
    held = _held(invoice.pk, open_now, disputed([invoice.pk]), arranged([invoice.pk]), instalment)
    way = Money(on_its_way([invoice.pk]).get(invoice.pk, 0), open_now.currency)
    due = instalment.due_date if instalment else invoice.due_date
    return rules.Claim(open=open_now, due=due, on_its_way=way, **held)


def open_to(asked: Iterable[tuple[UUID, Creditor]]) -> dict[UUID, Money]:
    """What is open on each invoice to the creditor who would collect it: to the house what it bought, to a client on
    his own account what the house manages for him."""
    theirs: dict[bool, list[UUID]] = {True: [], False: []}
    for invoice_id, creditor in asked:
        theirs[creditor.account.is_ours].append(invoice_id)
    return bought_amounts(theirs[True]) | managed_amounts(theirs[False])


def _held(
    invoice_id: UUID,
    open_now: Money,
    contested: Mapping[UUID, Disputed],
    agreed: Mapping[UUID, Arranged],
    instalment: Instalment | None,
) -> dict[str, Money]:
    """What is not collected: the contested part, and what was promised or is paid by instalments, but for the part of
    the instalment that is fetched. Of one whose plan does not run any more nothing is."""
    none = Money(0, open_now.currency)
    found = {}
    if invoice_id in contested:
        found["disputed"] = min(contested[invoice_id].amount, open_now)
    rest = open_now - found.get("disputed", none)
    if instalment is not None:
        due = agreed[invoice_id].due if invoice_id in agreed else ()
        own = Money.total((amount for day, amount in due if day == instalment.due_date), open_now.currency)
        found["planned"] = max(rest - own, none)
    elif invoice_id in agreed:
        found["planned"] = min(agreed[invoice_id].amount, rest)
    return found


def mandate_facts(row: Mandate, used: date | None) -> rules.Mandate:
    """The mandate as the rules see it."""
    return rules.Mandate(
        state=row.state,
        scheme=row.scheme,
        signed_date=row.signed_date,
        one_off=row.one_off,
        last_collected=used,
        revoked_at=row.revoked_at,
        paused_until=row.paused_until,
        limit=None if row.limit_cents is None else Money(row.limit_cents, row.currency),
        consumer_account=row.consumer,
        bank_confirmed=row.bank_confirmed,
    )


def _ask(row: Collection, at: datetime) -> rules.Ask:
    creditor = row.mandate.creditor
    return rules.Ask(
        amount=Money(row.amount_cents, row.currency),
        day=row.collection_date,
        at=at,
        cut_off=hours_of(creditor),
        notified=row.notified_date,
        notice_days=creditor.notice_days,
    )
