"""The Account that a person belongs to: by domain, by name, never by chance. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from connections.crm import Record
from connections.record_ids import full_id
from mappings import recognition as say
from mappings.companies import alike_companies
from mappings.domains import company_domain
from mappings.indexing import RecordIndex, company_bucket
from mappings.plain_text import name_key
from mappings.proposals import Proposal
from mappings.rules import AccountByDomain, AccountByName, AccountRule, Rules
from mappings.spellings import begins_alike

_PREFIX = "Account."
# How near a name has to be that only decides between Accounts of one domain.
_NEAR = 90


class AccountFound(NamedTuple):
    """The Account, or None, and the sentence that says why; "" where nothing was looked for."""

    account: Record | None = None
    sentence: str = ""
    is_trouble: bool = False


def account_of(contact: Record, index: RecordIndex) -> Record | None:
    """The Contact's own Account, at least with what was read along with the Contact."""
    account_id = full_id(str(contact.fields.get("AccountId") or ""))
    if not account_id:
        return None
    along = {
        name.removeprefix(_PREFIX): value
        for name, value in contact.fields.items()
        if name.startswith(_PREFIX)
    }
    return index.accounts.get(account_id) or Record(
        "Account", account_id, {"Id": account_id, **along}
    )


def find_account(rules: Rules, proposals: Sequence[Proposal], index: RecordIndex) -> AccountFound:
    """The Account by the rules in their order; the first rule that finds any decides.

    Of several the one is taken whose domain and name both fit, then the one that is written in
    exactly the same way; else none of them, and the sentence says so.
    """
    for rule in rules.accounts:
        rows = _rows(rule, proposals, index)
        if rows:
            return _chosen(rules, rule, rows, proposals=proposals)
    return AccountFound(sentence=_nothing(rules, proposals))


def _rows(
    rule: AccountRule, proposals: Sequence[Proposal], index: RecordIndex
) -> tuple[Record, ...]:
    found: dict[str, Record] = {}
    for lead in proposals:
        if isinstance(rule, AccountByDomain):
            some: Iterator[Record] = iter(index.rows("Account", rule.field, lead.domain))
        else:
            some = _named_alike(rule, lead.company, index)
        found |= {row.id: row for row in some}
    return tuple(sorted(found.values(), key=_age))


def _named_alike(rule: AccountByName, company: str, index: RecordIndex) -> Iterator[Record]:
    for row in index.rows("Account", "Name", company_bucket(company)):
        name = _name(row)
        if alike_companies(company, name, rule.likeness) and begins_alike(company, name):
            yield row


def _chosen(
    rules: Rules, rule: AccountRule, rows: tuple[Record, ...], *, proposals: Sequence[Proposal]
) -> AccountFound:
    what = _what(rule, proposals)
    if len(rows) == 1:
        return AccountFound(rows[0], f"The Account {_name(rows[0])} {what}.")
    for fits, reason in (
        (_both(rules, proposals), "domain and name both fit"),
        (_exactly(proposals), "it is written in just the same way"),
    ):
        fitting = [row for row in rows if fits(row)]
        if len(fitting) == 1:
            return AccountFound(
                fitting[0],
                f"Of {len(rows)} Accounts, {_name(fitting[0])} was taken: {reason}.",
            )
    names = "; ".join(_name(row) for row in rows[:3])
    sentence = (
        f"{say.counted(len(rows), 'Account')} could be this person’s: {names}"
        f"{' and others' if len(rows) > 3 else ''}. Inlet never picks one at random, "
        "so none was taken."
    )
    return AccountFound(None, sentence, is_trouble=True)


def _both(rules: Rules, proposals: Sequence[Proposal]) -> Callable[[Record], bool]:
    fields = [rule.field for rule in rules.accounts if isinstance(rule, AccountByDomain)]
    least = next(
        (rule.likeness for rule in rules.accounts if isinstance(rule, AccountByName)), _NEAR
    )

    def fits(row: Record) -> bool:
        sites = {
            company_domain(str(row.fields.get(field) or "")) for field in fields or ["Website"]
        }
        return any(
            lead.domain in sites - {""} and alike_companies(lead.company, _name(row), least)
            for lead in proposals
        )

    return fits


def _exactly(proposals: Sequence[Proposal]) -> Callable[[Record], bool]:
    written = {name_key(lead.company) for lead in proposals} - {""}
    return lambda row: name_key(_name(row)) in written


def _what(rule: AccountRule, proposals: Sequence[Proposal]) -> str:
    if isinstance(rule, AccountByDomain):
        domains = dict.fromkeys(lead.domain for lead in proposals if lead.domain)
        return f"has the domain {' or '.join(domains)}"
    companies = dict.fromkeys(lead.company for lead in proposals if lead.company)
    return f"is called like {' or '.join(f'“{one}”' for one in companies)}"


def _nothing(rules: Rules, proposals: Sequence[Proposal]) -> str:
    """Why there is no Account; "" if the leads tell nothing to look for."""
    asked = []
    for rule in rules.accounts:
        by_domain = isinstance(rule, AccountByDomain)
        if any(lead.domain if by_domain else lead.company for lead in proposals):
            asked.append(_what(rule, proposals))
    return f"No Account {' or '.join(asked)}." if asked else ""


def _name(row: Record) -> str:
    return str(row.fields.get("Name") or row.id)


def _age(row: Record) -> tuple[str, str]:
    return str(row.fields.get("CreatedDate") or ""), row.id
