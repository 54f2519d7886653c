"""Orders to pay and the batches in which they leave."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cessie.domain.payments.leaving import Leaving
from cessie.domain.payments.rules.states import ORDER
from cessie.domain.payments.rules.verified import OUTCOMES
from cessie.lib.ids import uuid7

SPEEDS = ("", "instant", "ordinary")


class Batch(Leaving):
    """Orders that leave in one file from one account."""

    account = models.ForeignKey("banking.Account", on_delete=models.PROTECT, related_name="+")
    execution_date = models.DateField()


class Order(models.Model):
    """One amount to one account for one reason. ``key`` makes it once; ``rule`` names its posting (P04).

    Paid is a client (``payee``, ``client``, ``contract``) or, by P36, an account of the house from another (``own``
    from ``source``); by P34f matched money of a contract leaves the dedicated account that the house holds likewise.
    Third-party money leaves its own account (``source``): to the principal or back to a payer (P33), of the claims that
    its ``parts`` name, or as the house's commission (P32). ``speed``: as the account from which it leaves goes (blank),
    instant or ordinary. ``vouched_by`` is the second person who let it go to an account that
    changed lately or that the bank does not know under its holder's name, ``vouched_note`` why.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.TextField(unique=True)  # "payout:<proposal>", "release:<invoice>", "refund:<match>"
    rule = models.TextField()
    client = models.ForeignKey("parties.Client", null=True, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", null=True, on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey(
        "parties.Debtor", null=True, on_delete=models.PROTECT, related_name="+"
    )  # to whom money goes back (P19); then no client's account is touched
    payee = models.ForeignKey("parties.BankAccount", null=True, on_delete=models.PROTECT, related_name="+")
    own = models.ForeignKey("banking.Account", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey("banking.Account", null=True, on_delete=models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    end_to_end_id = models.TextField(unique=True)  # at most 35 characters of the EPC set
    text = models.TextField(default="")
    speed = models.TextField(default="")
    state = models.TextField(default=ORDER.initial)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="orders")
    ordered_at = models.DateTimeField()
    ordered_by = models.TextField()
    vouched_at = models.DateTimeField(null=True)
    vouched_by = models.TextField(default="")
    vouched_note = models.TextField(default="")
    executed_date = models.DateField(null=True)
    line = models.ForeignKey("banking.Line", null=True, on_delete=models.PROTECT, related_name="+")
    returned_line = models.ForeignKey(
        "banking.Line", null=True, on_delete=models.PROTECT, related_name="+"
    )  # a bank may send back several in one line
    refusal = models.JSONField(null=True)  # Reason of a rejection, a return or a cancellation

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="payments_order_positive"),
            models.CheckConstraint(
                condition=Q(rule="P19", debtor__isnull=False, client__isnull=True, contract__isnull=True)
                | Q(rule="P36", debtor__isnull=True, client__isnull=True, contract__isnull=True)
                | Q(rule="P33", client__isnull=False, contract__isnull=False)
                | Q(rule="P33", debtor__isnull=False, client__isnull=True, contract__isnull=True)
                | Q(rule="P32", debtor__isnull=True)
                | ~Q(rule__in=["P19", "P32", "P33", "P36"])
                & Q(debtor__isnull=True, client__isnull=False, contract__isnull=False),
                name="payments_order_whose",
            ),
            models.CheckConstraint(condition=Q(state__in=ORDER.states), name="payments_order_state"),
            models.CheckConstraint(
                condition=Q(state__in=["ordered", "cancelled"], batch__isnull=True)
                | ~Q(state__in=["ordered", "cancelled"]) & Q(batch__isnull=False),
                name="payments_order_batch",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["executed", "returned"], line__isnull=False, executed_date__isnull=False)
                | ~Q(state__in=["executed", "returned"]) & Q(line__isnull=True, executed_date__isnull=True),
                name="payments_order_line",
            ),
            models.CheckConstraint(
                condition=Q(state="returned", returned_line__isnull=False)
                | ~Q(state="returned") & Q(returned_line__isnull=True),
                name="payments_order_returned",
            ),
            models.CheckConstraint(
                condition=Q(vouched_by="", vouched_note="", vouched_at__isnull=True)
                | ~Q(vouched_by="") & ~Q(vouched_note="") & Q(vouched_at__isnull=False),
                name="payments_order_vouched",
            ),
            models.CheckConstraint(condition=Q(end_to_end_id__regex=r"^[A-Z0-9]{1,35}$"), name="payments_order_e2e"),
            models.CheckConstraint(
                condition=Q(
                    rule__in=["P32", "P34f", "P36"], own__isnull=False, source__isnull=False, payee__isnull=True
                )
                | Q(rule="P33", own__isnull=True, source__isnull=False, payee__isnull=False)
                | ~Q(rule__in=["P32", "P33", "P34f", "P36"])
                & Q(own__isnull=True, source__isnull=True, payee__isnull=False),
                name="payments_order_paid_to",
            ),
            models.CheckConstraint(condition=Q(speed__in=SPEEDS), name="payments_order_speed"),
        ]
        indexes = [
            models.Index(fields=["state", "ordered_at"], name="payments_waiting"),
            models.Index(fields=["client", "-ordered_at"], name="payments_of_client"),
        ]

    def __str__(self) -> str:
        return self.end_to_end_id


class OrderPart(models.Model):
    """What of third-party money an order pays out of one claim; together its parts are its amount."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="parts")
    reference = models.UUIDField()  # of account 2200: the dossier, or the bank line while nobody knows whose it is
    amount_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "reference"], name="payments_part_once"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="payments_part_positive"),
        ]
        indexes = [models.Index(fields=["reference"], name="payments_part_of_claim")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.reference} {self.amount_cents}"


class LeftUnpaid(models.Model):
    """An order whose money came back and that shall not be paid again: one person says so and why, another agrees.

    Its money stands since it came back where it was taken from (P06); from the second word on it is promised to no
    payment any more. Until then whoever orders it again takes the first word back.
    """

    order = models.OneToOneField(Order, primary_key=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="payments_unpaid_says_why"),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by="")
                | Q(agreed_at__isnull=False) & ~Q(agreed_by="") & ~Q(agreed_by=models.F("asked_by")),
                name="payments_unpaid_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.note}"


class Standstill(models.Model):
    """A time in which no payment leaves the house: after a restore, or because a person pulled the brake."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    since_at = models.DateTimeField()
    since_by = models.TextField()
    reason = models.JSONField()  # Reason
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")
    note = models.TextField(default="")  # what the person saw who let payments go again

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ended_by"], condition=Q(ended_at__isnull=True), name="payments_one_standstill"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="", note="")
                | Q(ended_at__isnull=False, ended_by__startswith="user:") & ~Q(note=""),
                name="payments_standstill_ended_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since_at:%Y-%m-%d %H:%M}"


class Verification(models.Model):
    """What the payee's bank said about name and IBAN (verification of payee), kept with the question, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey("parties.BankAccount", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()  # as it was asked
    iban = models.TextField()
    outcome = models.TextField()  # match, close, none, impossible
    found = models.TextField(default="")  # the registered name, at a close match
    provider = models.TextField()
    reference = models.TextField(default="")  # the service's own
    detail = models.TextField(default="")  # why it could not be asked
    asked_at = models.DateTimeField()
    asked_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="payments_verification_outcome"),
        ]
        indexes = [models.Index(fields=["account", "-asked_at"], name="payments_verified")]

    def __str__(self) -> str:
        return f"{self.iban} {self.outcome}"
