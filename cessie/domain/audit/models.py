"""The trail: one row an act, never changed, and the blocks that seal it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cessie.lib.ids import uuid7


class Event(models.Model):
    """One act of one actor on one subject. Append-only by database trigger; personal data stays outside (keys only)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    actor = models.TextField()  # Viewer.key
    action = models.TextField()  # "purchase.accept"
    subject_type = models.TextField()  # "purchase.Proposal"
    subject_id = models.TextField()
    client_id = models.UUIDField(null=True)  # set where the act belongs to one client
    data = models.JSONField(default=dict)  # inputs, outcome, reasons as JSON
    request_id = models.TextField(default="")

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="audit_subject"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"


class Block(models.Model):
    """A run of events sealed by a digest that includes the block before it."""

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    first_id = models.UUIDField()
    last_id = models.UUIDField()
    event_ids = ArrayField(models.UUIDField())  # each event is in one block; late commits go into the next one
    count = models.PositiveIntegerField()
    digest = models.TextField(unique=True)
    previous = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(count__gt=0) & models.Q(event_ids__len=models.F("count")), name="audit_block_count"
            )
        ]

    def __str__(self) -> str:
        return f"block {self.number}"


class Pending(models.Model):
    """An event that no block holds yet. A trigger writes the row with the event, sealing takes it away: whatever the
    order in which transactions end, no event is skipped and no writer waits for another."""

    event_id = models.UUIDField(primary_key=True)

    def __str__(self) -> str:
        return str(self.event_id)
