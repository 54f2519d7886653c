"""Dutch, for Belgium and the Netherlands."""

# ruff: noqa: E501 - a sentence of a letter is one line

from __future__ import annotations

from cessie.domain.correspondence.rules.enquiries import Words

WORDS = Words(
    subject="Bevestiging van uw saldo bij {creditor} ({reference})",
    title="Bevestiging van uw saldo",
    text="Voor de controle van de rekeningen van {creditor} vragen wij klanten te bevestigen wat zij verschuldigd zijn. Volgens de boeken was u op {day} {total} verschuldigd, zoals hieronder opgesomd.",
    ask="Laat ons uiterlijk op {until} weten of dat met uw eigen boekhouding overeenstemt, en zo niet: hoeveel het verschil is en waarom. Deze brief vraagt geen betaling en is geen aanmaning.",
    documents="Open op die dag",
    head=("Factuur", "Vervaldag", "Open"),
    online="Online antwoorden",
    online_row="Uw pagina",
    answer="Antwoorden",
    form="Uw antwoord",
    answers=(
        "Wij gaan akkoord",
        "Niet akkoord: in onze boeken staat",
        "Verschil en reden",
        "Naam en hoedanigheid",
        "Datum en handtekening",
    ),
    back="Stuur uw antwoord naar {contact} en vermeld {reference}.",
    privacy="Wij gebruiken uw antwoord alleen voor de controle van de rekeningen en bewaren het zolang de wet het vraagt. U kunt uw gegevens inkijken en laten verbeteren.",
)
