"""What debtors agreed to pay, and when. What is open, and so what was paid of it, is asked of the ledger."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cessie.domain.arrangements.rules.states import ARRANGEMENT, LIVE
from cessie.lib.ids import uuid7

KINDS = ("promise", "plan", "paid")
APPROVERS = ("", "client", "staff")


class Arrangement(models.Model):
    """A promise (one invoice, one day), a plan (instalments), or the debtor's word that he paid already.

    ``acceleration``: one missed instalment makes everything due. ``approver``: whose word it waits or waited for.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.TextField()
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3, default="EUR")
    acceleration = models.BooleanField(default=True)
    approver = models.TextField(default="")
    words = models.TextField(default="")
    state = models.TextField(default=ARRANGEMENT.initial)
    made_at = models.DateTimeField()
    made_by = models.TextField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")
    ended_words = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="arrangements_kind"),
            models.CheckConstraint(condition=Q(approver__in=APPROVERS), name="arrangements_approver"),
            models.CheckConstraint(condition=Q(state__in=ARRANGEMENT.states), name="arrangements_state"),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, ended_at__isnull=True) | ~Q(state__in=LIVE) & Q(ended_at__isnull=False),
                name="arrangements_ended_at",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(approver="") | ~Q(approved_by=""), name="arrangements_approved"
            ),
        ]
        indexes = [
            models.Index(fields=["client", "-made_at"], name="arrangements_of_client"),
            models.Index(fields=["debtor", "client"], name="arrangements_of_debtor"),
            models.Index(fields=["state", "made_at"], name="arrangements_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.debtor_id}"


class Covered(models.Model):
    """An invoice in an arrangement: what was open on it then, and how much of that the arrangement is about."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    arrangement = models.ForeignKey(Arrangement, on_delete=models.PROTECT, related_name="covers")
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    open_cents = models.BigIntegerField()
    agreed_cents = models.BigIntegerField()
    live = models.BooleanField(default=True)  # while the arrangement is asked for or runs

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_cents__gt=0, agreed_cents__lte=models.F("open_cents")), name="arrangements_agreed"
            ),
            models.UniqueConstraint(fields=["arrangement", "invoice"], name="arrangements_covered_once"),
            models.UniqueConstraint(fields=["invoice"], condition=Q(live=True), name="arrangements_one_live"),
        ]

    def __str__(self) -> str:
        return f"{self.arrangement_id} {self.invoice_id}"


class Instalment(models.Model):
    """What is to be paid until a day; never changed once it is agreed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    arrangement = models.ForeignKey(Arrangement, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due_date = models.DateField()
    amount_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="arrangements_instalment_positive"),
            models.UniqueConstraint(fields=["arrangement", "number"], name="arrangements_instalment_once"),
        ]
        indexes = [models.Index(fields=["due_date"], name="arrangements_due")]

    def __str__(self) -> str:
        return f"{self.arrangement_id} {self.number}"


class LeniencyRule(models.Model):
    """How far the house gives way by itself, as it lays it down: one proposes, another confirms."""

    number = models.PositiveIntegerField(primary_key=True)  # 1, 2, ...: the last confirmed one holds
    rule = models.JSONField()  # rules.leniency.Leniency
    note = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.TextField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="arrangements_leniency_says_why"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by="")
                | Q(confirmed_at__isnull=False) & ~Q(confirmed_by="") & ~Q(confirmed_by=models.F("proposed_by")),
                name="arrangements_leniency_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
