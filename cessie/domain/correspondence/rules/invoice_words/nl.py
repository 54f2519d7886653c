"""Dutch, for Belgium and the Netherlands."""

# ruff: noqa: E501 - a sentence of a letter is one line

from __future__ import annotations

from cessie.domain.correspondence.rules.invoice_words import Words

WORDS = Words(
    subject="{title} van {creditor} ({reference})",
    title="Factuur {number}",
    credit_title="Creditnota {number}",
    text="Hierbij ontvangt u factuur {number} van {issued} van {creditor}.",
    credit_text="Hierbij ontvangt u creditnota {number} van {issued} van {creditor}. U hoeft er niets voor te betalen.",
    structured="De e-factuur (XML) gaat als bijlage mee: uw boekhoudprogramma leest ze in.",
    amount="Te betalen",
    pay_by="Te betalen vóór of op",
    wrong="Klopt er iets niet? Laat het ons zo snel mogelijk weten: {contact}. Vermeld daarbij {reference}.",
    online="Online",
    online_row="Uw pagina",
    look="Bekijken en betalen",
    privacy="Wij gebruiken uw gegevens om deze factuur te versturen en te innen en bewaren ze zolang de wet het vraagt. U kunt ze bij ons inkijken en laten verbeteren.",
)
