"""Ladders as creditors set them, the runs over their open items, and what each debtor got in which run."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cessie.domain.dunning.rules.ladder import ACTS, PARTS, SEGMENTS
from cessie.domain.dunning.rules.learning import LOTS
from cessie.domain.dunning.rules.states import LIVE, RESULTS, RUN, SLICE, TOUCH, WAIVER
from cessie.lib.ids import uuid7

#: How a ladder works: not at all, in runs that a person looks through, or by itself.
MODES = ("off", "draft", "automatic")
#: In whose name a debtor is asked and whom he pays: the house for what it collects, else the creditor for what is
#: managed for him, what was ceded in confidence, and what was ceded openly and is paid to the house.
WAYS = ("house", "managed", "silent", "ceded")


class LadderVersion(models.Model):
    """The ladder of a creditor for a segment from a day on; never changed: another is another row.

    Without a client it is the house's own: for what it bought under notified contracts, and for creditors who set none.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", null=True, on_delete=models.PROTECT, related_name="+")
    segment = models.TextField()
    number = models.PositiveIntegerField()  # 1, 2, ... of this creditor and segment
    valid_from = models.DateField()
    ladder = models.JSONField()  # rules.ladder.Ladder
    mode = models.TextField(default="off")
    hour = models.PositiveSmallIntegerField(default=6)  # in Brussels, from which it may run by itself
    note = models.TextField(default="")
    set_at = models.DateTimeField()
    set_by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "segment", "number"], nulls_distinct=False, name="dunning_version_number"
            ),
            models.CheckConstraint(condition=Q(segment__in=SEGMENTS), name="dunning_version_segment"),
            models.CheckConstraint(condition=Q(mode__in=MODES), name="dunning_version_mode"),
            models.CheckConstraint(condition=Q(hour__lt=24), name="dunning_version_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.segment} {self.number}"


class Assignment(models.Model):
    """In which segment a creditor sees a debtor, where it is not the one that his kind of company tells."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    segment = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "debtor"], name="dunning_assignment_once"),
            models.CheckConstraint(condition=Q(segment__in=SEGMENTS), name="dunning_assignment_segment"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.debtor_id} {self.segment}"


class Run(models.Model):
    """One look at all open items of a creditor on a day (without a client: of what the house bought and collects)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    automatic = models.BooleanField(default=False)
    state = models.TextField(default=RUN.initial)
    begun_at = models.DateTimeField()
    begun_by = models.TextField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RUN.states), name="dunning_run_state"),
            models.UniqueConstraint(
                fields=["client", "automatic"],
                condition=Q(state__in=("gathering", "draft", "confirmed")),
                nulls_distinct=False,
                name="dunning_one_run_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["client", "on"],
                condition=Q(automatic=True),
                nulls_distinct=False,
                name="dunning_one_automatic_run_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("confirmed", "done")) | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by="")),
                name="dunning_run_confirmed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["client", "-on", "-id"], name="dunning_run_newest")]

    def __str__(self) -> str:
        return f"{self.on} {self.state}"


class Slice(models.Model):
    """A stretch of debtors by key, both ends included: what one job looks at in one transaction."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="slices")
    first = models.UUIDField()
    last = models.UUIDField()
    state = models.TextField(default=SLICE.initial)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "first"], name="dunning_slice_once"),
            models.CheckConstraint(condition=Q(state__in=SLICE.states, first__lte=F("last")), name="dunning_slice"),
        ]
        indexes = [models.Index(fields=["run", "state"], name="dunning_slice_state_of")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.first}"


class Touch(models.Model):
    """What one debtor gets from one creditor on one day: a step of the ladder over all his items that are due for it.

    ``contract`` is none where they are of several contracts, ``client`` none where the house asks for several clients;
    a hand-over has both. ``way``: in whose name and to which account (blank: written before debtors got one message).
    ``reasons`` say why; ``left_out`` which items were not asked for, and why (``[invoice, Reason]``).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="touches")
    client = models.ForeignKey("parties.Client", null=True, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", null=True, on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    way = models.TextField(default="")
    version = models.ForeignKey(LadderVersion, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    step = models.PositiveSmallIntegerField()
    act = models.TextField()
    tone = models.TextField(default="")
    channel = models.TextField(default="")  # asked for; blank: the cheapest lawful one
    wording = models.TextField(default="")  # rules.ladder.Step.wording of the second text; blank: the first
    part = models.TextField(default="")  # of the day, in which it may leave; blank: at once
    lot = models.TextField(default="")  # rules.learning.Lot: how it came by these; blank: nothing was chosen
    state = models.TextField(default=TOUCH.initial)
    pay_by = models.DateField(null=True)
    reasons = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    message = models.ForeignKey("correspondence.Message", null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    result = models.TextField(default="")  # of a call
    note = models.TextField(default="")  # why it was taken out, or what was said on the phone
    noted_at = models.DateTimeField(null=True)
    noted_by = models.TextField(default="")
    trouble = models.JSONField(null=True)  # Reason: why it came to nothing

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TOUCH.states), name="dunning_touch_state"),
            models.CheckConstraint(condition=Q(act__in=ACTS), name="dunning_touch_act"),
            models.CheckConstraint(condition=Q(part__in=("", *PARTS), lot__in=("", *LOTS)), name="dunning_touch_lot"),
            models.CheckConstraint(condition=Q(result__in=("", *RESULTS)), name="dunning_touch_result"),
            models.UniqueConstraint(
                fields=["debtor", "contract", "on"], condition=Q(state__in=LIVE, way=""), name="dunning_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["debtor", "client", "way", "on"],
                condition=Q(state__in=LIVE, way__in=WAYS[1:]) & ~Q(act="hand_over"),
                name="dunning_one_a_day_of_a_creditor",
            ),
            models.UniqueConstraint(
                fields=["debtor", "on"],
                condition=Q(state__in=LIVE, way="house") & ~Q(act="hand_over"),
                name="dunning_one_a_day_of_the_house",
            ),
            models.UniqueConstraint(
                fields=["debtor", "contract", "way", "on"],
                condition=Q(state__in=LIVE, act="hand_over") & ~Q(way=""),
                name="dunning_one_offer_a_day",
            ),
            models.CheckConstraint(condition=Q(way__in=("", *WAYS)), name="dunning_touch_way"),
            models.CheckConstraint(
                condition=Q(client__isnull=False) | Q(contract__isnull=True, way="house"),
                name="dunning_touch_of_several_clients",
            ),
            models.CheckConstraint(
                condition=~Q(act="hand_over") | Q(client__isnull=False, contract__isnull=False),
                name="dunning_offer_of_one_contract",
            ),
            models.CheckConstraint(
                condition=~Q(state="out") | (~Q(note="") & ~Q(noted_by="")), name="dunning_taken_out_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state="written") | Q(message__isnull=False), name="dunning_written_has_message"
            ),
        ]
        indexes = [
            models.Index(fields=["run", "state", "id"], name="dunning_touches_of_run"),
            models.Index(fields=["debtor", "-on"], name="dunning_touches_of_debtor"),
            models.Index(fields=["message"], name="dunning_touch_message", condition=Q(message__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.debtor_id} {self.step}"


class TouchItem(models.Model):
    """One invoice in what a debtor got, with what was asked for on it that day: frozen, in cents.

    ``counts``: the step is taken for this invoice; of each step one counts, of an instalment of a plan (late since
    ``since_date``) again from the first on. What ``rides`` is only shown and stays
    where it was. ``interest_cents`` and ``costs_cents`` are what was claimed by then and not paid or given up before
    (``interest_gone_cents``, ``costs_gone_cents``); the books hold the differences (P41). ``announced_cents`` are the
    costs that a consumer was told of.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    touch = models.ForeignKey(Touch, on_delete=models.PROTECT, related_name="items")
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField()
    on = models.DateField()
    asked_cents = models.BigIntegerField()
    interest_cents = models.BigIntegerField()
    costs_cents = models.BigIntegerField()
    announced_cents = models.BigIntegerField(default=0)
    interest_gone_cents = models.BigIntegerField(default=0)
    costs_gone_cents = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="EUR")
    since_date = models.DateField()
    days_late = models.IntegerField()
    rides = models.BooleanField(default=False)
    counts = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["touch", "invoice"], name="dunning_item_once_a_touch"),
            models.UniqueConstraint(
                fields=["invoice", "step", "since_date"], condition=Q(counts=True), name="dunning_each_step_once"
            ),
            models.CheckConstraint(
                condition=Q(asked_cents__gt=0, interest_cents__gte=0, costs_cents__gte=0, announced_cents__gte=0),
                name="dunning_item_positive",
            ),
            models.CheckConstraint(
                condition=Q(interest_gone_cents__gte=0, costs_gone_cents__gte=0), name="dunning_item_gone"
            ),
            models.CheckConstraint(condition=~Q(counts=True, rides=True), name="dunning_what_rides_takes_no_step"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.step}"


class HandOver(models.Model):
    """A debtor's claims given out of hand, with the package that says all of them; what was handed over rests here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField()
    handed_by = models.TextField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["client", "-handed_at"], name="dunning_handed_over")]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by="")
                | Q(taken_back_at__isnull=False) & ~Q(taken_back_by=""),
                name="dunning_taken_back_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.debtor_id} {self.handed_at:%Y-%m-%d}"


class HandedOver(models.Model):
    """One invoice in it; of each invoice one hand-over stands."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="items")
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    open_cents = models.BigIntegerField()
    interest_cents = models.BigIntegerField()
    costs_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    stands = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice"], condition=Q(stands=True), name="dunning_handed_over_once"),
            models.CheckConstraint(condition=Q(open_cents__gt=0), name="dunning_handed_over_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}"


class Waiver(models.Model):
    """Interest and costs that were claimed beside an invoice and are given up for good, in cents (P42).

    ``asked``: more than one person may give up of the house's; nothing is booked until a second one agrees.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    interest_cents = models.BigIntegerField()
    costs_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    state = models.TextField(default=WAIVER.initial)
    note = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WAIVER.states), name="dunning_waiver_state"),
            models.CheckConstraint(
                condition=Q(interest_cents__gte=0, costs_cents__gte=0) & ~Q(interest_cents=0, costs_cents=0),
                name="dunning_waiver_positive",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="dunning_waiver_says_why"),
            models.CheckConstraint(
                condition=Q(state="asked") | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="dunning_waiver_decided",
            ),
            models.UniqueConstraint(fields=["invoice"], condition=Q(state="asked"), name="dunning_waiver_asked_once"),
        ]
        indexes = [models.Index(fields=["invoice", "state"], name="dunning_waivers")]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.state}"
