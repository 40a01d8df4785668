"""What the demo is told with: a calendar, people, sessions and marks, kept as rows until all are stored."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import resources
from random import Random
from typing import Any

from pendulum import Date

from models.days.holidays import closed_days
from models.days.months import plus_months
from models.french.folding import fold
from models.storage.adopting import adopt
from models.storage.connection import loaded, writing
from models.tables import TABLES, database

DATA = tomllib.loads((resources.files("models.demo") / "data.toml").read_text(encoding="utf-8"))
ARRIVAL = 10 * 60
SENTENCE = "Année d'exemple écrite : personne n'y existe."
AT_ONCE = 400  # rows an insertion holds


@dataclass(frozen=True)
class Stay:
    """Someone's parcours: the rows' ids and its first and last day."""

    person: int
    entry: Date
    last: Date
    group: str = ""


@dataclass
class Scene:
    """The demo being made: rows by table, each with its id. The year began nine months before ``today``."""

    today: Date
    dice: Random = field(default_factory=lambda: Random(49))
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.start = plus_months(self.today.replace(day=1), -9)
        self.end = plus_months(self.start, 12).subtract(days=1)
        self.holidays = closed_days(self.start, plus_months(self.end, 12))
        self.codes: dict[str, int] = defaultdict(int)

    def add(self, table: str, at: Date | None = None, by: str = "", hour: int = ARRIVAL, **values: Any) -> int:
        """Notes a record, written on the day it tells of (or today, when that is later) by a trainer."""
        written = min(at or self.start, self.today)
        identity = len(self.rows[table]) + 1
        self.rows[table].append(
            {
                "id": identity,
                **values,
                "recorded_at": f"{written.isoformat()} {hour // 60:02d}:{hour % 60:02d}:00",
                "recorded_by": by or DATA["user"],
            }
        )
        return identity

    def code(self, base: str) -> str:
        """A code of its own: the base, then base-2…"""
        self.codes[base] += 1
        return base if self.codes[base] == 1 else f"{base}-{self.codes[base]}"

    # the calendar

    def open_day(self, day: Date) -> bool:
        """A working day on which the structure is open."""
        short = day.format("MM-DD")
        return day.isoweekday() < 6 and day not in self.holidays and not any(self._closed(short))

    def _closed(self, short: str) -> Iterable[bool]:
        for closure in DATA["closures"]:
            first, last = closure["from"], closure["to"]
            yield first <= short <= last if first <= last else short >= first or short <= last

    def workday(self, day: Date) -> Date:
        """That day, or the next one on which the structure is open; never today, whose sessions are set apart."""
        while day == self.today or not self.open_day(day):
            day = day.add(days=1)
        return day

    def past_workday(self, day: Date) -> Date:
        """That day, or the last one before on which the structure was open; always before today."""
        while day >= self.today or not self.open_day(day):
            day = day.subtract(days=1)
        return day

    def every(self, weekday: int, first: Date, last: Date, step: int = 1) -> list[Date]:
        """The open days of one weekday (1 is Monday) between two days, every ``step`` weeks, today left out."""
        day = first.add(days=(weekday - first.isoweekday()) % 7)
        found = []
        while day <= last:
            if day != self.today and self.open_day(day):
                found.append(day)
            day = day.add(days=7 * step)
        return found

    # people and what they do

    def action(self, part: str) -> int:
        """The action of a part of the demo, over its year."""
        said = DATA["actions"][part]
        return self.add("Action", start=self.start, end=self.end, edition="", **({"places": None} | said))

    def person(self, line: str, public: str, youngest: int = 20, oldest: int = 55, **more: Any) -> int:
        """Someone named ``Last,First,Sex``; between these ages when the year began."""
        last, first, sex = line.split(",")
        dice, people = self.dice, DATA["people"]
        birth = self.start.subtract(years=dice.randint(youngest, oldest), days=dice.randint(20, 340))
        letters = "".join(letter for letter in fold(last).upper() if letter.isascii() and letter.isalpha())
        values = {
            "code": self.code(f"{letters[:12]}-{fold(first).upper()[:1]}"),
            "last_name": last,
            "first_name": first,
            "folded": fold(f"{last} {first}"),
            "birth": birth,
            "sex": sex,
            "public": public,
            "caf_number": f"{dice.randint(1000000, 9999999)}" if public == "RSA" else "",
            "town": dice.choice(people["towns"]),
            "phone": f"06 00 00 {dice.randint(0, 99):02d} {dice.randint(0, 99):02d}",
            "email": "",
            "prescriber": dice.choice(people["prescribers"]),
            "referent": dice.choice(people["referents"]),
            "family_status": dice.choice(["célibataire", "en couple", "parent isolé"]),
            "education": dice.choice(["sans diplôme", "CAP ou BEP", "baccalauréat"]),
            "employment": "sans emploi",
            "zone": people["zones"][len(self.rows["Person"]) % len(people["zones"])],
            "precarious": False,
            "confirmed": True,
        }
        return self.add("Person", **(values | more))

    def recipient(self, line: str, towns: str, *ages: int, **more: Any) -> int:
        """Someone on the RSA with rights and duties, of whom everything the conventions ask for is known."""
        dice = self.dice
        values = {
            "town": dice.choice(DATA["people"][towns]),
            "address": f"{dice.randint(1, 90)} rue {dice.choice(['des Tilleuls', 'de la Gare', 'Jean-Jaurès'])}",
            "rsa_status": "socle",
            "rsa_since": self.start.subtract(days=dice.randint(60, 1800)),
            "rights_and_duties": True,
            "job_seeker_since": self.start.subtract(days=dice.randint(30, 900)),
            "priority_area": dice.randrange(10) < 4,
            "newcomer": dice.randrange(10) < 3,
            "disabled": False,
            "income": 0,
        }
        return self.person(line, "RSA", *ages, **(values | more))

    def stay(self, action: int, person: int, entry: Date, out: Date | None = None, **more: Any) -> Stay:
        """A parcours, meant to last to the end of the year."""
        values: dict[str, Any] = {
            "planned_end": self.end,
            "exit_type": "",
            "evaluation": None,
            "renewed": None,
            "renewal_reason": "",
            "group": "",
            "confirmed": True,
        } | more
        self.add("Parcours", entry, action=action, person=person, entry=entry, exit=out, **values)
        return Stay(person, entry, out or self.end, values["group"])

    def session(self, action: int, nature: str, day: Date, start: int, length: int, trainer: int, **more: Any) -> int:
        """A session; ``trainer`` is a rank among the trainers."""
        code = f"S-{day.isoformat()}"
        self.codes[f"{action} {code}"] += 1
        values = {
            "theme": "",
            "place": DATA["sites"][0],
            "state": "",
            "group": "",
            "pair": "",
            "cancel_reason": "",
            "note": "",
        } | more
        return self.add(
            "Session",
            min(day.subtract(days=14), self.today),
            action=action,
            code=f"{code}-{self.codes[f'{action} {code}']}",
            nature=nature,
            day=day,
            start=start,
            end=start + length,
            trainer=DATA["trainers"][trainer],
            **values,
        )

    def mark(self, session: int, person: int, status: str, minutes: int | None = None, **more: Any) -> None:
        """A status in the roll of a session, written when it ends."""
        row = self.rows["Session"][session - 1]
        values = {"estimated": False, "note": "", "origin": "application"} | more
        self.add(
            "Attendance",
            row["day"] if status != "prévu" else row["day"].subtract(days=7),
            row["trainer"],
            row["end"],
            session=session,
            person=person,
            status=status,
            minutes=minutes,
            **values,
        )

    def meet(self, action: int, nature: str, person: int, day: Date, trainer: int, start: int, **more: Any) -> None:
        """An interview of 45 minutes with one person, attended when its day is past."""
        session = self.session(action, nature, day, start, 45, trainer, **more)
        self.mark(session, person, "présent" if day < self.today else "prévu")

    def note(self, table: str, at: Date, action: int, person: int, **values: Any) -> None:
        """A fact about someone, when its day has come."""
        if at <= self.today:
            self.add(table, at, action=action, person=person, **values)

    def call(self, session: int, persons: Iterable[int], faithful: int = 90, least: int = 0) -> None:
        """Calls a roll: ``faithful`` in a hundred come, a few of them late; at least ``least`` come."""
        row = self.rows["Session"][session - 1]
        length = row["end"] - row["start"]
        persons = list(persons)
        come = [person for person in persons if self.dice.randrange(100) < faithful]
        away = [person for person in persons if person not in come]
        while len(come) < least and away:
            come.append(away.pop(0))
        for person in persons:
            if person not in come:
                self.mark(session, person, self.dice.choice(["absent", "excusé", "excusé"]))
            elif self.dice.randrange(100) < 5:
                if row["day"] > self.today.subtract(days=8):  # nobody has typed the minutes yet
                    self.mark(session, person, "retard", length - 15, estimated=True)
                else:
                    self.mark(session, person, "retard", length - self.dice.choice([10, 15, 20, 30]))
            else:
                self.mark(session, person, "présent")

    def begin(self, action: int, stay: Stay) -> None:
        """The first diagnosis and the written plan of a parcours, in its first weeks."""
        for kind, days in (("diagnostic", 5), ("plan-actions", 9)):
            day = self.workday(stay.entry.add(days=days))
            self.note("Step", day, action, stay.person, kind=kind, day=day)

    def leave(self, action: int, stay: Stay, out: Date) -> None:
        """What comes before an exit: the acquis written down, a word with the référent."""
        self.note("Step", out, action, stay.person, kind="acquis", day=out)
        self.tell_referent(action, stay.person, self.past_workday(out.subtract(days=3)))

    def tell_referent(self, action: int, person: int, day: Date) -> None:
        """A word with somebody's référent, by telephone."""
        more = {"partner": "référent", "purpose": "suivi", "channel": "téléphone"}
        self.note("Contact", day, action, person, day=day, **more)

    def document(self, action: int, person: int, kind: str, day: Date) -> None:
        """A document handed over, when its day has come."""
        if day <= self.today:
            self.add("Document", day, action=action, person=person, kind=kind, day=day, recipient="")

    def store(self) -> None:
        """Writes every row and the act that tells them, in one transaction."""
        with writing():
            for model in TABLES:
                blank = {field.name: field.default for field in model._meta.sorted_fields if field.name != "id"}
                rows = [blank | row for row in self.rows[model.__name__]]
                for first in range(0, len(rows), AT_ONCE):
                    model.insert_many(rows[first : first + AT_ONCE]).execute()
            adopt(database.obj, "demo", SENTENCE, f"{self.today.isoformat()} 07:30:00", salt="")
            loaded()


def here(stays: Iterable[Stay], day: Date, group: str = "") -> list[int]:
    """The persons whose stay is open on a day, of one group when it is named."""
    return [stay.person for stay in stays if stay.entry <= day <= stay.last and group in ("", stay.group)]
