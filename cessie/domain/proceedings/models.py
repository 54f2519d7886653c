"""Cases, every act in them, to whom they are given, and what was asked about them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cessie.domain.proceedings.partner_tables import ROLES as ROLES
from cessie.domain.proceedings.partner_tables import Cost as Cost
from cessie.domain.proceedings.partner_tables import Partner as Partner
from cessie.domain.proceedings.partner_tables import Person as Person
from cessie.domain.proceedings.partner_tables import Tariff as Tariff
from cessie.domain.proceedings.rules.states import ASSIGNMENT, GIVEN, OVER, STATES
from cessie.law.procedures import NAMES
from cessie.lib.ids import uuid7

#: Who spoke in a case.
SIDES = ("staff", "lawyer", "bailiff", "debtor")


class Case(models.Model):
    """One way to a title for one dossier. ``state``, ``since`` and ``days`` are what the last act left: changed in one
    place, under the lock of the row. ``days``: each computed day by its name, ISO."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey("collection.Dossier", on_delete=models.PROTECT, related_name="+")
    procedure = models.TextField()
    state = models.TextField()
    since = models.DateField()
    days = models.JSONField(default=dict)
    look_date = models.DateField()  # from when the night looks at it again
    opened_at = models.DateTimeField()
    opened_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(procedure__in=NAMES), name="proceedings_procedure"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="proceedings_case_state"),
            models.UniqueConstraint(
                fields=["dossier"], condition=~Q(state__in=OVER), name="proceedings_one_running_case"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-opened_at"], name="proceedings_by_state"),
            models.Index(fields=["look_date", "id"], condition=~Q(state__in=OVER), name="proceedings_to_look_at"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.procedure}"


class Step(models.Model):
    """One act in a case, in its order, never changed. ``key``: the same act told twice, by two, is one.

    ``holds``: the conditions that were found to hold; ``amounts``: what was asked with it, in cents, as it was then.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    key = models.TextField()
    act = models.TextField()
    on = models.DateField()
    fixed = models.DateField(null=True)
    before = models.TextField()
    after = models.TextField()
    holds = ArrayField(models.TextField(), default=list)
    amounts = models.JSONField(default=dict)
    words = models.TextField(default="")
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    side = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=SIDES), name="proceedings_step_side"),
            models.UniqueConstraint(fields=["case", "key"], name="proceedings_step_once"),
        ]
        indexes = [models.Index(fields=["case", "at", "id"], name="proceedings_steps")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.act}"


class Assignment(models.Model):
    """A case given to a partner: of each role one has it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    role = models.TextField()
    state = models.TextField(default=ASSIGNMENT.initial)
    words = models.TextField(default="")
    offered_at = models.DateTimeField()
    offered_by = models.TextField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=ROLES), name="proceedings_assignment_role"),
            models.CheckConstraint(condition=Q(state__in=ASSIGNMENT.states), name="proceedings_assignment_state"),
            models.UniqueConstraint(
                fields=["case", "role"], condition=Q(state__in=GIVEN), name="proceedings_one_of_each_role"
            ),
        ]
        indexes = [models.Index(fields=["partner", "state", "-offered_at"], name="proceedings_of_partner")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.role}"


class Word(models.Model):
    """A question or an answer in a case, between the house and its partners."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="thread")
    words = models.TextField()
    side = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(side__in=SIDES) & ~Q(words=""), name="proceedings_word_said")]
        indexes = [models.Index(fields=["case", "at", "id"], name="proceedings_thread")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.side}"
