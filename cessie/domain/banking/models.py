"""Own accounts, their statements as a chain, and the lines; each line is taken once."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cessie.domain.banking.rules.states import STATEMENT
from cessie.lib.ids import uuid7

PURPOSES = ("collection", "payout", "dedicated", "trust", "creditor")
PAIN_VERSIONS = ("03", "09")


class Account(models.Model):
    """A bank account of the house; ``ledger_code``: 1000 collection, 1005 payout, 1010 dedicated, 1020 trust.

    A ``creditor``'s account is not the house's: its statements are read, so that managed invoices are known to be paid,
    and nothing on it is the house's money or stands in the books (no ledger code). A ``dedicated`` account is the
    house's, or in the client's name: then it is his like a creditor's, and the books only remember what is on it.

    What its bank takes: ``pain_version`` of payment files, and whether single payments go as ``instant`` ones.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    iban = models.TextField(unique=True)
    bic = models.TextField(default="")
    holder = models.TextField()
    bank = models.TextField(default="")
    purpose = models.TextField()
    client = models.ForeignKey("parties.Client", null=True, on_delete=models.PROTECT, related_name="+")
    ledger_code = models.CharField(max_length=4)
    currency = models.CharField(max_length=3, default="EUR")
    opened_date = models.DateField()
    closed_date = models.DateField(null=True)
    still_until = models.DateField(null=True)  # nothing moved after the last statement, as a person saw at the bank
    pain_version = models.CharField(max_length=2, default="09")
    instant = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=PURPOSES), name="banking_account_purpose"),
            models.CheckConstraint(condition=Q(pain_version__in=PAIN_VERSIONS), name="banking_account_pain"),
            models.UniqueConstraint(
                fields=["purpose"], condition=Q(purpose="trust", closed_date__isnull=True), name="banking_one_trust"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=("creditor", "dedicated"), client__isnull=False, ledger_code="")
                | ~Q(purpose="creditor") & Q(client__isnull=True) & ~Q(ledger_code=""),
                name="banking_account_whose",
            ),
        ]

    def __str__(self) -> str:
        return self.iban

    @property
    def is_ours(self) -> bool:
        """Whether the money on it is the house's, and stands in its books."""
        return self.client_id is None


class Statement(models.Model):
    """One statement of one account: kept until it follows the one before (``previous``), then chained.

    ``findings`` are reasons, each with ``holds``: what does not add up. A statement that a person took or dismissed
    all the same names him (``decided_by``) and his words (``note``); to take one needs two people, the first of whom
    is ``first_by`` with ``first_note``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    format = models.TextField()
    number = models.TextField()  # as the bank numbers it
    sequence = models.PositiveIntegerField(null=True)  # in the bank's unbroken series
    opening_date = models.DateField()
    opening_cents = models.BigIntegerField()
    closing_date = models.DateField()
    closing_cents = models.BigIntegerField()
    content = models.CharField(max_length=64)  # digest of balances and entries: the same statement in another file
    state = models.TextField(default=STATEMENT.initial)
    previous = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="following")
    accepted_cents = models.BigIntegerField(default=0)  # not explained by lines when it took its place: see insert
    findings = models.JSONField(default=list)
    decided_by = models.TextField(default="")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(default="")
    first_by = models.TextField(default="")
    first_at = models.DateTimeField(null=True)
    first_note = models.TextField(default="")
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "number", "closing_date"],
                condition=~Q(state="dismissed"),
                name="banking_statement_once",
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(state="chained", previous__isnull=True), name="banking_one_beginning"
            ),
            models.CheckConstraint(condition=Q(state__in=STATEMENT.states), name="banking_statement_state"),
            models.CheckConstraint(
                condition=Q(state="chained") | Q(previous__isnull=True), name="banking_only_chained_follow"
            ),
            models.CheckConstraint(
                condition=Q(decided_by="", decided_at__isnull=True, note="") & ~Q(state="dismissed")
                | ~Q(decided_by="") & ~Q(note="") & Q(decided_at__isnull=False),
                name="banking_decision_has_words",
            ),
            models.CheckConstraint(
                condition=~Q(state="chained") | Q(decided_by="") | Q(first_by="") | ~Q(decided_by=F("first_by")),
                name="banking_taken_by_two",
            ),
        ]
        indexes = [models.Index(fields=["account", "-closing_date"], name="banking_chain")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.number}"


class Told(models.Model):
    """What the bank tells about one movement, signed: credit positive."""

    amount_cents = models.BigIntegerField()
    end_to_end_id = models.TextField(default="")
    batch_reference = models.TextField(default="")  # our payment information id
    counterparty_name = models.TextField(default="")
    counterparty_iban = models.TextField(default="")
    counterparty_bic = models.TextField(default="")
    structured = models.TextField(default="")
    text = models.TextField(default="")
    return_reason = models.TextField(default="")

    class Meta:
        abstract = True


class Line(Told):
    """One booked entry: what moved the balance. A batch's payments stand under it as details."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()  # from 1 within the statement
    booked_date = models.DateField()
    value_date = models.DateField()
    currency = models.CharField(max_length=3)
    bank_reference = models.TextField(default="")
    transaction_code = models.TextField(default="")
    taken_by = models.TextField(default="")  # the app that took it: "payments", "matching"
    taken_at = models.DateTimeField(null=True)
    undone = models.PositiveSmallIntegerField(default=0)  # how often a booking of it was undone
    remembered = models.ForeignKey("Remembered", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="banking_line_position"),
            models.CheckConstraint(
                condition=Q(taken_by="", taken_at__isnull=True) | (~Q(taken_by="") & Q(taken_at__isnull=False)),
                name="banking_line_taken",
            ),
        ]
        indexes = [
            models.Index(fields=["booked_date"], condition=Q(taken_by=""), name="banking_line_waiting"),
            models.Index(fields=["end_to_end_id"], name="banking_line_e2e"),
            models.Index(F("bank_reference"), condition=~Q(bank_reference=""), name="banking_line_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.booked_date} {self.amount_cents}"


class Detail(Told):
    """One payment within a line that the bank booked as one: it explains the line and is never booked itself."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="details")
    position = models.PositiveIntegerField()  # from 1 within the line

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "position"], name="banking_detail_position")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.position}"


class Remembered(models.Model):
    """How a person booked a line that is nobody's invoice, to be done again for its like until he ends it.

    Like is a line of the same account and side, up to ``most_cents``, that agrees in each of code, IBAN and words
    that is not blank; at least one is not.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    debit = models.BooleanField()
    transaction_code = models.TextField(default="")
    counterparty_iban = models.TextField(default="")
    words = models.TextField(default="")  # without digits, in capitals: see rules/likeness.py
    most_cents = models.BigIntegerField()
    book_as = models.CharField(max_length=4)
    made_by = models.TextField()
    made_at = models.DateTimeField()
    ended_by = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "debit", "transaction_code", "counterparty_iban", "words"],
                condition=Q(ended_at__isnull=True),
                name="banking_remembered_once",
            ),
            models.CheckConstraint(
                condition=~Q(transaction_code="", counterparty_iban="", words=""), name="banking_remembered_something"
            ),
            models.CheckConstraint(condition=Q(most_cents__gt=0), name="banking_remembered_most"),
        ]

    def __str__(self) -> str:
        return f"{self.transaction_code} {self.counterparty_iban} {self.words}".strip()


class Notice(models.Model):
    """What the bank says beforehand or beside a statement (camt.052, camt.054, MT942): shown, never booked.

    ``entries``: a list of movements with their details, as ``rules/notices.py`` packs them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    format = models.TextField()
    number = models.TextField()
    day = models.DateField()
    entries = models.JSONField(default=list)
    content = models.CharField(max_length=64)  # digest of the entries: the same notice in another file
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "format", "number", "content"], name="banking_notice_once")
        ]
        indexes = [models.Index(fields=["account", "-day"], name="banking_notices")]

    def __str__(self) -> str:
        return f"{self.format} {self.number}"
