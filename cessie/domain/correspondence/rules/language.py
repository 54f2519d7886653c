"""In which language a debtor is written to: what somebody noted for his letters, else what is known of the company.

>>> letter_language("fr", "nl", "BE", "9000"), letter_language("", "fr", "BE", "9000")
('fr', 'fr')
>>> [letter_language("", "nl", country, code) for country, code in (("BE", "9000"), ("BE", "5000"), ("FR", ""))]
['nl', 'fr', 'fr']
>>> letter_language("", "nl", "DE", "10115")
'en'
"""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = ("nl", "fr", "en")
#: What a company that nobody was asked about is noted with; it says nothing about a company abroad.
UNSAID: Final = "nl"
COUNTRIES: Final = {"NL": "nl", "BE": "nl", "FR": "fr", "LU": "fr"}
#: Postcodes of French-speaking Belgium: Walloon Brabant, and from Liege to Hainaut.
_FRENCH: Final = (range(1300, 1500), range(4000, 8000))


def letter_language(noted: str, company: str, country: str, postcode: str) -> str:
    """``noted`` for letters, else the company's own where it says more than nothing, else the country's (and in
    Belgium the region's, by postcode); English for the rest."""
    if noted in LANGUAGES:
        return noted
    if company in LANGUAGES and company != UNSAID:
        return company
    if country == "BE" and _french(postcode):
        return "fr"
    return COUNTRIES.get(country, "en")


def _french(postcode: str) -> bool:
    digits = "".join(c for c in postcode if c.isdigit())
    return len(digits) == 4 and any(int(digits) in region for region in _FRENCH)
