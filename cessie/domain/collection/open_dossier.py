"""Take claims of a principal on a debtor into his dossier; open it where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.collection.door import say, soon
from cessie.domain.collection.models import Claim, Dossier, Series
from cessie.domain.collection.rules.numbers import number_of, reference_of
from cessie.domain.collection.rules.states import LIVE
from cessie.domain.collection.rules.taking import Offered, why_not
from cessie.domain.collection.segment import segment_of
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.mark import marks_of
from cessie.domain.parties.models import Debtor
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.queries import open_amounts
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason, Refusal

Source = Literal["hand_over", "upload", "staff"]
_OTHERS: Final = N_("{number} is no accepted invoice of this principal and this debtor.")


@dataclass(frozen=True, slots=True)
class NewClaim:
    """An invoice to be collected, with what the principal says of it (``models.Claim``)."""

    invoice_id: UUID
    hand_over_id: UUID | None = None
    rate: str = ""
    clause: bool = False
    notice_date: date | None = None
    notice_channel: Literal["post", "electronic"] = "post"


class NotTaken(Refusal):
    """A claim cannot be collected: nothing open, not late, time-barred, of an insolvent debtor, of somebody else."""


@transaction.atomic
def open_dossier(
    *, client_id: UUID, debtor_id: UUID, contract_id: UUID, claims: Sequence[NewClaim], source: Source, by: Viewer,
    at: datetime,
) -> Dossier:  # fmt: skip
    """The dossier of this principal, debtor and contract with these claims in it: the living one, or a new one.

    A claim that is in it already changes nothing. Locks: the debtor, the dossier, the invoices, the series of numbers.
    Refused: no right (``NotAllowed``), an unknown debtor (``NotFound``), what cannot be collected (``NotTaken``).
    """
    _require(client_id, by)
    debtor = Debtor.objects.select_for_update(of=("self",), no_key=True).select_related("company").filter(pk=debtor_id)
    row = debtor.first()
    if row is None:
        raise NotFound("collection.unknown_debtor", N_("There is no such debtor."))
    keys = [claim.invoice_id for claim in claims]
    dossier = Dossier.objects.select_for_update(of=("self",)).filter(
        client_id=client_id, debtor_id=debtor_id, contract_id=contract_id, state__in=LIVE
    ).first()  # fmt: skip
    invoices = {
        each.pk: each for each in Invoice.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    }
    live = dict(Claim.objects.filter(invoice_id__in=keys, live=True).values_list("invoice_id", "dossier_id"))
    new = [claim for claim in claims if dossier is None or live.get(claim.invoice_id) != dossier.pk]
    if dossier is not None and not new:
        return dossier
    if not new:
        raise NotTaken("collection.no_claims", N_("A dossier needs a claim."))
    _look(new, invoices, live, client_id, row, at)
    if dossier is None:
        dossier = _new(client_id, row, contract_id, source, by, at)
    _add(dossier, new, invoices, by, at)
    return dossier


def _require(client_id: UUID, by: Viewer) -> None:
    if by.kind == "client":
        if not by.sees_client(client_id):
            raise NotFound("parties.unknown_client", N_("There is no such client."))
        by.require_client(client_id)
    else:
        by.require("collection.open")


def _look(
    new: Sequence[NewClaim], invoices: dict[UUID, Invoice], live: dict[UUID, UUID], client_id: UUID, debtor: Debtor,
    at: datetime,
) -> None:  # fmt: skip
    """Refuse the first claim that cannot be taken."""
    marks = marks_of([debtor.company_id])[debtor.company_id]
    segment, still = segment_of(client_id, debtor), open_amounts(invoices.keys())
    for claim in new:
        invoice = invoices.get(claim.invoice_id)
        mine = invoice is not None and (invoice.client_id, invoice.debtor_id) == (client_id, debtor.pk)
        if invoice is None or not mine or invoice.kind != "invoice" or invoice.state != "accepted":
            raise NotTaken("collection.others", _OTHERS, number=invoice.number if mine and invoice else "")
        if invoice.pk in live:
            raise NotTaken("collection.elsewhere", N_("{number} is in another dossier."), number=invoice.number)
        offered = Offered(
            invoice.number, invoice.due_date, still[invoice.pk], debtor.company.country, segment, "insolvent" in marks
        )
        if (no := why_not(offered, booking_day(at))) is not None:
            raise NotTaken(no.code, no.message, **no.facts)


def _new(client_id: UUID, debtor: Debtor, contract_id: UUID, source: Source, by: Viewer, at: datetime) -> Dossier:
    today = booking_day(at)
    Series.objects.get_or_create(year=today.year)
    series = Series.objects.select_for_update().get(year=today.year)
    series.last += 1
    series.save(update_fields=["last"])
    number = number_of(today.year, series.last)
    dossier = Dossier.objects.create(
        number=number, reference=reference_of(number, debtor.company.country), client_id=client_id, debtor=debtor,
        contract_id=contract_id, source=source, look_date=today, opened_at=at, opened_by=by.key,
    )  # fmt: skip
    say(dossier, "open", by=by, at=at)
    facts = {"number": number, "debtor": debtor.pk, "source": source}
    record(action="collection.open", subject=dossier, by=by, at=at, client_id=client_id, data=facts)
    return dossier


def _add(dossier: Dossier, new: Sequence[NewClaim], invoices: dict[UUID, Invoice], by: Viewer, at: datetime) -> None:
    still = open_amounts([claim.invoice_id for claim in new])
    for claim in new:
        invoice = invoices[claim.invoice_id]
        Claim.objects.create(
            dossier=dossier, invoice=invoice, hand_over_id=claim.hand_over_id, number=invoice.number,
            issue_date=invoice.issue_date, due_date=invoice.due_date, principal_cents=still[invoice.pk].cents,
            currency=invoice.currency, rate=claim.rate, clause=claim.clause, notice_date=claim.notice_date,
            notice_channel=claim.notice_channel, added_at=at, added_by=by.key,
        )  # fmt: skip
    numbers = ", ".join(invoices[claim.invoice_id].number for claim in new)
    why = Reason("collection.added", N_("Taken in: {numbers}."), {"numbers": numbers})
    say(dossier, "add", reasons=[why], by=by, at=at)
    facts = {"invoices": len(new), "debtor": dossier.debtor_id}
    record(action="collection.add", subject=dossier, by=by, at=at, client_id=dossier.client_id, data=facts)
    soon(dossier, at)
