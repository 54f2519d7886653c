"""A house moves in: its clients, debtors, relations, open invoices and opening balances, all of them or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from cessie.domain.client_ledgers.bring import bring
from cessie.domain.client_ledgers.models import Brought
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.credit.set_limit import set_limit
from cessie.domain.documents import originals
from cessie.domain.documents.models import Document
from cessie.domain.documents.store import Stored, store
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.take_over import TakenOver, normal_key
from cessie.domain.invoices.take_over import take_over as take_invoices
from cessie.domain.parties.accounts import add_account
from cessie.domain.parties.models import Client, Company, Debtor, Relation
from cessie.domain.parties.register import register_client, register_company, register_debtor, relate
from cessie.domain.purchase.take_over import OpenPurchase
from cessie.domain.purchase.take_over import take_over as take_purchases
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.house_files import LAYOUTS, PLACE, Row, Sheet, place_of, read
from cessie.ledger import queries as ledger
from cessie.ledger.chart import CHART
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules.opening import open_books
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.workflows.house.move import Move, Report, Wrong

REGISTERS = {"BE": "be.enterprise", "NL": "nl.kvk", "FR": "fr.siren", "SE": "se.orgnr"}
#: What an opening balance may carry: the contract and its client, or nothing. All else has its own way in.
CARRIED = frozenset({"contract", "client"})


class _UndoneError(Exception):
    """Takes everything back."""


def move_in(*, files: Mapping[str, bytes], dry_run: bool, channel: str = "command", by: Viewer, at: datetime) -> Report:
    """Take the files of a house in; with anything wrong, or as a dry run, nothing is left behind.

    The same files again find everything known and change nothing. Accounts of clients wait for a second person.
    Refused: who may not (``NotAllowed``), a file that is none or whose columns are others (``house.*``, ``csv.*``).
    """
    by.require("house.import")
    sheets = {name: read(name, files[name]) for name in LAYOUTS if name in files}
    for name in files.keys() - sheets.keys():
        read(name, b"")  # refuses the name
    move = Move(by, at)
    for sheet in sheets.values():
        for reason in sheet.wrong:
            move.refuse(sheet.name, place_of(reason)[0], reason)
    stored: list[str] = []
    balance: dict[str, Money] = {}
    try:
        with transaction.atomic():
            for name, sheet in sheets.items():
                kept = store(data=files[name], name=name, channel=channel, by=by, at=at)
                stored.append(kept.document.pk)
                _STEPS[name](move, sheet, kept)
            _told_days(move, sheets)
            balance = {line.account: line.balance for line in ledger.trial_balance() if line.balance}
            if move.wrong or dry_run:
                raise _UndoneError  # noqa: TRY301 - it ends the transaction
    except _UndoneError:
        for digest in stored:
            if not Document.objects.filter(pk=digest).exists():
                originals.remove(digest)
    wrong = tuple(sorted(move.wrong, key=lambda each: (list(LAYOUTS).index(each.file), each.row)))
    return Report(not (wrong or dry_run), move.new, move.known, wrong, balance, tuple(stored))


def _company(move: Move, row: Row) -> tuple[Company, bool]:
    """The company of a row, and whether it is new."""
    said, country = row.texts, row.texts["country"].upper()
    numbers = {"vat": said.get("vat", ""), REGISTERS.get(country, f"other.{country.lower()}"): said.get("number", "")}
    before = Company.objects.count()
    company = register_company(
        name=said["name"],
        country=country,
        identifiers={scheme: value for scheme, value in numbers.items() if value},
        language=said.get("language", "nl"),
        email=said.get("email", ""),
        by=move.by,
        at=move.at,
        **{part: said.get(part, "") for part in PLACE},  # type: ignore[arg-type]  # four texts
    )
    return company, Company.objects.count() > before


def _clients(move: Move, sheet: Sheet, _: Stored) -> None:
    def act(row: Row) -> bool:
        said = row.texts
        company, _new = _company(move, row)
        before = Client.objects.filter(company=company).first()
        if before is not None and before.code != said["code"]:
            words = N_("This company is the client {code} already.")
            raise Refusal("house.other_code", words, code=before.code, column="code")
        client = before or register_client(company_id=company.pk, code=said["code"], by=move.by, at=move.at)
        if "contract" in said:
            rates = {name: str(row.amounts[name]) for name in ("advance_rate", "holdback_rate") if name in row.amounts}
            contract = open_contract(
                client_id=client.pk,
                number=said["contract"],
                preset=said.get("preset", "american"),
                valid_from=row.days.get("from", booking_day(move.at)),
                changes=rates,
                by=move.by,
                at=move.at,
            )
            if contract.started_date < booking_day(move.at):
                bring(contract_id=contract.pk, on=None, by=move.by, at=move.at)
        if "iban" in said:
            add_account(company_id=company.pk, iban=said["iban"], holder=company.name, by=move.by, at=move.at)
        return before is None

    move.each(sheet, act)


def _debtors(move: Move, sheet: Sheet, _: Stored) -> None:
    def act(row: Row) -> bool:
        company, _new = _company(move, row)
        is_new = not Debtor.objects.filter(company=company).exists()
        debtor = register_debtor(company_id=company.pk, by=move.by, at=move.at)
        if "limit" in row.amounts:
            set_limit(
                debtor_id=debtor.pk,
                kind="own",
                amount=Money.of(row.amounts["limit"]),
                valid_from=row.days.get("limit_from", booking_day(move.at)),
                valid_until=row.days.get("limit_until"),
                source=row.texts.get("source", ""),
                by=move.by,
                at=move.at,
            )
        return is_new

    move.each(sheet, act)


def _relations(move: Move, sheet: Sheet, _: Stored) -> None:
    def act(row: Row) -> bool:
        client, debtor = move.client(row.texts["client"]), move.debtor(row.texts["debtor"])
        is_new = not Relation.objects.filter(client_id=client, debtor_id=debtor).exists()
        reference = row.texts.get("reference", "")
        relate(client_id=client, debtor_id=debtor, reference=reference, by=move.by, at=move.at)
        return is_new

    move.each(sheet, act)


def _invoices(move: Move, sheet: Sheet, stored: Stored) -> None:
    """In bulk: a house may bring ten thousand of them."""
    read_rows: list[tuple[Row, TakenOver]] = []
    for row in sheet.rows:
        try:
            read_rows.append((row, _taken_over(move, row)))
        except Refusal as no:
            move.refuse(sheet.name, row.number, no.reason)
    fresh = _fresh(move, sheet.name, read_rows)
    made = take_invoices(
        rows=[taken for _, taken in fresh], document=stored.document, name=sheet.name, by=move.by, at=move.at
    )
    groups: defaultdict[tuple[UUID, date], list[OpenPurchase]] = defaultdict(list)
    for (row, taken), invoice in zip(fresh, made, strict=True):
        still, held = Money.of(row.amounts["open"]), Money.of(row.amounts.get("held_back", Decimal(0)))
        purchase = OpenPurchase(invoice.pk, taken.debtor_id, taken.number, taken.face, still, held)
        groups[taken.contract_id, row.days["on"]].append(purchase)
    for (contract_id, on), purchases in sorted(groups.items()):
        try:
            with transaction.atomic():
                take_purchases(
                    contract_id=contract_id,
                    on=on,
                    purchases=purchases,
                    document=stored.document,
                    by=move.by,
                    at=move.at,
                )
        except Refusal as no:
            move.refuse(sheet.name, 0, no.reason)
    _relate(move, (taken for _, taken in fresh))


def _taken_over(move: Move, row: Row) -> TakenOver:
    """The invoice of a row; refused where its amounts or days cannot be."""
    client, on = move.client(row.texts["client"]), row.days["on"]
    face, still, held = (row.amounts.get(name, Decimal(0)) for name in ("gross", "open", "held_back"))
    if not 0 < still <= face:
        words = N_("{open} cannot be open of {gross}.")
        raise Refusal("house.open", words, open=Money.of(still), gross=Money.of(face), column="open")
    if not 0 <= held <= face:
        words = N_("{held} cannot be held back of {gross}.")
        raise Refusal("house.held", words, held=Money.of(held), gross=Money.of(face), column="held_back")
    if row.days["due"] < row.days["issued"]:
        raise Refusal("house.due", N_("The invoice is due before it was issued."), column="due")
    contract = move.contract(client, on)
    if terms_on(contract.pk, max(on, contract.started_date))[1].transmission == "BALANCE":
        words = N_("This contract is on balances: send its ledger as of the day of the opening balances instead.")
        raise Refusal("house.on_balances", words, column="client")
    return TakenOver(
        row.number,
        client,
        contract.pk,
        move.debtor(row.texts["debtor"]),
        row.texts["invoice"],
        row.days["issued"],
        row.days["due"],
        Money.of(face),
        row.texts.get("reference", ""),
    )


def _fresh(move: Move, file: str, rows: Iterable[tuple[Row, TakenOver]]) -> list[tuple[Row, TakenOver]]:
    """Those that are not here yet. The same number with other figures, or twice in one file, is refused."""
    rows = list(rows)
    numbers = {normal_key(taken.number) for _, taken in rows}
    here = Invoice.objects.filter(number_key__in=numbers, state="accepted", debtor__isnull=False)
    known: dict[Any, tuple[int, date]] = {
        (client, debtor, number): (cents, due)
        for client, debtor, number, cents, due in here.values_list(
            "client_id", "debtor_id", "number_key", "gross_cents", "due_date"
        )
    }
    fresh, seen = [], set()
    for row, taken in rows:
        if taken.key in seen:
            words = N_("The file states this invoice twice: {number}.")
            move.refuse(file, row.number, Reason("house.twice", words, {"number": taken.number}), "invoice")
        elif taken.key not in known:
            fresh.append((row, taken))
            move.count(file, True)
        elif known[taken.key] == (taken.face.cents, taken.due_date):
            move.count(file, False)
        else:
            words = N_("The invoice {number} is here already, with other figures.")
            move.refuse(file, row.number, Reason("house.other_invoice", words, {"number": taken.number}), "invoice")
        seen.add(taken.key)
    return fresh


def _relate(move: Move, taken: Iterable[TakenOver]) -> None:
    for client, debtor in sorted({(each.client_id, each.debtor_id) for each in taken}):
        relate(client_id=client, debtor_id=debtor, by=move.by, at=move.at)


def _balances(move: Move, sheet: Sheet, _: Stored) -> None:
    def act(row: Row) -> bool:
        account = CHART.get(row.texts["account"])
        if account is None or not set(account.needs) <= CARRIED or account.code == "3000":
            words = N_("An opening balance cannot be given for account {account}.")
            raise Refusal("house.account", words, account=row.texts["account"], column="account")
        of, whose = Dims(), "house"
        if account.needs:
            client = move.client(row.texts.get("client", ""))
            contract = move.contract(client, row.days["on"])
            of, whose = Dims(contract=contract.pk, client=client), str(contract.pk)
            bring(contract_id=contract.pk, on=row.days["on"], by=move.by, at=move.at)
        amount = Money.of(row.amounts["amount"])
        if not amount:
            return False
        event = Event(f"balance/{whose}/{account.code}", row.days["on"], text="opening balance")
        (posted,) = post([open_books(event=event, balances=[(account.code, amount, of)])], by=move.by.key, at=move.at)
        return posted.new

    move.each(sheet, act)


def _told_days(move: Move, sheets: Mapping[str, Sheet]) -> None:
    """A contract on balances without any balance of its own came on the day of the house's others, if that is one."""
    days = {row.days["on"] for sheet in sheets.values() for row in sheet.rows if "on" in row.days}
    waiting = Brought.objects.filter(on_date__isnull=True).values_list("contract_id", flat=True)
    for contract_id in list(waiting) if len(days) == 1 else ():
        bring(contract_id=contract_id, on=min(days), by=move.by, at=move.at)


_STEPS: Mapping[str, Callable[[Move, Sheet, Stored], None]] = {
    "clients.csv": _clients,
    "debtors.csv": _debtors,
    "relations.csv": _relations,
    "invoices.csv": _invoices,
    "balances.csv": _balances,
}


def totals(report: Report) -> Sequence[tuple[str, int, int]]:
    """File, new rows, known rows, in the order of the files."""
    names = [name for name in LAYOUTS if report.new.get(name) or report.known.get(name)]
    return [(name, report.new.get(name, 0), report.known.get(name, 0)) for name in names]


__all__ = ["Report", "Wrong", "move_in", "totals"]
