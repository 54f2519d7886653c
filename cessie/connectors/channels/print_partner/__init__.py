"""Letters printed and posted by a partner: one ZIP a batch, and his reports about each of them."""

from cessie.connectors.channels.print_partner.drop import PrintPartner

CHANNEL = PrintPartner
