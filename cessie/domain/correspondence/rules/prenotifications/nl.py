"""Dutch, for Belgium and the Netherlands."""

# ruff: noqa: E501 - a sentence of a letter is one line

from __future__ import annotations

from cessie.domain.correspondence.rules.prenotifications import Words

WORDS = Words(
    title="Wat van uw rekening wordt geïnd",
    text="Met het mandaat dat u gaf, int {creditor} de bedragen hieronder van uw rekening. U hoeft niets te doen; zorg er wel voor dat er die dag genoeg geld op de rekening staat.",
    instalment="Het zijn termijnen van de afbetaling die met u werd afgesproken.",
    rights={
        "CORE": "U kunt uw bank binnen acht weken na een inning vragen om uw geld terug te storten.",
        "B2B": "Het mandaat is er een tussen ondernemingen: tot de dag zelf kunt u uw bank vragen om niet te debiteren, daarna betaalt uw bank niet terug.",
    },
    wrong="Klopt een bedrag niet, of hebt u intussen betaald? Laat het ons vóór die dag weten, dan innen wij het niet: {contact}. Vermeld daarbij {reference}.",
    head=("Factuur", "Vervaldag", "Inning op", "Bedrag"),
    fetched="Wat wordt geïnd",
    by="Met welk mandaat",
    under=("Mandaat", "Identificatie van de schuldeiser", "Uw rekening"),
    privacy="Wij gebruiken uw gegevens om deze facturen te innen en bewaren ze zolang de wet het vraagt. U kunt ze bij ons inkijken en laten verbeteren.",
)
