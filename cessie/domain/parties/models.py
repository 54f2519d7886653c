"""Companies once each, however many roles they have: a debtor is one legal entity across clients."""

from __future__ import annotations

from django.db import models

from cessie.domain.parties.rules.accounts import ACCOUNT
from cessie.domain.parties.rules.marks import MARKS
from cessie.lib.ids import uuid7

MEMBER_ROLES = ("owner", "bookkeeper", "reader")


class Company(models.Model):
    """A legal entity or person with a registered name and address."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.TextField()
    sort_name = models.TextField(db_index=True)  # computed in Python: the database sorts by code point
    country = models.CharField(max_length=2)
    language = models.CharField(max_length=2, default="nl")
    street = models.TextField(default="")
    building = models.TextField(default="")
    postcode = models.TextField(default="")
    town = models.TextField(default="")
    email = models.TextField(default="")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")  # who controls it
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="parties_company_has_name")]

    def __str__(self) -> str:
        return self.name


class Identifier(models.Model):
    """A number in a register, compact; ``valid`` when its check digits hold (else a person kept it so)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.TextField()  # rules/identifiers.py: be.enterprise, nl.kvk, fr.siren, vat, ...
    value = models.TextField()
    valid = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="parties_identifier_once")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class House(models.Model):
    """Whose installation this is: one company. ``simulated`` marks the made-up house of demo and simulation."""

    only = models.BooleanField(primary_key=True, default=True, editable=False)
    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="+")
    simulated = models.BooleanField(default=False)
    founded_at = models.DateTimeField()
    clauses = models.JSONField(default=dict)  # language -> what the house adds to every deed, as plain text

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="parties_one_house")]

    def __str__(self) -> str:
        return str(self.company)


class Client(models.Model):
    """A company that sells its invoices (assignor, cedent)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="+")
    code = models.TextField(unique=True)  # short, for people and references
    since_date = models.DateField()
    intake_code = models.TextField(unique=True)  # random part of its own e-mail address

    def __str__(self) -> str:
        return self.code


class Debtor(models.Model):
    """A company that owes invoices, to whatever clients."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.company)


class Relation(models.Model):
    """A debtor as one client knows him."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey(Debtor, on_delete=models.PROTECT, related_name="+")
    reference = models.TextField(default="")  # the client's own number of the debtor
    since_date = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "debtor"], name="parties_relation_once")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.debtor_id}"


class BankAccount(models.Model):
    """An IBAN of a company, with its history: added by one person, confirmed by another, ended, never changed.

    ``dedicated_at``: since when debtors of a contract pay on it; nothing is paid out to it from then on.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="accounts")
    iban = models.TextField()
    bic = models.TextField(default="")
    holder = models.TextField()
    state = models.TextField(default=ACCOUNT.initial)
    added_at = models.DateTimeField()
    added_by = models.TextField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.TextField(default="")
    dedicated_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "iban"], condition=models.Q(ended_at__isnull=True), name="parties_account_once"
            ),
            models.CheckConstraint(condition=models.Q(state__in=ACCOUNT.states), name="parties_account_state"),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed")
                | (models.Q(confirmed_at__isnull=False) & ~models.Q(confirmed_by=models.F("added_by"))),
                name="parties_account_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return self.iban


class Membership(models.Model):
    """A user's right in one client: the owner signs, the bookkeeper works, the reader reads."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey("users.User", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    role = models.TextField()
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "client"], condition=models.Q(ended_at__isnull=True), name="parties_member_once"
            ),
            models.CheckConstraint(condition=models.Q(role__in=MEMBER_ROLES), name="parties_member_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Mark(models.Model):
    """What was noted of a company that changes how its invoices are bought or collected (rules/marks.py).

    Ended, never edited.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField()
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    note = models.TextField()  # how it is known
    set_at = models.DateTimeField()
    set_by = models.TextField()
    end_asked_at = models.DateTimeField(null=True)  # one person wants it ended, another must agree
    end_asked_by = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=sorted(MARKS)), name="parties_mark_kind"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True)
                | models.Q(end_asked_by="")  # replaced by a larger share, or ended before two people were asked for
                | ~models.Q(ended_by=models.F("end_asked_by")),
                name="parties_mark_ended_by_two",
            ),
            models.CheckConstraint(condition=~models.Q(note=""), name="parties_mark_says_why"),
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True) | models.Q(percent__gt=0, percent__lte=100),
                name="parties_mark_percent",
            ),
            models.UniqueConstraint(
                fields=["company", "kind"], condition=models.Q(ended_at__isnull=True), name="parties_mark_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.kind}"


class CompanyErasure(models.Model):
    """That what names a company goes: asked by one person and done by another, or done by the run when its time is
    over (``asked_by`` empty)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)
    asked_by = models.TextField(default="")
    done_at = models.DateTimeField(null=True)
    done_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by="", asked_by__startswith="user:")
                | models.Q(done_at__isnull=False) & ~models.Q(done_by="") & ~models.Q(done_by=models.F("asked_by")),
                name="parties_erasure_four_eyes",
            )
        ]

    def __str__(self) -> str:
        return str(self.company_id)
