"""Messages to debtors, each with every attempt to hand it over, and how a debtor is to be written to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cessie.domain.correspondence.channel_tables import ChannelPrice as ChannelPrice
from cessie.domain.correspondence.channel_tables import ChannelRecord as ChannelRecord
from cessie.domain.correspondence.channel_tables import ChannelWish as ChannelWish
from cessie.domain.correspondence.channel_tables import DebtorWish as DebtorWish
from cessie.domain.correspondence.channel_tables import Receiving as Receiving
from cessie.domain.correspondence.invoice_tables import InvoiceSending as InvoiceSending
from cessie.domain.correspondence.invoice_tables import Outgoing as Outgoing
from cessie.domain.correspondence.rules.language import LANGUAGES
from cessie.domain.correspondence.rules.means import CHANNELS
from cessie.domain.correspondence.rules.papers import KINDS
from cessie.domain.correspondence.rules.purpose import PURPOSES
from cessie.domain.correspondence.rules.states import MESSAGE
from cessie.lib.ids import uuid7

#: By which way somebody wrote to us, and what it is: a person's words, a machine's, a report that a mail failed.
WAYS = ("mail", "portal", "peppol")
NOTES = ("answer", "auto", "bounce", "response")
#: What shows how a message ended, and what a carrier's paper about it is called.
PROOFS = ("deposit", "sending", "delivery", "refusal", "negligence", "return")
#: What became of an attempt; none while it lasts.
OUTCOMES = ("accepted", "laid", "later", "refused", "unknown")


class Writing(models.Model):
    """How one debtor is to be written to, where it differs from what is known of the company.

    ``mail_allowed``: whether he takes e-mail; a blank field leaves what the company has. ``agreed``: to what a consumer
    has agreed (rules.means.Consent); ``channel``: the one he wants, if any.
    """

    debtor = models.OneToOneField("parties.Debtor", primary_key=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, default="")
    email = models.TextField(default="")
    mail_allowed = models.BooleanField(default=True)
    attention = models.TextField(default="")
    street = models.TextField(default="")
    building = models.TextField(default="")
    postcode = models.TextField(default="")
    town = models.TextField(default="")
    country = models.CharField(max_length=2, default="")
    mobile = models.TextField(default="")
    source = models.TextField(default="")  # how the last change is known
    agreed = models.JSONField(default=list)
    channel = models.TextField(default="")
    changed_at = models.DateTimeField()
    changed_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(language__in=("", *LANGUAGES)), name="correspondence_writing_language"),
            models.CheckConstraint(condition=Q(channel__in=("", *CHANNELS)), name="correspondence_writing_channel"),
        ]

    def __str__(self) -> str:
        return str(self.debtor_id)


class Letterhead(models.Model):
    """One version of how a client's letters look; the highest number holds. A version never changes.

    ``logo`` is a PNG of ours, made anew from what was handed in. ``email`` and ``reply_to``: from whom mails come and
    where answers go; ``hosts``: where links in his texts may lead.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    lines = models.JSONField(default=list)  # of the address; none: the company's
    colour = models.CharField(max_length=7)
    logo = models.BinaryField(default=b"")
    footer = models.JSONField(default=list)
    email = models.TextField(default="")
    reply_to = models.TextField(default="")
    hosts = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], name="correspondence_letterhead_number"),
            models.CheckConstraint(
                condition=Q(colour__regex=r"^#[0-9a-f]{6}$"), name="correspondence_letterhead_colour"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.number}"


class Batch(models.Model):
    """Letters that were laid ready together: for the post, where a person says when it took them, or for a print
    partner, who reports about each. ``setup_cents``: what the batch costs besides its letters.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    channel = models.TextField(default="post")
    setup_cents = models.BigIntegerField(default=0)
    name = models.TextField(unique=True)  # of its folder
    begun_at = models.DateTimeField()
    laid_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(null=True)
    posted_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(posted_at__isnull=True) | (Q(laid_at__isnull=False) & ~Q(posted_by="")),
                name="correspondence_posted_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["channel"], condition=Q(laid_at__isnull=True), name="correspondence_one_batch_at_a_time"
            ),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="correspondence_batch_channel"),
        ]

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """One message to one debtor. What it says is frozen when it is written.

    ``key`` makes it once; what follows on a message (a resend, the letter after a bounced mail) has the ``first`` one.
    ``about`` is the contract, a later app's; none where it is about several, ``client`` none where these are of
    several clients: then ``concerns`` has them all. ``document`` is the letter, ``wire`` the bytes that went out.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.TextField(unique=True)
    reference = models.TextField(unique=True)  # ours, in the letter
    kind = models.TextField()
    purpose = models.TextField(default="notice")  # rules.purpose
    client = models.ForeignKey("parties.Client", null=True, on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    about = models.UUIDField(null=True)
    iban = models.TextField()  # to which the debtor is told to pay
    first = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    repeats = models.BooleanField(default=False)  # the debtor was told already: it names the first
    language = models.CharField(max_length=2)
    channel = models.TextField(default="")  # none in a draft that nobody can send
    wish = models.TextField(default="")  # the channel asked for, if any
    chosen_for = models.JSONField()  # Reason: why this channel
    considered = models.JSONField(default=list)  # the channels of the house with what spoke against them
    price_cents = models.BigIntegerField(null=True)  # as expected; as the carrier says, once he says so
    sender = models.JSONField()
    recipient = models.JSONField()
    says = models.JSONField()  # rules.papers
    subject = models.TextField(default="")
    state = models.TextField(default=MESSAGE.initial)
    written_at = models.DateTimeField()
    written_by = models.TextField()
    next_at = models.DateTimeField()  # not before
    sending_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # it left the house for good: accepted by a server, or posted
    trouble = models.JSONField(null=True)  # Reason: what went wrong last
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="messages")
    pages = models.PositiveIntegerField(default=1)
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    wire = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MESSAGE.states), name="correspondence_message_state"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="correspondence_message_kind"),
            models.CheckConstraint(condition=Q(purpose__in=PURPOSES), name="correspondence_message_purpose"),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="correspondence_message_language"),
            models.CheckConstraint(
                condition=Q(channel__in=CHANNELS) | Q(channel="", state__in=("draft", "dropped")),
                name="correspondence_message_channel",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "queued", "dropped")) | Q(document__isnull=False),
                name="correspondence_nothing_leaves_unkept",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("sent", "delivered")) | Q(told_at__isnull=False),
                name="correspondence_told_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(sending_at__isnull=False), name="correspondence_sending_since"
            ),
            models.CheckConstraint(
                condition=Q(client__isnull=False) | Q(about__isnull=True), name="correspondence_contract_of_a_client"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_at"], name="correspondence_to_send"),
            models.Index(fields=["client", "debtor"], name="correspondence_of_a_pair"),
            models.Index(fields=["-written_at", "-id"], name="correspondence_newest"),
        ]

    def __str__(self) -> str:
        return self.reference


class Concern(models.Model):
    """One contract that a message over several is about; ``place``: of its client among the creditors in the paper."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="concerns")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    about = models.UUIDField()
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "about"], name="correspondence_concern_once")]
        indexes = [models.Index(fields=["client", "about"], name="correspondence_concerned")]

    def __str__(self) -> str:
        return f"{self.message_id} {self.about}"


class Note(models.Model):
    """What somebody wrote to us about a debtor's debts: a mail, or words on his page. It stays as it came.

    ``key`` makes it once (the hash of the mail, what a form said); ``message`` is the one it answers. Without a debtor
    nobody knows yet whose it is. ``read_at``: a person saw it; what a machine wrote counts as read.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.TextField(unique=True)
    client = models.ForeignKey("parties.Client", null=True, on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", null=True, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="notes")
    invoice_number = models.TextField(default="")  # the claim it is about, where somebody named one
    way = models.TextField()
    kind = models.TextField()
    writer = models.TextField(default="")
    address = models.TextField(default="")
    subject = models.TextField(default="")
    text = models.TextField(default="")
    response = models.JSONField(default=dict)  # of a buyer in the network: codes of ``formats.invoice_response``
    left_out = models.PositiveIntegerField(default=0)  # files that were too many or too large
    original = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(way__in=WAYS), name="correspondence_note_way"),
            models.CheckConstraint(condition=Q(kind__in=NOTES), name="correspondence_note_kind"),
            models.CheckConstraint(
                condition=Q(client__isnull=True, debtor__isnull=True) | Q(client__isnull=False, debtor__isnull=False),
                name="correspondence_note_of_a_pair",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "debtor", "at"], name="correspondence_thread"),
            models.Index(fields=["at"], condition=Q(read_at__isnull=True), name="correspondence_unread"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class NoteFile(models.Model):
    """A file that came with a note, kept by its hash; the name is the writer's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="files")
    name = models.TextField()
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class Attempt(models.Model):
    """One try to hand a message over: begun before anything leaves, ended with what the other side answered."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    channel = models.TextField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.TextField(default="")
    answer = models.TextField(default="")  # the server's words, or the folder

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "number"], name="correspondence_attempt_number"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="") | Q(ended_at__isnull=False, outcome__in=OUTCOMES),
                name="correspondence_attempt_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.number}"


class Evidence(models.Model):
    """A carrier's paper about one message: that he took it, that it arrived, was refused or not fetched."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="evidence")
    kind = models.TextField()
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()  # of the event, as the carrier says
    tracking = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "kind", "document"], name="correspondence_evidence_once"),
            models.CheckConstraint(condition=Q(kind__in=PROOFS), name="correspondence_evidence_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.kind}"
