"""What was asked about debtors outside the house, what came back, and the house's own list of people who moved, died,
cannot pay or are represented."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cessie.domain.collection.rules.states import NEWS
from cessie.lib.ids import uuid7

#: What a source is asked about; ``list``: the house's own.
ABOUT = ("register", "insolvency", "address", "list")
WHAT = ("address", "ceased", "insolvent", "deceased", "guardian")
INQUIRY = ("asked", "answered", "failed")


class Inquiry(models.Model):
    """One question about the debtor of a dossier to one source. What it cost the house is told with the dossier.

    ``reference`` of the question: its key; a question that failed or was cut is asked again under the same one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey("collection.Dossier", on_delete=models.PROTECT, related_name="inquiries")
    about = models.TextField()
    source = models.TextField()
    state = models.TextField(default="asked")
    cost_cents = models.BigIntegerField(default=0)
    trouble = models.TextField(default="")
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(about__in=ABOUT), name="collection_inquiry_about"),
            models.CheckConstraint(condition=Q(state__in=INQUIRY), name="collection_inquiry_state"),
            models.CheckConstraint(condition=Q(cost_cents__gte=0), name="collection_inquiry_cost"),
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False)
                | ~Q(state="answered") & Q(answered_at__isnull=True, cost_cents=0),
                name="collection_inquiry_answered",
            ),
            models.UniqueConstraint(
                fields=["dossier", "source"], condition=~Q(state="answered"), name="collection_inquiry_once"
            ),
        ]
        indexes = [models.Index(fields=["dossier", "-asked_at"], name="collection_inquiries")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.source}"


class Finding(models.Model):
    """One thing that a source said: open until a person takes it over or sets it aside.

    ``sure``: what the source stands for, in percent. ``former``: the address for letters that held before it was taken
    over (rules.found.Place as JSON), so that the old one stays known.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="findings")
    what = models.TextField()
    source = models.TextField()
    sure = models.PositiveSmallIntegerField()
    since_date = models.DateField(null=True)
    street = models.TextField(default="")
    building = models.TextField(default="")
    postcode = models.TextField(default="")
    town = models.TextField(default="")
    country = models.CharField(max_length=2, default="")
    words = models.TextField(default="")
    state = models.TextField(default=NEWS.initial)
    former = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(what__in=WHAT), name="collection_finding_what"),
            models.CheckConstraint(condition=Q(sure__lte=100), name="collection_finding_sure"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | Q(state__in=NEWS.states) & ~Q(state="open") & Q(decided_at__isnull=False) & ~Q(decided_by=""),
                name="collection_finding_state",
            ),
        ]
        indexes = [models.Index(fields=["inquiry"], name="collection_findings")]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.what}"


class Listed(models.Model):
    """One row of the house's own list, by the number of a company or by name and last postcode."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    what = models.TextField()
    source = models.TextField()  # which list it stood on, as the desk calls it
    number = models.TextField(default="")
    name = models.TextField(default="")
    sort_name = models.TextField(default="")
    last_postcode = models.TextField(default="")
    since_date = models.DateField(null=True)
    street = models.TextField(default="")
    building = models.TextField(default="")
    postcode = models.TextField(default="")
    town = models.TextField(default="")
    country = models.CharField(max_length=2, default="")
    words = models.TextField(default="")
    added_at = models.DateTimeField()
    added_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(what__in=WHAT), name="collection_listed_what"),
            models.CheckConstraint(
                condition=~Q(number="") | ~Q(sort_name="") & ~Q(last_postcode=""), name="collection_listed_who"
            ),
            models.UniqueConstraint(
                fields=["what", "source", "number", "sort_name", "last_postcode", "street", "building", "postcode"],
                name="collection_listed_once",
            ),
        ]
        indexes = [
            models.Index(fields=["number"], condition=~Q(number=""), name="collection_listed_number"),
            models.Index(fields=["sort_name", "last_postcode"], name="collection_listed_name"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.number or self.sort_name}"
