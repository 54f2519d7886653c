"""The names of UBL 2.1, shared by its reader and its writer."""

from __future__ import annotations

import re
from functools import cache

NAMESPACES = {
    "inv": "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
    "cn": "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2",
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
BIS_BILLING_3 = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
BIS_PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"


@cache
def q(path: str) -> str:
    """A path with prefixes in the form that lxml takes.

    >>> q("cac:Party/cbc:Name")[:66]
    '{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateCompo'
    """
    return re.sub(r"(\w+):(\w+)", lambda m: f"{{{NAMESPACES[m[1]]}}}{m[2]}", path)
