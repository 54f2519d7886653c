"""Postal prices as they were read when the programme was made; what a house enters itself stands before them.

Each names its source (handbook integrations 7.3). Belgian prices are those of 2022 and outdated: a house enters its own
before it relies on them. What depends on a contract (Peppol, text messages, a print partner) has no price here, but
registered e-mail, of which one list price was read; mail by the house's own server costs nothing a piece.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from cessie.domain.correspondence.rules.means import Channel
from cessie.domain.correspondence.rules.tariff import Price
from cessie.lib.money import Money


def _post(
    channel: Channel, country: str, grams: int, cents: int, since: date, source: str, *, verified: bool = True
) -> Price:
    return Price(channel, "piece", country, grams, 1, Money(cents), since, source=source, verified=verified)


_2026: Final = date(2026, 1, 1)
_FR: Final = "moneyvox.fr, La Poste 2026"
_NL: Final = "blikopnieuws.nl, PostNL 24/10/2025"
#: Of La Poste's qualified service without a subscription; what another asks, or by how many, is in its contract.
_LRE: Final = "demat-tech.com, La Poste LRE 2026: list price, unverified"

SEEDS: Final[tuple[Price, ...]] = (
    Price("email", "piece", "", 0, 1, Money(0), date(2020, 1, 1), source="own server", verified=True),
    Price("portal", "piece", "", 0, 1, Money(0), date(2020, 1, 1), source="own server", verified=True),
    _post("post", "FR", 20, 139, date(2025, 1, 1), _FR),
    _post("post", "FR", 20, 152, _2026, _FR),
    _post("post", "NL", 20, 131, date(2025, 7, 1), _NL),
    _post("post", "NL", 20, 140, _2026, _NL),
    _post("post", "BE", 50, 119, date(2022, 1, 1), "rtbf.be, bpost 2022: outdated", verified=False),
    _post("registered_post", "FR", 20, 574, date(2025, 1, 1), _FR),
    _post("registered_post", "FR", 20, 611, _2026, _FR),
    Price("registered_email", "piece", "", 0, 1, Money(349), _2026, source=_LRE, verified=False),
    _post("registered_post", "NL", 20, 1080, date(2025, 7, 1), f"{_NL}; price of 2026 open", verified=False),
)
