"""What must hold of limits and reservations over the whole database; each breach is a reason (``cessie check``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from django.db.models import Max

from cessie.domain.audit.models import Event
from cessie.domain.credit.models import Reservation
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims
from cessie.ledger.receivables import ever_bought
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

#: How long the daily clock may leave a reservation that ran out.
GRACE = timedelta(days=1)


def no_limit_was_overrun() -> Iterable[Reason]:
    """No reservation was decided on less than was taken at that moment: what still counts of the earlier ones did then.

    The database holds ``taken + approved <= limit`` of each row; this proves ``taken`` against the rows and the books.
    """
    by_debtor: dict[object, list[Reservation]] = defaultdict(list)
    for row in Reservation.objects.filter(state__in=["held", "used"]).order_by("made_at", "id"):
        by_debtor[row.debtor_id].append(row)
    for rows in by_debtor.values():
        yield from _overruns(rows)


def _overruns(rows: Sequence[Reservation]) -> Iterator[Reason]:
    open_now = ledger.bought_amounts([row.invoice_id for row in rows if row.state == "used"])
    before: list[tuple[Reservation, int]] = []
    for row in rows:
        proved = sum(cents for _, cents in before)
        if proved > row.taken_cents:  # rare: a returned payment may have opened an earlier invoice again since then
            proved = sum(_open_then(earlier, row) for earlier, cents in before if cents)
        if proved > row.taken_cents and proved + row.approved_cents > row.limit_cents:
            yield Reason(
                "credit.limit_overrun",
                N_("Reservation {reservation}: {taken} was taken when {approved} was approved under {limit}."),
                {
                    "reservation": str(row.pk),
                    "taken": Money(proved),
                    "approved": Money(row.approved_cents),
                    "limit": Money(row.limit_cents),
                },
            )
        counts = row.approved_cents
        if row.state == "used":
            counts = min(counts, open_now[row.invoice_id].cents)
        before.append((row, counts))


def _open_then(earlier: Reservation, row: Reservation) -> int:
    """What an earlier reservation took when ``row`` was decided, as the books knew it at that moment."""
    if earlier.state == "held":
        return earlier.approved_cents
    of = Dims(invoice=earlier.invoice_id)
    then = [ledger.balance(account, of, known_at=row.made_at).cents for account in ("1100", "1110")]
    return min(earlier.approved_cents, sum(then))


def what_ran_out_was_given_back() -> Iterable[Reason]:
    """No offer holds room more than a day after it ran out, by the newest moment in the trail."""
    now = Event.objects.aggregate(newest=Max("at"))["newest"]
    if now is None:
        return
    for row in Reservation.objects.filter(state="held", expires_at__lt=now - GRACE).order_by("id"):
        yield Reason(
            "credit.not_given_back",
            N_("Reservation {reservation} ran out on {expired} and still holds {approved}."),
            {"reservation": str(row.pk), "expired": row.expires_at, "approved": Money(row.approved_cents)},
        )


def what_is_used_was_bought() -> Iterable[Reason]:
    """Every reservation in use has its purchase in the books."""
    used = dict(Reservation.objects.filter(state="used").values_list("invoice_id", "id"))
    for invoice in sorted(used.keys() - ever_bought(list(used))):
        yield Reason(
            "credit.used_not_bought",
            N_("Reservation {reservation} is in use, but the books know no purchase of its invoice."),
            {"reservation": str(used[invoice])},
        )


CHECKS = (no_limit_was_overrun, what_ran_out_was_given_back, what_is_used_was_bought)
