"""Dutch, for Belgium and the Netherlands."""

from __future__ import annotations

from cessie.domain.correspondence.rules.phrases import Phrases

PHRASES = Phrases(
    months=(
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    first_day="1",
    amount="€ {figure}",
    thousands=".",
    decimal=",",
    colon=": ",
    greeting="Geachte mevrouw, geachte heer,",
    closing="Met vriendelijke groet,",
    unsigned="Deze brief is door de computer gemaakt en geldt zonder handtekening.",
    account="Betaal op deze rekening",
    payee="Begunstigde",
    iban="Rekening (IBAN)",
    bic="BIC",
    give="Mededeling",
    as_invoiced="die van de factuur",
    scan="Scan met de app van uw bank",
    total="Samen",
    more="en nog {more} andere; de lijst sturen wij u op vraag.",
    reference="Onze referentie",
    attached="De brief zelf vindt u in bijlage (PDF).",
    again="Wij schreven u dit al op {day} ({reference}). Wij sturen het opnieuw; er is niets veranderd.",
    page="Blad",
)
