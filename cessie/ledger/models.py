"""The tables of the books. Nothing here is written but through ``post``, ``period`` and their triggers (0002).

Lines and entries carry the booking date in their key, so that they can be cut into monthly partitions without a change
of keys; what must be unique for ever (one key, one entry) stands in ``Key``, which is never cut. They are found by
plain keys and not by foreign keys: the statement triggers check what foreign keys would, at a fraction of the price.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from cessie.ledger.chart import ACCOUNTS
from cessie.ledger.entry import Dims


class Account(models.Model):
    """The chart as the database knows it; ``needs`` and ``kept`` have bit *n* for field *n* of ``Dims``."""

    code = models.CharField(max_length=4, primary_key=True)
    needs = models.SmallIntegerField()
    kept = models.SmallIntegerField()

    def __str__(self) -> str:
        return self.code


def _bits(names: tuple[str, ...]) -> int:
    return sum(1 << Dims._fields.index(name) for name in names)


def account_rows() -> list[tuple[str, int, int]]:
    """The rows of ``Account`` that the chart asks for."""
    return [(account.code, _bits(account.needs), _bits(account.kept)) for account in ACCOUNTS]


class Key(models.Model):
    """One key posts once. ``digest`` tells a repeat from a key that was used for something else."""

    entry_id = models.UUIDField(primary_key=True)
    key = models.TextField()
    digest = models.BinaryField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="ledger_key_once")]

    def __str__(self) -> str:
        return self.key


class Entry(models.Model):
    """The head of a posting: what happened, when it counts, when it was known, who posted it."""

    pk = models.CompositePrimaryKey("id", "booking_date")
    id = models.UUIDField(editable=False)
    booking_date = models.DateField()
    value_date = models.DateField()
    rule = models.CharField(max_length=4)
    kind = models.TextField()
    currency = models.CharField(max_length=3)
    line_count = models.SmallIntegerField()
    reverses_id = models.UUIDField(null=True)
    text = models.TextField(default="")
    posted_by = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(line_count__gte=2), name="ledger_entry_two_lines")]
        indexes = [
            models.Index(fields=["booking_date"], name="ledger_entry_booked"),
            models.Index(fields=["reverses_id"], name="ledger_entry_reverses", condition=Q(reverses_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.booking_date} {self.rule} {self.kind}"


class Line(models.Model):
    """One line: whole cents, debit positive. Dates and moment are the entry's, repeated for queries."""

    pk = models.CompositePrimaryKey("entry_id", "no", "booking_date")
    entry_id = models.UUIDField()
    no = models.SmallIntegerField()
    account = models.CharField(max_length=4)
    currency = models.CharField(max_length=3)
    amount_cents = models.BigIntegerField()
    contract_id = models.UUIDField(null=True)
    client_id = models.UUIDField(null=True)
    debtor_id = models.UUIDField(null=True)
    invoice_id = models.UUIDField(null=True)
    reference_id = models.UUIDField(null=True)
    bank_id = models.UUIDField(null=True)
    country = models.CharField(max_length=2, null=True)
    booking_date = models.DateField()
    value_date = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount_cents=0), name="ledger_line_not_zero")]
        indexes = [
            models.Index(fields=["account", "booking_date"], name="ledger_line_account"),
            models.Index(
                fields=["contract_id", "account", "booking_date"],
                name="ledger_line_contract",
                condition=Q(contract_id__isnull=False),
            ),
            models.Index(fields=["invoice_id"], name="ledger_line_invoice", condition=Q(invoice_id__isnull=False)),
            models.Index(fields=["reference_id"], name="ledger_line_ref", condition=Q(reference_id__isnull=False)),
            BrinIndex(fields=["recorded_at"], name="ledger_line_recorded"),  # nearly free: moments rise with the rows
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount_cents}"


class Balance(models.Model):
    """A running balance by the dimensions that its account keeps; written by the line trigger alone, rebuildable.

    ``open`` says that it is not zero: an index on it finds the few open invoices among many closed ones, and an
    ordinary change of the amount touches no index at all. ``due_date`` is the invoice's, told by the room that keeps
    invoices (a trigger of its own): what is open is summed by age without looking at a single invoice.
    """

    id = models.BigAutoField(primary_key=True)
    account = models.CharField(max_length=4)
    currency = models.CharField(max_length=3)
    contract_id = models.UUIDField(null=True)
    client_id = models.UUIDField(null=True)
    debtor_id = models.UUIDField(null=True)
    invoice_id = models.UUIDField(null=True)
    reference_id = models.UUIDField(null=True)
    amount_cents = models.BigIntegerField()
    open = models.BooleanField()
    due_date = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "account",
                    "currency",
                    "invoice_id",
                    "contract_id",
                    "reference_id",
                    "debtor_id",
                    "client_id",
                ],
                nulls_distinct=False,
                name="ledger_balance_once",
            ),
            models.CheckConstraint(
                condition=(Q(open=True) & ~Q(amount_cents=0)) | Q(open=False, amount_cents=0),
                name="ledger_balance_open",
            ),
        ]
        indexes = [
            models.Index(
                fields=["account", "contract_id", "due_date"],  # in the order in which ``receivables.standing`` sums
                name="ledger_balance_due",
                condition=Q(open=True),
            ),
            models.Index(
                fields=["debtor_id", "account"],
                name="ledger_balance_debtor",
                condition=Q(open=True, debtor_id__isnull=False),
            ),
            models.Index(
                fields=["reference_id", "account"],
                name="ledger_balance_ref",
                condition=Q(open=True, reference_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount_cents}"


class Period(models.Model):
    """A closed month, named by its first day: nothing is booked in it or before it any more."""

    month = models.DateField(primary_key=True)
    closed_at = models.DateTimeField()
    closed_by = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(month__day=1), name="ledger_period_first_day")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Snapshot(models.Model):
    """The balance of an account at the end of a closed month, for bank accounts by bank, for VAT by country."""

    id = models.BigAutoField(primary_key=True)
    month = models.DateField()
    account = models.CharField(max_length=4)
    currency = models.CharField(max_length=3)
    bank_id = models.UUIDField(null=True)
    country = models.CharField(max_length=2, null=True)
    amount_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "account", "currency", "bank_id", "country"],
                nulls_distinct=False,
                name="ledger_snapshot_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.account} {self.amount_cents}"
