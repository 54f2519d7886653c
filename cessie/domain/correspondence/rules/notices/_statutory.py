"""Words that a law itself prescribes, whatever the language of the letter."""

from __future__ import annotations

from typing import Final

#: Code monétaire et financier, R313-15 with L313-28 (unverified: no source of the house gives the text of the decree).
DAILLY: Final = (
    "« Dans les conditions prévues par les articles L313-23 à L313-34 du code monétaire et financier, {client} nous a"
    " cédé la (les) créance(s) désignée(s) ci-après. Conformément aux dispositions de l'article L313-28 du même code,"
    " nous vous demandons de cesser, à compter de la réception de la présente notification, tout paiement au titre de"
    " cette (ces) créance(s) à {client}. En conséquence, le règlement de votre dette devra être effectué à notre ordre,"
    " sur le compte {iban}. »"
)
