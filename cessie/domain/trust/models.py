"""What debtors paid for principals, where it went back, what was paid to them directly, and each remittance.

No table holds what is owed: that is asked of the ledger (2200 by principal and claim, 1410 what a principal owes).
``reference`` is the claim's dossier, of which this room knows no more than its key.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cessie.domain.trust.rules.states import DIRECT, RECEIPT
from cessie.lib.ids import uuid7


class Remittance(models.Model):
    """What was collected for a principal under a contract until a day, the commission on it, and what is passed on.

    ``lines`` and the amounts are the statement as it was made: a paper of its day. ``order_key`` names the payment
    (P33), blank where nothing was left to pass on. Numbers rise within the house.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    until_date = models.DateField()
    collected_cents = models.BigIntegerField()  # by us and directly, less what went back
    base_cents = models.BigIntegerField()  # what the commission is on, with what was carried here
    carried_cents = models.BigIntegerField(default=0)  # zero or below: lowers the next base
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    vat_percent = models.DecimalField(max_digits=5, decimal_places=2)
    set_off_cents = models.BigIntegerField()  # commission, and older debts of the principal
    owing_cents = models.BigIntegerField(default=0)  # what he still owes after it
    paid_cents = models.BigIntegerField()  # passed on
    left_cents = models.BigIntegerField(default=0)  # too little to be passed on alone: it stays for the next
    currency = models.CharField(max_length=3, default="EUR")
    lines = models.JSONField(default=list)
    order_key = models.TextField(default="")
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    data_document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(net_cents__gte=0, vat_cents__gte=0, set_off_cents__gte=0, paid_cents__gte=0)
                & Q(owing_cents__gte=0, left_cents__gte=0, carried_cents__lte=0),
                name="trust_remittance_signs",
            ),
            models.CheckConstraint(
                condition=Q(paid_cents=0, order_key="") | Q(paid_cents__gt=0) & ~Q(order_key=""),
                name="trust_remittance_ordered",
            ),
        ]
        indexes = [models.Index(fields=["client", "-number"], name="trust_remittances_of")]

    def __str__(self) -> str:
        return str(self.number)


class Receipt(models.Model):
    """(Part of) a bank line of the third-party account, in cents, for one claim of one principal (P29).

    While nobody knows whose it is there is no principal, and ``reference`` is the bank line. ``remittance``: the one
    that reckoned with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    line = models.ForeignKey("banking.Line", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", null=True, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", null=True, on_delete=models.PROTECT, related_name="+")
    reference = models.UUIDField()
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    paid_date = models.DateField()
    state = models.TextField(default=RECEIPT.initial)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")  # put right from
    remittance = models.ForeignKey(Remittance, null=True, on_delete=models.PROTECT, related_name="receipts")
    reasons = models.JSONField(default=list)  # why a person was asked, or by what it was known
    note = models.TextField(default="")
    received_at = models.DateTimeField()
    received_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="trust_receipt_positive"),
            models.CheckConstraint(condition=Q(state__in=RECEIPT.states), name="trust_receipt_state"),
            models.CheckConstraint(
                condition=Q(
                    client__isnull=True, contract__isnull=True, reference=F("line"), state__in=["waiting", "gone"]
                )
                | Q(client__isnull=False, contract__isnull=False, state__in=["kept", "gone"]),
                name="trust_receipt_whose",
            ),
            models.UniqueConstraint(
                fields=["line", "reference"], condition=~Q(state="gone"), name="trust_receipt_once"
            ),
        ]
        indexes = [
            models.Index(fields=["client", "-paid_date"], name="trust_receipts_of"),
            models.Index(fields=["reference"], name="trust_receipts_for"),
            models.Index(fields=["contract"], condition=Q(remittance__isnull=True), name="trust_receipts_new"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.amount_cents}"


class Back(models.Model):
    """Money of a receipt that is gone: taken back by the bank (``line``), or moved to another claim.

    ``passed_on_cents``: what of it the principal had been paid already, and owes since (1410).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="back")
    line = models.ForeignKey("banking.Line", null=True, on_delete=models.PROTECT, related_name="+")
    passed_on_cents = models.BigIntegerField(default=0)
    back_date = models.DateField()
    remittance = models.ForeignKey(Remittance, null=True, on_delete=models.PROTECT, related_name="backs")
    note = models.TextField(default="")
    made_at = models.DateTimeField()
    made_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(passed_on_cents__gte=0), name="trust_back_passed_on"),
            models.CheckConstraint(condition=Q(line__isnull=False) | ~Q(note=""), name="trust_back_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.back_date}"


class Direct(models.Model):
    """A debtor paid the principal himself: nothing of it comes to the house, but it settles the claim and may earn."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    reference = models.UUIDField()
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    paid_date = models.DateField()
    state = models.TextField(default=DIRECT.initial)
    remittance = models.ForeignKey(Remittance, null=True, on_delete=models.PROTECT, related_name="directs")
    note = models.TextField(default="")
    reported_at = models.DateTimeField()
    reported_by = models.TextField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="trust_direct_positive"),
            models.CheckConstraint(
                condition=Q(state="reported", withdrawn_at__isnull=True)
                | Q(state="withdrawn", withdrawn_at__isnull=False, remittance__isnull=True),
                name="trust_direct_state",
            ),
            models.UniqueConstraint(
                fields=["reference", "paid_date", "amount_cents"],
                condition=Q(state="reported"),
                name="trust_direct_once",
            ),
        ]
        indexes = [models.Index(fields=["client", "-paid_date"], name="trust_directs_of")]

    def __str__(self) -> str:
        return f"{self.reference} {self.amount_cents}"


class Refund(models.Model):
    """What of a receipt goes back to whoever paid too much: ordered once (P33), let go by two people as every
    payment."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="refund")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    order = models.OneToOneField("payments.Order", on_delete=models.PROTECT, related_name="+")
    remittance = models.ForeignKey(Remittance, null=True, on_delete=models.PROTECT, related_name="refunds")
    note = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="trust_refund_says_why")]

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.order_id}"
