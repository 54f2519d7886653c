"""Runs in django-hordak's own environment: transactions of three legs, one by one and in batches; prints JSON.

Arguments: the database's connection string as JSON (Django's words), postings one by one, postings in batches.
"""

import json
import sys
import time

import django
from django.conf import settings


def main() -> None:
    """Make the tables, post, tell how many a second."""
    database, singles, batched = json.loads(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", **database}},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "djmoney", "hordak"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        DEFAULT_CURRENCY="EUR",
        CURRENCIES=["EUR"],
    )
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps({"single": _single(singles), "1000": _batched(batched, 1000), "5000": _batched(batched, 5000)}))


def _accounts() -> list:
    from hordak.models import Account

    kinds = [("client", "LI"), ("fees", "IN"), ("vat", "LI")]
    before = Account.objects.count()
    return [
        Account.objects.create(name=name, type=kind, code=str(before + at), currencies=["EUR"])
        for at, (name, kind) in enumerate(kinds, 1)
    ]


def _single(count: int) -> float:
    from django.db import transaction
    from hordak.models import Leg, Transaction
    from moneyed import Money

    client, fees, vat = _accounts()
    begin = time.perf_counter()
    for _ in range(count):
        with transaction.atomic():
            head = Transaction.objects.create(date="2026-03-03", description="fee")
            Leg.objects.create(transaction=head, account=client, debit=Money("1.21", "EUR"))
            Leg.objects.create(transaction=head, account=fees, credit=Money("1.00", "EUR"))
            Leg.objects.create(transaction=head, account=vat, credit=Money("0.21", "EUR"))
    return count / (time.perf_counter() - begin)


def _batched(count: int, size: int) -> float:
    from django.db import transaction
    from hordak.models import Leg, Transaction
    from moneyed import Money

    client, fees, vat = _accounts()
    begin = time.perf_counter()
    for _ in range(count // size):
        with transaction.atomic():
            heads = Transaction.objects.bulk_create(
                [Transaction(date="2026-03-03", description="fee") for _ in range(size)]
            )
            legs = []
            for head in heads:
                legs += [
                    Leg(transaction=head, account=client, debit=Money("1.21", "EUR")),
                    Leg(transaction=head, account=fees, credit=Money("1.00", "EUR")),
                    Leg(transaction=head, account=vat, credit=Money("0.21", "EUR")),
                ]
            Leg.objects.bulk_create(legs)
    return count / (time.perf_counter() - begin)


if __name__ == "__main__":
    main()
