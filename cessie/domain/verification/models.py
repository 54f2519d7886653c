"""Samples with their proofs, questions to debtors, visits, what was found, and the house's figures for it.

What a finding keeps out of what may be drawn stands with availability, under the key of the finding.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cessie.domain.invoices.rules.states import POLICY
from cessie.domain.verification.rules.kinds import (
    CHECKLIST,
    DIFFERENCES,
    PROOFS,
    RESULTS,
    SAMPLES,
    SEVERITIES,
    WAYS,
)
from cessie.domain.verification.rules.policies import FIGURES
from cessie.domain.verification.rules.states import AUDIT, ENQUIRY, FINDING, PROOF
from cessie.lib.ids import uuid7
from cessie.lib.money import Money


class Figures(models.Model):
    """The house's figures of one kind from a day on (``rules.policies``): proposed by one, confirmed by another."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.TextField()
    figures = models.JSONField()
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
            models.CheckConstraint(condition=Q(kind__in=sorted(FIGURES)), name="verification_figures_kind"),
            models.CheckConstraint(condition=Q(state__in=POLICY.states), name="verification_figures_state"),
            models.CheckConstraint(condition=~Q(note=""), name="verification_figures_say_why"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(in_force_at__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="verification_figures_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(state="proposed"), name="verification_figures_one_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.valid_from}"


class Sample(models.Model):
    """Documents drawn from what was open under a contract. ``population``: from how many, worth how much (cents);
    ``digest`` and ``seed``: whoever has the same documents draws the same again (``rules.sample``)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()  # within the contract
    kind = models.TextField()
    month = models.DateField()  # its first day
    seed = models.TextField()
    digest = models.CharField(max_length=64)
    figures = models.JSONField()
    population = models.PositiveIntegerField()
    population_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    answer_by = models.DateField()
    drawn_at = models.DateTimeField()
    drawn_by = models.TextField()
    told_at = models.DateTimeField(null=True)  # when the client's people were mailed that proof is asked

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SAMPLES), name="verification_sample_kind"),
            models.UniqueConstraint(fields=["contract", "number"], name="verification_sample_number"),
            models.UniqueConstraint(
                fields=["contract", "month"], condition=Q(kind="monthly"), name="verification_one_a_month"
            ),
        ]
        indexes = [models.Index(fields=["client", "-drawn_at"], name="verification_samples")]

    def __str__(self) -> str:
        return f"{self.contract.number} S{self.number}"


class Item(models.Model):
    """A document of a sample. ``invoice`` None: a line of the client's own ledger. ``why``: what made it likelier."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="items")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey("invoices.Invoice", null=True, on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    number = models.TextField()
    issue_date = models.DateField(null=True)
    due_date = models.DateField()
    open_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    certain = models.BooleanField()
    why = models.JSONField(default=list)
    state = models.TextField(default=PROOF.initial)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.TextField(default="")
    note = models.TextField(default="")  # what the client reads when more is asked for

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PROOF.states), name="verification_item_state"),
            models.CheckConstraint(condition=Q(open_cents__gt=0), name="verification_item_positive"),
            models.UniqueConstraint(fields=["sample", "debtor", "number"], name="verification_item_once"),
            models.CheckConstraint(
                condition=~Q(state__in=("good", "wrong")) | Q(judged_at__isnull=False) & ~Q(judged_by=""),
                name="verification_item_judged",
            ),
        ]
        indexes = [models.Index(fields=["client", "state"], name="verification_items")]

    def __str__(self) -> str:
        return self.number

    @property
    def open(self) -> Money:
        """What was open when it was drawn."""
        return Money(self.open_cents, self.currency)


class Proof(models.Model):
    """A paper that the client handed in for a document of a sample."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="proofs")
    kind = models.TextField()
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    given_at = models.DateTimeField()
    given_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=sorted(PROOFS)), name="verification_proof_kind"),
            models.UniqueConstraint(fields=["item", "document"], name="verification_proof_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Enquiry(models.Model):
    """What a debtor is asked to confirm: the open documents as of a day (``lines``: number, due day, cents) and their
    sum. Under a confidential contract he is asked in his supplier's name. ``stated_cents``: what he says he owes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    lines = models.JSONField()
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    message = models.ForeignKey("correspondence.Message", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.TextField(default=ENQUIRY.initial)
    answer_by = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.TextField(default="")
    way = models.TextField(default="")
    stated_cents = models.BigIntegerField(null=True)
    difference = models.TextField(default="")
    words = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ENQUIRY.states), name="verification_enquiry_state"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="verification_enquiry_positive"),
            models.CheckConstraint(condition=Q(way__in=("", *WAYS)), name="verification_enquiry_way"),
            models.CheckConstraint(
                condition=Q(difference__in=("", *sorted(DIFFERENCES))), name="verification_enquiry_difference"
            ),
            models.UniqueConstraint(
                fields=["contract", "debtor"], condition=Q(state="asked"), name="verification_one_enquiry"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("agreed", "differs"))
                | Q(answered_at__isnull=False, stated_cents__isnull=False) & ~Q(answered_by="") & ~Q(way=""),
                name="verification_enquiry_answered",
            ),
        ]
        indexes = [models.Index(fields=["client", "debtor", "-asked_at"], name="verification_enquiries")]

    def __str__(self) -> str:
        return f"{self.debtor_id} {self.as_of}"

    @property
    def amount(self) -> Money:
        """What the books say."""
        return Money(self.amount_cents, self.currency)

    @property
    def stated(self) -> Money | None:
        """What he says."""
        return None if self.stated_cents is None else Money(self.stated_cents, self.currency)


class Audit(models.Model):
    """A visit at the client's: planned, held, reported on; ``document`` is the report."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()  # within the contract
    planned_date = models.DateField()
    place = models.TextField(default="")
    plan = models.TextField()
    state = models.TextField(default=AUDIT.initial)
    conclusion = models.TextField(default="")
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    planned_by = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AUDIT.states), name="verification_audit_state"),
            models.UniqueConstraint(fields=["contract", "number"], name="verification_audit_number"),
            models.CheckConstraint(
                condition=~Q(state="reported") | ~Q(conclusion="") & Q(document__isnull=False),
                name="verification_audit_reported",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract.number} V{self.number}"


class Point(models.Model):
    """What a visit saw of one point of the checklist; the last word counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="points")
    code = models.TextField()
    result = models.TextField()
    words = models.TextField(default="")
    said_at = models.DateTimeField()
    said_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__in=sorted(CHECKLIST)), name="verification_point_code"),
            models.CheckConstraint(condition=Q(result__in=RESULTS), name="verification_point_result"),
            models.UniqueConstraint(fields=["audit", "code"], name="verification_point_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Finding(models.Model):
    """What was found. ``debtor`` and ``number``: about whom and which document, as far as it is about one. ``hold``: it
    is not financed until another person clears it. ``rule``: what found it; ``key``: open under it once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", null=True, on_delete=models.PROTECT, related_name="+")
    number = models.TextField(default="")
    rule = models.TextField()
    key = models.TextField()
    severity = models.TextField()
    reason = models.JSONField()
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(Enquiry, null=True, on_delete=models.PROTECT, related_name="+")
    audit = models.ForeignKey(Audit, null=True, on_delete=models.PROTECT, related_name="findings")
    state = models.TextField(default=FINDING.initial)
    found_at = models.DateTimeField()
    found_by = models.TextField()
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.TextField(default="")
    note = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FINDING.states), name="verification_finding_state"),
            models.CheckConstraint(condition=Q(severity__in=SEVERITIES), name="verification_finding_severity"),
            models.CheckConstraint(
                condition=Q(severity="note") | Q(debtor__isnull=False) | ~Q(number=""),
                name="verification_finding_holds_something",
            ),
            models.CheckConstraint(
                condition=~Q(state="cleared")
                | Q(cleared_at__isnull=False) & ~Q(cleared_by="") & ~Q(note="") & ~Q(cleared_by=F("found_by")),
                name="verification_finding_four_eyes",
            ),
            models.UniqueConstraint(fields=["contract", "key"], condition=Q(state="open"), name="verification_found"),
        ]
        indexes = [models.Index(fields=["contract", "state", "-found_at"], name="verification_findings")]

    def __str__(self) -> str:
        return f"{self.rule} {self.number}"


class Look(models.Model):
    """A client's ledger in force that was looked over: once as it came, beside the looks of each night."""

    submission = models.OneToOneField(
        "client_ledgers.Submission", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    looked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.submission_id}"
