"""Originals as files to keep: never shown in the page's own place, whatever they hold."""

from __future__ import annotations

import re

from django.http import HttpResponse

_ENDINGS = {
    "application/xml": "xml",
    "text/xml": "xml",
    "application/pdf": "pdf",
    "text/plain": "txt",
    "text/csv": "csv",
    "application/zip": "zip",
}


def original(data: bytes, media_type: str, name: str) -> HttpResponse:
    """The bytes as an attachment; a stranger's document runs nothing here."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "document"
    answer = HttpResponse(data, content_type=media_type if media_type in _ENDINGS else "application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{plain}.{_ENDINGS.get(media_type, "bin")}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
