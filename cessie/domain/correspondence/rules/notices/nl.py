"""Dutch, for Belgium and the Netherlands."""

# ruff: noqa: E501 - a sentence of a letter is one line

from __future__ import annotations

from cessie.domain.correspondence.rules.notices import Words
from cessie.domain.correspondence.rules.notices._statutory import DAILLY

WORDS = Words(
    subject="Overdracht van facturen van {client}: betaal voortaan aan {house}",
    subject_changed="Nieuw rekeningnummer voor de facturen van {client}",
    forms={
        "SALE": "{client} heeft haar vorderingen op u verkocht en overgedragen aan {house}, met alle rechten die erbij horen.",
        "SUBROGATION": "{house} heeft {client} betaald en is daardoor in al haar rechten tegenover u getreden (subrogatie).",
        "DAILLY": "{client} heeft haar vorderingen op u aan {house} overgedragen met een overdrachtsbordereau naar Frans recht (cession Dailly).",
        "PLEDGE": "{client} heeft haar vorderingen op u verpand aan {house}. {house} is daardoor bevoegd om betaling te vragen en te ontvangen.",
    },
    everything="Dit geldt voor alle facturen van {client} aan u, de bestaande en de toekomstige. Op dit ogenblik staan bij ons de facturen hieronder open.",
    listed="Dit geldt voor de facturen hieronder, en voor elke latere factuur van {client} die vermeldt dat zij aan {house} is overgedragen.",
    bases={
        (
            "BE",
            "SALE",
        ): "Deze brief is de kennisgeving van de overdracht van schuldvordering aan de schuldenaar (Burgerlijk Wetboek, boek 5).",
        (
            "BE",
            "PLEDGE",
        ): "Deze brief is de kennisgeving van het pandrecht aan de schuldenaar van de verpande schuldvordering.",
        (
            "NL",
            "SALE",
        ): "Deze brief is de schriftelijke mededeling van de cessie (artikel 3:94 van het Burgerlijk Wetboek).",
        (
            "NL",
            "PLEDGE",
        ): "Deze brief is de schriftelijke mededeling van het pandrecht (artikelen 3:236 en 3:246 van het Burgerlijk Wetboek).",
        (
            "FR",
            "SALE",
        ): "Deze brief is de kennisgeving van de overdracht naar Frans recht (Code civil, artikelen 1321 en 1324).",
        (
            "FR",
            "SUBROGATION",
        ): "Deze brief is de kennisgeving van de subrogatie naar Frans recht (Code civil, artikelen 1346-1 en 1346-5).",
        (
            "FR",
            "PLEDGE",
        ): "Deze brief is de kennisgeving van het pandrecht naar Frans recht (Code civil, artikel 2362).",
        ("", "SALE"): "Deze brief is de kennisgeving van de overdracht aan de schuldenaar.",
        ("", "SUBROGATION"): "Deze brief is de kennisgeving van de subrogatie aan de schuldenaar.",
        ("", "DAILLY"): f"De Franse wet (Code monétaire et financier) schrijft deze woorden voor: {DAILLY}",
        ("", "PLEDGE"): "Deze brief is de kennisgeving van het pandrecht aan de schuldenaar.",
    },
    discharge="Vanaf de ontvangst van deze brief bevrijdt alleen een betaling op de rekening hieronder u van uw schuld. Een betaling aan {client} of op een andere rekening doet dat niet.",
    changed="Ons rekeningnummer is veranderd. Betaal niet meer op {former}, maar op de rekening hieronder; al de rest blijft zoals wij u schreven.",
    rights="Verder verandert er niets: u koopt bij {client}, en wie een factuur betwist of een creditnota verwacht, houdt zijn rechten. Laat het ons dan ook weten.",
    genuine="Een nieuw rekeningnummer vraagt om voorzichtigheid. Bel gerust eerst {client}, op een nummer dat u al kent, en vraag of deze brief echt is.",
    questions="Vragen, of een factuur die niet klopt? {contact}. Vermeld daarbij {reference}.",
    privacy="Wij gebruiken uw gegevens om deze facturen te innen en bewaren ze zolang de wet het vraagt. U kunt ze bij ons inkijken en laten verbeteren.",
    invoices="Facturen waarover het gaat",
    head=("Factuur", "Datum", "Vervaldag", "Te betalen"),
)
