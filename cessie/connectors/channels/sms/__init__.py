"""Text messages by a provider's REST interface."""

from cessie.connectors.channels.sms.provider import Sms

CHANNEL = Sms
