"""MT940 and MT942, in the spellings of the banks. The files are made up; the corpus holds the real ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.formats.reading import format_of, read
from cessie.formats.statements import mt940, mt942
from cessie.formats.values import Refused, Statement, StatementEntry, StatementFile
from cessie.lib.reasons import Refusal

OGM_RF = "RF18539007547034"


def _file(
    *lines: str,
    account: str = "NL91ABNA0417164300",
    opening: str = "C261119EUR1000,00",
    closing: str = "1100,",
    tail: str = "",
) -> bytes:
    """One statement; ``closing`` is a credit of 20 November 2026."""
    head = f":20:STMT-1\r\n:25:{account}\r\n:28C:224/1\r\n:60F:{opening}\r\n"
    return (head + "".join(line + "\r\n" for line in lines) + f":62F:C261120EUR{closing}\r\n{tail}-\r\n").encode()


def _statement(data: bytes) -> Statement:
    (file,) = mt940.read(data)
    (statement,) = file.statements
    return statement


def _entry(*lines: str) -> StatementEntry:
    (entry,) = _statement(_file(*lines)).entries
    return entry


def test_a_statement_with_one_receipt() -> None:
    statement = _statement(_file(":61:2611201120C100,00NTRFNONREF//B-1", ":86:/REMI/INVOICE 7/"))
    assert statement.warnings == ()
    assert (statement.account.iban, statement.account.currency) == ("NL91ABNA0417164300", "EUR")
    assert (statement.number, statement.id, statement.sequence) == ("224/1", "STMT-1", None)
    assert statement.opening is not None
    assert statement.closing is not None
    assert (statement.opening.date, statement.opening.amount) == (date(2026, 11, 19), Decimal(1000))
    assert (statement.closing.date, statement.closing.amount) == (date(2026, 11, 20), Decimal(1100))
    (entry,) = statement.entries
    assert (entry.amount, entry.booked, entry.bank_reference) == (Decimal(100), date(2026, 11, 20), "B-1")
    assert entry.remittance.text == "INVOICE 7"


@pytest.mark.parametrize(
    ("written", "amount", "reversal"),
    [
        ("C65,", "65", False),
        ("D127,5", "-127.5", False),
        ("C000000000127,50", "127.50", False),
        ("C000000000300.00", "300.00", False),
        ("D567", "-567", False),
        ("RC10,", "-10", True),
        ("RD10,", "10", True),
        ("RDR1027,25", "1027.25", True),
        ("CN45,00", "45", False),
    ],
)
def test_every_spelling_of_an_amount(written: str, amount: str, reversal: bool) -> None:
    entry = _entry(f":61:2611201120{written}NMSCNONREF")
    assert (entry.amount, entry.reversal) == (Decimal(amount), reversal)


@pytest.mark.parametrize(
    ("days", "value", "booked"),
    [
        ("2612310101", date(2026, 12, 31), date(2027, 1, 1)),
        ("2701011231", date(2027, 1, 1), date(2026, 12, 31)),
        ("261118    ", date(2026, 11, 18), date(2026, 11, 20)),
        ("261118", date(2026, 11, 18), date(2026, 11, 20)),
    ],
)
def test_the_booking_day_is_the_entry_date_or_the_statement_s(days: str, value: date, booked: date) -> None:
    entry = _entry(f":61:{days}C1,NTRFNONREF")
    assert (entry.value, entry.booked) == (value, booked)


def test_ing_with_codewords_cut_inside_a_word() -> None:
    entry = _entry(
        ":61:261120C100,00NTRFEREF//12345678901234",
        "/TRCD/00100/",
        ":86:/EREF/E2E-2026-0451//CNTP/NL69INGB0123456789/INGBNL2A/De Molen B.V.",
        "/Breda//REMI/USTD//Factuur 2026-0451/",
    )
    other = entry.counterparty
    assert (other.iban, other.bic, other.name) == ("NL69INGB0123456789", "INGBNL2A", "De Molen B.V.")
    assert (entry.end_to_end_id, entry.remittance.text) == ("E2E-2026-0451", "Factuur 2026-0451")
    assert (entry.transaction_code, entry.return_type) == ("NTRF/00100", None)


def test_ing_tells_that_a_collection_came_back_and_why() -> None:
    entry = _entry(
        ":61:261120D100,00NRTIMARF//1", "/TRCD/01315/", ":86:/MARF/M-17//RTRN/MD06//CNTP/NL69INGB0123456789//Peeters//"
    )
    assert (entry.return_type, entry.return_reason, entry.mandate) == ("3", "MD06", "M-17")


@pytest.mark.parametrize(
    "words",
    [
        f"/REMI/STRD/ISO/{OGM_RF}/",
        f"/REMI/SCOR/ISO/{OGM_RF}/",
        f"/REMI//CDTRREFTP//CD/SCOR/ISSR/ISO/CDTRREF/{OGM_RF}",
        f"/REMI/{OGM_RF}",
    ],
)
def test_a_structured_reference_in_each_dialect(words: str) -> None:
    said = _entry(":61:261120C100,00NTRFEREF", f":86:/EREF/NOTPROVIDED{words}").remittance
    assert (said.structured, said.scheme) == (OGM_RF, "ISO")


def test_a_reference_with_wrong_check_digits_is_text() -> None:
    said = _entry(":61:261120C100,00NTRFEREF", ":86:/REMI/STRD/ISO/RF19539007547034/").remittance
    assert (said.structured, said.text) == (None, "RF19539007547034")


def test_rabobank_gives_the_account_on_the_second_line() -> None:
    entry = _entry(
        ":61:261120C000000000100,00N541EREF            ",
        "NL69INGB0123456789",
        ":86:/EREF/E2E-1/ORDP//NAME/De Molen B.V./REMI/Nota 12 en 13/ISDT/2026-11-20",
    )
    assert (entry.counterparty.iban, entry.counterparty.name) == ("NL69INGB0123456789", "De Molen B.V.")
    assert (entry.end_to_end_id, entry.remittance.text) == ("E2E-1", "Nota 12 en 13")


def test_abn_amro_and_knab() -> None:
    entry = _entry(
        ":61:2611201120C100,N654NONREF",
        ":86:/TRTP/SEPA OVERBOEKING/IBAN/NL69INGB0123456789/BIC/INGBNL2A/NAME/DE MOLEN/REMI/NOTA 12/EREF/NOTPROVIDED",
    )
    assert (entry.counterparty.iban, entry.counterparty.name) == ("NL69INGB0123456789", "DE MOLEN")
    assert (entry.remittance.text, entry.end_to_end_id) == ("NOTA 12", None)


def test_german_subfields() -> None:
    # XXX is the branch code of a head office (ISO 9362).
    entry = _entry(
        ":61:2611201120C100,00N051NONREF",
        ":86:166?00GUTSCHRIFT?20EREF+E2E-9?21SVWZ+RECHNUNG 2026-0451 VOM?22 20.11.26?30COBADEFFXXX?31DE8937",
        "0400440532013000?32MOLEN GMBH",
    )
    assert (entry.counterparty.iban, entry.counterparty.name) == ("DE89370400440532013000", "MOLEN GMBH")
    assert (entry.end_to_end_id, entry.remittance.text) == ("E2E-9", "RECHNUNG 2026-0451 VOM 20.11.26")
    assert entry.transaction_code == "N051/166"


def test_sns_and_asn_put_the_account_where_the_reference_belongs() -> None:
    entry = _entry(
        ":61:2611201120D65,00NOVBNL69INGB0123456789",
        "hr p molen",
        ":86:NL69INGB0123456789 hr p molen",
        "",
        "Nota 12",
        "",
    )
    assert (entry.counterparty.iban, entry.counterparty.name) == ("NL69INGB0123456789", "hr p molen")
    assert entry.remittance.text == "Nota 12"


def test_plain_words_keep_what_the_line_cut() -> None:
    line = "NOTA 2026-0451 " + "X" * 50
    assert len(line) == 65
    said = _entry(":61:261120C1,NMSCNONREF", f":86:{line}", "YY", "LAST").remittance
    assert said.text == line + "YY LAST"


def test_a_dash_within_the_words_ends_nothing() -> None:
    said = _entry(":61:261120C1,NMSCNONREF", ":86:NOTA", "-", "-12").remittance
    assert said.text == "NOTA - -12"


# XXX is the branch code of a head office (ISO 9362), and what ING ends a message with.
@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("", "-\r\n"),
        ("", ""),
        ("ABNANL2A\r\n940\r\nABNANL2A\r\n", "-\r\n"),
        ("0000 01INGBNL2AXXXX00001\r\n0000 01INGBNL2AXXXX00001\r\n940 00\r\n", "-XXX\r\n"),
        ("{1:F01SNSBNL2AXXXX0000000000}{2:O940}{3:}{4:\r\n", "-}{5:}\r\n"),
        ("\x01{1:F01POFICHBEAXXX0000000000}{2:I940XXXXXXXXXXXXN}{4:\r\n", "-}\x03"),
        (":940:\r\n", ""),
    ],
)
def test_two_statements_in_every_envelope(head: str, tail: str) -> None:
    one = head + ":20:A\r\n:25:NL91ABNA0417164300\r\n:28C:1\r\n:60F:C261119EUR1,\r\n\r\n:62F:C261120EUR1,\r\n" + tail
    data = (one + one.replace(":28C:1", ":28C:2")).encode()
    assert format_of(data) is not None
    (file,) = read(data)
    assert isinstance(file, StatementFile)
    assert [(s.number, s.warnings) for s in file.statements] == [("1", ()), ("2", ())]


@pytest.mark.parametrize("account", ["NL91ABNA0417164300EUR", "NL91ABNA0417164300 EUR", "NL91ABNA0417164300"])
def test_the_currency_behind_the_account(account: str) -> None:
    assert _statement(_file(account=account, closing="1000,")).account.iban == "NL91ABNA0417164300"


def test_a_cent_that_is_missing_is_told() -> None:
    statement = _statement(_file(":61:261120C100,00NTRFNONREF", closing="1100,01"))
    assert [warning.code for warning in statement.warnings] == ["statement.balance"]


@pytest.mark.parametrize(
    ("tail", "codes"),
    [
        (":86:/SUM/0/1/0,00/100,00/\r\n", []),
        (":86:D000000C000001D0,00C100,00\r\n", []),
        (":86:/SUM/0/2/0,00/100,00/\r\n", ["mt940.totals"]),
        (":86:D000000C000001D0,00C100,01\r\n", ["mt940.totals"]),
        (":64:C261120EUR1100,\r\n:65:C261121EUR1100,\r\n", []),
        (":99:NEW\r\n", ["mt940.unknown"]),
    ],
)
def test_the_banks_own_counts_and_sums(tail: str, codes: list[str]) -> None:
    statement = _statement(_file(":61:261120C100,00NTRFNONREF", tail=tail))
    assert [warning.code for warning in statement.warnings] == codes


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b":60F:C261119EUR1,\r\n", "mt940.fragment", 1),
        (b":20:A\r\n:25:1\r\n", "mt940.incomplete", 1),
        (_file().replace(b":62F:", b":64:"), "mt940.incomplete", 1),
        (_file(":61:261320C1,NTRFX"), "mt940.field", 5),
        (_file(":61:261120C1.5,0NTRFX"), "mt940.field", 5),
        (_file(opening="C261119EURnull"), "mt940.field", 4),
        (_file(":60F:C261119EUR1,"), "mt940.order", 5),
        (_file(tail=":61:261120C1,NTRFX\r\n"), "mt940.order", 6),
        (_file(":61:261120C1,NTRFX", ":86:" + "x" * 3000), "mt940.long_line", 6),
        (_file(":61:261120C1,NTRFX\0"), "mt940.control", 5),
        (_file(opening="C261119USD1000,"), "mt940.currency", None),
        (b":20:A\r\n:25:1\r\n:60F:C261119EUR1,\r\n:62F:C261119EUR1,\r\n-\r\nstray words\r\n", "mt940.line", 6),
    ],
)
def test_what_is_not_whole_is_refused_with_its_place(data: bytes, code: str, line: int | None) -> None:
    with pytest.raises(Refusal) as no:
        mt940.read(data)
    assert no.value.code == code
    assert no.value.reason.facts.get("line") == line


def test_an_interim_report_is_read_and_marked() -> None:
    data = (
        b":20:X\r\n:25:NL91ABNA0417164300\r\n:28C:7/1\r\n:34F:EURD0,\r\n:34F:EURC0,\r\n:13D:2611201730+0100\r\n"
        b":61:2611201120C5,NTRFNONREF\r\n:61:2611211121EC6,NTRFNONREF\r\n:90D:0EUR0,\r\n-\r\n"
    )
    assert mt942.looks_like(data, "")
    assert not mt940.looks_like(data, "")
    (file,) = mt942.read(data)
    (report,) = file.statements
    assert (report.interim, report.opening, report.closing, report.account.currency) == (True, None, None, "EUR")
    assert [entry.status for entry in report.entries] == ["booked", "pending"]


def test_the_same_statement_twice_is_told() -> None:
    (file,) = mt940.read(_file() + _file())
    assert [warning.code for warning in file.warnings] == ["statement.twice"]


@given(st.integers(1, 10**13), st.sampled_from(["C", "D", "RC", "RD"]))
def test_every_cent_of_an_entry_shows_in_the_balance(cents: int, mark: str) -> None:
    """One cent more or less in the entry, and the statement does not balance."""
    signed = cents if mark in {"C", "RD"} else -cents

    def file(of: int) -> bytes:
        total = 10**14 + signed
        line = f":61:261120{mark}{of // 100},{of % 100:02d}NTRFNONREF\r\n"
        return (
            f":20:A\r\n:25:NL91ABNA0417164300\r\n:60F:C261119EUR{10**12},\r\n{line}"
            f":62F:C261120EUR{total // 100},{total % 100:02d}\r\n"
        ).encode()

    assert _statement(file(cents)).warnings == ()
    assert [warning.code for warning in _statement(file(cents + 1)).warnings] == ["statement.balance"]


@given(st.binary(max_size=60), st.integers(0, 200))
def test_no_cut_or_dirt_breaks_the_reader(dirt: bytes, place: int) -> None:
    whole = _file(":61:2611201120C100,00NTRFNONREF//B-1", ":86:/REMI/INVOICE 7/")
    for data in (whole[:place], whole[:place] + dirt + whole[place:]):
        for document in read(data):
            assert isinstance(document, (StatementFile, Refused))
