"""What the law wants said on a deed of transfer, by form and country, in the language in which it wants it.

A Dailly slip bears its title, its articles, who benefits, and each claim by debtor, amount and due day (CMF L313-23, in
the wording in force since 3 January 2018, mentions 1 to 4); where a file tells the claims apart, by which means they
come, how many and how much; its date is set by who benefits (L313-25). A subrogation is express and made with the
payment (Code civil 1346-1); a Dutch transfer of which no debtor hears is valid by registration alone (3:94(3) BW). The
place of payment, of which L313-23 speaks by way of example, is left out. The numbers of the Belgian articles are
unverified and left out.
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
)
_DAILLY_HERE: Final = (
    "Les créances cédées sont désignées ci-dessous, chacune par son débiteur, son montant et son échéance."
)
_DAILLY_FILE: Final = (
    "Les créances cédées sont transmises par un procédé informatique permettant de les identifier : le fichier annexé,"
    " dont l'empreinte SHA-256 est {digest}. Leur nombre : {count}. Leur montant global : {amount}."
)
_SUBROGATION: Final = (
    "Quittance subrogative\n"
    "{client} reconnaît recevoir de {house}, en même temps que le présent acte est signé, le paiement des créances"
    " {which}, l'inscription au crédit du compte courant valant paiement, et subroge expressément {house}"
    " dans tous ses droits et actions contre les débiteurs (article 1346-1 du Code civil). Date : {day}."
)
_SILENT: Final = (
    "Akte van stille cessie (artikel 3:94 lid 3 BW)\n"
    "Deze onderhandse akte wordt zonder mededeling aan de debiteuren geregistreerd; de overdracht komt door de"
    " registratie tot stand. Zij betreft alleen vorderingen die op het tijdstip van de registratie bestaan of"
    " rechtstreeks worden verkregen uit een dan reeds bestaande rechtsverhouding. {client} draagt de {which}"
    " vorderingen over aan {house}. Datum: {day}."
)
_TOLD: Final = (
    "Akte van cessie (artikel 3:94 lid 1 BW)\n{client} draagt de {which} vorderingen over aan {house}; de"
    " overdracht werkt na mededeling aan de debiteuren, in schrift. Datum: {day}."
)
#: Belgium, in the client's language; French where it is neither Dutch nor French.
_BELGIAN: Final[Mapping[str, str]] = {
    "nl": (
        "Overdracht van schuldvorderingen (Burgerlijk Wetboek, boek 5)\n{client} draagt de {which}"
        " schuldvorderingen met al hun toebehoren over aan {house}. Tussen partijen en tegenover derden werkt de"
        " overdracht door deze overeenkomst, tegenover de schuldenaar na kennisgeving of erkenning. Datum: {day}."
    ),
    "fr": (
        "Cession de créances (Code civil, livre 5)\n{client} cède à {house} les créances {which} avec tous"
        " leurs accessoires. Entre les parties et à l'égard des tiers la cession opère par cette convention, à l'égard"
        " du débiteur après notification ou reconnaissance. Date : {day}."
    ),
}
#: Which claims: those on the deed itself, or those in the file that belongs to it.
_HERE: Final[Mapping[str, str]] = {"nl": "hierna genoemde", "fr": "désignées ci-dessous"}
_FILE: Final[Mapping[str, str]] = {
    "nl": "in de bijgevoegde lijst (SHA-256 {digest}) genoemde",
    "fr": "désignées dans la liste annexée (empreinte SHA-256 {digest})",
}


def heading(form: str, country: str, language: str, *, confidential: bool, listed: bool = False) -> str:
    """The title and the mentions, with ``{client}``, ``{house}`` and ``{day}`` to be filled in; blank where no country
    wants any. ``country``: of the client, whose law governs the claims; ``confidential``: no debtor is told;
    ``listed``: the claims stand in a file, whose ``{digest}``, ``{count}`` and ``{amount}`` are to be filled in too."""
    which = _FILE if listed else _HERE
    if form == "DAILLY":
        return _DAILLY + (_DAILLY_FILE if listed else _DAILLY_HERE)
    if form == "SUBROGATION":
        return _filled(_SUBROGATION, which["fr"]) if country == "FR" else ""
    if form == "SALE" and country == "NL":
        return _filled(_SILENT if confidential else _TOLD, which["nl"])
    if form == "SALE" and country == "BE":
        spoken = language if language in _BELGIAN else "fr"
        return _filled(_BELGIAN[spoken], which[spoken])
    return ""


def _filled(words: str, which: str) -> str:
    return words.replace("{which}", which)
