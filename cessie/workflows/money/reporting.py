"""The bank's word on a file of ours goes to whoever sent it."""

from __future__ import annotations

from datetime import datetime

from cessie.domain.client_ledgers import take_report as of_sweeps
from cessie.domain.mandates import take_report as of_mandates
from cessie.domain.payments import take_report as of_payments
from cessie.domain.users.rules.viewer import Viewer

Reported = of_payments.Reported | of_mandates.Reported | of_sweeps.Reported


def take_report(*, data: bytes, name: str, channel: str, by: Viewer, at: datetime) -> Reported:
    """Of payments, collections or the sweep of a client; refused as each one's ``take_report``."""
    if of_mandates.is_ours(data, name):
        return of_mandates.take_report(data=data, name=name, channel=channel, by=by, at=at)
    if of_sweeps.is_ours(data, name):
        return of_sweeps.take_report(data=data, name=name, channel=channel, by=by, at=at)
    return of_payments.take_report(data=data, name=name, channel=channel, by=by, at=at)
