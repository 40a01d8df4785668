"""Finding anything from a few letters: people, sessions, actions, mopeds, employers, trainings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual.content import Content

from config.schema import Nature
from models.french import wording
from models.french.ranking import WHOLE_WORDS, rank
from models.journal.search import find_actions, find_facts, find_mopeds, find_sessions
from models.people import identities
from models.people.participants import find
from models.registers import sentences
from models.sessions import planning
from models.tables import Moped, Person, Session
from tui.widgets.finder import Finder
from tui.widgets.rows import Row, fit

EACH = 8


@dataclass(frozen=True)
class Found:
    """A record that was found: its table and number, the code it may be found by ('' without one), its line."""

    table: str
    id: int
    code: str
    line: str


@dataclass(frozen=True)
class Section:
    """What was found of one kind, under its title."""

    title: str
    found: Sequence[Found]


class SearchScreen(Finder):
    """Closes with (table, id) of what was chosen, which the application opens."""

    TITLE = "Chercher"
    PROMPT = "nom, téléphone, code de séance ou d'action, date, employeur, plaque…"
    HELP = (
        "Tapez quelques lettres : un nom (sans accents, dans n'importe quel ordre), un téléphone, un code d'action ou"
        " de séance, une date JJ/MM/AAAA, un thème, un formateur, un employeur, une formation suivie, une plaque."
    )

    def found(self, text: str) -> Sequence[Row]:
        if not text.strip():
            return []
        known = find(text, EACH)
        former = identities.formerly(known)
        people = [Found("Person", one.id, one.code, _person(one, former)) for one in known]
        actions = [Found("Action", one.id, one.code, f"{one.code} {one.title}") for one in find_actions(text)]
        dated = find_sessions(text)
        alone = [one.id for one in dated if (nature := _nature(one)) and not nature.collective]
        whom = planning.for_whom(Session.id.in_(alone)) if alone else {}
        sessions = [Found("Session", one.id, one.code, _session(one, whom.get(one.id, ""))) for one in dated]
        facts = [Found(type(one).__name__, one.id, "", _fact(one)) for one in find_facts(text)]
        mopeds = [Found("Moped", one.id, one.plate, _moped(one)) for one in find_mopeds(text)]
        sections = (
            Section("Participants", people),
            Section("Actions", actions),
            Section("Séances", sessions),
            Section("Employeurs, formations, structures", facts),
            Section("Cyclomoteurs", mopeds),
        )
        by_code = sorted((section for section in sections if section.found), key=lambda section: _best(text, section))
        return [row for section in by_code for row in _rows(section)]


def _best(text: str, section: Section) -> int:
    """What was found by its code comes before what was found by its words."""
    ranks = [how for one in section.found if (how := rank(text, one.code)) is not None]
    return min([*ranks, WHOLE_WORDS])


def _rows(section: Section) -> list[Row]:
    return [Row(section.title), *(Row(Content(fit(one.line, 70)), (one.table, one.id)) for one in section.found)]


def _person(person: Person, former: dict[int, str]) -> str:
    known = [identities.person(person, former), person.code, wording.day(person.birth), person.town, person.phone]
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
    return " · ".join((wording.day(sentences.day_of(fact)), sentences.about(fact), told, fact.action.code))


def _moped(moped: Moped) -> str:
    return " · ".join(part for part in (moped.plate, moped.model, moped.action.code) if part)
