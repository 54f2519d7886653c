"""Companies that ask to be financed, each time somebody laid their figures beside the house's policy, and the quotes
that they got."""

from __future__ import annotations

from typing import get_args

from django.db import models
from django.db.models import F, Q

from cessie.domain.onboarding.rules.score import Advice
from cessie.domain.onboarding.rules.states import ANSWERED, ASSESSMENT, DECIDED, OPEN, QUOTE
from cessie.lib.ids import uuid7


class Applicant(models.Model):
    """A company that asks. ``number``: of its register, compact. ``through``: the broker's company whose customer it
    is: the house sees it only once he showed it (``shown_at``). ``client``: what it became. ``chart``: accounts of its
    books without a code, number -> name and the group that somebody said (``rules.chart``)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.TextField()
    number = models.TextField(default="")
    client = models.ForeignKey("parties.Client", null=True, on_delete=models.PROTECT, related_name="+")
    through = models.ForeignKey("parties.Company", null=True, on_delete=models.PROTECT, related_name="+")
    shown_at = models.DateTimeField(null=True)
    shown_by = models.TextField(default="")
    added_at = models.DateTimeField()
    added_by = models.TextField()
    chart = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="onboarding_applicant_named"),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number="") & Q(through__isnull=True), name="onboarding_applicant_once"
            ),
            models.CheckConstraint(
                condition=Q(through__isnull=False) | Q(shown_at__isnull=False), name="onboarding_house_sees_its_own"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Assessment(models.Model):
    """One score: what was known with where it is from, by which figures of the house, what it came to, and what people
    decided. ``facts``: cents, days and hundredths of a percent by name; ``figures`` and ``version`` of the house's
    policy, so that it can be worked out again. A decision against the advice is of two people."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    applicant = models.ForeignKey(Applicant, on_delete=models.CASCADE, related_name="assessments")
    facts = models.JSONField()
    sources = models.JSONField()
    accounts = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    accounts_date = models.DateField(null=True)  # the last day of their year
    ledger = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    doubts = models.JSONField(default=list)
    figures = models.JSONField()
    version = models.PositiveIntegerField()
    points = models.PositiveSmallIntegerField()
    known_percent = models.PositiveSmallIntegerField()
    advice = models.TextField()
    state = models.TextField(default=ASSESSMENT.initial)
    wish = models.TextField(default="")
    note = models.TextField(default="")
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.TextField(default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")
    made_at = models.DateTimeField()
    made_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ASSESSMENT.states), name="onboarding_state"),
            models.CheckConstraint(condition=Q(advice__in=get_args(Advice)), name="onboarding_advice"),
            models.CheckConstraint(condition=Q(points__lte=100, known_percent__lte=100), name="onboarding_of_hundred"),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_at__isnull=False) & ~Q(decided_by="") & ~Q(note="")
                | ~Q(state__in=DECIDED) & Q(decided_at__isnull=True),
                name="onboarding_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted", advice__in=("against", "unknown"))
                & ~Q(state="turned_down", advice="for")
                | ~Q(decided_by=F("proposed_by")),
                name="onboarding_against_advice_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="against_advice")
                | Q(wish__in=("accept", "refuse"), proposed_at__isnull=False) & ~Q(proposed_by="") & ~Q(note=""),
                name="onboarding_proposed",
            ),
            models.UniqueConstraint(
                fields=["applicant"], condition=Q(state__in=("scored", "against_advice")), name="onboarding_one_waits"
            ),
        ]
        indexes = [models.Index(fields=["applicant", "-made_at"], name="onboarding_history")]

    def __str__(self) -> str:
        return f"{self.applicant_id} {self.points}"


class Quote(models.Model):
    """A version of a quote: terms that the house offers a company until a day. ``told``: they in the neutral form of an
    offer; ``terms``: the same as a contract has them; ``replayed``: what they would have cost on the company's own
    ledger, or why that is not known. Once sent nothing of it changes but the answer; ``paper``: what the company got,
    ``link_digest``: of the secret behind which it reads and answers. ``contract``: what it became."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="quotes")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    number = models.TextField()
    version = models.PositiveSmallIntegerField()
    told = models.JSONField()
    terms = models.JSONField()
    replayed = models.JSONField(default=dict)
    country = models.CharField(max_length=2)
    language = models.CharField(max_length=2)
    valid_until = models.DateField()  # last day
    to_name = models.TextField()
    to_email = models.TextField()
    note = models.TextField(default="")
    state = models.TextField(default=QUOTE.initial)
    made_at = models.DateTimeField()
    made_by = models.TextField()
    sent_at = models.DateTimeField(null=True)
    sent_by = models.TextField(default="")
    paper = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    link_digest = models.CharField(max_length=64, default="")
    answered_at = models.DateTimeField(null=True)
    answered_name = models.TextField(default="")
    answered_role = models.TextField(default="")
    answered_words = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)  # replaced or lapsed
    contract = models.OneToOneField("contracts.Contract", null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)
    taken_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=QUOTE.states), name="onboarding_quote_state"),
            models.UniqueConstraint(fields=["number", "version"], name="onboarding_quote_version"),
            models.UniqueConstraint(
                fields=["applicant"], condition=Q(state__in=OPEN), name="onboarding_one_quote_stands"
            ),
            models.CheckConstraint(condition=~Q(to_name="") & ~Q(to_email=""), name="onboarding_quote_to_somebody"),
            models.CheckConstraint(
                condition=~Q(state__in=("sent", *ANSWERED))
                | Q(sent_at__isnull=False, paper__isnull=False) & ~Q(link_digest="") & ~Q(sent_by=""),
                name="onboarding_quote_sent_with_paper",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ANSWERED, answered_at__isnull=False) & ~Q(answered_name="") & ~Q(answered_role="")
                | ~Q(state__in=ANSWERED) & Q(answered_at__isnull=True),
                name="onboarding_quote_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(contract__isnull=True, taken_at__isnull=True)
                | Q(state="accepted", contract__isnull=False, taken_at__isnull=False) & ~Q(taken_by=""),
                name="onboarding_quote_contract_of_accepted",
            ),
            models.UniqueConstraint(
                fields=["link_digest"], condition=~Q(link_digest=""), name="onboarding_quote_link_once"
            ),
        ]
        indexes = [models.Index(fields=["applicant", "-made_at"], name="onboarding_quotes")]

    def __str__(self) -> str:
        return f"{self.number}/{self.version}"
