"""What a service on whose pages debtors sign has told, and how far it was read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cessie.lib.ids import uuid7


class Feed(models.Model):
    """How far a service's feed of mandates has been read."""

    service = models.TextField(primary_key=True)
    position = models.TextField(default="")
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.service


class ServiceEvent(models.Model):
    """One event that a service told of a mandate, once; ``document`` is its message as it came, ``outcome`` what it did
    here (``hear_service``)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service = models.TextField()
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    kind = models.TextField()
    reference = models.TextField()
    mandate = models.ForeignKey("mandates.Mandate", null=True, on_delete=models.PROTECT, related_name="told")
    outcome = models.TextField()
    told_at = models.DateTimeField()
    heard_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "document"], name="mandates_service_event_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["done", "known", "unknown", "refused"]), name="mandates_service_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.reference} {self.kind}"


class TakenBack(models.Model):
    """A mandate that was revoked here and that the service on whose pages it was signed is told of.

    ``next_at``: when it is asked next; none once it was told (``told_at``), and where it said no (``answer``).
    """

    mandate = models.OneToOneField(
        "mandates.Mandate", primary_key=True, on_delete=models.PROTECT, related_name="taken_back"
    )
    service = models.TextField()
    answer = models.TextField(default="")
    asked_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(next_at__isnull=True), name="mandates_taken_back_told_once"
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=False) | Q(next_at__isnull=False) | ~Q(answer=""),
                name="mandates_taken_back_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.mandate_id}"
