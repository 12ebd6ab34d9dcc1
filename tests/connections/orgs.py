"""An org at a scripted server, and its answers."""

from __future__ import annotations

from connections import soql
from connections.crm import Record, Write
from connections.salesforce import Access, SalesforceOrg
from connections.transport import OrgSession, TimedAdapter

from .scripted import Answer, Seen

USER_PATH = "/id/00DKB0000004VwX2AU/005KB000001mNoPYAU"
LEADS = soql.select("Lead", ["Id", "Email"])
CONTACTS = soql.select("Contact", ["Id"])
SESSION_ENDED = Answer(
    [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}], status=401
)


class Tokens:
    """Gives "token2", "token3", …; how many it gave is its count."""

    def __init__(self) -> None:
        self.given = 1

    def __call__(self) -> str:
        self.given += 1
        return f"token{self.given}"


def open_org(url: str, refresh: Tokens | None = None) -> SalesforceOrg:
    access = Access(
        instance_url=url, identity_url=f"{url}{USER_PATH}", token="token1", version="62.0"
    )
    session = OrgSession(TimedAdapter(1, 0.5, 1.5), url)
    return SalesforceOrg(access, session, refresh=refresh or Tokens())


def composite(*parts: tuple[object, int]) -> Answer:
    return Answer(
        {
            "compositeResponse": [
                {"referenceId": f"part{n}", "httpStatusCode": status, "body": body}
                for n, (body, status) in enumerate(parts)
            ]
        }
    )


def rows(*ids: str, rest: str = "") -> tuple[object, int]:
    records = [{"attributes": {"type": "Lead"}, "Id": one} for one in ids]
    more = {"done": False, "nextRecordsUrl": rest} if rest else {"done": True}
    return {"records": records, **more}, 200


def saved(seen: Seen) -> Answer:
    """Every record of every collection was written."""
    parts = [part for part in seen.json["compositeRequest"] if part["method"] != "GET"]
    done = {"id": "00QKB00000aBcD12AK", "success": True, "errors": []}
    return composite(*(([done] * len(part["body"]["records"]), 200) for part in parts))


def leads(count: int) -> list[Write]:
    return [Write(str(n), "Lead", {"LastName": str(n)}) for n in range(count)]


def ids(found: list[list[Record]]) -> list[list[str]]:
    return [[one.id for one in some] for some in found]
