"""Money that came in (one receipt a bank line) and to what it was allocated."""

from __future__ import annotations

from django.db import models

from cessie.domain.matching.rules.states import MATCH
from cessie.lib.ids import uuid7


class Receipt(models.Model):
    """A credit line on a collection account, posted as P07; what of it is unallocated is asked of the ledger (2300)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    line = models.OneToOneField("banking.Line", on_delete=models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(amount_cents__gt=0), name="matching_receipt_positive")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.amount_cents}"


class Match(models.Model):
    """One way in which a receipt pays invoices: found by a rule or decided by a person, with every reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="matches")
    state = models.TextField(default=MATCH.initial)
    rule = models.TextField()  # structured_reference, end_to_end_id, invoice_numbers, exact_amount, ..., person
    score = models.DecimalField(max_digits=5, decimal_places=4)
    reasons = models.JSONField(default=list)
    excess_cents = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.TextField()
    posted_at = models.DateTimeField(null=True)
    reversed_at = models.DateTimeField(null=True)
    reversed_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=MATCH.states), name="matching_match_state"),
            models.CheckConstraint(
                condition=models.Q(state__in=["posted", "reversed"]) | models.Q(posted_at__isnull=True),
                name="matching_posted_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.rule}"


class Allocation(models.Model):
    """What of a match goes to one invoice, in cents."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="allocations")
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    live = models.BooleanField(default=False)  # posted and not reversed: one receipt pays one invoice once

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["match", "invoice"], name="matching_allocation_once"),
            models.UniqueConstraint(
                fields=["receipt", "invoice"], condition=models.Q(live=True), name="matching_receipt_pays_invoice_once"
            ),
            models.CheckConstraint(condition=models.Q(amount_cents__gt=0), name="matching_allocation_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.amount_cents}"
