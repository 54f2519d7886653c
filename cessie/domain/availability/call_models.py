"""The house asks a client back what is in use beyond what is available."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cessie.domain.availability.rules.states import CALL
from cessie.lib.ids import uuid7
from cessie.lib.money import Money


class Call(models.Model):
    """One call: proposed by one person with a last day, sent by another; ``amount_cents`` is what was too much in use
    in ``run`` when it was proposed. It ends when nothing is too much any more, by whatever cause; what is still to come
    is asked of the last run. ``reference`` is what a payment quotes; ``told``: how many people were mailed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey("availability.Run", on_delete=models.PROTECT, related_name="+")
    reference = models.TextField(unique=True)
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    last_date = models.DateField()  # by which the client is to pay
    state = models.TextField(default=CALL.initial)
    note = models.TextField(default="")
    proposed_at = models.DateTimeField()
    proposed_by = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")
    told = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    set_off_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CALL.states), name="availability_call_state"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="availability_call_positive"),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state__in=("proposed", "sent", "set_off")),
                name="availability_one_call",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "dropped", "covered"))
                | Q(decided_at__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="availability_call_by_two",
            ),
        ]
        indexes = [models.Index(fields=["client", "-proposed_at"], name="availability_calls_of")]

    def __str__(self) -> str:
        return self.reference

    @property
    def amount(self) -> Money:
        """What was asked."""
        return Money(self.amount_cents, self.currency)
