"""The receivable as its document states it, what was found doubtful, and who cleared it."""

from __future__ import annotations

from django.db import models

from cessie.domain.invoices.rules.states import INVOICE, POLICY
from cessie.lib.ids import uuid7

SEVERITIES = ("note", "hold", "reject")


class Invoice(models.Model):
    """An invoice of a client to a debtor. Amounts are the document's; what is open is asked of the ledger."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey(
        "parties.Debtor", null=True, on_delete=models.PROTECT, related_name="+"
    )  # null: not known yet
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    part = models.PositiveIntegerField(default=1)  # from 1 within the document
    kind = models.TextField(default="invoice")  # invoice, credit_note
    number = models.TextField()
    number_key = models.TextField(db_collation="C")  # normalised: how duplicates are found; by code point
    issue_date = models.DateField()
    due_date = models.DateField()
    currency = models.CharField(max_length=3)
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    gross_cents = models.BigIntegerField()  # the face value
    payable_cents = models.BigIntegerField()
    buyer_name = models.TextField(default="")
    payee_name = models.TextField(default="")
    payment_iban = models.TextField(default="")
    payment_reference = models.TextField(default="")
    content = models.JSONField(default=dict)  # the read document in its normal form (design 5), and "stated"
    state = models.TextField(default=INVOICE.initial)
    received_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")
    policy_version = models.PositiveIntegerField(null=True)  # of the house's checks that it was last looked at with

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "part", "client"], name="invoices_document_part_once"),
            models.UniqueConstraint(
                fields=["client", "debtor", "number_key"],
                condition=models.Q(state="accepted"),
                name="invoices_number_once",
            ),
            models.CheckConstraint(condition=models.Q(state__in=INVOICE.states), name="invoices_state"),
            models.CheckConstraint(
                condition=~models.Q(state="accepted") | models.Q(debtor__isnull=False),
                name="invoices_accepted_has_debtor",
            ),
        ]
        # A page of a list is read from one of these alone: each ends with the key, so that pages never overlap.
        indexes = [
            models.Index(fields=["client", "received_at", "id"], name="invoices_of_client"),
            models.Index(fields=["client", "state", "received_at", "id"], name="invoices_of_client_by_state"),
            models.Index(fields=["client", "issue_date", "id"], name="invoices_issued"),
            models.Index(fields=["client", "due_date", "id"], name="invoices_due"),
            models.Index(fields=["client", "gross_cents", "id"], name="invoices_amount"),
            models.Index(fields=["client", "number_key", "id"], name="invoices_number"),
            models.Index(fields=["state", "received_at", "id"], name="invoices_by_state"),
            models.Index(fields=["received_at", "id"], name="invoices_received"),
            models.Index(fields=["debtor", "due_date"], name="invoices_of_debtor"),
            models.Index(fields=["debtor", "gross_cents"], name="invoices_alike"),
            models.Index(fields=["number_key"], name="invoices_any_number"),
            models.Index(fields=["payment_reference"], name="invoices_reference"),
        ]

    def __str__(self) -> str:
        return self.number


class Finding(models.Model):
    """One reason against buying (factoring-domain 10: M01 ...): a hold is cleared by as many people as it needs."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="findings")
    code = models.TextField()
    severity = models.TextField()
    people = models.PositiveSmallIntegerField(default=1)  # how many must clear it
    reason = models.JSONField()
    found_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)  # a later look found it no more, or found something else

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "code"], condition=models.Q(gone_at__isnull=True), name="invoices_finding_once"
            ),
            models.CheckConstraint(condition=models.Q(severity__in=SEVERITIES), name="invoices_severity"),
        ]

    def __str__(self) -> str:
        return self.code


class Clearance(models.Model):
    """One person's word that a finding does not stand in the way, and why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="clearances")
    by = models.TextField()
    at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "by"], name="invoices_clearance_once_a_person"),
            models.CheckConstraint(condition=~models.Q(note=""), name="invoices_clearance_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.by}"


class Credit(models.Model):
    """What of a credit note nets an invoice before the house buys it: it is offered for what is left. In cents.

    On an invoice that is bought a credit note is a posting (P13), not a row here.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    credit_note = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    net_cents = models.BigIntegerField()  # its part without VAT
    made_at = models.DateTimeField()
    made_by = models.TextField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.TextField(default="")
    undone_note = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["credit_note", "invoice"],
                condition=models.Q(undone_at__isnull=True),
                name="invoices_credit_once",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_cents__gt=0, net_cents__gte=0, net_cents__lte=models.F("amount_cents")),
                name="invoices_credit_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credit_note_id} {self.amount_cents}"


class SheetLayout(models.Model):
    """What the columns of a client's own sheets mean: said once by a person, kept for every file with that header."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    signature = models.CharField(max_length=64)  # of the header (formats.tables)
    headers = models.JSONField()  # as they are called in the file that was explained
    columns = models.JSONField()  # the field of each column, empty where it means nothing to us
    set_at = models.DateTimeField()
    set_by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "signature"], name="invoices_layout_once_a_header"),
        ]

    def __str__(self) -> str:
        return self.signature[:12]


class RuleCheck(models.Model):
    """The official rules (EN 16931) that an e-invoice breaks, as a machine found them after it was taken in."""

    invoice = models.OneToOneField(Invoice, primary_key=True, on_delete=models.PROTECT, related_name="rule_check")
    checked_at = models.DateTimeField()
    broken = models.JSONField(null=True)  # Reasons; null: no rules are for its format, or they could not be run

    def __str__(self) -> str:
        return str(self.invoice_id)


class PolicyChange(models.Model):
    """How the house wants one check from a day on: proposed by one person, confirmed by another, never changed.

    ``in_force_at``: the beginning of its day, or its confirmation if that came later; its place among all that are in
    force gives the policy its version.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.TextField()  # of rules/catalogue.py
    severity = models.TextField()
    people = models.PositiveSmallIntegerField()
    roles = models.JSONField()  # who may clear it; none: nobody
    measures = models.JSONField()
    valid_from = models.DateField()
    note = models.TextField()
    state = models.TextField(default=POLICY.initial)
    proposed_at = models.DateTimeField()
    proposed_by = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")
    in_force_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=POLICY.states), name="invoices_policy_state"),
            models.CheckConstraint(condition=~models.Q(note=""), name="invoices_policy_says_why"),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed")
                | (models.Q(in_force_at__isnull=False) & ~models.Q(decided_by=models.F("proposed_by"))),
                name="invoices_policy_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(state="proposed"), name="invoices_policy_one_proposal"
            ),
        ]
        indexes = [
            models.Index(
                fields=["in_force_at", "decided_at"],
                condition=models.Q(state="confirmed"),
                name="invoices_policy_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.severity} {self.valid_from}"
