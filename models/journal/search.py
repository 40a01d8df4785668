"""Finding actions, sessions, mopeds and facts from a few words, whatever the accents and the order of the words."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from models.french import typed
from models.french.comparing import plate_key, tidy
from models.french.folding import fold
from models.french.ranking import ranked
from models.french.typed import Misread
from models.registers.sentences import day_of
from models.tables import Action, Contact, Immersion, Introduction, Job, Moped, Person, Prescription, Session, Training
from models.tables.registers import joined

LATEST = 10_000  # sessions looked through, so that each letter typed answers at once
LOOKED_AT = 100  # of those that hold every word, as many are put in order
LATEST_FACTS = 2_000  # the same, of each register
NAMING: dict[Any, tuple[str, ...]] = {
    Introduction: ("employer", "offer"),
    Job: ("employer",),
    Immersion: ("company",),
    Training: ("label", "provider"),
    Prescription: ("structure",),
    Contact: ("structure",),
}
"""The registers looked through, and the fields that name an employer, a training or a structure."""


def find_actions(text: str, limit: int = 8) -> list[Action]:
    """The actions whose code, title, convention or site hold every word: by code first, then the latest."""
    actions = Action.select().order_by(Action.start.desc(), Action.code)
    found = ranked(actions, text, lambda each: (each.code, f"{each.title} {each.convention} {each.site}"))
    return found[:limit] if text.strip() else []


def find_sessions(text: str, limit: int = 8) -> list[Session]:
    """The sessions of a day, or whose code, theme, trainer or place hold every word: by code first, then the latest."""
    sessions = Session.select(Session, Action).join(Action).order_by(Session.day.desc(), Session.start)
    try:
        return list(sessions.where(Session.day == typed.parse_day(text)).limit(limit))
    except Misread:
        pass
    words = fold(text).split()
    if not words:
        return []
    coded = sessions.where(Session.code.startswith(tidy(text))).order_by(Session.code).limit(limit)
    columns = (Session.nature, Session.theme, Session.trainer, Session.place, Action.code)
    told = Session.select(Session.id, Session.code, *columns).join(Action).order_by(Session.day.desc(), Session.start)
    lines = told.limit(LATEST).tuples()
    found = _first(lines, words, lambda line: f"{line[1]} {_folded(*line[2:])}", LOOKED_AT, str.lower)
    known = dict.fromkeys([*coded, *sessions.where(Session.id.in_([line[0] for line in found]))])
    return ranked(known, text, lambda each: (each.code, _words(each)))[:limit]


def _words(session: Session) -> str:
    return f"{session.nature} {session.theme} {session.trainer} {session.place} {session.action.code}"


@lru_cache(LATEST)
def _folded(*texts: str) -> str:
    """Themes, trainers and places come again and again: each set is folded once."""
    return fold(" ".join(texts))


def find_mopeds(text: str, limit: int = 8) -> list[Moped]:
    """The mopeds whose plate, of today or before, model or site hold every word; dashes and spaces of a plate do not
    matter."""

    def words(each: Moped) -> str:
        plates = " ".join(plate_key(plate) for plate in (each.plate, *each.formerly.splitlines()))
        return f"{plates} {each.model} {each.site}"

    mopeds = Moped.select(Moped, Action).join(Action).order_by(Moped.plate)
    found = ranked(mopeds, text, lambda each: (each.plate, words(each)))
    return found[:limit] if text.strip() else []


def find_facts(text: str, limit: int = 8) -> list[Any]:
    """The facts of NAMING that name an employer, a training or a structure by every word, the latest first."""
    words = fold(text).split()
    found = []
    for table, names in NAMING.items():
        latest = table.select(table.id, *(getattr(table, name) for name in names)).join(Person, joined(table))
        latest = latest.where(Person.restricted.is_null())
        latest = latest.order_by(getattr(table, table.dated).desc(), table.id.desc()).limit(LATEST_FACTS).tuples()
        ids = [line[0] for line in _first(latest, words, lambda line: _folded(*line[1:]), limit, str)]
        whose = table.select(table, Person, Action).join(Person, joined(table)).switch(table).join(Action)
        found += list(whose.where(table.id.in_(ids))) if ids else []
    return sorted(found, key=day_of, reverse=True)[:limit]


def _first(
    records: Iterable[Any],
    words: list[str],
    told: Callable[[Any], str],
    limit: int,
    folded: Callable[[str], str] = fold,
) -> list[Any]:
    found: list[Any] = []
    if not words:
        return found
    for record in records:
        told_of = folded(told(record))
        if all(word in told_of for word in words):
            found.append(record)
            if len(found) == limit:
                break
    return found
