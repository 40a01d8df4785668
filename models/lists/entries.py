"""When each person of a list enters the action: told, or asked once for all those who are not in it yet."""

from collections import defaultdict

from pendulum import Date

from models.french.wording import counted
from models.french.wording import day as say_day
from models.lists import shapes
from models.lists.asking import LEAVE, Question, key
from models.lists.draft import Line, Reading, Someone
from models.lists.rolls import first_days
from models.tables import Action, Parcours, Person

FIRST = "premier jour"
STORED, FILE = "enregistré", "fichier"


def settle(reading: Reading, listed: bool) -> None:
    """Gives each stay its entry; people of a list or of a roll who have none get one. ``listed``: the file lists
    people."""
    draft, firsts = reading.draft, first_days(reading)
    stored = _stored(reading.action)
    stays: dict[int, Line] = {}
    for line in draft.stays:
        who = line.values["person"].who
        if not line.values["person"].left:
            known = stays.setdefault(id(who), line)
            if known is not line:
                known.values.update(
                    {name: one for name, one in line.values.items() if one not in (None, "", line.values["person"])}
                )
    loans = {id(one.values["person"].who) for one in draft.loans}
    for someone in draft.people:
        who = someone.who
        if someone.left or id(who) in stays or (id(who) in loans and id(who) not in firsts):
            continue
        if listed or id(who) in firsts:
            stays[id(who)] = Line(who.spot, {"person": who})
    draft.stays = list(stays.values())
    groups = _groups(reading)
    waiting = []
    for line in draft.stays:
        who = line.values["person"] = line.values["person"].who
        line.values["group"] = line.values.get("group") or groups.get(id(who), "")
        if not _known(reading, line, stored.get(who.code, [])):
            waiting.append(line)
    _ask(reading, [one for one in waiting if one.values.get("entry") is None], firsts)


def _groups(reading: Reading) -> dict[int, str]:
    """The group each person attended with."""
    found: dict[int, str] = {}
    for one in reading.draft.marks:
        found.setdefault(id(one.values["person"].who), one.values["session"].values["group"])
    return found


def _stored(action: str) -> dict[str, list[tuple[Date, Date | None]]]:
    """The stays recorded in the action, by the code of the person."""
    query = Parcours.select(Person.code, Parcours.entry, Parcours.exit).join(Person).switch(Parcours).join(Action)
    found: dict[str, list[tuple[Date, Date | None]]] = defaultdict(list)
    for code, entry, exit in query.where(Action.code == action).order_by(Parcours.entry).tuples():
        found[code].append((entry, exit))
    return found


def _known(reading: Reading, line: Line, stored: list[tuple[Date, Date | None]]) -> bool:
    """Whether a stay is one recorded already, whose entry it then has."""
    entry = line.values.get("entry")
    entries = [one for one, _ in stored]
    if entry in entries:
        return True
    open_ones = [one for one, exit in stored if exit is None]
    if not open_ones:
        return False
    if entry is None:
        line.values["entry"] = open_ones[-1]
        return True
    who: Someone = line.values["person"]
    answer = reading.asking.ask(
        Question(
            key("entrée", str(who.spot)),
            f"{who.name} est dans l'action depuis le {say_day(open_ones[-1])} ; le fichier dit le {say_day(entry)}",
            choices=((STORED, "garder l'entrée enregistrée"), (FILE, "un nouveau parcours")),
        )
    )
    if answer != FILE:
        line.values["entry"] = open_ones[-1]
    return True


def _ask(reading: Reading, waiting: list[Line], firsts: dict[int, Date]) -> None:
    asked = {one.id for one in reading.asking.questions}
    waiting = [one for one in waiting if key("cellule", str(one.spots.get("entry", ""))) not in asked]
    if not waiting:
        return
    rolled = all(id(one.values["person"]) in firsts for one in waiting)
    choices: tuple[tuple[str, str], ...] = ((FIRST, "le premier jour noté de chacun"),) if rolled else ()
    choices += tuple((day, f"« {header} »") for header, day in reading.days_aside.items())
    question = Question(
        "entree",
        f"Entrée dans l'action : {counted(len(waiting), 'personne')} sans date. Quel jour ?",
        "jour",
        (*choices, (LEAVE, "aucune : ne pas les faire entrer")) if not rolled else choices,
        FIRST if rolled else "",
    )
    answer = reading.asking.ask(question)
    for line in waiting:
        if answer == FIRST:
            line.values["entry"] = firsts[id(line.values["person"])]
        elif answer not in ("", LEAVE):
            line.values["entry"] = shapes.day(answer)
    if answer == LEAVE:
        reading.draft.stays = [one for one in reading.draft.stays if one.values.get("entry") is not None]
