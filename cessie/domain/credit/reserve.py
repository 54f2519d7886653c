"""Reserve room under the limits for an offer; use it when the offer is accepted, or give it back.

Each verb takes the locks of ``locks`` first and looks at the limits after that. The caller answers for who may act:
these verbs are steps of its own act.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import terms_on
from cessie.domain.credit import exposure, locks
from cessie.domain.credit.delegated import room_under
from cessie.domain.credit.models import Reservation
from cessie.domain.credit.rules.checks import INSOLVENT
from cessie.domain.credit.rules.limits import Room
from cessie.domain.credit.rules.states import RESERVATION
from cessie.domain.invoices.models import Finding, Invoice
from cessie.domain.parties.mark import is_marked
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.terms.contract import Terms


class OverLimit(Refusal):
    """The debtor's limit or the contract's facility leaves less than is asked."""


class AlreadyReserved(Refusal):
    """Another offer holds the invoice, or it is bought."""


class ReservationGone(Refusal):
    """The offer's reservation has run out or was given back."""


@dataclass(frozen=True, slots=True)
class Part:
    """What an invoice of an offer takes: the approved part of the debtor's limit, the financed part of the facility."""

    invoice_id: UUID
    approved: Money
    financed: Money


def reserve(
    *, key: str, invoice_id: UUID, approved: Money, financed: Money, expires_at: datetime, by: Viewer, at: datetime
) -> Reservation:
    """One invoice; see ``reserve_all``, which an offer with several must use (the locks of all are taken in order)."""
    (row,) = reserve_all(key=key, parts=[Part(invoice_id, approved, financed)], expires_at=expires_at, by=by, at=at)
    return row


@transaction.atomic
def reserve_all(
    *, key: str, parts: Sequence[Part], expires_at: datetime, by: Viewer, at: datetime
) -> tuple[Reservation, ...]:
    """Hold room for every invoice of the offer ``key``, or for none. The same call again gives the same reservations.

    Refused: less room than asked (``OverLimit``), an invoice that another offer holds (``AlreadyReserved``), an
    invoice without debtor. Reservations that have run out are given back on the way.
    """
    invoices = _invoices(parts)
    rows = list(invoices.values())
    locks.take(contract_ids=(i.contract_id for i in rows), debtor_ids=(i.debtor_id for i in rows if i.debtor_id))
    made = []
    for part in parts:
        invoice = invoices[part.invoice_id]
        former = _former(key, part, at, by)
        made.append(former or _hold(key, part, invoice, expires_at, by, at))
    return tuple(made)


@transaction.atomic
def use(*, key: str, by: Viewer, at: datetime) -> tuple[Reservation, ...]:
    """The offer is accepted: its reservations become use, after the limits were looked at again. Again does nothing.

    The purchase is posted in the same transaction, after this. Refused: reservations that have run out or were given
    back (``ReservationGone``), limits that no longer suffice (``OverLimit``).
    """
    rows = _locked(key)
    if rows and all(row.state == "used" for row in rows):
        return rows
    if not rows or any(row.state != "held" or row.expires_at <= at for row in rows):
        raise ReservationGone("credit.reservation_gone", N_("The room reserved for this offer has been given back."))
    _look_again(rows, at)
    return _move(rows, "use", by, at)


@transaction.atomic
def free(*, key: str, by: Viewer, at: datetime) -> tuple[Reservation, ...]:
    """The offer was declined, withdrawn or has run out: its room is there for others. Again does nothing.

    Room that is used already is not given back (``WrongState``).
    """
    return _move([row for row in _locked(key) if row.state != "freed"], "free", by, at)


@transaction.atomic
def expire(*, by: Viewer, at: datetime) -> int:
    """Give back every reservation that has run out; answers how many. Again does nothing."""
    late = Reservation.objects.filter(state="held", expires_at__lte=at).order_by("key")
    keys = list(late.values_list("key", flat=True).distinct())
    return sum(len(_move([row for row in _locked(key) if _is_late(row, at)], "free", by, at)) for key in keys)


def _invoices(parts: Sequence[Part]) -> dict[UUID, Invoice]:
    found = {row.pk: row for row in Invoice.objects.filter(pk__in=[part.invoice_id for part in parts])}
    for part in parts:
        invoice = found.get(part.invoice_id)
        if invoice is None:
            raise NotFound("credit.unknown_invoice", N_("There is no such invoice."))
        if invoice.debtor_id is None:
            raise Refusal("credit.no_debtor", N_("The debtor of {number} is not known."), number=invoice.number)
    return found


def _former(key: str, part: Part, at: datetime, by: Viewer) -> Reservation | None:
    """What this call made before; None if the invoice is free (a reservation that ran out is given back)."""
    row = Reservation.objects.filter(invoice_id=part.invoice_id, state__in=["held", "used"]).first()
    if row is None:
        return None
    if _is_late(row, at):
        _move([row], "free", by, at)
        return None
    if (row.key, row.approved_cents, row.financed_cents) != (key, part.approved.cents, part.financed.cents):
        raise AlreadyReserved("credit.already_reserved", N_("Another offer holds this invoice, or it is bought."))
    return row


def _hold(key: str, part: Part, invoice: Invoice, expires_at: datetime, by: Viewer, at: datetime) -> Reservation:
    _, terms = terms_on(invoice.contract_id, booking_day(at))
    debtor_id = _debtor(invoice)
    _solvent([invoice.pk], debtor_id)
    room = room_under(invoice.contract_id, terms, debtor_id, booking_day(at), at=at)
    _fits(room, part.approved)
    if terms.draw_mode == "AUTO_FULL":
        _fits_facility(exposure.facility(invoice.contract_id, terms, at=at), part.financed)
    row = Reservation.objects.create(
        key=key,
        invoice=invoice,
        debtor_id=debtor_id,
        contract_id=invoice.contract_id,
        approved_cents=part.approved.cents,
        financed_cents=part.financed.cents,
        limit_cents=room.limit.cents if room.limit else 0,
        taken_cents=room.taken.cents,
        currency=part.approved.currency,
        made_at=at,
        expires_at=expires_at,
    )
    facts = {"key": key, "approved": part.approved, "financed": part.financed, "limit": room.limit, "taken": room.taken}
    record(action="credit.reserve", subject=row, by=by, at=at, client_id=invoice.client_id, data=facts)
    return row


def _debtor(invoice: Invoice) -> UUID:
    if invoice.debtor_id is None:
        raise AssertionError("an invoice without debtor was refused before")
    return invoice.debtor_id


def _fits(room: Room, approved: Money) -> None:
    if room.group is not None and approved > room.group.room:
        raise OverLimit(
            "credit.no_group_room",
            N_("{asked} is asked, the limit of the debtor's group leaves {room} of {limit}."),
            asked=approved,
            room=room.group.room,
            limit=room.group.limit,
        )
    if room.cover is not None and approved > room.cover.room:
        raise OverLimit(
            "credit.no_cover",
            N_("{asked} is asked, the limit of the client's insurer leaves {room} of {limit}."),
            asked=approved,
            room=room.cover.room,
            limit=room.cover.limit,
        )
    if approved > room.room:
        raise OverLimit(
            "credit.no_room",
            N_("{asked} is asked, the debtor's limit leaves {room} ({taken} of {limit} is taken)."),
            asked=approved,
            room=room.room,
            taken=room.taken,
            limit=room.limit or Money(0),
        )


def _fits_facility(facility: exposure.Facility, financed: Money) -> None:
    if financed > facility.room:
        raise OverLimit(
            "credit.no_facility",
            N_("{asked} would be financed, the facility of {limit} leaves {room}."),
            asked=financed,
            room=facility.room,
            limit=facility.bound,
        )


def _look_again(rows: Sequence[Reservation], at: datetime) -> None:
    """Whether the limits of now still bear these reservations: a limit may have been lowered since the offer."""
    day, invoices = booking_day(at), [row.invoice_id for row in rows]
    terms = {row.contract_id: terms_on(row.contract_id, day)[1] for row in rows}
    for contract_id, debtor_id in sorted({(row.contract_id, row.debtor_id) for row in rows}):
        _solvent([row.invoice_id for row in rows if row.debtor_id == debtor_id], debtor_id)
        room = room_under(contract_id, terms[contract_id], debtor_id, day, at=at, but=invoices)
        _fits(room, Money.total(Money(row.approved_cents) for row in rows if row.debtor_id == debtor_id))
    for n, row in enumerate(rows):
        _fits_share(row, terms[row.contract_id], [each.invoice_id for each in rows[n:]], at)
    for contract_id, of_contract in terms.items():
        if of_contract.draw_mode == "AUTO_FULL":
            asked = Money.total(Money(row.financed_cents) for row in rows if row.contract_id == contract_id)
            _fits_facility(exposure.facility(contract_id, of_contract, at=at, but=invoices), asked)


def _solvent(invoice_ids: Sequence[UUID], debtor_id: UUID) -> None:
    """The debtor is not noted as insolvent; but where people said of the invoice itself that it is bought anyway."""
    if not is_marked(debtor_id, "insolvent"):
        return
    found = Finding.objects.filter(invoice__in=invoice_ids, code=INSOLVENT, gone_at__isnull=True)
    said = found.filter(cleared_at__isnull=False)
    if len(set(said.values_list("invoice_id", flat=True))) < len(set(invoice_ids)):
        raise OverLimit("credit.insolvent_now", N_("The debtor is insolvent, and nobody has said that it is bought."))


def _fits_share(row: Reservation, terms: Terms, but: Sequence[UUID], at: datetime) -> None:
    """The debtor's share of the contract bears what is approved of the invoice; ``but``: it and those after it."""
    if terms.limits.concentration is None or terms.drawn:  # what is drawn on request is bound by availability
        return
    day, asked = booking_day(at), Money(row.approved_cents)
    room = room_under(row.contract_id, terms, row.debtor_id, day, at=at, but=but).room
    part = max(asked, min(Money(row.invoice.payable_cents), room))
    share = exposure.concentration(row.contract_id, terms, row.debtor_id, part, at=at, but=but)
    if share is not None and asked > share.room:
        raise OverLimit(
            "credit.over_share",
            N_("{asked} is asked; {percent} % of the client's invoices leave {room} for this debtor."),
            asked=asked,
            percent=f"{share.percent.normalize():f}",
            room=share.room,
        )


def _locked(key: str) -> tuple[Reservation, ...]:
    """The reservations of an offer, newest of each invoice, all locks taken in their order."""
    seen = Reservation.objects.filter(key=key).values_list("contract_id", "debtor_id")
    locks.take(contract_ids=(contract for contract, _ in seen), debtor_ids=(debtor for _, debtor in seen))
    rows = Reservation.objects.select_related("invoice").select_for_update(of=("self",)).filter(key=key).order_by("pk")
    return tuple({row.invoice_id: row for row in rows}.values())


def _is_late(row: Reservation, at: datetime) -> bool:
    return row.state == "held" and row.expires_at <= at


def _move(rows: Iterable[Reservation], event: str, by: Viewer, at: datetime) -> tuple[Reservation, ...]:
    moved = []
    for row in rows:
        row.state = RESERVATION.after(row.state, event)
        row.save(update_fields=["state"])
        record(action=f"credit.{event}", subject=row, by=by, at=at, data={"key": row.key})
        moved.append(row)
    return tuple(moved)
