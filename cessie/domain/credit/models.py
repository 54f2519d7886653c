"""How much of a debtor's debt the house will stand for, and what of it is promised."""

from __future__ import annotations

from django.db import models

from cessie.domain.credit.rules.states import RESERVATION
from cessie.lib.ids import uuid7

LIMIT_KINDS = ("own", "insured")


class Limit(models.Model):
    """A decision on one debtor from a day on, incl. VAT: own (the risk desk's) or insured (the insurer's)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    kind = models.TextField()
    amount_cents = models.BigIntegerField()  # 0 = refused or withdrawn
    currency = models.CharField(max_length=3, default="EUR")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    source = models.TextField(default="")  # insurer's reference, or why the desk decided so
    decided_at = models.DateTimeField()
    decided_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=LIMIT_KINDS), name="credit_limit_kind"),
            models.CheckConstraint(condition=models.Q(amount_cents__gte=0), name="credit_limit_not_negative"),
        ]
        indexes = [models.Index(fields=["debtor", "kind", "-valid_from", "-decided_at"], name="credit_limit_now")]

    def __str__(self) -> str:
        return f"{self.debtor_id} {self.kind} {self.amount_cents}"


class Reservation(models.Model):
    """The approved part of one invoice, counted against limits from the offer on; ``key`` names the proposal."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.TextField()
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    approved_cents = models.BigIntegerField()
    financed_cents = models.BigIntegerField()  # what of it will be funds in use
    limit_cents = models.BigIntegerField()  # the limit under which it was decided
    taken_cents = models.BigIntegerField()  # used and reserved by others at that moment
    currency = models.CharField(max_length=3, default="EUR")
    state = models.TextField(default=RESERVATION.initial)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice"],
                condition=models.Q(state__in=["held", "used"]),
                name="credit_one_reservation_an_invoice",
            ),
            models.CheckConstraint(condition=models.Q(state__in=RESERVATION.states), name="credit_reservation_state"),
            models.CheckConstraint(
                condition=models.Q(approved_cents__gte=0, financed_cents__gte=0)
                & models.Q(financed_cents__lte=models.F("approved_cents")),
                name="credit_reservation_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_cents=0)
                | models.Q(limit_cents__gte=models.F("taken_cents") + models.F("approved_cents")),
                name="credit_reservation_within_limit",
            ),
        ]
        indexes = [
            models.Index(fields=["debtor"], condition=models.Q(state="held"), name="credit_held_debtor"),
            models.Index(fields=["contract"], condition=models.Q(state="held"), name="credit_held_contract"),
            models.Index(fields=["invoice"], name="credit_reserved_invoice"),
            models.Index(fields=["key"], name="credit_reservation_key"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.approved_cents}"
