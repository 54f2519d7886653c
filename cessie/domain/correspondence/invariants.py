"""What must hold of messages at any moment."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q

from cessie.domain.correspondence.models import Attempt, Message
from cessie.domain.correspondence.rules.states import TOLD
from cessie.lib.reasons import N_, Reason


def what_left_is_kept_and_proven() -> Iterator[Reason]:
    """Each message that left has its letter in the store, a mail its wire too, and one attempt that says so."""
    left = Message.objects.filter(state__in=(*TOLD, "bounced", "to_post"))
    bare = left.filter(Q(document__isnull=True) | Q(channel="email", wire__isnull=True))
    good = Attempt.objects.filter(outcome__in=("accepted", "laid")).values("message_id")
    confirmed = Q(attempts__outcome="unknown")  # a person said that it left
    unproven = left.exclude(pk__in=good).exclude(confirmed)
    for reference in (bare | unproven).distinct().order_by("reference").values_list("reference", flat=True):
        yield Reason("letter.unproven", N_("Letter {reference} left without proof."), {"reference": reference})


def nothing_is_handed_over_twice() -> Iterator[Reason]:
    """No message was accepted or laid more than once."""
    done = Count("attempts", filter=Q(attempts__outcome__in=("accepted", "laid")))
    rows = Message.objects.annotate(done=done).filter(done__gt=1).order_by("reference")
    for reference in rows.values_list("reference", flat=True):
        yield Reason("letter.twice", N_("Letter {reference} was handed over twice."), {"reference": reference})


def an_attempt_lasts_only_while_it_is_sent() -> Iterator[Reason]:
    """An attempt without an end belongs to a message that is being sent, and each of those has one."""
    open_ = Attempt.objects.filter(ended_at__isnull=True)
    wrong = Message.objects.filter(Q(pk__in=open_.values("message_id")) & ~Q(state="sending"))
    wrong = wrong | Message.objects.filter(Q(state="sending") & ~Q(pk__in=open_.values("message_id")))
    for reference in wrong.order_by("reference").values_list("reference", flat=True):
        yield Reason(
            "letter.attempt", N_("The attempts of letter {reference} do not fit its state."), {"reference": reference}
        )


CHECKS = [what_left_is_kept_and_proven, nothing_is_handed_over_twice, an_attempt_lasts_only_while_it_is_sent]
