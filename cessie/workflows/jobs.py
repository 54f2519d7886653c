"""The jobs: thin wrappers that hand a workflow its moment. Each may run twice; a killed one is taken up again.

One that fails is not tried again by itself: the next turn of its clock is the next try. (A try that waits beside a turn
that waits would break the rule of one waiting job a name, and the failed one would hold its lock for ever.)
The correlation id of whoever ordered a job travels with it, so that its lines in logs and trail carry the same number.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status

from cessie.connectors.banks.folder import Folder
from cessie.domain.charges.step_statements import unstated
from cessie.domain.comparison.work import work
from cessie.domain.parties.queries import viewer_for
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import system
from cessie.lib.correlation import correlated, current
from cessie.lib.ids import uuid7
from cessie.workflows import clock, money_in, sending
from cessie.workflows.direct_debit import entrusting
from cessie.workflows.follow_up import chasing, researching
from cessie.workflows.house import failed_jobs, moving_day
from cessie.workflows.incoming import answering, client_files, client_mails, intake
from cessie.workflows.losses import telling
from cessie.workflows.money import charging, names, paying
from cessie.workflows.purchases import covers
from cessie.workflows.reading import e_rules

log = logging.getLogger(__name__)

#: A job that was taken up so often and never ended takes its workers down with it: a person must look.
TRIES = 5
#: Steps of a job that makes statements: well under a minute.
STATEMENT_STEPS = 20


def bank() -> Folder:
    """The channel to the bank: the folders that its own program empties and fills."""
    return Folder(settings.BANK_FOLDER)


@contextmanager
def carried(context: JobContext, correlation: str) -> Iterator[None]:
    """A job under the number of whoever ordered it. Why it failed is kept with it and told to a person."""
    job_id, task = context.job.id, context.job.task_name
    with correlated(correlation or str(uuid7())):
        try:
            yield
        except Exception as error:
            log.exception("job failed", extra={"job": job_id, "task": task})
            if job_id is not None:
                with suppress(DatabaseError):  # if even this cannot be written, the log has it
                    failed_jobs.note(job_id=job_id, task=task, error=error, at=timezone.now())
            raise
        failed_jobs.settle(task=task, at=timezone.now())


@app.periodic(cron="* * * * *", periodic_id="bank")
@app.task(queue="bank", queueing_lock="bank_run", lock="bank_run", pass_context=True)
def bank_run(context: JobContext, /, timestamp: int = 0, correlation: str = "", **later: Any) -> None:
    """Send what is released, take what the bank put down, and work on every line that waits."""
    with carried(context, correlation):
        by, at, channel = system("bank"), timezone.now(), bank()
        names.ask_names(by=by, at=at)
        sent = paying.send_released(channel=channel, by=by, at=at)
        collected = paying.collect(channel=channel, by=by, at=at)
        day = money_in.run(by=by, at=at)
        facts = {"sent": sent, "statements": len(collected.statements), "receipts": day.receipts}
        log.info("bank run", extra=facts)


@app.periodic(cron="*/5 * * * *", periodic_id="clock")
@app.task(queue="clock", queueing_lock="clock_tick", lock="clock_tick", pass_context=True)
def clock_tick(context: JobContext, /, timestamp: int = 0, correlation: str = "", **later: Any) -> None:
    """Let the day's clock turn once."""
    with carried(context, correlation):
        clock.tick(by=system("clock"), at=timezone.now())
        order_statements()


@app.periodic(cron="* * * * *", periodic_id="e_rules")
@app.task(queue="e_rules", queueing_lock="look_at_rules", lock="look_at_rules", pass_context=True)
def look_at_rules(context: JobContext, /, timestamp: int = 0, correlation: str = "", **later: Any) -> None:
    """The official rules of the e-invoices that came in."""
    with carried(context, correlation):
        e_rules.look(by=system("e_rules"), at=timezone.now())


@app.periodic(cron="* * * * *", periodic_id="letters")
@app.task(queue="letters", queueing_lock="send_letters", lock="send_letters", pass_context=True)
def send_letters(context: JobContext, /, timestamp: int = 0, correlation: str = "", **later: Any) -> None:
    """Take in what debtors answered, hand over the mails and lay the letters that wait."""
    with carried(context, correlation):
        heard = answering.take_in_mails(folder=settings.MAIL_FOLDER, by=system("letters"), at=timezone.now())
        if heard:
            log.info("answers", extra={"answers": heard})
        sent = sending.run(by=system("letters"), now=timezone.now)
        if sent.mails or sent.letters or sent.lost:
            facts = {"mails": sent.mails, "letters": sent.letters, "lost": sent.lost}
            log.info("letters", extra=facts)


@app.task(queue="intake", pass_context=True)
def take_in_file(context: JobContext, /, arrival: str, user: str, correlation: str = "", **later: Any) -> None:
    """A file of many invoices, in the name of whoever handed it in; run twice, it takes in nothing twice."""
    with carried(context, correlation):
        by = viewer_for(User.objects.get(pk=user))
        intake.take_in_arrival(arrival_id=UUID(arrival), by=by, at=timezone.now())


@app.periodic(cron="* * * * *", periodic_id="client_files")
@app.task(queue="intake", queueing_lock="client_files", lock="client_files", pass_context=True)
def take_in_client_files(context: JobContext, /, timestamp: int = 0, correlation: str = "", **later: Any) -> None:
    """What clients sent to their own addresses or put into their folders."""
    with carried(context, correlation):
        by, at = system("client_files"), timezone.now()
        mails = client_mails.take_in_client_mails(folder=settings.MAIL_FOLDER, by=by, at=at)
        files = client_files.take_in_folders(root=settings.CLIENT_FOLDER, by=by, at=at)
        if mails or files:
            log.info("files of clients", extra={"mails": mails, "files": files})


@app.task(queue="intake", lock="house", pass_context=True)
def work_on_house(context: JobContext, /, files: str, correlation: str = "", **later: Any) -> None:
    """Look at the files of a house, or take them in where a second person agreed."""
    with carried(context, correlation):
        moving_day.step(files_id=UUID(files), by=system("house"), at=timezone.now())


@app.periodic(cron="*/10 * * * *", periodic_id="covers")
@app.task(queue="covers", queueing_lock="ask_insurers", lock="ask_insurers", pass_context=True)
def ask_insurers(context: JobContext, /, timestamp: int = 0, correlation: str = "", **later: Any) -> None:
    """Ask the credit insurer for limits, tell him of unpaid invoices and claims, and hear what he decided."""
    with carried(context, correlation):
        covers.ask_insurers(by=system("covers"), at=timezone.now())
        telling.tell_insurers(by=system("covers"), at=timezone.now())


@app.periodic(cron="*/10 * * * *", periodic_id="mandates")
@app.task(queue="covers", queueing_lock="hear_mandates", lock="hear_mandates", pass_context=True)
def hear_mandates(context: JobContext, /, timestamp: int = 0, correlation: str = "", **later: Any) -> None:
    """What debtors signed, changed and cancelled on the pages of a service."""
    with carried(context, correlation):
        entrusting.hear(by=system("mandates"), at=timezone.now())


@app.periodic(cron="*/20 * * * *", periodic_id="research")
@app.task(queue="covers", queueing_lock="look_for_debtors", lock="look_for_debtors", pass_context=True)
def look_for_debtors(context: JobContext, /, timestamp: int = 0, correlation: str = "", **later: Any) -> None:
    """Ask registers and services about debtors who cannot be found."""
    with carried(context, correlation):
        asked = researching.turn(by=system("research"), at=timezone.now())
        if asked:
            log.info("debtors looked for", extra={"dossiers": asked})


@app.task(queue="charges", pass_context=True)
def end_month(context: JobContext, /, run: str, correlation: str = "", **later: Any) -> None:
    """Work on the end of a month; several of these share it."""
    with carried(context, correlation):
        charging.end_month(run_id=UUID(run), by=system("month"), at=timezone.now())


@app.task(queue="charges", pass_context=True)
def state_months(context: JobContext, /, correlation: str = "", **later: Any) -> None:
    """Statements of account of closed months and their papers, some of them: the rest after what waits meanwhile."""
    with carried(context, correlation):
        charging.state_months(by=system("month"), at=timezone.now(), most=STATEMENT_STEPS)
        order_statements()


@app.task(queue="comparison", pass_context=True)
def compare_offers(context: JobContext, /, run: str, correlation: str = "", **later: Any) -> None:
    """Play the offers of a comparison on all cores; taken up again it plays what is not there yet."""
    with carried(context, correlation):
        work(run_id=UUID(run), processes=os.cpu_count() or 1, by=system("comparison"), now=timezone.now)


@app.periodic(cron="11 * * * *", periodic_id="ladders")
@app.task(queue="ladders", queueing_lock="climb", lock="climb", pass_context=True)
def climb(context: JobContext, /, timestamp: int = 0, correlation: str = "", **later: Any) -> None:
    """Begin the runs of the ladders whose hour has come, and work on those that were left behind."""
    with carried(context, correlation):
        begun = chasing.turn(by=system("ladders"), at=timezone.now())
        if begun.automatic or begun.drafts:
            log.info("ladders", extra={"automatic": begun.automatic, "drafts": begun.drafts})


@app.task(queue="ladders", pass_context=True)
def work_on_run(context: JobContext, /, run: str, correlation: str = "", **later: Any) -> None:
    """Gather a run of a ladder or carry it out; several of these share it."""
    with carried(context, correlation):
        chasing.work(run_id=UUID(run), by=system("ladders"), at=timezone.now())


@app.periodic(cron="23 2 * * *", periodic_id="night")
@app.task(queue="clock", queueing_lock="nightly", lock="nightly", pass_context=True)
def nightly(context: JobContext, /, timestamp: int = 0, correlation: str = "", **later: Any) -> None:
    """Look at every client's year while nobody waits."""
    with carried(context, correlation):
        clock.night(by=system("night"), at=timezone.now())


@app.periodic(cron="* * * * *", periodic_id="rescue")
@app.task(queue="housekeeping", queueing_lock="rescue")  # no lock: a killed rescue must not block the next
async def rescue(timestamp: int = 0, **later: Any) -> None:
    """Give jobs whose worker died back to the queue; they run again, and being idempotent do nothing twice."""
    for job in await app.job_manager.get_stalled_jobs():
        facts = {"job": job.id, "task": job.task_name}
        if job.attempts >= TRIES:
            log.error("job given up: its worker died every time", extra=facts)
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
            continue
        try:
            await app.job_manager.retry_job(job)
            log.warning("job taken up again", extra=facts)
        except UniqueViolation:
            log.warning("job given up for its twin that waits", extra=facts)
            await app.job_manager.finish_job(job, Status.ABORTED, delete_job=False)


@app.periodic(cron="17 3 * * *", periodic_id="tidy")
@app.task(queue="housekeeping", queueing_lock="tidy")
async def tidy(timestamp: int = 0, **later: Any) -> None:
    """Forget jobs that ended well more than a week ago."""
    await app.job_manager.delete_old_jobs(nb_hours=7 * 24)


def order_bank_run() -> None:
    """Ask for a bank run now instead of within the minute; one that waits already is enough."""
    with suppress(AlreadyEnqueued), transaction.atomic():  # the caller's transaction outlives the queue's refusal
        bank_run.defer(correlation=current())


def order_mandates() -> None:
    """Hear the service of mandates now instead of within minutes; one turn that waits already is enough."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        hear_mandates.defer(correlation=current())


def order_intake(*, arrival_id: UUID, user_id: UUID) -> None:
    """Have a file of many invoices taken in behind the page; ordered twice it waits once."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        lock = f"intake:{arrival_id}"
        ordered = take_in_file.configure(queueing_lock=lock, lock=lock)
        ordered.defer(arrival=str(arrival_id), user=str(user_id), correlation=current())


def order_month(*, run_id: UUID) -> None:
    """Have the end of a month worked on by two jobs behind the page; ordered twice they wait once."""
    for worker in (1, 2):
        with suppress(AlreadyEnqueued), transaction.atomic():
            end_month.configure(queueing_lock=f"month:{run_id}:{worker}").defer(run=str(run_id), correlation=current())


def order_statements() -> None:
    """Have the statements of closed months made where any is still to come; ordered twice it waits once, and whatever
    else waits goes before: thousands of papers take minutes."""
    if unstated(viewer=system("month")).exists():
        with suppress(AlreadyEnqueued), transaction.atomic():
            state_months.configure(queueing_lock="statements", priority=-1).defer(correlation=current())


def order_ladder_run(*, run_id: UUID) -> None:
    """Have a run of a ladder worked on by two jobs behind the page; ordered twice they wait once."""
    for worker in (1, 2):
        with suppress(AlreadyEnqueued), transaction.atomic():
            work_on_run.configure(queueing_lock=f"ladder:{run_id}:{worker}").defer(
                run=str(run_id), correlation=current()
            )


def order_house(*, files_id: UUID) -> None:
    """Have the files of a house looked at, or taken in, behind the page; ordered twice it waits once."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        work_on_house.configure(queueing_lock=f"house:{files_id}").defer(files=str(files_id), correlation=current())


def order_comparison(*, run_id: UUID) -> None:
    """Have a comparison worked on behind the page; ordered twice it waits once."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        name = f"comparison:{run_id}"
        compare_offers.configure(queueing_lock=name, lock=name, priority=-1).defer(
            run=str(run_id), correlation=current()
        )


def intake_waits(arrival_ids: Collection[UUID]) -> bool:
    """Whether one of these files is still being taken in."""
    names = [f"intake:{key}" for key in arrival_ids]
    return ProcrastinateJob.objects.filter(lock__in=names, status__in=("todo", "doing")).exists()
