"""One history: leads that come, workers that die, answers that are lost, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from mappings.documents import rules_of
from mappings.rules import Rules
from syncs.engine.jobs import FenceLost
from syncs.engine.turning import Turn, turn

from .calling import Crm, Trouble, Wire
from .house import House, Lead, Safeties, Stream
from .keeping import Store
from .loom import Killed, Loom
from .people import leads_of
from .rows import HANDS, KEY
from .salesforce import Org

# Trouble and people's hands end at this second; the last retry of a schedule comes after a day.
CALM, END = 200.0, 5 * 86_400.0
ALL = Safeties()


def rules(key_field: str) -> Rules:
    """An agreement of few fields; the title is always the newest."""
    owned = {"LastName": "if_blank", "Company": "if_blank", "Email": "if_blank", "Title": "always"}
    sources = {"LastName": "person.last_name", "Company": "company.name", "Email": "person.email",
               "Title": "person.title"}  # fmt: skip
    fields = [
        {
            "label": name,
            "lead_field": name,
            "contact_field": "" if name == "Company" else name,
            "source": sources[name],
            "ownership": ownership,
        }
        for name, ownership in owned.items()
    ]
    return rules_of(
        {"fields": fields, "match": ["email", "external_id"], "external_id_field": key_field}
    )


BY_KEY, KEYLESS = rules(KEY), rules("")
_LEVELS = (
    Trouble(),
    Trouble(fault=0.1, slow=0.03, lock=0.05, stall=0.002, kill=0.1),
    Trouble(fault=0.3, slow=0.15, lock=0.1, stall=0.01, kill=0.4),
    Trouble(fault=0.05, slow=0.4, lock=0.02, stall=0.0, kill=0.5),
)


@dataclass
class History:
    """Everything of one history."""

    loom: Loom
    house: House
    org: Org
    trouble: Trouble
    wire: Wire
    leads: list[Lead]
    touched: bool = False
    kills: int = 0
    crashes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, seed: int, safeties: Safeties = ALL) -> History:
        """The history of this seed, before its first second."""
        chance = Random(seed)  # noqa: S311 (the same seed tells the same history)
        keyed = chance.random() < 0.5
        level = chance.choice(_LEVELS)
        trouble = Trouble(level.fault, level.slow, level.lock, level.stall, level.kill)
        loom = Loom(chance)
        org = Org(unique=safeties.unique, blind=not safeties.reread)
        streams = {number: Stream() for number in range(chance.choice((1, 1, 2, 3)))}
        house = House(BY_KEY if keyed else KEYLESS, safeties, streams)
        leads = list(leads_of(chance, keyed=keyed, most=10))
        return cls(loom, house, org, trouble, Wire(loom, org, trouble), leads)

    def run(self) -> bool:
        """Let it happen; whether every lead ended and every request landed in time."""
        chance = self.loom.chance
        for lead in self.leads:
            self.loom.at(lead.received, lambda lead=lead: self._accept(lead))  # type: ignore[misc]
        for _ in range(chance.choice((0, 0, 1, 3))):
            self.touched = True
            self.loom.at(chance.uniform(1, CALM), self._touch)
        self.loom.at(CALM, self._calm)
        self.loom.at(5.0, self._sweep)
        done = self.loom.run(self._is_over, until=END)
        self.loom.end()
        return done

    def _is_over(self) -> bool:
        arrived = len(self.house.leads) == len(self.leads) and self.trouble.calm
        return arrived and not self.wire.flying and not self.house.pending()

    def _accept(self, lead: Lead) -> None:
        self.house.accept(lead)
        if self.loom.chance.random() < 0.9:
            stream = lead.stream_hash % len(self.house.streams)
            self.loom.at(self.loom.chance.expovariate(100), lambda: self._wake(stream))

    def _calm(self) -> None:
        self.trouble.calm = True

    def _sweep(self) -> None:
        """Wake who has something to do, and look again."""
        now = self.loom.now
        for one in self.house.due_at(now):
            self._wake(one.stream_hash % len(self.house.streams))
        dues = [one.due for one in self.house.pending() if one.due is not None]
        rest = min(dues, default=now) - now
        self.loom.at(max(20.0, rest) if self.trouble.calm else 5.0, self._sweep)

    def _touch(self) -> None:
        """Somebody in the org does something to a record."""
        self.org.tables.now = self.loom.now
        rows = [row for table in self.org.tables.rows.values() for row in table.values()
                if not row["IsDeleted"] and not row["IsConverted"]]  # fmt: skip
        if rows:
            row, hand = self.loom.chance.choice(rows), self.loom.chance.choice(HANDS)
            if row["Id"].startswith("00Q") or hand.__name__ != "convert":
                hand(self.org.tables, row)

    def _wake(self, stream: int) -> None:
        worker = self.loom.spawn(lambda: self._work(stream))
        if self.trouble.falls(self.loom, self.trouble.kill):
            self.loom.at(self.loom.chance.expovariate(1.0), lambda: self.loom.kill(worker))

    def _work(self, stream: int) -> None:
        """One wake-up of a worker."""
        store = Store.take(self.house, self.loom, self.trouble, stream)
        if store is None:
            return
        try:
            self._turn(store)
            store.release()
        except Killed:
            self.kills += 1
            return
        if not self.house.paused_until > self.loom.now and self.house.due(stream, self.loom.now):
            self.loom.at(0.01, lambda: self._wake(stream))

    def _turn(self, store: Store) -> None:
        loom = self.loom
        try:
            turn(
                Turn(
                    store=store,
                    open_crm=lambda: Crm(self.wire, store.stay),  # type: ignore[arg-type, return-value]
                    clock=lambda: loom.now,
                    draw=loom.chance.random,
                    quarantine=self.house.quarantine,
                )
            )
        except FenceLost:
            pass
        except Exception as error:  # noqa: BLE001 (whatever breaks a turn is a finding)
            self.crashes.append(f"{type(error).__name__}: {error}")
