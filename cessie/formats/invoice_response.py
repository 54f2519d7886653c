"""What the buyer, or a machine on the way, answers to an e-invoice in the Peppol network (UBL ApplicationResponse 2.1).

Sources: BIS Invoice Response 3 (transaction T111) and BIS Message Level Response 3 (T71), OpenPEPPOL/poacc-upgrade-3.
Refuses: those of ``xml``, ``response.other`` (another document), ``response.incomplete`` (no code, or of no invoice).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from lxml import etree

from cessie.formats.xml import Element, Node, local, parse
from cessie.lib.reasons import N_, Refusal

INVOICE: Final = "urn:fdc:peppol.eu:poacc:trns:invoice_response:3"
MESSAGE: Final = "urn:fdc:peppol.eu:poacc:trns:mlr:3"
ROOT: Final = "ApplicationResponse"
#: What a buyer says of an invoice (UNCL4343, the network's part of it), in the order in which it may be said.
CODES: Final = ("AB", "IP", "UQ", "CA", "RE", "AP", "PD")
_BYTES: Final = 1_000_000
#: Clarifications that are read, and signs of one, at most.
_MOST, _SIGNS = 50, 500
_NS: Final = "urn:oasis:names:specification:ubl:schema:xsd:"
_SPACES: Final = {"cac": f"{_NS}CommonAggregateComponents-2", "cbc": f"{_NS}CommonBasicComponents-2"}


@dataclass(frozen=True, slots=True)
class Clarification:
    """Why, or what the buyer wants done: ``of`` is the list (``OPStatusReason``, ``OPStatusAction``)."""

    of: str
    code: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceResponse:
    """``of``: an answer to the invoice, or only to the message that brought it. ``number`` is the invoice's (of a
    message-level one it may be the message's); ``sender``: the buyer in the network (``0208:0848934496``)."""

    of: Literal["invoice", "message"]
    identity: str
    sender: str
    sender_name: str
    number: str
    code: str
    effective: date | None = None
    clarifications: tuple[Clarification, ...] = ()

    def codes(self, of: str) -> tuple[str, ...]:
        """The codes of one list, each once."""
        return tuple(dict.fromkeys(each.code for each in self.clarifications if each.of == of and each.code))

    @property
    def words(self) -> str:
        """What was said in words, line by line."""
        return "\n".join(dict.fromkeys(each.words for each in self.clarifications if each.words))


def read(data: bytes) -> InvoiceResponse:
    """The answer in these bytes."""
    root = parse(data, _BYTES)
    if local(root) != ROOT:
        raise Refusal("response.other", N_("This is no answer to an invoice."))
    whole = Node(root)
    said = whole.first("DocumentResponse")
    code, number = (said.text("Response/ResponseCode"), said.text("DocumentReference/ID")) if said else (None, None)
    if said is None or not code or not number:
        raise Refusal("response.incomplete", N_("This answer says nothing, or of no invoice."))
    about = "message" if (whole.text("CustomizationID") or "").startswith(MESSAGE) else "invoice"
    return InvoiceResponse(
        about,  # type: ignore[arg-type]  # one of the two
        whole.text("ID") or "",
        _endpoint(whole.first("SenderParty/EndpointID")),
        whole.text("SenderParty/PartyLegalEntity/RegistrationName") or "",
        number,
        code.upper(),
        _day(said.text("Response/EffectiveDate")),
        _clarified(said),
    )


def write(said: InvoiceResponse, *, to: str, on: date) -> bytes:
    """The same as the network carries it, to the seller ``to``: for the network on this machine."""
    root = etree.Element(f"{{{_NS}{ROOT}-2}}{ROOT}", nsmap=_SPACES)
    _part(root, "cbc:CustomizationID", INVOICE if said.of == "invoice" else MESSAGE)
    _part(root, "cbc:ID", said.identity)
    _part(root, "cbc:IssueDate", on.isoformat())
    for name, who in (("SenderParty", said.sender), ("ReceiverParty", to)):
        scheme, _, value = who.partition(":")
        party = _part(root, f"cac:{name}")
        _part(party, "cbc:EndpointID", value, ("schemeID", scheme))
        if name == "SenderParty" and said.sender_name:
            _part(_part(party, "cac:PartyLegalEntity"), "cbc:RegistrationName", said.sender_name)
    body = _part(root, "cac:DocumentResponse")
    response = _part(body, "cac:Response")
    _part(response, "cbc:ResponseCode", said.code)
    if said.effective is not None:
        _part(response, "cbc:EffectiveDate", said.effective.isoformat())
    for each in said.clarifications:
        status = _part(response, "cac:Status")
        if each.code:
            _part(status, "cbc:StatusReasonCode", each.code, ("listID", each.of))
        if each.words:
            _part(status, "cbc:StatusReason", each.words)
    _part(_part(body, "cac:DocumentReference"), "cbc:ID", said.number)
    whole: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return whole


def _part(up: Element, path: str, text: str = "", scheme: tuple[str, str] | None = None) -> Element:
    """A new element below ``up``, with one attribute where it needs one."""
    prefix, _, name = path.partition(":")
    made = etree.SubElement(up, f"{{{_SPACES[prefix]}}}{name}")
    made.text = text or None
    if scheme is not None:
        made.set(*scheme)
    return made


def _endpoint(node: Node | None) -> str:
    return f"{node.get('schemeID') or ''}:{node.value or ''}" if node is not None else ""


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _clarified(said: Node) -> tuple[Clarification, ...]:
    """Of the document and, in a message-level answer, of its lines: what was wrong and where."""
    nodes = [*said.all("Response/Status"), *said.all("LineResponse/Response/Status")]
    found = []
    for node in nodes[:_MOST]:
        code = node.first("StatusReasonCode")
        words = [node.text("StatusReason"), *(_condition(each) for each in node.all("Condition"))]
        told = "; ".join(each for each in words if each)[:_SIGNS]
        list_id = (code.get("listID") if code else None) or ""
        found.append(Clarification(list_id, (code.value if code else None) or "", told))
    lines = [text for text in said.texts("LineResponse/Response/Description") if text]
    found += [Clarification("", "", text[:_SIGNS]) for text in lines[: _MOST - len(found)]]
    plain = said.text("Response/Description")
    return (*([Clarification("", "", plain[:_SIGNS])] if plain else []), *found)


def _condition(node: Node) -> str:
    return ": ".join(filter(None, (node.text("AttributeID"), node.text("Description"))))
