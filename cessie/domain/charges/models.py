"""Reference rates as people confirmed them."""

from __future__ import annotations

from typing import Any

from django.db import models

from cessie.domain.charges.rules.rates import REFERENCES
from cessie.domain.charges.rules.states import ALLOWANCE, FIXING, MONTH_END, MONTH_PART
from cessie.lib.ids import uuid7
from cessie.lib.money import Money


class Fixing(models.Model):
    """A reference rate in percent a year from a day on. A correction is another row; the newest confirmed counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.TextField()
    valid_from = models.DateField()
    value = models.DecimalField(max_digits=8, decimal_places=5)
    source = models.TextField()  # where it was read: the administrator's page, a data vendor, a letter
    state = models.TextField(default=FIXING.initial)
    entered_at = models.DateTimeField()
    entered_by = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(reference__in=tuple(REFERENCES)), name="charges_fixing_known"),
            models.CheckConstraint(condition=models.Q(state__in=FIXING.states), name="charges_fixing_state"),
            models.CheckConstraint(condition=~models.Q(source=""), name="charges_fixing_source"),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed")
                | (
                    models.Q(decided_at__isnull=False)
                    & ~models.Q(decided_by="")
                    & ~models.Q(decided_by=models.F("entered_by"))
                ),
                name="charges_fixing_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["reference", "valid_from"],
                condition=models.Q(state="entered"),
                name="charges_fixing_one_entered",
            ),
        ]
        indexes = [models.Index(fields=["reference", "valid_from"], name="charges_fixing_day")]

    def __str__(self) -> str:
        return f"{self.reference} {self.valid_from} {self.value}"


class Accrual(models.Model):
    """What the funds in use of a contract earned in a month up to a day, and the difference that was posted for it.

    A row is one look at the month: late value dates and corrected rates make a later row with another sum; what was
    posted before stays. ``steps``: the segments of days, base, rate.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()  # its first day
    run = models.PositiveIntegerField()  # 1, 2, ... within the month
    until_date = models.DateField()  # the last day that was looked at; the day under which the difference is booked
    interest_cents = models.BigIntegerField()  # of the month up to then
    surcharge_cents = models.BigIntegerField()
    interest_posted_cents = models.BigIntegerField()  # the difference to the rows before
    surcharge_posted_cents = models.BigIntegerField()
    steps = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "month", "run"], name="charges_accrual_run"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="charges_accrual_month"),
        ]
        indexes = [models.Index(fields=["contract", "-made_at"], name="charges_accrual_newest")]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.month:%Y-%m} {self.run}"


class Charge(models.Model):
    """Something charged to a contract's account for a month, once under its code: interest, a fee, a minimum."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    code = models.TextField()
    kind = models.TextField()
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    vat_percent = models.DecimalField(max_digits=5, decimal_places=2)
    currency = models.CharField(max_length=3, default="EUR")
    entry_id = models.UUIDField(unique=True)
    steps = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "month", "code"], name="charges_charge_once"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="charges_charge_month"),
            models.CheckConstraint(condition=~models.Q(net_cents=0), name="charges_charge_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.month:%Y-%m} {self.code}"

    def facts(self) -> dict[str, Any]:
        """The steps, amounts as ``Money``."""
        amounts = ("minimum", "charged", "base", "each")
        return {name: Money(value) if name in amounts else value for name, value in self.steps.items()}


class Series(models.Model):
    """The last number given to a fee invoice of a year: a row a year, taken under its lock, so that none is missing."""

    year = models.PositiveIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class FeeInvoice(models.Model):
    """What a client was charged in a month under a contract, as an invoice; below zero a credit note.

    Settled on the client's account the moment it is charged. The documents are made once and kept by their hash; the
    row is there first, with its number, so that nothing lies between numbers.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    year = models.PositiveIntegerField()
    serial = models.PositiveIntegerField()
    number = models.TextField(unique=True)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    issue_date = models.DateField()
    language = models.CharField(max_length=2)
    lines = models.JSONField()  # rules.fee_lines.FeeLine as JSON
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    xml = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="charges_invoice_serial"),
            models.UniqueConstraint(fields=["contract", "month"], name="charges_invoice_once"),
            models.CheckConstraint(condition=models.Q(month__day=1, serial__gt=0), name="charges_invoice_month"),
        ]
        indexes = [models.Index(fields=["client", "-month"], name="charges_invoice_client")]

    def __str__(self) -> str:
        return self.number


class AccountStatement(models.Model):
    """The account of a contract over a closed month, frozen: its data and its paper are kept by their hash.

    ``number`` is the contract's with the month: there is one a month, so that none can be missing unseen. Balances are
    the client's: positive is owed to him.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField(unique=True)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    language = models.CharField(max_length=2)
    opening_cents = models.BigIntegerField()
    closing_cents = models.BigIntegerField()
    line_count = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    data = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "month"], name="charges_statement_once"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="charges_statement_month"),
        ]
        indexes = [models.Index(fields=["client", "-month"], name="charges_statement_client")]

    def __str__(self) -> str:
        return self.number

    @property
    def opening(self) -> Money:
        """What stood on the account before the month, the client's positive."""
        return Money(self.opening_cents, self.currency)

    @property
    def closing(self) -> Money:
        """What stands on it at its end, the client's positive."""
        return Money(self.closing_cents, self.currency)


class MonthEnd(models.Model):
    """The end of a month for all contracts: started by one person, done by jobs, closed by another person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    month = models.DateField(unique=True)
    state = models.TextField(default=MONTH_END.initial)
    aged = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    started_by = models.TextField()
    ready_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=MONTH_END.states), name="charges_month_end_state"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="charges_month_end_month"),
            models.CheckConstraint(
                condition=~models.Q(state="closed")
                | (models.Q(closed_by__startswith="user:") & ~models.Q(closed_by=models.F("started_by"))),
                name="charges_month_end_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.state}"


class MonthPart(models.Model):
    """How far one contract is in the end of a month, and why it cannot go on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(MonthEnd, on_delete=models.PROTECT, related_name="parts")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    state = models.TextField(default=MONTH_PART.initial)
    reason = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "contract"], name="charges_part_once"),
            models.CheckConstraint(condition=models.Q(state__in=MONTH_PART.states), name="charges_part_state"),
        ]
        indexes = [models.Index(fields=["run", "state"], name="charges_part_state_of")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.contract_id} {self.state}"


class AllowancePolicy(models.Model):
    """The percents of the allowance from a day on: proposed by one person, confirmed by another, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    valid_from = models.DateField()
    matrix = models.JSONField()  # rules.allowance.Matrix as JSON, percents
    note = models.TextField()
    state = models.TextField(default=ALLOWANCE.initial)
    proposed_at = models.DateTimeField()
    proposed_by = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=ALLOWANCE.states), name="charges_policy_state"),
            models.CheckConstraint(condition=~models.Q(note=""), name="charges_policy_says_why"),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed")
                | (
                    models.Q(decided_at__isnull=False, decided_by__startswith="user:")
                    & ~models.Q(decided_by=models.F("proposed_by"))
                ),
                name="charges_policy_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="proposed"), name="charges_policy_one_proposal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from} {self.state}"


class Allowance(models.Model):
    """What a contract needed as allowance at the end of a month, and the difference that was posted for it (P22).

    A row is one look, as in ``Accrual``: what the books hold of account 1190 is the ledger's alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    run = models.PositiveIntegerField()  # 1, 2, ... within the month
    policy = models.ForeignKey(AllowancePolicy, on_delete=models.PROTECT, related_name="+")
    needed_cents = models.BigIntegerField()
    posted_cents = models.BigIntegerField()  # the difference to what was set aside before
    parts = models.JSONField()  # rules.allowance.Part as JSON, a class of receivables each
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "month", "run"], name="charges_allowance_run"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="charges_allowance_month"),
        ]
        indexes = [models.Index(fields=["month"], name="charges_allowance_of_month")]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.month:%Y-%m} {self.run}"
