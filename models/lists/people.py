"""Who is who: the people of a list beside one another and beside those recorded. Never one because of a name, a number,
a telephone or an address alone: somebody says so."""

from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from pendulum import Date

from models.french.folding import fold
from models.french.wording import counted
from models.french.wording import day as say_day
from models.lists.asking import Question, key
from models.lists.draft import Reading, Someone
from models.lists.tables import Spot
from models.people.identities import NEARLY, once
from models.people.twins import loose
from models.tables import Person
from models.takeover.sheets import PARTICIPANTS

SAME, NEW, LEAVE = "même", "nouvelle", "laisser"
STORED, FILE = "enregistré", "fichier"
TELLING = ("caf_number", "phone", "email")
LETTER = "N"


def settle(reading: Reading) -> None:
    """Says who each person of the file is: the same as an earlier row, somebody recorded, or somebody new; gives those
    a code."""
    stored = _stored()
    index = _Index()
    for someone in stored:
        index.add(someone)
    for someone in reading.draft.people:
        found = _settled(reading, someone, index)
        if found is None:
            index.add(someone)
        elif found is not someone:
            _join(reading, someone, found)
    taken = {one.code for one in stored}
    number = max((int(code[1:]) for code in taken if code[:1] == LETTER and code[1:].isdigit()), default=0)
    for someone in reading.draft.people:
        if someone.who is someone and not someone.left and not someone.code:
            number += 1
            someone.code = someone.values.get("code") or f"{LETTER}{number:03d}"
    _tell_missing(reading)


def _stored() -> list[Someone]:
    """The people recorded, as the list would tell them."""
    names = [column.attribute for column in PARTICIPANTS.columns if column.attribute != "public_since"]
    query = Person.select(*(getattr(Person, name) for name in names)).where(Person.erased.is_null(), once())
    found = []
    for row in query.order_by(Person.id).tuples().iterator():
        values = {name: value for name, value in zip(names, row, strict=True) if value not in (None, "")}
        spot = Spot("base", 0, 0)
        one = Someone(values["last_name"], values.get("first_name", ""), spot, values, code=values["code"], known=True)
        found.append(one)
    return found


class _Index:
    """Those met so far, found again by what somebody may share with them."""

    def __init__(self) -> None:
        self.by: dict[str, list[Someone]] = defaultdict(list)

    def add(self, someone: Someone) -> None:
        for one in _keys(someone):
            self.by[one].append(someone)

    def near(self, someone: Someone) -> list[Someone]:
        """Those who share something, each once, in order."""
        found: dict[int, Someone] = {}
        for one in _keys(someone):
            for other in self.by.get(one, ()):
                found[id(other)] = other
        return list(found.values())


def _keys(someone: Someone) -> Iterable[str]:
    yield f"nom {_name(someone)}"
    if birth := someone.values.get("birth"):
        yield f"naissance {birth}"
    for attribute in TELLING:
        if value := someone.values.get(attribute):
            yield f"{attribute} {_plain(attribute, value)}"
    if code := someone.values.get("code"):
        yield f"code {loose(code)}"


def _name(someone: Someone) -> str:
    return " ".join(sorted(fold(someone.name).split()))


def _plain(attribute: str, value: Any) -> str:
    """A value as it is compared."""
    if attribute == "phone":
        return "".join(letter for letter in str(value) if letter.isdigit())[-9:]
    return loose(value) if attribute == "caf_number" else fold(str(value))


def _settled(reading: Reading, someone: Someone, index: _Index) -> Someone | None:
    """Who of those met somebody is; themselves when they are left aside, None when they are new."""
    sure, doubts = [], []
    for other in index.near(someone):
        verdict = _verdict(someone, other)
        if verdict == SAME:
            sure.append(other)
        elif verdict:
            doubts.append((other, verdict))
        else:
            _tell_apart(reading, someone, other)
    if len(sure) == 1 and not doubts:
        return sure[0]
    if not sure and not doubts:
        return None
    return _asked(reading, someone, [*((one, "même nom") for one in sure), *doubts])


def _verdict(someone: Someone, other: Someone) -> str:
    """« même », why it is to be asked, or '' for two people."""
    mine, theirs = someone.values, other.values
    same_name = _name(someone) == _name(other)
    birth, known = mine.get("birth"), theirs.get("birth")
    if mine.get("code") and loose(mine["code"]) == loose(theirs.get("code", "")):
        return SAME if same_name else "même identifiant, un autre nom"
    if same_name:
        return _same_name(someone, other, birth, known)
    shared = [name for name in TELLING if name in mine and _shares(mine, theirs, name)]
    first = fold(someone.first) == fold(other.first)
    if shared and first and (not birth or not known or birth == known):
        return "même prénom, et " + ", ".join(_header(name) for name in shared) + " en commun"
    alike = SequenceMatcher(None, fold(someone.name), fold(other.name), False).ratio() >= NEARLY
    return "noms presque pareils, même naissance" if birth and birth == known and alike else ""


def _same_name(someone: Someone, other: Someone, birth: Any, known: Any) -> str:
    against = [name for name in TELLING if _differs(someone.values, other.values, name)]
    if birth and known and birth != known:
        return "naissances presque pareilles" if _near(birth, known) else ""
    if against and not (other.known and birth and birth == known and against == ["email"]):
        return "même nom, mais " + ", ".join(f"{_header(name)} différent" for name in against)
    if birth and known:
        if other.known and (someone.last, someone.first) != (other.last, other.first):
            return "même naissance, nom écrit autrement"
        return SAME
    if other.known and not birth and not known and _shares(someone.values, other.values, "caf_number"):
        return SAME
    if other.known:
        return "même nom, sans naissance pour le confirmer"
    by_name = not (someone.listed and other.listed) or (not birth and not known)
    return SAME if by_name else "même nom, une seule naissance connue"


def _near(one: Date, other: Date) -> bool:
    """Whether two births differ by one figure, or by day and month put one for the other."""
    figures = sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True))
    return figures == 1 or (one.year == other.year and (one.day, one.month) == (other.month, other.day))


def _shares(mine: dict[str, Any], theirs: dict[str, Any], name: str) -> bool:
    return name in mine and name in theirs and _plain(name, mine[name]) == _plain(name, theirs[name])


def _differs(mine: dict[str, Any], theirs: dict[str, Any], name: str) -> bool:
    return name in mine and name in theirs and _plain(name, mine[name]) != _plain(name, theirs[name])


def _tell_apart(reading: Reading, someone: Someone, other: Someone) -> None:
    """Says why two people who share something are two."""
    if _name(someone) == _name(other):
        births = [say_day(one.values["birth"]) for one in (other, someone)]
        reading.tell(f"{someone.name} : deux personnes, nées le {' et le '.join(sorted(births))}.")
        return
    shared = [_header(name) for name in TELLING if _shares(someone.values, other.values, name)]
    if shared:
        names = " et ".join(sorted((someone.name, other.name)))
        reading.tell(f"{names} ({', '.join(shared)} en commun) : même foyer, deux personnes.")


def _asked(reading: Reading, someone: Someone, doubts: list[tuple[Someone, str]]) -> Someone | None:
    """What somebody says of those who may be one."""
    several = len(doubts) > 1
    choices = [
        (f"{SAME} {rank}" if several else SAME, f"la même que {_described(other)} : {why}")
        for rank, (other, why) in enumerate(doubts, 1)
    ]
    spelled = not several and doubts[0][1] == "même naissance, nom écrit autrement"
    answer = reading.asking.ask(
        Question(
            key("personne", str(someone.spot)),
            f"{_described(someone)} : est-ce quelqu'un de connu ?",
            choices=(*choices, (NEW, "une nouvelle personne"), (LEAVE, "laisser cette ligne")),
            proposed=SAME if spelled else "",
        )
    )
    if answer == LEAVE:
        someone.left = True
        reading.aside.append(f"{someone.spot} : {someone.name}")
        return someone
    for (value, _), (other, _) in zip(choices, doubts, strict=True):
        if answer == value:
            return other
    return None


def _described(someone: Someone) -> str:
    birth = someone.values.get("birth")
    parts = [someone.code if someone.known else str(someone.spot), say_day(birth) if birth else "sans naissance"]
    parts += [str(someone.values[name]) for name in TELLING if name in someone.values]
    return f"{someone.name} ({', '.join(part for part in parts if part)})"


def _join(reading: Reading, someone: Someone, found: Someone) -> None:
    """Makes somebody the one found: what is missing is added, what differs is asked."""
    someone.same = found
    for attribute, value in someone.values.items():
        if attribute in ("code", "last_name", "first_name"):
            continue
        stored = found.values.get(attribute)
        if stored in (None, ""):
            found.put(attribute, value, someone.spots[attribute])
        elif _plain(attribute, stored) != _plain(attribute, value):
            _choose(reading, someone, found, attribute)


def _choose(reading: Reading, someone: Someone, found: Someone, attribute: str) -> None:
    header, said = _header(attribute), _said(someone.values[attribute])
    known = _said(found.values[attribute])
    answer = reading.asking.ask(
        Question(
            key("champ", str(someone.spots[attribute])),
            f"{someone.name}, {header} : {known} {'est enregistré' if found.known else 'vient plus haut'}, {said} est "
            "dans le fichier",
            choices=((STORED, f"garder {known}"), (FILE, f"prendre {said}")),
        )
    )
    if answer == FILE:
        found.put(attribute, someone.values[attribute], someone.spots[attribute])


def _said(value: Any) -> str:
    return say_day(value) if isinstance(value, Date) else str(value)


def _header(attribute: str) -> str:
    return PARTICIPANTS.column(attribute).header


def _tell_missing(reading: Reading) -> None:
    """Counts what is not known of the new people, and matters."""
    new = [one for one in reading.draft.people if one.who is one and not one.left]
    for attribute, what in (("birth", "sans date de naissance"), ("sex", "sans sexe")):
        missing = [one for one in new if attribute not in one.values]
        if missing and (attribute == "birth" or len(missing) < len(new)):
            named = ", ".join(one.name for one in missing[:3])
            reading.tell(f"{what} : {len(missing)} ({named}{'…' if len(missing) > 3 else ''})")
    again = [one for one in reading.draft.people if one.same is not None and not one.same.known]
    if again:
        count = len({id(one.who) for one in again})
        more = counted(len(again), "ligne")
        reading.tell(f"{more} de plus au même nom : {counted(count, 'personne')}, chacune une fois.")
