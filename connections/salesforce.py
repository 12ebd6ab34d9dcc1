"""The Salesforce client: the port of ``crm`` over simple-salesforce, which only this file imports.

It has time limits, keeps the headers of a call that is sent again after a 401, and tells a call
that failed from one whose answer was lost (reliability.md 0.7).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

import requests
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceError

from . import soql
from .batches import MAX_PARTS, Call, plan
from .composite import (
    Page,
    answer_parts,
    page,
    query_path,
    reading_body,
    request_body,
    write_results,
)
from .crm import (
    Creation,
    Identity,
    Look,
    Record,
    Sight,
    SObject,
    Usage,
    Write,
    WriteResult,
    Written,
)
from .describes import is_sobject, read_identity, read_sobject
from .errors import (
    ConfigurationError,
    CrmError,
    ErrorClass,
    Failure,
    PermanentError,
    UnknownOutcome,
    answered_in_vain,
    as_error,
    may_have_happened,
    not_sent,
    parse_errors,
)
from .looking import (
    calls_for,
    creating_body,
    creation_results,
    looking_body,
    sights,
    tooling_sight,
)
from .singles import MOST, single_body, single_results
from .soql import Select
from .transport import OrgSession, body_of, json_in, unanswered

_ENDED = frozenset({"INVALID_SESSION_ID", "HTTP_401", "Bad_OAuth_Token", "invalid_token"})
_ORGANIZATION = soql.select(
    "Organization", ("Id", "Name", "IsSandbox", "OrganizationType", "InstanceName")
)


@dataclass(frozen=True, slots=True)
class Access:
    """What it takes to call an org: checked origins, and a token."""

    instance_url: str
    identity_url: str
    token: str
    version: str


class _Client(Salesforce):
    """simple-salesforce, with a reader that tells every answer that is no object or array."""

    def parse_result_to_json(self, result: requests.Response) -> Any:
        """The answer's object or array; raises NotJson."""
        return json_in(result)


class SalesforceOrg:
    """One org, seen by one user. Not shared between threads."""

    def __init__(self, access: Access, session: OrgSession, *, refresh: Callable[[], str]) -> None:
        """``refresh`` gives a new token when the old one ended, or raises a CrmError."""
        self._access = access
        self._session = session
        self._refresh = refresh
        self._client = self._open(access.token)

    @property
    def usage(self) -> Usage | None:
        """The API usage in the last answer, or None before the first."""
        return self._session.usage

    @property
    def calls(self) -> int:
        """API calls that this client has made."""
        return self._session.calls

    def who_am_i(self) -> Identity:
        """The user and the org, in two calls."""
        user = self.user()
        (rows,) = self.find([_ORGANIZATION])
        return read_identity(user, rows)

    def user(self) -> Mapping[str, Any]:
        """The identity of the connected user (salesforce-facts 1.9), even without API Enabled."""
        url = self._access.identity_url
        found: Mapping[str, Any] = self._call(
            lambda client: self._get(client, url), _Ask(lambda body: _has(body, "user_id", str))
        )
        return found

    def look(self, looks: Sequence[Look]) -> list[Sight]:
        """Each look by itself, in their order: up to 25 in a call, 5 of them queries."""
        seen: dict[int, Sight] = {}
        for places in calls_for(looks):
            asked = [looks[place] for place in places]
            answer = self._composite(looking_body(asked, self._access.version))
            seen.update(zip(places, sights(asked, answer), strict=True))
        return [seen[place] for place in range(len(looks))]

    def look_tooling(self, select: Select) -> Sight:
        """The first page of a Tooling query, in one call."""
        path = f"tooling/query?{urlencode({'q': select.text})}"
        rows = _Ask(lambda body: _has(body, "records", list))
        try:
            return tooling_sight(select, self._call(lambda client: client.restful(path), rows))
        except (PermanentError, ConfigurationError) as error:
            return Sight(failure=error.failure)

    def set_up(self, creations: Sequence[Creation], *, tooling: bool = False) -> list[WriteResult]:
        """Make up to 25 set-up records in one call; see ``crm.Crm.set_up``."""
        body = creating_body(creations, self._access.version, tooling=tooling)
        path = "tooling/composite" if tooling else "composite"
        answer = self._call(
            lambda client: client.restful(path, method="POST", json=body),
            _Ask(_is_composite, writing=True),
        )
        return creation_results(creations, answer)

    def describe(self, sobject: str) -> SObject:
        """The object's fields and rights as this user sees them."""
        path = f"sobjects/{soql.identifier(sobject)}/describe"
        return read_sobject(self._call(lambda client: client.restful(path), _Ask(is_sobject)))

    def find(self, selects: Sequence[Select]) -> list[list[Record]]:
        """All rows of each query, in their order; five queries, or five more pages, a call."""
        rows: list[list[Record]] = [[] for _ in selects]
        paths = [query_path(select, self._access.version) for select in selects]
        self._follow(list(enumerate(paths)), selects, rows)
        return rows

    def write(
        self, writes: Sequence[Write], *, read_back: Sequence[Select] = (), most: int = 200
    ) -> Written:
        """Write each record once; see ``crm.Crm.write``.

        Raises only if the first call failed as a whole. Of a later one the records themselves
        tell: ANSWER_LOST for those that may have been written, NOT_SENT or the call's own error
        for the rest.
        """
        started = perf_counter()
        results: dict[str, WriteResult] = {}
        pages: list[Page] = []
        for call in plan(writes, read_back, most=most):
            try:
                answer = self._composite(request_body(call, self._access.version), writing=True)
            except CrmError as error:
                if not results:
                    raise
                results = _unsent(writes, error) | _stopped(call, error) | results
                break
            results.update((result.ref, result) for result in write_results(call, answer))
            parts = enumerate(call.selects, start=len(call.batches))
            found = (page(answer, part, select) for part, select in parts)
            pages += [one for one in found if isinstance(one, Page)]
        return Written(
            results=tuple(results[write.ref] for write in writes),
            read_back=self._read_back(pages, read_back),
            ms=round((perf_counter() - started) * 1000),
        )

    def write_singly(self, writes: Sequence[Write]) -> list[WriteResult]:
        """Write each record by itself, 25 in one call; see ``crm.Crm.write_singly``."""
        results: list[WriteResult] = []
        for at in range(0, len(writes), MOST):
            some = writes[at : at + MOST]
            answer = self._composite(single_body(some, self._access.version), writing=True)
            results += single_results(some, answer)
        return results

    def ask(
        self, ask: Callable[[Any], Any], *, is_good: Callable[[Any], bool], writing: bool = False
    ) -> Any:
        """One call that ``ask`` makes with the client, with all that goes for every call."""
        return self._call(ask, _Ask(is_good, writing=writing))

    def _read_back(
        self, pages: Sequence[Page], selects: Sequence[Select]
    ) -> tuple[tuple[Record, ...], ...]:
        """The rows that followed the writes, or nothing: their failure isn't the writes'."""
        if len(pages) != len(selects):
            return ()
        rows = [list(one.records) for one in pages]
        more = [(place, one.rest) for place, one in enumerate(pages) if one.rest]
        try:
            self._follow(more, selects, rows)
        except CrmError:
            return ()
        return tuple(tuple(some) for some in rows)

    def _follow(
        self,
        waiting: list[tuple[int, str]],
        selects: Sequence[Select],
        rows: list[list[Record]],
    ) -> None:
        """Read the waiting pages, (query's place, path), and those behind them, into ``rows``."""
        while waiting:
            now, waiting = waiting[:MAX_PARTS], waiting[MAX_PARTS:]
            answer = self._composite(reading_body([path for _, path in now]))
            for part, (place, _) in enumerate(now):
                found = page(answer, part, selects[place])
                if not isinstance(found, Page):
                    raise as_error(found[0])
                rows[place].extend(found.records)
                if found.rest:
                    waiting.append((place, found.rest))

    def _composite(self, body: dict[str, Any], *, writing: bool = False) -> Any:
        return self._call(
            lambda client: client.restful("composite", method="POST", json=body),
            _Ask(_is_composite, writing=writing),
        )

    def _get(self, client: Salesforce, url: str) -> Any:
        answer = self._session.get(url, headers=client.headers)
        if answer.status_code >= 300:
            raise as_error(parse_errors(body_of(answer), answer.status_code)[0])
        return json_in(answer)

    def _call(self, ask: Callable[[Salesforce], Any], asked: _Ask) -> Any:
        """Ask once, and once more with a new token if Salesforce says the old one ended."""
        try:
            return asked.answer(ask, self._client)
        except ConfigurationError as error:
            if error.code not in _ENDED or error.kind is not ErrorClass.AUTH:
                raise
        self._client = self._open(self._refresh())
        return asked.answer(ask, self._client)

    def _open(self, token: str) -> Salesforce:
        access = self._access
        client = _Client(
            instance_url=access.instance_url,
            session_id=token,
            session=self._session,
            version=access.version,
            object_pairs_hook=dict,
        )
        del client.headers["X-PrettyPrint"]
        # It says https whatever it was given; the practice org on this machine has none.
        client.base_url = f"{access.instance_url}/services/data/v{access.version}/"
        return client


@dataclass(frozen=True, slots=True)
class _Ask:
    """What is asked for: the shape of a good answer, and whether the call writes."""

    is_good: Callable[[Any], bool]
    writing: bool = False

    def answer(self, ask: Callable[[Salesforce], Any], client: Salesforce) -> Any:
        """The answer, or one of the three kinds of error, whichever way the call failed."""
        try:
            answer = ask(client)
        except SalesforceError as error:
            raise self._failed(error.content, error.status) from error
        except requests.RequestException as error:
            raise unanswered(error, writing=self.writing) from error
        if not self.is_good(answer):
            raise self._failed(answer, 200)
        return answer

    def _failed(self, body: Any, status: int) -> CrmError:
        found = parse_errors(body, status)[0]
        if self.writing and may_have_happened(found, status):
            return answered_in_vain(found)
        return as_error(found)


def _is_composite(body: Any) -> bool:
    return bool(answer_parts(body))


def _has(body: Any, key: str, kind: type) -> bool:
    return isinstance(body, dict) and isinstance(body.get(key), kind)


def _stopped(call: Call, error: CrmError) -> dict[str, WriteResult]:
    """What became of the writes of a later call that failed as a whole."""
    return {
        write.ref: _refused(write, error.failure)
        for batch in call.batches
        for write in batch.writes
    }


def _unsent(writes: Sequence[Write], error: CrmError) -> dict[str, WriteResult]:
    """What became of the writes behind that call."""
    reason = error.failure
    if isinstance(error, UnknownOutcome):
        reason = not_sent("An earlier call of the same batch got no answer.").failure
    return {write.ref: _refused(write, reason) for write in writes}


def _refused(write: Write, reason: Failure) -> WriteResult:
    return WriteResult(write.ref, ok=False, failures=(reason,))
