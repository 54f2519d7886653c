"""Reference rates as people confirmed them."""

from __future__ import annotations

from django.db import models

from cessie.domain.charges.rules.rates import REFERENCES
from cessie.domain.charges.rules.states import FIXING
from cessie.lib.ids import uuid7


class Fixing(models.Model):
    """A reference rate in percent a year from a day on. A correction is another row; the newest confirmed counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.TextField()
    valid_from = models.DateField()
    value = models.DecimalField(max_digits=8, decimal_places=5)
    source = models.TextField()  # where it was read: the administrator's page, a data vendor, a letter
    state = models.TextField(default=FIXING.initial)
    entered_at = models.DateTimeField()
    entered_by = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(reference__in=tuple(REFERENCES)), name="charges_fixing_known"),
            models.CheckConstraint(condition=models.Q(state__in=FIXING.states), name="charges_fixing_state"),
            models.CheckConstraint(condition=~models.Q(source=""), name="charges_fixing_source"),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed")
                | (
                    models.Q(decided_at__isnull=False)
                    & ~models.Q(decided_by="")
                    & ~models.Q(decided_by=models.F("entered_by"))
                ),
                name="charges_fixing_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["reference", "valid_from"],
                condition=models.Q(state="entered"),
                name="charges_fixing_one_entered",
            ),
        ]
        indexes = [models.Index(fields=["reference", "valid_from"], name="charges_fixing_day")]

    def __str__(self) -> str:
        return f"{self.reference} {self.valid_from} {self.value}"
