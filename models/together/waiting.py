"""Marks typed while the server is out of reach: kept on this machine, in order, until they are sent or refused.

Each is a line of a file of the installation's folder, on disk before it is shown as waiting: identifiers and statuses,
no participant's name. What becomes of it is another line. A mark is sent as it was typed, and one that a colleague has
contradicted meanwhile is not: theirs stays, and the one who typed it is told.
"""

import json
import os
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from config.files import MACHINE, make_folder, settle
from config.settings import LATE
from models.acts import act, refusals
from models.acts.refusals import Refused
from models.days.clock import now
from models.french import wording
from models.sessions import roll
from models.sessions.expected import NAMED
from models.storage.connection import writing
from models.storage.faults import in_french
from models.tables import Attendance, Person

MARK, MINUTES, CLEAR, REST = "mark", "minutes", "clear", "rest"
NOT_FOLLOWED = "la marque d'avant n'a pas été gardée"
State = tuple[str | None, int | None]
"""A status (None: not marked) and the minutes typed or estimated."""


@dataclass
class Mark:
    """A mark that waits. ``before`` is the state it was typed over, of one person; ``follows`` the number of the
    waiting mark it was typed over (0: none). ``left``: the state in which it left each person, once sent. ``back``: the
    people it was not done for, and ``why``. ``base`` tells on which server."""

    number: int
    at: str
    who: str
    verb: str
    session: int
    people: list[int]
    base: str
    status: str = ""
    minutes: int | None = None
    late: int = LATE
    before: State = (None, None)
    follows: int = 0
    done: bool = False
    left: dict[int, State] = field(default_factory=dict)
    back: list[int] = field(default_factory=list)
    why: str = ""

    @property
    def shown(self) -> State:
        """What it makes of a person, as far as is known here."""
        if self.verb == CLEAR:
            return None, None
        if self.verb == MINUTES:
            return self.before[0], self.minutes
        return self.status or "présent", self.minutes


class Waiting:
    """The marks of this installation that wait, or were refused and not looked at yet; safe for several threads."""

    def __init__(self, home: Path, base: str) -> None:
        self.path = home / f"attente-{MACHINE}-{os.getpid()}.jsonl"
        self.base = base
        self.lock = threading.RLock()
        self.marks: dict[int, Mark] = {}
        self.changes = 0  # counts what changed, for the screens
        for left in files(home):
            self._adopt(left)

    def put(self, verb: str, session: int, people: list[int], who: str, **values: Any) -> Mark:
        """Keeps a mark, on disk when this returns. Raises Refused when the disk refuses it."""
        with self.lock:
            before = self.of(session, people[0]) if len(people) == 1 else None
            mark = Mark(
                number=max(self.marks, default=0) + 1,
                at=now().format("YYYY-MM-DD HH:mm:ss"),
                who=who,
                verb=verb,
                session=session,
                people=people,
                base=self.base,
                follows=before.number if before else 0,
                **values,
            )
            told = {name: value for name, value in asdict(mark).items() if name not in ("done", "left", "back", "why")}
            self._write({"mark": told})
            self.marks[mark.number] = mark
            return mark

    def waiting(self) -> list[Mark]:
        """The marks to send, in order."""
        with self.lock:
            return [one for one in self.marks.values() if not one.done and one.base == self.base]

    def refused(self) -> list[Mark]:
        """The marks, or part of them, that were not done and nobody has looked at yet."""
        with self.lock:
            return [one for one in self.marks.values() if one.back]

    def of(self, session: int, person: int) -> Mark | None:
        """The last mark that waits for someone in a session."""
        found = [one for one in self.waiting() if one.session == session and person in one.people]
        return found[-1] if found else None

    def take_back(self) -> Mark | None:
        """Forgets the last mark that waits, and returns it."""
        with self.lock:
            if not (found := self.waiting()):
                return None
            self._write({"forgotten": found[-1].number})
            del self.marks[found[-1].number]
            self._tidy()
            return found[-1]

    def seen(self) -> None:
        """Whoever typed them knows of the marks refused so far."""
        with self.lock:
            for one in self.refused():
                self._write({"seen": one.number})
                one.back = []
            self._tidy()

    def send(self, mark: Mark) -> None:
        """Does a mark that waits, once: with no effect when it is done already, kept back when it cannot be.

        To be called in the order of the marks. Raises DatabaseError or Disconnected when the server is out of reach:
        the mark then waits.
        """
        before = mark.before
        if mark.follows in self.marks:
            former = self.marks[mark.follows]
            if set(former.back) & set(mark.people):
                return self._close(mark, {}, mark.people, NOT_FOLLOWED)
            before = former.left.get(mark.people[0], before)
        token = act.typed.set(f" (marqué le {wording.moment(mark.at)}, sans connexion)")
        try:
            with writing():
                why = "" if mark.verb == REST else _contradicted(mark, before)
                if not why:
                    _do(mark)
                left = {person: state_of(mark.session, person) for person in mark.people}
        except refusals.Disconnected:
            raise
        except Refused as refused:
            return self._close(mark, {}, mark.people, _without_names(str(refused), mark))
        finally:
            act.typed.reset(token)
        if why:
            return self._close(mark, left, mark.people, why)
        others = [person for person in mark.people if mark.verb == REST and left[person][0] != "présent"]
        return self._close(mark, left, others, "un collègue a marqué autrement" if others else "")

    def _close(self, mark: Mark, left: dict[int, State], back: list[int], why: str) -> None:
        with self.lock:
            self._write({"done": mark.number, "left": list(left.items()), "back": back, "why": why})
            mark.done, mark.left, mark.back, mark.why = True, left, back, why
            self._tidy()

    # the file

    def _write(self, line: dict[str, Any]) -> None:
        self.changes += 1
        try:
            make_folder(self.path.parent)
            new = not self.path.exists()
            handle = os.open(self.path, os.O_CREAT | os.O_APPEND | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), 0o600)
            try:
                os.write(handle, (json.dumps(line) + "\n").encode())
                os.fsync(handle)
            finally:
                os.close(handle)
            if new:
                settle(self.path.parent)
        except OSError as fault:
            raise Refused(
                f"Le serveur est hors d'atteinte, et la marque n'a pas pu être gardée ici ({in_french(fault)}) : "
                "notez-la."
            ) from None

    def _tidy(self) -> None:
        """Nothing waits nor is to be looked at: the file goes."""
        if all(one.done and not one.back for one in self.marks.values()):
            self.marks.clear()
            self.path.unlink(missing_ok=True)

    def _adopt(self, left: Path) -> None:
        """Takes over what a program that has ended left."""
        if left != self.path:
            if self.path.exists() or _runs(left):
                return
            try:
                left.rename(self.path)
            except OSError:  # another has just done so
                return
        self.marks = read(self.path)


def files(home: Path) -> list[Path]:
    """The files of waiting marks of this machine, the oldest first."""
    found = list(home.glob(f"attente-{MACHINE}-*.jsonl")) if home.is_dir() else []
    return sorted(found, key=lambda path: path.stat().st_mtime)


def read(path: Path) -> dict[int, Mark]:
    """The marks of a file, by number; what a killed program had begun to write is left out."""
    marks: dict[int, Mark] = {}
    for text in path.read_text(encoding="utf-8").splitlines():
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if told := line.get("mark"):
            marks[told["number"]] = Mark(**told | {"before": tuple(told["before"])})
        elif (number := line.get("forgotten")) is not None:
            marks.pop(number, None)
        elif (number := line.get("seen")) in marks:
            marks[number].back = []
        elif (number := line.get("done")) in marks:
            one = marks[number]
            one.done, one.back, one.why = True, line["back"], line["why"]
            one.left = {person: tuple(state) for person, state in line["left"]}
    return marks


def state_of(session: int, person: int) -> State:
    """How someone is marked now."""
    line = Attendance.get_or_none(Attendance.session == session, Attendance.person == person)
    return (None, None) if line is None or line.status == NAMED else (line.status, line.minutes)


def told(mark: Mark, names: dict[int, str]) -> str:
    """A mark in French: ``DIALLO Amina : absent, marqué le 12/03/2026 à 9h05``; ``names`` of people, by identifier."""
    people = mark.back or mark.people
    whom = ", ".join(names.get(one, f"personne n° {one}") for one in people[:5])
    more = f" et {wording.counted(len(people) - 5, 'autre')}" if len(people) > 5 else ""
    what = {
        MARK: mark.status,
        MINUTES: "durée de la séance" if mark.minutes is None else wording.hours(mark.minutes),
        CLEAR: "marque effacée",
        REST: "présent",
    }[mark.verb]
    return f"{whom}{more} : {what}, marqué le {wording.moment(mark.at)}"


def names_of(marks: list[Mark]) -> dict[int, str]:
    """The full names of the people of these marks, by identifier."""
    people = {person for one in marks for person in one.people}
    return {one.id: wording.person(one) for one in Person.select().where(Person.id.in_(sorted(people)))}


def _do(mark: Mark) -> None:
    session, who = mark.session, mark.who
    if mark.verb == REST:
        roll.mark_rest_present(session, who=who, among=mark.people)
    elif mark.verb == MARK:
        roll.mark(session, mark.people[0], mark.status, mark.minutes, who=who, late=mark.late)
    elif mark.verb == MINUTES:
        roll.set_minutes(session, mark.people[0], mark.minutes, who=who, late=mark.late)
    else:
        roll.clear(session, mark.people[0], who=who)


def _contradicted(mark: Mark, before: State) -> str:
    """What a colleague made of the person since the mark was typed, when it is neither what it was nor what is
    wanted."""
    person = mark.people[0]
    found = state_of(mark.session, person)
    status, minutes = mark.shown
    already = found[0] == status and ((mark.verb != MINUTES and minutes is None) or found[1] == minutes)
    if already or found == tuple(before):
        return ""
    line = Attendance.get_or_none(Attendance.session == mark.session, Attendance.person == person)
    who = line.recorded_by if line is not None and line.recorded_by else "un collègue"
    return f"{who} a mis « {found[0] or 'non marqué'} » entre-temps, c'est gardé"


def _without_names(sentence: str, mark: Mark) -> str:
    """A refusal without the names of the people, which no file here keeps."""
    for name in names_of([mark]).values():
        sentence = sentence.replace(name, "la personne")
    return sentence


def _runs(path: Path) -> bool:
    """Whether the program that wrote a file still runs: one of its number, begun before the file was last written."""
    import psutil

    try:
        number = int(path.stem.rpartition("-")[2])
        return number == os.getpid() or psutil.Process(number).create_time() <= path.stat().st_mtime
    except (psutil.Error, OSError, ValueError):
        return False
