"""Dossiers with their claims, what is done in them, what was said, and who complained."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cessie.domain.collection.monthly_table import PrincipalMonth as PrincipalMonth
from cessie.domain.collection.more_tables import Complaint as Complaint
from cessie.domain.collection.more_tables import ContactRule as ContactRule
from cessie.domain.collection.more_tables import Cost as Cost
from cessie.domain.collection.more_tables import Turn as Turn
from cessie.domain.collection.research_tables import Finding as Finding
from cessie.domain.collection.research_tables import Inquiry as Inquiry
from cessie.domain.collection.research_tables import Listed as Listed
from cessie.domain.collection.rules.causes import CAUSES
from cessie.domain.collection.rules.states import ACT, DOSSIER, LIVE
from cessie.lib.ids import uuid7

#: By which way a dossier came.
SOURCES = ("hand_over", "upload", "staff")
#: What is done towards a debtor.
ACTS = ("letter", "call", "sms", "visit")
#: What came of a call or a visit.
RESULTS = ("no_answer", "promise", "plan", "dispute", "copy", "refuses", "insolvent", "wrong_number", "vulnerable")
#: What tells a claim: an invoice, or a title (a judgment, a deed).
KINDS = ("invoice", "title")


class Series(models.Model):
    """The last number given to a dossier of a year: a row a year, taken under its lock, so that none is missing."""

    year = models.PositiveIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class Dossier(models.Model):
    """What one principal has collected from one debtor under one contract. What is owed is asked, never kept here.

    ``number``: the year and a serial number; ``reference``: what the debtor pays with (a Belgian structured message, or
    an RF reference). ``look_date``: from when it is to be looked at again; a verb that changes what is known sets it
    to its own day. ``agent``: the one contact of the debtor and the principal.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.BigIntegerField(unique=True)
    reference = models.TextField(unique=True)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3, default="EUR")
    source = models.TextField()
    state = models.TextField(default=DOSSIER.initial)
    cause = models.TextField(default="")
    agent = models.ForeignKey("users.User", null=True, on_delete=models.PROTECT, related_name="+")
    vulnerable = models.BooleanField(default=False)  # he is treated with care: no calls at his door, no court by itself
    vulnerable_note = models.TextField(default="")
    look_date = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.TextField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.TextField(default="")
    divided_at = models.DateTimeField(null=True)  # when third-party money was last divided over the claims
    divided_cents = models.BigIntegerField(default=0)  # and how much that was: other money is divided anew

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(source__in=SOURCES), name="collection_dossier_source"),
            models.CheckConstraint(condition=Q(state__in=DOSSIER.states), name="collection_dossier_state"),
            models.CheckConstraint(condition=Q(cause__in=tuple(CAUSES)), name="collection_dossier_cause"),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, closed_at__isnull=True)
                | ~Q(state__in=LIVE) & Q(closed_at__isnull=False) & ~Q(closed_by=""),
                name="collection_dossier_closed",
            ),
            models.UniqueConstraint(
                fields=["client", "debtor", "contract"], condition=Q(state__in=LIVE), name="collection_one_live_dossier"
            ),
        ]
        indexes = [
            models.Index(fields=["client", "state", "-number"], name="collection_of_client"),
            models.Index(fields=["state", "-number"], name="collection_by_state"),
            models.Index(fields=["debtor"], name="collection_of_debtor"),
            models.Index(fields=["agent", "-number"], name="collection_of_agent"),
            models.Index(fields=["look_date", "id"], condition=Q(state__in=LIVE), name="collection_to_look_at"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Claim(models.Model):
    """One invoice or title in a dossier, as it was handed in: ``principal_cents`` was open on it then.

    ``rate``: percent a year, or "maximum", by a clause of the principal's terms; ``clause``: one for the damages of
    Belgian consumers. ``notice_date``: when the principal's first reminder left, if he says so. ``live``: not taken
    out; of each invoice one claim lives.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="claims")
    kind = models.TextField(default="invoice")
    invoice = models.ForeignKey("invoices.Invoice", null=True, on_delete=models.PROTECT, related_name="+")
    hand_over = models.ForeignKey("dunning.HandOver", null=True, on_delete=models.PROTECT, related_name="+")
    number = models.TextField()
    issue_date = models.DateField()
    due_date = models.DateField()
    principal_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    rate = models.TextField(default="")
    clause = models.BooleanField(default=False)
    notice_date = models.DateField(null=True)
    notice_channel = models.TextField(default="post")
    live = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    added_by = models.TextField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="collection_claim_kind"),
            models.CheckConstraint(condition=Q(principal_cents__gt=0), name="collection_claim_positive"),
            models.CheckConstraint(condition=Q(kind="title") | Q(invoice__isnull=False), name="collection_claim_of"),
            models.CheckConstraint(
                condition=Q(notice_channel__in=("post", "electronic")), name="collection_claim_notice"
            ),
            models.CheckConstraint(
                condition=Q(live=True, removed_at__isnull=True) | Q(live=False, removed_at__isnull=False),
                name="collection_claim_removed",
            ),
            models.UniqueConstraint(fields=["invoice"], condition=Q(live=True), name="collection_claim_once"),
        ]
        indexes = [
            models.Index(fields=["dossier", "due_date"], name="collection_claims"),
            models.Index(fields=["number"], name="collection_claim_numbered"),
        ]

    def __str__(self) -> str:
        return self.number


class Act(models.Model):
    """One act towards the debtor: planned for a day, done, or dropped. Of each step of a round one exists.

    ``round``: how often the track began anew; ``worth_cents``: what a minute of it is expected to bring, as it was
    reckoned when it was planned, with the ``reasons``; ``worth_cents`` of a call ranks the list of calls.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="acts")
    kind = models.TextField()
    tone = models.TextField(default="")
    round = models.PositiveSmallIntegerField(default=1)
    step = models.PositiveSmallIntegerField()
    due_date = models.DateField()
    state = models.TextField(default=ACT.initial)
    worth_cents = models.BigIntegerField(default=0)
    reasons = models.JSONField(default=list)
    message = models.ForeignKey("correspondence.Message", null=True, on_delete=models.PROTECT, related_name="+")
    result = models.TextField(default="")
    note = models.TextField(default="")
    planned_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ACTS), name="collection_act_kind"),
            models.CheckConstraint(condition=Q(state__in=ACT.states), name="collection_act_state"),
            models.CheckConstraint(condition=Q(result__in=("", *RESULTS)), name="collection_act_result"),
            models.CheckConstraint(
                condition=Q(state="planned", done_at__isnull=True)
                | ~Q(state="planned") & Q(done_at__isnull=False) & ~Q(done_by=""),
                name="collection_act_done",
            ),
            models.UniqueConstraint(fields=["dossier", "round", "step"], name="collection_act_once"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(state="planned"), name="collection_one_act_to_come"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-worth_cents", "id"], condition=Q(state="planned", kind="call"), name="collection_call_list"
            ),
            models.Index(fields=["message"], condition=Q(message__isnull=False), name="collection_act_message"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind} {self.step}"
