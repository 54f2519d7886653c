"""Credit insurance: policies of the house and of its clients, the limits that they name, and the claims on them."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import F, Q

from cessie.domain.contracts.debtor_account import account_key
from cessie.domain.credit.rules.conditions import BASES, PAYEES
from cessie.domain.credit.rules.states import CLAIM, NAMED, POLICY, TELLING
from cessie.ledger.entry import Dims
from cessie.lib.ids import uuid7

#: What an insurer may answer to a claim.
OUTCOMES = ("granted", "partly", "refused")


class Policy(models.Model):
    """A credit insurance in the version that begins on a day; a change is a new version.

    The house's own (``client`` None) counts as soon as it is noted. A client's counts once a second person has seen
    that the insurer accepted the house as the one to pay (``document``, from ``delegated_date`` on).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", null=True, on_delete=models.PROTECT, related_name="+")
    insurer = models.TextField()
    number = models.TextField()
    iban = models.TextField()  # from which the insurer pays indemnities
    insured_percent = models.DecimalField(max_digits=5, decimal_places=2)
    basis = models.TextField()  # insured without VAT (NET) or with it (GROSS)
    arrears_days = models.PositiveIntegerField()  # after the due date: when an unpaid invoice must be reported
    declare_days = models.PositiveIntegerField(default=30)  # after that day: within which it must have been
    extension_days = models.PositiveIntegerField(default=0)  # how much longer a debtor may be given without asking
    waiting_months = models.PositiveIntegerField()  # between the claim and the indemnity
    waiting_days = models.PositiveIntegerField(default=0)  # beside the months
    deductible_cents = models.BigIntegerField(default=0)  # of each claim, before the percent
    maximum_cents = models.BigIntegerField(null=True)  # the most that is paid under this version
    discretionary_cents = models.BigIntegerField(default=0)  # the limit on a debtor whom the insurer has not named
    currency = models.CharField(max_length=3, default="EUR")
    loss_payee = models.TextField(default="HOUSE")
    delegated_date = models.DateField(null=True)
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # last day
    state = models.TextField(default="confirmed")  # the house's own is from the start
    made_at = models.DateTimeField()
    made_by = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number", "valid_from"], condition=Q(client__isnull=True), name="credit_policy_version"
            ),
            models.UniqueConstraint(
                fields=["client", "number", "valid_from"],
                condition=Q(client__isnull=False) & ~Q(state="declined"),
                name="credit_policy_version_of_client",
            ),
            models.CheckConstraint(condition=Q(basis__in=BASES), name="credit_policy_basis"),
            models.CheckConstraint(condition=Q(loss_payee__in=PAYEES), name="credit_policy_payee"),
            models.CheckConstraint(condition=Q(state__in=POLICY.states), name="credit_policy_state"),
            models.CheckConstraint(
                condition=Q(insured_percent__gt=0, insured_percent__lte=100), name="credit_policy_percent"
            ),
            models.CheckConstraint(
                condition=Q(deductible_cents__gte=0, discretionary_cents__gte=0)
                & (Q(maximum_cents__isnull=True) | Q(maximum_cents__gt=0)),
                name="credit_policy_amounts",
            ),
            models.CheckConstraint(
                condition=Q(client__isnull=True) | Q(delegated_date__isnull=False, document__isnull=False),
                name="credit_policy_delegated",
            ),
            models.CheckConstraint(
                condition=Q(client__isnull=True)
                | ~Q(state="confirmed")
                | Q(decided_at__isnull=False) & ~Q(decided_by=F("made_by")),
                name="credit_policy_four_eyes",
            ),
        ]
        indexes = [models.Index(fields=["client", "-valid_from"], name="credit_policies_of_client")]

    def __str__(self) -> str:
        return f"{self.insurer} {self.number}"


class NamedLimit(models.Model):
    """What the insurer of a client decided on one debtor, incl. VAT, from a day on; 0 refuses or withdraws.

    It stands under the policy's number, so that it outlives a new version of the conditions. What gives more room than
    before counts once a second person has seen the insurer's word.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # last day
    covered_until_date = models.DateField(null=True)  # notice: what was bought before stays covered until then
    source = models.TextField(default="")  # the insurer's reference
    decided_at = models.DateTimeField()
    decided_by = models.TextField()
    state = models.TextField(default="counts")  # what gives more room is noted first
    seen_at = models.DateTimeField(null=True)
    seen_by = models.TextField(default="")  # who confirmed or declined what was noted

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=NAMED.states), name="credit_named_state"),
            models.CheckConstraint(
                condition=~Q(seen_by=F("decided_by")) | Q(seen_by="") | Q(state="declined"), name="credit_named_by_two"
            ),
            models.CheckConstraint(condition=Q(amount_cents__gte=0), name="credit_named_not_negative"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="credit_named_days"
            ),
        ]
        indexes = [
            models.Index(fields=["debtor", "-valid_from", "-decided_at"], name="credit_named_now"),
            models.Index(fields=["policy", "debtor"], name="credit_named_of_policy"),
        ]

    def __str__(self) -> str:
        return f"{self.debtor_id} {self.amount_cents}"


class Claim(models.Model):
    """A claim on the insurer for one bought invoice, or for lines of the client's ledger on one debtor (``ClaimLine``);
    what is still due on an accepted one is asked of the ledger."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField(unique=True)  # what the insurer's payment is recognised by
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey("invoices.Invoice", null=True, on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", null=True, on_delete=models.PROTECT, related_name="+")  # of lines
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    state = models.TextField(default=CLAIM.initial)
    insured_limit_cents = models.BigIntegerField()  # the insurer's limit under which the invoice was bought
    claimed_cents = models.BigIntegerField()  # what was open when the claim was filed
    vat_cents = models.BigIntegerField(default=0)  # what of that is VAT, where lines are claimed
    currency = models.CharField(max_length=3, default="EUR")
    reference = models.TextField(default="")  # the insurer's own
    filed_at = models.DateTimeField()
    filed_by = models.TextField()
    waits_until_date = models.DateField()  # the end of the waiting period
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")
    note = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CLAIM.states), name="credit_claim_state"),
            models.CheckConstraint(
                condition=Q(claimed_cents__gt=0, insured_limit_cents__gte=0), name="credit_claim_amounts"
            ),
            models.UniqueConstraint(
                fields=["invoice"],
                condition=Q(state__in=["filed", "accepted", "paid"]),
                name="credit_one_claim_an_invoice",
            ),
            models.UniqueConstraint(
                fields=["contract", "debtor"],
                condition=Q(state="filed", debtor__isnull=False),
                name="credit_one_claim_is_filed",
            ),
            models.CheckConstraint(
                condition=Q(invoice__isnull=False, debtor__isnull=True, vat_cents=0)
                | Q(invoice__isnull=True, debtor__isnull=False, vat_cents__gte=0, vat_cents__lt=F("claimed_cents")),
                name="credit_claim_of_one_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "paid"])
                | (Q(decided_at__isnull=False) & ~Q(decided_by=F("filed_by"))),
                name="credit_claim_four_eyes",
            ),
        ]
        indexes = [models.Index(fields=["state", "filed_at"], name="credit_claims_open")]

    def __str__(self) -> str:
        return self.number

    @property
    def client_id(self) -> UUID:
        """Whose claim on the debtor it was."""
        return self.contract.client_id

    @property
    def account(self) -> UUID:
        """What the books have it under: the invoice, or the debtor's account under the contract."""
        return self.invoice_id or account_key(self.contract_id, self.of_debtor)

    @property
    def of_debtor(self) -> UUID:
        """Who did not pay."""
        found = self.debtor_id if self.invoice is None else self.invoice.debtor_id
        if found is None:
            raise AssertionError("a bought invoice has a debtor")
        return found

    @property
    def dims(self) -> Dims:
        """What the lines of its postings are about."""
        return Dims(self.contract_id, self.client_id, self.of_debtor, self.account, self.pk)


class ClaimLine(models.Model):
    """A line of the client's ledger that a claim is for, as it was when it was filed. ``live`` until the claim is
    refused or withdrawn: a line is in no two live claims."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="lines")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    number = models.TextField()
    due_date = models.DateField()
    open_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(open_cents__gt=0), name="credit_claim_line_positive"),
            models.UniqueConstraint(
                fields=["contract", "debtor", "number"], condition=Q(live=True), name="credit_line_claimed_once"
            ),
            models.UniqueConstraint(fields=["claim", "number"], name="credit_claim_line_once"),
        ]

    def __str__(self) -> str:
        return self.number


class Declaration(models.Model):
    """An unpaid document that the insurer was, or is to be, told of: an invoice of the house, or a line of a ledger.

    ``declared_date``: when he was; None while a service still carries it (``Telling``). After ``last_date`` its cover
    is lost.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey("invoices.Invoice", null=True, on_delete=models.PROTECT, related_name="+")
    number = models.TextField()
    due_date = models.DateField()
    last_date = models.DateField()  # by which it had to be declared, as the policy said then
    open_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    reference = models.TextField(default="")  # the insurer's own
    declared_date = models.DateField(null=True)
    noted_at = models.DateTimeField()
    noted_by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "debtor", "number"], name="credit_declared_once"),
            models.CheckConstraint(condition=Q(open_cents__gt=0), name="credit_declared_positive"),
        ]
        indexes = [models.Index(fields=["client", "-noted_at"], name="credit_declared_of_client")]

    def __str__(self) -> str:
        return self.number


class Telling(models.Model):
    """A declaration or a claim on its way to the insurer's service; its key is the reference that he knows it by."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    declaration = models.OneToOneField(Declaration, null=True, on_delete=models.PROTECT, related_name="telling")
    claim = models.OneToOneField(Claim, null=True, on_delete=models.PROTECT, related_name="telling")
    state = models.TextField(default=TELLING.initial)
    buyer = models.TextField(default="")  # the insurer's own number of the debtor, once he was looked up
    words = models.TextField(default="")  # why it failed, as the service said it
    asked_at = models.DateTimeField()
    asked_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TELLING.states), name="credit_telling_state"),
            models.CheckConstraint(
                condition=Q(declaration__isnull=False, claim__isnull=True)
                | Q(declaration__isnull=True, claim__isnull=False),
                name="credit_telling_one",
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="credit_tellings_open")]

    def __str__(self) -> str:
        return f"{self.declaration_id or self.claim_id} {self.state}"


class ClaimNews(models.Model):
    """What the insurer said of a claim over his service, once each as it came; a person notes it on the claim."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="news")
    outcome = models.TextField()
    granted_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    words = models.TextField(default="")
    decided_at = models.DateTimeField()
    heard_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "outcome", "decided_at"], name="credit_claim_news_once"),
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="credit_claim_news_outcome"),
            models.CheckConstraint(condition=Q(granted_cents__gte=0), name="credit_claim_news_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.outcome}"
