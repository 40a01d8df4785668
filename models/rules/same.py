"""Records that one key names, however it is typed: two participants, two actions, two sessions or two mopeds."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from pendulum import Date

from config.words import OWN_RULE
from models.days.clock import today
from models.french.comparing import plate_key, tidy
from models.people.identities import once
from models.rules.deviation import Deviation
from models.tables import Action, Moped, Parcours, Person, Record, Session

REMEDY = (
    "S'ils sont distincts, changez l'un des deux ; sinon gardez-en un : deux participants ou deux cyclomoteurs se "
    "réunissent depuis Tâches (t), Doublons."
)

Known = tuple[int, str]
"""A record's number and its key as it is stored."""


def same_key() -> Iterator[Deviation]:
    """Records whose keys differ only by the way they are typed, stored before that was looked at: the codes of actions,
    the identifiers of participants and, in each action, the codes of sessions and the plates of mopeds."""
    yield from _actions()
    yield from _participants()
    for model, name, key, what in ((Session, "code", tidy, "séances"), (Moped, "plate", plate_key, "cyclomoteurs")):
        yield from _within(model, name, key, what)


def _actions() -> Iterator[Deviation]:
    for alike in _alike(Action.select(Action.id, Action.code).tuples(), tidy):
        for number, code in alike:
            start = Action.get_by_id(number).start
            yield _deviation(code, code, start, "actions", alike, ("Action", number))


def _participants() -> Iterator[Deviation]:
    """In each action one of them is in; beside any action when none is in one."""
    for alike in _alike(Person.select(Person.id, Person.code).where(once()).tuples(), tidy):
        stays = Parcours.select(Action.code, Action.start).join(Action).distinct()
        where = dict(stays.where(Parcours.person.in_([number for number, _ in alike])).tuples()) or {"": today()}
        number, code = alike[-1]
        for its, start in where.items():
            yield _deviation(its, code, start, "participants", alike, ("Person", number))


def _within(model: type[Record], name: str, key: Callable[[str], str], what: str) -> Iterator[Deviation]:
    query = model.select(Action.id, Action.code, Action.start, model.id, getattr(model, name)).join(Action)
    by_action: dict[tuple[int, str, Date], list[Known]] = defaultdict(list)
    for owner, code, start, number, text in query.tuples():
        by_action[owner, code, start].append((number, text))
    for (_, code, start), records in by_action.items():
        for alike in _alike(records, key):
            number, text = alike[-1]
            subject = text if model is Session else code
            yield _deviation(code, subject, start, what, alike, (model.__name__, number))


def _alike(records: Iterable[Known], key: Callable[[str], str]) -> Iterator[list[Known]]:
    """The records that have the same key, several of each, the oldest first."""
    found: dict[str, list[Known]] = defaultdict(list)
    for number, text in sorted(records):
        found[key(text)].append((number, text))
    yield from (several for several in found.values() if len(several) > 1)


def _deviation(
    action: str, subject: str, date: Date, what: str, alike: list[Known], where: tuple[str, int]
) -> Deviation:
    listed = ", ".join(f"« {text} »" for _, text in alike)
    message = f"Les {what} {listed} ne se distinguent que par la façon de les taper : c'est la même clé."
    return Deviation("same-key", "warning", action, subject, date, message, OWN_RULE, REMEDY, *where)
