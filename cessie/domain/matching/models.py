"""Money that came in (one receipt a bank line), to what it was allocated, and what closes invoices without money."""

from __future__ import annotations

from django.db import models

from cessie.domain.matching.rules.kinds import SETTLING, USES
from cessie.domain.matching.rules.states import MATCH, SETTLEMENT
from cessie.ledger.demands import PARTS
from cessie.lib.ids import uuid7


class Receipt(models.Model):
    """A credit line on a collection account, posted as P07; what of it is unallocated is asked of the ledger (2300)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    line = models.OneToOneField("banking.Line", on_delete=models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    received_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)  # when the engine last looked for what it could pay
    returned_line = models.OneToOneField(
        "banking.Line", null=True, on_delete=models.PROTECT, related_name="+"
    )  # by which the bank took it back

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(amount_cents__gt=0), name="matching_receipt_positive")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.amount_cents}"


class Match(models.Model):
    """One way in which a receipt pays invoices: found by a rule or decided by a person, with every reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="matches")
    state = models.TextField(default=MATCH.initial)
    rule = models.TextField()  # structured_reference, end_to_end_id, invoice_numbers, exact_amount, ..., person
    score = models.DecimalField(max_digits=5, decimal_places=4)
    reasons = models.JSONField(default=list)
    excess_cents = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.TextField()
    posted_at = models.DateTimeField(null=True)
    reversed_at = models.DateTimeField(null=True)
    reversed_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=MATCH.states), name="matching_match_state"),
            models.CheckConstraint(
                condition=models.Q(state__in=["posted", "reversed"]) | models.Q(posted_at__isnull=True),
                name="matching_posted_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.rule}"


class Allocation(models.Model):
    """What of a match goes to one invoice, in cents."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="allocations")
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    live = models.BooleanField(default=False)  # posted and not reversed: one receipt pays one invoice once

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["match", "invoice"], name="matching_allocation_once"),
            models.UniqueConstraint(
                fields=["receipt", "invoice"], condition=models.Q(live=True), name="matching_receipt_pays_invoice_once"
            ),
            models.CheckConstraint(condition=models.Q(amount_cents__gt=0), name="matching_allocation_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.amount_cents}"


class ClaimShare(models.Model):
    """What of a match pays interest or costs that were claimed beside an invoice (P35, P42), in cents.

    ``given_up``: it takes no money; it is claimed no more because the invoice was paid (P42 alone).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="claims")
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="+")
    part = models.TextField()
    amount_cents = models.BigIntegerField()
    given_up = models.BooleanField(default=False)
    live = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(part__in=tuple(PARTS)), name="matching_claim_part"),
            models.CheckConstraint(condition=models.Q(amount_cents__gt=0), name="matching_claim_positive"),
            models.UniqueConstraint(fields=["match", "invoice", "part", "given_up"], name="matching_claim_once"),
            models.UniqueConstraint(
                fields=["receipt", "invoice", "part", "given_up"],
                condition=models.Q(live=True),
                name="matching_receipt_pays_claim_once",
            ),
        ]
        indexes = [models.Index(fields=["invoice"], name="matching_claim_invoice", condition=models.Q(live=True))]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.part} {self.amount_cents}"


class Use(models.Model):
    """What of a match goes elsewhere than to an invoice (``rules.kinds.USES``), in cents.

    ``debtor``: to whose credit (2310); ``contract``: on whose current account (2100). Neither: the house's difference.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="uses")
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField()
    amount_cents = models.BigIntegerField()
    debtor = models.ForeignKey("parties.Debtor", null=True, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", null=True, on_delete=models.PROTECT, related_name="+")
    live = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=USES), name="matching_use_kind"),
            models.CheckConstraint(condition=models.Q(amount_cents__gt=0), name="matching_use_positive"),
            models.UniqueConstraint(fields=["match", "kind"], name="matching_use_once"),
            models.UniqueConstraint(
                fields=["receipt", "kind"], condition=models.Q(live=True), name="matching_receipt_used_so_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="overpayment", debtor__isnull=False, contract__isnull=True)
                | models.Q(
                    kind__in=["client_debt", "advance", "not_bought"], debtor__isnull=True, contract__isnull=False
                )
                | models.Q(kind="small_difference", debtor__isnull=True, contract__isnull=True),
                name="matching_use_has_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_cents}"


class Settlement(models.Model):
    """What closes (part of) a bought invoice without money for the house (``rules.kinds.SETTLING``), in cents.

    It comes with a match (a discount taken, some cents short), with a credit note, or alone with a person's reason.
    Above what one person may decide it is only asked for until a second one agrees.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    kind = models.TextField()
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    match = models.ForeignKey(Match, null=True, on_delete=models.PROTECT, related_name="settlements")
    credit_note = models.ForeignKey("invoices.Invoice", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.TextField(default=SETTLEMENT.initial)
    note = models.TextField(default="")
    reasons = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.TextField()
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.TextField(default="")  # the second person, where one is needed
    posted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # declined or undone
    ended_by = models.TextField(default="")
    ended_note = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=SETTLEMENT.states), name="matching_settlement_state"),
            models.CheckConstraint(condition=models.Q(kind__in=SETTLING), name="matching_settlement_kind"),
            models.CheckConstraint(condition=models.Q(amount_cents__gt=0), name="matching_settlement_positive"),
            models.CheckConstraint(
                condition=models.Q(state__in=["posted", "reversed"], posted_at__isnull=False)
                | models.Q(state__in=["asked", "declined"], posted_at__isnull=True),
                name="matching_settlement_posted",
            ),
            models.CheckConstraint(
                condition=models.Q(agreed_by="") | ~models.Q(agreed_by=models.F("made_by")),
                name="matching_settlement_four_eyes",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="credit_note", credit_note__isnull=False)
                | ~models.Q(kind="credit_note") & models.Q(credit_note__isnull=True),
                name="matching_settlement_credit_note",
            ),
            models.UniqueConstraint(fields=["match", "invoice"], name="matching_settlement_once_a_match"),
            models.UniqueConstraint(
                fields=["credit_note", "invoice"],
                condition=models.Q(state__in=["asked", "posted"]),
                name="matching_credit_note_once",
            ),
            models.UniqueConstraint(
                fields=["invoice", "kind"], condition=models.Q(state="asked"), name="matching_settlement_asked_once"
            ),
        ]
        indexes = [models.Index(fields=["invoice", "state"], name="matching_settled")]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.kind} {self.amount_cents}"


class Split(models.Model):
    """The debtor will pay only a part to the house: the rest goes to the authorities, or to the client's blocked
    account (factoring-domain 16, EX15). One living row an invoice; what is withheld is in cents."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    scheme = models.TextField()  # be_contractor, nl_blocked
    social_cents = models.BigIntegerField(default=0)
    tax_cents = models.BigIntegerField(default=0)
    blocked_cents = models.BigIntegerField(default=0)
    note = models.TextField()
    noted_at = models.DateTimeField()
    noted_by = models.TextField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice"], condition=models.Q(ended_at__isnull=True), name="matching_split_once"
            ),
            models.CheckConstraint(
                condition=models.Q(scheme="be_contractor", blocked_cents=0)
                | models.Q(scheme="nl_blocked", social_cents=0, tax_cents=0),
                name="matching_split_scheme",
            ),
            models.CheckConstraint(
                condition=models.Q(social_cents__gte=0, tax_cents__gte=0, blocked_cents__gte=0)
                & ~models.Q(social_cents=0, tax_cents=0, blocked_cents=0),
                name="matching_split_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.scheme}"
