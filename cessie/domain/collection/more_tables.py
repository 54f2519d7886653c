"""What stands beside a dossier: costs that were made, what happened and was said, complaints, the limits of contact."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cessie.domain.collection.rules.states import COMPLAINT
from cessie.lib.ids import uuid7

#: What costs somebody else's bill: a bailiff, a lawyer, a court, a register.
COST_KINDS = ("bailiff", "lawyer", "court", "register", "other")
SIDES = ("staff", "client", "debtor")


class Cost(models.Model):
    """Money that was spent on a dossier and that the debtor owes from a day on, with the article that says so."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey("collection.Dossier", on_delete=models.PROTECT, related_name="costs")
    key = models.TextField(unique=True)
    kind = models.TextField()
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    from_date = models.DateField()
    article = models.TextField()
    words = models.TextField(default="")
    made_at = models.DateTimeField()
    made_by = models.TextField()
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=COST_KINDS), name="collection_cost_kind"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0) & ~Q(article=""), name="collection_cost_by_law"),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | ~Q(dropped_by=""), name="collection_cost_dropped_by_somebody"
            ),
        ]
        indexes = [models.Index(fields=["dossier", "from_date"], name="collection_costs")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind} {self.amount_cents}"


class Turn(models.Model):
    """Something that happened in a dossier, with what was said; it stays as it is."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey("collection.Dossier", on_delete=models.PROTECT, related_name="turns")
    event = models.TextField()
    words = models.TextField(default="")
    reasons = models.JSONField(default=list)
    side = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(side__in=SIDES), name="collection_turn_side")]
        indexes = [models.Index(fields=["dossier", "at"], name="collection_turns")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.event}"


class Complaint(models.Model):
    """A complaint about how a dossier is handled: while it is open, nothing is done towards the debtor."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey("collection.Dossier", on_delete=models.PROTECT, related_name="complaints")
    state = models.TextField(default=COMPLAINT.initial)
    words = models.TextField()
    answer = models.TextField(default="")
    answer_by = models.DateField()
    raised_at = models.DateTimeField()
    raised_by = models.TextField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=COMPLAINT.states), name="collection_complaint_state"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True)
                | Q(state="answered", answered_at__isnull=False) & ~Q(answer="") & ~Q(answered_by=""),
                name="collection_complaint_answered",
            ),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(state="open"), name="collection_one_open_complaint"
            ),
        ]
        indexes = [models.Index(fields=["state", "answer_by"], name="collection_complaints")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.state}"


class ContactRule(models.Model):
    """How often and when a debtor may be contacted, as the house lays it down: one proposes, another confirms."""

    number = models.PositiveIntegerField(primary_key=True)  # 1, 2, ...: the last confirmed one holds
    rule = models.JSONField()  # rules.contact.Contact
    note = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.TextField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="collection_contact_says_why"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by="")
                | Q(confirmed_at__isnull=False) & ~Q(confirmed_by="") & ~Q(confirmed_by=models.F("proposed_by")),
                name="collection_contact_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
