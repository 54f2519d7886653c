"""What must hold of runs and drawings, beside the books."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import F, OuterRef, Subquery, Sum

from cessie.domain.availability.drawable import DRAWS
from cessie.domain.availability.models import Call, Drawing, Part, Pool, Run
from cessie.domain.availability.replay import replay
from cessie.domain.payments.models import Order
from cessie.lib.reasons import N_, Reason


def buckets_are_the_whole() -> Iterable[Reason]:
    """The buckets of each pool's debtors are together what is open, and their eligible parts what is eligible."""
    sums = Part.objects.filter(pool=OuterRef("pk")).order_by().values("pool").annotate(sum=Sum("cents"))
    rows = Pool.objects.annotate(
        whole=Subquery(sums.values("sum")), sound=Subquery(sums.filter(bucket="ELIGIBLE").values("sum"))
    )
    for row in rows.iterator(500):
        whole, sound = row.whole or 0, row.sound or 0
        if (whole, sound) != (row.gross_cents, row.eligible_cents):
            yield Reason(
                "availability.buckets",
                N_("The buckets of {day} hold {whole} and {sound}, not {gross} and {eligible} (cents)."),
                {
                    "day": row.run_date,
                    "whole": whole,
                    "sound": sound,
                    "gross": row.gross_cents,
                    "eligible": row.eligible_cents,
                },
            )


def runs_replay() -> Iterable[Reason]:
    """The last run of each contract gives the same reckoned again from what it stood on."""
    for key in (
        Run.objects.order_by("contract_id", "-made_at", "-id").distinct("contract_id").values_list("pk", flat=True)
    ):
        yield from replay(key)


def drawings_were_borne() -> Iterable[Reason]:
    """No drawing was ordered beyond what its run says, and each has the one order of its amount."""
    over = Drawing.objects.filter(state__in=("ordered", "stopped")).filter(amount_cents__gt=F("run__with_people_cents"))
    for row in over:
        yield Reason("availability.over_drawn", N_("Drawing {number} is beyond its run."), {"number": str(row)})
    orders = dict(Order.objects.filter(key__startswith=DRAWS).values_list("key", "amount_cents"))
    for row in Drawing.objects.filter(state__in=("ordered", "stopped")):
        if orders.pop(f"{DRAWS}{row.pk}", None) != row.amount_cents:
            yield Reason(
                "availability.no_order", N_("Drawing {number} has no order of its amount."), {"number": str(row)}
            )
    for key in orders:
        yield Reason("availability.no_drawing", N_("Order {key} belongs to no drawing."), {"key": key})


def calls_are_of_two() -> Iterable[Reason]:
    """What is asked back is no more than was too much by its run, and two people said so."""
    for row in Call.objects.select_related("run").filter(amount_cents__gt=F("run__over_cents")):
        words = N_("Call {call} asks {amount}, its run says {over}.")
        yield Reason("availability.call_amount", words, {"call": str(row), "amount": row.amount, "over": row.run.over})
    for row in Call.objects.filter(state__in=("sent", "set_off")):
        if row.decided_by in ("", row.proposed_by):
            words = N_("Call {call} was proposed and sent by one person.")
            yield Reason("availability.call_by_one", words, {"call": str(row)})


CHECKS: list[Callable[[], Iterable[Reason]]] = [
    buckets_are_the_whole,
    runs_replay,
    drawings_were_borne,
    calls_are_of_two,
]
