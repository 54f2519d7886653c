"""A contract and its dated versions; a version holds every term as an independent field (terms.contract)."""

from __future__ import annotations

from django.db import models

from cessie.lib.ids import uuid7


class Contract(models.Model):
    """A factoring agreement with one client."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    number = models.TextField(unique=True)
    currency = models.CharField(max_length=3, default="EUR")
    started_date = models.DateField()
    ended_date = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(currency="EUR"), name="contracts_euro_first"),
            models.CheckConstraint(
                condition=models.Q(ended_date__isnull=True) | models.Q(ended_date__gt=models.F("started_date")),
                name="contracts_end_after_start",
            ),
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(ended_date__isnull=True), name="contracts_one_running"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Version(models.Model):
    """The terms from a day on, until the next version. Never changed (a trigger refuses): amend makes a new one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    preset = models.TextField(default="")  # where the terms began; no code asks it
    terms = models.JSONField()  # terms.contract.Terms as JSON: validated when it is written, rebuilt when it is read
    made_at = models.DateTimeField()
    made_by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="contracts_version_number"),
            models.UniqueConstraint(fields=["contract", "valid_from"], name="contracts_version_day"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} v{self.number}"
