"""Who people were called before: a corrected identifier, a changed name, a record of theirs joined to the one kept.

A record that was joined keeps its row, for the movements of hours that name it: nobody finds it any more, and its
identifier is that of the person it is now.
"""

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from models.acts.act import Act
from models.acts.spellings import of_code
from models.french import wording
from models.french.folding import fold
from models.tables import FormerIdentity, Person

NEARLY = 0.85  # likeness above which two names may be the same one mistyped


def once() -> Any:
    """The condition of a query on Person that leaves out the records joined to others."""
    return Person.id.not_in(_joined())


def is_joined(person: Person) -> bool:
    """Whether this record was joined to another."""
    return FormerIdentity.select().where(FormerIdentity.joined == person.id).exists()


def now(number: int) -> Person | None:
    """Who this record is of today: the person it was joined to, else its own; None when it is gone."""
    kept = FormerIdentity.get_or_none(FormerIdentity.joined == number)
    return Person.get_or_none(Person.id == number) if kept is None else kept.person


def whole(people: Iterable[int]) -> list[int]:
    """The numbers of these people, and those of the records joined to theirs."""
    numbers = list(people)
    found = _joined().where(FormerIdentity.person.in_(numbers))
    return [*numbers, *(number for (number,) in found.tuples())]


def bearer(code: str) -> Person | None:
    """Who has this identifier, or had it when nobody has it now; None when nobody did."""
    found = of_code(Person, code)
    if found is not None:
        kept = FormerIdentity.get_or_none(FormerIdentity.joined == found.id)
        return found if kept is None else kept.person
    former = of_code(FormerIdentity, code)
    return None if former is None else former.person


def formerly(people: Iterable[Person]) -> dict[int, str]:
    """The names people had before and have no longer, of those who changed: « BENALI »; one query."""
    known = {one.id: one for one in people}
    found: dict[int, list[str]] = {}
    query = FormerIdentity.select(FormerIdentity.person, FormerIdentity.last_name, FormerIdentity.first_name)
    for number, last, first in query.where(FormerIdentity.person.in_(list(known))).order_by(FormerIdentity.id).tuples():
        told = _other_name(known[number], last, first)
        if told and told not in found.setdefault(number, []):
            found[number].append(told)
    return {number: ", ".join(told) for number, told in found.items() if told}


def codes(someone: Person) -> list[str]:
    """The identifiers somebody had before, the oldest first."""
    had = FormerIdentity.select(FormerIdentity.code).where(FormerIdentity.person == someone).order_by(FormerIdentity.id)
    return [code for code in dict.fromkeys(code for (code,) in had.tuples()) if code != someone.code]


def person(someone: Person, former: dict[int, str] | None = None) -> str:
    """A participant's full name with those of before: « DIALLO Amina (anciennement BENALI) »."""
    told = (formerly([someone]) if former is None else former).get(someone.id)
    return f"{wording.person(someone)} (anciennement {told})" if told else wording.person(someone)


def keep(act: Act, someone: Person, changes: dict[str, Any]) -> None:
    """Keeps, as part of an act, what is about to change of who someone is: the identifier, or a name that becomes
    another one. A mistyped name that is mended is no former name; one taken back is no longer a former one."""
    named = f"{changes.get('last_name', someone.last_name)} {changes.get('first_name', someone.first_name)}"
    code = changes.get("code", someone.code)
    for known in FormerIdentity.select().where(FormerIdentity.person == someone, FormerIdentity.joined.is_null()):
        if known.code == code and known.folded == fold(named):
            act.delete(known)
    if someone.confirmed and (code != someone.code or not alike(someone.folded, fold(named))):
        former(act, someone, someone)


def former(act: Act, someone: Person, known: Person, joined: int | None = None) -> None:
    """Notes, as part of an act, what ``known`` is called as a former identity of ``someone``."""
    names = ("code", "last_name", "first_name", "folded", "birth")
    act.insert(FormerIdentity, person=someone, joined=joined, **{name: getattr(known, name) for name in names})


def alike(one: str, other: str) -> bool:
    """Whether two folded names are the same, in any order of the words, or nearly."""
    return sorted(one.split()) == sorted(other.split()) or SequenceMatcher(None, one, other, False).ratio() >= NEARLY


def agrees(former: FormerIdentity, last: str | None, first: str | None, birth: Any) -> bool:
    """Whether a name and a birth, None when they are not told, are those of this former identity or of its person."""
    named = sorted(fold(f"{last or ''} {first or ''}").split())
    known = (former, former.person)
    births = {one.birth for one in known if one.birth is not None}
    told = not named or any(sorted(fold(f"{one.last_name} {one.first_name}").split()) == named for one in known)
    return told and (birth is None or not births or birth in births)


def _joined() -> Any:
    return FormerIdentity.select(FormerIdentity.joined).where(FormerIdentity.joined.is_null(False))


def _other_name(now: Person, last: str, first: str) -> str:
    if alike(fold(f"{last} {first}"), fold(f"{now.last_name} {now.first_name}")):
        return ""
    same_first = fold(first) == fold(now.first_name)
    return last.upper() if same_first else wording.full_name(last, first)
