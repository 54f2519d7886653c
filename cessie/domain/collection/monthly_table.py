"""The statement of a month for a principal, frozen."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cessie.lib.ids import uuid7


class PrincipalMonth(models.Model):
    """What a principal was told of a month, in cents: never changed; what becomes known later stands in the next.

    ``moves`` and ``dossiers`` are the figures without a name (``rules.monthly``); the papers hold the names.
    ``known_at``: the moment as of which the books were asked; ``told_at``: when he was told by mail.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField(unique=True)  # the principal's code and the month
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()  # its first day
    opening_cents = models.BigIntegerField()
    closing_cents = models.BigIntegerField()  # above zero: owed to the principal
    currency = models.CharField(max_length=3, default="EUR")
    moves = models.JSONField(default=list)
    dossiers = models.JSONField(default=list)
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    csv_document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)
    known_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "month"], name="collection_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="collection_month_first"),
        ]

    def __str__(self) -> str:
        return self.number
