"""Finding anything from a few letters: people, sessions, actions, mopeds, employers, trainings."""

from collections.abc import Sequence
from typing import Any

from textual.content import Content

from config.schema import Nature
from models.french import wording
from models.journal.search import find_actions, find_facts, find_mopeds, find_sessions
from models.people.participants import find
from models.registers import sentences
from models.sessions import planning
from models.tables import Moped, Person, Session
from tui.widgets.finder import Finder
from tui.widgets.rows import Row, fit

EACH = 8


class SearchScreen(Finder):
    """Closes with (table, id) of what was chosen, which the application opens."""

    TITLE = "Chercher"
    PROMPT = "nom, code de séance ou d'action, date, employeur, plaque…"
    HELP = (
        "Tapez quelques lettres : un nom (sans accents, dans n'importe quel ordre), un code d'action ou de séance,"
        " une date JJ/MM/AAAA, un thème, un formateur, un employeur, une formation suivie, une plaque."
    )

    def found(self, text: str) -> Sequence[Row]:
        if not text.strip():
            return []
        rows: list[Row] = []
        rows += self._section("Participants", [("Person", p.id, _person(p)) for p in find(text, EACH)])
        rows += self._section("Actions", [("Action", a.id, f"{a.code} {a.title}") for a in find_actions(text)])
        dated = find_sessions(text)
        alone = [one.id for one in dated if (nature := _nature(one)) and not nature.collective]
        whom = planning.for_whom(Session.id.in_(alone)) if alone else {}
        rows += self._section("Séances", [("Session", s.id, _session(s, whom.get(s.id, ""))) for s in dated])
        facts = [(type(one).__name__, one.id, _fact(one)) for one in find_facts(text)]
        rows += self._section("Employeurs, formations, structures", facts)
        rows += self._section("Cyclomoteurs", [("Moped", m.id, _moped(m)) for m in find_mopeds(text)])
        return rows

    def _section(self, title: str, found: Sequence[tuple[str, int, str]]) -> list[Row]:
        if not found:
            return []
        return [Row(title), *(Row(Content(fit(text, 70)), (table, number)) for table, number, text in found)]


def _person(person: Person) -> str:
    known = [wording.person(person), person.code, wording.day(person.birth), person.town]
    return " · ".join(part for part in known if part)


def _nature(session: Session) -> Nature | None:
    return session.action.spec.nature_of(session.nature)


def _session(session: Session, whom: str) -> str:
    label = session.action.spec.nature_label(session.nature)
    when = f"{wording.day(session.day)} {wording.time(session.start)}"
    known = [when, session.action.code, whom, session.theme or label, session.trainer]
    return " · ".join(part for part in known if part)


def _fact(fact: Any) -> str:
    told = wording.capital(sentences.describe(fact))
    return " · ".join((wording.day(sentences.day_of(fact)), wording.person(fact.person), told, fact.action.code))


def _moped(moped: Moped) -> str:
    return " · ".join(part for part in (moped.plate, moped.model, moped.action.code) if part)
