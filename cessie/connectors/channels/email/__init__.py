"""E-mail over SMTP: handed to the house's mail server, whose answer is the proof of sending."""

from cessie.connectors.channels.email.smtp import Smtp

CHANNEL = Smtp
