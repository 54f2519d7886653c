"""Managed invoices, the money that came for them on their creditor's own account, and what settled them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cessie.domain.managed.rules.kinds import KINDS, TOWARDS
from cessie.domain.managed.rules.states import MONEY, SETTLEMENT
from cessie.lib.ids import uuid7


class Managed(models.Model):
    """An invoice taken into management (P39); what is open on it is asked of the ledger (9020)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    invoice = models.OneToOneField("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    managed_at = models.DateTimeField()
    managed_by = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["client", "-managed_at"], name="managed_of_client")]

    def __str__(self) -> str:
        return str(self.invoice_id)


class Receipt(models.Model):
    """A credit line on a creditor's own account. It is his money: what is kept is which invoices it settled.

    What is left of it is its amount less its living settlements and what the bank took back.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    line = models.OneToOneField("banking.Line", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    state = models.TextField(default=MONEY.initial)
    received_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)  # when the engine last looked for what it could pay
    candidates = models.JSONField(default=list)  # the ways that were found and not taken: a person chooses
    reasons = models.JSONField(default=list)  # why none was taken
    decided_by = models.TextField(default="")  # who set it aside
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="managed_receipt_positive"),
            models.CheckConstraint(condition=Q(state__in=MONEY.states), name="managed_receipt_state"),
            models.CheckConstraint(
                condition=~Q(state="aside") | Q(decided_at__isnull=False) & ~Q(decided_by=""),
                name="managed_aside_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["client", "state", "-received_at"], name="managed_money")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.amount_cents}"


class Settlement(models.Model):
    """What settles (part of) a managed invoice, in cents; one entry P40 each, and its reversal once it is undone.

    ``towards``: "" the invoice itself, else interest or costs that were claimed beside it (one entry P42).
    ``part``: of a bank line with several payments the one that paid, from 1; 0 is the whole line.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    kind = models.TextField()
    towards = models.TextField(default="")
    state = models.TextField(default=SETTLEMENT.initial)
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    paid_date = models.DateField()
    receipt = models.ForeignKey(Receipt, null=True, on_delete=models.PROTECT, related_name="settlements")
    part = models.PositiveIntegerField(default=0)
    credit_note = models.ForeignKey("invoices.Invoice", null=True, on_delete=models.PROTECT, related_name="+")
    reference = models.UUIDField(null=True)  # of what an agency collected, the key of its claim
    rule = models.TextField(default="person")  # the engine's rule, or a person
    reasons = models.JSONField(default=list)
    note = models.TextField(default="")
    made_at = models.DateTimeField()
    made_by = models.TextField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.TextField(default="")
    undone_note = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="managed_settlement_kind"),
            models.CheckConstraint(
                condition=Q(towards="") & ~Q(kind="forgone")
                | Q(towards__in=TOWARDS, kind__in=["payment", "forgone", "collected"]) & ~Q(towards=""),
                name="managed_settlement_towards",
            ),
            models.CheckConstraint(condition=Q(state__in=SETTLEMENT.states), name="managed_settlement_state"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="managed_settlement_positive"),
            models.CheckConstraint(
                condition=Q(kind__in=["payment", "forgone"], receipt__isnull=False, credit_note__isnull=True)
                | Q(kind="credit_note", receipt__isnull=True, credit_note__isnull=False)
                | Q(kind__in=["told", "waived"], receipt__isnull=True, credit_note__isnull=True) & ~Q(note="")
                | Q(kind="collected", receipt__isnull=True, credit_note__isnull=True),
                name="managed_settlement_source",
            ),
            models.CheckConstraint(
                condition=Q(kind="collected", reference__isnull=False)
                | ~Q(kind="collected") & Q(reference__isnull=True),
                name="managed_settlement_collected",
            ),
            models.CheckConstraint(
                condition=Q(state="posted", undone_at__isnull=True) | Q(state="undone", undone_at__isnull=False),
                name="managed_settlement_undone",
            ),
            models.UniqueConstraint(
                fields=["receipt", "part", "invoice", "towards", "kind"],
                condition=Q(state="posted"),
                name="managed_pays_once",
            ),
            models.UniqueConstraint(
                fields=["credit_note", "invoice"], condition=Q(state="posted"), name="managed_credits_once"
            ),
            models.UniqueConstraint(
                fields=["reference", "invoice", "towards", "paid_date"],
                condition=Q(state="posted", kind="collected"),
                name="managed_collects_once",
            ),
        ]
        indexes = [models.Index(fields=["invoice", "state"], name="managed_settled")]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.kind} {self.amount_cents}"


class Return(models.Model):
    """A debit line by which the bank took (part of) a receipt back: its settlements were undone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    line = models.OneToOneField("banking.Line", on_delete=models.PROTECT, related_name="+")
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="returns")
    part = models.PositiveIntegerField(default=0)
    amount_cents = models.BigIntegerField()
    returned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="managed_return_positive"),
            models.UniqueConstraint(fields=["receipt", "part"], name="managed_returned_once"),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.amount_cents}"
