"""A contract and its dated versions; a version holds every term as an independent field (terms.contract)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models

from cessie.domain.contracts.rules.disclosing import TRIGGERS
from cessie.domain.contracts.rules.notice import GROUNDS, SIDES
from cessie.domain.contracts.rules.states import CONTRACT, ENDING
from cessie.lib.ids import uuid7


class Contract(models.Model):
    """A factoring agreement with one client."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    number = models.TextField(unique=True)
    currency = models.CharField(max_length=3, default="EUR")
    started_date = models.DateField()
    ended_date = models.DateField(null=True)  # the first day without it: nothing is bought any more
    state = models.TextField(default=CONTRACT.initial)
    closed_date = models.DateField(null=True)  # nothing was left of it

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=CONTRACT.states), name="contracts_state"),
            models.CheckConstraint(
                condition=models.Q(state="running", ended_date__isnull=True)
                | ~models.Q(state="running") & models.Q(ended_date__isnull=False),
                name="contracts_running_has_no_end",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_date__isnull=False)
                | ~models.Q(state="closed") & models.Q(closed_date__isnull=True),
                name="contracts_closed_on_a_day",
            ),
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

    @property
    def last_day(self) -> date | None:
        """The last day on which invoices are bought; none while nobody gave notice."""
        return self.ended_date and self.ended_date - timedelta(days=1)


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


class Ending(models.Model):
    """The wish to end a contract, or to go on with one whose notice runs; it counts once a second person agreed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="endings")
    act = models.TextField()  # end, go_on
    ground = models.TextField(default="")
    given_by = models.TextField(default="")
    given_date = models.DateField(null=True)  # when the other side had the notice
    last_day = models.DateField(null=True)
    note = models.TextField()
    state = models.TextField(default=ENDING.initial)
    proposed_at = models.DateTimeField()
    proposed_by = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=ENDING.states), name="contracts_ending_state"),
            models.CheckConstraint(
                condition=models.Q(
                    act="end", ground__in=GROUNDS, given_by__in=SIDES, given_date__isnull=False, last_day__isnull=False
                )
                | models.Q(act="go_on", ground="", given_by="", given_date__isnull=True, last_day__isnull=True),
                name="contracts_ending_says_what",
            ),
            models.CheckConstraint(condition=~models.Q(note=""), name="contracts_ending_says_why"),
            models.CheckConstraint(
                condition=~models.Q(state="agreed") | ~models.Q(decided_by=models.F("proposed_by")),
                name="contracts_ending_by_two",
            ),
            models.UniqueConstraint(
                fields=["contract"], condition=models.Q(state="proposed"), name="contracts_one_ending_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.act} {self.last_day}"


class TermsChange(models.Model):
    """The wish that some terms of a contract be others from a day on; a version once a second person agreed.

    One with a ``trigger`` discloses a confidential contract: every debtor is told, also of what was bought before, by
    registered letter where ``registered`` says so.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    changes = models.JSONField()  # as in ``amend``
    valid_from = models.DateField()
    note = models.TextField()
    trigger = models.TextField(default="")  # why debtors are told now; blank: they are not
    registered = models.BooleanField(default=False)
    state = models.TextField(default=ENDING.initial)
    proposed_at = models.DateTimeField()
    proposed_by = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=ENDING.states), name="contracts_change_state"),
            models.CheckConstraint(condition=models.Q(trigger__in=("", *TRIGGERS)), name="contracts_change_trigger"),
            models.CheckConstraint(condition=~models.Q(note=""), name="contracts_change_says_why"),
            models.CheckConstraint(
                condition=~models.Q(state="agreed") | ~models.Q(decided_by=models.F("proposed_by")),
                name="contracts_change_by_two",
            ),
            models.UniqueConstraint(
                fields=["contract"], condition=models.Q(state="proposed"), name="contracts_one_change_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.valid_from}"
