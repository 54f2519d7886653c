"""What leaves the house in one file, whether it pays or collects: two people let it go."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q

from cessie.domain.payments.rules.states import BATCH
from cessie.lib.ids import uuid7

#: The rule that a person prepares it, by name.
BY_A_PERSON: Final = "%(app_label)s_%(class)s_by_a_person"


class Leaving(models.Model):
    """A file for the bank: prepared by one person, released by another, then handed over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField(unique=True)  # also the file's message id
    state = models.TextField(default=BATCH.initial)
    digest = models.CharField(max_length=64)  # over all that the file will say: what was prepared is what is released
    prepared_at = models.DateTimeField()
    prepared_by = models.TextField()
    released_at = models.DateTimeField(null=True)
    released_by = models.TextField(default="")
    sent_at = models.DateTimeField(null=True)
    document = models.OneToOneField("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BATCH.states), name="%(app_label)s_%(class)s_state"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "discarded"], released_by="", released_at__isnull=True)
                | Q(released_by__startswith="user:", released_at__isnull=False, document__isnull=False)
                & ~Q(released_by=F("prepared_by")),
                name="%(app_label)s_%(class)s_four_eyes",
            ),
            models.CheckConstraint(condition=Q(prepared_by__startswith="user:"), name=BY_A_PERSON),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
                name="%(app_label)s_%(class)s_sent",
            ),
        ]

    def __str__(self) -> str:
        return self.number
