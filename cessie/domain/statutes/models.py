"""Statutory rates as people confirmed them; the project's own rows stand in its data file."""

from __future__ import annotations

from django.db import models

from cessie.domain.statutes.rules.states import STATUTE
from cessie.law.rates import CONFIDENCES, STATUSES, Rate
from cessie.lib.ids import uuid7


class StatutoryRate(models.Model):
    """A row of ``law.rates`` in percent a year: replaces the one of the same country, kind and first day, or adds one.

    A correction is another row; the newest confirmed counts, the former ones say what was known before.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    country = models.CharField(max_length=2)
    kind = models.TextField()
    first_date = models.DateField()
    last_date = models.DateField(null=True)
    percent = models.DecimalField(max_digits=7, decimal_places=4)
    status = models.TextField()
    confidence = models.TextField()
    source = models.TextField()  # where it was read: the notice, the decree, the formula
    state = models.TextField(default=STATUTE.initial)
    entered_at = models.DateTimeField()
    entered_by = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=STATUTE.states), name="statutes_rate_state"),
            models.CheckConstraint(condition=models.Q(status__in=STATUSES), name="statutes_rate_status"),
            models.CheckConstraint(condition=models.Q(confidence__in=CONFIDENCES), name="statutes_rate_confidence"),
            models.CheckConstraint(condition=~models.Q(source=""), name="statutes_rate_source"),
            models.CheckConstraint(
                condition=models.Q(last_date__isnull=True) | models.Q(last_date__gte=models.F("first_date")),
                name="statutes_rate_days",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed")
                | (
                    models.Q(decided_at__isnull=False)
                    & ~models.Q(decided_by="")
                    & ~models.Q(decided_by=models.F("entered_by"))
                ),
                name="statutes_rate_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["country", "kind", "first_date"],
                condition=models.Q(state="entered"),
                name="statutes_rate_one_entered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.kind} {self.first_date} {self.percent}"

    @property
    def rate(self) -> Rate:
        """The row as the law's arithmetic takes it."""
        return Rate(
            self.country, self.kind, self.first_date, self.last_date, self.percent, self.status, self.confidence,
            self.source,
        )  # fmt: skip
