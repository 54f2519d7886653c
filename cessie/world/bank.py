"""The bank of the simulated world: the independent program ``mock-bank``.

Our payment files go into its drop folder; its status reports, notifications and statements come out of its pickup
folder; money that debtors send is made through its own interface. It keeps its own books, by its own clock, in its
own file.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from cessie.lib.days import is_bank_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: Seconds in which the bank's program must answer after its start.
START_SECONDS = 20


class BankFails(Refusal):
    """The simulated bank did not start, or refused what the world asked of it."""


@dataclass(frozen=True)
class Bank:
    """A running bank. ``drop`` takes our files, ``pickup`` holds what the bank sends."""

    port: int
    drop: Path
    pickup: Path

    def ask(self, method: str, path: str, body: Mapping[str, Any] | list[str] | None = None) -> Any:
        """One call of the bank's interface; a refusal of the bank is raised with its own words (``BankFails``)."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, path, json.dumps(body) if body is not None else None)
            answer = line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            words = N_("The simulated bank does not answer any more ({what}): {words}")
            raise BankFails("world.bank_gone", words, what=path, words=str(error) or type(error).__name__) from error
        finally:
            line.close()
        if answer.status >= 400:
            words = content.decode("utf-8", "replace")[:500]
            raise BankFails("world.bank", N_("The simulated bank refused {what}: {words}"), what=path, words=words)
        return json.loads(content) if content.strip() else None

    def open(self, *, name: str, holder: str, iban: str, balance: Money) -> None:
        """An account of the house at this bank; what it already holds is left as it is."""
        if any(account["iban"] == iban for account in self.ask("GET", "/_mock/accounts")):
            return
        account = {"id": name, "name": holder, "iban": iban, "currency": balance.currency, "balance": balance.cents}
        self.ask("POST", "/_mock/accounts", account)

    def pay_in(self, *, iban: str, amount: Money, payer: str, payer_iban: str, note: str, reference: str = "") -> None:
        """A payer sends money to one of our accounts today; ``reference`` is structured, ``note`` is free text."""
        credit: dict[str, Any] = {
            "account": iban,
            "amount": amount.cents,
            "currency": amount.currency,
            "debtor": {"name": payer, "iban": payer_iban},
        }
        if note:
            credit["note"] = note
        if reference:
            credit["reference"] = reference
        self.ask("POST", "/_mock/credits", credit)

    def read_files(self) -> None:
        """Let the bank read its drop folder now instead of at its next look."""
        self.ask("POST", "/_mock/drop/scan")

    def advance(self, to: date) -> None:
        """Move the bank's clock: it settles, books and writes what falls due on the way, statements included."""
        self.ask("POST", f"/_mock/advance?to={to.isoformat()}")

    def behave(self, account: str, behaviour: str, parameters: Mapping[str, Any]) -> None:
        """How the bank treats what an account of the house orders from now on."""
        self.ask("PATCH", f"/_mock/accounts/{account}", {"behaviour": behaviour, "parameters": dict(parameters)})

    def close_account_of(self, iban: str) -> str:
        """The bank takes this account of somebody else for closed (AC04); under what name, to reopen it."""
        name = f"CLOSED-{len(self.ask('GET', '/_mock/accounts'))}"
        self.ask("POST", "/_mock/accounts", {"id": name, "name": name, "iban": iban, "currency": "EUR", "balance": 0})
        self.ask("PATCH", f"/_mock/accounts/{name}", {"closed": 1})
        return name

    def reopen_account(self, name: str) -> None:
        """It was a mistake: the account is at another bank, and open."""
        free = f"{int(name.removeprefix('CLOSED-')):010d}"
        digits = "".join(str(int(c, 36)) for c in f"NONE{free}NL00")
        self.ask("PATCH", f"/_mock/accounts/{name}", {"iban": f"NL{98 - int(digits) % 97:02d}NONE{free}"})

    def today(self) -> date:
        """The bank's own day."""
        return datetime.fromisoformat(self.ask("GET", "/_mock/state")["clock"]["now"]).date()


def _free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(bank: Bank, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        with contextlib.suppress(BankFails):
            bank.ask("GET", "/_mock/health")
            return
        if process.poll() is not None or time.monotonic() > end:
            raise BankFails("world.bank_start", N_("The simulated bank does not start (mock-bank)."))
        time.sleep(0.05)


def _prepare(bank: Bank, first: date) -> None:
    """Close the accounts that the program brings along, and give it the closing days of TARGET."""
    for account in bank.ask("GET", "/_mock/accounts"):
        if "MOCK" in account["iban"] and not account["closed"]:
            bank.ask("PATCH", f"/_mock/accounts/{account['id']}", {"closed": 1})
    days = (first + timedelta(days=n) for n in range(1, 800))
    bank.ask("PUT", "/_mock/holidays", [day.isoformat() for day in days if day.weekday() < 5 and not is_bank_day(day)])


@contextmanager
def running(folder: Path, starts_at: datetime, *, drop: Path, pickup: Path) -> Iterator[Bank]:
    """The bank with its books in ``folder`` and its clock at ``starts_at`` (Brussels), stopped after use."""
    folder.mkdir(parents=True, exist_ok=True)
    bank = Bank(_free_port(), drop, pickup)
    for place in (bank.drop, bank.pickup):
        place.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable, "-m", "cessie.world.leashed", "--port", str(bank.port), "--db", str(folder / "bank.sqlite"),
        "--quiet", "--timezone", "Europe/Brussels", "--clock", f"{starts_at:%Y-%m-%dT%H:%M}", "--cutoff", "17:00",
        "--drop-dir", str(bank.drop), "--pickup-dir", str(bank.pickup), "--drop-settle-ms", "0",
        "--drop-interval-ms", "3600000",
    ]  # fmt: skip
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet)  # noqa: S603 - our own words only
    try:
        _wait(bank, process)
        _prepare(bank, starts_at.date())
        yield bank
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin is not None:
            process.stdin.close()
