"""The jobs: thin wrappers that hand a workflow its moment. Each may run twice; a killed one is taken up again.

The correlation id of whoever ordered a job travels with it, so that its lines in logs and trail carry the same number.
"""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from cessie.connectors.banks.folder import Folder
from cessie.domain.users.rules.viewer import system
from cessie.lib.correlation import correlated, current
from cessie.lib.ids import uuid7
from cessie.workflows import clock, money_in, paying

log = logging.getLogger(__name__)

#: Any outside trouble may pass: 1, 5, 25 ... seconds between the tries (wait = exponential_wait ** (tries + 1)).
AGAIN = RetryStrategy(max_attempts=5, exponential_wait=5)


def bank() -> Folder:
    """The channel to the bank: the folders that its own program empties and fills."""
    return Folder(settings.BANK_FOLDER)


@app.periodic(cron="* * * * *", periodic_id="bank")
@app.task(queue="bank", queueing_lock="bank_run", lock="bank_run", retry=AGAIN)
def bank_run(timestamp: int = 0, correlation: str = "", **later: Any) -> None:
    """Send what is released, take what the bank put down, and work on every line that waits."""
    with correlated(correlation or str(uuid7())):
        by, at, channel = system("bank"), timezone.now(), bank()
        sent = paying.send_released(channel=channel, by=by, at=at)
        collected = paying.collect(channel=channel, by=by, at=at)
        day = money_in.run(by=by, at=at)
        facts = {"sent": sent, "statements": len(collected.statements), "receipts": day.receipts}
        log.info("bank run", extra=facts)


@app.periodic(cron="*/5 * * * *", periodic_id="clock")
@app.task(queue="clock", queueing_lock="clock_tick", lock="clock_tick", retry=AGAIN)
def clock_tick(timestamp: int = 0, correlation: str = "", **later: Any) -> None:
    """Let the day's clock turn once."""
    with correlated(correlation or str(uuid7())):
        clock.tick(by=system("clock"), at=timezone.now())


@app.periodic(cron="* * * * *", periodic_id="rescue")
@app.task(queue="housekeeping", queueing_lock="rescue")  # no lock: a killed rescue must not block the next
async def rescue(timestamp: int = 0, **later: Any) -> None:
    """Give jobs whose worker died back to the queue; they run again, and being idempotent do nothing twice."""
    for job in await app.job_manager.get_stalled_jobs():
        log.warning("job taken up again", extra={"job": job.id, "task": job.task_name})
        await app.job_manager.retry_job(job)


@app.periodic(cron="17 3 * * *", periodic_id="tidy")
@app.task(queue="housekeeping", queueing_lock="tidy")
async def tidy(timestamp: int = 0, **later: Any) -> None:
    """Forget jobs that ended well more than a week ago."""
    await app.job_manager.delete_old_jobs(nb_hours=7 * 24)


def order_bank_run() -> None:
    """Ask for a bank run now instead of within the minute; one that waits already is enough."""
    bank_run.configure(queueing_lock=None).defer(correlation=current())
