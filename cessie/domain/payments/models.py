"""Orders to pay and the batches in which they leave."""

from __future__ import annotations

from django.db import models

from cessie.domain.payments.rules.states import BATCH, ORDER
from cessie.lib.ids import uuid7


class Batch(models.Model):
    """Orders that leave in one file from one account: prepared by one person, released by another."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField(unique=True)  # also the file's message id
    account = models.ForeignKey("banking.Account", on_delete=models.PROTECT, related_name="+")
    state = models.TextField(default=BATCH.initial)
    execution_date = models.DateField()
    prepared_at = models.DateTimeField()
    prepared_by = models.TextField()
    released_at = models.DateTimeField(null=True)
    released_by = models.TextField(default="")
    sent_at = models.DateTimeField(null=True)
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=BATCH.states), name="payments_batch_state"),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "discarded"])
                | (~models.Q(released_by="") & ~models.Q(released_by=models.F("prepared_by"))),
                name="payments_batch_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Order(models.Model):
    """One amount to one account for one reason. ``key`` makes it once; ``rule`` names its posting (P04, P19, ...)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.TextField(unique=True)  # "payout:<proposal>", "release:<invoice>"
    rule = models.TextField()
    client = models.ForeignKey("parties.Client", null=True, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", null=True, on_delete=models.PROTECT, related_name="+")
    payee = models.ForeignKey("parties.BankAccount", on_delete=models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    end_to_end_id = models.TextField(unique=True)  # at most 35 characters of the EPC set
    text = models.TextField(default="")
    state = models.TextField(default=ORDER.initial)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="orders")
    ordered_at = models.DateTimeField()
    ordered_by = models.TextField()
    executed_date = models.DateField(null=True)
    line = models.OneToOneField("banking.Line", null=True, on_delete=models.PROTECT, related_name="+")
    refusal = models.JSONField(null=True)  # Reason of a rejection: the bank's code and words

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_cents__gt=0), name="payments_order_positive"),
            models.CheckConstraint(condition=models.Q(state__in=ORDER.states), name="payments_order_state"),
            models.CheckConstraint(
                condition=models.Q(state__in=["ordered", "cancelled"]) | models.Q(batch__isnull=False),
                name="payments_order_batch",
            ),
        ]
        indexes = [models.Index(fields=["state", "ordered_at"], name="payments_waiting")]

    def __str__(self) -> str:
        return self.end_to_end_id
