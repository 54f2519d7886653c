"""Registered letters with acknowledgement of receipt, by the print partner: his proof files are the proof."""

from cessie.connectors.channels.print_partner.drop import RegisteredPost

CHANNEL = RegisteredPost
