"""Brokers and their people, the customers of a broker and clients with ledgers and offers, and what was compared."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cessie.domain.comparison.rules.states import COMPARISON, LIVE, ORIGINS
from cessie.lib.ids import uuid7


class Broker(models.Model):
    """A company whose people compare offers for their customers."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey("parties.Company", on_delete=models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    added_by = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company"], condition=Q(ended_at__isnull=True), name="comparison_broker_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}"


class Person(models.Model):
    """A login that sees a broker's customers."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    broker = models.ForeignKey(Broker, on_delete=models.PROTECT, related_name="people")
    user = models.ForeignKey("users.User", on_delete=models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at__isnull=True), name="comparison_person_of_one_broker"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"


class Customer(models.Model):
    """A company for which a broker compares, or a client of the house who compares with his own contract. ``known``:
    reference rates and debtors, in the words of the offers' file (``rules.offers.question``); ``number``: of its
    register, as the broker wrote it; ``applicant``: its scores."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    broker = models.ForeignKey(Broker, null=True, on_delete=models.PROTECT, related_name="+")
    client = models.OneToOneField("parties.Client", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    number = models.TextField(default="")
    known = models.JSONField(default=dict)
    applicant = models.OneToOneField("onboarding.Applicant", null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["broker", "name"], condition=~Q(name=""), name="comparison_customer_once"),
            models.CheckConstraint(
                condition=Q(broker__isnull=False, client__isnull=True) | Q(broker__isnull=True, client__isnull=False),
                name="comparison_customer_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Ledger(models.Model):
    """A sales ledger of a customer: the file by its hash, and what reading it found. With ``wrong`` lines (of which the
    first are kept in ``problems``) nothing is compared on it. ``days``: the payment term where it knows no due date;
    ``origin``: handed in as a file, or put together by the house from the invoices or ledgers that it has."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="ledgers")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    origin = models.TextField(default="file")
    days = models.PositiveIntegerField()
    invoices = models.PositiveIntegerField(default=0)
    debtors = models.PositiveIntegerField(default=0)
    amount_cents = models.BigIntegerField(default=0)
    aside_cents = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="EUR")
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    wrong = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    laid_at = models.DateTimeField()
    laid_by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "document", "days"], name="comparison_ledger_once"),
            models.CheckConstraint(
                condition=Q(wrong__gt=0, invoices=0) | Q(wrong=0, invoices__gt=0, first__isnull=False),
                name="comparison_ledger_read_or_wrong",
            ),
            models.CheckConstraint(condition=Q(origin__in=ORIGINS), name="comparison_ledger_origin"),
        ]

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """An offer to a customer in the neutral form (``rules.offers``); changed, it is another one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="offers")
    name = models.TextField()
    told = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.TextField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "name"], condition=Q(ended_at__isnull=True), name="comparison_offer_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Run(models.Model):
    """A comparison: everything that was asked, kept as it was asked, so that it can be played again to the same cents.

    ``asked``: offers, reference rates and debtors as one file of offers; ``ways``: how many outcomes are to come;
    ``need_cents``: what must be freed even in the worst month; ``version``: of the rules. ``contract``: the client's
    own that is played beside the offers; ``own``: the name of the way that is this contract as it stands.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="runs")
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+")
    asked = models.JSONField()
    contract = models.ForeignKey("contracts.Contract", null=True, on_delete=models.PROTECT, related_name="+")
    own = models.TextField(default="")
    first = models.DateField()
    last = models.DateField()
    need_cents = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="EUR")
    ways = models.PositiveIntegerField()
    version = models.TextField()
    state = models.TextField(default=COMPARISON.initial)
    reason = models.JSONField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=COMPARISON.states), name="comparison_run_state"),
            models.CheckConstraint(condition=Q(first__lte=models.F("last")), name="comparison_run_days"),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, ended_at__isnull=True) | ~Q(state__in=LIVE) & Q(ended_at__isnull=False),
                name="comparison_run_ended",
            ),
            models.CheckConstraint(
                condition=Q(state="refused", reason__isnull=False) | ~Q(state="refused") & Q(reason__isnull=True),
                name="comparison_run_says_why",
            ),
            models.CheckConstraint(
                condition=Q(contract__isnull=True, own="") | Q(contract__isnull=False) & ~Q(own=""),
                name="comparison_run_names_its_own",
            ),
        ]
        indexes = [models.Index(fields=["customer", "-asked_at"], name="comparison_runs")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.asked_at:%Y-%m-%d}"


class Result(models.Model):
    """What came of one way of one offer (``rules.told``): kept as it comes, so that a run goes on where it was cut."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="results")
    name = models.TextField()
    told = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="comparison_result_once")]

    def __str__(self) -> str:
        return self.name
