"""A debtor signs a mandate on a page: his link leaves by mail, his codes by text message where his number is known, by
mail else; at once, and they are kept nowhere in words."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from cessie.connectors.channels import Channel, Piece
from cessie.connectors.channels.email.compose import Mail, compose
from cessie.connectors.channels.sms.provider import NUMBER
from cessie.connectors.errors import ConnectorError, OutcomeUnknown
from cessie.connectors.mandates import Asked
from cessie.domain.correspondence.addressed import house_sender, mobile_of
from cessie.domain.mandates.invite import Invited, invite, note_sent
from cessie.domain.mandates.models import Signing
from cessie.domain.mandates.present import look
from cessie.domain.mandates.sign import make_code
from cessie.domain.mandates.signing_door import Seen
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal
from cessie.workflows.direct_debit.entrusting import service_of
from cessie.workflows.letters.carriers import carriers, mail_server

log = logging.getLogger(__name__)

#: The ways by which link and code go.
MAIL, SMS = "email", "sms"


def ask_to_sign(
    *,
    creditor_id: UUID,
    debtor_id: UUID,
    scheme: str,
    email: str = "",
    one_off: bool = False,
    by_mail: bool,
    mail: Channel | None = None,
    by: Viewer,
    at: datetime,
) -> Invited:
    """Make the link and, where wished, mail it; the other way its asker hands it over, which proves more.

    Where the creditor has chosen a service, its link is handed over instead.

    Refused as ``mandates.invite``; what the service does not take. What the mail server does not take is not sent: the
    link is there all the same.
    """
    made = invite(
        creditor_id=creditor_id, debtor_id=debtor_id, scheme=scheme, email=email, one_off=one_off, by=by, at=at
    )
    if made.signing.service:
        made = _entrusted(made, at)
    channel = mail or mail_server()
    if by_mail and channel is not None:
        row = made.signing
        with translation.override(row.language):
            text = _(
                "{creditor} asks you to let it collect its invoices from your account. Read the mandate and sign it"
                " here, until {day}:\n\n{link}\n\nNothing is collected without your signature."
            ).format(creditor=row.creditor.account.holder, day=f"{row.expires_at:%d-%m-%Y}", link=made.address)
            subject = _("A mandate to sign for {creditor}").format(creditor=row.creditor.account.holder)
        try:
            said = _mail(row, f"sign-{row.pk}", subject, text, channel, at)
        except ConnectorError:
            return made
        if not row.service:
            note_sent(signing_id=row.pk, way=MAIL, words=said, at=at)
    return made


def _entrusted(made: Invited, at: datetime) -> Invited:
    """Have the service ask the debtor under our reference, so that its word finds our question."""
    row, company = made.signing, made.signing.debtor.company
    asked = Asked(
        reference=row.reference, template=row.creditor.template, scheme=row.scheme, one_off=row.one_off,
        language=row.language, email=row.email, company=company.name, country=company.country,
    )  # fmt: skip
    with service_of(row.service) as service:
        if service is None:
            raise Refusal("mandates.no_service", N_("The house has no access to this service: tell an administrator."))
        try:
            there = service.invite(asked)
        except OutcomeUnknown as error:
            words = N_("Whether {service} has asked the debtor is not known: look there before you ask again.")
            raise Refusal("mandates.service_unknown", words, service=row.service) from error
        except ConnectorError as error:
            words = N_("{service} did not take it: {words}")
            raise Refusal("mandates.service", words, service=row.service, words=error.detail) from error
    note_sent(signing_id=row.pk, way=row.service, words=there.reference, at=at)
    return replace(made, address=there.url)


@dataclass(frozen=True, slots=True)
class Way:
    """By which way a code goes, and where to; ``shown``: as much of that as the page and the evidence tell."""

    name: str
    to: str

    @property
    def shown(self) -> str:
        """An address whole; of a number the country and its last three digits.

        >>> Way("sms", "+32470123456").shown
        '+32 … 456'
        """
        return self.to if self.name == MAIL else f"{self.to[:3]} … {self.to[-3:]}"


def way_of_code(row: Signing, *, texts: bool | None = None) -> Way:
    """By text message where the debtor's mobile number is known and somebody carries it (``texts``; the settings say
    so): the link came by another way, which proves more. Else by mail."""
    mobile = mobile_of(row.debtor_id) if (bool(settings.SMS_URL) if texts is None else texts) else ""
    return Way(SMS, mobile) if NUMBER.fullmatch(mobile) else Way(MAIL, row.email)


def send_code(
    *, secret: str, seen: Seen, mail: Channel | None = None, phone: Channel | None = None, at: datetime
) -> Signing:
    """Six digits to the signer, good for ten minutes. Refused as ``mandates.make_code``; where nobody takes them.

    A number that is not reached is followed by a mail at once, with another code.
    """
    row = look(secret=secret, seen=seen, at=at)
    first, given = way_of_code(row, texts=True if phone else None), {MAIL: mail, SMS: phone}
    with carriers({name: one for name, one in given.items() if one is not None}) as by_channel:
        for way in dict.fromkeys((first, Way(MAIL, row.email))):
            carrier = by_channel.of(way.name)
            try:
                if carrier is not None:
                    return _code(secret, way, carrier, seen, at)
            except ConnectorError:
                log.warning("a code was not taken", extra={"way": way.name})
    raise Refusal("mandates.no_mail", N_("No code can be sent now: try again later."))


def _code(secret: str, way: Way, carrier: Channel, seen: Seen, at: datetime) -> Signing:
    code = make_code(secret=secret, way=way.name, to=way.shown, seen=seen, at=at)
    row, identity = code.signing, f"code-{code.signing.pk}-{code.signing.codes}"
    with translation.override(row.language):
        subject = _("Your code to sign")
        text = _(
            "Your code to sign the mandate {reference} is {digits}. It counts for ten minutes. Pass it on to nobody."
        ).format(reference=row.reference, digits=code.digits)
    if way.name == SMS:
        carrier.deliver(identity, [Piece(reference=row.reference, letter=b"", mobile=way.to, text=text)])
    else:
        _mail(row, identity, subject, text, carrier, at)
    return row


def _mail(row: Signing, identity: str, subject: str, text: str, channel: Channel, at: datetime) -> str:
    sender = house_sender()
    wire = compose(
        Mail(
            identity=identity, from_name=row.creditor.account.holder, from_email=sender.email, to_name=row.signer,
            to_email=row.email, subject=subject, text=text, language=row.language, at=at, file_name="", letter=b"",
        )
    )  # fmt: skip
    piece = Piece(reference=row.reference, letter=b"", wire=wire, mail_from=sender.email, mail_to=row.email)
    return channel.deliver(identity, [piece])
