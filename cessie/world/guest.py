"""A file from outside comes on stage: its seller becomes a client of the made-up house, its buyer a debtor."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from cessie.domain.parties.rules.identifiers import stated
from cessie.formats.reading import read
from cessie.formats.values import InvoiceDocument, Party, Refused
from cessie.lib.days import bank_day_from
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.world import cast
from cessie.world.cast import Actor
from cessie.world.papers import Sale

LANGUAGES = {"FR": "fr", "LU": "fr", "BE": "nl", "NL": "nl"}
TERM = timedelta(days=30)  # where the file names no due date


def invoice_in(data: bytes, name: str) -> InvoiceDocument:
    """The one invoice that the file holds; refused: anything else, another currency, nothing to be paid."""
    parts = read(data, name)
    first = parts[0] if len(parts) == 1 else None
    if isinstance(first, Refused):
        raise Refusal(first.reason.code, first.reason.message, **first.reason.facts)
    if not isinstance(first, InvoiceDocument) or first.kind != "invoice":
        raise Refusal("demo.one_invoice", N_("{name} is not one invoice."), name=name)
    if first.currency != "EUR":
        words = N_("{name} is in {currency}: only EUR is bought so far.")
        raise Refusal("demo.currency", words, name=name, currency=first.currency or "?")
    if first.issue_date is None or not first.number or not first.totals.gross or first.totals.gross <= 0:
        raise Refusal("demo.incomplete", N_("{name} lacks a number, an issue date or an amount to be paid."), name=name)
    return first


def sale_of(document: InvoiceDocument, seed: int) -> Sale:
    """What the file says, as the play needs it; accounts of the two companies are made up."""
    rng = Random(f"guest {seed}")  # noqa: S311 - play, not secrets
    if document.issue_date is None or document.totals.gross is None:
        raise AssertionError("checked by invoice_in")
    gross = Money.of(document.totals.gross)  # the face: what the debtor owes, whatever VAT it holds
    return Sale(
        number=document.number or "",
        seller=_actor(document.seller, "BE", rng),
        buyer=_actor(document.buyer, "BE", rng),
        issue_date=document.issue_date,
        due_date=document.due_date or document.issue_date + TERM,
        net=gross,
        rate=Decimal(0),
        reference=document.payment.reference or "",
    )


def first_day(document: InvoiceDocument) -> date:
    """The clock starts the day after issue, on a bank day."""
    if document.issue_date is None:
        raise AssertionError("checked by invoice_in")
    return bank_day_from(document.issue_date + timedelta(days=1))


def _actor(party: Party, country: str, rng: Random) -> Actor:
    own = party.address.country or (party.vat or "")[:2] or country
    numbers = stated(
        vat=party.vat,
        register=party.register,
        register_scheme=party.register_scheme,
        endpoint=party.endpoint,
        endpoint_scheme=party.endpoint_scheme,
        country=own,
    )
    made_up = cast.actor(rng, "BE", "Gast", "on_time")
    return Actor(
        name=party.name or party.trade_name or made_up.name,
        country=own,
        language=LANGUAGES.get(own, "en"),
        street=party.address.street or "",
        building=party.address.number or "",
        postcode=party.address.postcode or "",
        town=party.address.city or "",
        identifiers=numbers or made_up.identifiers,
        vat=party.vat or "",
        iban=made_up.iban,
        temper="on_time",
    )
