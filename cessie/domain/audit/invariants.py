"""What must hold of the trail at any moment."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Sum

from cessie.domain.audit.models import Block, Event, Pending
from cessie.domain.audit.rules.digest import FIELDS, digest
from cessie.lib.reasons import N_, Reason


def seals_hold() -> Iterator[Reason]:
    """Each block follows the one before it, and its digest is that of its events as they stand now."""
    number, previous = 0, ""
    for block in Block.objects.order_by("number").iterator(100):
        number += 1
        events = Event.objects.filter(pk__in=block.event_ids).order_by("id").values(*FIELDS)
        if block.number != number or block.previous != previous:
            yield Reason("audit.chain", N_("Block {number} of the trail does not follow its predecessor."),
                         {"number": block.number})  # fmt: skip
        elif block.digest != digest(block.number, previous, events):
            yield Reason("audit.seal", N_("The seal of block {number} of the trail is broken: an event in it was "
                                          "changed or removed."), {"number": block.number})  # fmt: skip
        number, previous = block.number, block.digest


def nothing_outside_the_seals() -> Iterator[Reason]:
    """Every event is in one block or waits for the next."""
    sealed = Block.objects.aggregate(n=Sum("count"))["n"] or 0
    events, waiting = Event.objects.count(), Pending.objects.count()
    if events != sealed + waiting:
        yield Reason(
            "audit.count",
            N_("The trail has {events} events, but {sealed} are sealed and {waiting} wait for a seal."),
            {"events": events, "sealed": sealed, "waiting": waiting},
        )


CHECKS = [seals_hold, nothing_outside_the_seals]
