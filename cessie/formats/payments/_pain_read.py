"""What pain.001 and pain.008 have in common, read leniently: parties, amounts, remittance, control totals.

``of`` is the format's name, with which its reasons begin.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from decimal import Decimal

from cessie.formats import fields
from cessie.formats.remittance import join, reference_of
from cessie.formats.values import Address, PaymentParty, Remittance
from cessie.formats.xml import Element, place, text, texts
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal


def demand(element: Element, name: str, of: str) -> str:
    """The text of a child that must be there."""
    value = text(element, f"{{*}}{name}")
    if value is None:
        words = N_("{place}: {name} is missing.")
        raise Refusal(f"{of}.missing", words, place=place(element), name=name)
    return value


def moment(header: Element, of: str) -> datetime:
    """CreDtTm; one without a zone is read as UTC."""
    written = demand(header, "CreDtTm", of)
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        words = N_("{place}: {text} is not a day of the calendar.")
        raise Refusal("field.day", words, place=place(header), text=fields.shown(written)) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def control(element: Element, amounts: Collection[Money], of: str) -> Iterator[Reason]:
    """NbOfTxs and CtrlSum against the content."""
    where = place(element)
    count, total = text(element, "{*}NbOfTxs"), text(element, "{*}CtrlSum")
    if count is not None and fields.number(count, where) != len(amounts):
        words = N_("{place} says {stated} payments, there are {counted}.")
        yield Reason(f"{of}.count", words, {"place": where, "stated": count, "counted": len(amounts)})
    computed = sum((amount.decimal for amount in amounts), Decimal(0))
    if total is not None and fields.number(total, where) != computed:
        words = N_("{place} says {stated} in all, the payments make {computed}.")
        yield Reason(f"{of}.sum", words, {"place": where, "stated": total, "computed": f"{computed:f}"})


def party(parent: Element, role: str) -> PaymentParty:
    """The party of a role (Dbtr, Cdtr) with its account and its bank."""
    account, agent = f"{{*}}{role}Acct/{{*}}Id", f"{{*}}{role}Agt/{{*}}FinInstnId"
    iban = text(parent, f"{account}/{{*}}IBAN") or text(parent, f"{account}/{{*}}Othr/{{*}}Id")
    return PaymentParty(
        name=text(parent, f"{{*}}{role}/{{*}}Nm") or "",
        iban=fields.compact(iban) or "",
        bic=text(parent, f"{agent}/{{*}}BICFI") or text(parent, f"{agent}/{{*}}BIC"),
        address=_address(parent.find(f"{{*}}{role}/{{*}}PstlAdr")),
        register=text(parent, f"{{*}}{role}/{{*}}Id/{{*}}OrgId/{{*}}Othr/{{*}}Id"),
    )


def _address(node: Element | None) -> Address | None:
    if node is None:
        return None
    return Address(
        street=text(node, "{*}StrtNm"),
        number=text(node, "{*}BldgNb"),
        postcode=text(node, "{*}PstCd"),
        city=text(node, "{*}TwnNm"),
        country=text(node, "{*}Ctry"),
        lines=texts(node, "{*}AdrLine"),
    )


def amount(node: Element, found: Element | None, of: str) -> Money:
    """The amount of an order; ``found`` is its element."""
    value = text(found) if found is not None else None
    if found is None or value is None:
        raise Refusal(f"{of}.missing", N_("{place}: {name} is missing."), place=place(node), name="InstdAmt")
    written = fields.amount(value, place(found), 2, signed=False)
    return Money.of(written, found.get("Ccy") or "EUR")


def remittance(node: Element) -> Remittance:
    """The structured reference, where it is one, and the text."""
    part = "{*}RmtInf/{*}Strd/{*}CdtrRefInf"
    written = text(node, f"{part}/{{*}}Ref")
    loose = list(texts(node, "{*}RmtInf/{*}Ustrd"))
    if written is None:
        return Remittance(text=join(loose))
    issuer = text(node, f"{part}/{{*}}Tp/{{*}}Issr") or text(node, f"{part}/{{*}}Tp/{{*}}CdOrPrtry/{{*}}Cd")
    structured, scheme = reference_of(written, issuer)
    if structured is None:
        loose.append(written)
    return Remittance(structured=structured, scheme=scheme, text=join(loose))
