"""What the law wants said on a deed of transfer, by form and country, in the language in which it wants it.

A Dailly slip without its title and its articles is void as such (CMF L313-23); a subrogation is express and made with
the payment (Code civil 1346-1); a Dutch transfer of which no debtor hears is valid by registration alone (3:94(3) BW).
Further mentions of the slip (R313-15 and after) and the numbers of the Belgian articles are unverified and left out.
A lawyer should read these words before a house uses them.

>>> heading("DAILLY", "FR", "nl", confidential=True).splitlines()[0]
'Acte de cession de créances professionnelles'
>>> heading("PLEDGE", "BE", "nl", confidential=False)
''
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_DAILLY: Final = (
    "Acte de cession de créances professionnelles\n"
    "Le présent acte est soumis aux dispositions des articles L. 313-23 à L. 313-34 du Code monétaire et financier.\n"
    "Cédant : {client}. Cessionnaire : {house}. Date apposée par le cessionnaire : {day}.\n"
    "Les créances cédées sont désignées ci-dessous, chacune par son débiteur, son montant et son échéance."
)
_SUBROGATION: Final = (
    "Quittance subrogative\n"
    "{client} reconnaît recevoir de {house}, en même temps que le présent acte est signé, le paiement des créances"
    " désignées ci-dessous, l'inscription au crédit du compte courant valant paiement, et subroge expressément {house}"
    " dans tous ses droits et actions contre les débiteurs (article 1346-1 du Code civil). Date : {day}."
)
_SILENT: Final = (
    "Akte van stille cessie (artikel 3:94 lid 3 BW)\n"
    "Deze onderhandse akte wordt zonder mededeling aan de debiteuren geregistreerd; de overdracht komt door de"
    " registratie tot stand. Zij betreft alleen vorderingen die op het tijdstip van de registratie bestaan of"
    " rechtstreeks worden verkregen uit een dan reeds bestaande rechtsverhouding. {client} draagt over aan {house}."
    " Datum: {day}."
)
_TOLD: Final = (
    "Akte van cessie (artikel 3:94 lid 1 BW)\n{client} draagt de hierna genoemde vorderingen over aan {house}; de"
    " overdracht werkt na mededeling aan de debiteuren, in schrift. Datum: {day}."
)
#: Belgium, in the client's language; French where it is neither Dutch nor French.
_BELGIAN: Final[Mapping[str, str]] = {
    "nl": (
        "Overdracht van schuldvorderingen (Burgerlijk Wetboek, boek 5)\n{client} draagt de hierna genoemde"
        " schuldvorderingen met al hun toebehoren over aan {house}. Tussen partijen en tegenover derden werkt de"
        " overdracht door deze overeenkomst, tegenover de schuldenaar na kennisgeving of erkenning. Datum: {day}."
    ),
    "fr": (
        "Cession de créances (Code civil, livre 5)\n{client} cède à {house} les créances désignées ci-dessous avec tous"
        " leurs accessoires. Entre les parties et à l'égard des tiers la cession opère par cette convention, à l'égard"
        " du débiteur après notification ou reconnaissance. Date : {day}."
    ),
}


def heading(form: str, country: str, language: str, *, confidential: bool) -> str:
    """The title and the mentions, with ``{client}``, ``{house}`` and ``{day}`` to be filled in; blank where no country
    wants any. ``country``: of the client, whose law governs the claims; ``confidential``: no debtor is told."""
    if form == "DAILLY":
        return _DAILLY
    if form == "SUBROGATION":
        return _SUBROGATION if country == "FR" else ""
    if form == "SALE" and country == "NL":
        return _SILENT if confidential else _TOLD
    if form == "SALE" and country == "BE":
        return _BELGIAN.get(language, _BELGIAN["fr"])
    return ""
