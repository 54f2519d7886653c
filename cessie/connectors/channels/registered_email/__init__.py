"""Registered e-mail by a qualified service (eIDAS 44): its proofs of sending and receipt are the proof."""

from cessie.connectors.channels.registered_email.service import RegisteredEmail

CHANNEL = RegisteredEmail
