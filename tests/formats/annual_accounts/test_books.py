"""Accounts worked out from the books of a year, a French FEC and a Dutch auditfile, made up; what is wrong in them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.formats import annual_accounts
from cessie.formats.values.annual_accounts import AnnualAccounts
from cessie.lib.reasons import Refusal

HEAD = (
    "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|"
    "EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise"
)
#: Journal, entry, day, account, third party, debit positive in euros.
ROWS = (
    ("AN", "1", "20250101", "101000", "", -1000), ("AN", "1", "20250101", "109000", "", 200),
    ("AN", "1", "20250101", "119000", "", 100), ("AN", "1", "20250101", "215000", "", 900),
    ("AN", "1", "20250101", "281500", "", -300), ("AN", "1", "20250101", "512000", "", 100),
    ("VE", "2", "20250310", "411000", "C1", 1200), ("VE", "2", "20250310", "706000", "", -1000),
    ("VE", "2", "20250310", "445710", "", -200), ("VE", "3", "20250410", "411000", "C2", -120),
    ("VE", "3", "20250410", "709000", "", 100), ("VE", "3", "20250410", "445710", "", 20),
    ("AC", "4", "20250501", "601000", "", 500), ("AC", "4", "20250501", "401000", "F1", -500),
    ("BQ", "5", "20250601", "401000", "F1", 400), ("BQ", "5", "20250601", "512000", "", -400),
    ("OD", "6", "20251231", "681100", "", 100), ("OD", "6", "20251231", "281500", "", -100),
)  # fmt: skip


UNOPENED = (
    *(row for row in ROWS if row[0] != "AN"), ("X", "1", "20250115", "512", "", 5), ("X", "1", "20250115", "4", "", -5),
)  # fmt: skip


def fec(*rows: tuple[str, str, str, str, str, float]) -> bytes:
    lines = [HEAD]
    for journal, number, on, account, sub, euros in rows or ROWS:
        sides = f"{max(euros, 0):.2f}|{max(-euros, 0):.2f}".replace(".", ",")
        lines.append(f"{journal}|J|{number}|{on}|{account}|A|{sub}||P|{on}|x|{sides}||||0|")
    return "\n".join(lines).encode()


def test_a_fec_of_a_year_says_the_four_figures() -> None:
    found = annual_accounts.read(fec())
    assert [each.code for each in found.doubts] == ["accounts.whose"]
    # the year: 900 sold, 500 bought, 100 written off; the bank overdrawn by 300 is a debt, so is the customer in credit
    assert replace(found, doubts=()) == AnnualAccounts(
        format="fec", ended=date(2025, 12, 31), turnover=900_00, result=300_00, equity=1000_00, total_assets=1700_00
    )
    named = annual_accounts.read(fec(), "123456789FEC20251231.txt")
    assert (named.number, named.ended, named.doubts) == ("123456789", date(2025, 12, 31), ())


def test_a_closed_or_an_open_year_is_told_from_a_whole_one() -> None:
    early = [row for row in ROWS if row[2] < "20251201"]
    with pytest.raises(Refusal) as no:
        annual_accounts.read(fec(*early))
    assert no.value.reason.code == "accounts.part_of_year"
    carried = ("OD", "9", "20251231", "120000", "", -300), ("OD", "9", "20251231", "706000", "", 1000)
    rest = ("OD", "9", "20251231", "709000", "", -100), ("OD", "9", "20251231", "601000", "", -500)
    with pytest.raises(Refusal) as no:
        annual_accounts.read(fec(*ROWS, *carried, *rest, ("OD", "9", "20251231", "681100", "", -100)))
    assert no.value.reason.code == "accounts.closed"
    odd = annual_accounts.read(
        fec(*ROWS, ("OD", "7", "20251231", "801000", "", 5), ("OD", "7", "20251231", "512", "", -5))
    )
    assert [each.code for each in odd.doubts] == ["accounts.other_class", "accounts.whose"]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (fec(*ROWS, ("OD", "8", "20251231", "601000", "", 1)), "", "accounts.unbalanced"),
        (fec(*(row for row in ROWS if row[0] != "AN")), "", "accounts.part_of_year"),
        (fec(*UNOPENED), "", "accounts.no_opening"),
        (fec().replace(b"CompteNum", b"Compte"), "", "accounts.fec_header"),
        (fec().replace(b"20250310", b"20251310"), "", "accounts.fec_line"),
        (fec().replace(b"1200,00", b"12OO"), "", "accounts.fec_line"),
        (fec() + b"\nVE|J", "", "accounts.fec_line"),
        (HEAD.encode(), "", "accounts.nothing"),
        (fec(), "123456789FEC20241231.txt", "accounts.other_year"),
    ],
)  # fmt: skip
def test_a_fec_that_is_no_year_of_books_is_refused_by_its_reason(data: bytes, name: str, code: str) -> None:
    with pytest.raises(Refusal) as no:
        annual_accounts.read(data, name)
    assert no.value.reason.code == code


ACCOUNTS = {
    "0100": "BMvaMeiVvp", "0150": "BMvaMeiCae", "0500": "BEivGokGea", "1100": "BLimBanRba", "1300": "BVorDebHad",
    "1390": "BVorDebVow", "1500": "BSchBepBtw", "1600": "BSchCreHac", "4000": "WKprInh", "4900": "WAfsAfm",
    "8000": "WOmzNopOlh",
}  # fmt: skip
OPENING = (("0100", 900), ("0150", -300), ("0500", -700), ("1100", 100))
BOOKED = (
    ("2025-03-10", (("1300", 1210), ("8000", -1000), ("1500", -210))),
    ("2025-05-01", (("4000", 500), ("1600", -500))), ("2025-06-01", (("1600", 400), ("1100", -400))),
    ("2025-12-31", (("4900", 100), ("0150", -100))), ("2025-12-31", (("4000", 50), ("1390", -50))),
)  # fmt: skip


def _line(tag: str, account: str, euros: int) -> str:
    side = "D" if euros > 0 else "C"
    return f"<{tag}><nr>1</nr><accID>{account}</accID><amnt>{abs(euros)}.00</amnt><amntTp>{side}</amntTp></{tag}>"


def xaf(version: str = "3.2") -> bytes:
    """The same books as version 3.2 or 4.0 write them."""
    code = {
        "3.2": "<taxonomy><taxoRef>rgs</taxoRef><entryPoint><entryPointRef>x</entryPointRef><conceptRef>rgs-i_{}"
        "</conceptRef></entryPoint></taxonomy>",
        "4.0": "<RGScode>{}</RGScode>",
    }[version]
    ledger = "".join(
        f"<ledgerAccount><accID>{key}</accID><accDesc>A</accDesc><accTp>{rgs[0].replace('W', 'P')}</accTp>"
        f"{code.format(rgs)}</ledgerAccount>"
        for key, rgs in ACCOUNTS.items()
    )
    opening = "".join(_line("obLine", *each) for each in OPENING)
    booked = "".join(
        f"<transaction><nr>{n}</nr><periodNumber>{on[5:7]}</periodNumber><trDt>{on}</trDt>"
        + "".join(_line("trLine", *each) for each in lines) + "</transaction>"
        for n, (on, lines) in enumerate(BOOKED)
    )  # fmt: skip
    number = "<Commercenr>12345678</Commercenr>" if version == "4.0" else ""
    return (
        f'<auditfile xmlns="http://www.auditfiles.nl/XAF/{version}"><header><fiscalYear>2025</fiscalYear>'
        "<startDate>2025-01-01</startDate><endDate>2025-12-31</endDate><curCode>EUR</curCode></header><company>"
        f"<companyName>Made up BV</companyName>{number}<generalLedger>{ledger}</generalLedger><openingBalance>{opening}"
        f"</openingBalance><transactions><journal><jrnID>M</jrnID>{booked}</journal></transactions></company></auditfile>"
    ).encode()


@pytest.mark.parametrize("version", ["3.2", "4.0"])
def test_an_auditfile_says_the_same_in_both_versions(version: str) -> None:
    found = annual_accounts.read(xaf(version))
    assert (found.name, found.ended) == ("Made up BV", date(2025, 12, 31))
    assert [each.code for each in found.doubts] == ([] if version == "4.0" else ["accounts.whose"])
    assert found.number == ("12345678" if version == "4.0" else "")
    # debtors 1210 less 50 written off, machines 500; the bank overdrawn by 300 is a debt
    assert found.figures == {
        "turnover": 1000_00, "equity": 1050_00, "total_assets": 1660_00, "result": 350_00,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("<amnt>1210.00", "<amnt>1211.00", "accounts.unbalanced"),
        ("<amnt>700.00", "<amnt>701.00", "accounts.unbalanced"),
        ("<curCode>EUR", "<curCode>USD", "accounts.currency"),
        ("2025-12-31</endDate>", "2025-06-30</endDate>", "accounts.part_of_year"),
        ("rgs-i_BSchCreHac", "1600", "accounts.no_rgs"),
        ("<periodNumber>03", "<periodNumber>00", "accounts.opened_twice"),
        ("<amntTp>D", "<amntTp>X", "accounts.xaf_line"),
        ("<accID>0500</accID><amnt>", "<accID></accID><amnt>", "accounts.xaf_line"),
        ("<amnt>1210.00", "<amnt>1210,00", "field.amount"),
        ("<auditfile", '<!DOCTYPE a [<!ENTITY b "c">]><auditfile', "xml.doctype"),
        ("</company>", "", "xml.broken"),
    ],
)
def test_an_auditfile_that_is_no_year_of_books_is_refused_by_its_reason(was: str, now: str, code: str) -> None:
    text = xaf().decode()
    assert was in text
    with pytest.raises(Refusal) as no:
        annual_accounts.read(text.replace(was, now, 1).encode())
    assert no.value.reason.code == code


@given(st.binary(max_size=200), st.integers(0, 4000), st.sampled_from([fec(), xaf()]))
def test_any_damage_to_books_is_refused_or_read_and_never_a_crash(noise: bytes, place: int, data: bytes) -> None:
    with suppress(Refusal):
        annual_accounts.read(data[:place] + noise + data[place + len(noise) :])
