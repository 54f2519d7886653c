"""Runs in Tryton's own environment: dunnings for as many overdue lines as the argument says; prints JSON.

Three lines a customer, three levels, a database in memory. Measured is what the wizard does: ``generate_dunnings``
finds the lines and keeps a dunning of each, ``process`` sets them waiting. Tryton is under the GPL: nothing of it is
used by the product.
"""

import datetime
import json
import os
import sys
import time
from decimal import Decimal

os.environ.setdefault("TRYTOND_DATABASE_URI", "sqlite://")
os.environ.setdefault("DB_NAME", ":memory:")

from trytond.modules.account.tests.tools import create_chart, create_fiscalyear, get_accounts
from trytond.modules.company.tests.tools import create_company, get_company
from trytond.pool import Pool
from trytond.tests.tools import activate_modules
from trytond.transaction import Transaction, TransactionError

LEVELS = (5, 20, 40)


def main():
    """Build the lines, dun them on their 25th day, tell the seconds and how many."""
    count = int(sys.argv[1])
    config = activate_modules("account_dunning", create_company, create_chart)
    year = create_fiscalyear()
    year.click("create_period")
    period, accounts, company = year.periods[0], get_accounts(), get_company()
    start, ids = period.start_date, (period.id, accounts["revenue"].id, accounts["receivable"].id)
    at_once(config, company.id, lambda: built(count, start, *ids))
    made, seconds = at_once(config, company.id, lambda: dunned(start + datetime.timedelta(days=25)))
    print(json.dumps({"lines": made, "seconds": seconds}))


def at_once(config, company, work):
    """The work in one transaction; again with the locks that it asked for, as Tryton's own dispatcher does."""
    extras = {}
    while True:
        try:
            with Transaction().start(
                config.database_name, config.user, context={"company": company}, **extras
            ) as begun:
                found = work()
                begun.commit()
                return found
        except TransactionError as lacking:
            lacking.fix(extras)


def dunned(day):
    """How many dunnings, and the seconds for them."""
    dunning = Pool().get("account.dunning")
    began = time.process_time()
    dunning.generate_dunnings(date=day)
    made = dunning.search([])
    dunning.process(made)
    Transaction().commit()
    return len(made), time.process_time() - began


def built(count, start, period, revenue, receivable):
    """Customers with three receivable lines each."""
    pool = Pool()
    procedure, move, party = (pool.get(name) for name in ("account.dunning.procedure", "account.move", "party.party"))
    levels = [{"sequence": n, "overdue": datetime.timedelta(days)} for n, days in enumerate(LEVELS)]
    (steps,) = procedure.create([{"name": "Ladder", "levels": [("create", levels)]}])
    customers = party.create([{"name": f"Customer {n}"} for n in range(-(-count // 3))])
    party.write(customers, {"dunning_procedure": steps.id})
    (journal,) = pool.get("account.journal").search([("code", "=", "REV")])
    moves = []
    for n in range(count):
        amount = Decimal(100 + n)
        sides = [
            {"account": revenue, "credit": amount},
            {
                "account": receivable,
                "debit": amount,
                "party": customers[n // 3].id,
                "maturity_date": start,
            },
        ]
        moves.append({"period": period, "journal": journal.id, "date": start, "lines": [("create", sides)]})
    move.create(moves)


if __name__ == "__main__":
    main()
