"""Runs of availability with all they stood on, what people set aside or said of debtors, and drawings.

A run is a paper of its moment: its amounts are never read as what is available now, which is always reckoned anew.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cessie.domain.availability.call_models import Call as Call
from cessie.domain.availability.rules.states import DRAWING
from cessie.lib.ids import uuid7
from cessie.lib.money import Money

SOURCES = ("ledger", "submission")


class Facts(models.Model):
    """What a pool was reckoned from (``rules.snapshot``), once for all days on which it was the same."""

    digest = models.CharField(max_length=64, primary_key=True)  # SHA-256 of the facts
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.digest


class Pool(models.Model):
    """What was eligible under a contract on a day, by the terms and rules then in force. ``steps``: each rule, what it
    took out and what it left, in cents."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("contracts.Version", on_delete=models.PROTECT, related_name="+")
    run_date = models.DateField()
    source = models.TextField()
    submission = models.ForeignKey(
        "client_ledgers.Submission", null=True, on_delete=models.PROTECT, related_name="+"
    )  # the ledger that the client sent
    facts = models.ForeignKey(Facts, on_delete=models.PROTECT, related_name="+")
    rules_version = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    gross_cents = models.BigIntegerField()
    eligible_cents = models.BigIntegerField()
    cap_cents = models.BigIntegerField(null=True)  # the most of one debtor
    steps = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "run_date", "version", "facts"], name="availability_pool_once"),
            models.CheckConstraint(
                condition=Q(source="ledger", submission__isnull=True)
                | Q(source="submission", submission__isnull=False),
                name="availability_pool_source",
            ),
            models.CheckConstraint(
                condition=Q(eligible_cents__gte=0, eligible_cents__lte=F("gross_cents")),
                name="availability_eligible_of_gross",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.run_date}"


class Part(models.Model):
    """What one bucket holds of one debtor in a pool; the buckets of all debtors together are its gross."""

    id = models.BigAutoField(primary_key=True)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="parts", db_index=False)
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+", db_index=False)
    bucket = models.TextField()
    cents = models.BigIntegerField()
    documents = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pool", "bucket", "debtor"], name="availability_part_once"),
            models.CheckConstraint(condition=Q(cents__gte=0), name="availability_part_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.pool_id} {self.bucket}"


class Run(models.Model):
    """What could be drawn at a moment: the pool, how the contract stood in the books, and what followed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    run_date = models.DateField()
    currency = models.CharField(max_length=3, default="EUR")
    in_use_cents = models.BigIntegerField()
    ordered_cents = models.BigIntegerField()
    outstanding_cents = models.BigIntegerField()
    accrued_cents = models.BigIntegerField()
    unmatched_cents = models.BigIntegerField()
    manual_cents = models.BigIntegerField()
    diluted_percent = models.DecimalField(max_digits=9, decimal_places=4)
    account_cents = models.BigIntegerField()
    group_room_cents = models.BigIntegerField(null=True)
    late_days = models.PositiveIntegerField(default=0)
    gross_cents = models.BigIntegerField()  # after the reserves, before what is in use
    net_cents = models.BigIntegerField()  # below 0: too much is in use
    with_people_cents = models.BigIntegerField()
    over_cents = models.BigIntegerField()
    bound = models.TextField()
    rules_version = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["contract", "-made_at", "-id"], name="availability_runs")]
        constraints = [
            models.CheckConstraint(condition=Q(over_cents__gte=0), name="availability_over_not_negative"),
            models.CheckConstraint(
                condition=Q(net_cents__lte=F("with_people_cents")), name="availability_people_let_more"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.made_at:%Y-%m-%d %H:%M}"

    @property
    def net(self) -> Money:
        """What could be drawn."""
        return Money(self.net_cents, self.currency)

    @property
    def in_use(self) -> Money:
        """The house's money in the contract."""
        return Money(self.in_use_cents, self.currency)

    @property
    def over(self) -> Money:
        """What was in use beyond what was available."""
        return Money(self.over_cents, self.currency)


class SetAside(models.Model):
    """What a person keeps out of a contract's availability until a day, and why; the newest counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    until_date = models.DateField(null=True)  # last day
    note = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gte=0), name="availability_aside_not_negative"),
            models.CheckConstraint(condition=~Q(note=""), name="availability_aside_says_why"),
        ]
        indexes = [models.Index(fields=["contract", "-set_at", "-id"], name="availability_asides")]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.amount_cents}"


class Contra(models.Model):
    """What the client owes one of his debtors, who may set it off; the newest word counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    note = models.TextField(default="")
    told_at = models.DateTimeField()
    told_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gte=0), name="availability_contra_not_negative"),
        ]
        indexes = [models.Index(fields=["contract", "debtor", "-told_at", "-id"], name="availability_contras")]

    def __str__(self) -> str:
        return f"{self.debtor_id} {self.amount_cents}"


class Excluded(models.Model):
    """What of a contract is held out of the eligible pool since a finding: all of a debtor, one number of his, or a
    number whosever it is. Until its last day, or until it is let in again; ``source`` names the finding."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", null=True, on_delete=models.PROTECT, related_name="+")
    number = models.TextField(default="")  # as ``lib.references.normal_invoice_number``; blank: whatever he owes
    source = models.TextField()  # "finding:<key>"
    note = models.TextField()
    until_date = models.DateField(null=True)  # last day
    excluded_at = models.DateTimeField()
    excluded_by = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")
    ended_note = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(ended_at__isnull=True), name="availability_excluded_once"
            ),
            models.CheckConstraint(
                condition=Q(debtor__isnull=False) | ~Q(number=""), name="availability_excluded_something"
            ),
            models.CheckConstraint(condition=~Q(source="") & ~Q(note=""), name="availability_excluded_says_why"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="", ended_note="")
                | Q(ended_at__isnull=False) & ~Q(ended_by=""),
                name="availability_excluded_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["contract"], condition=Q(ended_at__isnull=True), name="availability_excluded_now")
        ]

    def __str__(self) -> str:
        return self.source


class Drawing(models.Model):
    """What the client asked for; ``run`` is what he was judged by. ``above_cents``: what of it is above the facility,
    and needs a person. Whether it was paid is asked of its order (``draw:<id>``)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()  # within the contract
    amount_cents = models.BigIntegerField()
    above_cents = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="EUR")
    state = models.TextField(default=DRAWING.initial)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")
    note = models.TextField(default="")  # why it was refused or stopped

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="availability_drawing_number"),
            models.CheckConstraint(condition=Q(state__in=DRAWING.states), name="availability_drawing_state"),
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0, above_cents__gte=0, above_cents__lte=F("amount_cents")),
                name="availability_drawing_amount",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at__isnull=True)
                | ~Q(state="asked") & Q(decided_at__isnull=False) & ~Q(decided_by=""),
                name="availability_drawing_decided",
            ),
            models.CheckConstraint(
                condition=Q(above_cents=0) | ~Q(state="ordered") | ~Q(decided_by=F("asked_by")),
                name="availability_above_by_another",
            ),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state="asked"), name="availability_one_drawing_waits"
            ),
        ]
        indexes = [models.Index(fields=["client", "-asked_at"], name="availability_drawings_of")]

    def __str__(self) -> str:
        return f"D{self.number}"
