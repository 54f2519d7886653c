"""E-invoices over Peppol, by an access point's REST interface; and whether a debtor can receive them."""

from cessie.connectors.channels.peppol.access_point import AccessPoint

CHANNEL = AccessPoint
