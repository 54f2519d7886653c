"""The scan of a paper that a form brings."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

from cessie.lib.reasons import N_, Refusal

#: A scan of more bytes is none of a signed paper.
LARGEST: Final = 10_000_000


def scan_of(request: HttpRequest) -> tuple[str, bytes]:
    """Name and bytes of the scan that a form brings."""
    file = request.FILES.get("scan")
    if file is None or not file.size:
        raise Refusal("mandates.no_scan", N_("Add the scan of what the debtor signed."))
    if file.size > LARGEST:
        raise Refusal("mandates.large_scan", N_("The scan is too large: at most 10 MB."))
    return file.name or "scan", file.read()
