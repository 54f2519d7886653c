"""Whether a deed transfers by itself, or only once it is registered.

A Dutch transfer of which no debtor hears needs an authentic deed or a private one registered with the tax authority
(Belastingdienst, article 3:94(3) BW): before that nothing has passed. Elsewhere, and where debtors are told (3:94(1)
BW), the deed stands without. The law is taken from the client's country, as for the words of the deed.

>>> to_be_registered("SALE", "NL", confidential=True), to_be_registered("SALE", "BE", confidential=True)
(True, False)
"""

from __future__ import annotations


def to_be_registered(form: str, country: str, *, confidential: bool) -> bool:
    """``form``: as the contract's ``transfer_form``; ``country``: of the client; ``confidential``: no debtor is
    told."""
    return form == "SALE" and country == "NL" and confidential
