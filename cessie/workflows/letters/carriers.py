"""The carriers of the house: for each channel the object that hands over, as the settings open it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Final

import httpx
from django.conf import settings
from django.utils.crypto import salted_hmac

from cessie.connectors.channels import Channel
from cessie.connectors.channels.email.dkim import Signer
from cessie.connectors.channels.email.smtp import Smtp
from cessie.connectors.channels.peppol.access_point import AccessPoint
from cessie.connectors.channels.peppol.lookup import Find, Lookup, names_over_https
from cessie.connectors.channels.post.folder import PostFolder
from cessie.connectors.channels.print_partner.drop import PrintPartner, RegisteredPost
from cessie.connectors.channels.registered_email.service import RegisteredEmail
from cessie.connectors.channels.sms.provider import Sms
from cessie.connectors.rest import SECONDS


def mail_server() -> Channel | None:
    """The house's mail server, where it has one: for mails that are no messages to debtors too."""
    return Smtp(settings.SMTP_URL, signer=mail_signer()) if settings.SMTP_URL else None


def mail_signer() -> Signer | None:
    """Who signs the house's mails; nobody before a domain publishes the key."""
    domains = settings.DKIM_DOMAINS
    second = settings.DKIM_SECOND_KEY
    return Signer(settings.DKIM_KEY, settings.DKIM_SELECTOR, domains, second) if domains else None


def _partner() -> Channel | None:
    root = settings.PRINT_FOLDER
    return PrintPartner(root / "letters", settings.PRINT_SENDER) if root else None


def _registered_post() -> Channel | None:
    """The partner's; without one the house's own machine prints them, and a person takes them to the counter."""
    root = settings.PRINT_FOLDER
    if root:
        return RegisteredPost(root / "registered", settings.PRINT_SENDER)
    return PostFolder(settings.POST_FOLDER / "registered")


def _peppol() -> Channel | None:
    return AccessPoint(settings.PEPPOL_URL, settings.PEPPOL_KEY) if settings.PEPPOL_URL else None


def _sms() -> Channel | None:
    return Sms(settings.SMS_URL, settings.SMS_KEY, settings.SMS_SENDER) if settings.SMS_URL else None


def _registered_email() -> Channel | None:
    if not settings.REGISTERED_EMAIL_URL:
        return None
    who = settings.REGISTERED_EMAIL_TOKEN, settings.REGISTERED_EMAIL_KEY, settings.REGISTERED_EMAIL_USER
    return RegisteredEmail(settings.REGISTERED_EMAIL_URL, *who, hook=hook("registered_email"))


def hook(channel: str) -> str:
    """Where a carrier says that something became of a message; nobody else knows the address."""
    return f"{settings.PUBLIC_URL}/hook/{channel}/{hook_secret(channel)}"


def hook_secret(channel: str) -> str:
    """What makes the address of a carrier's hook one that nobody guesses."""
    return salted_hmac("cessie.hook", channel, algorithm="sha256").hexdigest()[:40]


MAKERS: Final[Mapping[str, Callable[[], Channel | None]]] = {
    "email": mail_server,
    "portal": mail_server,
    "post": lambda: PostFolder(settings.POST_FOLDER),
    "print_partner": _partner,
    "registered_post": _registered_post,
    "registered_email": _registered_email,
    "peppol": _peppol,
    "sms": _sms,
}


@contextmanager
def peppol_lookup() -> Iterator[Find | None]:
    """Who asks the network whether somebody receives; none where the house knows no register of names."""
    if not settings.PEPPOL_NAMES:
        yield None
        return
    with httpx.Client(timeout=SECONDS, trust_env=False) as client:
        names = names_over_https(settings.PEPPOL_NAMES, client)
        secure = settings.PEPPOL_NAMES.startswith("https:")  # the network at a developer's desk has no certificates
        yield Lookup(names, client, settings.PEPPOL_ZONE, secure=secure).can_receive


class Carriers:
    """One carrier a channel, made when it is first asked for; ``given`` ones stand before those of the settings."""

    def __init__(self, given: Mapping[str, Channel], stack: ExitStack) -> None:
        self._made: dict[str, Channel | None] = dict(given)
        self._stack = stack

    def of(self, channel: str) -> Channel | None:
        """Who hands over by this channel; None where the house has nobody for it."""
        if channel not in self._made:
            made = MAKERS[channel]() if channel in MAKERS else None
            if isinstance(made, AbstractContextManager):
                self._stack.enter_context(made)
            self._made[channel] = made
        return self._made[channel]


@contextmanager
def carriers(given: Mapping[str, Channel] | None = None) -> Iterator[Carriers]:
    """Carriers for one turn; their connections are closed at its end."""
    with ExitStack() as stack:
        yield Carriers(given or {}, stack)
