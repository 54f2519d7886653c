"""Ledgers that clients sent, line by line; the money on dedicated accounts, what it was said to be for, its sweeps."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cessie.domain.client_ledgers.apart_models import Apart as Apart
from cessie.domain.client_ledgers.rules.batch import PART_OUTCOMES
from cessie.domain.client_ledgers.rules.calendar import STAGES
from cessie.domain.client_ledgers.rules.kinds import POSITION_KINDS, SUBMISSION_KINDS
from cessie.domain.client_ledgers.rules.states import LETTRAGE, SUBMISSION, SWEEP
from cessie.lib.ids import uuid7
from cessie.lib.reasons import Reason


class Submission(models.Model):
    """One ledger of a contract as of a day (kind ``balance``), with the proof that it follows from the one before.

    The six amounts (cents): ``opening`` + ``invoices`` - ``credit_notes`` - ``cash`` - ``adjustments`` = ``closing``,
    and ``difference`` is what the closing has beyond that. ``cash`` is what the client matched on the dedicated account
    since; ``adjustments`` are what he, or the desk, named. ``findings``: reasons, each with ``holds``; ``problems`` in
    all, of which the first are kept. Kind ``lines`` is a batch of documents instead (``BatchPart``): the amounts are
    those of what was taken in.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    kind = models.TextField()
    format = models.TextField()
    as_of = models.DateField()
    state = models.TextField(default=SUBMISSION.initial)
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3, default="EUR")
    opening_cents = models.BigIntegerField(default=0)
    invoices_cents = models.BigIntegerField(default=0)
    credit_notes_cents = models.BigIntegerField(default=0)
    cash_cents = models.BigIntegerField(default=0)
    adjustments_cents = models.BigIntegerField(default=0)
    closing_cents = models.BigIntegerField(default=0)
    difference_cents = models.BigIntegerField(default=0)
    lines = models.PositiveIntegerField(default=0)
    problems = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list)
    received_at = models.DateTimeField()
    received_by = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")
    note = models.TextField(default="")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SUBMISSION.states), name="ledgers_submission_state"),
            models.CheckConstraint(condition=Q(kind__in=SUBMISSION_KINDS), name="ledgers_submission_kind"),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state="accepted", kind="balance"), name="ledgers_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state="read", kind="balance"), name="ledgers_one_waits"
            ),
            models.UniqueConstraint(
                fields=["contract", "document"], condition=Q(kind="lines"), name="ledgers_batch_once"
            ),
            models.UniqueConstraint(
                fields=["contract", "document", "as_of"], condition=~Q(state="refused"), name="ledgers_file_once"
            ),
            models.CheckConstraint(
                condition=Q(state="read", decided_at__isnull=True)
                | ~Q(state="read") & Q(decided_at__isnull=False) & ~Q(decided_by=""),
                name="ledgers_submission_decided",
            ),
            models.CheckConstraint(
                condition=Q(state="superseded", superseded_at__isnull=False)
                | ~Q(state="superseded") & Q(superseded_at__isnull=True),
                name="ledgers_submission_superseded",
            ),
        ]
        indexes = [
            models.Index(fields=["contract", "-as_of", "-received_at"], name="ledgers_of_contract"),
            models.Index(fields=["client", "-received_at"], name="ledgers_of_client"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.as_of}"


class Transfer(models.Model):
    """The deed by which a ledger in force was transferred. ``fresh``: how many of its claims, and of which amount
    (cents), stand in no list of the deed before it, which is of the ledger ``former``."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="transfer")
    deed = models.OneToOneField("purchase.Deed", on_delete=models.PROTECT, related_name="ledger")
    former = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="+")
    fresh = models.PositiveIntegerField()
    fresh_cents = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(fresh_cents__gte=0), name="ledgers_transfer_not_negative")]

    def __str__(self) -> str:
        return str(self.submission_id)


class Brought(models.Model):
    """That a contract on balances came with its house: the claims in its first ledger were bought there long ago.
    ``on_date``: the day of the balances with which it came, None until somebody told it."""

    contract = models.OneToOneField("contracts.Contract", primary_key=True, on_delete=models.PROTECT, related_name="+")
    on_date = models.DateField(null=True)
    noted_at = models.DateTimeField()
    noted_by = models.TextField()

    def __str__(self) -> str:
        return f"{self.contract_id} {self.on_date}"


class Reminded(models.Model):
    """That a client was told of a ledger that is due (``before``) or late, once for each."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    wanted_date = models.DateField()
    stage = models.TextField()
    people = models.PositiveIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=STAGES), name="ledgers_reminded_stage"),
            models.UniqueConstraint(fields=["contract", "wanted_date", "stage"], name="ledgers_reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.wanted_date} {self.stage}"


class Position(models.Model):
    """One line of a ledger, signed as the debtor owes: what lowers his debt (credit note, cash) is negative.

    ``gross_cents`` is what the document was for, ``open_cents`` what is open of it; of a document that came and went
    between two ledgers nothing is open. A file has up to half a million lines: the key is a number that the database
    counts, and there is no more than one index.
    """

    id = models.BigAutoField(primary_key=True)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+", db_index=False)
    line = models.PositiveIntegerField()
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField()
    number = models.TextField()
    issue_date = models.DateField()
    due_date = models.DateField(null=True)
    open_cents = models.BigIntegerField()
    gross_cents = models.BigIntegerField()
    disputed = models.BooleanField(default=False)
    consumer = models.BooleanField(default=False)
    unperformed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=POSITION_KINDS), name="ledgers_position_kind")]
        indexes = [models.Index(fields=["submission", "debtor"], name="ledgers_positions")]

    def __str__(self) -> str:
        return self.number


class BatchPart(models.Model):
    """One document of a batch (a submission of kind ``lines``) and what became of it; ``invoice``: what came of it, or
    of one that was rejected. ``amount_cents`` as its debtor owes, a credit note negative; None: none could be read."""

    id = models.BigAutoField(primary_key=True)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.PositiveIntegerField()
    file = models.TextField()
    outcome = models.TextField()
    kind = models.TextField(default="")
    number = models.TextField(default="")
    amount_cents = models.BigIntegerField(null=True)
    currency = models.TextField(default="")
    invoice = models.ForeignKey("invoices.Invoice", null=True, on_delete=models.PROTECT, related_name="+")
    reasons = models.JSONField(default=list)  # Reason: why nothing came of it

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=PART_OUTCOMES), name="ledgers_part_outcome"),
            models.CheckConstraint(
                condition=Q(outcome="refused") | Q(invoice__isnull=False), name="ledgers_part_came_to_something"
            ),
            models.UniqueConstraint(fields=["submission", "part"], name="ledgers_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.file}"

    @property
    def why(self) -> list[Reason]:
        """Why nothing came of it."""
        return [Reason.from_json(each) for each in self.reasons]


class Layout(models.Model):
    """What the columns of a client's ledgers mean, remembered by the header they were explained for."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    signature = models.CharField(max_length=64)
    headers = models.JSONField()
    columns = models.JSONField()
    set_at = models.DateTimeField()
    set_by = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "signature"], name="ledgers_layout_once")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.signature[:8]}"


class Dedicated(models.Model):
    """The dedicated account of a contract: debtors pay on it, believing it their supplier's own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    account = models.OneToOneField("banking.Account", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.account_id)


class Receipt(models.Model):
    """Money that came on a dedicated account (P34, P34f). What is left of it: its amount less its live matches and what
    the bank took back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    line = models.OneToOneField("banking.Line", on_delete=models.PROTECT, related_name="+")
    dedicated = models.ForeignKey(Dedicated, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    received_date = models.DateField()
    received_at = models.DateTimeField()
    back_cents = models.BigIntegerField(default=0)  # what the bank took back of it

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="ledgers_receipt_positive"),
            models.CheckConstraint(
                condition=Q(back_cents__gte=0, back_cents__lte=models.F("amount_cents")), name="ledgers_receipt_back"
            ),
        ]
        indexes = [models.Index(fields=["contract", "received_date"], name="ledgers_receipts")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.amount_cents}"


class Sweep(models.Model):
    """Matched money on its way from the dedicated account to the house's: ordered, seen to leave, seen to arrive.

    ``reference`` stands in the order (end-to-end), so that both bank lines are known by it. From a client's own account
    ``document`` is the file for his bank; from the house's it is ordered as all payments are (``sweep:<id>``).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    dedicated = models.ForeignKey(Dedicated, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    reference = models.TextField(unique=True)
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    state = models.TextField(default=SWEEP.initial)
    ordered_at = models.DateTimeField()
    ordered_by = models.TextField()
    left_line = models.OneToOneField("banking.Line", null=True, on_delete=models.PROTECT, related_name="+")
    arrived_line = models.OneToOneField("banking.Line", null=True, on_delete=models.PROTECT, related_name="+")
    refusal = models.JSONField(null=True)  # Reason: why the bank did not carry it out
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SWEEP.states), name="ledgers_sweep_state"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="ledgers_sweep_positive"),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state__in=("ordered", "left")), name="ledgers_one_sweep"
            ),
            models.CheckConstraint(
                condition=~Q(state="arrived") | Q(arrived_line__isnull=False), name="ledgers_sweep_arrived"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def why(self) -> Reason | None:
        """Why the bank did not carry it out."""
        return None if self.refusal is None else Reason.from_json(self.refusal)


class Match(models.Model):
    """The client's word that (part of) a receipt pays a line of his ledger; ``counted`` by the ledger that shows it,
    ``sweep`` once its money is ordered to the house. ``invoice``: where it is held line by line."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="matches")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey("invoices.Invoice", null=True, on_delete=models.PROTECT, related_name="+")
    number = models.TextField()
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    state = models.TextField(default=LETTRAGE.initial)
    made_at = models.DateTimeField()
    made_by = models.TextField()
    counted = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="+")
    sweep = models.ForeignKey(Sweep, null=True, on_delete=models.PROTECT, related_name="+")
    apart = models.ForeignKey(Apart, null=True, on_delete=models.PROTECT, related_name="matches")  # set apart before
    undone_at = models.DateTimeField(null=True)
    undone_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LETTRAGE.states), name="ledgers_match_state"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="ledgers_match_positive"),
            models.UniqueConstraint(
                fields=["receipt", "debtor", "number"], condition=Q(state="live"), name="ledgers_match_once"
            ),
            models.CheckConstraint(
                condition=Q(state="live", undone_at__isnull=True)
                | Q(state="undone", undone_at__isnull=False, counted__isnull=True, sweep__isnull=True),
                name="ledgers_match_undone",
            ),
        ]
        indexes = [models.Index(fields=["contract", "state", "debtor"], name="ledgers_matches")]

    def __str__(self) -> str:
        return f"{self.number} {self.amount_cents}"
