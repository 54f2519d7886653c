"""Atradius: covers over its customers' API (paths, bodies and decision codes as two public clients use them).

Checked against those clients, not against the service: the envelope of lists (``{"data": [...]}``), the field that
carries our reference back, and every ``uidType`` but ``SN`` (SIREN) are unverified. Overdues and claims go over its
Non-Payments API, whose shape is not public: every path, field and code of it here is ours and unverified, spoken by our
sandbox. They go over it only where the house names its base path (``non_payments``); else they are told by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_CEILING, Decimal
from types import TracebackType
from typing import Any, Final, Literal

import httpx

from cessie.connectors.errors import AuthFailed, NotFound, OutcomeUnknown, Rejected, Temporary
from cessie.connectors.insurers import ClaimDecision, CoverDecision, Overdue, State
from cessie.lib.ids import uuid7
from cessie.lib.money import Money

SECONDS = 20
COVERS, BUYERS = "/credit-insurance/cover-management/v1", "/credit-insurance/organisation-management/v1"
STEP = 1_000_00  # cents: a request is a multiple of it, rounded up
#: What is superseded, archived or was only an application sets nothing: such codes are CLOSED.
CODES: Final[Mapping[str, State]] = {
    "DC01": "APPROVED", "DC02": "APPROVED_CONDITIONAL", "DC03": "REFUSED", "DC04": "REDUCED", "DC05": "UNCHANGED",
    "DC06": "PENDING", "DC07": "PENDING", "DC08": "WITHDRAWN", "DC09": "REDUCED", "DC22": "REDUCED",
    "DC10": "APPROVED_CONDITIONAL", "DC11": "APPROVED", "DC21": "WITHDRAWAL_NOTICE",
    "CCLD": "WITHDRAWN", "ECLD": "WITHDRAWN", "WCLD": "WITHDRAWN", "PCLD": "WITHDRAWN",
}  # fmt: skip
#: Decisions on claims (ours, unverified).
OUTCOMES: Final[Mapping[str, Literal["granted", "partly", "refused"]]] = {
    "ACCEPTED": "granted", "PARTIAL": "partly", "REJECTED": "refused",
}  # fmt: skip
COUNTRIES = {"BE": "BEL", "NL": "NLD", "FR": "FRA", "LU": "LUX", "DE": "DEU"}
#: Our schemes in the order in which they are tried.
UIDS = (("fr.siren", "SN"), ("nl.kvk", "KVK"), ("be.enterprise", "CBE"), ("vat", "VAT"))


class Atradius:
    """The service behind ``url`` for one policy; ``secret`` opens it and is never told."""

    name = "atradius"

    def __init__(
        self,
        url: str,
        *,
        client_id: str,
        secret: str,
        app_key: str,
        policy: str,
        customer: str,
        non_payments: str = "",
    ) -> None:
        self._login, self._policy, self._customer = (client_id, secret), policy, customer
        self._non_payments = non_payments.rstrip("/")
        self._client = httpx.Client(
            base_url=url, headers={"Atradius-App-Key": app_key}, timeout=SECONDS, trust_env=False
        )
        self._token = ""

    def __enter__(self) -> Atradius:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def find_buyer(self, country: str, numbers: frozenset[tuple[str, str]]) -> str:
        """Look the company up; each look-up may cost, so the caller keeps the answer."""
        known = dict(numbers)
        for scheme, uid in UIDS:
            if scheme in known:
                asked = {"country": COUNTRIES.get(country, country), "uid": known[scheme], "uidType": uid}
                found = self._get("find_buyer", f"{BUYERS}/buyers", asked)
                if found:
                    return str(found[0]["buyerId"])
        raise NotFound(self.name, "find_buyer", "no buyer match found")

    def request_limit(self, buyer: str, amount: Money, reference: str) -> CoverDecision:
        """Ask for a limit, rounded up to the insurer's step; never sent twice with one reference by this object."""
        steps = (Decimal(amount.cents) / STEP).to_integral_value(ROUND_CEILING)
        body = {
            "customerId": self._customer, "policyId": self._policy, "buyerId": buyer, "coverType": "credit-limit",
            "creditLimitAmount": int(steps) * STEP // 100, "currencyCode": amount.currency,
            "customerRefNumber": reference,
        }  # fmt: skip
        return self._decision(self._post("request_limit", f"{COVERS}/covers", body))

    def decisions_since(self, day: date) -> list[CoverDecision]:
        """Asked with a day's overlap: the service's moments may be an hour off."""
        found = self._get("decisions_since", f"{COVERS}/covers/decisions", {"fromDate": day.isoformat()})
        return sorted((self._decision(each) for each in found), key=lambda each: each.decided_at)

    def report_overdue(self, buyer: str, items: list[Overdue], reference: str) -> str:
        """Declare unpaid invoices; ``Rejected`` where the house has no access to the Non-Payments API."""
        return self._tell("report_overdue", "overdues", buyer, items, reference)

    def file_claim(self, buyer: str, items: list[Overdue], reference: str) -> str:
        """File a claim, as ``report_overdue``."""
        return self._tell("file_claim", "claims", buyer, items, reference)

    def told_since(self, day: date) -> dict[str, str]:
        """Overdues and claims alike, by our reference."""
        if not self._non_payments:
            return {}
        asked = {"policyId": self._policy, "fromDate": day.isoformat()}
        found = self._get("told_since", f"{self._non_payments}/notifications", asked)
        return {str(told.get("customerRefNumber") or ""): str(told.get("notificationId") or "") for told in found}

    def claims_since(self, day: date) -> list[ClaimDecision]:
        """Decisions on claims; what cannot be read is ``Rejected``."""
        if not self._non_payments:
            return []
        asked = {"policyId": self._policy, "fromDate": day.isoformat()}
        found = self._get("claims_since", f"{self._non_payments}/claims/decisions", asked)
        return sorted((_claim(self.name, told) for told in found), key=lambda each: each.decided_at)

    def _tell(self, operation: str, path: str, buyer: str, items: list[Overdue], reference: str) -> str:
        if not self._non_payments:
            raise Rejected(self.name, operation, "overdues and claims are told on the insurer's own site")
        body = {
            "customerId": self._customer, "policyId": self._policy, "buyerId": buyer, "customerRefNumber": reference,
            "invoices": [
                {
                    "invoiceNumber": item.number, "dueDate": item.due.isoformat(),
                    "outstandingAmount": str(item.open.decimal), "currencyCode": item.open.currency,
                }
                for item in items
            ],
        }  # fmt: skip
        told = self._post(operation, f"{self._non_payments}/{path}", body)
        return str(told.get("notificationId") or "") if isinstance(told, dict) else ""

    def _post(self, operation: str, path: str, body: dict[str, Any]) -> Any:
        """Send it once: what was sent and not clearly answered is ``OutcomeUnknown``."""
        token = self._bearer(operation)
        try:
            answer = self._client.post(path, json=body, headers=self._headers(token))
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:  # nothing left this machine
            raise Temporary(self.name, operation, type(error).__name__) from error
        except httpx.HTTPError as error:
            raise OutcomeUnknown(self.name, operation, type(error).__name__) from error
        if answer.status_code >= 500:
            raise OutcomeUnknown(self.name, operation, "no clear answer", code=str(answer.status_code))
        self._check(operation, answer)
        return _data(self.name, operation, answer)

    def _bearer(self, operation: str) -> str:
        if not self._token:
            try:
                answer = self._client.post("/authenticate/v2/tokens", auth=self._login, headers=self._headers(""))
            except httpx.HTTPError as error:
                raise Temporary(self.name, operation, type(error).__name__) from error
            self._check(operation, answer)
            self._token = str(_data(self.name, operation, answer)["access_token"])
        return self._token

    def _headers(self, token: str) -> dict[str, str]:
        found = {"Atradius-Correlation-Id": str(uuid7())}
        return found | ({"Authorization": f"Bearer {token}"} if token else {})

    def _get(self, operation: str, path: str, asked: dict[str, str]) -> list[dict[str, Any]]:
        token = self._bearer(operation)
        try:
            answer = self._client.get(path, params=asked, headers=self._headers(token))
        except httpx.HTTPError as error:
            raise Temporary(self.name, operation, type(error).__name__) from error
        if answer.status_code == 404:
            return []
        self._check(operation, answer)
        found = _data(self.name, operation, answer)
        if not isinstance(found, list):
            raise Rejected(self.name, operation, "the answer cannot be read")
        return found

    def _check(self, operation: str, answer: httpx.Response) -> None:
        code = str(answer.status_code)
        if answer.status_code in (401, 403):
            self._token = ""
            raise AuthFailed(self.name, operation, "not let in", code=code)
        if answer.status_code == 429 or answer.status_code >= 500:
            raise Temporary(self.name, operation, "not now", code=code)
        if answer.status_code not in (200, 201, 202):
            raise Rejected(self.name, operation, _detail(answer), code=code)

    def _decision(self, told: dict[str, Any]) -> CoverDecision:
        try:
            code = str(told["decisionCode"])
            total = told.get("totalDecision") or {}
            amount = Decimal(str(total.get("decisionAmtInPolicyCurrency", 0)))
            state = "PENDING" if told.get("coverStatus") == "REFERRED" else CODES.get(code, "CLOSED")
            nothing = state in ("REFUSED", "WITHDRAWN", "CLOSED", "WITHDRAWAL_NOTICE")
            return CoverDecision(
                insurer=self.name, buyer=str(told["buyerId"]), cover=str(told["coverId"]),
                reference=str(told.get("customerRefNumber") or ""), code=code, state=state,
                granted=Money(0) if nothing else Money(int(amount * 100), str(told.get("policyCurrencyCode") or "EUR")),
                valid_from=date.fromisoformat(told["effectFromDate"]),
                valid_until=_day(total.get("decisionExpiryDate") or told.get("effectiveToDate")),
                withdrawn_on=_day(told.get("withdrawalDate")),
                decided_at=_moment(told["decisionDate"]),
                conditions=tuple(str(c["conditionDescription"]) for c in total.get("decisionConditions", ())),
                policy=self._policy,
                raw=told,
            )  # fmt: skip
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            raise Rejected(self.name, "decision", "the answer cannot be read") from error


def _claim(name: str, told: dict[str, Any]) -> ClaimDecision:
    try:
        granted = Decimal(str(told.get("indemnityAmount") or 0))
        return ClaimDecision(
            reference=str(told["customerRefNumber"]), outcome=OUTCOMES[str(told["decisionCode"])],
            granted=Money(int(granted * 100), str(told.get("currencyCode") or "EUR")),
            words=str(told.get("decisionReason") or ""), decided_at=_moment(told["decisionDate"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise Rejected(name, "claims_since", "the answer cannot be read") from error


def _data(name: str, operation: str, answer: httpx.Response) -> Any:
    try:
        return answer.json()["data"]
    except (ValueError, KeyError, TypeError) as error:
        raise Rejected(name, operation, "the answer cannot be read") from error


def _detail(answer: httpx.Response) -> str:
    try:
        return "; ".join(str(each["detail"]) for each in answer.json()["errors"])[:300]
    except (ValueError, KeyError, TypeError):
        return "refused"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
