"""Our own JSON: one invoice as ``cessie read --json`` prints it and the API takes it, or a list of them.

Amounts are decimal text, never JSON numbers; days are ISO. A name that the shape does not have is refused and not
passed over: behind a misspelt ``due_date`` stands a wrong day. Refuses: ``json.*``, ``field.*``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn, cast

from cessie.formats import fields
from cessie.formats.invoices import _totals
from cessie.formats.values import Address, InvoiceDocument, InvoiceTotals, Party, PaymentMeans, Preceding, VatLine
from cessie.lib.reasons import N_, Refusal

NAME = "json"
KIND = "invoice"
MAX_BYTES = 5 * 2**20
MAX_INVOICES = 1000
MAX_ITEMS = 1000  # notes, VAT rates, earlier invoices of one document
MAX_TEXT = 5000  # characters
#: What ``cessie read --json`` prints about the reading itself: it says nothing about the invoice.
_ABOUT = {"file", "part", "format", "confidence", "warnings"}
_PARTY = {"name", "vat", "register", "register_scheme", "iban", "country"}
_TOTALS = {"lines", "allowances", "charges", "net", "vat", "gross", "prepaid", "rounding", "payable"}
_KEYS = _ABOUT | {
    "kind", "number", "issue_date", "due_date", "currency", "type_code", "seller", "buyer", "payee", "totals",
    "payment", "vat", "notes", "terms", "buyer_reference", "order_reference", "preceding",
}  # fmt: skip

__all__ = ["KIND", "NAME", "looks_like", "read"]


def looks_like(head: bytes, name: str) -> bool:
    """An object, or a list that begins with one, in which a number, a kind or an issue date is named early."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"[":
        start = start[1:].lstrip()
    return start[:1] == b"{" and any(mark in head for mark in (b'"number"', b'"issue_date"', b'"totals"'))


def read(data: bytes) -> list[InvoiceDocument]:
    """The invoices of the file, in order."""
    found = _parsed(data)
    if not isinstance(found, list):
        return [_invoice(found, "")]
    if not 0 < len(found) <= MAX_INVOICES:
        raise Refusal("json.count", N_("A list holds 1 to {limit} invoices."), limit=MAX_INVOICES)
    return [_invoice(each, f"[{n}].") for n, each in enumerate(found)]


def _parsed(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
        text.encode("utf-8")
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (UnicodeError, ValueError, RecursionError) as error:
        place = f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise Refusal("json.broken", N_("The JSON cannot be read. {place}"), place=place) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(key for n, (key, _) in enumerate(pairs) if key in [earlier for earlier, _ in pairs[:n]])
        raise Refusal("json.twice", N_("{name} is named twice."), name=fields.shown(twice))
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _invoice(value: Any, at: str) -> InvoiceDocument:
    given = _object(value, at.rstrip(".") or "/", _KEYS)
    kind = _text(given, "kind", at) or "invoice"
    if kind not in ("invoice", "credit_note"):
        raise _wrong(f"{at}kind", kind)
    payment = _object(given.get("payment") or {}, f"{at}payment", {"iban", "bic", "reference", "code"})
    account = fields.compact(_text(payment, "iban", f"{at}payment."))
    totals = _object(given.get("totals") or {}, f"{at}totals", _TOTALS)
    payee = given.get("payee")
    currency = _text(given, "currency", at)
    document = InvoiceDocument(
        kind="credit_note" if kind == "credit_note" else "invoice",
        format=NAME,
        number=_text(given, "number", at),
        issue_date=_day(given, "issue_date", at),
        due_date=_day(given, "due_date", at),
        currency=currency,
        type_code=_text(given, "type_code", at) or ("381" if kind == "credit_note" else "380"),
        buyer_reference=_text(given, "buyer_reference", at),
        order_reference=_text(given, "order_reference", at),
        preceding=tuple(Preceding(number=number) for number in _texts(given, "preceding", at)),
        notes=_texts(given, "notes", at),
        terms=_text(given, "terms", at),
        seller=_party(given.get("seller"), f"{at}seller"),
        buyer=_party(given.get("buyer"), f"{at}buyer"),
        payee=None if payee is None else _party(payee, f"{at}payee"),
        payments=(
            PaymentMeans(
                code=_text(payment, "code", f"{at}payment."),
                account=account,
                bic=fields.compact(_text(payment, "bic", f"{at}payment.")),
                reference=_text(payment, "reference", f"{at}payment."),
            ),
        ),
        totals=InvoiceTotals(**{name: _amount(totals, name, f"{at}totals.") for name in sorted(_TOTALS)}),
        vat=tuple(_vat(each, f"{at}vat[{n}]") for n, each in enumerate(_list(given, "vat", at))),
    )
    stated = {"number": document.number, "issue_date": document.issue_date, "due_date": document.due_date,
              "currency": currency, "totals.gross": document.totals.gross, "seller.vat": document.seller.vat,
              "payment.iban": account}  # fmt: skip
    confidence = {name: 1.0 for name, value in stated.items() if value is not None}
    return replace(document, confidence=confidence, warnings=_totals.check(document))


def _party(value: Any, at: str) -> Party:
    given = _object(value or {}, at, _PARTY)
    return Party(
        name=_text(given, "name", f"{at}."),
        vat=fields.compact(_text(given, "vat", f"{at}.")),
        register=_text(given, "register", f"{at}."),
        register_scheme=_text(given, "register_scheme", f"{at}."),
        address=Address(country=_text(given, "country", f"{at}.")),
    )


def _vat(value: Any, at: str) -> VatLine:
    given = _object(value, at, {"category", "rate", "base", "tax"})
    return VatLine(
        category=_text(given, "category", f"{at}."),
        rate=_amount(given, "rate", f"{at}."),
        base=_amount(given, "base", f"{at}."),
        tax=_amount(given, "tax", f"{at}."),
    )


def _object(value: Any, at: str, keys: set[str]) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(at, value)
    unknown = value.keys() - keys
    if unknown:
        words = N_("{place} has no {name}; it may have {known}.")
        shown = fields.shown(min(unknown))
        raise Refusal("json.unknown", words, place=at, name=shown, known=", ".join(sorted(keys)))
    return value


def _text(given: Mapping[str, Any], name: str, at: str) -> str | None:
    value = given.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > MAX_TEXT or not _is_plain(value):
        raise _wrong(f"{at}{name}", value)
    return value.strip() or None


def _is_plain(text: str) -> bool:
    """No NUL, no half a character: neither can be kept."""
    return "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


def _list(given: Mapping[str, Any], name: str, at: str) -> Sequence[Any]:
    value = given.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MAX_ITEMS:
        raise _wrong(f"{at}{name}", value)
    return value


def _texts(given: Mapping[str, Any], name: str, at: str) -> tuple[str, ...]:
    found = [_text({name: each}, name, at) for each in _list(given, name, at)]
    return tuple(text for text in found if text)


def _amount(given: Mapping[str, Any], name: str, at: str) -> Decimal | None:
    return cast(Decimal | None, _read(given, name, at, fields.amount))


def _day(given: Mapping[str, Any], name: str, at: str) -> date | None:
    return cast(date | None, _read(given, name, at, fields.day))


def _read(given: Mapping[str, Any], name: str, at: str, how: Callable[[str, str], Any]) -> Any:
    text = _text(given, name, at)
    return None if text is None else how(text, f"{at}{name}")


def _wrong(place: str, value: Any) -> Refusal:
    words = N_("{place}: {text} is not what stands there.")
    return Refusal("json.value", words, place=place, text=fields.shown(str(value)))
