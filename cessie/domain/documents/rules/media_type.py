"""What kind of file it is, by its first bytes; the name and the sender's word count for nothing.

>>> of(b"%PDF-1.7 ..."), of(b'<?xml version="1.0"?><Invoice/>'), of("prijs: 5 €".encode())
('application/pdf', 'application/xml', 'text/plain')
"""

from __future__ import annotations

SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def of(data: bytes) -> str:
    """The media type; ``application/octet-stream`` where nothing is recognised."""
    for signature, media_type in SIGNATURES:
        if data.startswith(signature):
            return media_type
    start = data[:1024]
    for bom in BOMS:
        start = start.removeprefix(bom)
    if start.replace(b"\x00", b"").lstrip().startswith(b"<"):
        return "application/xml"
    if not any(byte < 9 or 13 < byte < 32 for byte in start):  # text of any 8-bit code page, such as CODA's
        return "text/plain"
    return "application/octet-stream"
