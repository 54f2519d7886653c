"""Confirmations of balances that left the house; every other figure of the reports is asked of the ledger anew."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cessie.lib.ids import uuid7


class Confirmation(models.Model):
    """A letter for an auditor: what the books said of a client or a debtor at the end of a day, as known at a moment.

    ``figures`` are frozen with it (``rules.confirmed.Figures``): the books must give them again for ever.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", null=True, on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", null=True, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    known_at = models.DateTimeField()
    language = models.CharField(max_length=2)
    auditor = models.TextField(default="")  # name and address to answer to, as lines
    figures = models.JSONField()
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(client__isnull=True) ^ Q(debtor__isnull=True), name="reports_confirmation_of_one"
            ),
            models.CheckConstraint(condition=Q(language__in=["nl", "fr", "en"]), name="reports_confirmation_language"),
            models.UniqueConstraint(
                fields=["client", "debtor", "day", "known_at", "language"],
                nulls_distinct=False,
                name="reports_confirmation_once",
            ),
        ]
        indexes = [models.Index(fields=["-made_at"], name="reports_confirmation_newest")]

    def __str__(self) -> str:
        return f"{self.client_id or self.debtor_id} {self.day}"
