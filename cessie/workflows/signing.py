"""A debtor signs a mandate on a page: his link and his codes leave by mail at once, and are kept nowhere in words."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from cessie.connectors.channels import Channel, Piece
from cessie.connectors.channels.email.compose import Mail, compose
from cessie.connectors.errors import ConnectorError
from cessie.domain.correspondence.addressed import house_sender
from cessie.domain.mandates.invite import Invited, invite, note_sent
from cessie.domain.mandates.models import Signing
from cessie.domain.mandates.sign import make_code
from cessie.domain.mandates.signing_door import Seen
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal
from cessie.workflows.carriers import mail_server

#: The way by which link and code go so far.
MAIL = "email"


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

    Refused as ``mandates.invite``. What the mail server does not take is not sent: the link is there all the same.
    """
    made = invite(
        creditor_id=creditor_id, debtor_id=debtor_id, scheme=scheme, email=email, one_off=one_off, by=by, at=at
    )
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
        note_sent(signing_id=row.pk, way=MAIL, words=said, at=at)
    return made


def send_code(*, secret: str, seen: Seen, mail: Channel | None = None, at: datetime) -> Signing:
    """Six digits to the signer, good for ten minutes. Refused as ``mandates.make_code``; a mail server that fails."""
    channel = mail or mail_server()
    if channel is None:
        raise Refusal("mandates.no_mail", N_("No code can be sent now: try again later."))
    code = make_code(secret=secret, way=MAIL, seen=seen, at=at)
    row = code.signing
    with translation.override(row.language):
        subject = _("Your code to sign")
        text = _(
            "Your code to sign the mandate {reference} is {digits}. It counts for ten minutes. Pass it on to nobody."
        ).format(reference=row.reference, digits=code.digits)
    try:
        _mail(row, f"code-{row.pk}-{row.codes}", subject, text, channel, at)
    except ConnectorError as error:
        raise Refusal("mandates.no_mail", N_("No code can be sent now: try again later.")) from error
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
