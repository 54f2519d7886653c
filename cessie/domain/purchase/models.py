"""What the house offers for invoices, what the client approved, and the deed of cession."""

from __future__ import annotations

from django.db import models

from cessie.domain.purchase.rules.states import DEED, PROPOSAL
from cessie.lib.ids import uuid7


class Proposal(models.Model):
    """An offer with every figure; the figures never change, a new computation makes a new version."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField(unique=True)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("contracts.Version", on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3, default="EUR")
    state = models.TextField(default=PROPOSAL.initial)
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    set_off_cents = models.BigIntegerField(default=0)  # what of the client's debt this money pays
    payout_cents = models.BigIntegerField()
    deferred_cents = models.BigIntegerField(default=0)  # below the payout minimum: goes with a later payout
    carried_cents = models.BigIntegerField(default=0)  # what the client owes after it
    top_up_cents = models.BigIntegerField(default=0)  # into the guarantee fund, where the reserve is pooled
    digest = models.TextField()  # of every figure: what the client approves is what he saw
    handed_over_at = models.DateTimeField()  # the clock of 24 hours runs from here
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")
    reasons = models.JSONField(default=list)  # why it was blocked or replaced, for the client too
    taken_over = models.BooleanField(default=False)  # bought before this house kept its books here: entered with P00
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=PROPOSAL.states), name="purchase_proposal_state"),
            models.CheckConstraint(condition=models.Q(payout_cents__gte=0), name="purchase_payout_not_negative"),
            models.CheckConstraint(
                condition=models.Q(state="offered", decided_at__isnull=True)
                | ~models.Q(state="offered") & models.Q(decided_at__isnull=False) & ~models.Q(decided_by=""),
                name="purchase_decision_has_person",
            ),
        ]
        indexes = [models.Index(fields=["client", "state", "-offered_at"], name="purchase_of_client")]

    def __str__(self) -> str:
        return self.number


class Item(models.Model):
    """One invoice of a proposal with its price: cents, incl. VAT where the word is face."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="items")
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    face_cents = models.BigIntegerField()
    approved_cents = models.BigIntegerField()
    financed_cents = models.BigIntegerField()
    holdback_cents = models.BigIntegerField()
    undrawn_cents = models.BigIntegerField(default=0)  # not financed and not held back: stays on the current account
    fee_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    steps = models.JSONField(default=list)  # how each figure came about, as reasons

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "invoice"], name="purchase_item_once"),
            models.CheckConstraint(
                condition=models.Q(
                    face_cents=models.F("financed_cents") + models.F("holdback_cents") + models.F("undrawn_cents")
                ),
                name="purchase_face_is_financed_and_held",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    face_cents__gt=0,
                    approved_cents__gte=0,
                    approved_cents__lte=models.F("face_cents"),
                    financed_cents__gte=0,
                    holdback_cents__gte=0,
                    undrawn_cents__gte=0,
                    fee_cents__gte=0,
                    vat_cents__gte=0,
                ),
                name="purchase_figures_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.position}"


class Cession(models.Model):
    """The record of the assignment: one invoice is ceded once. The deed's document is kept by its hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    invoice = models.OneToOneField("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    transfer_form = models.TextField()
    ceded_at = models.DateTimeField()
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    waived_at = models.DateTimeField(null=True)  # a person lets the surcharge for late payment be
    waived_by = models.TextField(default="")
    waived_note = models.TextField(default="")

    def __str__(self) -> str:
        return str(self.invoice_id)


class Deed(models.Model):
    """The deed of a purchase, or of a ledger in force, as one thing, and where the law wants it, the record of its
    registration.

    ``document``: the text that was approved, by its hash; ``paper``: the same printed, once somebody asked for it.
    ``annex``: the list of the claims of a ledger, whose hash stands in the text; they are too many for a paper.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField(unique=True)
    proposal = models.OneToOneField(Proposal, null=True, on_delete=models.PROTECT, related_name="deed")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    form = models.TextField()  # as the contract's transfer_form
    face_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    invoices = models.PositiveIntegerField()
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    annex = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    state = models.TextField(default=DEED.initial)
    withheld = models.BooleanField(default=False)  # its payout waits for the registration
    registered_date = models.DateField(null=True)
    register_number = models.TextField(default="")
    proof = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(null=True)
    noted_by = models.TextField(default="")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=DEED.states), name="purchase_deed_state"),
            models.CheckConstraint(
                condition=models.Q(proposal__isnull=False, annex__isnull=True)
                | models.Q(proposal__isnull=True, annex__isnull=False, withheld=False),
                name="purchase_deed_of_offer_or_list",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("unregistered", "standing"))
                | models.Q(registered_date__isnull=False, noted_at__isnull=False, proof__isnull=False)
                & ~models.Q(noted_by=""),
                name="purchase_deed_noted_with_proof",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="registered")
                | models.Q(confirmed_at__isnull=False)
                & ~models.Q(confirmed_by="")
                & ~models.Q(confirmed_by=models.F("noted_by")),
                name="purchase_deed_seen_by_two",
            ),
        ]
        indexes = [models.Index(fields=["client", "-made_at"], name="purchase_deeds_of_client")]

    def __str__(self) -> str:
        return self.number


class Pledge(models.Model):
    """The record that an invoice was pledged, once, with its deed; what is still pledged is asked of the books."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    invoice = models.OneToOneField("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    pledged_at = models.DateTimeField()
    pledged_by = models.TextField()
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.invoice_id)


class Forbearance(models.Model):
    """A person decided to wait with an overdue invoice until a day; the newest one counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    until_date = models.DateField()  # last day
    note = models.TextField()
    granted_at = models.DateTimeField()
    granted_by = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(note=""), name="purchase_forbearance_says_why")]
        indexes = [models.Index(fields=["invoice", "-granted_at"], name="purchase_forbearance_now")]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.until_date}"
