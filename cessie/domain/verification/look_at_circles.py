"""Look over the invoices and ledgers of all clients for companies that sell in a circle, or to their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Sum

from cessie.domain.client_ledgers.models import Position, Submission
from cessie.domain.contracts.models import Contract
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.marks_of import marks_of
from cessie.domain.parties.models import Client, Company, Debtor
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.verification.find import find
from cessie.domain.verification.models import Finding
from cessie.domain.verification.rules.rings import Ring, Sold, as_one, rings, within
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason

#: The time that is looked at, and after how long what was seen may be found again.
LOOKED_AT: Final = timedelta(days=90)
AGAIN: Final = timedelta(days=365)
#: How many numbers of documents a finding names.
NAMED: Final = 5


def look_at_circles(*, contract_ids: Collection[UUID] | None = None, by: Viewer, at: datetime) -> int:
    """How many findings are new, each for attention under the contract of a client who is in it; ``contract_ids``: only
    under these. What was seen is not found again within a year, also after it was cleared.

    In a handful of statements for any number of documents. Refused: no right (``NotAllowed``).
    """
    by.require("verification.work")
    day = booking_day(at)
    sellers = dict(Client.objects.values_list("company_id", "pk"))
    sold = _sold(day)
    marks = marks_of(sellers, {UUID(each.buyer) for each in sold})
    same = as_one({str(company): found for company, found in marks.items()})
    contracts = {
        row.client_id: row for row in Contract.objects.filter(state="running").order_by("started_date")
        if contract_ids is None or row.pk in contract_ids
    }  # fmt: skip
    seen = set(Finding.objects.filter(rule__startswith="F13.", found_at__gt=at - AGAIN).values_list("contract", "key"))
    fresh = 0
    for company, key, rule, debtor, reason in _told(sold, same, marks, day):
        contract = contracts.get(sellers[company]) if company in sellers else None
        if contract is not None and (contract.pk, key) not in seen:
            seen.add((contract.pk, key))
            find(
                contract_id=contract.pk, rule=rule, severity="note", reason=reason, key=key, debtor_id=debtor, by=by,
                at=at,
            )  # fmt: skip
            fresh += 1
    return fresh


def _sold(day: date) -> list[Sold]:
    """What each client invoiced each debtor: the documents of the house, and those of the ledgers in force."""
    since = day - LOOKED_AT
    sums: dict[tuple[UUID, UUID], int] = defaultdict(int)
    rows = Invoice.objects.filter(kind="invoice", issue_date__gt=since, debtor__isnull=False).exclude(
        state__in=("rejected", "withdrawn")
    )
    for seller, buyer, cents in rows.values_list("client__company", "debtor__company").annotate(Sum("gross_cents")):
        sums[seller, buyer] += cents
    sent = Submission.objects.filter(kind="balance", state="accepted").values("pk")
    lines = Position.objects.filter(submission__in=sent, kind="invoice", issue_date__gt=since)
    for seller, buyer, cents in lines.values_list("submission__client__company", "debtor__company").annotate(
        Sum("gross_cents")
    ):
        sums[seller, buyer] += cents
    return [Sold(str(seller), str(buyer), cents) for (seller, buyer), cents in sorted(sums.items())]


_Told = tuple[UUID, str, str, UUID | None, Reason]


def _told(
    sold: Sequence[Sold], same: Mapping[str, str], marks: Mapping[UUID, Collection[str]], day: date
) -> Iterator[_Told]:
    """Company of the client, key, rule, debtor, reason: of each ring for all that sell in it, then of affiliates."""
    found, inside = rings(sold, same), within(sold, same)
    people = {UUID(key) for ring in found for each in ring.sold for key in (each.seller, each.buyer)}
    people |= {UUID(key) for each in inside for key in (each.seller, each.buyer)}
    names = dict(Company.objects.filter(pk__in=people).values_list("pk", "name"))
    debtors = dict(Debtor.objects.filter(company__in=people).values_list("company", "pk"))
    for ring in found:
        reason = _circle(ring, names, day)
        for each in ring.sold:
            key = f"F13.circle:{':'.join(sorted(set(ring.way)))}"
            yield UUID(each.seller), key, "F13.circle", debtors.get(UUID(each.buyer)), reason
    for each in inside:
        seller, buyer = UUID(each.seller), UUID(each.buyer)
        shared = sorted(set(marks[seller]) & set(marks[buyer]))
        words = N_("{debtor} belongs to the client: they share {shared}. Invoiced in {days} days: {amount}.")
        facts: dict[str, Fact] = {
            "debtor": names[buyer], "shared": ", ".join(shared) or "–", "days": LOOKED_AT.days,
            "amount": Money(each.cents),
        }  # fmt: skip
        key = f"F13.affiliate:{each.seller}:{each.buyer}"
        yield seller, key, "F13.affiliate", debtors.get(buyer), Reason("F13.affiliate", words, facts)


def _circle(ring: Ring, names: Mapping[UUID, str], day: date) -> Reason:
    words = N_(
        "Companies invoice each other in a circle, for nearly the same amounts in {days} days: {steps}. {numbers}"
    )
    steps = "; ".join(f"{names[UUID(s.seller)]} → {names[UUID(s.buyer)]} {Money(s.cents).decimal}" for s in ring.sold)
    pairs = {(UUID(each.seller), UUID(each.buyer)) for each in ring.sold}
    rows = Invoice.objects.filter(
        client__company__in=[one for one, _ in pairs], debtor__company__in=[other for _, other in pairs],
        kind="invoice", issue_date__gt=day - LOOKED_AT,
    ).exclude(state__in=("rejected", "withdrawn")).order_by("-gross_cents", "pk")  # fmt: skip
    numbers = [number for *pair, number in rows.values_list("client__company", "debtor__company", "number")
               if tuple(pair) in pairs][:NAMED]  # fmt: skip
    facts: dict[str, Fact] = {"days": LOOKED_AT.days, "steps": steps, "numbers": ", ".join(numbers)}
    return Reason("F13.circle", words, facts)
