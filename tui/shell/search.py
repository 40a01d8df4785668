"""Finding anything from a few letters: people, sessions, actions, mopeds, employers, trainings."""

from collections.abc import Sequence
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
        people = [("Person", one.id, one.code, _person(one, former)) for one in known]
        actions = [("Action", one.id, one.code, f"{one.code} {one.title}") for one in find_actions(text)]
        dated = find_sessions(text)
        alone = [one.id for one in dated if (nature := _nature(one)) and not nature.collective]
        whom = planning.for_whom(Session.id.in_(alone)) if alone else {}
        sessions = [("Session", one.id, one.code, _session(one, whom.get(one.id, ""))) for one in dated]
        facts = [(type(one).__name__, one.id, "", _fact(one)) for one in find_facts(text)]
        mopeds = [("Moped", one.id, one.plate, _moped(one)) for one in find_mopeds(text)]
        sections = (
            ("Participants", people),
            ("Actions", actions),
            ("Séances", sessions),
            ("Employeurs, formations, structures", facts),
            ("Cyclomoteurs", mopeds),
        )
        by_code = sorted((section for section in sections if section[1]), key=lambda section: _best(text, section[1]))
        return [row for title, found in by_code for row in _section(title, found)]


def _best(text: str, found: Sequence[tuple[str, int, str, str]]) -> int:
    """What was found by its code comes before what was found by its words."""
    ranks = [how for _, _, code, _ in found if (how := rank(text, code)) is not None]
    return min([*ranks, WHOLE_WORDS])


def _section(title: str, found: Sequence[tuple[str, int, str, str]]) -> list[Row]:
    return [Row(title), *(Row(Content(fit(text, 70)), (table, number)) for table, number, _, text in found)]


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
