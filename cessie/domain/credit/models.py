"""How much of a debtor's debt the house will stand for, and what of it is promised; insurance in ``policy_models``."""

from __future__ import annotations

from django.db import models

from cessie.domain.credit.policy_models import Claim as Claim
from cessie.domain.credit.policy_models import ClaimLine as ClaimLine
from cessie.domain.credit.policy_models import ClaimNews as ClaimNews
from cessie.domain.credit.policy_models import Declaration as Declaration
from cessie.domain.credit.policy_models import NamedLimit as NamedLimit
from cessie.domain.credit.policy_models import Policy as Policy
from cessie.domain.credit.policy_models import Telling as Telling
from cessie.domain.credit.rules.feedback import VERDICTS
from cessie.domain.credit.rules.states import COVER, REQUEST, RESERVATION
from cessie.lib.ids import uuid7

LIMIT_KINDS = ("own", "insured", "group")


class Limit(models.Model):
    """A decision from a day on, incl. VAT: own (the risk desk's) or insured (the insurer's) on one debtor, or on the
    whole group of companies to which he belongs."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    kind = models.TextField()
    amount_cents = models.BigIntegerField()  # 0 = refused or withdrawn
    currency = models.CharField(max_length=3, default="EUR")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    covered_until_date = models.DateField(null=True)  # notice: what was bought before stays covered until then
    source = models.TextField(default="")  # insurer's reference, or why the desk decided so
    decided_at = models.DateTimeField()
    decided_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=LIMIT_KINDS), name="credit_limit_kind"),
            models.CheckConstraint(condition=models.Q(amount_cents__gte=0), name="credit_limit_not_negative"),
        ]
        indexes = [models.Index(fields=["debtor", "kind", "-valid_from", "-decided_at"], name="credit_limit_now")]

    def __str__(self) -> str:
        return f"{self.debtor_id} {self.kind} {self.amount_cents}"


class Reservation(models.Model):
    """The approved part of one invoice, counted against limits from the offer on; ``key`` names the proposal."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.TextField()
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    approved_cents = models.BigIntegerField()
    financed_cents = models.BigIntegerField()  # what of it will be funds in use
    limit_cents = models.BigIntegerField()  # the limit under which it was decided
    taken_cents = models.BigIntegerField()  # used and reserved by others at that moment
    currency = models.CharField(max_length=3, default="EUR")
    state = models.TextField(default=RESERVATION.initial)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice"],
                condition=models.Q(state__in=["held", "used"]),
                name="credit_one_reservation_an_invoice",
            ),
            models.CheckConstraint(condition=models.Q(state__in=RESERVATION.states), name="credit_reservation_state"),
            models.CheckConstraint(
                condition=models.Q(approved_cents__gte=0, financed_cents__gte=0)
                & models.Q(financed_cents__lte=models.F("approved_cents")),
                name="credit_reservation_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_cents=0)
                | models.Q(limit_cents__gte=models.F("taken_cents") + models.F("approved_cents")),
                name="credit_reservation_within_limit",
            ),
        ]
        indexes = [
            models.Index(fields=["debtor"], condition=models.Q(state="held"), name="credit_held_debtor"),
            models.Index(fields=["contract"], condition=models.Q(state="held"), name="credit_held_contract"),
            models.Index(fields=["invoice"], name="credit_reserved_invoice"),
            models.Index(fields=["key"], name="credit_reservation_key"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.approved_cents}"


class Suspicion(models.Model):
    """What one night's look at a client's year found: a score of 100 and its signals. The newest counts.

    A new row only where something changed, so that the rows tell how it came about.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    signals = models.JSONField(default=list)  # of each: rule, weight, reason, whom it is about, whether it is quiet
    seen_date = models.DateField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(score__lte=100), name="credit_suspicion_score"),
            models.UniqueConstraint(fields=["client", "seen_at"], name="credit_suspicion_once"),
        ]
        indexes = [models.Index(fields=["client", "-seen_at"], name="credit_suspicion_now")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.score}"


class SignFeedback(models.Model):
    """What a person of the staff says of a sign: the facts that he judged are kept, others are another sign."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    rule = models.TextField()
    reason = models.JSONField()
    verdict = models.TextField()
    note = models.TextField()
    said_at = models.DateTimeField()
    said_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(verdict__in=VERDICTS), name="credit_sign_verdict"),
            models.CheckConstraint(condition=~models.Q(note=""), name="credit_sign_says_why"),
        ]
        indexes = [models.Index(fields=["client", "said_at"], name="credit_sign_words")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.rule} {self.verdict}"


class LimitRequest(models.Model):
    """A client asks how much of a debtor's debt the house will finance; the answer and why, for the client to read."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    note = models.TextField(default="")
    state = models.TextField(default=REQUEST.initial)
    granted_cents = models.BigIntegerField(null=True)
    reason = models.JSONField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=REQUEST.states), name="credit_request_state"),
            models.CheckConstraint(condition=models.Q(amount_cents__gt=0), name="credit_request_positive"),
            models.CheckConstraint(
                condition=models.Q(state="asked", answered_at__isnull=True)
                | ~models.Q(state="asked") & models.Q(answered_at__isnull=False),
                name="credit_request_answered",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="granted") | models.Q(granted_cents__gt=0), name="credit_request_granted"
            ),
            models.UniqueConstraint(
                fields=["client", "debtor"], condition=models.Q(state="asked"), name="credit_one_request_open"
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="credit_requests_open")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.debtor_id} {self.amount_cents}"


class CoverRequest(models.Model):
    """The insurer is asked for what a client's request needs; its key is the reference under which he answers."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.OneToOneField(LimitRequest, on_delete=models.PROTECT, related_name="cover")
    state = models.TextField(default=COVER.initial)
    buyer = models.TextField(default="")  # the insurer's own number of the debtor, once he was looked up
    words = models.TextField(default="")  # why it failed, as the service said it
    asked_at = models.DateTimeField()
    asked_by = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(state__in=COVER.states), name="credit_cover_state")]
        indexes = [models.Index(fields=["state", "asked_at"], name="credit_covers_open")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.state}"


class CoverNews(models.Model):
    """What the insurer decided, once each as it came; ``applied``: it set the insured limit."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    cover_request = models.ForeignKey(CoverRequest, on_delete=models.PROTECT, related_name="news")
    insurer = models.TextField()
    cover = models.TextField()
    code = models.TextField()
    granted_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    decided_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    applied = models.BooleanField()
    raw = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["insurer", "cover", "code", "decided_at"], name="credit_news_once"),
            models.CheckConstraint(condition=models.Q(granted_cents__gte=0), name="credit_news_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.cover} {self.code}"
