"""Each doubt fires on the smallest paper that deserves it, says where and why, and only then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.invoices.rules.checks import check
from cessie.domain.invoices.rules.decision import decide
from cessie.domain.invoices.rules.duplicates import one_change
from cessie.domain.invoices.rules.facts import Company, Credited, Known, Other, Subject, of_document
from cessie.domain.invoices.rules.found import Found
from cessie.domain.invoices.rules.policy import HOUSE, Policy
from cessie.formats.values import InvoiceDocument, Party, PaymentMeans, VatLine
from cessie.lib.money import Money
from cessie.lib.reasons import Reason
from cessie.lib.references import normal_invoice_number
from cessie.terms import codec
from tests.domain.invoices.paper import BUYER, FACTOR, FACTOR_IBAN, NOTE, SELLER, paper

CLIENT = Company("Fonderie de la Meuse SA", "fr", "BE", frozenset({("be.enterprise", "0403170701")}))
DEBTOR = Company("Électricité du Nord SAS", "fr", "FR", frozenset({("fr.siren", "303265045")}))
KNOWN = Known(
    client=CLIENT,
    debtor=DEBTOR,
    factor=Company("Huis Factoring NV", "nl", "BE", frozenset({("be.enterprise", "0123456749")})),
    factor_ibans=frozenset({FACTOR_IBAN}),
    notified=True,
    payment_days=60,
    currency="EUR",
    received=date(2026, 3, 2),
    first_of_debtor=False,
    others=(),
)
TWIN = Other("2026-451", "2026.451", Money(1210_00), date(2026, 3, 1), True, True, False, True)


def look(document: InvoiceDocument, known: Known = KNOWN, policy: Policy = HOUSE, draw: int = 100) -> dict[str, Found]:
    stated = of_document(document)
    subject = Subject(
        number=document.number or "",
        number_key=normal_invoice_number(document.number or ""),
        issue_date=document.issue_date or date.min,
        due_date=document.due_date or date(2026, 3, 31),
        currency=document.currency or "",
        gross=Money.of(document.totals.gross or Decimal(0), document.currency or ""),
        payable=Money.of(document.totals.payable or Decimal(0), document.currency or ""),
        net=Money.of(document.totals.net or Decimal(0), document.currency or ""),
        draw=draw,
    )
    return {found.code: found for found in check(subject, stated, document.warnings, known, policy)}


def totals(**amounts: str) -> dict[str, Any]:
    return {"totals": replace(paper().totals, **{k: Decimal(v) for k, v in amounts.items()})}


def rate(percent: str, base: str, tax: str) -> dict[str, Any]:
    return {"vat": (VatLine(category="S", rate=Decimal(percent), base=Decimal(base), tax=Decimal(tax)),)}


def vat(category: str, percent: str, tax: str) -> dict[str, Any]:
    shifted = VatLine(category=category, rate=Decimal(percent), base=Decimal("1000.00"), tax=Decimal(tax))
    return {"vat": (shifted,)}


def line(text: str) -> dict[str, Any]:
    return {"lines": (replace(paper().lines[0], name=text),)}


def pay_to(account: str) -> dict[str, Any]:
    return {"payments": (PaymentMeans(code="58", account=account),)}


def test_nothing_speaks_against_a_good_invoice() -> None:
    assert look(paper()) == {}


BOTH = {"register": "0403170701", "register_scheme": "0208"}
SPOILED: list[tuple[str, dict[str, Any], str, str, int]] = [
    # what, changes, code, severity, people
    ("no account", {"payments": ()}, "M07.account", "hold", 1),
    ("an account that is no IBAN", pay_to("12345678"), "M07.account", "hold", 2),
    ("somebody else's account", pay_to("NL91ABNA0417164300"), "M07.account", "hold", 2),
    ("no payee", {"payee": None}, "M07.payee", "hold", 1),
    ("another payee", {"payee": Party(name="Likviditet o. Finans AB")}, "M07.payee", "hold", 2),
    ("no text of assignment", {"notes": ("Merci.",)}, "M08", "hold", 1),
    ("the text in another language", {"notes": ("Deze factuur is overgedragen.",)}, "M08", "hold", 1),
    ("VAT of a rate does not come out", rate("21", "1000", "210.02"), "M10.vat.21", "hold", 1),
    ("a wrong sum", {"warnings": (Reason("invoice.br-co-15", "No."),)}, "M10.BR-CO-15", "hold", 1),
    ("more to pay than invoiced", totals(payable="1211.01"), "M10.payable", "hold", 1),
    ("a rate that does not exist", rate("33", "1", "0.33"), "M11.33", "hold", 1),
    ("read with doubt", {"confidence": {"totals.gross": 0.9, "seller.name": 0.2}}, "M12.totals.gross", "hold", 1),
    ("another seller", {"seller": Party(name="Bakker NV", vat="BE0123456749")}, "M13", "reject", 2),
    ("a seller without numbers", {"seller": Party(name="Fonderie de la Meuse")}, "M13.unproven", "hold", 1),
    ("somebody else's VAT number", {"seller": replace(SELLER, vat="BE0123456749", **BOTH)}, "M13.mixed", "hold", 2),
    ("the seller's number is false", {"seller": replace(SELLER, vat="BE0403170702", **BOTH)}, "M13.number", "hold", 2),
    ("the buyer's number is false", {"buyer": replace(BUYER, vat="FR41303265045", register="303265045")},
     "M14.number", "hold", 2),
    ("another name of the buyer", {"buyer": replace(BUYER, name="Boulangerie Dupont")}, "M14", "hold", 1),
    ("the buyer with another's number", {"buyer": replace(BUYER, register="732829320")}, "M14.mixed", "hold", 2),
    ("dated tomorrow", {"issue_date": date(2026, 3, 3)}, "M15", "hold", 1),
    ("31 days old", {"issue_date": date(2026, 1, 30)}, "M15", "hold", 1),
    ("61 days to pay", {"due_date": date(2026, 5, 1)}, "M16", "hold", 1),
    ("due before it was issued", {"due_date": date(2026, 2, 28)}, "M16", "hold", 1),
    ("no due date", {"due_date": None}, "M16.none", "hold", 1),
    ("due already", {"issue_date": date(2026, 2, 15), "due_date": date(2026, 3, 1)}, "M23.due", "hold", 1),
    ("a credit note for nothing known", {"kind": "credit_note"}, "M17.none", "hold", 1),
    ("nothing", totals(net="0", vat="0", gross="0", payable="0"), "M17", "reject", 2),
    ("less than nothing", totals(net="-1000", vat="-210", gross="-1210", payable="-1210"), "M17", "reject", 2),
    ("paid already", totals(payable="0"), "M17", "reject", 2),
    ("a deposit", {"type_code": "386"}, "M18", "hold", 1),
    ("words of a deposit", {"notes": (NOTE, "Facture d'acompte 2/3")}, "M18", "hold", 1),
    ("a retention", line("Wegenwerken, waarborginhouding 5 %"), "M18", "hold", 1),
    ("a subscription", line("Abonnement mars 2026"), "M18", "hold", 1),
    ("goods on consignment", line("Goods on consignment"), "M18", "hold", 1),
    ("a ban on assignment", {"terms": "Deze vordering is niet overdraagbaar."}, "M26", "hold", 1),
    ("the blocked account", {"notes": (NOTE, "Waarvan 40 % op onze g-rekening.")}, "M30", "hold", 1),
    ("VAT on what is shifted", vat("AE", "21", "210.00"), "M11.tax", "hold", 1),
    ("shifted without a word", vat("AE", "0", "0"), "M11.AE", "hold", 1),
    ("an export within the Union", vat("G", "0", "0"), "M11.G", "hold", 1),
    ("a large amount", totals(gross="250000.00", payable="250000.00"), "M20", "hold", 1),
    ("an absurd amount", totals(gross="10000000.01", payable="10000000.01"), "M29.absurd", "hold", 2),
    ("dollars", {"currency": "USD"}, "M21", "reject", 2),
    ("paid in part", totals(payable="700.00"), "M33", "hold", 1),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code", "severity", "people"), [s[1:] for s in SPOILED], ids=[s[0] for s in SPOILED]
)
def test_one_thing_wrong_is_one_doubt(changes: dict[str, Any], code: str, severity: str, people: int) -> None:
    found = look(paper(**changes))
    assert found.keys() == {code}
    assert (found[code].severity, found[code].people) == (severity, people)
    assert found[code].reason.in_words()
    assert "{" not in found[code].reason.in_words()


@pytest.mark.parametrize(
    "changes",
    [
        {**vat("AE", "0", "0"), "notes": (NOTE, "Autoliquidation de la TVA")},
        {"vat": (VatLine(category="AE", rate=Decimal(0), base=Decimal(1000), tax=Decimal(0),
                         exemption_reason="Btw verlegd"),)},
        vat("K", "0", "0"),
        {"terms": "Payable à l'avance au dépôt; Eigentumsvorbehalt, retention of title."},
        line("Achat de consignes, taxe de dépôt, réservation d'avance"),
    ],
)  # fmt: skip
def test_ordinary_words_and_a_right_exemption_are_no_doubt(changes: dict[str, Any]) -> None:
    assert look(paper(**changes)) == {}


def test_a_supply_to_another_state_needs_another_state() -> None:
    at_home = replace(KNOWN, debtor=replace(DEBTOR, country="BE"))
    assert look(paper(**vat("K", "0", "0")), at_home).keys() == {"M11.K"}
    abroad = replace(KNOWN, debtor=replace(DEBTOR, country="CH"))
    assert look(paper(**vat("G", "0", "0")), abroad).keys() == set()


def marked(company: Company, kind: str, percent: str = "0") -> Company:
    return replace(company, marks=((kind, Decimal(percent)),))


@pytest.mark.parametrize(
    ("known", "changes", "code"),
    [
        (replace(KNOWN, debtor=marked(DEBTOR, "order_required")), {}, "M19"),
        (replace(KNOWN, debtor=marked(DEBTOR, "order_required")), {"order_reference": "PO 7"}, None),
        (replace(KNOWN, debtor=marked(DEBTOR, "assignment_ban")), {}, "M26"),
        (replace(KNOWN, debtor=replace(marked(DEBTOR, "assignment_ban"), country="NL")), {}, None),
        (replace(KNOWN, client=marked(CLIENT, "withholding")), {}, "M30"),
        (replace(KNOWN, client=replace(marked(CLIENT, "withholding"), country="NL")), {}, None),
        (replace(KNOWN, client=marked(CLIENT, "blocked_account", "40")), {}, "M30"),
        (replace(KNOWN, debtor=marked(DEBTOR, "consumer")), {}, "M31"),
        (replace(KNOWN, debtor=replace(marked(DEBTOR, "sole_trader"), country="NL")), {}, "M31"),
        (replace(KNOWN, debtor=marked(DEBTOR, "sole_trader")), {}, None),
    ],
)
def test_what_was_noted_of_a_company_counts(known: Known, changes: dict[str, Any], code: str | None) -> None:
    assert look(paper(**changes), known).keys() == ({code} if code else set())


def test_what_is_withheld_or_paid_elsewhere_is_told_to_the_cent() -> None:
    owes = look(paper(), replace(KNOWN, client=marked(CLIENT, "withholding")))["M30"].reason.facts
    assert (owes["withheld"], owes["paid"]) == (Money(500_00), Money(710_00)), "of the amount without VAT"
    blocked = look(paper(), replace(KNOWN, client=marked(CLIENT, "blocked_account", "40")))["M30"].reason.facts
    assert (blocked["blocked"], blocked["free"]) == (Money(484_00), Money(726_00))


def test_proof_is_asked_for_from_an_amount_and_a_sample_is_drawn() -> None:
    strict = replace(HOUSE, proof_above=Money(1_210_00))
    assert look(paper(), policy=strict).keys() == {"M19"}
    assert look(paper(order_reference="4711"), policy=strict) == {}
    assert look(paper(), policy=replace(strict, proof_above=Money(1_210_01))) == {}
    sample = replace(HOUSE, verify_sample=30)
    assert look(paper(), policy=sample, draw=29).keys() == {"M20"}
    assert look(paper(), policy=sample, draw=30) == {}


def test_a_buyer_without_any_number_may_be_a_consumer() -> None:
    found = look(paper(buyer=Party(name="Jan Peeters")), replace(KNOWN, debtor=None))
    assert found.keys() == {"M14.unknown", "M31"}


@pytest.mark.parametrize(
    ("credited", "codes"),
    [
        ([Credited("F1", Money(1_210_00))], set()),
        ([Credited("F1", Money(1_209_99))], {"M17.more"}),
        ([Credited("F1", None)], {"M17.unknown"}),
        ([Credited("F1", Money(5_000_00), same_debtor=False)], {"M17.debtor"}),
        ([Credited("F1", Money(5_000_00)), Credited("F2", None)], {"M17.several", "M17.unknown"}),
    ],
)
def test_a_credit_note_is_held_unless_it_fits_the_one_invoice_that_it_names(
    credited: list[Credited], codes: set[str]
) -> None:
    """Neither its payee nor its days matter: nobody buys it."""
    read = paper(kind="credit_note", payee=None, notes=(), due_date=None, issue_date=date(2026, 1, 1))
    assert look(read, replace(KNOWN, credited=tuple(credited))).keys() == codes


def test_the_words_name_the_place() -> None:
    found = look(paper(**pay_to("12345678"), payee=Party(name="Jan")))
    assert "12345678" in found["M07.account"].reason.in_words()
    assert "Jan" in found["M07.payee"].reason.in_words()
    assert "Huis Factoring NV" in found["M07.payee"].reason.in_words()


def test_a_payee_is_the_factor_by_name_or_by_number() -> None:
    assert look(paper(payee=Party(name="HUIS FACTORING"))) == {}
    assert look(paper(payee=Party(name="Team Facturen", register="0123456749", register_scheme="0208"))) == {}


def test_an_unknown_buyer() -> None:
    assert look(paper(), replace(KNOWN, debtor=None)).keys() == {"M14.unknown"}


def test_confidential_factoring_shows_no_account_of_the_factor() -> None:
    quiet = replace(KNOWN, notified=False)
    assert look(paper(**pay_to("NL91ABNA0417164300"), payee=None, notes=()), quiet) == {}
    assert look(paper(payee=None, notes=()), quiet)["M09"].severity == "reject"


def test_the_shorter_of_contract_and_law_counts() -> None:
    assert look(paper(due_date=date(2026, 4, 30))) == {}
    assert look(paper(due_date=date(2026, 4, 30)), replace(KNOWN, payment_days=30)).keys() == {"M16"}
    assert look(paper(due_date=date(2026, 5, 5)), replace(KNOWN, payment_days=120)).keys() == {"M16"}


def test_the_first_invoice_is_verified_where_the_house_says_so() -> None:
    first = replace(KNOWN, first_of_debtor=True)
    assert look(paper(), first) == {}
    assert look(paper(), first, replace(HOUSE, verify_first=True)).keys() == {"M20"}


def test_the_address_of_a_party_is_a_number_too() -> None:
    seller = Party(name="Fonderie de la Meuse", endpoint="0403170701", endpoint_scheme="0208")
    assert look(paper(seller=seller)) == {}


@pytest.mark.parametrize(
    ("other", "code"),
    [
        (TWIN, "M04"),
        (replace(TWIN, first=False), None),
        (replace(TWIN, same_client=False, same_debtor=True), "M06"),
        (replace(TWIN, same_client=False, same_debtor=False), None),
        (replace(TWIN, same_client=False, same_debtor=False, same_document=True), "M06"),
        (replace(TWIN, same_debtor=False), "M05"),
        (replace(TWIN, number="17", number_key="17", issue_date=date(2026, 2, 22)), "M05"),
        (replace(TWIN, number="17", number_key="17", issue_date=date(2026, 2, 21)), None),
        (replace(TWIN, number="2026-452", number_key="2026.452", issue_date=date(2026, 2, 21)), "M05"),
        (replace(TWIN, number="2026-452", number_key="2026.452", issue_date=date(2026, 2, 1)), None),
        (replace(TWIN, number="17", number_key="17", gross=Money(1210_01)), None),
    ],
)
def test_twins(other: Other, code: str | None) -> None:
    assert set(look(paper(), replace(KNOWN, others=(other,)))) == ({code} if code else set())


@given(st.text(max_size=8), st.integers(0, 8), st.characters())
def test_one_change_is_symmetric_and_sees_every_kind(text: str, place: int, sign: str) -> None:
    place = min(place, len(text))
    longer = text[:place] + sign + text[place:]
    assert one_change(text, longer)
    assert one_change(longer, text)
    if place < len(text) and text[place] != sign:
        assert one_change(text, text[:place] + sign + text[place + 1 :])
    assert not one_change(text, text)


@given(st.text("ab1", max_size=5), st.text("ab1", max_size=5))
def test_one_change_agrees_with_trying_them_all(one: str, other: str) -> None:
    edits = {one[:i] + one[i + 1 :] for i in range(len(one))}
    edits |= {one[:i] + c + one[i:] for i in range(len(one) + 1) for c in other}
    edits |= {one[:i] + c + one[i + 1 :] for i in range(len(one)) for c in other}
    assert one_change(one, other) == (one != other and other in edits)


@given(st.integers(-400, 400), st.integers(-100, 400))
def test_days_are_held_exactly_outside_their_bounds(age: int, term: int) -> None:
    issue = KNOWN.received - timedelta(days=age)
    found = look(paper(issue_date=issue, due_date=issue + timedelta(days=term)))
    assert ("M15" in found) == (age < 0 or age > 30)
    assert ("M16" in found) == (term < 0 or term > 60)


@given(st.lists(st.tuples(st.sampled_from(["M01", "M04", "M13"]), st.sampled_from(["note", "hold", "reject"]))))
def test_only_notes_accept(findings: list[tuple[str, str]]) -> None:
    event = decide(findings, frozenset({"M13"}))
    assert (event == "accept") == all(severity == "note" for _, severity in findings)
    assert (event == "reject") == any(severity == "reject" and code != "M13" for code, severity in findings)


def test_what_a_document_states_survives_the_table() -> None:
    stated = of_document(paper())
    assert codec.unpack(type(stated), codec.pack(stated)) == stated
    assert stated.payee is not None
    assert stated.payee.name == FACTOR.name
