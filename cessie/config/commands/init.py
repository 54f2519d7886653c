"""Begin a real house in an empty home: its company, its bank accounts, its people, what it adds to its deeds.

Everything stands in a TOML file (--print-example shows one); without --file it is asked for, one line at a time. The
people get a password that serves once; a key to sign mails with is laid in the home (cessie doctor shows what to
publish). Where a house is, nothing is done.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from cessie.config import home
from cessie.config.house import open_house
from cessie.connectors.channels.email.dkim import new_key, new_second_key
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

if TYPE_CHECKING:
    from cessie.workflows.house.founding import OwnAccount, Person, Plan

EXAMPLE = """\
[house]
name = "Voorbeeld Factoring NV"
country = "BE"
language = "nl"                        # nl, fr or en: how the house writes
number = "0999.999.922"                # in the register of its country; or identifiers = { "nl.kvk" = "..." }
street = "Voorbeeldstraat"
building = "1"
postcode = "9000"
town = "Gent"
email = "info@example.com"

[[account]]
iban = "BE43 0689 9999 9501"
purpose = "collection"                 # where debtors pay
opened = 2026-01-02                    # the balance below is the bank's at the end of this day
opening = "0.00"
bank = "Example Bank"

[[account]]
iban = "BE68 5390 0754 7034"
purpose = "payout"                     # from where clients are paid
opened = 2026-01-02
opening = "250000.00"

[[person]]                             # the first is the administrator
name = "An Voorbeeld"
email = "an@example.com"
roles = ["administrator"]              # administrator, credit, treasury, collection

[[person]]                             # money leaves by two different people
name = "Bob Exemple"
email = "bob@example.com"
roles = ["treasury"]
language = "fr"

[clauses]                              # added to every deed of cession, by language
nl = "De algemene voorwaarden van het huis zijn van toepassing."
fr = "Les conditions générales de la maison sont d'application."
"""
REGISTERS = {"BE": "be.enterprise", "NL": "nl.kvk", "FR": "fr.siren"}
PLACE = ("street", "building", "postcode", "town")
LARGEST = 1024 * 1024  # bytes


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, or an example of one."""
    parser.add_argument("--file", type=Path, metavar="TOML", help="what the house is; without it you are asked")
    parser.add_argument("--print-example", action="store_true", help="show such a file and do nothing")


def run(args: argparse.Namespace) -> int:
    """Found the house and show each password once."""
    if args.print_example:
        print(EXAMPLE, end="")
        return 0
    said = _read(args.file) if args.file else None
    open_house()
    from cessie.domain.users.rules.viewer import system  # the apps are loaded only now
    from cessie.workflows.house.founding import found

    done = found(plan=plan(said if said is not None else _ask()), by=system("init"), at=datetime.now(UTC))
    home.made_once(settings.DKIM_KEY, new_key())
    home.made_once(settings.DKIM_SECOND_KEY, new_second_key())
    print("The house is founded. These passwords serve once and are shown once:")
    for email, password in done.passwords.items():
        print(f"  {email:<40}{password}")
    print("Next: cessie import --house for clients, debtors, open invoices; cessie serve; see docs/operations.md.")
    return 0


def plan(said: Mapping[str, Any]) -> Plan:
    """What a file says, as a plan; refused (``init.incomplete``) where something is missing or of a wrong kind."""
    from cessie.workflows.house.founding import Plan  # the apps are loaded only now

    house = _table(said, "house")
    country = _text(house, "house", "country").upper()
    identifiers = {str(k): str(v) for k, v in dict(house.get("identifiers", {})).items()}
    if "number" in house:
        identifiers[REGISTERS.get(country, f"other.{country.lower()}")] = str(house["number"])
    people = tuple(_person(each) for each in said.get("person", ()))
    if not people:
        raise _missing("person", "name")
    return Plan(
        name=_text(house, "house", "name"),
        country=country,
        identifiers=identifiers,
        address={name: str(house.get(name, "")) for name in PLACE},
        language=str(house.get("language", "nl")),
        email=str(house.get("email", "")),
        accounts=tuple(_account(each) for each in said.get("account", ())),
        people=people,
        clauses={str(k): str(v) for k, v in dict(said.get("clauses", {})).items()},
    )


def _account(said: Mapping[str, Any]) -> OwnAccount:
    from cessie.workflows.house.founding import OwnAccount  # the apps are loaded only now

    opened = said.get("opened", booking_day(datetime.now(UTC)))
    if not isinstance(opened, date):
        raise _missing("account", "opened")
    try:
        opening = Money.of(Decimal(str(said.get("opening", "0"))))
    except (InvalidOperation, ValueError):
        raise _missing("account", "opening") from None
    iban, purpose = _text(said, "account", "iban"), _text(said, "account", "purpose")
    return OwnAccount(iban, purpose, opened, opening, str(said.get("bic", "")), str(said.get("bank", "")))


def _person(said: Mapping[str, Any]) -> Person:
    from cessie.workflows.house.founding import Person  # the apps are loaded only now

    name, email = _text(said, "person", "name"), _text(said, "person", "email").strip().lower()
    roles = said.get("roles")
    if not isinstance(roles, list):
        raise _missing("person", "roles")
    return Person(name, email, tuple(map(str, roles)), str(said.get("language", "nl")))


def _read(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as stream:
            return tomllib.loads(stream.read(LARGEST).decode())
    except OSError as problem:
        words = N_("{file} cannot be opened: {detail}")
        raise Refusal("file.unreadable", words, file=str(file), detail=problem.strerror or str(problem)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise Refusal("init.no_toml", N_("{file} is no TOML: {detail}"), file=str(file), detail=str(problem)) from None


def _ask(line: Callable[[str], str] = input) -> dict[str, Any]:
    """The same by questions; refused where nobody is there to answer."""
    if not sys.stdin.isatty():
        raise Refusal("init.nobody", N_("Nobody is here to answer: give --file, see --print-example."))
    house = {name: line(f"House, {name}: ") for name in ("name", "country", "number", *PLACE, "email", "language")}
    accounts = [
        {"purpose": purpose, "iban": line(f"IBAN of the {purpose} account: "), "opening": line("  balance today: ")}
        for purpose in ("collection", "payout")
    ]
    chief = {"name": line("Administrator, name: "), "email": line("Administrator, e-mail: ")}
    return {"house": house, "account": accounts, "person": [chief | {"roles": ["administrator"]}]}


def _table(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = said.get(name)
    if not isinstance(found, dict):
        raise _missing(name, "name")
    return found


def _text(said: Mapping[str, Any], table: str, name: str) -> str:
    found = said.get(name) if isinstance(said, dict) else None
    if not isinstance(found, str) or not found.strip():
        raise _missing(table, name)
    return found


def _missing(table: str, name: str) -> Refusal:
    words = N_("[{table}] lacks {name}, or says it in a way that cannot be read: see --print-example.")
    return Refusal("init.incomplete", words, table=table, name=name)
