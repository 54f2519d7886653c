"""Names in the Peppol network: participants, documents, processes (code list 9.7 of 2 July 2026).

>>> participant({"be.enterprise": "0848934496"}), participant({"nl.kvk": "68750110"}), participant({})
('0208:0848934496', '0106:68750110', '')
>>> host_of("0208:0848934496", PRODUCTION)[:20]
'TJ7ZXXJTOECCSSVH5AKE'
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from typing import Final

PRODUCTION: Final = "participant.sml.prod.tech.peppol.org"
TEST: Final = "participant.sml.test.tech.peppol.org"
ACTOR: Final = "iso6523-actorid-upis"
BILLING: Final = "cenbii-procid-ubl::urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
BIS: Final = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
#: Our register schemes and Peppol's, in the order in which they are tried.
SCHEMES: Final = (("be.enterprise", "0208"), ("nl.kvk", "0106"), ("nl.oin", "0190"), ("fr.siren", "0225"))
#: VAT numbers as participants, by their country.
VAT_SCHEMES: Final = (("be", "9925"), ("nl", "9944"), ("fr", "9957"))
#: ``scheme:value``, in the letters that a participant may have.
PARTICIPANT: Final = re.compile(r"\d{4}:[A-Za-z0-9._-]{1,130}")


def participant(numbers: Mapping[str, str]) -> str:
    """The participant that a company with these register numbers would be; blank where there is no scheme for it."""
    return next((f"{code}:{numbers[scheme]}" for scheme, code in SCHEMES if numbers.get(scheme)), "")


def candidates(numbers: Mapping[str, str]) -> tuple[str, ...]:
    """Everybody in the network that a company with these numbers could be, in the order in which they are tried: by
    its register, then by its VAT number.

    >>> candidates({"be.enterprise": "0848934496", "vat": "BE0848934496"})
    ('0208:0848934496', '9925:be0848934496')
    """
    found = [f"{code}:{numbers[scheme]}" for scheme, code in SCHEMES if numbers.get(scheme)]
    vat = numbers.get("vat", "").lower()
    return (*found, *(f"{code}:{vat}" for country, code in VAT_SCHEMES if vat.startswith(country)))


def host_of(who: str, zone: str) -> str:
    """The name under which the network's register has a participant: base 32 of SHA-256 of his lower-case name."""
    hashed = hashlib.sha256(who.lower().encode()).digest()
    return f"{base64.b32encode(hashed).decode().rstrip('=')}.{ACTOR}.{zone}"


def document_type(root: str, customization: str = BIS) -> str:
    """The identifier of a UBL document by its root element (``Invoice``, ``CreditNote``)."""
    name = f"urn:oasis:names:specification:ubl:schema:xsd:{root}-2::{root}##{customization}::2.1"
    return f"busdox-docid-qns::{name}"
