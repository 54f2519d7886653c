"""Names for what the house recognises and does not read: a person is told what he sent, not that it is unknown."""

from __future__ import annotations

import re

from cessie.formats.xml import root_name

_CONTENT: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("PDF", re.compile(rb".{0,1024}?%PDF-", re.DOTALL)),
    ("PNG image", re.compile(rb"\x89PNG")),
    ("JPEG image", re.compile(rb"\xff\xd8\xff")),
    ("TIFF image", re.compile(rb"II\*\x00|MM\x00\*")),
    ("program", re.compile(rb"MZ|\x7fELF|#!")),
    ("EDIFACT", re.compile(rb"\s*(?:UNA.{6}\s*)?UNB\+", re.DOTALL)),
    ("CFONB 120", re.compile(rb"01[0-9]{5}.{113}(?:\r?\n|$)")),
    ("e-mail", re.compile(rb"(?:[A-Za-z][A-Za-z-]*: ?[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")),
    ("spreadsheet", re.compile(rb"\xd0\xcf\x11\xe0")),
)
_ROOTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("another version of the Cross Industry Invoice", re.compile(r"CrossIndustryInvoice|CrossIndustryDocument")),
    ("Peppol Invoice Response", re.compile(r"ApplicationResponse")),
    ("FatturaPA", re.compile(r"FatturaElettronica")),
    ("SVG image", re.compile(r"\bsvg$")),
    ("HTML", re.compile(r"\bhtml$", re.IGNORECASE)),
)
_ISO_MESSAGE = re.compile(r"[a-z]{4}\.\d{3}\.\d{3}\.\d{2}")


def name_of(head: bytes, name: str) -> str | None:
    """The format's name, or None if it is not even recognised."""
    root = root_name(head)
    if root is not None:
        message = _ISO_MESSAGE.search(root[0])
        if message:
            return message[0]
        known = next((word for word, pattern in _ROOTS if pattern.search(root[1])), None)
        return known or f"XML {root[1][:60]}"
    if re.match(rb"\s*<(?:!DOCTYPE html|html)", head, re.IGNORECASE):
        return "HTML"
    return next((word for word, pattern in _CONTENT if pattern.match(head[:8192])), None)
