"""Own accounts, their statements as a chain, and the lines; each line is taken once."""

from __future__ import annotations

from django.db import models

from cessie.lib.ids import uuid7

PURPOSES = ("collection", "payout", "dedicated", "trust")


class Account(models.Model):
    """A bank account of the house; ``ledger_code``: 1000 collection, 1005 payout, 1010 dedicated, 1020 trust."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    iban = models.TextField(unique=True)
    bic = models.TextField(default="")
    holder = models.TextField()
    bank = models.TextField(default="")
    purpose = models.TextField()
    ledger_code = models.CharField(max_length=4)
    currency = models.CharField(max_length=3, default="EUR")
    opened_date = models.DateField()
    closed_date = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(purpose__in=PURPOSES), name="banking_account_purpose")]

    def __str__(self) -> str:
        return self.iban


class Statement(models.Model):
    """One statement of one account.

    ``findings`` are reasons: what does not add up; ``accepted_by`` names who took it all the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    format = models.TextField()
    number = models.TextField()  # as the bank numbers it
    opening_date = models.DateField()
    opening_cents = models.BigIntegerField()
    closing_date = models.DateField()
    closing_cents = models.BigIntegerField()
    previous = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="+")  # the chain
    findings = models.JSONField(default=list)
    accepted_by = models.TextField(default="")
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "number", "closing_date"], name="banking_statement_once"),
        ]
        indexes = [models.Index(fields=["account", "-closing_date"], name="banking_chain")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.number}"


class Line(models.Model):
    """One booked entry (or a batch's detail where the bank books details), signed: credit positive."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()  # from 1 within the statement
    booked_date = models.DateField()
    value_date = models.DateField()
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    bank_reference = models.TextField(default="")
    end_to_end_id = models.TextField(default="")
    counterparty_name = models.TextField(default="")
    counterparty_iban = models.TextField(default="")
    counterparty_bic = models.TextField(default="")
    structured = models.TextField(default="")
    text = models.TextField(default="")
    return_reason = models.TextField(default="")
    taken_by = models.TextField(default="")  # the app that took it: "payments", "matching"
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="banking_line_position"),
            models.CheckConstraint(
                condition=models.Q(taken_by="", taken_at__isnull=True)
                | (~models.Q(taken_by="") & models.Q(taken_at__isnull=False)),
                name="banking_line_taken",
            ),
        ]
        indexes = [
            models.Index(fields=["booked_date"], condition=models.Q(taken_by=""), name="banking_line_waiting"),
            models.Index(fields=["end_to_end_id"], name="banking_line_e2e"),
        ]

    def __str__(self) -> str:
        return f"{self.booked_date} {self.amount_cents}"
