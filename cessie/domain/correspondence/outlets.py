"""By which channels the house can send at all, as it is set up, and what they offer on a day."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.conf import settings

from cessie.domain.correspondence.costs import failures
from cessie.domain.correspondence.prices import tariff
from cessie.domain.correspondence.rules.choice import Offers
from cessie.domain.correspondence.rules.means import CHANNELS, MEANS, Channel
from cessie.lib.days import booking_day

#: The setting that opens a channel; paper goes out from every house.
OPENED_BY: Final[dict[Channel, str]] = {
    "peppol": "PEPPOL_URL", "email": "SMTP_URL", "portal": "SMTP_URL", "sms": "SMS_URL",
    "print_partner": "PRINT_FOLDER", "registered_email": "REGISTERED_EMAIL_URL",
}  # fmt: skip
#: Channels that hand over one message at a time, at once.
AT_ONCE: Final = tuple(channel for channel in CHANNELS if not MEANS[channel].together)
TOGETHER: Final = tuple(channel for channel in CHANNELS if MEANS[channel].together)


def reports(channel: str) -> bool:
    """Whether a partner posts these letters and says so; else a person brings them to the post."""
    return channel == "print_partner" or (channel == "registered_post" and bool(settings.PRINT_FOLDER))


def outlets() -> frozenset[str]:
    """The channels that are set up."""
    return frozenset(c for c in CHANNELS if c not in OPENED_BY or getattr(settings, OPENED_BY[c], False))


def offers(at: datetime, *, without: frozenset[str] = frozenset()) -> Offers:
    """Channels, prices, failures and the size of the house's own machine at a moment."""
    most = {"post": settings.POST_PIECES} if settings.POST_PIECES else {}
    return Offers(outlets() - without, tariff(booking_day(at)), failures(), most)
