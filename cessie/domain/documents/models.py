"""Originals by hash, and each time that one arrived."""

from __future__ import annotations

from django.db import models

from cessie.domain.documents.rules.states import HOUSE_FILES
from cessie.lib.ids import uuid7

CHANNELS = ("portal", "api", "mail", "peppol", "folder", "command", "own", "debtor")


class Document(models.Model):
    """Bytes that came in or went out, kept once under their SHA-256; never changed.

    When their time is over (``erase``) the bytes go and the row stays: what named the document still finds its hash.
    """

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.BigIntegerField()
    media_type = models.TextField()
    stored_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="documents_not_empty")]

    def __str__(self) -> str:
        return self.sha256[:12]


class Arrival(models.Model):
    """One arrival (or sending) of a document: through which channel, for whom, under which file name."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.TextField()
    name = models.TextField(default="")
    at = models.DateTimeField()
    by = models.TextField()
    refusal = models.JSONField(null=True)  # Reason, when it could not be read

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(channel__in=CHANNELS), name="documents_channel")]
        indexes = [models.Index(fields=["client", "-at"], name="documents_arrivals")]

    def __str__(self) -> str:
        return self.name


class LegalHold(models.Model):
    """Nothing of a client is erased while this lasts: a dispute, an inquiry, a court."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    since_at = models.DateTimeField()
    since_by = models.TextField()
    lift_asked_at = models.DateTimeField(null=True)  # one person wants it lifted, another must agree
    lift_asked_by = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="documents_hold_says_why"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True)
                | models.Q(lift_asked_by="")  # lifted before two people were asked for
                | ~models.Q(ended_by=models.F("lift_asked_by")),
                name="documents_hold_lifted_by_two",
            ),
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(ended_at__isnull=True), name="documents_one_hold"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.reason}"


class HouseFiles(models.Model):
    """Files with which the house moves in: what a look found of them, who agreed, what became of them.

    ``files``: name -> hash. ``report``: new and known rows by file, what is wrong, the trial balance in cents.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    files = models.JSONField()
    state = models.TextField(default=HOUSE_FILES.initial)
    report = models.JSONField(default=dict)
    laid_at = models.DateTimeField()
    laid_by = models.ForeignKey("users.User", on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey("users.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=HOUSE_FILES.states), name="documents_house_state"),
            models.CheckConstraint(
                condition=~models.Q(state__in=("agreed", "taken"))
                | (models.Q(agreed_by__isnull=False) & ~models.Q(agreed_by=models.F("laid_by"))),
                name="documents_house_four_eyes",
            ),
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(state="agreed"), name="documents_house_one_at_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.laid_at:%Y-%m-%d} {self.state}"
