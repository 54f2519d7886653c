"""A limit changes: offers that it does not bear any more are made anew or blocked, and the client reads why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.contracts.queries import contract_of, terms_on
from cessie.domain.credit.answer_limit import answer_limit, request_key
from cessie.domain.credit.ask_limit import ask_limit
from cessie.domain.credit.decide_named import decide_named
from cessie.domain.credit.delegated import DELEGATED, insured_limits, room_under
from cessie.domain.credit.exposure import decisions_on
from cessie.domain.credit.models import Limit, LimitRequest, NamedLimit, Reservation
from cessie.domain.credit.name_limits import Named, name_from_file, name_limits
from cessie.domain.credit.rules.house import Facts, auto
from cessie.domain.credit.rules.limits import in_force
from cessie.domain.credit.set_limit import set_limit
from cessie.domain.parties.groups import debtor_groups
from cessie.domain.parties.queries import names
from cessie.domain.purchase.block import block
from cessie.domain.purchase.overdue import overdue
from cessie.domain.purchase.queries import offered_on
from cessie.domain.purchase.supersede import supersede
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.domain.work.open_task import open_task
from cessie.domain.work.rules.clock import due_after
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason, Refusal

LIMITS = system("limits")
#: Staffed hours within which a client gets his answer.
PROMPT = 8


def decide(
    *,
    debtor_id: UUID,
    kind: str,
    amount: Money,
    valid_from: date,
    valid_until: date | None = None,
    covered_until: date | None = None,
    source: str = "",
    by: Viewer,
    at: datetime,
) -> Limit:
    """Decide on a limit and look at the open offers again. Refused as ``credit.set_limit``."""
    with transaction.atomic():
        limit = set_limit(
            debtor_id=debtor_id,
            kind=kind,
            amount=amount,
            valid_from=valid_from,
            valid_until=valid_until,
            covered_until=covered_until,
            source=source,
            by=by,
            at=at,
        )
        look_again(debtor_id=debtor_id, at=at)
    return limit


def name(*, policy_id: UUID, named: Sequence[Named], by: Viewer, at: datetime) -> list[NamedLimit]:
    """Keep what a client's insurer decided, and look at the open offers again. Refused as ``credit.name_limits``."""
    with transaction.atomic():
        return _followed(name_limits(policy_id=policy_id, named=named, by=by, at=at), at)


def name_file(*, policy_id: UUID, data: bytes, by: Viewer, at: datetime) -> list[NamedLimit]:
    """The same from a file. Refused as ``credit.name_from_file``."""
    with transaction.atomic():
        return _followed(name_from_file(policy_id=policy_id, data=data, by=by, at=at), at)


def look_at_named(
    *, policy_id: UUID, limit_ids: Collection[UUID], event: str, by: Viewer, at: datetime
) -> list[NamedLimit]:
    """Confirm or decline what was noted of a client's policy, and look at the open offers again. Refused as
    ``credit.decide_named``."""
    with transaction.atomic():
        return _followed(decide_named(policy_id=policy_id, limit_ids=limit_ids, event=event, by=by, at=at), at)


def _followed(rows: list[NamedLimit], at: datetime) -> list[NamedLimit]:
    for debtor_id in sorted({row.debtor_id for row in rows}):
        look_again(debtor_id=debtor_id, at=at)
    return rows


def look_again(*, debtor_id: UUID, at: datetime) -> int:
    """Replace or block the open offers that the limits of a debtor (and of his group) do not bear now; how many.

    The newest go first, so that those who came before keep what room there is.
    """
    count = 0
    group = debtor_groups([debtor_id]).get(debtor_id, frozenset({debtor_id}))
    for proposal_id, held in offered_on(group):
        tight = _too_tight(held, at)
        if tight is None:
            continue
        words = N_("What we can finance on {debtor} changed.")
        reason = Reason("limits.changed", words, {"debtor": names([tight]).get(tight, "")})
        try:
            with transaction.atomic():
                supersede(proposal_id=proposal_id, reasons=[reason], by=LIMITS, at=at)
        except Refusal as no:
            block(proposal_id=proposal_id, reasons=[reason], for_the_desk=[no.reason], by=LIMITS, at=at)
        count += 1
    return count


def _too_tight(held: Sequence[Reservation], at: datetime) -> UUID | None:
    """The debtor on whom the room of now, without the offer's own reservations, does not bear the offer; or None."""
    day, own = booking_day(at), [row.invoice_id for row in held]
    for debtor_id in sorted({row.debtor_id for row in held}):
        of_debtor = [row for row in held if row.debtor_id == debtor_id]
        contract_id = of_debtor[0].contract_id
        left = room_under(contract_id, terms_on(contract_id, day)[1], debtor_id, day, at=at, but=own)
        if sum(row.approved_cents for row in of_debtor) > left.room.cents:
            return debtor_id
    return None


def ask(*, client_id: UUID, debtor_id: UUID, amount: Money, note: str = "", by: Viewer, at: datetime) -> LimitRequest:
    """A client asks for a limit: the house grants it by itself where its policy says so, else a person is asked.

    Refused as ``credit.ask_limit``.
    """
    with transaction.atomic():
        row = ask_limit(client_id=client_id, debtor_id=debtor_id, amount=amount, note=note, by=by, at=at)
        no = auto(amount, _facts(row, at))
        if no is None:
            return answer(request_id=row.pk, granted=amount, note="", by=LIMITS, at=at)
        words = N_("{client} asks for {amount} on {debtor}.")
        called = names([client_id, debtor_id])
        facts: dict[str, Fact] = {
            "client": called.get(client_id, ""),
            "amount": amount,
            "debtor": called.get(debtor_id, ""),
        }
        open_task(
            key=request_key(row.pk),
            kind="limit.request",
            subject=row,
            reasons=[Reason("limits.asked", words, facts), no],
            client_id=client_id,
            due_at=due_after(at, PROMPT),
            by=LIMITS,
            at=at,
        )
    return row


def answer(*, request_id: UUID, granted: Money, note: str, by: Viewer, at: datetime) -> LimitRequest:
    """Answer a request; what is granted becomes the desk's own limit from today. Refused as ``credit.answer_limit``."""
    with transaction.atomic():
        reason = Reason("limits.said", N_("{note}"), {"note": note.strip()}) if note.strip() else None
        row = answer_limit(request_id=request_id, granted=granted, reason=reason, by=by, at=at)
        if granted:
            decide(
                debtor_id=row.debtor_id,
                kind="own",
                amount=granted,
                valid_from=booking_day(at),
                source=note.strip(),
                by=by,
                at=at,
            )
    return row


def reconsider(*, request_id: UUID, at: datetime) -> LimitRequest:
    """The insurer has answered: grant a request that waits if nothing stands in the way any more."""
    row = LimitRequest.objects.get(pk=request_id)
    asked = Money(row.amount_cents, row.currency)
    if row.state == "asked" and auto(asked, _facts(row, at)) is None:
        return answer(request_id=row.pk, granted=asked, note="", by=LIMITS, at=at)
    return row


def _facts(row: LimitRequest, at: datetime) -> Facts:
    day = booking_day(at)
    said = decisions_on(row.debtor_id)
    contract = contract_of(row.client_id, day)
    terms = terms_on(contract.pk, day)[1] if contract is not None else None
    delegated = terms is not None and terms.insurance == DELEGATED
    covers = insured_limits(contract.pk, day, debtor_ids=[row.debtor_id]) if contract is not None and delegated else {}
    late = overdue(viewer=LIMITS, today=day, debtor_id=row.debtor_id)
    return Facts(
        insured=covers.get(row.debtor_id) if delegated else in_force(said, "insured", day),
        cover_required=terms is not None and terms.cover_required,
        overdue=Money.total(each.open for each in late),
        refused=in_force(said, "own", day) == Money(0),
    )
