"""Lines of clients' ledgers that the house does not finance any more, whatever later ledgers show."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cessie.domain.client_ledgers.rules.kinds import APART_CAUSES
from cessie.lib.ids import uuid7


class Apart(models.Model):
    """A line set apart from what is bought of a ledger: ``doubtful``, its debtor will not pay (P22), or
    ``charged_back``, the client took it back (P15).

    ``open_cents``: what the ledger showed; ``booked_cents``: what of it left the debtor's account (1100): less where he
    has credits. Until it ends no ledger buys it again, nor charges it to the client where he takes it out.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    submission = models.ForeignKey("client_ledgers.Submission", on_delete=models.PROTECT, related_name="+")
    number = models.TextField()
    due_date = models.DateField()
    open_cents = models.BigIntegerField()
    booked_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    cause = models.TextField()
    note = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")
    ended_note = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cause__in=APART_CAUSES), name="ledgers_apart_cause"),
            models.CheckConstraint(
                condition=Q(open_cents__gt=0, booked_cents__gte=0, booked_cents__lte=models.F("open_cents")),
                name="ledgers_apart_amounts",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="", ended_note="")
                | Q(ended_at__isnull=False) & ~Q(ended_by=""),
                name="ledgers_apart_ended",
            ),
            models.UniqueConstraint(
                fields=["contract", "debtor", "number"], condition=Q(ended_at__isnull=True), name="ledgers_apart_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number
