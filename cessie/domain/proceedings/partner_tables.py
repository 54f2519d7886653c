"""Lawyers and bailiffs, who of them logs in, what their acts may cost, and what they asked for."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cessie.domain.proceedings.rules.states import COST, TARIFF
from cessie.lib.ids import uuid7

ROLES = ("lawyer", "bailiff")


class Partner(models.Model):
    """A lawyer or a bailiff to whom cases are given; ``districts``: beginnings of postcodes, none is everywhere."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey("parties.Company", on_delete=models.PROTECT, related_name="+")
    role = models.TextField()
    districts = ArrayField(models.TextField(), default=list, blank=True)
    since_at = models.DateTimeField()
    added_by = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=ROLES), name="proceedings_partner_role"),
            models.UniqueConstraint(
                fields=["company", "role"], condition=Q(ended_at__isnull=True), name="proceedings_partner_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.role}"


class Person(models.Model):
    """A login that sees what is given to a partner."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="people")
    user = models.ForeignKey("users.User", on_delete=models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at__isnull=True), name="proceedings_person_of_one_partner"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"


class Tariff(models.Model):
    """What an act may cost without VAT from a day on in a country, with where it stands; two people put it there."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    country = models.CharField(max_length=2)
    act = models.TextField()
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    since = models.DateField()
    source = models.TextField()
    state = models.TextField(default=TARIFF.initial)
    entered_at = models.DateTimeField()
    entered_by = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0) & ~Q(source=""), name="proceedings_tariff_sourced"),
            models.CheckConstraint(condition=Q(state__in=TARIFF.states), name="proceedings_tariff_state"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(decided_at__isnull=False) & ~Q(decided_by=F("entered_by")),
                name="proceedings_tariff_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["country", "act", "since"], condition=~Q(state="dropped"), name="proceedings_tariff_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.act} {self.since}"


class Cost(models.Model):
    """What a partner asks for an act: agreed at once within the tariff, above it by a person who says why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey("proceedings.Case", on_delete=models.PROTECT, related_name="costs")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    act = models.TextField()
    on = models.DateField()
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    state = models.TextField(default=COST.initial)
    reason = models.JSONField(null=True)
    words = models.TextField(default="")
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="proceedings_cost_positive"),
            models.CheckConstraint(condition=Q(state__in=COST.states), name="proceedings_cost_state"),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(decided_at__isnull=False) & ~Q(decided_by=""),
                name="proceedings_cost_decided",
            ),
            models.UniqueConstraint(fields=["case", "partner", "act", "on"], name="proceedings_cost_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.act}"
