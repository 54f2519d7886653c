"""Who collects under which identifier, the mandates of debtors, and each amount that is fetched under one."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cessie.domain.mandates.rules.signing import SIGNING
from cessie.domain.mandates.rules.states import COLLECTION, MANDATE, ON_ITS_WAY
from cessie.domain.mandates.service_models import Feed as Feed
from cessie.domain.mandates.service_models import ServiceEvent as ServiceEvent
from cessie.domain.mandates.service_models import TakenBack as TakenBack
from cessie.domain.payments.leaving import BY_A_PERSON, Leaving
from cessie.lib.ids import uuid7

SCHEMES = ("CORE", "B2B")
#: Services on whose pages debtors sign (connectors.mandates); blank: on the house's own.
SERVICES = ("", "twikey")
#: States in which a mandate has been looked at by the second person.
_CONFIRMED = ("active", "paused", "blocked")


class Creditor(models.Model):
    """A creditor identifier that collects on an account, of the house or of a client, and what its bank takes.

    ``service``: on whose pages its debtors sign; ``template``: how that service calls its mandates.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey("banking.Account", on_delete=models.PROTECT, related_name="+")
    identifier = models.TextField()
    notice_days = models.PositiveSmallIntegerField()
    cut_off_days = models.PositiveSmallIntegerField()  # bank days before the collection
    cut_off_until = models.TimeField()  # in Brussels
    pain_version = models.CharField(max_length=2, default="08")
    most = models.PositiveIntegerField(default=5000)  # collections in one file
    service = models.TextField(default="")
    template = models.TextField(default="")
    by_itself = models.BooleanField(default=False)  # its files are prepared by the clock
    set_up_at = models.DateTimeField()
    set_up_by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "identifier"], name="mandates_creditor_once"),
            models.CheckConstraint(condition=Q(cut_off_days__gte=1, most__gte=1), name="mandates_creditor_bank"),
            models.CheckConstraint(
                condition=Q(service="") | Q(service__in=SERVICES) & ~Q(template=""), name="mandates_creditor_service"
            ),
        ]

    def __str__(self) -> str:
        return self.identifier


class Mandate(models.Model):
    """A debtor's word that a creditor may fetch what he owes: entered by one person, confirmed by another.

    ``registered_by``: who entered what it says now, the last change included.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    creditor = models.ForeignKey(Creditor, on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    reference = models.TextField()
    scheme = models.CharField(max_length=4)
    one_off = models.BooleanField(default=False)
    iban = models.TextField()
    bic = models.TextField(default="")
    holder = models.TextField()
    consumer = models.BooleanField(default=False)
    bank_confirmed = models.BooleanField(default=False)  # B2B: the debtor's bank knows of it
    signed_date = models.DateField()
    limit_cents = models.BigIntegerField(null=True)  # the most at once
    currency = models.CharField(max_length=3, default="EUR")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    state = models.TextField(default=MANDATE.initial)
    registered_at = models.DateTimeField()
    registered_by = models.TextField()
    activated_at = models.DateTimeField(null=True)
    activated_by = models.TextField(default="")
    paused_until = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    note = models.TextField(default="")  # why it rests, is blocked or was revoked

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creditor", "reference"], name="mandates_reference_once"),
            models.CheckConstraint(condition=Q(state__in=MANDATE.states), name="mandates_mandate_state"),
            models.CheckConstraint(condition=Q(scheme__in=SCHEMES), name="mandates_mandate_scheme"),
            models.CheckConstraint(
                condition=Q(limit_cents__isnull=True) | Q(limit_cents__gt=0), name="mandates_mandate_limit"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_CONFIRMED)
                | Q(activated_by__startswith="user:", activated_at__isnull=False) & ~Q(activated_by=F("registered_by")),
                name="mandates_mandate_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state="revoked", revoked_at__isnull=False)
                | ~Q(state="revoked") & Q(revoked_at__isnull=True),
                name="mandates_mandate_revoked",
            ),
        ]
        indexes = [models.Index(fields=["debtor", "state"], name="mandates_of_debtor")]

    def __str__(self) -> str:
        return self.reference


class Amendment(models.Model):
    """What a mandate said before the debtor agreed to a change; his bank is told with the next collection.

    Blank is what did not change. ``document``: the debtor's word, or the letter by which his claim was assigned.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="amendments")
    former_iban = models.TextField(default="")
    former_identifier = models.TextField(default="")
    former_name = models.TextField(default="")  # the creditor's
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    amended_at = models.DateTimeField()
    amended_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(former_iban="", former_identifier="", former_name=""),
                name="mandates_amendment_of_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.amended_at:%Y-%m-%d}"


class Batch(Leaving):
    """Collections of one creditor that leave in one file.

    Where the clock prepared it, one person looks it through (``agreed_by``) before another releases it.
    """

    creditor = models.ForeignKey(Creditor, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.TextField(default="")

    class Meta:
        constraints = [
            *(each for each in Leaving.Meta.constraints if each.name != BY_A_PERSON),
            models.CheckConstraint(
                condition=Q(prepared_by__startswith="user:", agreed_by="")
                | Q(prepared_by__startswith="system:", released_by="")
                | Q(prepared_by__startswith="system:", agreed_by__startswith="user:", agreed_at__isnull=False)
                & ~Q(agreed_by=F("released_by")),
                name="mandates_batch_by_two_people",
            ),
        ]


class Collection(models.Model):
    """One amount of one invoice to be fetched on one day; of an invoice one at a time is on its way.

    ``instalment``: of a plan, where what is fetched is its part of the invoice and not all that is open.
    ``retry_of``: the failed one that this one tries again; each at most once. ``notice``: the first message that tells
    the debtor of it; when he was told is ``notified_date``, which follows what became of that message.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="collections")
    invoice = models.ForeignKey("invoices.Invoice", on_delete=models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    collection_date = models.DateField()
    notified_date = models.DateField(null=True)  # when the debtor was told
    notice = models.ForeignKey("correspondence.Message", null=True, on_delete=models.PROTECT, related_name="+")
    end_to_end_id = models.TextField(unique=True)
    state = models.TextField(default=COLLECTION.initial)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="collections")
    block = models.TextField(default="")  # of the file, by which a bank names what it booked as one
    instalment = models.ForeignKey("arrangements.Instalment", null=True, on_delete=models.PROTECT, related_name="+")
    retry_of = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="retried")
    proposed_at = models.DateTimeField()
    proposed_by = models.TextField()
    line = models.ForeignKey("banking.Line", null=True, on_delete=models.PROTECT, related_name="+")
    returned_line = models.ForeignKey("banking.Line", null=True, on_delete=models.PROTECT, related_name="+")
    settled_date = models.DateField(null=True)
    failure_code = models.TextField(default="")  # the bank's reason of a rejection or a return
    reasons = models.JSONField(default=list)  # Reasons of its end

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="mandates_collection_positive"),
            models.CheckConstraint(condition=Q(state__in=COLLECTION.states), name="mandates_collection_state"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "dropped"], batch__isnull=True, block="")
                | ~Q(state__in=["proposed", "dropped"]) & Q(batch__isnull=False) & ~Q(block=""),
                name="mandates_collection_batch",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["settled", "returned"], line__isnull=False, settled_date__isnull=False)
                | ~Q(state__in=["settled", "returned"]) & Q(line__isnull=True, settled_date__isnull=True),
                name="mandates_collection_line",
            ),
            models.CheckConstraint(
                condition=Q(state="returned", returned_line__isnull=False)
                | ~Q(state="returned") & Q(returned_line__isnull=True),
                name="mandates_collection_returned",
            ),
            models.CheckConstraint(
                condition=Q(end_to_end_id__regex=r"^[A-Z0-9]{1,35}$"), name="mandates_collection_e2e"
            ),
            models.UniqueConstraint(
                fields=["invoice"], condition=Q(state__in=sorted(ON_ITS_WAY)), name="mandates_invoice_collected_once"
            ),
            models.UniqueConstraint(
                fields=["instalment", "invoice"],
                condition=Q(retry_of__isnull=True) & ~Q(state="dropped"),
                name="mandates_instalment_collected_once",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "collection_date"], name="mandates_waiting"),
            models.Index(fields=["block"], name="mandates_block"),
        ]

    def __str__(self) -> str:
        return self.end_to_end_id


class PlanDebit(models.Model):
    """A plan whose instalments are fetched under a mandate, each on its day, until that is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    arrangement = models.ForeignKey("arrangements.Arrangement", on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()
    chosen_by = models.TextField()
    left_at = models.DateTimeField(null=True)
    left_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arrangement"], condition=Q(left_at__isnull=True), name="mandates_plan_debited_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.arrangement_id} {self.mandate_id}"


class Signing(models.Model):
    """A mandate that a debtor is asked to sign on a page: his link (as a hash), his words, the code, how far it is.
    ``service``: on whose pages, where not on the house's; its word is then what was ``presented``.

    ``presented``: exactly what he was shown; ``mandate`` exists once he signed. ``code_by``: the way by which the code
    goes; ``link_by`` the one of the link. The same way for both is weaker evidence, and said so in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    creditor = models.ForeignKey(Creditor, on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    reference = models.TextField(unique=True)
    scheme = models.CharField(max_length=4)
    one_off = models.BooleanField(default=False)
    language = models.CharField(max_length=2)
    digest = models.CharField(max_length=64, unique=True)  # of the link's secret
    email = models.TextField(default="")
    service = models.TextField(default="")
    link_by = models.TextField(default="")  # "email", or "hand": whoever asked passed it on
    state = models.TextField(default=SIGNING.initial)
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    expires_at = models.DateTimeField()
    iban = models.TextField(default="")
    holder = models.TextField(default="")
    signer = models.TextField(default="")
    role = models.TextField(default="")
    consumer = models.BooleanField(default=False)
    presented = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    code_digest = models.CharField(max_length=64, default="")
    code_by = models.TextField(default="")
    code_sent_at = models.DateTimeField(null=True)
    codes = models.PositiveSmallIntegerField(default=0)
    wrong = models.PositiveSmallIntegerField(default=0)
    mandate = models.OneToOneField(Mandate, null=True, on_delete=models.PROTECT, related_name="signing")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SIGNING.states), name="mandates_signing_state"),
            models.CheckConstraint(condition=Q(scheme__in=SCHEMES), name="mandates_signing_scheme"),
            models.CheckConstraint(
                condition=Q(state="signed", mandate__isnull=False, presented__isnull=False)
                | ~Q(state="signed") & Q(mandate__isnull=True),
                name="mandates_signing_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state="code_sent") | Q(presented__isnull=False, code_sent_at__isnull=False),
                name="mandates_signing_code",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class SigningEvent(models.Model):
    """One event of a signing; each names the fingerprint of the one before. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    signing = models.ForeignKey(Signing, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    kind = models.TextField()
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signing", "number"], name="mandates_signing_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.signing_id} {self.number}"
