"""Disputes, every word that was said in them, and the evidence. What is open on the invoice is asked of the ledger."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cessie.domain.disputes.rules.grounds import GROUNDS
from cessie.domain.disputes.rules.states import DISPUTE, LIVE
from cessie.lib.ids import uuid7

SIDES = ("debtor", "client", "staff")


class Dispute(models.Model):
    """What is contested of one invoice, bought or managed alike; ``amount_cents`` empty: all that is open on it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    ground = models.TextField()
    amount_cents = models.BigIntegerField(null=True)
    state = models.TextField(default=DISPUTE.initial)
    raised_at = models.DateTimeField()
    answer_by = models.DateField()  # the client's last day; again ten days when it is opened again

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DISPUTE.states), name="disputes_state"),
            models.CheckConstraint(condition=Q(ground__in=sorted(GROUNDS)), name="disputes_ground"),
            models.CheckConstraint(
                condition=Q(amount_cents__isnull=True) | Q(amount_cents__gt=0), name="disputes_amount"
            ),
            models.UniqueConstraint(fields=["invoice"], condition=Q(state__in=LIVE), name="disputes_one_live"),
        ]
        indexes = [
            models.Index(fields=["invoice", "-raised_at"], name="disputes_of_invoice"),
            models.Index(fields=["state", "answer_by"], name="disputes_by_deadline"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.ground}"


class Turn(models.Model):
    """One word in a dispute, in their order, never changed; ``credit_cents``: what was promised to be credited."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="turns")
    event = models.TextField()  # "raise", or one of the machine's
    words = models.TextField()
    credit_cents = models.BigIntegerField(default=0)
    side = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=SIDES), name="disputes_turn_side"),
            models.CheckConstraint(condition=Q(credit_cents__gte=0), name="disputes_turn_credit"),
        ]
        indexes = [models.Index(fields=["dispute", "at", "id"], name="disputes_turns")]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.event}"


class Evidence(models.Model):
    """A photo or a document with a dispute."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="evidence")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    side = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=SIDES), name="disputes_evidence_side"),
            models.UniqueConstraint(fields=["dispute", "document"], name="disputes_evidence_once"),
        ]

    def __str__(self) -> str:
        return self.name
