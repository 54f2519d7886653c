"""Runs in sepaxml's own environment: a pain.008.001.08 of as many collections as the argument says; prints JSON."""

import datetime
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from sepaxml import SepaDD


def main() -> None:
    """Write the file, tell seconds, megabytes and its size."""
    count = int(sys.argv[1])
    config = {
        "name": "Factor Example NV",
        "IBAN": "BE68539007547034",
        "BIC": "GKCCBEBB",
        "batch": True,
        "creditor_id": "BE81ZZZ0123456749",
        "currency": "EUR",
        "instrument": "CORE",
    }
    with tempfile.TemporaryDirectory() as folder:
        path, before, start = Path(folder) / "collections.xml", _peak(), time.process_time()
        sepa = SepaDD(config, schema="pain.008.001.08", clean=True)
        for n in range(count):
            sepa.add_payment(
                {
                    "name": "Bakkerij De Molen BV",
                    "IBAN": iban(n),
                    "BIC": "KREDBEBB",
                    "amount": n + 1,
                    "type": "RCUR",
                    "collection_date": datetime.date(2026, 11, 27),
                    "mandate_id": f"MNDT-{n:07d}",
                    "mandate_date": datetime.date(2026, 3, 2),
                    "description": f"Invoice 2026-{n:07d}",
                    "endtoend_id": f"E2E-2026-{n:07d}",
                }
            )
        path.write_bytes(sepa.export(validate=False))
        told = {"write": time.process_time() - start, "memory": _peak() - before, "file": path.stat().st_size / 1e6}
    print(json.dumps(told))


def iban(n: int) -> str:
    """As benchmarks/pain008.py makes them."""
    body = f"{n + 96_000_000:010d}"
    body += f"{int(body) % 97 or 97:02d}"
    return f"BE{98 - int(body + '111400') % 97:02d}{body}"


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
